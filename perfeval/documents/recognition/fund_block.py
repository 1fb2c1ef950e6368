"""What stands beside the fund lines of a form (项目资金): rows of their own, and other tables with money."""

from __future__ import annotations

from collections.abc import Sequence

from perfeval.documents.recognition.form_draft import Draft
from perfeval.documents.recognition.fund_headers import unread_header
from perfeval.documents.recognition.fund_pairs import execution_marks, joined, source_pairs, unread_source
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.layouts import IDENTITY_ROLE, header_word

_HEAD_ROWS = 3
"""Rows at the top of a form, of which one has its name."""


def beside_funds(draft: Draft, row: Row) -> bool:
    """Take a row with the marks of the execution or with a source, or keep what it says to be named."""
    if not draft.is_begun:
        return False
    if marks := execution_marks(row, draft.fund_header):
        draft.fund_lines.append(marks)
    elif unread := unread_header(row):
        draft.unread_funds = unread
    elif draft.fund_header or not draft.fund_lines:
        return False
    elif source := source_pairs(row, draft.fund_lines) or unread_source(row):
        draft.fund_lines = joined(draft.fund_lines, source)
    else:
        return False
    return True


def is_of_another_table(draft: Draft, rows: Sequence[Row]) -> bool:
    """Whether the money read so far stands in a table before the form that begins here with its name (三公经费)."""
    firsts = (header_word(row.own[0].text) for row in rows[:_HEAD_ROWS] if row.own)
    names_form = any(IDENTITY_ROLE.get(word) in ("name", "unit") for word in firsts)
    return names_form and draft.is_begun and draft.is_only_funds
