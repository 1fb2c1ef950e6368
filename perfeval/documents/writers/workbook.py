"""Workbooks out (.xlsx): text that stays text, numbers as printed, formulas with their values."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from perfeval.core.exact import exact, round_to, show
from perfeval.core.visible import visible
from perfeval.documents.own_mark import OWN

Style = dict[str, Any]
"""Properties of a cell as XlsxWriter names them: bold, align, bg_color, num_format …"""

BODY: Style = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
BOX: Style = {**BODY, "border": 1}

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_HIGHEST_ROW = 409
_A4 = 9
_PRINTED = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(分|%)?")
_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell, or the cells merged into one; rows and columns count from 0."""

    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def name(self) -> str:
        """Address of its first cell, such as B7."""
        return str(xl_rowcol_to_cell(self.row, self.column))


def at(row: int, column: int, height: int = 1, width: int = 1) -> Area:
    """The area of so many rows and columns that begins at a cell."""
    return Area(row, column, row + height - 1, column + width - 1)


class _Worksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet whose formulas use no function newer than Excel 2010, so that none needs a prefix."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        # The library looks for each of a hundred new functions in every formula: most of the time of a large sheet.
        return formula.removeprefix("=")


class Book:
    """A workbook in memory; its bytes are complete once `finished` was called."""

    def __init__(self, title: str, category: str = OWN) -> None:
        """`category` is the mark of a report; a form, which is read again like any other, has none."""
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True, "strings_to_urls": False})
        # What a reader without a spreadsheet sees is written with its exact value; the rest is computed on opening.
        self._book.calc_on_load = False
        # The same content gives the same bytes: the day of writing is no part of it.
        self._book.set_properties(
            {"title": title, "comments": "perfeval", "category": category, "created": _CREATED}
        )
        self._styles: dict[frozenset[tuple[str, Any]], Any] = {}
        self._names: set[str] = set()

    def sheet(self, name: str) -> Sheet:
        """A new sheet; characters that its name cannot hold are left out, a repeated name is numbered."""
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "", name).strip("' ") or "表"
        unique, number = clean[:_LONGEST_NAME], 2
        while unique.casefold() in self._names:
            unique = f"{clean[: _LONGEST_NAME - 4]}({number})"
            number += 1
        self._names.add(unique.casefold())
        return Sheet(self, self._book.add_worksheet(unique, _Worksheet), unique)

    def name(self, name: str, sheet: Sheet, area: Area) -> None:
        """Give an area a name that formulas of every sheet can use (定义名称)."""
        last = xl_rowcol_to_cell(area.last_row, area.last_column, row_abs=True, col_abs=True)
        self._book.define_name(name, f"={sheet.absolute(area)}:{last}")

    def chart(self, kind: str, subtype: str | None = None) -> Any:
        """A chart in the words of XlsxWriter: column, bar, scatter; a sheet inserts it."""
        return self._book.add_chart({"type": kind, "subtype": subtype})

    def style(self, style: Style) -> Any:
        """The XlsxWriter format of a style; equal styles share one."""
        key = frozenset(style.items())
        if key not in self._styles:
            self._styles[key] = self._book.add_format(style)
        return self._styles[key]

    def finished(self) -> bytes:
        """Bytes of the file."""
        self._book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet: every writer takes an area, and a merged area is written once."""

    def __init__(self, book: Book, sheet: Any, name: str) -> None:
        self.name = name
        self.raw = sheet
        self._book = book

    def address(self, area: Area) -> str:
        """Address of a cell for formulas of other sheets: '自评表'!B7."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{area.name}"

    def absolute(self, area: Area) -> str:
        """The same that stays when the formula is copied: '自评表'!$B$7."""
        return (
            f"{self.address(area).partition('!')[0]}!{xl_rowcol_to_cell(area.row, area.column, True, True)}"
        )

    def input(self, area: Area, style: Style, text: str = "") -> None:
        """A cell to be filled in, empty or with a text that may be changed."""
        self._put(area, visible(text), style)

    def text(self, area: Area, text: str, style: Style = BOX) -> None:
        """Text that no program takes for a formula, a number or a date, whatever it begins with."""
        whole = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
        marked = {**style, "num_format": "@", **({"quote_prefix": True} if whole[:1] in "=+-@" else {})}
        self._put(area, visible(whole), marked)

    def number(self, area: Area, value: Fraction | Decimal, style: Style) -> None:
        """A number; the format of the style says how it is shown."""
        self._merge(area, style)
        self.raw.write_number(area.row, area.column, _binary(value), self._book.style(style))

    def figure(self, area: Area, value: Fraction | Decimal | None, style: Style, nothing: str = "") -> None:
        """A number, or where there is none what stands for it."""
        if value is None:
            self.text(area, nothing, style)
        else:
            self.number(area, value, style)

    def printed(self, area: Area, text: str | None, style: Style = BOX) -> None:
        """A cell as a form prints it: a number that shows the same characters where it is one, else text."""
        found = number_format(text or "")
        if found is None:
            self.text(area, text or "", style)
        else:
            self.number(area, found[0], {**style, "num_format": found[1]})

    def formula(self, area: Area, formula: str, value: Fraction | Decimal | str, style: Style) -> None:
        """A formula and the value that it has now."""
        self._merge(area, style)
        # XlsxWriter takes an empty text for no value at all; a space reads as an empty cell too.
        shown = (value or " ") if isinstance(value, str) else _binary(value)
        self.raw.write_formula(area.row, area.column, f"={formula}", self._book.style(style), shown)

    def waiting(self, area: Area, formula: str, style: Style) -> None:
        """A formula without a value: the program that opens the file computes it."""
        self._merge(area, style)
        self.raw.write_formula(area.row, area.column, f"={formula}", self._book.style(style), "")

    def remark(self, area: Area, text: str) -> None:
        """A note beside a cell that shows when the pointer rests on it (批注)."""
        self.raw.write_comment(
            area.row, area.column, text, {"x_scale": 2, "y_scale": 1 + len(text) // 60, "font_size": 9}
        )

    def mark(self, area: Area, condition: str, style: Style) -> None:
        """Show a cell in another style while a formula holds (条件格式)."""
        rule = {"type": "formula", "criteria": f"={condition}", "format": self._book.style(style)}
        self.raw.conditional_format(area.row, area.column, area.last_row, area.last_column, rule)

    def allow(self, areas: Iterable[Area], options: dict[str, Any]) -> None:
        """Data validation with its hint (数据有效性), in the words of XlsxWriter."""
        for area in areas:
            self.raw.data_validation(area.row, area.column, area.last_row, area.last_column, dict(options))

    def chart(self, kind: str, subtype: str | None = None) -> Any:
        """A new chart of the book."""
        return self._book.chart(kind, subtype)

    def lie_across(self) -> None:
        """Print on A4 lying across, on as many pages as the sheet is long, each as wide as the paper."""
        self.raw.set_landscape()
        self.raw.set_paper(_A4)
        self.raw.fit_to_pages(1, 0)

    def widths(self, widths: Iterable[float]) -> None:
        """Widths of the columns from the first on, in characters."""
        for column, width in enumerate(widths):
            self.raw.set_column(column, column, width)

    def height(self, row: int, lines: int) -> None:
        """Height of a row that holds so many lines of text; merged cells never grow by themselves."""
        self.raw.set_row(row, min(lines * 13.5 + 7, _HIGHEST_ROW))

    def _put(self, area: Area, text: str, style: Style) -> None:
        self._merge(area, style)
        if text:
            self.raw.write_string(area.row, area.column, text, self._book.style(style))
        else:
            self.raw.write_blank(area.row, area.column, None, self._book.style(style))

    def _merge(self, area: Area, style: Style) -> None:
        if (area.row, area.column) != (area.last_row, area.last_column):
            self.raw.merge_range(
                area.row, area.column, area.last_row, area.last_column, "", self._book.style(style)
            )


def number_format(text: str) -> tuple[Fraction, str] | None:
    """The number that a cell prints and the format that shows it so again; None for other text."""
    found = _PRINTED.fullmatch(text.strip())
    if found is None or sum(character.isdigit() for character in text) > _MOST_DIGITS:
        return None
    whole, decimals, unit = found[1], found[2] or "", found[3] or ""
    if len(whole) > 1 and whole.startswith("0"):
        return None
    shape = "#,##0" if "," in whole else "0"
    shape += "." + "0" * len(decimals) if decimals else ""
    value = exact(text.strip().removesuffix(unit))
    return (value / 100, shape + "%") if unit == "%" else (value, shape + (f'"{unit}"' if unit else ""))


def decimal_format(places: int, like: str | None = None) -> str:
    """Number format with so many decimals, and with 分 where the text it replaces has it."""
    unit = '"分"' if (like or "").strip().endswith("分") else ""
    return ("0." + "0" * places if places else "0") + unit


def lines_needed(text: str, width: float) -> int:
    """Lines that a text takes in a column of so many characters; a Chinese character takes two."""
    return sum(1 + int(_columns(line) // max(width, 1)) for line in text.split("\n"))


def _columns(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


def _binary(value: Fraction | Decimal) -> float:
    """The nearest number that a spreadsheet can store; the only float of the project's output."""
    exact_value = Fraction(value)
    text = show(exact_value)
    return float(text if "/" not in text else str(round_to(exact_value, 15, "half_up")))
