"""Work that ends its process in several ways: done by the workers of the tests, which import it by name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from perfeval.batch.workers import at_most


def nothing() -> None:
    pass


def doubled(items: Sequence[str]) -> list[str]:
    """Each text twice; some of them are orders."""
    return [_done(item) for item in items]


def _done(item: str) -> str:
    if item.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    with at_most(1):
        while item.startswith("endless"):
            # A loop in C, which no signal handler of Python interrupts, is the same to the watchdog.
            time.sleep(0.1)
    return item * 2


def together(parts: Sequence[list[str]]) -> list[str]:
    return [each for part in parts for each in part]


def lost(item: str, seconds: float) -> list[str]:
    return [f"lost {item} {'late' if seconds >= 1 else 'at once'}"]


def slowly(items: Sequence[str]) -> list[str]:
    """Leaves its process id behind, then takes long."""
    Path(items[0]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    return []
