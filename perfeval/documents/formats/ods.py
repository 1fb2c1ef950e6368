"""OpenDocument spreadsheets (.ods) -> grids: one for each sheet, cells as they are shown.

Source: OASIS OpenDocument 1.3, part 3, chapter 9. The file holds what is shown beside the value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfeval.core.problems import Problem
from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.ods_looks import is_flat_style, style_kind
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.sheet import Sheet
from perfeval.documents.formats.shown import Kind, ShownText
from perfeval.documents.formats.xml_parts import Element, attribute, child, children_of, local

_CONTENT = "content.xml"
_ROWS = frozenset({"table", "table-row-group", "table-header-rows", "table-rows"})
_COLUMNS = frozenset({"table-column-group", "table-header-columns", "table-columns"})
_VALUES = ("value", "date-value", "time-value", "boolean-value", "string-value")
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
    kinds: dict[str, Kind] = field(default_factory=dict)
    """What text in a style is, where it is not shown as usual."""
    flat: set[str] = field(default_factory=set)
    """Styles of rows and columns without any height or width."""
    row: int = 0
    column: int = 0

    def read(self, element: Element) -> None:
        """Read a style, a column or a row."""
        if local(element) == "style":
            properties = child(element, "table-properties")
            name = attribute(element, "name") or ""
            if properties is not None and attribute(properties, "display") == "false":
                self.hidden_styles.add(name)
            if (kind := style_kind(element)) != "shown":
                self.kinds[name] = kind
            if is_flat_style(element):
                self.flat.add(name)
            return
        sheet = self._sheet_of(element)
        is_flat = (attribute(element, "style-name") or "") in self.flat
        is_hidden = is_flat or attribute(element, "visibility") in _HIDDEN
        if local(element) == "table-column":
            last = self.column + _count(element, "number-columns-repeated")
            if is_hidden:
                sheet.hidden_columns.append((self.column + 1, last))
            self.column = last
        else:
            last = self.row + _count(element, "number-rows-repeated")
            if is_hidden:
                sheet.hidden_rows.append((self.row + 1, last))
            self._add_rows(sheet, last, _runs(element, self.kinds))
            self.row = last

    def finish(self) -> None:
        """Add the sheet that was being read."""
        if self.sheet is not None:
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

    def _sheet_of(self, element: Element) -> Sheet:
        table = next(element.iterancestors("{*}table"), None)
        if table is None:
            raise Refused(Problem("file-damaged", {"part": _CONTENT}))
        name = attribute(table, "name") or ""
        if self.sheet is None or self.sheet.name != name:
            self.finish()
            is_hidden = (attribute(table, "style-name") or "") in self.hidden_styles
            self.sheet, self.row, self.column = Sheet(name, is_hidden=is_hidden), 0, 0
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


def _runs(row: Element, kinds: Mapping[str, Kind]) -> list[_Run]:
    """The cells of a row that are not empty, or are merged."""
    runs: list[_Run] = []
    column = 0
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        first, column = column + 1, column + _count(cell, "number-columns-repeated")
        run = _run(cell, first, column, kinds)
        if run.shown.pieces or run.formula is not None or run.rows > 1 or run.columns > 1:
            runs.append(run)
    return runs


def _run(cell: Element, first: int, last: int, kinds: Mapping[str, Kind]) -> _Run:
    written = attribute(cell, "formula")
    stored = next((value for name in _VALUES if (value := attribute(cell, name)) is not None), None)
    paragraphs = [paragraph for paragraph in cell if local(paragraph) == "p"]
    shown = ShownText()
    own = kinds.get(attribute(cell, "style-name") or "", "shown")
    for number, paragraph in enumerate(paragraphs):
        shown.add("\n" if number else "")
        _add_text(shown, paragraph, own, kinds)
    if not paragraphs:
        shown.add(stored or "", own)
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


def _add_text(shown: ShownText, paragraph: Element, kind: Kind, kinds: Mapping[str, Kind]) -> None:
    """Add the text of a paragraph, in which several spaces, tabs and line breaks are elements."""
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
                _add_text(shown, element, kinds.get(attribute(element, "style-name") or "", kind), kinds)
        shown.add(element.tail or "", kind)


def _count(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return min(max(int(text), 1), _MOST) if text.isascii() and text.isdigit() and len(text) < 12 else 1
