"""Web pages (.html), also under the names .doc and .xls -> grids: tables as browsers form them.

Source: HTML Living Standard, 4.9.12 (forming a table). A table inside a cell is a grid of its own after the
outer one, placed at the outer cell. What the page hides, and pictures, are named in a problem.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.collect import HEADING_LINES, Collected, file_reader
from perfeval.documents.formats.encoding import decode_page
from perfeval.documents.formats.html_looks import PageLooks
from perfeval.documents.formats.html_rows import RowGroup, table_structure
from perfeval.documents.formats.html_text import Flow, read_flow
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.xml_parts import Element
from perfeval.documents.grid import Cell

_TAG = re.compile(rb"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*+")
_NAMED = 5
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")


@file_reader
def read_html(data: bytes, found: Collected) -> None:
    """Grids of a web page; tables are addressed by their number on the page."""
    read_page(data, found)


def read_page(data: bytes, found: Collected, declared: str = "", sheets: str = "") -> None:
    """Read one page; `declared` is an encoding stated outside of it, `sheets` what is linked from it."""
    text, encoding, lost = decode_page(data, declared)
    if lost:
        found.problems.append(Problem("characters-lost", {"count": str(lost), "encoding": encoding}))
    page = text.encode("utf-8", "replace")
    _check_cost(page)
    if _is_cut_off(page.lower()):
        found.problems.append(Problem("page-cut-off"))
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(page, parser)
    if root is not None:
        reader = _Reader(found, PageLooks.of(root, sheets))
        reader.read(root)
        reader.report()
        frames = [each.get("src") or "srcdoc" for each in root.iter("frame", "iframe")]
        if frames and not reader.has_tables:
            found.problems.append(Problem("frames-unread", {"names": "、".join(frames[:_NAMED])}))
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        found.problems.append(Problem("file-damaged", {"part": "HTML"}))


def _is_cut_off(page: bytes) -> bool:
    """Whether a page in lower case ends inside a table, or has a beginning and no end."""
    return page.rfind(b"<table") > page.rfind(b"</table") or (b"<html" in page and b"</html" not in page)


def _check_cost(page: bytes) -> None:
    """Refuse a page that would take too much memory, or a tag whose attributes would take too long."""
    nodes = page.count(b"<") + page.count(b"=")
    if nodes > LIMITS.html_nodes:
        raise Refused(Problem("table-too-large", {"part": "HTML", "limit": str(LIMITS.html_nodes)}))
    for tag in _TAG.finditer(page):
        is_long = tag.end() - tag.start() > LIMITS.tag_length
        if is_long and len(_QUOTED.sub(b'"', tag[0])) > LIMITS.tag_length:
            raise Refused(Problem("table-too-large", {"part": "HTML", "limit": str(LIMITS.tag_length)}))


@dataclass
class _Reader:
    """Reads the page from top to bottom."""

    found: Collected
    looks: PageLooks
    pictures: int = 0
    slots: int = 0
    has_tables: bool = False

    def read(self, element: Element) -> None:
        """Read lines of text as prose and tables as grids."""
        for part in self._flow(element, None).parts():
            if isinstance(part, list):
                for line in part:
                    self.found.add_prose(line)
            else:
                self._table(part)

    def report(self) -> None:
        """Name the pictures."""
        if self.pictures:
            self.found.problems.append(Problem("pictures-unread", {"count": str(self.pictures)}))

    def _flow(self, element: Element, place: Place | None) -> Flow:
        flow = read_flow(element, self.looks)
        self.pictures += flow.pictures
        self.found.problems += flow.problems(place)
        return flow

    def _name_hidden(self, lines: list[str], place: Place | None) -> None:
        for line in lines:
            self.found.problems.append(Problem("hidden-text", {"text": line}, place))

    def _table(
        self, table: Element, heading: tuple[str, ...] = (), outer: Place | None = None, depth: int = 1
    ) -> None:
        if depth > LIMITS.nested_tables:
            raise Refused(Problem("nesting-too-deep", {"limit": str(LIMITS.nested_tables)}, outer))
        number, before = self.found.begin_table()
        structure = table_structure(table, self.looks)
        self.has_tables = True
        self._name_hidden(structure.hidden, Place(table=number))
        captions = tuple(
            line for caption in structure.captions for line in self._lines(caption, number, depth)
        )
        cells: list[Cell] = []
        rows = 0
        for group in structure.groups:
            cells += self._group(group, number, rows, depth)
            rows += len(group)
        place = outer or Place(table=number)
        hidden = self._hidden_columns(table) & {cell.column for cell in cells}
        if hidden:
            values = {"which_zh": "列", "which_en": "columns", "names": ", ".join(map(str, sorted(hidden)))}
            self.found.problems.append(Problem("hidden-rows", values, place))
        heading = (*(heading or before), *captions)[-HEADING_LINES:]
        self.found.add_table(number, cells, heading, place, hidden_columns=hidden)
        for stray in structure.strays:
            self._stray(stray, number, depth)

    def _hidden_columns(self, table: Element) -> frozenset[int]:
        """The columns that Excel hid before it saved the table as a page."""
        hidden: set[int] = set()
        column = 0
        for each in (*table.iterfind("col"), *table.iterfind("colgroup/col")):
            first, column = column + 1, column + min(_number(each.get("span")), LIMITS.table_columns)
            look = self.looks.at(each)
            if look.is_gone or look.is_invisible or each.get("width") == "0":
                hidden.update(range(first, column + 1))
        return frozenset(hidden)

    def _stray(self, stray: Element | str, number: int, depth: int) -> None:
        """Read what stands in a table but in no cell, which browsers show beside the table."""
        if isinstance(stray, str):
            self.found.add_prose(" ".join(stray.split()))
        elif stray.tag == "table":
            self._table(stray, (), Place(table=number), depth + 1)
        else:
            for line in self._lines(stray, number, depth):
                self.found.add_prose(line)

    def _group(self, group: RowGroup, number: int, rows_before: int, depth: int) -> list[Cell]:
        """Cells of a group of rows; a cell never reaches beyond its group."""
        cells: list[Cell] = []
        last = rows_before + len(group)
        covered: dict[int, int] = {}
        for row, elements in enumerate(group, rows_before + 1):
            column = 1
            for element in elements:
                taken = column
                while covered.get(column, 0) >= row:
                    column += 1
                place = Place(table=number, row=row, column=column)
                self._count_slots(column - taken, place)
                rows, columns = self._spans(element, place)
                free = 1
                while free < columns and covered.get(column + free, 0) < row:
                    free += 1
                text = "\n".join(self._lines(element, number, depth, place))
                if free < columns:
                    self.found.problems.append(Problem("cells-overlap", {"text": text}, place))
                end = min(row + rows - 1, last) if rows else last
                covered.update(dict.fromkeys(range(column, column + free), end))
                stored = element.get("x:num") or None
                stored = stored if stored != text else None
                cells.append(
                    Cell(row, column, text, end - row + 1, free, stored, element.get("x:fmla"), place)
                )
                column += free
        return cells

    def _spans(self, element: Element, place: Place) -> tuple[int, int]:
        """Rows (0 for all that are left of the group) and columns that a cell asks for, within the limits."""
        rows, columns = _number(element.get("rowspan")), _number(element.get("colspan")) or 1
        within = min(rows, LIMITS.table_rows), min(columns, LIMITS.table_columns)
        if within != (rows, columns):
            values = {"limit": f"{LIMITS.table_rows} × {LIMITS.table_columns}"}
            self.found.problems.append(Problem("span-clipped", values, place))
        self._count_slots(within[1], place)
        return within

    def _count_slots(self, slots: int, place: Place) -> None:
        """Count the slots of the table's layout that were looked at; too many are refused."""
        self.slots += slots
        if self.slots > LIMITS.merged_widths:
            raise Refused(Problem("too-many-cells", {"limit": str(LIMITS.merged_widths)}, place))

    def _lines(self, element: Element, number: int, depth: int, place: Place | None = None) -> list[str]:
        """Lines of text inside an element; tables in it are read as grids of their own."""
        lines: list[str] = []
        pictures = self.pictures
        parts = list(self._flow(element, place or Place(table=number)).parts())
        is_frame = sum(not isinstance(part, list) or bool(part) for part in parts) == 1
        for part in parts:
            if isinstance(part, list):
                lines += part
            elif is_frame and (only := self._only_cell(part)) is not None and depth < LIMITS.nested_tables:
                lines += self._lines(only, number, depth + 1, place)
            else:
                self._table(part, tuple(lines[-HEADING_LINES:]), place or Place(table=number), depth + 1)
        if place and self.pictures > pictures and not "".join(lines).strip():
            self.found.problems.append(Problem("cell-is-picture", {}, place))
        return lines

    def _only_cell(self, table: Element) -> Element | None:
        """The one cell of a table of one, which is a frame around a text and no table."""
        structure = table_structure(table, self.looks)
        rows = [row for group in structure.groups for row in group if row]
        plain = not structure.captions and not structure.hidden
        return rows[0][0] if plain and len(rows) == 1 and len(rows[0]) == 1 else None


def _number(text: str | None) -> int:
    """A span as the HTML standard reads it: digits at the beginning, else 1."""
    digits = re.match(r"\s*\+?([0-9]{1,9})", text or "")
    return int(digits[1]) if digits else 1
