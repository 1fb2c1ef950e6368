"""What a worker process does (工作进程): read one document, which may be hostile, and nothing else."""

from __future__ import annotations

import threading

from perfeval.batch.workers import at_most, end_with_parent
from perfeval.documents.read import FileForms, read_bytes
from perfeval.documents.unpacked import Unpacked, unpacked

_seconds = 0.0


def open_worker(seconds: float) -> None:
    """Make a process ready; `seconds` is what one document may take."""
    global _seconds
    threading.Thread(target=end_with_parent, daemon=True).start()
    _seconds = seconds


def warm_worker() -> None:
    """Nothing: the first task of a process, so that it has loaded everything before the first document."""


def read_document(content: bytes, name: str) -> FileForms:
    """The forms of one document; the process ends where that takes too long."""
    with at_most(_seconds):
        return read_bytes(content, name)


def unpack_archive(content: bytes, name: str) -> Unpacked:
    """The files of one archive; the process ends where that takes too long."""
    with at_most(_seconds):
        return unpacked(content, name)
