"""Funds without a header (资金标签在旁): each amount, or mark, beside the label that tells what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_amount, is_block_label, is_mark, one_line
from perfeval.documents.recognition.fund_headers import roles_of
from perfeval.documents.recognition.funds import Amounts, is_source
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.identity import labelled
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.lines import (
    SUBTOTAL_ROWS,
)
from perfeval.documents.recognition.words.money import (
    BREAKDOWN,
    EXECUTION_ROWS,
    FUND_ROLE,
    TOTAL_FUNDS,
)

_PAIR = 2
_MARKS = ("rate", "points", "score")
_MARK_IN_CELL = re.compile(r"([一-龥]{2,6})[:：]?(\d+(?:\.\d+)?)分?")
"""分值：10分."""
_LABEL_AND_AMOUNT = re.compile(
    r"([一-龥]{2,12}(?:[(（][一-龥]+[)）])?)\s?[:：]?\s?(¥?\d[\d,.]*(?:[亿万千]?元|[%％分])?)"
)
_DIGIT = re.compile(r"\d")
_BETWEEN_PAIRS = re.compile(r"[ \t\u3000]{2,}|\s*[,，;；。、|\n]\s*(?!\d)")
_MARKS_IN_CELL = re.compile(rf"(?:{_MARK_IN_CELL.pattern}[,;、。/]?)+")


def fund_pairs(rows: Sequence[Row], index: int) -> Amounts | None:
    """Amounts of a row in which each label is followed by its value; None where it is not such a row.

    Where the block is transposed, with sources in columns of their own (合计, 中央, 省级), the sum is the value.
    """
    row = rows[index]
    cells: dict[str, Cell] = {}
    labels: list[Cell] = []
    extra: dict[str, Cell] = {}
    guessed: list[str] = []
    unread: list[str] = []
    roles, guesses = _roles_around(rows, index)
    for cell in row.own:
        word = header_word(cell.text)
        role = roles.get(word, "extra")
        value = row.right_of(cell) if role != "extra" else None
        if value is None or not _is_value(value):
            continue
        labels.append(cell)
        if role == "other_money":
            values = _values_behind(cell, row)
            extra[one_line(cell.text)] = whole = _by_column(role, values, rows[:index]).get(role, value)
            extra |= _parts(one_line(cell.text), [each for each in values if each is not whole], rows[:index])
            continue
        found = {role: value}
        if role in AMOUNTS:
            values = _values_behind(cell, row)
            heads = [head for head in _over(values, rows[:index]) if head] if len(values) > 1 else []
            found = _by_column(role, values, rows[:index])
            labels += heads if len({*map(id, heads)}) > 1 and role in found else []
            rest = [each for each in values if each not in found.values()] if role in found else []
            extra |= _parts(one_line(cell.text), rest, rows[:index])
        cells |= found
        unread += [] if role in found else [one_line(cell.text)]
        guessed += [one_line(cell.text)] if word in guesses else []
    if not unread and not extra and not any(role in AMOUNTS for role in cells):
        return None
    return Amounts(
        "", cells, row.place, tuple(guessed), tuple(unread), is_paired=True, labels=tuple(labels), extra=extra
    )


def pairs_in_cells(cells: Sequence[Cell]) -> Amounts | None:
    """Amounts in one text each with their labels: 预算数：50万元 | 执行数：48万元; 预算数50万元，执行数48万元."""
    told = [
        (replace(cell, text=label), replace(cell, text=value), cell)
        for cell in cells
        for label, value in _joined_pairs(cell.text) or labelled(cell.text)
    ]
    if not told:
        return None
    roles, guesses = roles_of([label for label, value, _ in told if _is_value(value)])
    found: dict[str, Cell] = {}
    for label, value, _ in told:
        word = header_word(label.text)
        role = "" if word in guesses else roles.get(word, "")
        if role in (*AMOUNTS, *_MARKS) and _is_value(value):
            found.setdefault(role, value)
    if not found.keys() & {*AMOUNTS}:
        return None
    used = tuple(cell for label, _, cell in told if roles.get(header_word(label.text)))
    return Amounts("", found, cells[0].place, is_paired=True, labels=used)


def _joined_pairs(text: str) -> list[tuple[str, str]]:
    """Labels with the amounts right behind them, where a text holds nothing else: 资金  预算数 300  执行数 270."""
    bare = text.strip().lstrip("-*•· ").rstrip("。;；")
    parts = [part for part in _BETWEEN_PAIRS.split(bare) if _DIGIT.search(part) or not is_block_label(part)]
    found = [_LABEL_AND_AMOUNT.fullmatch(part) for part in parts]
    return [(pair[1], pair[2]) for pair in found if pair] if all(found) else []


def _roles_around(rows: Sequence[Row], index: int) -> tuple[dict[str, str], set[str]]:
    """Roles of the labels of a row; one label in each of several rows is read with those beside it."""
    row = rows[index]
    if _label_alone(row) is None:
        return roles_of(row.own)
    near = (_label_alone(other) for other in rows[max(index - _PAIR, 0) : index + _PAIR + 1])
    roles, guesses = roles_of([label for label in near if label])
    own = {header_word(cell.text) for cell in row.own}
    return {word: role for word, role in roles.items() if word in own}, guesses & own


def _label_alone(row: Row) -> Cell | None:
    """The label of a row with one label and the amounts behind it, beside the label of the block or not.

    Several amounts behind 年度资金总额 are those of a line under a header.
    """
    labels = [cell for cell in row.own if not is_amount(cell.text)]
    amounts = [cell for cell in row.own if is_amount(cell.text)]
    if not amounts or not 0 < len(labels) <= _PAIR or labels[-1].column > amounts[0].column:
        return None
    return labels[-1] if len(amounts) == 1 or header_word(labels[-1].text) not in TOTAL_FUNDS else None


def sources_beside(row: Row) -> list[Amounts]:
    """Sources to the right of the amount that they split: `全年预算数 | 250 | 其中：财政拨款 | 200`."""
    found: list[Amounts] = []
    role = None
    roles, _ = roles_of(row.own)
    for cell in row.own:
        word, value = header_word(cell.text), row.right_of(cell)
        if value is None or is_amount(cell.text) or not is_amount(value.text):
            continue
        if word in roles:
            role = roles[word]
        elif role in AMOUNTS and is_source(one_line(cell.text)):
            found.append(
                Amounts(one_line(cell.text), {role: value}, row.place, is_paired=True, labels=(cell,))
            )
    return found


def joined(lines: Sequence[Amounts], new: Amounts) -> list[Amounts]:
    """The lines and one more; rows of labels with one amount each that are about the same funds become one line."""
    for position, line in enumerate(lines):
        same = line.is_paired and new.is_paired and header_word(line.name) == header_word(new.name)
        shared = line.cells.keys() & new.cells.keys()
        # Marks of the execution may stand beside each of its amounts.
        if same and all(role in _MARKS and line.cells[role].text == new.cells[role].text for role in shared):
            whole = replace(
                line,
                cells={**line.cells, **new.cells},
                guessed=line.guessed + new.guessed,
                unread=line.unread + new.unread,
                labels=line.labels + new.labels,
                extra={**line.extra, **new.extra},
            )
            return [*lines[:position], whole, *lines[position + 1 :]]
    return [*lines, new]


def source_pairs(row: Row, lines: Sequence[Amounts]) -> Amounts | None:
    """A source below funds in pairs: its name before each amount, which stands under that of all sources.

    `其中：财政拨款 | 1,000 | 其中：财政拨款 | 950` below `预算数： | 1,250 | 执行数： | 1,187`.
    """
    above = next((line for line in reversed(lines) if line.is_paired and not line.name), None)
    if above is None or not above.cells:
        return None
    nearest = max(cell.row for cell in above.cells.values())
    amounts = {role: cell for role, cell in above.cells.items() if role in AMOUNTS} | {**above.extra}
    columns = {role: cell.column for role, cell in amounts.items() if cell.row == nearest}
    under = {role: row.cells.get(column) for role, column in columns.items()}
    found = {role: cell for role, cell in under.items() if cell in row.own and cell and is_amount(cell.text)}
    cells = {role: cell for role, cell in found.items() if role in AMOUNTS}
    extra = {word: cell for word, cell in found.items() if word in above.extra}
    names = [cell for cell in row.own if cell not in found.values()]
    words = {header_word(cell.text) for cell in names}
    if (
        len(names) != len(cells) + len(extra)
        or len(words) != 1
        or any(is_amount(cell.text) for cell in names)
    ):
        return None
    if words & FUND_ROLE.keys() or (len(names) == 1 and not is_source(names[0].text)):
        return None
    return Amounts(
        one_line(names[0].text), cells, row.place, is_paired=True, labels=tuple(names), extra=extra
    )


def unread_source(row: Row) -> Amounts | None:
    """A row that calls its amounts a part of the funds (其中：财政拨款), whose place under them is not plain."""
    if not _has_amount(row) or not any(BREAKDOWN.match(one_line(cell.text)) for cell in row.own):
        return None
    return Amounts("", {}, row.place, unread=tuple(one_line(cell.text) for cell in row.own))


def execution_marks(row: Row, header: Header | None, below_pairs: bool = False) -> Amounts | None:
    """Rate and marks of the execution in a row of their own, below the funds: `预算执行率 | 90% | 得分：9分`.

    Below funds in pairs the rate may have a row of its own, and so may the marks.
    """
    label = next((cell for cell in row.own if _is_rate(cell)), None)
    if label is None and below_pairs:
        label = next((cell for cell in row.own if FUND_ROLE.get(header_word(cell.text)) in _MARKS), None)
    if label is None:
        return None
    labels: list[Cell] = [label]
    cells: dict[str, Cell] = {}
    for cell in row.own:
        role, value = FUND_ROLE.get(header_word(cell.text)), row.right_of(cell)
        if cell is label and role not in _MARKS:
            role = "rate"
        if role in _MARKS and value and _is_value(value):
            cells.setdefault(role, value)
            labels.append(cell)
        elif marks := _marks_in(cell):
            cells = {**marks, **cells}
            labels.append(cell)
    for role in ("points", "score"):
        for column in header.columns(role) if header else ():
            if (value := row.cells.get(column)) and is_mark(value.text) and cells.get("rate") is not value:
                cells.setdefault(role, value)
    money = (row.cells.get(column) for role in AMOUNTS if header for column in header.columns(role))
    if any(cell and _is_money(cell) and cell not in cells.values() for cell in money):
        return None
    return Amounts("", cells, row.place, labels=tuple(labels)) if cells else None


def _marks_in(cell: Cell) -> dict[str, Cell]:
    """Marks that stand in one cell with their labels: 分值：10分，得分：9分."""
    text = folded(cell.text)
    if not _MARKS_IN_CELL.fullmatch(text):
        return {}
    told = ((FUND_ROLE.get(word), mark) for word, mark in _MARK_IN_CELL.findall(text))
    return {role: replace(cell, text=mark) for role, mark in told if role in ("points", "score")}


def _is_rate(cell: Cell) -> bool:
    word = header_word(cell.text)
    return FUND_ROLE.get(word) == "rate" or (word in EXECUTION_ROWS and word.endswith("率"))


def _is_money(cell: Cell) -> bool:
    return is_amount(cell.text) and "%" not in folded(cell.text)


def _is_value(cell: Cell) -> bool:
    return is_amount(cell.text) or is_mark(cell.text)


def _has_amount(row: Row) -> bool:
    return any(is_amount(cell.text) for cell in row.own)


def _values_behind(label: Cell, row: Row) -> list[Cell]:
    """Amounts between a label and the next cell with other text."""
    behind = (cell for column, cell in row.cells.items() if column > label.column and cell is not label)
    return list(takewhile(_is_value, (cell for cell in dict.fromkeys(behind) if cell.text.strip())))


def _by_column(role: str, values: Sequence[Cell], above: Sequence[Row]) -> dict[str, Cell]:
    """What the amounts behind one label are, by the words over their columns; the first, where there are none.

    Without the role where sources have no sum: none of them is the amount of all.
    """
    over = _over(values, above)
    if len(values) == 1 or len({head for head in over if head and head.text.strip()}) < 2:
        return {role: values[0]}
    words = [header_word(head.text) if head else "" for head in over]
    pairs = list(zip(values, words, strict=True))
    marks = {told: value for value, word in pairs if (told := FUND_ROLE.get(word)) in _MARKS}
    amounts = [(value, word) for value, word in pairs if FUND_ROLE.get(word) not in _MARKS]
    for sums in (TOTAL_FUNDS, SUBTOTAL_ROWS, frozenset({""})):
        totals = [value for value, word in amounts if word in sums]
        if len(totals) == 1:
            return {**marks, role: totals[0]}
    return {**marks, role: amounts[0][0]} if len(amounts) == 1 else marks


def _over(values: Sequence[Cell], above: Sequence[Row]) -> list[Cell | None]:
    """The cell over each amount, in the nearest row without amounts."""
    heads = next((row for row in reversed(above) if row.own and not _has_amount(row)), None)
    return [heads.cells.get(value.column) if heads else None for value in values]


def _parts(label: str, values: Sequence[Cell], above: Sequence[Row]) -> dict[str, Cell]:
    """Amounts behind a label that are parts of it, by the label and the words over them."""
    over = zip(values, _over(values, above), strict=True)
    return {f"{label}：{one_line(head.text)}": value for value, head in over if head and head.text.strip()}
