"""A folder that one run at a time may write (运行锁); the system lets go of it however the run ends."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".perfeval-lock"
_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK})


class InUseError(OSError):
    """Another run is writing into the folder."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder, which must exist, for this process alone; raises InUseError where another one holds it.

    The lock belongs to the open file: nothing is left in force by a crash, and the file itself is removed at the end.
    """
    path = folder / LOCK
    while True:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
        try:
            _take(file)
        except OSError as error:
            os.close(file)
            if error.errno in _BUSY:
                raise InUseError(errno.EAGAIN, "another run is writing here", str(folder)) from error
            raise
        if _is_same(file, path):
            break
        # The run before removed the file between our opening and our locking it: ours is a file without a name.
        os.close(file)
    try:
        yield
    finally:
        try:
            # Windows removes no file that is open: there the empty lock stays, which hinders no one.
            if sys.platform != "win32":
                path.unlink(missing_ok=True)
        finally:
            os.close(file)


def _take(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_same(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False
