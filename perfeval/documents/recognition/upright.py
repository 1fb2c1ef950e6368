"""Indicators that stand in columns (指标竖排), and marks of two kinds in one cell: the table as most forms have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from perfeval.documents.grid import Cell, Grid
from perfeval.documents.recognition.cell_text import one_line
from perfeval.documents.recognition.grid_rows import Row, rows_of
from perfeval.documents.recognition.words.bare import folded, header_word
from perfeval.documents.recognition.words.columns import INDICATOR_ROLE

_NEEDED = ({"name", "detail", "content", "label"}, {"target", "initial_target"}, {"actual", "score"})
_FEW = 3
"""Labels below each other that are more than the words at the top of a form."""
_NUMBER_BEHIND = re.compile(r"[\d一二三四五六七八九十]{1,2}$")
_PAIR = re.compile(r"([^/]*)/([^/]*)")


def upright(grid: Grid) -> Grid:
    """The grid with a row for each indicator, where labels stand below each other with the values at their right.

    三级指标 | 渠道长度 | 合格率, 年度指标值 | ≥5千米 | 100% …: an indicator for each column of values, and each round
    in which the labels come again.
    """
    if not _may_stand(grid):
        return grid
    rows = rows_of(grid)
    cells: list[Cell] = []
    number = at = 0
    is_turned = False
    while at < len(rows):
        labels = _labels(rows, at)
        if not _is_header(labels):
            number += 1
            shift = number - rows[at].number
            cells += (
                replace(cell, row=cell.row + shift) for cell in grid.cells if cell.row == rows[at].number
            )
            at += 1
            continue
        is_turned = True
        turned = [*_turned(rows[at : at + len(labels)], labels)]
        cells += (replace(cell, row=number + cell.row) for cell in turned)
        number += max(cell.row for cell in turned)
        at += len(labels)
    return replace(grid, cells=tuple(cells)) if is_turned else grid


def _may_stand(grid: Grid) -> bool:
    """Whether enough rows have one word of a column, as few tables have: it spares the others the rest."""
    words = Counter[int]()
    for cell in grid.cells:
        words[cell.row] += _role(cell) is not None
    return sum(count == 1 for count in words.values()) > _FEW


def _role(cell: Cell) -> str | None:
    return INDICATOR_ROLE.get(_NUMBER_BEHIND.sub("", header_word(cell.text)))


def _key(label: Cell) -> str | None:
    """What a label is about: of columns that are only kept, its word."""
    role = _role(label)
    return header_word(label.text) if role == "extra" else role


def _labels(rows: Sequence[Row], at: int) -> list[Cell]:
    """First cells of the rows from one on that begin with the word of a column and have values alone behind it."""
    found: list[Cell] = []
    for row in rows[at:]:
        roles = [_role(cell) for cell in row.own]
        if len(roles) < 2 or roles[0] is None or any(roles[1:]) or row.own[0].row_span > 1:
            break
        found.append(row.own[0])
    return found


def _is_header(labels: Sequence[Cell]) -> bool:
    roles = {_role(cell) for cell in labels}
    return len(roles) > _FEW and all(roles & needed for needed in _NEEDED)


def _turned(rows: Sequence[Row], labels: Sequence[Cell]) -> Iterator[Cell]:
    """A header of the labels, each once, and a row for each column of values and each round of the labels."""
    columns = {key: at for at, key in enumerate(dict.fromkeys(map(_key, labels)), 1)}
    heads = {_key(label): label for label in reversed(labels)}
    for key, at in columns.items():
        word = _NUMBER_BEHIND.sub("", one_line(heads[key].text).rstrip(":："))
        yield replace(heads[key], text=word, row=1, column=at, column_span=1)
    begin = 2
    for group in _rounds(rows):
        values = sorted({cell.column for row in group for cell in row.own[1:]})
        for row in group:
            for cell in row.own[1:]:
                at = columns[_key(row.own[0])]
                yield replace(cell, row=begin + values.index(cell.column), column=at, column_span=1)
        begin += len(values)


def _rounds(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows, cut where a label comes again."""
    group: list[Row] = []
    for row in rows:
        if _key(row.own[0]) in map(_key, (each.own[0] for each in group)):
            yield group
            group = []
        group.append(row)
    yield group


def with_marks_apart(grid: Grid) -> Grid:
    """The grid with a column each for full marks and score, where the cells of a column 分值/得分 hold both: 10/9.5."""
    heads = [cell for cell in grid.cells if _marks_of(cell.text)]
    if len(heads) != 1 or heads[0].column_span > 1:
        return grid
    head = heads[0]
    below = [cell for cell in grid.cells if cell.column == head.column and cell.row > head.row]
    if not below or not all(_PAIR.fullmatch(folded(cell.text)) for cell in below if cell.text.strip()):
        return grid
    cells: list[Cell] = []
    for cell in grid.cells:
        pair = _PAIR.fullmatch(folded(cell.text)) if cell is head or cell in below else None
        if pair:
            cells += (
                replace(cell, text=pair[1]),
                replace(cell, text=pair[2], column=cell.column + 1),
            )
        elif cell.column > head.column:
            cells.append(replace(cell, column=cell.column + 1))
        else:
            reaches = cell.column <= head.column < cell.column + cell.column_span
            cells.append(replace(cell, column_span=cell.column_span + reaches))
    return replace(grid, cells=tuple(cells))


def _marks_of(text: str) -> bool:
    """Whether a text names full marks and score, in either order: 分值/得分."""
    pair = _PAIR.fullmatch(folded(text)) if "/" in text or "／" in text else None
    return pair is not None and {INDICATOR_ROLE.get(header_word(word)) for word in pair.groups()} == {
        "points",
        "score",
    }
