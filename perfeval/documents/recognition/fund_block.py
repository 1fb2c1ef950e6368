"""The fund block of a form row by row (项目资金): its header, its lines, what stands beside them, and other tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount, is_block_label, one_line
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.fund_headers import fund_header, unread_header
from perfeval.documents.recognition.fund_pairs import (
    execution_marks,
    fund_pairs,
    joined,
    pairs_in_cells,
    source_pairs,
    sources_beside,
    unread_source,
)
from perfeval.documents.recognition.funds import Amounts, fund_line, is_source
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_years import has_years, year_and_word
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.labels import GOAL_ROLE, IDENTITY_ROLE
from perfeval.documents.recognition.words.money import TOTAL_FUNDS

_TOLD = re.compile(r"(.{2,24}?)[:：]\s*([\d,.]*\d(?:[亿万千]?元)?)")
_DIGIT = re.compile(r"\d")
_HEAD_ROWS = 3
"""Rows at the top of a form, of which one has its name."""


def funds_begin(draft: Draft, rows: Sequence[Row], index: int) -> tuple[Header | None, Amounts | None]:
    """The header of funds, or the funds in pairs, that stand at a row; inside a table of indicators only a header."""
    header = fund_header(rows, index, draft.year)
    inside = draft.section in ("indicators", "closed")
    pairs = None
    if header is not None or not inside:
        pairs = fund_pairs(rows, index)
        if pairs is None and not _tells_goals(draft, rows[index]):
            pairs = pairs_in_cells(rows[index].own)
    # Money that was received (到位) is part of the funds between what was planned and what was spent.
    is_other = pairs is not None and not pairs.unread and not pairs.cells.keys() & {*AMOUNTS}
    return header, None if is_other and not any(line.is_paired for line in draft.fund_lines) else pairs


def _tells_goals(draft: Draft, row: Row) -> bool:
    """Whether a row stands under a header of goals, or beside their label: amounts in it are what was to be reached."""
    is_under = draft.section == "goals" and any(cell.column in draft.goal_columns for cell in row.own)
    return is_under or any(header_word(cell.text) in GOAL_ROLE for cell in row.distinct)


def take_pairs(draft: Draft, rows: Sequence[Row], index: int, pairs: Amounts) -> None:
    """Take funds of which each amount stands beside its label, and the words of the block at their left and above."""
    row = rows[index]
    for line in (pairs, *sources_beside(row)):
        _take(draft, line)
    draft.ledger.take(_block_label(row))
    behind = row.own[1:2]
    draft.ledger.take(
        cell
        for cell in row.own[:1]
        if is_block_label(cell.text) and not any(is_amount(each.text) for each in behind)
    )
    above = rows[index - 1].own if index else ()
    # A dump does not tell what the words above stand over.
    are_labels = all(is_block_label(cell.text) for cell in above)
    draft.ledger.take(
        cell for cell in above if are_labels or (is_block_label(cell.text) and _is_over(cell, row))
    )


def take_header(draft: Draft, rows: Sequence[Row], index: int, header: Header) -> None:
    """Take a header of funds; of two the one with marks tells the form's funds.

    The other one is that of the year's tasks, each with its budget (年度主要任务), or of the budget by its items.
    """
    before = draft.fund_header
    block = rows[index : index + header.height]
    if draft.fund_lines and before:
        more = len(header.scored_roles) - len(before.scored_roles) or before.of_tasks - header.of_tasks
        if more < 0:
            draft.passed_over = header
            draft.section = "funds"
            return
        if more > 0:
            draft.fund_lines.clear()
    for each in block:
        draft.ledger.take(cell for cell in each.own if is_block_label(cell.text))
        draft.ledger.take(cell for column, cell in each.cells.items() if column in header.roles)
    if header.years and index and has_years(rows[index - 1]):
        draft.ledger.take(cell for cell in rows[index - 1].own if year_and_word(cell.text)[1] == "")
    if index and all(_is_over(cell, rows[index]) for cell in rows[index - 1].own):
        draft.ledger.take(cell for cell in rows[index - 1].own if is_block_label(cell.text))
    draft.passed_over, draft.fund_header, draft.section = None, header, "funds"


def take_line(draft: Draft, row: Row, exact: bool) -> Literal["line", "task"] | None:
    """Take a row below a header of funds: the form's own line; a task, and what was passed over, is no line of it."""
    header = draft.passed_over or draft.fund_header
    line = fund_line(row, header, exact) if header else None
    if line is None or header is None:
        _take_told(draft, row)
        return None
    draft.ledger.take(_block_label(row))
    if draft.passed_over or (header.of_tasks and header_word(line.name) not in TOTAL_FUNDS):
        return "task"
    _take(draft, line, joins=False)
    return "line"


def _take_told(draft: Draft, row: Row) -> None:
    """Keep what cells tell by themselves (其中：基本支出：1600); a source without an amount has nothing to be kept."""
    for cell in row.own:
        if found := _TOLD.fullmatch(one_line(cell.text)):
            draft.extra.setdefault(found[1], found[2])
            draft.ledger.take((cell,))
        elif is_source(one_line(cell.text)) and not _DIGIT.search(cell.text):
            draft.ledger.take((cell,))


def beside_funds(draft: Draft, row: Row) -> bool:
    """Take a row with the marks of the execution or with a source of funds; keep the rest of it for a problem."""
    if not draft.is_begun:
        return False
    is_paired = any(line.is_paired for line in draft.fund_lines)
    if marks := execution_marks(row, draft.fund_header, is_paired):
        draft.labels.extend(cell.text for cell in row.own)
        _take(draft, marks, joins=False)
    elif unread := unread_header(row):
        draft.unread_funds = unread
    elif draft.fund_header or not draft.fund_lines:
        return False
    elif source := source_pairs(row, draft.fund_lines) or unread_source(row):
        _take(draft, source)
    else:
        return False
    return True


def is_of_another_table(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether the money read so far stands in a table before the form that begins here with its name (三公经费)."""
    firsts = (header_word(row.own[0].text) for row in rows[:_HEAD_ROWS] if row.own)
    names_form = any(IDENTITY_ROLE.get(word) in ("name", "unit") for word in firsts)
    return names_form and draft.is_begun and draft.is_only_funds


def _is_over(cell: Cell, row: Row) -> bool:
    """Whether a cell spans into the row below it, or stands over several of its cells (预算安排)."""
    ends = cell.column + cell.column_span
    below = {id(each) for column, each in row.cells.items() if cell.column <= column < ends}
    return row.cells.get(cell.column) is cell or (len(below) > 1 and not is_amount(cell.text))


def _block_label(row: Row) -> list[Cell]:
    """The label of a block (项目资金（万元）) that reaches down to a row from above, at its left."""
    first = next(iter(row.cells.values()), None)
    return [first] if first and first not in row.own and is_block_label(first.text) else []


def _take(draft: Draft, line: Amounts, joins: bool = True) -> None:
    draft.fund_lines = joined(draft.fund_lines, line) if joins else [*draft.fund_lines, line]
    draft.ledger.take((*line.cells.values(), *line.labels, *line.extra.values()))
