"""Rows that have more or fewer cells than their header (行宽): a lost cell shifts all cells behind it.

A format that loses merged cells keeps only the order of the cells in a row, so that a lost one is seen by their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_mark
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.headers import Header


def uneven_rows(widths: Sequence[tuple[int, Place | None]], header: Header) -> Iterator[Problem]:
    """Rows, or the header, with another number of cells than most rows of an indicator table have.

    None in a table where most rows are narrower than the header: there, merged levels leave no cell at all.
    """
    usual, count = Counter(width for width, _ in widths).most_common(1)[0] if widths else (0, 0)
    if 2 * count <= len(widths) or usual < header.width:
        return
    for width, place in ((header.width, header.place), *widths):
        if width != usual:
            yield _uneven(width, usual, place)


def uneven_row(row: Row, header_width: int) -> Problem | None:
    """A row of funds or goals that has another number of cells than its header."""
    return None if row.width == header_width else _uneven(row.width, header_width, row.place)


def uneven_total(row: Row, label: Cell, header: Header) -> Problem | None:
    """A total with fewer cells after its label than the table has from its marks on."""
    marks = [*header.columns("points"), *header.columns("score")]
    found, usual = row.width - label.column, header.width - min(marks, default=header.width) + 1
    told = sum(is_mark(cell.text) for cell in row.own if cell is not label)
    is_whole = row.width >= header.width or not marks or found >= usual or told == len(marks)
    return None if is_whole else _uneven(found + 1, usual + 1, row.place)


def _uneven(found: int, usual: int, place: Place | None) -> Problem:
    return Problem("row-width-differs", {"found": str(found), "usual": str(usual)}, place)
