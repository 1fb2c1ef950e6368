"""What a format module has found so far (读取结果), kept when the rest of the file is damaged."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Protocol

from perfeval.core.problems import Place, Problem
from perfeval.core.visible import visible
from perfeval.documents.formats.safety import LIMITS, Refused, check_size
from perfeval.documents.grid import Cell, Document, Grid
from perfeval.documents.progress import Progress, Step, silent

HEADING_LINES = 6
"""Lines of prose before a table that may hold its title and year, and after the last one that may hold its name."""


@dataclass
class Collected:
    """Fills up while a document is read from front to back."""

    progress: Progress = silent
    problems: list[Problem] = field(default_factory=list)
    _grids: dict[int, Grid] = field(default_factory=dict)
    _prose: list[tuple[Place, str]] = field(default_factory=list)
    _heading: list[str] = field(default_factory=list)
    _below: list[tuple[Place, str]] = field(default_factory=list)
    _tables: int = 0
    _cells: int = 0

    def add_prose(self, text: str, place: Place | None = None, is_heading: bool = True) -> None:
        """Add the lines of a paragraph; without a place they get their number in the document.

        `is_heading` is false for lines that can be no title of a table, such as page numbers.
        """
        for line in (line.strip() for line in visible(text).split("\n")):
            if line:
                self._prose.append((place or Place(line=len(self._prose) + 1), line))
                if is_heading:
                    self._heading = [*self._heading[-HEADING_LINES + 1 :], line]
                    if self._tables and len(self._below) < HEADING_LINES:
                        self._below.append(self._prose[-1])

    def begin_table(self) -> tuple[int, tuple[str, ...]]:
        """Number of a new table, from 1 in the order in which tables begin, and the lines just before it."""
        self._tables += 1
        self.progress(Step("tables", self._tables))
        heading = tuple(self._heading)
        self._heading, self._below = [], []
        return self._tables, heading

    def add_table(
        self,
        number: int,
        cells: Sequence[Cell],
        heading: tuple[str, ...] = (),
        place: Place | None = None,
        loses_spans: bool = False,
        hidden_columns: frozenset[int] = frozenset(),
    ) -> None:
        """Add a table that was begun; one without cells leaves no grid."""
        self._cells += len(cells)
        if self._cells > LIMITS.cells:
            raise Refused(Problem("too-many-cells", {"limit": str(LIMITS.cells)}, place))
        if cells:
            shown = tuple(map(_visible, cells))
            self._grids[number] = Grid(shown, heading, place, loses_spans, hidden_columns)

    def document(self, file: str) -> Document:
        """Everything found, tables in the order in which they begin."""
        return Document(
            tuple(self._grids[number] for number in sorted(self._grids)),
            tuple(self._prose),
            tuple(replace(problem, file=file) for problem in self.problems),
            tuple(self._below),
        )


def _visible(cell: Cell) -> Cell:
    """The cell with what would steer a terminal or turn its line round made to be seen."""
    text = visible(cell.text)
    return cell if text == cell.text else replace(cell, text=text)


class Reader(Protocol):
    """Reads a file of one format."""

    def __call__(self, data: bytes, file: str, progress: Progress = silent) -> Document:
        """Grids of the file and what is wrong with it; `progress` is told how far the reading is."""


def file_reader(read: Callable[[bytes, Collected], None]) -> Reader:
    """Make a function that fills a `Collected` a reader: a refusal becomes a problem beside what was read before it."""

    @wraps(read)
    def whole(data: bytes, file: str, progress: Progress = silent) -> Document:
        found = Collected(progress)
        try:
            check_size(data, file)
            with _uncollected():
                read(data, found)
        except Refused as refused:
            found.problems.append(refused.problem)
        return found.document(file)

    return whole


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles of objects: what is read forms none, and the search takes long among many cells."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
