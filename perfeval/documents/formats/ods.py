"""OpenDocument spreadsheets (.ods) -> grids: one for each sheet, cells as they are shown.

Source: OASIS OpenDocument 1.3, part 3, chapter 9. The file holds what is shown beside the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.conditional import ConditionalFormats
from perfeval.documents.formats.ods_looks import OdsLooks
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.sheet import Sheet
from perfeval.documents.formats.shown import ShownText
from perfeval.documents.formats.xml_parts import Element, attribute, children_of, comments_named, local

_CONTENT, _STYLES = "content.xml", "styles.xml"
_ROWS = frozenset({"table", "table-row-group", "table-header-rows", "table-rows"})
_COLUMNS = frozenset({"table-column-group", "table-header-columns", "table-columns"})
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
_SHEET_NAME = re.compile(r"(?:'[^']*'|[^\s:']*)\.")
_COMPARISON = re.compile(r"([<>!]?=|[<>])\s*(-?[0-9.]+)")
_HIDDEN = frozenset({"collapse", "filter"})
_MOST = 10_000_000
_MOST_SPACES = 100


@file_reader
def read_ods(data: bytes, found: Collected) -> None:
    """Grids of an OpenDocument spreadsheet; cells are addressed by sheet and cell name."""
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
    if named := archive.part(_STYLES):
        for style in children_of(named, _STYLES, {"styles"}, ("style",)):
            reader.looks.add(style)
    try:
        for element in children_of(
            content,
            _CONTENT,
            _ROWS | _COLUMNS | {"automatic-styles", "conditional-formats"},
            ("style", "table-column", "table-row", "conditional-format", "shapes"),
        ):
            reader.read(element)
    finally:
        reader.finish()


@dataclass
class _Reader:
    """Reads rows one after the other; a row of another table begins another sheet."""

    found: Collected
    sheet: Sheet | None = None
    looks: OdsLooks = field(default_factory=OdsLooks)
    columns: list[tuple[int, str]] = field(default_factory=list)
    """Last column of each stretch, and the style of its cells that name none."""
    comments: list[str] = field(default_factory=list)
    conditions: ConditionalFormats = field(default_factory=ConditionalFormats)
    row: int = 0
    column: int = 0

    def read(self, element: Element) -> None:
        """Read a style, a column or a row."""
        if local(element) == "style":
            self.looks.add(element)
            return
        sheet = self._sheet_of(element)
        if local(element) == "conditional-format":
            self._read_condition(element)
            return
        if local(element) == "shapes":
            for paragraph in element.iter("{*}p"):
                self.found.add_prose(_all_text(paragraph), Place(sheet=sheet.name))
            return
        is_flat = (attribute(element, "style-name") or "") in self.looks.flat
        is_hidden = is_flat or attribute(element, "visibility") in _HIDDEN
        if local(element) == "table-column":
            last = self.column + _count(element, "number-columns-repeated")
            if is_hidden:
                sheet.hidden_columns.append((self.column + 1, last))
            self.columns.append((last, attribute(element, "default-cell-style-name") or ""))
            self.column = last
        else:
            last = self.row + _count(element, "number-rows-repeated")
            if is_hidden:
                sheet.hidden_rows.append((self.row + 1, last))
            self._add_rows(sheet, last, self._runs(element))
            self.row = last

    def finish(self) -> None:
        """Add the sheet that was being read."""
        if self.sheet is not None:
            if self.comments:
                place = Place(sheet=self.sheet.name)
                self.found.problems.append(comments_named(self.comments, place))
            self.conditions.name(self.sheet)
            self.sheet.finish(self.found)
        self.sheet = None

    def _add_rows(self, sheet: Sheet, last: int, runs: list[_Run]) -> None:
        """Add the same cells to all rows after the present one up to the last."""
        cells = sum(run.last - run.first + 1 for run in runs)
        if cells * (last - self.row) > LIMITS.cells:
            values = {"limit": str(LIMITS.cells)}
            raise Refused(Problem("too-many-cells", values, sheet.place(self.row + 1, 1)))
        for row in range(self.row + 1, last + 1) if runs else ():
            for run in runs:
                run.add_to(sheet, row)

    def _read_condition(self, element: Element) -> None:
        ranges = _SHEET_NAME.sub("", attribute(element, "target-range-address") or "")
        for each in element:
            if self.looks.kind(attribute(each, "apply-style-name") or "") in ("struck", "hidden"):
                told = _COMPARISON.fullmatch(attribute(each, "value") or "")
                self.conditions.add_rule(ranges, *(told.groups() if told else ("", "")))

    def _runs(self, row: Element) -> list[_Run]:
        """The cells of a row that are not empty, or are merged."""
        runs: list[_Run] = []
        of_row = attribute(row, "default-cell-style-name")
        column = 0
        for cell in row:
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            first, column = column + 1, column + _count(cell, "number-columns-repeated")
            style = attribute(cell, "style-name") or of_row or self._of_column(first)
            run = _run(cell, first, column, style, self.looks)
            self.comments += [_all_text(each) for each in cell.iterchildren("{*}annotation")]
            self._read_boxes(cell, first, column)
            if run.shown.pieces or run.formula is not None or run.rows > 1 or run.columns > 1:
                runs.append(run)
        return runs

    def _read_boxes(self, cell: Element, first: int, last: int) -> None:
        """Read the text boxes that are tied to a cell."""
        sheet, row = self._sheet_of(cell), self.row + 1
        for shape in cell.iterchildren("{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}*"):
            for paragraph in shape.iter("{*}p"):
                text = _all_text(paragraph)
                self.found.add_prose(text, Place(sheet=sheet.name))
                if text:
                    sheet.boxes.append(((row, first, row, last), text))

    def _of_column(self, column: int) -> str:
        return next((style for last, style in self.columns if column <= last), "")

    def _sheet_of(self, element: Element) -> Sheet:
        table = next(element.iterancestors("{*}table"), None)
        if table is None:
            raise Refused(Problem("file-damaged", {"part": _CONTENT}))
        name = attribute(table, "name") or ""
        if self.sheet is None or self.sheet.name != name:
            self.finish()
            is_hidden = (attribute(table, "style-name") or "") in self.looks.hidden_sheets
            self.sheet, self.row, self.column = Sheet(name, is_hidden=is_hidden), 0, 0
            self.columns, self.comments, self.conditions = [], [], ConditionalFormats()
        return self.sheet


@dataclass(frozen=True, slots=True)
class _Run:
    """Cells of a row, from the first to the last column, that hold the same; not calculated if without a result."""

    first: int
    last: int
    rows: int
    columns: int
    shown: ShownText
    stored: str | None
    formula: str | None
    is_calculated: bool

    @property
    def text(self) -> str:
        """The text as it is read."""
        return self.shown.text

    def add_to(self, sheet: Sheet, row: int) -> None:
        """Add these cells to a row of the sheet."""
        if self.rows > 1 or self.columns > 1:
            sheet.merged.append((row, self.first, row + self.rows - 1, self.first + self.columns - 1))
        for column in range(self.first, self.last + 1):
            if self.formula is not None and not self.is_calculated:
                sheet.add_formula_without_value(row, column, self.formula)
            else:
                sheet.add_shown(row, column, self.text, self.stored, self.formula)
            sheet.problems += self.shown.problems(sheet.place(row, column))


def _run(cell: Element, first: int, last: int, style: str, looks: OdsLooks) -> _Run:
    written = attribute(cell, "formula")
    stored = next((value for name in _VALUES if (value := attribute(cell, name)) is not None), None)
    paragraphs = [paragraph for paragraph in cell if local(paragraph) in ("p", "h")]
    shown = ShownText()
    for number, paragraph in enumerate(paragraphs):
        shown.add("\n" if number else "")
        _add_text(shown, paragraph, looks, style, ())
    if not paragraphs:
        shown.add(stored or "", looks.kind(style))
    if paragraphs and stored and not any(text.strip() for text, _ in shown.pieces):
        shown.add(stored, "hidden")  # A number format that shows nothing of it.
    is_read = shown.text.strip() or not any(text.strip() for text, _ in shown.pieces)
    return _Run(
        first,
        last,
        _count(cell, "number-rows-spanned"),
        _count(cell, "number-columns-spanned"),
        shown,
        stored if is_read else None,
        None if written is None else "=" + written.partition("=")[2],
        bool(paragraphs) or attribute(cell, "value-type") is not None,
    )


def _add_text(
    shown: ShownText, paragraph: Element, looks: OdsLooks, cell: str, spans: tuple[str, ...]
) -> None:
    """Add the text of a paragraph, in which several spaces, tabs and line breaks are elements."""
    kind = looks.kind(cell, spans)
    shown.add(paragraph.text or "", kind)
    for element in paragraph:
        match local(element):
            case "s":
                shown.add(" " * min(_count(element, "c"), _MOST_SPACES), kind)
            case "tab":
                shown.add("\t", kind)
            case "line-break":
                shown.add("\n", kind)
            case "annotation" | "note":
                pass
            case "hidden-text" | "hidden-paragraph" if attribute(element, "is-hidden") != "false":
                shown.add("".join(str(text) for text in element.itertext()), "hidden")
            case "ruby-text":
                shown.add("".join(str(text) for text in element.itertext()), "ruby")
            case _:
                inside = attribute(element, "style-name")
                _add_text(shown, element, looks, cell, spans if inside is None else (*spans, inside))
        shown.add(element.tail or "", kind)


def _all_text(element: Element) -> str:
    return "".join(str(text) for text in element.itertext()).strip()


def _count(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return min(max(int(text), 1), _MOST) if text.isascii() and text.isdigit() and len(text) < 12 else 1
