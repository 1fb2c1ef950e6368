"""The rows of a grid (表格的行): for every column the cell that covers it, merged or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `cells` holds, by column, the cell that covers it, be it a merged one.

    `own` are the cells with text that begin in this row, from left to right; `width` is the last column.
    """

    number: int
    cells: Mapping[int, Cell]
    own: tuple[Cell, ...]
    width: int
    hidden: frozenset[int] = frozenset()
    """Columns that a workbook does not show."""

    @property
    def place(self) -> Place | None:
        """Where the row begins: its first cell with text, else its first cell."""
        first = next(iter(self.own), None) or next(iter(self.cells.values()), None)
        return first.place if first else None

    @property
    def distinct(self) -> tuple[Cell, ...]:
        """All its cells from left to right, a merged one once."""
        return tuple({id(cell): cell for cell in self.cells.values()}.values())

    def right_of(self, cell: Cell) -> Cell | None:
        """Next cell with text to the right of a cell, merged from above or not."""
        for column in range(cell.column + cell.column_span, self.width + 1):
            found = self.cells.get(column)
            if found is not None and found.text.strip():
                return found
        return None


def rows_of(grid: Grid) -> tuple[Row, ...]:
    """All rows in which a cell begins or goes on; spans beyond the last cell that begins are cut there."""
    height = max((cell.row for cell in grid.cells), default=0)
    width = max((cell.column for cell in grid.cells), default=0)
    covering: dict[int, dict[int, Cell]] = defaultdict(dict)
    own: dict[int, list[Cell]] = defaultdict(list)
    for cell in grid.cells:
        columns = range(cell.column, min(cell.column + cell.column_span - 1, width) + 1)
        for row in range(cell.row, min(cell.row + cell.row_span - 1, height) + 1):
            for column in columns:
                covering[row].setdefault(column, cell)
        if cell.text.strip():
            own[cell.row].append(cell)
    return tuple(_row(number, covering[number], own[number], grid) for number in sorted(covering))


def _row(number: int, covering: Mapping[int, Cell], own: Sequence[Cell], grid: Grid) -> Row:
    cells = dict(sorted(covering.items()))
    own_cells = tuple(sorted(own, key=lambda cell: cell.column))
    return Row(number, cells, own_cells, max(cells), grid.hidden_columns)


def keeps_spans(grid: Grid) -> bool:
    """Whether merged cells are known: a format that loses them leaves empty cells or shorter rows, and not one span."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells):
        return True
    if grid.loses_spans and len({*Counter(cell.row for cell in grid.cells).values()}) > 1:
        return False
    return all(cell.text.strip() for cell in grid.cells)
