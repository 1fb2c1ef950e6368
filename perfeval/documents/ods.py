"""OpenDocument spreadsheets (.ods) -> grids: one for each sheet, cells as they are shown.

Source: OASIS OpenDocument 1.3, part 3, chapter 9. The file holds what is shown beside the value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from perfeval.core.problems import Problem
from perfeval.documents.archive import Archive
from perfeval.documents.collect import Collected, collect
from perfeval.documents.grid import Document
from perfeval.documents.safety import Refused
from perfeval.documents.sheet import Sheet
from perfeval.documents.xml_parts import Element, attribute, child, children_of, local

_CONTENT = "content.xml"
_ROWS = frozenset({"table", "table-row-group", "table-header-rows", "table-rows"})
_COLUMNS = frozenset({"table-column-group", "table-header-columns", "table-columns"})
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
_HIDDEN = frozenset({"collapse", "filter"})
_MOST = 10_000_000
_MOST_SPACES = 100


def read_ods(data: bytes, file: str) -> Document:
    """Grids of an OpenDocument spreadsheet; cells are addressed by sheet and cell name."""
    return collect(_read, data, file)


def _read(data: bytes, found: Collected) -> None:
    archive = Archive(data)
    if b"encryption-data" in (archive.part("META-INF/manifest.xml") or b""):
        raise Refused(Problem("file-encrypted"))
    content = archive.part(_CONTENT)
    if content is None:
        raise Refused(Problem("file-damaged", {"part": _CONTENT}))
    names = archive.names()
    pictures = sum(1 for name in names if name.startswith("pictures/"))
    if any(name.startswith("basic/") for name in names):
        found.problems.append(Problem("macros-ignored"))
    if pictures:
        found.problems.append(Problem("pictures-unread", {"count": str(pictures)}))
    reader = _Reader(found)
    try:
        for element in children_of(
            content,
            _CONTENT,
            _ROWS | _COLUMNS | {"automatic-styles"},
            ("style", "table-column", "table-row"),
        ):
            reader.read(element)
    finally:
        reader.finish()


@dataclass
class _Reader:
    """Reads rows one after the other; a row of another table begins another sheet."""

    found: Collected
    sheet: Sheet | None = None
    hidden_styles: set[str] = field(default_factory=set)
    row: int = 0
    column: int = 0

    def read(self, element: Element) -> None:
        """Read a style, a column or a row."""
        if local(element) == "style":
            properties = child(element, "table-properties")
            if properties is not None and attribute(properties, "display") == "false":
                self.hidden_styles.add(attribute(element, "name") or "")
            return
        sheet = self._sheet_of(element)
        is_hidden = attribute(element, "visibility") in _HIDDEN
        if local(element) == "table-column":
            last = self.column + _count(element, "number-columns-repeated")
            if is_hidden:
                sheet.hidden_columns.append((self.column + 1, last))
            self.column = last
        else:
            last = self.row + _count(element, "number-rows-repeated")
            if is_hidden:
                sheet.hidden_rows.append((self.row + 1, last))
            for row in range(self.row + 1, last + 1):
                if not _read_row(sheet, row, element):
                    break
            self.row = last

    def finish(self) -> None:
        """Add the sheet that was being read."""
        if self.sheet is not None:
            self.sheet.finish(self.found)
        self.sheet = None

    def _sheet_of(self, element: Element) -> Sheet:
        table = next(element.iterancestors("{*}table"))
        name = attribute(table, "name") or ""
        if self.sheet is None or self.sheet.name != name:
            self.finish()
            is_hidden = (attribute(table, "style-name") or "") in self.hidden_styles
            self.sheet, self.row, self.column = Sheet(name, is_hidden=is_hidden), 0, 0
        return self.sheet


def _read_row(sheet: Sheet, row: int, element: Element) -> bool:
    """Read the cells of a row; whether there was anything in it."""
    column, is_filled = 0, False
    for cell in element:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        first, column = column + 1, column + _count(cell, "number-columns-repeated")
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            sheet.merged.append((row, first, row + rows - 1, first + columns - 1))
            is_filled = True
        if len(cell) or attribute(cell, "value-type") or attribute(cell, "formula"):
            for position in range(first, column + 1):
                _read_cell(sheet, row, position, cell)
            is_filled = True
    return is_filled


def _read_cell(sheet: Sheet, row: int, column: int, cell: Element) -> None:
    written = attribute(cell, "formula")
    formula = None if written is None else "=" + written.partition("=")[2]
    stored = next((value for name in _VALUES if (value := attribute(cell, name)) is not None), None)
    paragraphs = [_text(paragraph) for paragraph in cell if local(paragraph) == "p"]
    if formula is not None and attribute(cell, "value-type") is None and not paragraphs:
        sheet.add_formula_without_value(row, column, formula)
    else:
        shown = "\n".join(paragraphs) if paragraphs else stored or ""
        sheet.add_shown(row, column, shown, stored, formula)


def _text(paragraph: Element) -> str:
    """Text of a paragraph, in which several spaces, tabs and line breaks are elements."""
    text = paragraph.text or ""
    for element in paragraph:
        match local(element):
            case "s":
                text += " " * min(_count(element, "c"), _MOST_SPACES)
            case "tab":
                text += "\t"
            case "line-break":
                text += "\n"
            case "annotation" | "ruby-text":
                pass
            case _:
                text += _text(element)
        text += element.tail or ""
    return text


def _count(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return min(max(int(text), 1), _MOST) if text.isascii() and text.isdigit() and len(text) < 12 else 1
