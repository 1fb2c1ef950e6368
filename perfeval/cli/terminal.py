"""How far the work is, on the terminal (进度条): only where someone is looking, and only if it takes a while."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from perfeval.core.problems import Lang
from perfeval.documents.progress import Progress, Step, Unit, silent

if TYPE_CHECKING:
    from rich import progress as rich_progress

PATIENCE = 1.0
"""Seconds without a word."""

_WORDS: dict[Lang, dict[Unit, str]] = {
    "zh": {
        "files": "文件",
        "pages": "读页",
        "tables": "读表格",
        "seconds": "LibreOffice 转换（秒）",
        "forms": "复算",
    },
    "en": {
        "files": "files",
        "pages": "reading pages",
        "tables": "reading tables",
        "seconds": "LibreOffice converts (s)",
        "forms": "scoring forms",
    },
}


@contextmanager
def progress_shown(lang: Lang, patience: float = PATIENCE) -> Iterator[Progress]:
    """What to tell the steps of the work; they show on standard error if that is a terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    display = _Display(lang, patience)
    try:
        yield display.tell
    finally:
        display.close()


class _Display:
    """One line for the files, where there are several, and one for what is being done with the file at hand."""

    def __init__(self, lang: Lang, patience: float) -> None:
        self._words = _WORDS[lang]
        self._begins = time.monotonic() + patience
        self._bars: rich_progress.Progress | None = None
        self._tasks: dict[Unit, rich_progress.TaskID] = {}
        self._name = ""

    def tell(self, step: Step) -> None:
        self._name = step.name or self._name
        if time.monotonic() < self._begins or (step.unit == "files" and step.of == 1):
            return
        bars = self._bars = self._bars or _bars()
        for unit in [unit for unit in self._tasks if unit not in ("files", step.unit)]:
            bars.remove_task(self._tasks.pop(unit))
        if step.unit not in self._tasks:
            self._tasks[step.unit] = bars.add_task("", total=step.of)
        words = f"{self._words[step.unit]} {self._name}"
        bars.update(self._tasks[step.unit], description=words, completed=step.done, total=step.of)

    def close(self) -> None:
        if self._bars:
            self._bars.stop()


def _bars() -> rich_progress.Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    text = TextColumn("{task.description}", markup=False)
    bars = Progress(
        text,
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
    )
    bars.start()
    return bars
