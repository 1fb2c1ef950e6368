"""A PDF file -> grids, in the process that calls it (PDF 读取); `pdf` calls it in a process of its own."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.aligned import aligned_tables
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.page_breaks import TablePart, joined
from perfeval.documents.formats.page_glyphs import Glyph, TextLine, padding, text_lines
from perfeval.documents.formats.pdf_fonts import use_stand_in
from perfeval.documents.formats.pdf_page import DamagedPageError, Page, TooCrowdedError, read_page
from perfeval.documents.formats.ruling import RuledTable, TooManyLinesError, ruled_tables
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.progress import Step

_WRONG_PASSWORD = 4
_LONG_TEXT = 40
_TOO_HIGH = 2
"""Times the height of a cell that type in it cannot reach."""
_ONE_BY_ONE = 3
"""Pieces of a kind on a page that have a notice each; more have one together."""
_NAMED = 50
"""Pieces of a kind on a page that are named."""
_PAGE_NUMBER = re.compile(r"[\s\-—–―·.第]*[0-9]{1,3}[\s\-—–―·.页]*(?:[/共,，\s]+[0-9]{1,3}[\s页\-—–]*)?")


@file_reader
def read_pdf_document(data: bytes, found: Collected) -> None:
    """Grids of a PDF file, page by page; tables are addressed by page and number on the page."""
    use_stand_in()
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        is_locked = pdfium.FPDF_GetLastError() == _WRONG_PASSWORD
        raise Refused(Problem("file-encrypted") if is_locked else Problem("file-damaged", {"part": "PDF"}))
    try:
        _Reader(found).read_pages(document, pdfium.FPDF_GetPageCount(document))
    finally:
        pdfium.FPDF_CloseDocument(document)


@dataclass
class _Reader:
    """Reads page after page; `parts` are those of a table that may go on over the next page."""

    found: Collected
    parts: list[TablePart] = field(default_factory=list)
    number: int = 0
    heading: tuple[str, ...] = ()
    known: set[str] = field(default_factory=set)
    characters: int = 0
    pictures: int = 0

    def read_pages(self, document: object, count: int) -> None:
        """Read all pages within the limit, and name what cannot be read."""
        empty: list[Problem] = []
        for number in range(1, min(count, LIMITS.pages) + 1):
            place = Place(page=number)
            try:
                page = read_page(document, number - 1)
                tables = ruled_tables(page.lines)
            except DamagedPageError:
                self.found.problems.append(Problem("file-damaged", {"part": f"PDF {number}"}, place))
            except (TooCrowdedError, TooManyLinesError):
                values = {"limit": str(LIMITS.page_marks)}
                self.found.problems.append(Problem("page-too-crowded", values, place))
            else:
                self._read_page(page, tables, number)
                if page.pictures and not page.glyphs:
                    empty.append(Problem("page-is-picture", {}, place))
            self.found.progress(Step("pages", number, count))
        self._finish_table()
        if count > LIMITS.pages:
            self.found.problems.append(Problem("too-many-pages", {"limit": str(LIMITS.pages)}))
        self.found.problems += empty if self.characters else [Problem("pdf-without-text")]
        if self.pictures:
            self.found.problems.append(Problem("pictures-unread", {"count": str(self.pictures)}))

    def _read_page(self, page: Page, tables: Sequence[RuledTable], number: int) -> None:
        """Take the tables of a page and the lines between them, from top to bottom.

        Where a page has no ruled table, texts in columns make one.
        """
        if not tables:
            tables = aligned_tables(text_lines(page.glyphs))
            places = (Place(page=number, table=at) for at, _ in enumerate(tables, 1))
            self.found.problems += [Problem("columns-by-position", {}, place) for place in places]
        self.characters += len(page.glyphs)
        self.pictures += page.pictures if page.glyphs else 0
        if page.unknown:
            values = {"count": str(page.unknown)}
            self.found.problems.append(Problem("text-unmapped", values, Place(page=number)))
        for code, text in _together(page.unread):
            self.found.problems.append(Problem(code, {"text": text, "beside": text}, Place(page=number)))
        inside, outside, too_high = _sorted_into(page.glyphs, tables)
        if too_high:
            text = "".join(glyph.character for glyph in too_high).strip()
            self.found.problems.append(Problem("watermark-text", {"text": text}, Place(page=number)))
        lines = text_lines(outside)
        content: list[tuple[int, TextLine | TablePart]] = [(line.top, line) for line in lines]
        for index, table in enumerate(tables):
            place = Place(page=number, table=index + 1)
            if table.is_irregular:
                self.found.problems.append(Problem("cell-not-rectangular", {}, place))
            content.append((table.ys[0], _part(table, inside[index], place)))
        for _, item in sorted(content, key=lambda entry: -entry[0]):
            if isinstance(item, TablePart):
                self._add_part(item)
            else:
                self._add_line(item.text, Place(page=number, line=lines.index(item) + 1))

    def _add_line(self, text: str, place: Place) -> None:
        is_title = not _PAGE_NUMBER.fullmatch(text)
        if is_title:
            self._finish_table()
        self.found.add_prose(text, place, is_heading=is_title)

    def _add_part(self, part: TablePart) -> None:
        last = self.parts[-1] if self.parts else None
        page, page_before = part.place.page or 0, (last.place.page or 0) if last else 0
        if last is None or page != page_before + 1 or not part.is_as_wide_as(last):
            self._finish_table()
            self.number, self.heading = self.found.begin_table()
        self.parts.append(part)

    def _finish_table(self) -> None:
        """Add the table whose parts have been read; lines without any text are a drawing."""
        if self.parts:
            cells = joined(self.parts, self.known)
            self.known.update(cell.text for cell in cells if len(cell.text) < _LONG_TEXT)
            if any(cell.text for cell in cells):
                self.found.add_table(self.number, cells, self.heading, self.parts[0].place)
            self.parts = []


def _together(pieces: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Code and text of the pieces that a person does not see, in one notice where a page has many of a kind."""
    kinds: dict[str, list[str]] = {}
    for code, text in pieces:
        kinds.setdefault(code, []).append(text)
    told = []
    for code, texts in kinds.items():
        one_by_one = len(texts) <= _ONE_BY_ONE
        told += [(code, text) for text in (texts if one_by_one else ["」「".join(texts[:_NAMED])])]
    return told


def _sorted_into(
    glyphs: Sequence[Glyph], tables: Sequence[RuledTable]
) -> tuple[dict[int, dict[int, list[Glyph]]], list[Glyph], list[Glyph]]:
    """Glyphs by table and cell, those outside of all tables, and those too high for the cell they lie over.

    Of nested tables the innermost counts.
    """
    inside: dict[int, dict[int, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
    outside: list[Glyph] = []
    too_high: list[Glyph] = []
    innermost_first = sorted(range(len(tables)), key=lambda index: _area(tables[index]))
    for glyph in glyphs:
        middle = (glyph.left + glyph.right) // 2
        for index in innermost_first:
            cell = tables[index].cell_at(middle, glyph.middle)
            if cell is not None:
                _, bottom, _, top = tables[index].cells[cell].box
                is_too_high = glyph.height > _TOO_HIGH * (top - bottom)
                (too_high if is_too_high else inside[index][cell]).append(glyph)
                break
        else:
            outside.append(glyph)
    return inside, outside, too_high


def _part(table: RuledTable, glyphs: dict[int, list[Glyph]], place: Place) -> TablePart:
    lines = {index: text_lines(of_cell) for index, of_cell in glyphs.items()}
    distances = (
        (line, table.cells[index].box[0], table.cells[index].box[2])
        for index, of_cell in lines.items()
        for line in of_cell
    )
    return TablePart(place, table, lines, padding(distances))


def _area(table: RuledTable) -> int:
    left, bottom, right, top = table.box
    return (right - left) * (top - bottom)
