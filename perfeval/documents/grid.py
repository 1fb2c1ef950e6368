"""The one neutral shape of a table (表格): rows of cells with text, span and address."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell where it begins: shown text, what is stored where that differs, its spans and address.

    `row` and `column` count from 1 inside the grid. A merged cell stands once, at its top left, with `row_span`
    and `column_span`; covered positions have no cell of their own.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    stored: str | None = None
    formula: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: cells in reading order. `heading` is the prose just before the table, nearest line last."""

    cells: tuple[Cell, ...]
    heading: tuple[str, ...] = ()
    place: Place | None = None
    loses_spans: bool = False
    """Whether the format keeps the order of the cells in a row alone, as a dump of a Word table does."""
    hidden_columns: frozenset[int] = frozenset()
    """Columns that a workbook does not show; their cells are read all the same."""

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.row + cell.row_span - 1 for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((cell.column + cell.column_span - 1 for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class Document:
    """What a format module returns: grids in document order, the prose around them, what went wrong."""

    grids: tuple[Grid, ...] = ()
    prose: tuple[tuple[Place, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    below: tuple[tuple[Place, str], ...] = ()
    """The first lines of prose below the last table."""
