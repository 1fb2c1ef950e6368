"""Rows of the indicator table that are no indicators (表中其他行): totals, subtotals, remarks and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_mark, level, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.header_roles import LEVEL_POINTS
from perfeval.documents.recognition.headers import Header
from perfeval.documents.recognition.identity import labelled
from perfeval.documents.recognition.indicators import Record
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.lines import (
    ENUMERATOR,
    FIRST_LEVELS,
    FOOTER,
    LEVEL_NAMES,
    NUMBERED_LEVEL,
    SUBTOTAL,
    TOTAL_ROWS,
    TOTAL_SCORES,
)

_GRADE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_DIGIT = re.compile(r"\d")
_VALUES = ("target", "actual", "points", "score")
_PAIR = 2
_LONGEST_LABEL = 24
_WIDE = 3
"""Columns of values that only a text, and never a value, goes over."""


def is_prose(row: Row, only: Cell, width: int, exact: bool) -> bool:
    """Whether the only text of a row runs over the whole table."""
    return only.column_span * 2 > width if exact else row.width == 1


def level_line(row: Row, header: Header) -> tuple[str, str] | None:
    """Role and name of a level that stands over its rows in a line (一、产出指标), where it has no column."""
    if len(row.own) != 1:
        return None
    numbered = NUMBERED_LEVEL.fullmatch(level(row.own[0].text))
    found = level_in_text(row.own[0].text) or (("dimension", numbered[1]) if numbered else None)
    return None if found is None or header.columns(found[0]) else found


def level_in_text(text: str) -> tuple[str, str] | None:
    """Role and name of a level in a line that tells nothing else: 一、产出指标（40分）."""
    line = level(text)
    number = ENUMERATOR.match(line)
    name = line[number.end() if number else 0 :].removesuffix("完成情况")
    word = header_word(name)
    if not word or word not in LEVEL_NAMES | FIRST_LEVELS:
        return None
    return ("dimension" if word in FIRST_LEVELS else "category"), name


def looks_like_indicator(row: Row) -> bool:
    """Whether a row, read without a header, can only be an indicator: a level, a name, values and a mark."""
    has_level = any(header_word(cell.text) in LEVEL_NAMES for cell in row.own)
    return has_level and len(row.own) > _WIDE and any(is_mark(cell.text) for cell in row.own[-_PAIR:])


def is_footer(row: Row) -> bool:
    """Whether a row belongs to the paper: a note (注, 说明), or labels of its foot and what is written beside them."""
    labels = [bool(FOOTER.match(folded(cell.text))) for cell in row.own]
    return labels[0] and (len(labels) <= _PAIR or sum(labels) > 1)


def foot_pairs(row: Row) -> Iterator[tuple[str, str, tuple[Cell, ...]]]:
    """Labels and values at the foot of the paper, and their cells: in one cell (填表人：张三), or side by side."""
    rest = list(row.own)
    while rest:
        cell = rest.pop(0)
        if pairs := list(labelled(cell.text)):
            for label, value in pairs:
                yield label, value, (cell,)
        elif (
            rest
            and cell.text.strip()
            and len(folded(cell.text)) <= _LONGEST_LABEL
            and not labelled_once(rest[0])
        ):
            beside = rest.pop(0)
            yield one_line(cell.text).rstrip(":："), one_line(beside.text), (cell, beside)


def labelled_once(cell: Cell) -> bool:
    """Whether a cell holds a label and its value."""
    return next(labelled(cell.text), None) is not None


def is_indicator_below(record: Record, row: Row, header: Header, below_total: bool) -> bool:
    """Whether a row below a note or a total is an indicator all the same.

    A telephone number at the foot is no mark. Below a total of scores, a row without marks must stand under a level
    that has a name, for opinions and signatures have a label and a text, too.
    """
    if FOOTER.match(folded(row.own[0].text)):
        return False
    if has_marks(record):
        return bool(record.value("name"))
    levels = {header_word(record.text(role)) for role in ("dimension", "category")}
    if below_total and header.columns("score") and not levels & (LEVEL_NAMES | FIRST_LEVELS):
        return False
    return has_own_values(record, row) or (not below_total and is_named_alone(record, row))


def is_remark(record: Record) -> bool:
    """Whether a row is a label and a text (其他需要说明事项 | 无): one text under most columns of values.

    A text in place of the values of an indicator, whose name has a cell to itself, is no remark: such a row is
    refused, or not applicable, under its own name.
    """
    values = [cells[0] for role in _VALUES if (cells := record.cells.get(role))]
    wide = next((cell for cell in values if _times(cell, values) >= max(2, min(_WIDE, len(values)))), None)
    if wide is None or not wide.text.strip() or is_mark(wide.text):
        return False
    names, levels = record.cells.get("name", ()), record.cells.get("dimension", ())
    if header_word(record.text("name")) in LEVEL_NAMES:
        return False
    return not record.value("name") or any(name is wide or name in levels for name in names)


def _times(cell: Cell, cells: list[Cell]) -> int:
    return sum(each is cell for each in cells)


def has_marks(record: Record) -> bool:
    """Whether a row has full marks or a score."""
    return is_mark(record.text("score")) or is_mark(record.text("points"))


def has_own_values(record: Record, row: Row) -> bool:
    """Whether a row without marks names an indicator and tells its target or actual value, in cells to themselves.

    Below a note or a total, this is what tells an indicator from the lines at the foot of the paper.
    """
    names = record.cells.get("name", ())
    told = [cell for role in ("target", "actual") for cell in record.cells.get(role, ()) if cell in row.own]
    apart = [
        cell for cell in told if cell not in names and not is_absent(cell.text) and _times(cell, told) == 1
    ]
    first = folded(row.own[0].text)
    return bool(record.value("name") and apart) and not FOOTER.match(first)


def is_under_level(record: Record, row: Row) -> bool:
    """Whether a row without marks stands under a level that forms have (产出指标), with values of its own."""
    levels = {header_word(record.text(role)) for role in ("dimension", "category")}
    return bool(levels & (LEVEL_NAMES | FIRST_LEVELS)) and has_own_values(record, row)


def is_named_alone(record: Record, row: Row) -> bool:
    """Whether a row names an indicator under a level, each in a cell to itself, and tells nothing yet."""
    names = [cell for cell in record.cells.get("name", ()) if cell in row.own]
    levels = [cell for role in ("dimension", "category") for cell in record.cells.get(role, ())]
    is_foot = FOOTER.match(folded(row.own[0].text)) is not None
    return bool(names) and not is_foot and any(cell.text.strip() and cell not in names for cell in levels)


def is_subtotal(row: Row, header: Header) -> bool:
    """Whether a row sums one level (产出指标小计): by its label, and because it tells no value.

    合计 alone sums the table, unless it stands beside the level that it sums.
    """
    label = next((cell for cell in row.own if SUBTOTAL.fullmatch(header_word(cell.text))), None)
    if label is None or _tells_values(row, label, header):
        return False
    word = header_word(label.text)
    if word in TOTAL_ROWS:
        return _stands_beside_level(row, label, header)
    # In the column of the names alone it may be the name of an indicator (三公经费合计).
    over = {header.roles.get(column) for column, cell in row.cells.items() if cell is label}
    return bool(over & {"dimension", "category", "target", "actual"}) or _sums_level(word)


def _tells_values(row: Row, label: Cell, header: Header) -> bool:
    columns = (*header.columns("target"), *header.columns("actual"))
    told = [cell for column in columns if (cell := row.cells.get(column)) and cell is not label]
    # In a row that lost its merged cells the marks have moved to the left.
    moved = row.width < header.width and all(is_mark(cell.text) for cell in row.own if cell is not label)
    return not moved and any(not is_absent(cell.text) for cell in told)


def _sums_level(word: str) -> bool:
    found = SUBTOTAL.fullmatch(word)
    return found is not None and (not found[1] or found[1].endswith("指标"))


def _stands_beside_level(row: Row, label: Cell, header: Header) -> bool:
    columns = (*header.columns("dimension"), *header.columns("category"))
    levels = [cell for column in columns if (cell := row.cells.get(column)) and cell.text.strip()]
    return any(cell.column < label.column and not is_mark(cell.text) for cell in levels)


def total_label(row: Row) -> Cell | None:
    """The cell that calls a row the total: its first, but for marks; its number may stand in the same cell."""
    first = next((cell for cell in row.own if not is_mark(cell.text)), None)
    if first is None:
        return None
    word, alone = header_word(first.text), _number_behind_label(first) is not None
    rest = [cell for cell in row.own if cell is not first]
    scores_alone = word in TOTAL_SCORES and rest and all(_number(cell) is not None for cell in rest)
    return first if word in TOTAL_ROWS or alone or scores_alone else None


def total_of(row: Row, label: Cell, header: Header, exact: bool = False) -> tuple[str | None, str | None]:
    """Printed sums of marks and scores: by their columns, in this order, or the one that there is by its column.

    What stands there and is no number is told as it is printed, so that it is named and not passed over.
    """
    if text := _number_behind_label(label):
        return None, text
    # Where merged cells are known, a row is only cut off where its last cells are empty.
    in_columns = exact or row.width == header.width
    # A sum of other scores, or of marks taken off (扣分), is not the form's.
    others = header.columns("extra") if in_columns else ()
    marks = [
        (cell, number)
        for cell in row.own
        if cell is not label and cell.column not in others and (number := _number(cell)) is not None
    ]
    under = {header.roles.get(cell.column): number for cell, number in marks}
    if in_columns and {"points", "score"} <= under.keys():
        return under["points"], under["score"]
    if len(marks) > 1:
        # The sums of the marks of the levels stand before the sums of the rows.
        (_, first), (_, second) = marks[-2:] if header.columns(LEVEL_POINTS) else marks[:2]
        return first, second
    points = score = None
    if marks:
        cell, number = marks[0]
        at = {cell.column} if exact else {cell.column, cell.column + header.width - row.width}
        points, score = (number, None) if at & {*header.columns("points")} else (None, number)
    rest = [
        cell for cell in row.own if cell is not label and not is_absent(cell.text) and _number(cell) is None
    ]
    if in_columns:
        printed = {header.roles.get(cell.column): one_line(cell.text) for cell in rest}
        return points or printed.get("points"), score or printed.get("score")
    return points, score or next((one_line(cell.text) for cell in rest if _DIGIT.search(cell.text)), None)


def _number(cell: Cell) -> str | None:
    """The number of a total, beside a grade in brackets or not: 98.33（优）."""
    bare = _GRADE.sub("", one_line(cell.text))
    return bare if is_mark(bare) else None


def _number_behind_label(cell: Cell) -> str | None:
    """The number of a total in the cell that names it: 自评总分：98.5分."""
    pairs = ((header_word(label), value) for label, value in labelled(cell.text))
    return next(
        (value for word, value in pairs if word in TOTAL_ROWS | TOTAL_SCORES and is_mark(value)), None
    )
