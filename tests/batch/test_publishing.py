"""Runs do not mix: one at a time in a folder, the earlier result whole until the new one is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval.batch import publishing
from perfeval.batch.parts import WORK, sha256_of
from perfeval.batch.publishing import finish, mismatch, outputs_of, publish
from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.files.lock import locked
from perfeval.uses.checking import Options


def staged(folder: Path, value: str, parts: int = 2) -> dict[str, object]:
    """A complete run in `.work`, every row of which holds `value`; its manifest."""
    table = folder / WORK / "scores.parquet"
    table.mkdir(parents=True, exist_ok=True)
    for number in range(parts):
        pq.write_table(pa.table({"a": [value] * 3}), table / f"part-{number:05d}.parquet")
    return {"value": value, "outputs": outputs_of(folder / WORK)}


def rows_of(folder: Path) -> set[str]:
    return set(pq.read_table(folder / "scores.parquet")["a"].to_pylist())


def test_a_manifest_tells_what_lies_beside_it(tmp_path: Path) -> None:
    manifest = staged(tmp_path, "one")
    publish(tmp_path, manifest)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "scores.parquet"]
    told = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["outputs"]["scores.parquet"]
    assert told["rows"] == 6
    for name, part in told["parts"].items():
        path = tmp_path / "scores.parquet" / name
        assert part == {"sha256": sha256_of(path), "bytes": path.stat().st_size}
    assert mismatch(tmp_path, manifest) is None
    shutil.copy(
        tmp_path / "scores.parquet/part-00000.parquet", tmp_path / "scores.parquet/part-00009.parquet"
    )
    assert mismatch(tmp_path, manifest) == "scores.parquet/part-00009.parquet"


class Killed(BaseException):
    """Ends the work where it stands."""


def test_stopped_at_any_change_the_rows_are_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {name: getattr(os, name) for name in ("replace", "unlink", "rmdir", "mkdir")}
    left = [10**6]

    def counted(change: Callable[..., None]) -> Callable[..., None]:
        def call(*given: object, **more: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            change(*given, **more)

        return call

    for name, change in real.items():
        monkeypatch.setattr(os, name, counted(change))
    outcomes = set()
    for allowed in range(60):
        folder = tmp_path / str(allowed)
        left[0] = 10**6
        publish(folder, staged(folder, "old", parts=3))
        (folder / "summary.html").write_text("of the old run", encoding="utf-8")
        manifest = staged(folder, "new")
        left[0] = allowed
        try:
            publish(folder, manifest)
            stopped = False
        except Killed:
            stopped = True
        left[0] = 10**6
        if (folder / "manifest.json").is_file():
            told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            assert rows_of(folder) == {told["value"]}
            assert mismatch(folder, told) is None
            assert (folder / "summary.html").exists() == (told["value"] == "old")
        finish(folder)
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        assert rows_of(folder) == {told["value"]}
        assert mismatch(folder, told) is None
        outcomes.add((told["value"], stopped))
        if not stopped:
            break
    assert outcomes == {("old", True), ("new", True), ("new", False)}


FORM = "form:\n  name: 甲\n  indicators:\n  - {name: a, target: '>=1个', actual: 1个, points: '10', score: '10'}\n"
OPTIONS = Options(rules="cn-caiyu-2020-10")


@pytest.fixture
def year(tmp_path: Path) -> Path:
    folder = tmp_path / "year"
    folder.mkdir()
    (folder / "a.yaml").write_text(FORM, encoding="utf-8")
    return folder


def test_a_folder_in_use_is_refused_and_left_as_it_is(year: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    before = run_batch(Job(year, OPTIONS, workers=1), out)
    with locked(out), pytest.raises(BatchError, match="正被另一次批量复算使用"):
        run_batch(Job(year, OPTIONS, workers=1), out)
    assert mismatch(out, before) is None


@pytest.mark.slow
def test_two_runs_at_once_leave_the_rows_of_one(year: Path, tmp_path: Path) -> None:
    """As a double click starts them: one ends well, the other says so; no row of another input is there."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.yaml").write_text(FORM.replace("甲", "乙"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "perfeval",
        "batch",
        "--no-summary",
        "--rules",
        OPTIONS.rules or "",
        "--workers",
        "1",
    ]
    runs = [
        subprocess.Popen(
            [*command, str(folder), "-o", str(tmp_path / "out")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for folder in (year, other)
    ]
    said = [run.communicate() for run in runs]
    assert all(b"Traceback" not in error for _, error in said)
    told = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    names = set(pq.read_table(tmp_path / "out/scores.parquet")["file"].to_pylist())
    assert names == set(told["inputs"])
    assert {run.returncode for run in runs} <= {0, 1, 2}


def test_a_full_disk_is_a_sentence_and_the_earlier_result_stays(
    year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    before = run_batch(Job(year, OPTIONS, workers=1), out)
    (year / "b.yaml").write_text(FORM, encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(out / "x"))

    for name in ("publish", "outputs_of"):
        with monkeypatch.context() as patched:
            patched.setattr(f"perfeval.batch.run.{name}", full)
            with pytest.raises(BatchError, match="No space left"):
                run_batch(Job(year, OPTIONS, workers=1), out)
        assert mismatch(out, before) is None
        assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outputs"] == before["outputs"]


@pytest.mark.parametrize("out", ["file", "file/below", "missing-root"])
def test_a_place_that_cannot_be_written_is_a_sentence(out: str, year: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    place = Path("/proc/nothing") if out == "missing-root" else tmp_path / out
    with pytest.raises(BatchError, match="读写"):
        run_batch(Job(year, OPTIONS, workers=1), place)
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"


@pytest.mark.slow
def test_what_a_run_tells_is_the_same_twice(year: Path, tmp_path: Path) -> None:
    run_batch(Job(year, OPTIONS, workers=1), tmp_path / "one")
    run_batch(Job(year, OPTIONS, workers=2), tmp_path / "two")
    assert (tmp_path / "one/manifest.json").read_bytes() == (tmp_path / "two/manifest.json").read_bytes()


def test_publishing_keeps_nothing_of_its_own(tmp_path: Path) -> None:
    publish(tmp_path, staged(tmp_path, "old"))
    publish(tmp_path, staged(tmp_path, "new"))
    assert not (tmp_path / WORK).exists()
    assert publishing.finish(tmp_path) is False
