"""The goals of a form row by row (年度目标): beside their labels or below them, and how far they were reached."""

from __future__ import annotations

from perfeval.documents.recognition.cell_text import is_block_label, one_line
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.goals import (
    goal_columns,
    goals_beside,
    goals_in_one,
    rate_columns,
    rates_beside,
)
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.identity import NAMES, told_in_row
from perfeval.documents.recognition.ledger import is_known
from perfeval.documents.recognition.words.bare import header_word
from perfeval.documents.recognition.words.labels import GOAL_ROLE


def goals_begin(draft: Draft, row: Row, below: Row | None) -> bool:
    """Take goals that stand beside their labels, or the header over them."""
    if draft.section in ("indicators", "closed"):
        return False
    beside, columns = goals_beside(row, below) or goals_in_one(row), goal_columns(row, below)
    for side, label, text in beside:
        draft.goals.setdefault(side, []).append(text.text.strip())
        draft.ledger.take((label, text))
    if beside:
        take_beside(draft, row)
    if beside or columns:
        _take_rates(draft, row)
        draft.goal_columns, draft.section = {} if beside else columns, "goals"
        draft.goal_rates = {} if beside else rate_columns(row)
        draft.goal_width = row.width
        draft.ledger.take(cell for cell in row.own if is_block_label(cell.text))
    return bool(beside or columns)


def take_goals(draft: Draft, row: Row) -> bool:
    """Take a row below the header of goals; whether it tells goals. The word of the next part over it is none."""
    is_heading = len(row.own) == 1 and is_known(row.own[0].text)
    if _take_rates(draft, row) or is_heading:
        return False
    if not draft.goal_columns and (side := _side_above(row)):
        draft.goals.setdefault(side, []).append(row.own[0].text.strip())
        draft.ledger.take(row.own)
        return True
    for cell in row.own:
        if word := draft.goal_rates.get(cell.column):
            draft.extra.setdefault(word, one_line(cell.text))
            draft.ledger.take((cell,))
        elif side := draft.goal_columns.get(cell.column):
            draft.goals.setdefault(side, []).append(cell.text.strip())
            draft.ledger.take((cell,))
    return any(cell.column in draft.goal_columns for cell in row.own)


def _side_above(row: Row) -> str | None:
    """Side of the goal whose label reaches down to a row from above, with nothing but one more line beside it."""
    reaching = (cell for cell in row.distinct if cell not in row.own)
    roles = [role for cell in reaching if (role := GOAL_ROLE.get(header_word(cell.text)))]
    if len(roles) != 1 or len(row.own) != 1:
        return None
    return "achieved" if roles[0] == "achieved" else "expected"


def take_beside(draft: Draft, row: Row) -> None:
    """Take what a row of a form tells behind its first label, which is another (金额 | 130 | 自评时间 | 3月)."""
    told = [each for each in told_in_row(row) if each.role not in NAMES]
    if draft.identity and told:
        draft.identify(told)


def _take_rates(draft: Draft, row: Row) -> bool:
    """Keep how far the goals were reached (总体完成率), where that stands beside its label."""
    rates = rates_beside(row)
    for label, value in rates:
        draft.extra.setdefault(one_line(label.text), one_line(value.text))
        draft.ledger.take((label, value))
    return bool(rates)
