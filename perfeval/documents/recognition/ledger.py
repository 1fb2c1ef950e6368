"""Every cell with text of a form is accounted for (逐格清点): held by a field, known as a word, or listed as unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE
from perfeval.documents.recognition.words.labels import (
    GOAL_ROLE,
    IDENTITY_BLOCK,
    IDENTITY_ROLE,
    IDLE_LINE,
    MANAGEMENT,
)
from perfeval.documents.recognition.words.lines import SECTION_WORDS, SUBTOTAL_ROWS, TOTAL_ROWS
from perfeval.documents.recognition.words.money import (
    EXECUTION_ROWS,
    FUND_ROLE,
    TASK_COLUMNS,
    TASK_DETAILS,
    TOTAL_FUNDS,
)

Reason = Literal["head", "money", "goals", "table", "row", "subtotal", "task", "foot"]
"""Where an unread cell stands, or what its row is: at the top, among the funds or goals, in the indicator table, in a
row that was not understood, in a subtotal, in a task of the year (年度主要任务), at the foot of the paper."""

EXPLAINED: frozenset[Reason] = frozenset(("subtotal", "task", "foot"))
"""Reasons for which a cell is left unread by intent: the form's own result does not need it."""

_KNOWN = (
    INDICATOR_ROLE.keys()
    | FUND_ROLE.keys()
    | GOAL_ROLE.keys()
    | IDENTITY_ROLE.keys()
    | SECTION_WORDS
    | TOTAL_ROWS
    | SUBTOTAL_ROWS
    | TOTAL_FUNDS
    | EXECUTION_ROWS
    | TASK_COLUMNS
    | TASK_DETAILS
    | MANAGEMENT
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell with text inside a form that no field of the form holds (未读单元格)."""

    form: str
    text: str
    reason: Reason
    place: Place | None
    file: str

    @property
    def is_explained(self) -> bool:
        """Whether the cell is left unread by intent."""
        return self.reason in EXPLAINED


@dataclass(slots=True)
class Ledger:
    """The cells with text that were met in the rows of one form, and those that a field holds."""

    rows: list[tuple[tuple[Cell, ...], Reason]] = field(default_factory=list)
    taken: dict[int, Cell] = field(default_factory=dict)
    """By `id`; the cells are kept alive so that no `id` is reused."""

    def meet(self, row: Row, reason: Reason) -> None:
        """Note the cells that begin in a row, and what the row is if none of its cells is read."""
        if row.own:
            self.rows.append((row.own, reason))

    def take(self, cells: Iterable[Cell | None]) -> None:
        """Note that a field holds these cells."""
        self.taken.update((id(cell), cell) for cell in cells if cell is not None)

    def unread_rows(self) -> Iterator[tuple[tuple[Cell, ...], Reason, tuple[Cell, ...]]]:
        """Each row with unread cells: all its cells with text, what it is, and those that are unread."""
        for own, reason in self.rows:
            if unread := tuple(
                cell for cell in own if id(cell) not in self.taken and not is_known(cell.text)
            ):
                yield own, reason, unread

    def unread(self, form: str, file: str) -> Iterator[Unread]:
        """The unread cells, in document order."""
        for _, reason, cells in self.unread_rows():
            for cell in cells:
                yield Unread(form, one_line(cell.text), reason, cell.place, file)


def is_known(text: str) -> bool:
    """Whether a text is a word of the tables, the unit of the money, or a stroke: it tells nothing of its own."""
    word = header_word(text)
    return (
        is_absent(text)
        or word in _KNOWN
        or bool(IDLE_LINE.fullmatch(folded(text)) or IDENTITY_BLOCK.fullmatch(word))
    )
