"""Goals of the year and what became of them (年度目标, 完成情况): below their labels, or right of them in one row."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.identity import labelled, told_in_row
from perfeval.documents.recognition.ledger import is_known
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.labels import GOAL_RATE, GOAL_ROLE

_SIDES = ("expected", "achieved")
_PAIR = 2


def goals_beside(row: Row, below: Row | None = None) -> list[tuple[str, Cell, Cell]]:
    """Side, label and text of each goal right of its label: 年度目标 | 改造管网 | 完成情况 | 已完成.

    A label over a text of the row below is the header of a column. 年度绩效目标 alone before a text is what was to
    be reached; before other labels it is that of the block.
    """
    words = [header_word(cell.text) for cell in row.own]
    sides = [
        (at, side)
        for at, word in enumerate(words)
        if (side := GOAL_ROLE.get(word)) and (side in _SIDES or len(words) == _PAIR)
    ]
    if not sides or any(_is_over_text(row.own[at], below) for at, _ in sides):
        return []
    beside = [
        (side if side in _SIDES else _SIDES[0], row.own[at], row.own[at + 1])
        for at, side in sides
        if at + 1 < len(words)
    ]
    others = {cell for pair in rates_beside(row) for cell in pair}
    others |= {cell for told in told_in_row(row) for cell in (told.label, told.value)}
    rest = [
        cell
        for cell, word in zip(row.own, words, strict=True)
        if word not in GOAL_ROLE and cell not in others
    ]
    is_header = len(beside) < len(sides) or any(is_known(cell.text) for cell in rest)
    return [] if is_header else [each for each in beside if each[2] in rest]


def goals_in_one(row: Row) -> list[tuple[str, Cell, Cell]]:
    """Side, cell and text of each goal that stands in one cell with its label: 年度目标：改造管网."""
    found: list[tuple[str, Cell, Cell]] = []
    for cell in row.own:
        for label, text in labelled(cell.text):
            if side := GOAL_ROLE.get(header_word(label)):
                found.append((side if side in _SIDES else _SIDES[0], cell, replace(cell, text=text)))
    return found


def _is_over_text(label: Cell, below: Row | None) -> bool:
    """Whether a text that is no label begins right below a label and is as wide."""
    cell = below.cells.get(label.column) if below else None
    if cell is None or below is None or cell not in below.own or cell.column != label.column:
        return False
    return cell.column_span == label.column_span and label.row_span == 1 and not is_known(cell.text)


def goal_columns(row: Row, below: Row | None = None) -> dict[int, str]:
    """Side of the goal whose texts stand below a row, by column; none where it is no header of goals.

    年度绩效目标 over a text, beside what became of it, is what was to be reached.
    """
    roles = {cell.column: GOAL_ROLE.get(header_word(cell.text)) for cell in row.own}
    if "achieved" in roles.values() and "expected" not in roles.values():
        over = [cell for cell in row.own if roles[cell.column] == "other" and _is_over_text(cell, below)]
        roles |= {cell.column: "expected" for cell in over[:1]}
    return {
        column: side
        for begin, side in roles.items()
        if side in _SIDES and side
        for column, cell in row.cells.items()
        if cell.column == begin
    }


def rates_beside(row: Row) -> list[tuple[Cell, Cell]]:
    """Labels of how far the goals were reached, each with its value to the right: 总体完成率 | 100%."""
    return [
        (label, value)
        for label, value in pairwise(row.own)
        if _is_rate(label) and is_amount(value.text) and value.column > label.column
    ]


def rate_columns(row: Row) -> dict[int, str]:
    """The words of a header of goals over columns that tell how far they were reached, by column."""
    return {cell.column: one_line(cell.text) for cell in row.own if _is_rate(cell)}


def _is_rate(cell: Cell) -> bool:
    return bool(GOAL_RATE.fullmatch(header_word(cell.text)))
