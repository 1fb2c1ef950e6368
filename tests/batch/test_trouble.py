"""A full disk, a target that is open elsewhere: a sentence, exit code 2, and nothing that was there is lost."""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from perfeval.batch.publishing import mismatch
from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options
from perfeval.uses.exporting import ExportError, Run, export_run

FORM = """form:
  name: 项目{0}
  funds: {{budget: '100', executed: '{0}', points: '10', score: '9'}}
  indicators:
  - {{name: 数量, dimension: 产出, category: 数量, target: '>=10个', actual: '{0}个', points: '90', score: '90'}}
"""


def call(*words: object, room: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command itself; with `room` no file can be longer, which is how a full disk is made without one."""

    def limited() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.run(
        [sys.executable, "-m", "perfeval", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=limited,
    )


def is_a_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 2 and "Traceback" not in done.stderr and "写" in done.stderr.strip()


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


def rooms() -> Iterator[int]:
    """From nothing to enough, so that each file in turn is the one that does not fit."""
    return (1 << power for power in range(9, 26))


@pytest.mark.slow
def test_a_disk_that_fills_anywhere_is_a_sentence_and_the_earlier_run_stays(
    year: Path, tmp_path: Path
) -> None:
    out, rules = tmp_path / "out", ("--rules", "cn-caiyu-2020-10", "--progress", "none", "--workers", 1)
    assert call("batch", year, *rules, "-o", out).returncode < 2
    (year / "more.yaml").write_text(FORM.format(77), encoding="utf-8")
    assert call("batch", year, *rules, "-o", tmp_path / "whole").returncode < 2
    stopped = set()
    for room in rooms():
        done = call("batch", year, *rules, "-o", out, "--force", "--resume", room=room)
        told = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        assert mismatch(out, told) is None
        if done.returncode < 2:
            break
        assert is_a_sentence(done), (room, done.stderr)
        # Either run is there as a whole: when the tables are complete, the summary alone may be missing.
        stopped.add(len(told["inputs"]))
    assert stopped == {30, 31}
    assert call("batch", year, *rules, "-o", out, "--force", "--resume").returncode < 2
    assert content(out) == content(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.parametrize("target", ["year.sqlite", "year.duckdb", "csv", "parquet"])
def test_an_export_onto_a_full_disk_leaves_what_was_there(target: str, year: Path, tmp_path: Path) -> None:
    out, to = tmp_path / "out", tmp_path / target
    assert call("batch", year, "--rules", "cn-caiyu-2020-10", "-o", out, "--no-summary").returncode < 2
    words = ("export", out, "--to", to, *(("--format", "parquet") if target == "parquet" else ()))
    stopped = 0
    for room in rooms():
        done = call(*words, room=room)
        if done.returncode == 0:
            break
        assert is_a_sentence(done), (room, done.stderr)
        assert not [path for path in to.rglob("*") if path.is_file()] and not to.is_file(), room  # noqa: PT018
        stopped += 1
    assert stopped
    assert call(*words, "--force").returncode == 0


@pytest.mark.slow
def test_a_database_that_somebody_is_writing_is_a_sentence(tmp_path: Path) -> None:
    year, out = tmp_path / "year", tmp_path / "out"
    year.mkdir()
    (year / "a.yaml").write_text(FORM.format(1), encoding="utf-8")
    run_batch(Job(year, Options(rules="cn-caiyu-2020-10"), workers=1), out)
    sqlite, duck = tmp_path / "a.sqlite", tmp_path / "a.duckdb"
    export_run(Run(out), str(sqlite))
    with sqlite3.connect(sqlite, isolation_level=None) as writing:
        writing.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ExportError, match=r"正被别的程序"):
            export_run(Run(out), str(sqlite), label="再次")
        writing.execute("ROLLBACK")
    export_run(Run(out), str(duck))
    code = (
        f"import duckdb, time; d = duckdb.connect({str(duck)!r}); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            with pytest.raises(ExportError, match=r"正被别的程序"):
                export_run(Run(out), str(duck), label="再次")
        finally:
            other.kill()
    with duckdb.connect(str(duck), read_only=True) as database:
        assert database.sql("SELECT count(*) FROM runs").fetchall() == [(1,)]
