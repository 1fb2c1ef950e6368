"""What comes of another program (外部程序): its output, within a limited time, while someone is told that it works."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable

_OFTEN = 0.2


def outcome(process: subprocess.Popen[bytes], seconds: float, tell: Callable[[], None]) -> bytes:
    """Wait for the output of a program that reads files only; `tell` is called several times a second meanwhile.

    Raises TimeoutExpired after `seconds`; the program is then still running.
    """
    ends = time.monotonic() + seconds
    while True:
        try:
            output, _ = process.communicate(timeout=max(min(_OFTEN, ends - time.monotonic()), 0))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= ends:
                raise
            tell()
        else:
            return output
