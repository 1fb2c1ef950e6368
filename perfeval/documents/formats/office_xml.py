"""Office documents that are one XML file (单个 XML 文件), as programs export them under .doc and .xls.

Word 2003 XML and flat .docx are read like .docx. Source for XML Spreadsheet 2003: "XML Spreadsheet Reference",
Microsoft, https://learn.microsoft.com/previous-versions/office/developer/office-xp/aa140066(v=office.10).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from perfeval.core.problems import Problem
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.docx import BODY, BlockReader
from perfeval.documents.formats.number_format import GENERAL
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.sheet import Sheet
from perfeval.documents.formats.sheet_looks import (
    BLACK,
    TINY,
    UNKNOWN,
    WHITE,
    CellLook,
    RichText,
    named_colour,
)
from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.word_looks import styles_in
from perfeval.documents.formats.xml_parts import Element, attribute, child, children_of, local

_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_BEGINNING = 4096
_BODIES = frozenset({"body", "sect", "sub-section"})
_MOST = 10_000_000
_DAY_ZERO = date(1899, 12, 30)
_PIECES: Mapping[str, Kind] = {"S": "struck", "Sup": "raised", "Sub": "lowered"}
_NAMED_FORMATS = {
    "General Number": GENERAL,
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Short Date": "yyyy/m/d",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": "yyyy年m月d日",
    "Short Time": "h:mm",
}


@file_reader
def read_office_xml(data: bytes, found: Collected) -> None:
    """Grids of a Word or Excel document saved as one XML file."""
    (_read_workbook if _SPREADSHEET in data[:_BEGINNING] else _read_word)(data, found)


def _read_word(data: bytes, found: Collected) -> None:
    styles: list[Element] = []
    with suppress(
        Refused
    ):  # Of a damaged file what comes before the damage is read, and the damage named below.
        styles += map(deepcopy, children_of(data, "XML", {"styles"}, ("style",)))
    reader = BlockReader(found, styles_in(styles))
    try:
        for block in children_of(data, "XML", _BODIES, BODY, LIMITS.paragraphs):
            reader.read([block])
    finally:
        reader.report()


def _read_workbook(data: bytes, found: Collected) -> None:
    reader = _WorkbookReader(found)
    try:
        for element in children_of(
            data, "XML", {"Styles", "Worksheet", "Table"}, ("Style", "Column", "Row", "WorksheetOptions")
        ):
            reader.read(element)
    finally:
        reader.finish()


@dataclass
class _WorkbookReader:
    """Reads rows one after the other; a row of another worksheet begins another sheet."""

    found: Collected
    formats: dict[str, str] = field(default_factory=dict)
    looks: dict[str, CellLook] = field(default_factory=dict)
    sheet: Sheet | None = None
    row: int = 0
    column: int = 0
    covered: dict[int, int] = field(default_factory=dict)
    """Column -> last row that a cell from above reaches down to."""

    def read(self, element: Element) -> None:
        """Read a style, a column, a row or the settings of a sheet."""
        if local(element) == "Style":
            number_format = child(element, "NumberFormat")
            code = "" if number_format is None else attribute(number_format, "Format") or ""
            name = attribute(element, "ID") or ""
            self.formats[name] = _NAMED_FORMATS.get(code, code or GENERAL)
            self.looks[name] = _look(element, self.looks.get(attribute(element, "Parent") or "", CellLook()))
            return
        sheet = self._sheet_of(element)
        if local(element) == "WorksheetOptions":
            visible = child(element, "Visible")
            sheet.is_hidden = visible is not None
            return
        first = _number(element, "Index")
        last_of = first or (self.row if local(element) == "Row" else self.column) + 1
        last = last_of + _number(element, "Span")
        is_hidden = attribute(element, "Hidden") == "1" or _is_flat(element)
        if local(element) == "Column":
            self.column = last
            sheet.hidden_columns += [(last_of, last)] if is_hidden else []
        else:
            self.row = last_of
            self._read_row(sheet, element)
            self.row = last
            sheet.hidden_rows += [(last_of, last)] if is_hidden else []

    def finish(self) -> None:
        """Add the sheet that was being read."""
        if self.sheet is not None:
            self.sheet.finish(self.found)
        self.sheet = None

    def _sheet_of(self, element: Element) -> Sheet:
        worksheet = next(element.iterancestors("{*}Worksheet"), None)
        if worksheet is None:
            raise Refused(Problem("file-damaged", {"part": "Worksheet"}))
        name = attribute(worksheet, "Name") or ""
        if self.sheet is None or self.sheet.name != name:
            self.finish()
            self.sheet, self.row, self.column, self.covered = Sheet(name), 0, 0, {}
        return self.sheet

    def _read_row(self, sheet: Sheet, row: Element) -> None:
        column = 0
        for cell in row.iterchildren("{*}Cell"):
            column = _number(cell, "Index") or self._next_free(column)
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if across or down:
                sheet.merged.append((self.row, column, self.row + down, column + across))
                covered = range(column, column + min(across, LIMITS.table_columns) + 1)
                self.covered.update(dict.fromkeys(covered, self.row + down))
            self._read_cell(sheet, column, cell)
            column += across

    def _next_free(self, column: int) -> int:
        """The next column; programs that write no index leave out those that a merged cell covers."""
        column += 1
        while self.covered.get(column, 0) >= self.row:
            column += 1
        return column

    def _read_cell(self, sheet: Sheet, column: int, cell: Element) -> None:
        style = attribute(cell, "StyleID") or "Default"
        code = self.formats.get(style, GENERAL)
        written = attribute(cell, "Formula")
        formula = None if written is None else "=" + written.partition("=")[2]
        data = child(cell, "Data")
        if data is None:
            if formula is not None:
                sheet.add_formula_without_value(self.row, column, formula)
            return
        look = self.looks.get(style, CellLook())
        text, is_rich = data.text or "", len(data) > 0
        if is_rich:
            shown = RichText(tuple(_pieces(data, None, BLACK))).on(look)
            sheet.problems += shown.problems(sheet.place(self.row, column))
            text = shown.text
        match attribute(data, "Type"):
            case "Number":
                sheet.add_number(self.row, column, text, code, formula)
            case "DateTime":
                sheet.add_number(self.row, column, _day_count(text), code, formula)
            case "Boolean":
                sheet.add_text(self.row, column, "TRUE" if text == "1" else "FALSE", GENERAL, formula)
            case _:
                sheet.add_text(self.row, column, text, code, formula)
        if not is_rich:
            sheet.take_back(self.row, column, look.kind)


def _look(style: Element, parent: CellLook) -> CellLook:
    """How the text of a cell in a style looks, which goes by that of the style it is based on."""
    font, interior = child(style, "Font"), child(style, "Interior")
    pattern = None if interior is None else attribute(interior, "Pattern")
    paper = parent.paper
    if interior is not None and pattern is not None:
        solid = named_colour(attribute(interior, "Color") or "")
        paper = {"None": WHITE, "Solid": solid}.get(pattern, UNKNOWN)
    if font is None:
        return CellLook(parent.kind, paper)
    if attribute(font, "StrikeThrough") == "1":
        return CellLook("struck", paper)
    ink = named_colour(attribute(font, "Color") or BLACK)
    return CellLook("hidden" if ink == paper or _is_tiny(attribute(font, "Size")) else "shown", paper)


def _is_tiny(size: str | None) -> bool:
    return size is not None and size.isdigit() and int(size) <= TINY


def _is_flat(element: Element) -> bool:
    """Whether a row or column has no height or width."""
    lengths = (attribute(element, name) for name in ("Height", "Width"))
    return any(length is not None and not length.strip("0.") for length in lengths)


def _pieces(element: Element, kind: Kind | None, ink: str) -> Iterator[tuple[str, Kind | None, str]]:
    """The pieces of the text of a cell, in which S, Sup, Sub and Font are elements of HTML."""
    yield element.text or "", kind, ink
    for piece in element:
        inner = _PIECES.get(local(piece), kind)
        color = attribute(piece, "Color") if local(piece) == "Font" else None
        if _is_tiny(attribute(piece, "Size")) and local(piece) == "Font":
            inner = "hidden"
        own = inner if color is None else inner or "shown"
        yield from _pieces(piece, own, ink if color is None else named_colour(color))
        yield piece.tail or "", kind, ink


def _day_count(text: str) -> str:
    """A date and time of the file as a count of days; what is none stays as it is."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    days = moment.date() - _DAY_ZERO
    seconds = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second).seconds
    return str(days.days + Decimal(seconds) / 86400)


def _number(element: Element, name: str) -> int:
    """An attribute that counts; 0 where it is missing or no number."""
    text = attribute(element, name) or ""
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 10 else 0
