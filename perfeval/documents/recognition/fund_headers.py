"""Headers of fund blocks (资金表头): which column holds the budget, what was spent, and the execution's score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_amount, one_line
from perfeval.documents.recognition.funds import is_source
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_years import has_years, other_years, year_and_word
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.columns import (
    INDICATOR_ROLE,
    UNIT_ALONE,
)
from perfeval.documents.recognition.words.labels import (
    GOAL_ROLE,
    IDENTITY_ROLE,
    MANAGEMENT,
    identity_role,
)
from perfeval.documents.recognition.words.lines import (
    SUBTOTAL_ROWS,
)
from perfeval.documents.recognition.words.money import (
    FUND_ROLE,
    TASK_COLUMNS,
    TASK_DETAILS,
    TOTAL_FUNDS,
    WEAKER_FUNDS,
    likely_fund_role,
)

_NEEDED = {"budget": "全年预算数", "executed": "全年执行数"}
"""Columns that the score of the execution needs, in words."""

_KNOWN_ALL_THE_SAME = TASK_COLUMNS | TASK_DETAILS | WEAKER_FUNDS
_NAMES = ("name", "unit", "body", "department")
_MOST_LINES = 3
_LETTERS = re.compile(rf"\(?[A-Z①-⑨](?:[=＝/÷×*+\-—()%A-Z①-⑨0-9])*\)?|{UNIT_ALONE.pattern}")
"""Letters of a formula, or units, below the words of a header: A, (B), C=B/A; (万元), (%)."""
_COLUMNS = ("dimension", "category", "name", "target", "actual", "points", "score")
"""Columns of indicators whose words are never a value."""


def fund_header(rows: Sequence[Row], index: int, year: int | None = None) -> Header | None:
    """Header of the fund lines that begins at `rows[index]`, in a form of that year.

    It names at least two of 年初预算数, 全年预算数 and 全年执行数. Where the lines below split such a column by
    sources (中央, 省级, 合计), the column of the sum has the role; letters of a formula (A, B, B/A) are part of it.
    """
    row = rows[index]
    if any(is_amount(cell.text) for cell in row.own):
        return None
    cells = [cell for cell in row.distinct if cell.text.strip()]
    by_word, guessed = roles_of(cells)
    roles = {
        column: role
        for column, cell in row.cells.items()
        if (role := by_word.get(year_and_word(cell.text)[1]))
    }
    if len({*roles.values()} & {*AMOUNTS}) < 2:
        return None
    for column, cell in row.cells.items():
        if column not in roles and cell is not cells[0] and is_source(one_line(cell.text)):
            roles[column] = "extra"
    roles = _without_block_label(roles, row, cells[0])
    shown = {role for column, role in roles.items() if column not in row.hidden}
    roles |= {column: "extra" for column, role in roles.items() if column in row.hidden and role in shown}
    words = {column: one_line(row.cells[column].text) for column in roles}
    over = [rows[index - 1]] if index and has_years(rows[index - 1]) else []
    of_others, years = other_years(roles, [*over, row], year)
    roles |= dict.fromkeys(of_others, "extra")
    words |= of_others
    unknown = _unknown(row.own, guessed)
    header = Header(
        roles,
        words,
        row.width,
        1,
        row.place,
        tuple(one_line(cell.text) for cell in row.own if header_word(cell.text) in guessed),
        _texts(unknown),
        unread_at=unknown[0].place if unknown else None,
        years=years,
        of_tasks=any(header_word(cell.text) in TASK_COLUMNS for cell in row.own),
    )
    for above, below in pairwise(rows[index : index + _MOST_LINES]):
        more = _with_line(header, above, below)
        if more is header:
            break
        header = more
    return header


def _without_block_label(roles: Mapping[int, str], row: Row, first: Cell) -> dict[int, str]:
    """Roles of the columns without that of the label of the block (年度预算（万元）), where another column has it."""
    rest = {"other_money", *(role for column, role in roles.items() if row.cells[column] is not first)}
    return {
        column: role for column, role in roles.items() if row.cells[column] is not first or role not in rest
    }


def roles_of(labels: Sequence[Cell]) -> tuple[dict[str, str], set[str]]:
    """Roles of the words in a header or row of labels of money, and which of them were only guessed.

    A weaker word (财政拨款数) names the budget where no other does and what was spent is plain. A word that no
    layout names has a role by its form where the labels lack that role, beside a label that is known, or where
    what was to be spent and what was spent are both plain.
    """
    words = [year_and_word(cell.text)[1] for cell in labels]
    roles = {word: FUND_ROLE[word] for word in words if word in FUND_ROLE}
    if "executed" in roles.values():
        weaker = "other_money" if "budget" in roles.values() else "budget"
        roles |= {word: weaker for word in words if word in WEAKER_FUNDS and word not in roles}
    known = {*roles.values()} - {"extra", "other_money"}
    guesses: dict[str, str] = {}
    for word in words:
        role = None if word in roles else likely_fund_role(word)
        if role and role not in known and role not in guesses.values():
            guesses[word] = role
    if not known and not _NEEDED.keys() <= {*guesses.values()}:
        guesses = {}
    return roles | guesses, {*guesses}


def unread_columns(header: Header) -> Problem | None:
    """Columns of money that a header of funds lacks, where it has words that nothing knows."""
    needed = {**_NEEDED, **({"score": "得分"} if header.columns("points") else {})}
    other = (header.words[column] for column in header.columns("other_money") if column in header.words)
    return _unread(
        [word for role, word in needed.items() if not header.columns(role)],
        [*header.unread, *other],
        header.unread_at or header.place,
    )


def unread_header(row: Row) -> Problem | None:
    """A row that looks like a header of funds, and has too few words that are known."""
    found = {FUND_ROLE.get(header_word(cell.text), "extra") for cell in row.own} - {"extra"}
    if len(found) < 2 or not found & {*AMOUNTS, "rate"} or any(is_amount(cell.text) for cell in row.own):
        return None
    missing = [word for role, word in _NEEDED.items() if role not in found]
    unknown = _unknown(row.own, set())
    return _unread(missing, _texts(unknown), unknown[0].place if unknown else row.place)


def lists_projects(rows: Sequence[Row], index: int) -> bool:
    """Whether `rows[index]` is the header of a list of projects with their funds (汇总表, 一览表), which is no form.

    It has a column of names and columns of money; in a form a name stands beside its label, and other labels
    (主管部门) below that.
    """
    row = rows[index]
    words = [header_word(cell.text) for cell in row.own]
    names = [cell for cell, word in zip(row.own, words, strict=True) if IDENTITY_ROLE.get(word) in _NAMES]
    names = [cell for cell in names if header_word(cell.text) not in FUND_ROLE]
    roles = {FUND_ROLE.get(word, "extra") for word in words} - {"extra"}
    if not names or not roles & {*AMOUNTS} or any(is_amount(cell.text) for cell in row.own):
        return False
    below = rows[index + 1].cells.get(names[0].column) if index + 1 < len(rows) else None
    if (
        below is None
        or below is names[0]
        or not below.text.strip()
        or header_word(below.text) in IDENTITY_ROLE
    ):
        return False
    beside = row.right_of(names[0])
    return len(roles) > 1 or (beside is not None and is_header_word(beside.text))


def is_header_word(text: str) -> bool:
    """Whether a text is the word of a column or of a label, and so no value of the label beside it."""
    word = header_word(text)
    return (
        identity_role(word) is not None
        or word in MANAGEMENT
        or FUND_ROLE.get(word, "extra") != "extra"
        or INDICATOR_ROLE.get(word, "extra") in _COLUMNS
    )


def unread_list(row: Row) -> Problem:
    """A list of projects where the funds of a form should stand."""
    return Problem(
        "funds-not-read", {"text": "、".join(one_line(cell.text) for cell in row.own)[:60]}, row.place
    )


def _unread(missing: Sequence[str], unknown: Sequence[str], place: Place | None) -> Problem | None:
    if not missing or not unknown:
        return None
    return Problem(
        "columns-unknown",
        {"missing": "、".join(missing), "unknown": "、".join(dict.fromkeys(unknown))},
        place,
    )


def _unknown(cells: Sequence[Cell], guessed: set[str]) -> list[Cell]:
    """Cells of a header whose words have no role, those that nothing knows first.

    The first cell of the row is the label of the block.
    """
    found = [
        cell
        for cell in cells[1:]
        if (word := year_and_word(cell.text)[1]) not in FUND_ROLE
        and word not in TOTAL_FUNDS
        and word not in guessed
    ]
    return sorted(
        found,
        key=lambda cell: header_word(cell.text) in _KNOWN_ALL_THE_SAME or is_source(one_line(cell.text)),
    )


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(one_line(cell.text) for cell in cells)


def _with_line(header: Header, row: Row, below: Row) -> Header:
    """The header with the columns of money that the line below it splits; the same one where that is no part of it."""
    if all(_LETTERS.fullmatch(folded(cell.text)) for cell in below.own) and below.own:
        units = {column: cell.text for column, cell in below.cells.items() if "元" in cell.text}
        words = {column: word + units.get(column, "") for column, word in header.words.items()}
        return replace(header, height=header.height + 1, words=words)
    is_content = any(is_amount(cell.text) for cell in below.own)
    if is_content or any(
        word in GOAL_ROLE or word in INDICATOR_ROLE.keys() - FUND_ROLE.keys()
        for word in (header_word(cell.text) for cell in below.own)
    ):
        return header
    roles, printed, is_split = dict(header.roles), dict(header.words), False
    unread: list[Cell] = []
    for cell in (each for each in row.distinct if each.text.strip()):
        role, columns = roles.get(cell.column), _columns_of(cell, row)
        parts = [part for part in below.own if part.column in columns and not is_absent(part.text)]
        # One word under a merged cell is the next row's own; a split has several.
        if len(parts) < 2 or (role not in AMOUNTS and header.height == 1):
            continue
        is_split = True
        if role not in AMOUNTS:
            continue
        split = _split(role, parts)
        for column in columns:
            roles.pop(column, None)
        for part in parts:
            for column in (each for each, covering in below.cells.items() if covering is part):
                roles[column], printed[column] = "extra", f"{one_line(cell.text)}：{one_line(part.text)}"
        for part, found in split:
            for column in (each for each, covering in below.cells.items() if covering is part):
                roles[column], printed[column] = found, one_line(part.text)
        if role not in {found for _, found in split}:
            unread += parts
    if not is_split:
        return header
    width = max(header.width, below.width)
    return replace(
        header,
        roles=roles,
        words=printed,
        height=header.height + 1,
        width=width,
        unread=(*header.unread, *_texts(unread)),
        unread_at=header.unread_at or (unread[0].place if unread else None),
    )


def _columns_of(cell: Cell, row: Row) -> range:
    """Columns that a header cell stands over: up to the next cell with text, merged or left empty."""
    others = (column for column, other in row.cells.items() if column > cell.column and other is not cell)
    end = next((column for column in others if row.cells[column].text.strip()), row.width + 1)
    return range(cell.column, end)


def _split(role: str, parts: Sequence[Cell]) -> list[tuple[Cell, str]]:
    """Roles of the parts of a column of money: those that their own words tell, or the only sum among sources."""
    own = [(part, found) for part in parts if (found := FUND_ROLE.get(header_word(part.text))) in AMOUNTS]
    for sums in (TOTAL_FUNDS, SUBTOTAL_ROWS):
        totals = [part for part in parts if header_word(part.text) in sums]
        if len(totals) == 1:
            return [*((part, found) for part, found in own if found), (totals[0], role)]
    return [(part, found) for part, found in own if found]
