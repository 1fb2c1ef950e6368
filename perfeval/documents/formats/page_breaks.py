"""Tables that go on over the end of a page (跨页表格): their parts become one table again.

A page break cuts rows and merged cells in two. A row goes on if what stands at the top of the next page was
pushed there: the lines before it were full. A merged cell goes on if the next page begins it empty, or with text
that makes, together with what stands before the break, a text that another cell of the document has. Header rows
that are repeated on the next page are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace

from perfeval.core.problems import Place
from perfeval.documents.formats.page_glyphs import TextLine, is_full, unwrapped
from perfeval.documents.formats.ruling import SNAP, RuledTable
from perfeval.documents.grid import Cell

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?[%％分]?")
_COMPARATOR = re.compile(r"[<>=≤≥＜＞＝﹦]")


@dataclass(frozen=True, slots=True)
class TablePart:
    """What one page holds of a table: its lines of text by cell, and the room between text and walls."""

    place: Place
    table: RuledTable
    lines: dict[int, list[TextLine]]
    margin: int

    def is_as_wide_as(self, other: TablePart) -> bool:
        """Whether both begin and end at the same distance from the left."""
        ours, theirs = self.table.xs, other.table.xs
        return abs(ours[0] - theirs[0]) <= SNAP and abs(ours[-1] - theirs[-1]) <= SNAP


@dataclass
class _JoinedCell:
    """A cell of the whole table while its parts are put together; rows and columns from 0, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int
    place: Place
    width: int
    box: tuple[int, int, int, int]
    """Left, bottom, right and top of its part on the last page."""
    part: list[TextLine]
    """Its lines on the last page."""
    before: list[TextLine] = field(default_factory=list)
    """Its lines on the pages before."""

    @property
    def columns(self) -> tuple[int, int]:
        return self.left, self.right

    @property
    def is_tall(self) -> bool:
        return self.bottom - self.top > 1

    @property
    def text(self) -> str:
        return unwrapped([*self.before, *self.part], self.width)


def joined(parts: Sequence[TablePart], known: Set[str] = frozenset()) -> list[Cell]:
    """The cells of a table whose parts stand on consecutive pages, each placed where it begins.

    `known` are texts of other cells of the document.
    """
    columns = _common_columns(parts)
    whole: list[_JoinedCell] = []
    height = 0
    for part in parts:
        cells = _without_repeated_rows(_cells(part, columns), whole)
        goes_on = _is_cut_row(whole, cells, height)
        for cell in cells:
            cell.top += height - goes_on
            cell.bottom += height - goes_on
        rest = _carried_on(whole, cells, height, goes_on, known)
        whole += rest
        height = max((cell.bottom for cell in whole), default=0)
    return [
        Cell(
            cell.top + 1,
            cell.left + 1,
            cell.text,
            cell.bottom - cell.top,
            cell.right - cell.left,
            place=cell.place,
        )
        for cell in sorted(whole, key=lambda cell: (cell.top, cell.left))
    ]


def _common_columns(parts: Iterable[TablePart]) -> list[int]:
    """Positions of columns over all pages; a position closer than SNAP to the one before is the same."""
    columns: list[int] = []
    for x in sorted({x for part in parts for x in part.table.xs}):
        if not columns or x - columns[-1] > SNAP:
            columns.append(x)
    return columns


def _cells(part: TablePart, columns: Sequence[int]) -> list[_JoinedCell]:
    return [
        _JoinedCell(
            cell.row - 1,
            cell.row - 1 + cell.row_span,
            bisect_right(columns, cell.box[0]) - 1,
            bisect_right(columns, cell.box[2]) - 1,
            replace(part.place, row=cell.row, column=cell.column),
            cell.box[2] - cell.box[0] - 2 * part.margin,
            cell.box,
            part.lines.get(index, []),
        )
        for index, cell in enumerate(part.table.cells)
    ]


def _without_repeated_rows(cells: Sequence[_JoinedCell], whole: Sequence[_JoinedCell]) -> list[_JoinedCell]:
    """The cells below those rows at the top of a page that are exactly the first rows of the table."""
    repeated = 0
    while True:
        here = [(cell.columns, cell.bottom - cell.top, cell.text) for cell in cells if cell.top == repeated]
        first = [(cell.columns, cell.bottom - cell.top, cell.text) for cell in whole if cell.top == repeated]
        if here != first or any(rows > 1 for _, rows, _ in here) or sum(1 for *_, text in here if text) < 2:
            break
        repeated += 1
    below = [cell for cell in cells if cell.top >= repeated]
    for cell in below:
        cell.top -= repeated
        cell.bottom -= repeated
    return below


def _pairs(
    whole: Iterable[_JoinedCell], cells: Iterable[_JoinedCell], height: int, top: int
) -> list[tuple[_JoinedCell | None, _JoinedCell | None]]:
    """Cells at the end of a page with those under them on the next, by their columns."""
    above = {cell.columns: cell for cell in whole if cell.bottom == height}
    below = {cell.columns: cell for cell in cells if cell.top == top}
    return [(above.get(columns), below.get(columns)) for columns in sorted({*above, *below})]


def _is_cut_row(whole: Sequence[_JoinedCell], cells: Sequence[_JoinedCell], height: int) -> bool:
    """Whether the first row of a page is the rest of the last row of the page before.

    Then it has text only under text, and every line above it was full; or, as a line may end by hand just there,
    at least one was, and most cells of the row were complete.
    """
    pairs = _pairs(whole, cells, height, 0)
    if not pairs or any(above is None or below is None for above, below in pairs):
        return False
    filled = [(above, below) for above, below in pairs if above and below and above.part]
    going_on = [(above, below) for above, below in pairs if above and below and below.part]
    if any(not above.part or _are_two(above, below) for above, below in going_on):
        return False
    full = [pair for pair in going_on if _was_full(*pair)]
    return bool(full) and (len(full) == len(going_on) or 2 * len(going_on) <= len(filled))


def _carried_on(
    whole: Sequence[_JoinedCell], cells: list[_JoinedCell], height: int, is_cut: bool, known: Set[str]
) -> list[_JoinedCell]:
    """Lengthen the cells that go on over the page break; the cells that begin below it."""
    for above, below in _pairs(whole, cells, height, height - is_cut):
        if above is None or below is None:
            continue
        if is_cut or _goes_on(above, below, [*whole, *cells], known):
            above.before += above.part
            above.part, above.box, above.bottom = below.part, below.box, below.bottom
            cells.remove(below)
    return cells


def _goes_on(
    above: _JoinedCell, below: _JoinedCell, all_cells: Sequence[_JoinedCell], known: Set[str]
) -> bool:
    """Whether a merged cell goes on under the page break, between two whole rows."""
    is_tall = above.is_tall or below.is_tall
    if below.part:
        text = unwrapped([*above.before, *above.part, *below.part], above.width)
        is_known = text in known or any(cell.text == text for cell in all_cells)
        return is_tall and _was_full(above, below) and is_known
    return is_tall or (bool(above.part) and _is_never_blank(below, all_cells))


def _was_full(above: _JoinedCell, below: _JoinedCell) -> bool:
    """Whether the last line before the break was full, but for the space put between 汉字 and numbers."""
    if not above.part:
        return False
    last = above.part[-1]
    return is_full(last, below.part[0], above.width - last.size // 2)


def _are_two(above: _JoinedCell, below: _JoinedCell) -> bool:
    """Whether the text under the break is no rest of the text before it.

    A single line with room behind it, and for another below it, was not cut there; two marks, or two targets,
    are not one.
    """
    first, rest = above.part[-1], below.part[0]
    has_room_below = 2 * (first.top - above.box[1]) > 5 * first.size
    has_room_behind = 2 * (above.width - (first.right - first.left)) > first.size
    if len(above.part) == 1 and has_room_below and has_room_behind:
        return True
    if _COMPARATOR.match(above.part[0].text) and _COMPARATOR.match(rest.text):
        return True
    both = _NUMBER.fullmatch(first.text) and _NUMBER.fullmatch(rest.text)
    return bool(both) and not (
        _NUMBER.fullmatch(first.text + rest.text) and is_full(first, rest, above.width)
    )


def _is_never_blank(cell: _JoinedCell, all_cells: Iterable[_JoinedCell]) -> bool:
    """Whether the column has text in all its other cells, two at least: then no cell of its own is blank."""
    others = [other for other in all_cells if other.columns == cell.columns and other is not cell]
    return len(others) > 1 and all(other.text for other in others)
