"""What a worker process does with one document (工作进程的任务): each task is one call of the library."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from perfeval.batch.workers import at_most, end_with_parent
from perfeval.core.problems import Lang
from perfeval.documents.read import read_bytes
from perfeval.documents.writers.write_cases import write_forms
from perfeval.uses.checking import Checking, Options, Rulebook, check_reading, open_rulebook

_opened: tuple[Rulebook, float] | None = None


def open_worker(rules_dirs: tuple[Path, ...], seconds: float) -> None:
    """Load the rules once, for every document that this process will read; `seconds` is what one may take."""
    global _opened
    threading.Thread(target=end_with_parent, daemon=True).start()
    _opened = open_rulebook(Options(rules_dirs=rules_dirs)), seconds


def warm_worker() -> None:
    """Nothing: the first task of a process, so that it has loaded everything before the first document."""


def check_document(content: bytes, name: str, options: Options) -> Checking:
    """One document read, scored and reviewed, as `perfeval check` does it."""
    assert _opened is not None
    rulebook, seconds = _opened
    with at_most(seconds):
        reading = read_bytes(content, name)
        found = check_reading(reading, options, rulebook)
    return replace(found, problems=(*rulebook.library.problems, *found.problems), unreadable=() if reading.forms else (name,))


def read_document(content: bytes, name: str, lang: Lang) -> tuple[str, tuple[str, ...]]:
    """The forms of one document as a JSON case, as `perfeval read` writes it, and what was found on the way."""
    assert _opened is not None
    with at_most(_opened[1]):
        reading = read_bytes(content, name)
        written = write_forms(reading.forms, "json") if reading.forms else ""
    return written, tuple(problem.message(lang) for problem in reading.problems)
