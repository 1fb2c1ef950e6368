"""How far a run is, on one line of the terminal (进度)."""

from __future__ import annotations

import time
from collections.abc import Callable


def progress_line(write: Callable[[str], None], unit: str) -> Callable[[int, int], None]:
    """A function to call after each part with what is done and what there is: rate and time left go to `write`."""
    start = time.monotonic()
    before: list[int] = []

    def tell(done: int, of: int) -> None:
        # What a resumed run found finished says nothing about its speed.
        before.append(done)
        passed = time.monotonic() - start
        rate = (done - (before[0] if len(before) > 1 else 0)) / passed if passed else 0.0
        left = f"，约剩 {_clock((of - done) / rate)}" if rate and done < of else ""
        write(f"{done:,}/{of:,} {unit}，每秒 {rate:,.0f}{left}")

    return tell


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
