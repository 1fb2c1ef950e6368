"""Header rows that lost their merged cells (表头合并丢失): where only one way fits, each is put over its columns again.

A dump keeps a cell below one that was merged down as an empty one, and nothing right of one that was merged across:
`指标 | 2022年 | 2023年 | 得分` over `(empty) | 目标值 | 完成值 | 目标值 | 完成值 | (empty)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount, is_mark, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_years import year_and_word
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE
from perfeval.documents.recognition.words.money import FUND_ROLE

_LEVELS = frozenset(("dimension", "category", "name"))
_LONGEST = 12
"""Characters of a word under another header word."""


def with_spans(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows, those of a header with each of its cells over the columns that it was merged across."""
    found = list(rows)
    at = 0
    while at + 1 < len(found):
        height = 1
        if widths := _widths(found[at], found[at + 1]):
            found[at : at + 2] = _spread(found[at], found[at + 1], widths)
            height = 2
        below = found[at + height] if at + height < len(found) else None
        if below and (more := _levels(found[at], below)):
            found[at : at + height] = [_over_levels(row, more) for row in found[at : at + height]]
        at += height
    return tuple(found)


def _levels(top: Row, below: Row) -> int:
    """How many columns more than one 指标 at the left of a header stands over, by the row below the header."""
    first, *rest = top.distinct
    if INDICATOR_ROLE.get(header_word(first.text)) != "label":
        return 0
    roles = {INDICATOR_ROLE.get(header_word(cell.text)) for cell in rest}
    plain = sum(map(_is_known, rest)) > 1 and not roles & _LEVELS
    more = below.width - top.width
    is_plain = plain and _has_no_holes(top) and 0 < more < len(_LEVELS)
    return more if is_plain and is_mark(below.cells[below.width].text) else 0


def _over_levels(row: Row, more: int) -> Row:
    first = row.cells[1]
    wide = replace(first, column_span=more + 1)
    cells = dict.fromkeys(range(1, more + 2), wide)
    cells |= {column + more: cell for column, cell in row.cells.items() if column > 1}
    moved = {
        id(cell): replace(cell, column=cell.column + more) for cell in row.cells.values() if cell is not first
    }
    placed = {column: moved.get(id(cell), cell) for column, cell in cells.items()}
    own = tuple(
        cell for cell in dict.fromkeys(placed.values()) if cell.row == row.number and cell.text.strip()
    )
    return _row(row, placed, own)


def _widths(top: Row, below: Row) -> list[int]:
    """How many columns each cell of a header stands over; none where that is no header, or not plain."""
    if below.width <= top.width or len(top.own) < top.width or not _has_no_holes(below):
        return []
    if sum(map(_is_known, top.cells.values())) < 2:
        return []
    if any(is_amount(cell.text) or len(folded(cell.text)) > _LONGEST for cell in below.own):
        return []
    widths: list[int] = []
    left = top.width - (below.width - len(below.own))
    runs = [list(run) for filled, run in groupby(_filled(below), bool) if filled]
    for filled, run in groupby(_filled(below), bool):
        words = list(run)
        if not filled:
            widths += [1] * len(words)
        elif left == len(runs):
            widths.append(len(words))
        elif len(runs) == 1 and 0 < left < len(words) and words == words[: len(words) // left] * left:
            widths += [len(words) // left] * left
        elif len(runs) == 1 and left == len(ending := _ending_alike(words)) and min(ending) > 1:
            widths += ending
        else:
            return []
    return widths if len(widths) == top.width else []


def _ending_alike(words: Sequence[str]) -> list[int]:
    """How many words each part has if all end in the same word: 符号 数值 单位 | 数值 单位."""
    ends = [at for at, word in enumerate(words, 1) if word == words[-1]]
    return [end - begin for begin, end in pairwise([0, *ends])]


def _has_no_holes(row: Row) -> bool:
    """Whether the row has a cell, be it an empty one, in each column; a sheet leaves empty cells out."""
    return len(row.cells) == row.width


def _is_known(cell: Cell) -> bool:
    year, word = year_and_word(cell.text)
    return word in INDICATOR_ROLE or word in FUND_ROLE or (year is not None and not word)


def _filled(row: Row) -> list[str]:
    return [one_line(row.cells[column].text) for column in range(1, row.width + 1)]


def _spread(top: Row, below: Row, widths: Sequence[int]) -> tuple[Row, Row]:
    above: dict[int, Cell] = {}
    under: dict[int, Cell] = dict(below.cells)
    column = 1
    for (_, cell), width in zip(sorted(top.cells.items()), widths, strict=True):
        down = 1 if under[column].text.strip() else 2
        placed = replace(cell, column=column, column_span=width, row_span=down)
        above.update(dict.fromkeys(range(column, column + width), placed))
        if down == 2:
            under[column] = placed
        column += width
    own = tuple(dict.fromkeys(above.values()))
    return _row(top, above, own), _row(below, under, below.own)


def _row(row: Row, cells: Mapping[int, Cell], own: tuple[Cell, ...]) -> Row:
    return replace(row, cells=dict(sorted(cells.items())), own=own, width=max(cells))
