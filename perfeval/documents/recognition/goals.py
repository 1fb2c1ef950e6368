"""Goals of the year and what became of them (年度目标, 完成情况): below their labels, or right of them in one row."""

from __future__ import annotations

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.ledger import is_known
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.labels import GOAL_ROLE

_SIDES = ("expected", "achieved")


def goals_beside(row: Row) -> list[tuple[str, Cell, Cell]]:
    """Side, label and text of each goal right of its label: 年度目标 | 改造管网 | 完成情况 | 已完成."""
    words = [header_word(cell.text) for cell in row.own]
    sides = [(at, side) for at, word in enumerate(words) if (side := GOAL_ROLE.get(word)) in _SIDES and side]
    beside = [(side, row.own[at], row.own[at + 1]) for at, side in sides if at + 1 < len(words)]
    rest = [cell for cell, word in zip(row.own, words, strict=True) if word not in GOAL_ROLE]
    is_header = len(beside) < len(sides) or any(is_known(cell.text) for cell in rest)
    return [] if is_header else [each for each in beside if each[2] in rest]


def goal_columns(row: Row) -> dict[int, str]:
    """Side of the goal whose texts stand below a row, by column; none where it is no header of goals."""
    roles = {cell.column: GOAL_ROLE.get(header_word(cell.text)) for cell in row.own}
    return {
        column: side
        for begin, side in roles.items()
        if side in _SIDES and side
        for column, cell in row.cells.items()
        if cell.column == begin
    }
