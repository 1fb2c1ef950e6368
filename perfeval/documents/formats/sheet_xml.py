"""The XML of one sheet of an .xlsx file (工作表部件): rows, merged ranges, what is hidden, formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from perfeval.core.problems import Problem
from perfeval.documents.formats.conditional import ConditionalFormats
from perfeval.documents.formats.number_format import GENERAL
from perfeval.documents.formats.sheet import Sheet, column_letters, column_number, position_of, range_of
from perfeval.documents.formats.sheet_looks import CellLook, RichText, rich_text
from perfeval.documents.formats.xml_parts import Element, children_of, local

_RELATIVE = re.compile(
    r"""(?P<kept>"[^"]*"|'[^']*'!|[A-Za-z_.\d]*[A-Za-z_.]\()|
        (?<![A-Za-z_.\d])(?P<column>\$?[A-Z]{1,3})(?P<row>\$?[0-9]{1,7})(?![A-Za-z_.\d(])""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FLAT = Decimal("0.5")
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What all sheets of a workbook share, by position: texts; of each style its number format and its look."""

    texts: Sequence[str | RichText]
    formats: Sequence[str]
    looks: Sequence[CellLook] = ()
    telling: frozenset[int] = frozenset()
    """The formats that a condition may give (`dxf`) which change what is read."""


@dataclass
class SheetReader:
    """Reads the part of one sheet into a `Sheet`."""

    sheet: Sheet
    shared: SharedParts
    row: int = 0
    """The row that was read last."""
    _rows_read: set[int] = field(default_factory=set)
    _styles: dict[str, tuple[str, CellLook]] = field(default_factory=dict)
    _shared_formulas: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def read(self, part: bytes, name: str) -> None:
        """Read the rows, one at a time, then the merged ranges."""
        conditions = ConditionalFormats(self.shared.telling)
        for element in children_of(
            part,
            name,
            {"sheetData", "mergeCells", "cols", "worksheet"},
            ("row", "mergeCell", "col", "conditionalFormatting"),
        ):
            if local(element) == "row":
                self.read_row(element)
            elif local(element) == "mergeCell":
                self.sheet.merged.append(range_of(element.get("ref", "")))
            elif local(element) == "conditionalFormatting":
                conditions.add(element)
            elif is_on(element, "hidden") or _is_flat(element.get("width")):
                first, last = (int(_digits(element.get(name, "")) or 0) for name in ("min", "max"))
                self.sheet.hidden_columns.append((first, last))
        conditions.name(self.sheet)

    def read_row(self, row: Element) -> None:
        """Read the cells of one row; of two rows with one number the first is read."""
        before, self.row = self.row, int(_digits(row.get("r", "")) or self.row + 1)
        if self.row <= before and self.row in self._rows_read:
            self._name_repeated_row(row)
            return
        self._rows_read.add(self.row)
        if is_on(row, "hidden") or _is_flat(row.get("ht")):
            self.sheet.hidden_rows.append((self.row, self.row))
        column = 0
        for element in row:
            column += 1
            name = element.get("r")
            if name is not None:
                column = position_of(name)[1]
            if len(element) and local(element) == "c":
                code, look = self._style(element.get("s", "0"))
                self._read_cell(element, column, code, look)

    def _name_repeated_row(self, row: Element) -> None:
        sheet = Sheet(self.sheet.name)
        reader = SheetReader(sheet, self.shared)
        reader.read_row(row)
        texts, _ = sheet.taken()
        if any(texts.values()):
            values = {"text": " ".join(filter(None, texts.values()))}
            self.sheet.problems.append(Problem("row-repeated", values, self.sheet.place(self.row, 1)))

    def _read_cell(self, element: Element, column: int, code: str, look: CellLook) -> None:
        row, kind = self.row, element.get("t", "n")
        parts = {local(part): part for part in element}
        value, formula = parts.get("v"), self._formula(parts.get("f"), column)
        raw = "" if value is None else value.text or ""
        if kind == "inlineStr":
            inline = parts.get("is")
            self._add_text("" if inline is None else rich_text(inline), column, code, look, formula)
            return
        if kind == "s":
            self._add_text(self._shared_text(raw, column), column, code, look, formula)
            return
        if formula is not None and (value is None or (not raw and kind != "str")):
            self.sheet.add_formula_without_value(row, column, formula)
        elif kind == "b":
            self.sheet.add_text(row, column, "TRUE" if raw in _TRUE else "FALSE", GENERAL, formula)
        elif kind == "n":
            self.sheet.add_number(row, column, raw, code, formula)
        else:
            self.sheet.add_text(row, column, _unescaped(raw), code if kind == "str" else GENERAL, formula)
        self.sheet.take_back(row, column, look.kind)

    def _style(self, name: str) -> tuple[str, CellLook]:
        """The number format of a style, and how its text looks."""
        if name not in self._styles:
            number, shared = int(_digits(name) or 0), self.shared
            code = shared.formats[number] if number < len(shared.formats) else GENERAL
            self._styles[name] = code, shared.looks[number] if number < len(shared.looks) else CellLook()
        return self._styles[name]

    def _add_text(
        self, text: str | RichText, column: int, code: str, look: CellLook, formula: str | None
    ) -> None:
        """Add a text of the file as it is read in its cell; what is not read of it is named."""
        if isinstance(text, RichText):
            shown = text.on(look)
            self.sheet.problems += shown.problems(self.sheet.place(self.row, column))
            self.sheet.add_text(self.row, column, _unescaped(shown.text), code, formula)
        else:
            self.sheet.add_text(self.row, column, _unescaped(text), code, formula)
            self.sheet.take_back(self.row, column, look.kind)

    def _shared_text(self, raw: str, column: int) -> str | RichText:
        number = _digits(raw)
        if number and int(number) < len(self.shared.texts):
            return self.shared.texts[int(number)]
        place = self.sheet.place(self.row, column)
        self.sheet.problems.append(Problem("file-damaged", {"part": f"sharedStrings {raw}"}, place))
        return ""

    def _formula(self, element: Element | None, column: int) -> str | None:
        """Text of a formula with its equals sign; a copy of a shared one is moved to where it stands."""
        if element is None:
            return None
        number = element.get("si", "")
        if element.text:
            if element.get("t") == "shared":
                self._shared_formulas[number] = (self.row, column, element.text)
            return "=" + element.text
        row, first, text = self._shared_formulas.get(number, (self.row, column, ""))
        return "=" + moved(text, self.row - row, column - first)


def read_strings(data: bytes | None, part: str) -> list[str | RichText]:
    """The shared texts of a workbook, without phonetic guides."""
    return [] if data is None else [rich_text(entry) for entry in children_of(data, part, {"sst"}, ("si",))]


def is_on(element: Element, name: str) -> bool:
    """Whether a yes-or-no attribute is set."""
    return element.get(name) in _TRUE


def moved(formula: str, rows: int, columns: int) -> str:
    """A formula with its relative references moved, as when it is copied to another cell."""

    def shift(found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        column, row = found["column"], found["row"]
        if not column.startswith("$"):
            column = column_letters(max(column_number(column) + columns, 1))
        return column + (row if row.startswith("$") else str(max(int(row) + rows, 1)))

    return _RELATIVE.sub(shift, formula)


def _unescaped(text: str) -> str:
    """A text with its escaped characters (`_x000D_`) and one kind of line break."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _is_flat(height: str | None) -> bool:
    """Whether a row of this height in points, or a column of this width in digits, shows nothing."""
    try:
        return height is not None and Decimal(height) <= _FLAT
    except InvalidOperation:
        return False


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""
