"""How far a run is (进度): rate and time left, on one line of a terminal, or line by line where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

Clock = Callable[[], float]
_OVER = "\r\x1b[2K"
"""Back to the start of the line, and clear it."""


def progress_line(
    unit: str, stream: TextIO | None = None, clock: Clock = time.monotonic
) -> Callable[[int, int], None]:
    """A function to call after each part with what is done and what there is.

    A terminal's line is drawn over until all is done; a file or a pipe gets a line each time.
    """
    out = sys.stderr if stream is None else stream
    counted, since, is_first = 0, clock(), True

    def tell(done: int, of: int) -> None:
        nonlocal counted, since, is_first
        now = clock()
        line = _line(done, of, done - counted, now - since, unit)
        if is_first:
            # What a resumed run found finished, and the time of getting ready, say nothing about its speed.
            counted, since, is_first = done, now, False
        if out.isatty():
            out.write(_OVER + line + ("\n" if done >= of else ""))
        else:
            out.write(line + "\n")
        out.flush()
        if done >= of:
            # The next call, if there is one, is of another run of the same command.
            counted, since, is_first = 0, clock(), True

    return tell


def _line(done: int, of: int, since: int, seconds: float, unit: str) -> str:
    rate = since / seconds if seconds > 0 else 0.0
    left = f"，约剩 {_clock((of - done) / rate)}" if rate and done < of else ""
    return f"{done:,}/{of:,} {unit}，每秒 {rate:,.0f}{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
