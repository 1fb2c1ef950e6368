"""The runs of `perfeval batch` that the server was given (年度): each is loaded once, when it is first asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from perfeval.batch.run import BatchError
from perfeval.documents.writers.comparison.year_comparison import YearComparison
from perfeval.uses.browsing import Opened, beside, opened, run_at
from perfeval.uses.summarising import YearError


class Years:
    """The runs by number from 1, loading or loaded; `close` lets go of their databases."""

    def __init__(self, folders: Sequence[Path], rules_dirs: tuple[Path, ...]) -> None:
        self.folders = tuple(folders)
        self._rules_dirs = rules_dirs
        self._open = ExitStack()
        self._runs: dict[int, asyncio.Task[Opened]] = {}
        self._beside: dict[tuple[int, int], asyncio.Task[YearComparison]] = {}

    def close(self) -> None:
        """Let go of every database."""
        self._open.close()

    def ask(self, number: int) -> asyncio.Task[Opened]:
        """A run being loaded, or loaded; raises KeyError for a number that the server was not given."""
        folder = self._folder(number)
        if number not in self._runs:
            self._runs[number] = asyncio.create_task(asyncio.to_thread(self._load, folder))
        return self._runs[number]

    def ask_beside(self, first: int, second: int) -> asyncio.Task[YearComparison]:
        """Two runs being compared, or compared; raises KeyError."""
        one, other = run_at(self._folder(first)), run_at(self._folder(second))
        if (first, second) not in self._beside:
            work = asyncio.to_thread(beside, one, other, self._rules_dirs)
            self._beside[first, second] = asyncio.create_task(work)
        return self._beside[first, second]

    def _folder(self, number: int) -> Path:
        if not 1 <= number <= len(self.folders):
            raise KeyError(number)
        return self.folders[number - 1]

    def _load(self, folder: Path) -> Opened:
        return self._open.enter_context(opened(run_at(folder)))


def problem_of(task: asyncio.Task[Opened] | asyncio.Task[YearComparison]) -> str:
    """Why a run cannot be shown; empty where it can."""
    error = task.exception()
    if error is None:
        return ""
    if isinstance(error, YearError | BatchError):
        return str(error)
    raise error
