"""A full disk, a target that is open elsewhere: a sentence, and nothing that was there is lost."""

from __future__ import annotations

import errno
import json
import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from perfeval.batch.export.sinks import folder_sink
from perfeval.batch.publishing import mismatch
from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.files.lock import LOCK
from perfeval.uses.checking import Options
from perfeval.uses.exporting import ExportError, Run, YearError, export_run
from perfeval.uses.summarising import write_summary

pytestmark = pytest.mark.slow

FORM = """form:
  name: 项目{0}
  funds: {{budget: '100', executed: '{0}', points: '10', score: '9'}}
  indicators:
  - {{name: 数量, dimension: 产出, category: 数量, target: '>=10个', actual: '{0}个', points: '90', score: '90'}}
"""
OPTIONS = Options(rules="cn-caiyu-2020-10")
ROOMS = [1 << power for power in range(8, 26)]
"""From nothing to enough, so that each file in turn is the one that does not fit."""


@contextmanager
def room_for(length: int) -> Iterator[None]:
    """No file can be longer, which is how a disk is full without being it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def year(tmp_path: Path) -> Path:
    folder = tmp_path / "year"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02d}.yaml").write_text(FORM.format(number + 1), encoding="utf-8")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_disk_that_fills_anywhere_is_a_sentence_and_the_earlier_run_stays(
    year: Path, tmp_path: Path
) -> None:
    out, job = tmp_path / "out", Job(year, OPTIONS)
    run_batch(job, out)
    write_summary(Run(out))
    (year / "more.yaml").write_text(FORM.format(77), encoding="utf-8")
    run_batch(job, tmp_path / "whole")
    write_summary(Run(tmp_path / "whole"))
    stopped = list[int]()
    for room in ROOMS:
        said = ""
        try:
            with room_for(room):
                run_batch(job, out, resume=True)
                write_summary(Run(out))
            break
        except (BatchError, YearError) as error:
            said = str(error)
        assert re.search("读写.*失败|写不了", said), room
        told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        assert mismatch(out, told) is None
        stopped.append(len(told["inputs"]))
    # The earlier run is there until the tables of the new one are whole; then its summary alone is missing.
    assert set(stopped) == {30, 31}
    assert stopped == sorted(stopped)
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.parametrize("target", ["year.sqlite", "year.duckdb", "csv", "parquet"])
def test_an_export_onto_a_full_disk_leaves_nothing_behind(target: str, year: Path, tmp_path: Path) -> None:
    run_batch(Job(year, OPTIONS), tmp_path / "out")
    run, to = Run(tmp_path / "out"), tmp_path / target
    stopped = 0
    for room in ROOMS:
        try:
            with room_for(room):
                export_run(run, str(to), files="parquet" if target == "parquet" else "csv")
        except ExportError:
            stopped += 1
        else:
            break
        assert not [path for path in (to, *to.rglob("*")) if path.is_file()], room
    assert 0 < stopped < len(ROOMS)


def test_a_database_that_is_open_elsewhere_is_a_sentence(year: Path, tmp_path: Path) -> None:
    run_batch(Job(year, OPTIONS), tmp_path / "out")
    run, light, duck = Run(tmp_path / "out"), tmp_path / "a.sqlite", tmp_path / "a.duckdb"
    export_run(run, str(light))
    writing = sqlite3.connect(light, isolation_level=None)
    writing.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ExportError, match="正被别的程序使用"):
        export_run(run, str(light), label="再次")
    writing.execute("ROLLBACK")
    assert writing.execute("SELECT run FROM runs").fetchall() == [("out",)]
    writing.close()
    export_run(run, str(duck))
    code = f"import duckdb, time; d = duckdb.connect({str(duck)!r}); print(1, flush=True); time.sleep(600)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            with pytest.raises(ExportError, match="正被别的程序使用"):
                export_run(run, str(duck), label="再次")
        finally:
            other.kill()
    with duckdb.connect(str(duck), read_only=True) as database:
        assert database.sql("SELECT run FROM runs").fetchall() == [("out",)]


def test_a_workbook_that_is_open_elsewhere_is_a_sentence_and_stays(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows does it: a name that another program holds cannot be taken by another file."""
    out, replace = tmp_path / "out", os.replace
    run_batch(Job(year, OPTIONS), out)
    write_summary(Run(out))
    before = content(out)

    def held(source: Path, target: Path) -> None:
        if Path(target).suffix in (".xlsx", ".parquet"):
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(YearError, match=r"写不了「.*out」里的汇总：.*Excel"):
        write_summary(Run(out))
    (year / "more.yaml").write_text(FORM.format(77), encoding="utf-8")
    with pytest.raises(BatchError, match=r"读写「.*」失败：.*Excel.*原有结果没有改动"):
        run_batch(Job(year, OPTIONS), out, replace=True)
    assert content(out).items() >= before.items()


def test_two_exports_into_one_folder_are_one_after_the_other(year: Path, tmp_path: Path) -> None:
    run_batch(Job(year, OPTIONS), tmp_path / "out")
    to = tmp_path / "csv"
    with folder_sink(to, "csv", force=False), pytest.raises(ExportError, match="csv」正被另一条命令使用"):
        export_run(Run(tmp_path / "out"), str(to), force=True)
    assert export_run(Run(tmp_path / "out"), str(to), force=True)
    assert {path.suffix for path in to.iterdir()} == {".csv"}


def hears_ctrl_c(year: Path, out: Path, wait: float, times: int = 1) -> tuple[int, str]:
    """The exit code of a run that is interrupted as from a terminal, after each wait, and what it says."""
    words = [
        sys.executable,
        "-m",
        "perfeval",
        "batch",
        str(year),
        "-o",
        str(out),
        "--rules",
        "cn-caiyu-2020-10",
    ]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as job:
        while job.poll() is None and not (out / LOCK).exists():
            time.sleep(0.01)
        for _ in range(times):
            time.sleep(wait)
            with suppress(ProcessLookupError):
                os.killpg(job.pid, signal.SIGINT)
        _, said = job.communicate(timeout=120)
    assert "Traceback" not in said, said
    return job.returncode, said


def outputs(folder: Path) -> object:
    return json.loads((folder / "manifest.json").read_bytes())["outputs"]


@pytest.fixture
def interrupts() -> Iterator[Callable[[object], object]]:
    """Sets what the programs that a test starts do when interrupted: a shell makes those in the background deaf."""
    before = signal.getsignal(signal.SIGINT)
    yield lambda hear: signal.signal(signal.SIGINT, hear)
    signal.signal(signal.SIGINT, before)


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_at_any_moment_is_a_sentence(
    year: Path, tmp_path: Path, interrupts: Callable[[object], object]
) -> None:
    """It reaches every process of the terminal, those that are still being loaded too; --resume goes on."""
    interrupts(signal.default_int_handler)
    out, whole = tmp_path / "out", tmp_path / "whole"
    heard = []
    for wait in (0.2, 1.0):
        code, said = hears_ctrl_c(year, out, wait)
        heard.append("--resume" in said)
        if code != 130:
            break
        assert heard[-1], said
    assert any(heard)
    run_batch(Job(year, OPTIONS), out, resume=True)
    run_batch(Job(year, OPTIONS), whole)
    assert outputs(out) == outputs(whole)


@pytest.mark.processes
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_run_in_the_background_does_not_hear_ctrl_c(
    year: Path, tmp_path: Path, interrupts: Callable[[object], object]
) -> None:
    """Nor do its workers: none may end alone and leave its files behind."""
    interrupts(signal.SIG_IGN)
    code, said = hears_ctrl_c(year, tmp_path / "out", 0.1, times=100)
    assert (code, "interrupted" in said) == (1, False), said
    run_batch(Job(year, OPTIONS), tmp_path / "whole")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "whole")


def test_a_database_in_a_folder_that_is_not_there_is_a_sentence(year: Path, tmp_path: Path) -> None:
    run_batch(Job(year, OPTIONS), tmp_path / "out")
    for name in ("a.sqlite", "a.duckdb"):
        with pytest.raises(ExportError, match="写不了"):
            export_run(Run(tmp_path / "out"), str(tmp_path / "nowhere" / name))
