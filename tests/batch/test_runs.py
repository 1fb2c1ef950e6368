"""A run is whole: the same bytes however it was cut, by any number of workers; nothing in it is lost."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND

from perfeval.batch import document_run, run
from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.uses.checking import Options, check_files, open_rulebook

OPTIONS = Options(rules="toyland-benchmark", rules_dirs=(TOYLAND,))
CASE = """form:
  name: {name}
  funds: {{budget: '100', executed: '{executed}', points: '10', score: '9'}}
  indicators:
    - name: 数量
      dimension: 产出指标
      category: 数量指标
      target: '>=10个'
      actual: '{actual}个'
      points: '90'
      score: '90'
"""


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty small cases, every tenth broken."""
    folder = tmp_path / "year"
    folder.mkdir()
    for number in range(40):
        text = CASE.format(name=f"项目{number}", executed=80 + number % 20, actual=1 + number % 12)
        broken = "form: {name: [" if number % 10 == 9 else text
        (folder / f"{number:03d}.yaml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(document_run, "PART", 7)
    return folder


@pytest.fixture
def year(tmp_path: Path) -> tuple[Path, Path]:
    """A table of 300 projects in seven row groups, its projects cut by their borders; and its funds."""
    rows = [
        (f"P{project:04d}", "产出指标", "数量指标", f">={10 + row}个", f"{project % 17 + row}个", "22.5")
        for project in range(300)
        for row in range(4)
    ]
    names = ("project_id", "level1", "level2", "target", "actual", "weight")
    table = pa.table(
        {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    )
    indicators, funds = tmp_path / "indicators.parquet", tmp_path / "funds.parquet"
    pq.write_table(table, indicators, row_group_size=181)
    pq.write_table(
        pa.table(
            {
                "project_id": [f"P{project:04d}" for project in range(300)],
                "budget": ["2180"] * 300,
                "executed": [str(400 + project) for project in range(300)],
                "weight": ["10"] * 300,
            }
        ),
        funds,
        row_group_size=70,
    )
    return indicators, funds


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.processes
def test_any_number_of_workers_gives_the_same_bytes(documents: Path, tmp_path: Path) -> None:
    for workers in (1, 3):
        run_batch(Job(documents, OPTIONS, workers=workers), tmp_path / str(workers))
    assert content(tmp_path / "1") == content(tmp_path / "3")


def test_every_broken_document_is_named_and_every_other_form_scored(documents: Path, tmp_path: Path) -> None:
    manifest = run_batch(Job(documents, OPTIONS), tmp_path / "out")
    named = set(pq.read_table(tmp_path / "out/problems.parquet")["file"].to_pylist())
    assert {"009.yaml", "019.yaml", "029.yaml", "039.yaml"} <= named
    assert manifest["counts"]["files"] == 40
    assert manifest["counts"]["forms"] == 36
    assert manifest["coverage"] == {"rows": 72, "scored": 72, "refused": 0, "unmarked": 0, "ignored": 0}


@pytest.mark.slow
def test_threads_and_order_of_rows_do_not_change_a_table(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, funds = year
    for threads in (1, 3):
        run_batch(Job(indicators, OPTIONS, funds, threads), tmp_path / str(threads))
    assert content(tmp_path / "1") == content(tmp_path / "3")
    shuffled = pq.read_table(indicators).take(pa.array(random.Random(7).sample(range(1200), 1200)))
    pq.write_table(shuffled, tmp_path / "shuffled.parquet", row_group_size=100)
    run_batch(Job(tmp_path / "shuffled.parquet", OPTIONS, funds), tmp_path / "any")
    one, other = (
        pq.read_table(tmp_path / each / "totals.parquet").sort_by("project_id") for each in ("1", "any")
    )
    assert one.equals(other)


@pytest.mark.slow
def test_a_csv_table_scores_as_the_same_table_in_parquet(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, funds = year
    pa_csv.write_csv(pq.read_table(indicators), tmp_path / "indicators.csv")
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "parquet")
    run_batch(Job(tmp_path / "indicators.csv", OPTIONS, funds), tmp_path / "csv")
    one, other = (pq.read_table(tmp_path / each / "scores.parquet") for each in ("parquet", "csv"))
    # Which project of its part a row is of depends on the parts.
    assert one.drop_columns("nth_project").equals(other.drop_columns("nth_project"))


def test_a_total_is_the_sum_of_its_rows_and_its_execution(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, funds = year
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")
    scores = pq.read_table(tmp_path / "out/scores.parquet")["low"].to_pylist()
    totals = pq.read_table(tmp_path / "out/totals.parquet").to_pylist()
    assert [each["low"] for each in totals] == [
        sum(scores[4 * at : 4 * at + 4]) + each["execution_low"] for at, each in enumerate(totals)
    ]
    # 400 of 2180 is 18.35 % once printed, and earns 1.835: 1.84.
    assert str(totals[0]["execution_low"]) == "1.84"


def test_projects_of_one_table_alone_are_problems(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, funds = year
    pq.write_table(pq.read_table(funds).slice(1), tmp_path / "fewer.parquet")
    pq.write_table(pq.read_table(indicators).slice(0, 1196), tmp_path / "fewer_rows.parquet")
    manifest = run_batch(
        Job(tmp_path / "fewer_rows.parquet", OPTIONS, tmp_path / "fewer.parquet"), tmp_path / "out"
    )
    found = pq.read_table(tmp_path / "out/problems.parquet").to_pylist()
    assert [(each["project"], each["code"]) for each in found] == [
        ("P0000", "project-without-funds"),
        ("P0299", "project-without-indicators"),
    ]
    assert not manifest["clean"]


def test_an_id_with_a_blank_at_its_end_is_named(tmp_path: Path) -> None:
    rows = "project_id,level1,target,actual,points\nP1,产出,≥5个,5个,10\n P1 ,产出,≥5个,5个,10\n第 2,产出,≥5个,5个,10\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    run_batch(Job(tmp_path / "t.csv", OPTIONS), tmp_path / "out")
    found = pq.read_table(tmp_path / "out/problems.parquet").to_pylist()
    assert [(each["project"], each["code"]) for each in found] == [(" P1 ", "project-id-blank")]
    assert "「 P1 」首尾有空格" in found[0]["message"]


def test_a_table_without_a_needed_column_cannot_run(tmp_path: Path) -> None:
    pq.write_table(pa.table({"project_id": ["P1"]}), tmp_path / "t.parquet")
    with pytest.raises(BatchError, match="年度指标值"):
        run_batch(Job(tmp_path / "t.parquet", OPTIONS), tmp_path / "out")


def test_a_damaged_table_is_named(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, _ = year
    content = bytearray(indicators.read_bytes())
    content[40:400] = bytes(360)
    indicators.write_bytes(content)
    with pytest.raises(BatchError, match=r"第 1 行起的一组行读不了.*damaged row group 0"):
        run_batch(Job(indicators, OPTIONS), tmp_path / "out")


def test_another_job_does_not_resume_a_run(year: tuple[Path, Path], tmp_path: Path) -> None:
    indicators, funds = year
    (tmp_path / "out/.work/.work").mkdir(parents=True)
    (tmp_path / "out/.work/.work/run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BatchError, match="另一次运行"):
        run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out", resume=True)


SHARED = Path(__file__).parents[3] / "shared/reports/urumqi-giit-2023"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the published report is not beside this repository")
def test_the_published_report_scores_as_check_does(tmp_path: Path) -> None:
    folder = tmp_path / "year"
    folder.mkdir()
    for suffix in ("txt", "xlsx"):
        (folder / f"report.{suffix}").write_bytes((SHARED / f"report.{suffix}").read_bytes())
    options = Options(rules="urumqi-giit-2023")
    run_batch(Job(folder, options), tmp_path / "out")
    checking = check_files(sorted(folder.iterdir()), options, open_rulebook(options))
    expected = [
        (form.result.form.name, row.row, row.status, row.score.low, row.score.high)
        for form in checking.forms
        for row in form.result.rows
        if row.score is not None
    ]
    found = pq.read_table(tmp_path / "out/scores.parquet").to_pylist()
    assert len(found) == len(expected) == 336
    assert [
        (each["project"], each["row"], each["status"], each["low"], each["high"]) for each in found
    ] == expected


class Killed(BaseException):
    """Ends a run where it stands, as nothing that runs catches it."""


@pytest.mark.slow
def test_a_table_stopped_at_any_change_on_disk_resumes_to_the_same_bytes(
    year: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before each single replacement or removal of a file, those of the manifest and of the notes among them."""
    indicators, funds = tmp_path / "few.parquet", tmp_path / "few_funds.parquet"
    pq.write_table(pq.read_table(year[0]).slice(0, 240), indicators, row_group_size=99)
    pq.write_table(pq.read_table(year[1]).slice(0, 60), funds)
    job = Job(indicators, OPTIONS, funds)
    monkeypatch.setattr(run, "open_rulebook", cache(open_rulebook))
    run_batch(job, tmp_path / "whole")
    changes = [0, 10**6]

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **more: object) -> object:
            changes[0] += 1
            if changes[0] > changes[1]:
                raise Killed
            return change(*given, **more)

        return call

    monkeypatch.setattr(os, "replace", counted(os.replace))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(Path, "rmdir", counted(Path.rmdir))
    run_batch(job, tmp_path / "counted")
    every = changes[0]
    # Scores, totals and a note of each of three parts; the plan, the manifest; the notes removed.
    assert every >= 3 * 3 + 2 + 4
    for allowed in range(every):
        out = tmp_path / f"stopped-{allowed}"
        changes[:] = 0, allowed
        with pytest.raises(Killed):
            run_batch(job, out)
        changes[:] = 0, 10**6
        run_batch(job, out, resume=True)
        assert content(out) == content(tmp_path / "whole")


RUN = """
from perfeval.batch import document_run, run
from perfeval.cli import app
document_run.PART = 7
if __name__ == "__main__":
    app()
"""


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["table", "documents"])
def test_a_run_killed_twenty_times_ends_in_the_same_bytes(kind: str, tmp_path: Path) -> None:
    """The command itself, killed by SIGKILL after any part or at its end, resumed by other numbers of workers."""
    chance = random.Random(6)
    script = tmp_path / "run.py"
    script.write_text(RUN, encoding="utf-8")
    source = _many_documents(tmp_path) if kind == "documents" else _long_table(tmp_path)

    def start(out: Path) -> subprocess.Popen[bytes]:
        options = ["--rules", "toyland-benchmark", "--rules-dir", str(TOYLAND), "--resume"]
        words = [*map(str, source), *options, "-o", str(out), "--workers", str(chance.randint(1, 3))]
        command = [sys.executable, str(script), "batch", *words]
        return subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    assert _ended(start(tmp_path / "whole")) < 2
    expected, out = content(tmp_path / "whole"), tmp_path / "killed"
    killed_at, started = Counter[str](), set[int]()
    while killed_at.total() < 20:
        process = start(out)
        started.add(process.pid)
        # So many parts further, and then some moment; now and then before the first, or only at the end.
        parts = chance.choice((0, 1, 1, 2, 3, 10**6))
        last = _lines(process, parts)
        time.sleep(chance.random() * (2 if parts == 0 else 0.05))
        if process.poll() is None:
            killed_at[_moment(out, last)] += 1
            # Half the time the workers are not told.
            (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
        _ended(process)
        if (out / "manifest.json").exists():
            assert _ended(start(out)) < 2
            assert content(out) == expected
            out = tmp_path / f"killed-{killed_at.total()}"
    assert _ended(start(out)) < 2
    assert content(out) == expected
    # The moments were spread over the run.
    assert killed_at["at its end"] >= 2, killed_at
    assert killed_at["between parts"] >= 8, killed_at
    # Workers end by themselves.
    end = time.monotonic() + 30
    while left := started & _sessions():
        assert time.monotonic() < end, left
        time.sleep(0.2)


def _many_documents(folder: Path) -> list[Path]:
    (folder / "year").mkdir()
    for number in range(210):
        text = CASE.format(name=f"项目{number}", executed=80 + number % 20, actual=1 + number % 12)
        (folder / f"year/{number:03d}.yaml").write_text(text, encoding="utf-8")
    return [folder / "year"]


def _long_table(folder: Path) -> list[str | Path]:
    """Thirty row groups, whose projects are cut by their borders."""
    rows = 30 * 20_001
    texts = {
        "project_id": [f"P{at // 4:07d}" for at in range(rows)],
        "level1": ["产出指标"] * rows,
        "level2": ["数量指标"] * rows,
        "target": [f">={10 + at % 1000}个" for at in range(rows)],
        "actual": [f"{at % 997}个" for at in range(rows)],
        "weight": ["22.5"] * rows,
    }
    pq.write_table(pa.table(texts), folder / "long.parquet", row_group_size=20_001)
    return [folder / "long.parquet"]


def _lines(process: subprocess.Popen[bytes], count: int) -> bytes:
    """Wait for so many lines of progress, or for the last; the last that came."""
    assert process.stderr is not None
    last = b""
    for _ in range(count):
        line = process.stderr.readline()
        if not line:
            break
        found = re.match(rb"([\d,]+)/([\d,]+)", line)
        if found is None:  # the names of the summary's files: the run itself was complete
            continue
        last = line
        if found[1] == found[2]:
            break
    return last


def _moment(out: Path, last: bytes) -> str:
    found = re.match(rb"([\d,]+)/([\d,]+)", last)
    if found is None:
        return "between parts" if (out / ".work").exists() else "before the first part"
    return "at its end" if found[1] == found[2] else "between parts"


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for the process, emptying its pipe; its exit code."""
    process.communicate()
    return process.returncode


def _sessions() -> set[int]:
    """The sessions of the processes that run; each run of the command begins one of its own."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
            if state != "Z":
                found.add(int(session))
    return found
