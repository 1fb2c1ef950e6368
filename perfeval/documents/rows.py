"""A grid row by row as the eye reads it (表格的行): under every column the cell that covers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `cells` holds, by column, the cell that covers it, be it a merged one."""

    number: int
    cells: Mapping[int, Cell]

    @property
    def own(self) -> tuple[Cell, ...]:
        """Cells with text that begin in this row, from left to right."""
        begun = (cell for cell in self.cells.values() if cell.row == self.number and cell.text.strip())
        return tuple({id(cell): cell for cell in begun}.values())

    @property
    def width(self) -> int:
        """Last column that has a cell."""
        return max(self.cells, default=0)

    @property
    def place(self) -> Place | None:
        """Where the row begins: its first cell with text, else its first cell."""
        first = next(iter(self.own), None) or next(iter(self.cells.values()), None)
        return first.place if first else None

    def right_of(self, cell: Cell) -> Cell | None:
        """Next cell with text to the right of a cell, merged from above or not."""
        after = cell.column + cell.column_span
        columns = (column for column in sorted(self.cells) if column >= after)
        return next((self.cells[column] for column in columns if self.cells[column].text.strip()), None)


def rows_of(grid: Grid) -> tuple[Row, ...]:
    """All rows in which a cell begins or goes on; spans beyond the last cell that begins are cut there."""
    height = max((cell.row for cell in grid.cells), default=0)
    width = max((cell.column for cell in grid.cells), default=0)
    covering: dict[int, dict[int, Cell]] = defaultdict(dict)
    for cell in grid.cells:
        last_column = min(cell.column + cell.column_span - 1, width)
        for row in range(cell.row, min(cell.row + cell.row_span - 1, height) + 1):
            for column in range(cell.column, last_column + 1):
                covering[row].setdefault(column, cell)
    return tuple(
        Row(number, dict(sorted(cells.items()))) for number, cells in sorted(covering.items()) if cells
    )


def keeps_spans(grid: Grid) -> bool:
    """Whether merged cells are known: a format that loses them leaves empty cells and not one span."""
    spans = any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells)
    return spans or all(cell.text for cell in grid.cells)
