"""Tables of the summary's workbook (汇总表格): headings, cells of every kind, filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from perfeval.documents.writers.workbook import BODY, BOX, Sheet, Style, at, lines_needed

HEAD: Style = {**BOX, "bold": True, "align": "center", "bg_color": "#DDE6F0"}
TITLE: Style = {**BODY, "bold": True, "font_size": 16, "text_wrap": False}
QUIET: Style = {**BODY, "font_color": "#656B76"}
COUNT: Style = {**BOX, "align": "right", "num_format": "#,##0"}
MARKS: Style = {**BOX, "align": "right", "num_format": "#,##0.00"}
SHARE: Style = {**BOX, "align": "right", "num_format": "0.00%"}
FILLS = {3: "#FBE3E1", 2: "#FDF3D8", 1: "#E8F0F8"}

Cell = str | int | Decimal | None | tuple[Decimal | Fraction | None, Style]


def share(value: int | None) -> Cell:
    """A share in hundredths of a per cent."""
    return (None if value is None else Fraction(value, 10_000), SHARE)


def marks_cell(value: Decimal | None) -> Cell:
    """Marks or an amount with two decimals."""
    return (value, MARKS)


def heading(sheet: Sheet, title: str, note: str, widths: Sequence[float]) -> int:
    """Title and note over a table; the row where it begins."""
    sheet.widths(widths)
    sheet.text(at(0, 0), title, TITLE)
    sheet.raw.set_row(0, 26)
    if note:
        sheet.text(at(1, 0, 1, len(widths)), note, QUIET)
        sheet.height(1, lines_needed(note, sum(widths)))
    sheet.lie_across()
    sheet.raw.hide_gridlines(2)
    return 3


def table(sheet: Sheet, top: int, headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> int:
    """A table with its header; the row after it."""
    for column, header in enumerate(headers):
        sheet.text(at(top, column), header, HEAD)
    row = top + 1
    for line in lines:
        for column, cell in enumerate(line):
            write_cell(sheet, row, column, cell)
        row += 1
    return row


def write_cell(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    """One cell as what it is: text, a count, marks, or a number with its style; a dash for nothing."""
    where = at(row, column)
    if isinstance(cell, tuple):
        value, style = cell
        sheet.text(where, "—", {**BOX, "align": "right"}) if value is None else sheet.number(
            where, value, style
        )
    elif isinstance(cell, int):
        sheet.number(where, Decimal(cell), COUNT)
    elif isinstance(cell, Decimal):
        sheet.number(where, cell, MARKS)
    else:
        sheet.text(where, cell or "—", BOX)


def filtered(sheet: Sheet, top: int, after: int, columns: int) -> None:
    """Filter arrows and frozen, repeated headers for a list that begins at `top`."""
    sheet.raw.freeze_panes(top + 1, 0)
    sheet.raw.repeat_rows(top)
    if after > top + 1:
        sheet.raw.autofilter(top, 0, after - 1, columns - 1)
