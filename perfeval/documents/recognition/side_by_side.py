"""Forms that stand side by side on one sheet (并排的表): each is cut out as a table of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from perfeval.documents.grid import Cell, Grid
from perfeval.documents.recognition.words.bare import (
    header_word,
)
from perfeval.documents.recognition.words.columns import (
    INDICATOR_ROLE,
)

_ALL = 10**6
_NAMING = ("name", "detail", "content", "label")
"""Roles of the columns that name indicators."""


def side_by_side(grid: Grid) -> tuple[Grid, ...]:
    """The tables that stand side by side, from left to right; the grid itself where it is only one."""
    names = Counter(cell.row for cell in grid.cells if INDICATOR_ROLE.get(header_word(cell.text)) in _NAMING)
    for number, count in sorted(names.items()):
        cuts = list(_cuts(grid, number)) if count > 1 else []
        if cuts:
            above = [cell for cell in grid.cells if cell.row < number]
            common = {cell for cell in above if any(_crosses(cell, cut) for cut in cuts)}
            heading = (*grid.heading, *(cell.text for cell in above if cell in common and cell.text.strip()))
            inside = [cell for cell in grid.cells if cell not in common]
            return tuple(_part(inside, first, last, heading) for first, last in pairwise([1, *cuts, _ALL]))
    return (grid,)


def _cuts(grid: Grid, number: int) -> Iterator[int]:
    """Columns at which another header of indicators begins in a row; none where a row below goes across them."""
    own = [cell for cell in grid.cells if cell.row == number and cell.text.strip()]
    begins = [cell.column for cell in own if header_word(cell.text) == header_word(own[0].text)]
    parts = [
        [cell for cell in own if first <= cell.column < last] for first, last in pairwise([*begins, _ALL])
    ]
    if len(parts) < 2 or not all(_is_header(part) for part in parts):
        return
    for before, begin in zip(parts, begins[1:], strict=False):
        end = max(cell.column + cell.column_span for cell in before)
        free = (cut for cut in range(end, begin + 1) if not _is_crossed(grid, number, cut))
        cut = next(free, None)
        if cut is None:
            return
        yield cut


def _is_header(cells: Sequence[Cell]) -> bool:
    roles = {INDICATOR_ROLE.get(header_word(cell.text)) for cell in cells}
    return bool(roles & {*_NAMING}) and bool(roles & {"actual", "score"}) and len(roles) > 3


def _is_crossed(grid: Grid, number: int, cut: int) -> bool:
    """Whether a cell of a row below goes across, other than a note that has its row for itself."""
    below = [cell for cell in grid.cells if cell.row >= number and cell.text.strip()]
    filled = Counter(cell.row for cell in below)
    return any(_crosses(cell, cut) and filled[cell.row] > 1 for cell in below)


def _crosses(cell: Cell, cut: int) -> bool:
    return cell.column < cut < cell.column + cell.column_span


def _part(cells: Sequence[Cell], first: int, last: int, heading: tuple[str, ...]) -> Grid:
    inside = tuple(
        replace(cell, column=cell.column - first + 1) for cell in cells if first <= cell.column < last
    )
    return Grid(inside, heading, inside[0].place)
