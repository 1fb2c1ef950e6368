"""Whether a table without a header of its own belongs to the form above it (续表): its rows, its total, its foot."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.funds import fund_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.indicators import read_record
from perfeval.documents.recognition.ledger import is_known
from perfeval.documents.recognition.other_rows import (
    has_marks,
    has_own_values,
    is_footer,
    is_under_level,
    total_label,
)


def continues(draft: Draft, rows: Sequence[Row], exact: bool) -> bool:
    """Whether a new table continues the one before it.

    It is not wider, and has marks, amounts or levels with values in the same columns.
    """
    if draft.section == "indicators" and draft.header and not has_other_header(draft, rows):
        header = draft.header
        return any(
            has_marks(record := read_record(row, header, None, exact)) or is_under_level(record, row)
            for row in rows
            if row.width <= header.width
        )
    if draft.section == "funds" and draft.fund_header:
        return any(fund_line(row, draft.fund_header) for row in rows)
    return False


def has_other_header(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether a new table begins with words of its own where the form has its marks, as a list of contracts does."""
    first = next((row for row in rows if row.own), None)
    columns = (*draft.header.columns("points"), *draft.header.columns("score")) if draft.header else ()
    under = [cell for column in columns if first and (cell := first.cells.get(column))]
    return bool(under) and len({*map(id, under)}) == len(columns) and all(map(_is_other_word, under))


def _is_other_word(cell: Cell) -> bool:
    return not is_known(cell.text) and not any(each.isdigit() for each in cell.text)


def is_foot_of(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether a new table is the foot of the form: its total, and lines such as 自评等级 and 存在问题."""
    own = [row for row in rows if row.own]
    if draft.section != "closed" or draft.total or not own:
        return False
    return any(total_label(row) for row in own) and all(total_label(row) or is_footer(row) for row in own)


def may_carry_on(draft: Draft, row: Row, exact: bool) -> bool:
    """Whether a row of another table looks like an indicator of the form above, whose table is left."""
    header = draft.header
    if header is None or row.width != header.width:
        return False
    record = read_record(row, header, None, exact)
    told = record.text("target") + record.text("actual")
    is_own = has_own_values(record, row) and any(each.isdigit() for each in told)
    return is_under_level(record, row) or (is_own and draft.total is None)
