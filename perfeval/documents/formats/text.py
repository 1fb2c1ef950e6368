"""Published text (文本) -> grids: the dump of a Word document, or lines of cells between tabs, bars, commas, blanks.

In a dump each cell begins on a line of its own with a tab and may go on over following lines; a row ends with
an empty line. A vertically merged cell leaves empty cells below it, a horizontally merged one leaves nothing.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.text_shapes import (
    Block,
    between_bars,
    between_gaps,
    has_bars,
    has_gaps,
    in_records,
)
from perfeval.documents.grid import Cell

_DELIMITER_LINE = re.compile("sep=.", re.IGNORECASE)
"""What Excel writes above the rows to tell what is between the cells."""
_MOSTLY = 4
"""Lines with commas to one with a tab, from which on the tab is one inside of a cell."""
_DELIMITERS = (";", "；", ",")
"""Marks between cells, in this order: amounts have commas in files whose cells are apart by semicolons."""
ENCODINGS = ("utf-8", "gb18030")
"""Tried in this order; GB18030 holds GBK and GB2312."""

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]*\]")
_BEFORE_TEXT = re.compile(r"(?:\[bookmark:[^\]\n]*\]|\s)*")


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


@file_reader
def read_text(data: bytes, found: Collected) -> None:
    """Grids of a text file; what is not text, or cut off inside a character, is a problem."""
    text, problems = decode(data)
    found.problems.extend(problems)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LIMITS.text_lines:
        raise Refused(Problem("too-many-lines", {"limit": str(LIMITS.text_lines)}))
    bare = _BOOKMARK.sub("", "\n".join(lines)).split("\n")
    if _DELIMITER_LINE.fullmatch(bare[0]):
        bare[0] = ""
    tabbed = [line for line in bare if "\t" in line]
    led = [line for line in tabbed if line.startswith("\t") and "\t" not in line[1:].rstrip()]
    if 2 * len(led) > len(tabbed):
        _read_dump(lines, bare, found)
    elif tabbed and sum(line.count(",") > 1 for line in bare) <= _MOSTLY * len(tabbed):
        _read_rows(bare, "\t", found)
    elif has_bars(bare):
        _read_blocks(between_bars(bare), found)
    elif delimiter := next((each for each in _DELIMITERS if _are_rows(bare, each)), None):
        _read_rows(bare, delimiter, found)
    elif has_gaps(bare):
        _read_blocks(between_gaps(bare), found)
    elif records := in_records(bare):
        _read_blocks([(1, records)], found)
    else:
        for number, line in enumerate(bare, 1):
            found.add_prose(line, Place(line=number))


def _are_rows(lines: Sequence[str], delimiter: str) -> bool:
    """Whether a mark keeps cells apart: a comma wherever two stand in a line, another where it fills most lines."""
    filled = [line for line in lines if line.strip()]
    with_marks = sum(line.count(delimiter) > 1 for line in filled)
    return with_marks > 0 if delimiter == "," else 2 * with_marks > len(filled)


def _read_blocks(blocks: Iterable[tuple[int, Block]], found: Collected) -> None:
    """Tables of lines, and the prose between them."""
    for number, block in blocks:
        if isinstance(block, str):
            found.add_prose(block, Place(line=number))
            continue
        cells = [
            Cell(row, piece.column, piece.text, place=Place(line=line, column=piece.begins))
            for row, (line, pieces) in enumerate(block, 1)
            for piece in pieces
        ]
        table, heading = found.begin_table()
        found.add_table(table, cells, heading, Place(line=number))


def _end(text: str) -> Place:
    return Place(line=text.count("\n") + 1, column=len(text) - text.rfind("\n"))


# --- dump: one cell on a line ------------------------------------------------------------------------------


@dataclass(slots=True)
class _OpenCell:
    """A cell while its lines are still coming."""

    place: Place
    lines: list[str]


def _read_dump(lines: Sequence[str], bare: Sequence[str], found: Collected) -> None:
    """`bare` are the lines without bookmarks; the columns are counted in the lines as they stand."""
    inside = _lines_inside_a_row(bare)
    rows: list[list[_OpenCell]] = []
    blanks = 0
    for position, line in enumerate(bare):
        led = line.startswith("\t")
        if not led and not line.strip():
            blanks += 1
            continue
        if rows and blanks > 1 and position not in inside:
            _close(rows, found)
            rows = []
        if led:
            if blanks or not rows:
                rows.append([])
            rows[-1].append(_OpenCell(_place(position + 1, lines[position]), [line]))
        elif rows:
            rows[-1][-1].lines += [""] * blanks + [line]
        else:
            found.add_prose(line, Place(line=position + 1))
        blanks = 0
    _close(rows, found)


def _lines_inside_a_row(bare: Sequence[str]) -> set[int]:
    """Positions of lines that go on a cell for certain, because the row's next cell follows without a gap."""
    inside: set[int] = set()
    glued = False
    for position in range(len(bare) - 1, -1, -1):
        above = bare[position - 1] if position else ""
        if bare[position].startswith("\t"):
            glued = not above.startswith("\t") and bool(above.strip())
        elif glued:
            inside.add(position)
    return inside


def _close(rows: Sequence[Sequence[_OpenCell]], found: Collected) -> None:
    cells = [
        Cell(row, column, "\n".join(cell.lines).strip(), place=cell.place)
        for row, cells in enumerate(rows, 1)
        for column, cell in enumerate(cells, 1)
    ]
    if cells:
        number, heading = found.begin_table()
        found.add_table(number, cells, heading, cells[0].place, loses_spans=True)


def _place(number: int, line: str) -> Place:
    before = _BEFORE_TEXT.match(line)
    text_begins = before.end() if before and before.end() < len(line) else line.find("\t") + 1
    return Place(line=number, column=text_begins + 1)


# --- one row on a line --------------------------------------------------------------------------------------


def _read_rows(lines: Sequence[str], delimiter: str, found: Collected) -> None:
    if sum(line.count(delimiter) + 1 for line in lines) > LIMITS.cells:
        raise Refused(Problem("too-many-cells", {"limit": str(LIMITS.cells)}))
    cells = [
        Cell(row, column, value.strip(), place=Place(line=line, column=column))
        for row, (line, values) in enumerate(_records(lines, delimiter), 1)
        for column, value in enumerate(values, 1)
    ]
    number, heading = found.begin_table()
    found.add_table(number, cells, heading, Place(line=1))


def _records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """First line and values of each row; where the quotes do not pair up they are taken as printed."""
    text = "\n".join(lines).removesuffix("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for values in reader:
            records.append((line, values))
            line = reader.line_num + 1
    except csv.Error:
        return ((number, line.split(delimiter)) for number, line in enumerate(text.split("\n"), 1))
    return iter(records)
