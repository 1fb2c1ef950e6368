"""Word documents (.docx) -> grids: tables as they are shown, with exact spans, and the prose around them.

Insertions under revision are read, deletions are not; a merged cell stands once; a table inside a cell is
a grid of its own after the outer one, placed at the outer cell. Text that Word does not show, and what is no
text (pictures, embedded workbooks), is named in a problem. Automatic numbers of paragraphs are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.collect import HEADING_LINES, Collected, file_reader
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.word_looks import WordLooks, is_on, is_unseen_row
from perfeval.documents.formats.word_symbols import UNKNOWN
from perfeval.documents.formats.word_text import read_paragraph, shown
from perfeval.documents.formats.xml_parts import (
    Element,
    attribute,
    by_name,
    child,
    children_of,
    comments_unread,
    local,
)
from perfeval.documents.grid import Cell

_BLOCKS = frozenset({"p", "tbl"})
BODY = ("p", "tbl", "sdt", "customXml", "ins", "moveTo", "AlternateContent", "altChunk")
_NOTES = {
    "header": ("hdr", BODY),
    "footer": ("ftr", BODY),
    "footnotes": ("footnotes", ("footnote",)),
    "endnotes": ("endnotes", ("endnote",)),
}


@file_reader
def read_docx(data: bytes, found: Collected) -> None:
    """Grids of a Word document; tables are addressed by their number in it, paragraphs likewise."""
    archive = Archive(data)
    main = archive.main_part()
    body = archive.part(main)
    if body is None:
        raise Refused(Problem("file-damaged", {"part": main or "_rels/.rels"}))
    if any(name.endswith("vbaproject.bin") for name in archive.names()):
        found.problems.append(Problem("macros-ignored"))
    links = archive.relations(main).values()
    styles = next((link.target for link in links if link.kind == "styles"), "")
    reader = BlockReader(found, WordLooks.of(archive.part(styles)))
    try:
        for block in children_of(body, main, {"body"}, BODY, LIMITS.paragraphs):
            reader.read([block])
        for relation in links:
            note = archive.part(relation.target) if relation.kind in _NOTES else None
            if note is not None:
                parent, children = _NOTES[relation.kind]
                for block in children_of(note, relation.target, {parent}, children):
                    reader.read([block])
            elif relation.kind == "comments":
                found.problems += comments_unread(archive.part(relation.target), relation.target)
    finally:
        reader.report()


@dataclass
class BlockReader:
    """Reads blocks one after the other and counts what cannot be read."""

    found: Collected
    looks: WordLooks = field(default_factory=WordLooks)
    pictures: int = 0
    objects: int = 0

    def read(self, blocks: Iterable[Element]) -> None:
        """Read paragraphs as prose and tables as grids."""
        for block in shown(blocks, _BLOCKS | {"altChunk"}):
            if local(block) == "p":
                text, boxes = self._paragraph(block, None)
                self.found.add_prose(text)
                for box in boxes:
                    self.read(box)
            elif local(block) == "tbl":
                self._table(block)
            else:
                self.objects += 1

    def report(self) -> None:
        """Name what has been counted."""
        if self.pictures:
            self.found.problems.append(Problem("pictures-unread", {"count": str(self.pictures)}))
        if self.objects:
            self.found.problems.append(Problem("embedded-unread", {"count": str(self.objects)}))

    def _paragraph(self, element: Element, place: Place | None) -> tuple[str, tuple[Element, ...]]:
        paragraph = read_paragraph(element, self.looks)
        self.pictures += paragraph.pictures
        self.objects += paragraph.objects
        text = paragraph.shown.text
        if not paragraph.shown.is_plain:
            self.found.problems += paragraph.shown.problems(place)
        if place is not None and text[:1].isdigit() and _is_numbered(element):
            self.found.problems.append(Problem("list-number-unread", {"text": text.strip()}, place))
        if UNKNOWN in text:
            self.found.problems.append(Problem("symbol-unknown", {"text": text.strip()}, place))
        return text, paragraph.boxes

    def _table(
        self, table: Element, heading: tuple[str, ...] = (), outer: Place | None = None, depth: int = 1
    ) -> None:
        if depth > LIMITS.nested_tables:
            raise Refused(Problem("nesting-too-deep", {"limit": str(LIMITS.nested_tables)}, outer))
        number, before = self.found.begin_table()
        cells: list[Cell] = []
        above: dict[int, int] = {}
        for row_number, row in enumerate(self._rows(table, number), 1):
            reaching: dict[int, int] = {}
            for box in _boxes(row):
                place = Place(table=number, row=row_number, column=box.column)
                text = "\n".join(self._cell(element, place, depth) for element in box.elements).strip("\n")
                top = above.get(box.column, len(cells))
                if box.continues and top < len(cells) and cells[top].column_span == box.span:
                    cells[top] = replace(cells[top], row_span=cells[top].row_span + 1)
                    if text.strip():
                        self.found.problems.append(Problem("covered-text", {"text": text.strip()}, place))
                else:
                    top = len(cells)
                    cells.append(Cell(row_number, box.column, text, column_span=box.span, place=place))
                if box.merges:
                    reaching[box.column] = top
                if box.is_clipped:
                    values = {"limit": str(LIMITS.table_columns)}
                    self.found.problems.append(Problem("span-clipped", values, place))
            above = reaching
        self.found.add_table(number, cells, heading or before, outer or Place(table=number))

    def _rows(self, table: Element, number: int) -> Iterator[Element]:
        """The rows that are shown; the text of a hidden one is named."""
        for row in shown(table, {"tr"}):
            properties = child(row, "trPr")
            if is_unseen_row(properties):
                text = " ".join(each.text or "" for each in row.iter("{*}t")).strip()
                if text:
                    self.found.problems.append(Problem("hidden-text", {"text": text}, Place(table=number)))
            elif not is_on(properties, "del"):
                yield row

    def _cell(self, cell: Element, place: Place, depth: int) -> str:
        """Text of a cell, a line for each paragraph; tables inside it are read as grids of their own."""
        lines: list[str] = []
        pictures = self.pictures
        goes_on = False
        waiting = list(shown(cell, _BLOCKS | {"altChunk"}))[::-1]
        while waiting:
            block = waiting.pop()
            if local(block) == "altChunk":
                self.objects += 1
            elif local(block) == "tbl" and (only := _framed(cell, block)) is not None:
                waiting += list(shown(only, _BLOCKS))[::-1]
            elif local(block) == "tbl":
                self._table(block, tuple(lines[-HEADING_LINES:]), place, depth + 1)
            else:
                text, boxes = self._paragraph(block, place)
                if goes_on:
                    text = lines.pop() + text
                lines.append(text)
                goes_on = _has_lost_its_end(block) and not boxes
                waiting += [inner for box in boxes for inner in shown(box, _BLOCKS)][::-1]
        if self.pictures > pictures and not "".join(lines).strip():
            self.found.problems.append(Problem("cell-is-picture", {}, place))
        return "\n".join(lines).strip("\n")


def _is_numbered(paragraph: Element) -> bool:
    """Whether Word writes a number of its own before a paragraph."""
    properties = child(paragraph, "pPr")
    numbering = None if properties is None else child(properties, "numPr")
    number = None if numbering is None else child(numbering, "numId")
    return number is not None and attribute(number, "val") != "0"


def _has_lost_its_end(paragraph: Element) -> bool:
    """Whether the mark at the end of a paragraph is deleted under revision: the next one goes on in its line."""
    properties = child(paragraph, "pPr")
    mark = None if properties is None else child(properties, "rPr")
    return mark is not None and child(mark, "del") is not None


def _framed(cell: Element, table: Element) -> Element | None:
    """The one cell of a table of one, where the cell around it holds no other text: a frame, and no table."""
    rows = list(shown(table, {"tr"}))
    inner = list(shown(rows[0], {"tc"})) if len(rows) == 1 else []
    texts = (
        each.text or "" for block in shown(cell, _BLOCKS) if block is not table for each in block.iter("{*}t")
    )
    return inner[0] if len(inner) == 1 and not "".join(texts).strip() else None


@dataclass
class _Box:
    """A cell of one row before vertical merging; `continues` if it goes on from the row above."""

    column: int
    span: int
    elements: list[Element]
    merges: bool
    continues: bool
    is_clipped: bool


def _boxes(row: Element) -> list[_Box]:
    boxes: list[_Box] = []
    properties = child(row, "trPr")
    of_row = {} if properties is None else by_name(properties)
    column = 1 + _number(of_row.get("gridBefore"), 0)
    for element in shown(row, {"tc"}):
        properties = child(element, "tcPr")
        told = {} if properties is None else by_name(properties)
        asked = _number(told.get("gridSpan"), 1)
        span = min(max(asked, 1), LIMITS.table_columns)
        if boxes and "continue" in (_merge(told, "hMerge"), _merge(told, "hmerge")):
            boxes[-1].span += span
            boxes[-1].elements.append(element)
        else:
            vertical = _merge(told, "vMerge") or _merge(told, "vmerge")
            continues = vertical == "continue"
            boxes.append(_Box(column, span, [element], vertical is not None, continues, span < asked))
        column += span
    if after := _number(of_row.get("gridAfter"), 0):
        boxes.append(_Box(column, after, [], False, False, False))
    return boxes


def _merge(told: Mapping[str, Element], name: str) -> str | None:
    """`restart` or `continue`, which is also what a mark without a value means; None without the mark."""
    return (attribute(told[name], "val") or "continue") if name in told else None


def _number(found: Element | None, default: int) -> int:
    text = "" if found is None else attribute(found, "val") or ""
    return min(int(text), LIMITS.table_columns + 1) if text.isascii() and text.isdigit() else default
