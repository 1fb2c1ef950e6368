"""Files that appear whole or not at all (整份写入): the one way in which anything of perfeval reaches the disk.

The content is written beside the target under a name of its own, made durable, and then takes the target's name in
one step. A kill, a full disk or an error in between leaves what was there before, untouched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

UNFINISHED = ".perfeval-unfinished"
"""How the name of a file ends that is still being written; after a kill such a file can be removed at any time."""


def write_whole(target: Path, content: bytes, *, replace: bool = True) -> None:
    """Write `content` to `target`; with `replace=False` a target that exists raises FileExistsError, also when it
    appears while the content is being written.

    Raises OSError where the target cannot be written; it is then as it was before. A device or pipe, which has no
    earlier content, is written directly.
    """
    with whole_file(target, replace=replace) as path, path.open("wb") as file:
        file.write(content)


@contextlib.contextmanager
def whole_file(target: Path, *, replace: bool = True) -> Iterator[Path]:
    """The path to write to in place of `target`, which it becomes when the block ends without an exception."""
    if target.exists() and not _is_regular(target):
        yield target
        return
    place = Path(os.path.realpath(target))
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, "Permission denied", str(target))
    unfinished = place.with_name(f".{secrets.token_hex(8)}{UNFINISHED}")
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        yield unfinished
        _make_durable(unfinished)
        if replace:
            if place.exists():
                unfinished.chmod(stat.S_IMODE(place.stat().st_mode))
            os.replace(unfinished, place)
        else:
            _take_free_name(unfinished, place)
    finally:
        unfinished.unlink(missing_ok=True)


def why_unwritten(error: Exception) -> str:
    """Why a file could not be written, in words that say what to do where a person can do something."""
    if isinstance(error, PermissionError):
        return "没有权限，或正被 Excel、WPS 打开：请关闭后再试"
    return str((isinstance(error, OSError) and error.strerror) or error)


def _is_regular(target: Path) -> bool:
    mode = target.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(21, "Is a directory", str(target))
    return stat.S_ISREG(mode)


def _make_durable(path: Path) -> None:
    """Have the content on the disk before its name: a power cut leaves no empty file under a good name."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _take_free_name(unfinished: Path, place: Path) -> None:
    try:
        os.link(unfinished, place)
    except FileExistsError:
        raise
    except OSError:
        # A drive without hard links, such as a memory stick: look, then rename.
        if place.exists():
            raise FileExistsError(17, "File exists", str(place)) from None
        os.rename(unfinished, place)
