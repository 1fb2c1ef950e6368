"""Published text (文本) -> grids: the dump of a Word document, or lines of cells between tabs or commas.

In a dump each cell begins on a line of its own with a tab and may go on over following lines; a row ends with
an empty line. A vertically merged cell leaves empty cells below it, a horizontally merged one leaves nothing.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from perfeval.core.problems import Place, Problem
from perfeval.documents.collect import HEADING_LINES
from perfeval.documents.grid import Cell, Document, Grid

ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order; GB18030 holds GBK and GB2312."""

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_BEFORE_TEXT = re.compile(r"(?:\[bookmark:[^\]\n]*\]|\s)*")


def read_text(data: bytes, file: str) -> Document:
    """Grids of a text file; what is not text, or cut off inside a character, is a problem."""
    text, problems = decode(data)
    grids, prose = parse(text)
    return Document(grids, prose, tuple(replace(problem, file=file) for problem in problems))


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Text in UTF-8, UTF-16 with its mark, or GB18030; empty, with a problem, if it is none of these.

    Text cut off inside its last character is read up to there and gives `file-truncated`.
    """
    marked = [name for mark, name in _BYTE_ORDER_MARKS.items() if data.startswith(mark)]
    for encoding in marked or ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(data)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        cut, _ = decoder.getstate()
        return text, (Problem("file-truncated", place=_end(text)),) if cut else ()
    return "", (Problem("not-text"),)


def parse(text: str) -> tuple[tuple[Grid, ...], tuple[tuple[Place, str], ...]]:
    """Grids and prose of a text; a text without tabs or commas between cells is all prose."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    tabbed = [bare for line in lines if "\t" in (bare := _BOOKMARK.sub("", line))]
    led = [line for line in tabbed if line.startswith("\t") and "\t" not in line[1:].rstrip()]
    if tabbed:
        return _tab_led(lines) if 2 * len(led) > len(tabbed) else _delimited(text, "\t")
    if any(line.count(",") > 1 for line in lines):
        return _delimited(text, ",")
    return (), _prose(lines)


def _end(text: str) -> Place:
    return Place(line=text.count("\n") + 1, column=len(text) - text.rfind("\n"))


def _prose(lines: Sequence[str]) -> tuple[tuple[Place, str], ...]:
    return tuple((Place(line=number), line.strip()) for number, line in enumerate(lines, 1) if line.strip())


def _is_led(line: str) -> bool:
    return _BOOKMARK.sub("", line).startswith("\t")


def _is_blank(line: str) -> bool:
    return not _is_led(line) and not _BOOKMARK.sub("", line).strip()


# --- dump: one cell on a line ------------------------------------------------------------------------------


@dataclass
class _OpenCell:
    """A cell while its lines are still coming."""

    place: Place
    lines: list[str]

    @property
    def text(self) -> str:
        return _BOOKMARK.sub("", "\n".join(self.lines)).strip()


@dataclass
class _OpenGrid:
    """A table while its rows are still coming."""

    heading: tuple[str, ...]
    rows: list[list[_OpenCell]] = field(default_factory=list)

    def close(self) -> Grid:
        cells = tuple(
            Cell(row, column, cell.text, place=cell.place)
            for row, cells in enumerate(self.rows, 1)
            for column, cell in enumerate(cells, 1)
        )
        return Grid(cells, self.heading, cells[0].place)


def _tab_led(lines: Sequence[str]) -> tuple[tuple[Grid, ...], tuple[tuple[Place, str], ...]]:
    grids: list[Grid] = []
    prose: list[tuple[Place, str]] = []
    heading: list[str] = []
    grid: _OpenGrid | None = None
    inside = _lines_inside_a_row(lines)
    blanks = 0
    for number, line in enumerate(lines, 1):
        if _is_blank(line):
            blanks += 1
            continue
        if grid and blanks > 1 and number - 1 not in inside:
            grids.append(grid.close())
            grid, heading = None, []
        if _is_led(line):
            grid = grid or _OpenGrid(tuple(heading[-HEADING_LINES:]))
            if blanks or not grid.rows:
                grid.rows.append([])
            grid.rows[-1].append(_OpenCell(_cell_place(number, line), [line]))
        elif grid:
            grid.rows[-1][-1].lines += [""] * blanks + [line]
        else:
            heading.append(_BOOKMARK.sub("", line).strip())
            prose.append((Place(line=number), heading[-1]))
        blanks = 0
    if grid:
        grids.append(grid.close())
    return tuple(grids), tuple(prose)


def _lines_inside_a_row(lines: Sequence[str]) -> set[int]:
    """Positions of lines that go on a cell for certain, because the row's next cell follows without a gap."""
    inside: set[int] = set()
    glued = False
    for position in range(len(lines) - 1, -1, -1):
        if _is_led(lines[position]):
            glued = position > 0 and not _is_led(lines[position - 1]) and not _is_blank(lines[position - 1])
        elif glued:
            inside.add(position)
    return inside


def _cell_place(number: int, line: str) -> Place:
    before = _BEFORE_TEXT.match(line)
    text_begins = before.end() if before and before.end() < len(line) else line.find("\t") + 1
    return Place(line=number, column=text_begins + 1)


# --- one row on a line --------------------------------------------------------------------------------------


def _delimited(text: str, delimiter: str) -> tuple[tuple[Grid, ...], tuple[tuple[Place, str], ...]]:
    cells = tuple(
        Cell(row, column, _BOOKMARK.sub("", value).strip(), place=Place(line=line, column=column))
        for row, (line, values) in enumerate(_records(text, delimiter), 1)
        for column, value in enumerate(values, 1)
    )
    return (Grid(cells, place=Place(line=1)),) if cells else (), ()


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """First line and values of each row; where the quotes do not pair up they are taken as printed."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records = []
    line = 1
    try:
        for values in reader:
            records.append((line, values))
            line = reader.line_num + 1
    except csv.Error:
        lines = text.removesuffix("\n").split("\n")
        return [(number, line.split(delimiter)) for number, line in enumerate(lines, 1)]
    return records
