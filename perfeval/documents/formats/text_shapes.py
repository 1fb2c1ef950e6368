"""Lines of text -> rows of cells (文本的行): between bars, in columns apart by blanks, or one label and value a line.

Nothing is known of forms here: what repeats in the lines tells how their cells are kept apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BAR = re.compile(r"(?<!\\)[|｜│┃]")
_BREAK = re.compile(r"\s*<br ?/?>\s*")
_HEADING = re.compile(r"\A\s*#{1,6}\s+")
_RULE = re.compile(r"[\s|｜│┃+:\-—─━═┌┬┐├┼┤└┴┘=]*")
_GAP = re.compile(r"(?:[ \u3000\xa0]{2,}|\u3000)")
_LABELLED = re.compile(r"\s*([^:：\s][^:：]{0,23}?)\s*[:：]\s*(.*)")
_NUMBER_BEHIND = re.compile(r"[\d一二三四五六七八九十]{1,2}$")
_FEW_LINES = 2
_FEW_CELLS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one cell, its column in the table, and where it begins in its line (counted from 1)."""

    text: str
    column: int
    begins: int


Line = tuple[int, tuple[Piece, ...]]
"""Number of a line, counted from 1, and its cells."""
Block = list[Line] | str
"""A table, or a line of prose."""


def has_bars(lines: Sequence[str]) -> bool:
    """Whether cells stand between bars: Markdown, and what terminals and mail print."""
    return sum(len(_BAR.findall(line)) >= _FEW_LINES for line in lines) >= _FEW_LINES


def between_bars(lines: Sequence[str]) -> Iterator[tuple[int, Block]]:
    """Tables of lines with bars, and the other lines; a bar at an end of every line belongs to the frame."""
    table: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if _RULE.fullmatch(line):
            continue
        if _BAR.search(line):
            table.append((number, line))
            continue
        if table:
            yield table[0][0], _framed(table)
            table = []
        yield number, _bare(line)
    if table:
        yield table[0][0], _framed(table)


def _bare(text: str) -> str:
    """A text of Markdown without the marks of a heading and of its bold parts."""
    return _HEADING.sub("", text, count=1).replace("**", "")


def _framed(table: Sequence[tuple[int, str]]) -> list[Line]:
    left = all(_BAR.match(line.lstrip()) for _, line in table)
    right = all(_BAR.match(line.rstrip()[-1]) for _, line in table)
    return [(number, _cells_between_bars(line, left, right)) for number, line in table]


def _cells_between_bars(line: str, left: bool, right: bool) -> tuple[Piece, ...]:
    bars = [found.start() for found in _BAR.finditer(line)]
    begins = [0, *(bar + 1 for bar in bars)]
    ends = [*bars, len(line)]
    parts = [(line[begin:end], begin) for begin, end in zip(begins, ends, strict=True)]
    parts = parts[1 if left else 0 : len(parts) - 1 if right else len(parts)]
    return tuple(
        Piece(
            _BREAK.sub("\n", _bare(text).strip().replace("\\|", "|")),
            column,
            begin + len(text) - len(text.lstrip()) + 1,
        )
        for column, (text, begin) in enumerate(parts, 1)
    )


def has_gaps(lines: Sequence[str]) -> bool:
    """Whether several lines have at least three cells apart by two blanks or more."""
    return sum(len(_apart(line)) >= _FEW_CELLS for line in lines) > _FEW_LINES


def between_gaps(lines: Sequence[str]) -> Iterator[tuple[int, Block]]:
    """One table of the lines with gaps, and all lines between them; a line above them without a gap is prose.

    A line with fewer cells than the fullest has each under the column that it overlaps.
    """
    apart = {number: _apart(line) for number, line in enumerate(lines, 1) if line.strip()}
    first = next(number for number, cells in apart.items() if len(cells) > 1)
    table: list[Line] = []
    below = {number: cells for number, cells in apart.items() if number >= first}
    columns = _columns(list(below.values()))
    for number, cells in apart.items():
        if number < first:
            yield number, lines[number - 1]
        else:
            table.append((number, _in_columns(cells, columns)))
    yield first, table


def _apart(line: str) -> list[tuple[str, int, int, int]]:
    """Cells of a line: text, character where it begins, and its first and last column on the screen."""
    cells: list[tuple[str, int, int, int]] = []
    at = 0
    for part in [*_GAP.split(line)]:
        begin = line.index(part, at) if part else at
        at = begin + len(part)
        if part.strip():
            left = _width(line[:begin]) + len(part) - len(part.lstrip())
            cells.append((part.strip(), begin + 1, left, left + _width(part.strip())))
    return cells


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _columns(rows: Sequence[Sequence[tuple[str, int, int, int]]]) -> list[tuple[int, int]]:
    """First and last screen column of each column: those of the lines with the most common full number of cells."""
    most = max(len(cells) for cells in rows)
    full = [cells for cells in rows if len(cells) == most]
    return [(min(cells[at][2] for cells in full), max(cells[at][3] for cells in full)) for at in range(most)]


def _in_columns(
    cells: Sequence[tuple[str, int, int, int]], columns: Sequence[tuple[int, int]]
) -> tuple[Piece, ...]:
    if len(cells) == len(columns):
        return tuple(Piece(text, column, begin) for column, (text, begin, _, _) in enumerate(cells, 1))
    placed: dict[int, Piece] = {}
    for text, begin, left, right in cells:
        overlaps = [min(right, end) - max(left, start) for start, end in columns]
        column = overlaps.index(max(overlaps)) + 1
        if max(overlaps) <= 0 or column in placed:
            return tuple(Piece(each[0], at, each[1]) for at, each in enumerate(cells, 1))
        placed[column] = Piece(text, column, begin)
    empty = (Piece("", column, 1) for column in range(1, len(columns) + 1) if column not in placed)
    return tuple(sorted((*placed.values(), *empty), key=lambda piece: piece.column))


def in_records(lines: Sequence[str]) -> list[Line] | None:
    """A table of lines that each hold a label and a value, where the same labels come again and again; else None.

    The labels that repeat, numbered or not (指标1, 指标2), become a header, each round a row; what comes before and
    after stays a label and a value.
    """
    told = {number: found for number, line in enumerate(lines, 1) if (found := _LABELLED.fullmatch(line))}
    bare = {number: _NUMBER_BEHIND.sub("", found[1]) for number, found in told.items()}
    counts = Counter(bare.values())
    repeated = list(dict.fromkeys(label for label in bare.values() if counts[label] > 1))
    if len(repeated) < _FEW_CELLS:
        return None
    table: list[Line] = []
    header_line = next(number for number, label in bare.items() if label == repeated[0])
    values: dict[str, Piece] = {}
    begun = 0
    for number, line in enumerate(lines, 1):
        found = told.get(number)
        label = bare.get(number, "")
        if label in repeated and found:
            if number == header_line:
                table.append((number, _pieces(repeated)))
            if label in values:
                table.append((begun, _record(repeated, values)))
                values = {}
            begun = begun if values else number
            column = repeated.index(label) + 1
            values[label] = Piece(found[2].strip(), column, found.start(2) + 1)
            continue
        if values and line.strip():
            table.append((begun, _record(repeated, values)))
            values = {}
        if found:
            table.append(
                (
                    number,
                    (Piece(found[1], 1, found.start(1) + 1), Piece(found[2].strip(), 2, found.start(2) + 1)),
                )
            )
        elif line.strip():
            table.append((number, (Piece(line.strip(), 1, 1),)))
    if values:
        table.append((begun, _record(repeated, values)))
    return table


def _pieces(labels: Sequence[str]) -> tuple[Piece, ...]:
    return tuple(Piece(label, column, 1) for column, label in enumerate(labels, 1))


def _record(labels: Sequence[str], values: dict[str, Piece]) -> tuple[Piece, ...]:
    return tuple(values.get(label, Piece("", column, 1)) for column, label in enumerate(labels, 1))
