"""A process that dies or hangs costs its item, never the run, and none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch import hostile_work

from perfeval.batch.workers import Workers

pytestmark = pytest.mark.processes


def workers(count: int) -> Workers[str, list[str]]:
    return Workers(
        count, hostile_work.nothing, (), hostile_work.doubled, hostile_work.together, hostile_work.lost
    )


def test_parts_come_in_order_and_none_is_missing() -> None:
    parts = [[f"{part}{item}" for item in "ab"] for part in range(9)]
    assert list(workers(2).in_order(parts)) == [[item * 2 for item in part] for part in parts]
    assert list(workers(2).in_order([])) == []


@pytest.mark.slow
def test_the_guilty_are_found_and_the_others_done() -> None:
    parts = [["a", "killed"], ["b", "c"], ["d", "endless", "e"], ["f"], ["killed 2"], ["g"]]
    assert list(workers(2).in_order(parts)) == [
        ["aa", "lost killed at once"],
        ["bb", "cc"],
        ["dd", "lost endless late", "ee"],
        ["ff"],
        ["lost killed 2 at once"],
        ["gg"],
    ]


RUN = """
import sys
from batch import hostile_work
from perfeval.batch.workers import Workers
if __name__ == "__main__":
    workers = Workers(2, hostile_work.nothing, (), hostile_work.slowly, hostile_work.together, hostile_work.lost)
    list(workers.in_order([[path] for path in sys.argv[1:]]))
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to see processes")
def test_no_worker_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    marks = [tmp_path / "1", tmp_path / "2"]
    process = subprocess.Popen(
        [sys.executable, str(tmp_path / "run.py"), *map(str, marks)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
    )
    _wait(lambda: all(mark.exists() and mark.read_text() for mark in marks))
    pids = [int(mark.read_text()) for mark in marks]
    # The process alone, not its group: nobody tells the workers.
    process.send_signal(signal.SIGKILL)
    process.wait()
    _wait(lambda: not any(_is_running(pid) for pid in pids))


def _wait(until: object, seconds: float = 30) -> None:
    assert callable(until)
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
