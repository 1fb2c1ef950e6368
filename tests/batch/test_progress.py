"""Progress: one line drawn over on a terminal, plain lines elsewhere, with rate and time left."""

from __future__ import annotations

import io
from collections.abc import Iterator

from perfeval.batch.progress import progress_line


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, *calls: tuple[int, int], seconds: float = 10) -> str:
    times: Iterator[float] = (seconds * at for at in range(100))
    tell = progress_line("行", stream, lambda: next(times))
    for done, of in calls:
        tell(done, of)
    return stream.getvalue()


def test_a_pipe_gets_a_line_each_time_with_rate_and_time_left() -> None:
    assert told(io.StringIO(), (1000, 4000), (2000, 4000)).splitlines() == [
        "1,000/4,000 行，每秒 100，约剩 0:00:30",
        "2,000/4,000 行，每秒 100，约剩 0:00:20",
    ]


def test_a_terminal_has_one_line_that_ends_with_the_run() -> None:
    text = told(Terminal(), (1, 2), (2, 2))
    assert text.count("\n") == 1
    assert text.endswith("\n")
    assert text.count("\r\x1b[2K") == 2


def test_a_second_run_of_the_same_command_has_a_rate_of_its_own() -> None:
    # The clock is asked at the start, at each call, and once more where a run ends.
    lines = told(io.StringIO(), (400, 400), (400, 400)).splitlines()
    assert lines == ["400/400 行，每秒 40"] * 2


def test_no_time_at_all_is_no_error() -> None:
    assert told(io.StringIO(), (1, 2), seconds=0) == "1/2 行，每秒 0\n"
