"""Labels that identify a form (项目名称): the value is beside the label, behind it in one cell, or above the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount
from perfeval.documents.recognition.fund_headers import is_header_word
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.ledger import is_known
from perfeval.documents.recognition.titles import is_body
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.columns import (
    INDICATOR_ROLE,
)
from perfeval.documents.recognition.words.labels import (
    IDENTITY_BLOCK,
    IDENTITY_ROLE,
    MANAGED,
    identity_role,
)
from perfeval.documents.recognition.words.money import (
    FUND_ROLE,
)

NAMES = ("name", "unit")
"""Roles that may begin a form."""

NEARNESS = {"department": 0, "city_department": 1, "province_department": 2, "state_department": 3}
"""How far above the project a department is that supervises it (县级, 市级, 中央主管部门)."""


def plain(role: str) -> str:
    """The role that several share: each of those who supervise is the department."""
    return "department" if role in NEARNESS else role


_GAP = re.compile(r"(\s*\n\s*|[ \t\u3000]{2,}|[ \t\u3000](?=[一-龥()（）]{2,12}[:：]))")
_LABELLED = re.compile(r"([^:：]{2,24})[:：]\s*(.+)")
_SHORTEST_NAME = 4
_LONGEST_VALUE = 120
"""A longer text behind a label is prose."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that identifies a form; `label` and `value` may be parts of one cell."""

    role: str
    label: Cell
    value: Cell
    whole: tuple[Cell, ...] = ()
    """The cells that label or value are parts of."""

    @property
    def in_one(self) -> bool:
        """Whether label and value stand in one text (项目名称：甲)."""
        return self.label.column == self.value.column

    def says_again(self, known: Cell | None) -> bool:
        """Whether it only repeats, at the top of a page, what is known of the form already (续表)."""
        return known is not None and folded(self.value.text) == folded(known.text)


def labelled(text: str) -> Iterator[tuple[str, str]]:
    """Labels and their values in one text.

    >>> list(labelled("项目名称：水渠修复    金额单位：万元"))
    [('项目名称', '水渠修复'), ('金额单位', '万元')]
    """
    if ":" not in text and "：" not in text:
        return iter(())
    parts = ["", *_GAP.split(text.strip())]
    pairs: list[tuple[str, str]] = []
    for gap, part in zip(parts[::2], parts[1::2], strict=True):
        if found := _LABELLED.fullmatch(part):
            pairs.append((found[1], found[2].strip()))
        elif pairs:
            # A gap without a label behind it is part of the value, a line break none.
            label, value = pairs[-1]
            pairs[-1] = (label, value + ("" if "\n" in gap else " ") + part)
    return iter(pairs)


def told_in_line(line: str, place: Place | None) -> tuple[Told, ...]:
    """The identifying facts in a line above a table."""
    return tuple(_told_in_one(Cell(0, 0, line, place=place)))


def told_beside(label: str, value: str, cells: tuple[Cell, ...]) -> Iterator[Told]:
    """What a label at the foot of a form tells of whose it is (填报单位：甲局)."""
    role = _role(label, value)
    if role not in (None, "other", "submitted_score"):
        yield Told(role, replace(cells[0], text=label), replace(cells[-1], text=value), cells)


def told_in_row(row: Row) -> tuple[Told, ...]:
    """The identifying facts in a row, in the order of its cells."""
    found: list[Told] = []
    for cell in row.own:
        value = row.right_of(cell)
        role = _role(cell.text, value.text if value else "")
        if role is None:
            found += _told_in_one(cell)
        elif role == "name" and _follows_label(cell, row):
            continue
        elif header_word(cell.text) in MANAGED and (texts := _texts_behind(cell, row)):
            found.append(
                Told(role, cell, replace(texts[0], text="；".join(text.text for text in texts)), texts)
            )
        elif value and not is_header_word(value.text):
            found.append(Told(role, cell, value))
    return tuple(found)


def _role(label: str, value: str) -> str | None:
    """Role of a label; 单位 before the name of a body is that of the unit, before 万元 that of the money.

    项目 before a name is that of the project, before another word that of a column.
    """
    word = header_word(label)
    if word == "项目":
        is_name = len(folded(value)) >= _SHORTEST_NAME and not is_known(value) and not is_amount(value)
        return "name" if is_name else None
    return identity_role(word) or ("unit" if word in ("单位", "部门") and is_body(value) else None)


def leading_role(row: Row, told: tuple[Told, ...]) -> str | None:
    """Role that a row of identity begins with, the name of the project before all; None for any other row."""
    beside = row.right_of(row.own[0])
    role = _role(row.own[0].text, beside.text if beside else "")
    if role in NAMES:
        return role
    if any(each.role == "name" and _is_in_pairs(each, row) for each in told):
        return "name"
    return role or next(
        (each.role for each in told if each.in_one and each.label.column == row.own[0].column), None
    )


def _is_in_pairs(name: Told, row: Row) -> bool:
    """Whether labels and values alternate in a row up to a name; the header of a list has labels alone."""
    if name.in_one:
        return name.label.column == row.own[0].column
    words = {header_word(cell.text) for cell in row.own}
    before = row.cells.get(name.label.column - 1)
    is_after_gap = before is not None and not before.text.strip()
    first = row.own[0]
    is_block = first.row_span > 1 or IDENTITY_BLOCK.fullmatch(header_word(first.text))
    is_after_block = row.own.index(name.label) == 1 and is_block
    in_pairs = row.own.index(name.label) % 2 == 0 or is_after_gap or is_after_block
    return bool(in_pairs) and not words & (FUND_ROLE.keys() | INDICATOR_ROLE.keys())


def _texts_behind(label: Cell, row: Row) -> tuple[Cell, ...]:
    """Texts to the right of a label, up to the next one: 分配科学性 | 按因素法分配 | 无."""
    behind = (cell for cell in row.own if cell.column > label.column)
    return tuple(takewhile(lambda cell: not is_header_word(cell.text), behind))


def _follows_label(cell: Cell, row: Row) -> bool:
    """Whether a label stands right behind another one, as in the header of a list (预算单位 | 项目名称 | 金额)."""
    before = row.cells.get(cell.column - 1)
    return before is not None and header_word(before.text) in IDENTITY_ROLE


def _told_in_one(cell: Cell) -> Iterator[Told]:
    if len(cell.text) > _LONGEST_VALUE:
        return
    for label, value in labelled(cell.text):
        if role := _role(label, value):
            yield Told(role, replace(cell, text=label), replace(cell, text=value), (cell,))
