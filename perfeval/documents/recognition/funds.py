"""Fund lines of a form -> Funds (项目资金, 预算执行): the scored total and its sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from perfeval.core.form import FundLine, Funds
from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_amount, number_of, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.words.bare import (
    folded,
    header_word,
)
from perfeval.documents.recognition.words.lines import SUBTOTAL_ROWS
from perfeval.documents.recognition.words.money import (
    BREAKDOWN,
    FUND_ROLE,
    TOTAL_FUNDS,
)

_POINTS_IN_HEADER = re.compile(r"\((\d+(?:\.\d+)?)分")
_MONEY_UNIT = re.compile(r"(?:\(|单位[:：]?)(?:单位[:：]?)?(亿元|万元|元)")
_OF_EXECUTION = ("submitted_rate", "points", "submitted_score")
_KEPT = ("extra", "other_money")
_SOURCE = re.compile(r".*(?:资金|拨款|财政)")
_FIELD_OF = {"rate": "submitted_rate", "score": "submitted_score"}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cells of one fund line by role; `name` is its label as printed."""

    name: str
    cells: dict[str, Cell]
    place: Place | None
    guessed: tuple[str, ...] = ()
    """Labels that no layout names, whose role was told by their form."""
    unread: tuple[str, ...] = ()
    """Labels before several amounts of which none is the sum."""
    is_paired: bool = False
    """Whether labels stand before the amounts, and no header over them."""

    labels: tuple[Cell, ...] = ()
    """Cells that name the line or its amounts."""
    extra: Mapping[str, Cell] = field(default_factory=dict)
    """Cells of columns that say nothing of the execution (结余), by the words over them."""

    def line(self) -> FundLine:
        """The fund line, empty cells as None."""
        texts = {_FIELD_OF.get(role, role): one_line(cell.text) or None for role, cell in self.cells.items()}
        extra = {word: one_line(cell.text) for word, cell in self.extra.items() if cell.text.strip()}
        return FundLine(name=self.name, place=self.place, extra=extra, **texts)


def fund_line(row: Row, header: Header, exact: bool = True) -> Amounts | None:
    """Amounts of a row under a fund header; None for a row that holds none and is not the total.

    Where a format lost merged cells, a row wider than its header cannot be read, and the sum below tasks is read
    from the right if its label alone can have been merged.
    """
    if not exact and (row.width > header.width or (header.of_tasks and row.width < header.width)):
        moved = _moved(row, header)
        return None if moved is None else fund_line(moved, header)
    columns = {column: role for column, role in header.roles.items() if not _holds_label(column, header, row)}
    held = {role: row.cells[column] for column, role in _from_right(columns) if column in row.cells}
    cells = {role: cell for role, cell in held.items() if role not in _KEPT}
    # Sources in columns of their own may stand between the label and the sum.
    first = min((column for column, role in columns.items() if role in AMOUNTS), default=row.width + 1)
    labels = [cell for cell in row.own if cell.column < first and not is_amount(cell.text)]
    name = one_line(labels[-1].text) if labels else ""
    money = [cells[role] for role in AMOUNTS if role in cells]
    if not any(is_amount(cell.text) for cell in money) and header_word(name) not in TOTAL_FUNDS:
        return None
    beside = {
        header.words.get(column, role): cell
        for column, role in _from_right(columns)
        if role in _KEPT and (cell := row.cells.get(column)) and cell not in labels
    }
    # The label of the block reaches down from the header.
    extra = {word: cell for word, cell in beside.items() if one_line(cell.text) != word}
    place = money[-1].place if money else row.place
    return Amounts(name, cells, place, labels=tuple(labels), extra=extra)


def _moved(row: Row, header: Header) -> Row | None:
    """A narrow row with the cells right of its label under the columns that they end with; None if they do not fit."""
    first = min(column for column, role in header.roles.items() if role in (*AMOUNTS, *header.scored_roles))
    shift = header.width - row.width
    label = next((cell for cell in row.own if header_word(cell.text) in TOTAL_FUNDS), None)
    if shift < 0 or label is None or label.column + 1 + shift != first:
        return None
    cells = {column + (shift if column > label.column else 0): cell for column, cell in row.cells.items()}
    return replace(row, cells=cells, width=header.width)


def _from_right(columns: Mapping[int, str]) -> list[tuple[int, str]]:
    """Columns and their roles, so that of two with one role the left one comes last."""
    return sorted(columns.items(), reverse=True)


def _holds_label(column: int, header: Header, row: Row) -> bool:
    """Whether a column of money holds the label of the row: words, and another column of its role follows.

    Sichuan prints 年度预算数（万元） over the labels 总额 and 其中：财政资金, before the columns of money.
    """
    role, cell = header.roles[column], row.cells.get(column)
    if role not in AMOUNTS or cell is None or is_absent(cell.text) or is_amount(cell.text):
        return False
    return any(row.cells.get(other) is not cell for other in header.columns(role) if other > column)


def is_total_of_funds(row: Row) -> bool:
    """Whether a row, read without a header, can only be the total of the funds."""
    words = {header_word(cell.text) for cell in row.own}
    is_total = any("资金" in word for word in words & TOTAL_FUNDS)
    return is_total and sum(is_amount(cell.text) for cell in row.own) > 1


def funds(lines: Sequence[Amounts], header: Header | None, texts: Sequence[str]) -> Funds | None:
    """The fund block: the line of the total, or the first line where the others are its parts, and its sources.

    Marks and money unit that stand only in a header or label (`得分(20分×执行率)`, `项目资金（万元）`)
    are taken from `texts`, the last one being the nearest.
    """
    if not lines:
        return None
    lines = _with_units(lines, header)
    told = _told(lines)
    total = total_line(lines)
    printed = FundLine(name="") if total is None else total.line()
    for marks in (line.line() for line in lines if not _tells(line)):
        printed = printed.model_copy(update=_lacking(printed, marks))
    if total and total.name and header_word(total.name) not in TOTAL_FUNDS:
        printed = printed.model_copy(update={"extra": {"资金名称": total.name, **printed.extra}})
    points = printed.points
    if points is None and not (header and header.columns("points")):
        points = _found(_POINTS_IN_HEADER, texts)
    return Funds(
        **printed.model_dump(exclude={"name", "points", "place"}),
        points=points,
        sources=tuple(line.line() for line in told if line is not total),
        money_unit=printed_unit(texts) or "万元",
        place=total.place if total else lines[0].place,
    )


def _with_units(lines: Sequence[Amounts], header: Header | None) -> Sequence[Amounts]:
    """The lines with the unit behind each amount, where the words over or beside them tell several units.

    预算数（元） beside 执行数（万元）.
    """
    words = [(role, header.word(role)) for role in AMOUNTS] if header else []
    words += [
        (FUND_ROLE.get(header_word(label.text), ""), label.text) for line in lines for label in line.labels
    ]
    units = {role: unit for role, word in words if role in AMOUNTS and (unit := printed_unit([word]))}
    if len({*units.values()}) < 2:
        return lines
    return [
        replace(
            line,
            cells={
                role: replace(cell, text=cell.text.strip() + units[role])
                if role in units and number_of(cell.text) is not None
                else cell
                for role, cell in line.cells.items()
            },
        )
        for line in lines
    ]


def printed_unit(texts: Sequence[str]) -> str | None:
    """The money unit that a header or label prints (项目资金（万元）), the nearest first."""
    return _found(_MONEY_UNIT, texts)


def total_line(lines: Sequence[Amounts]) -> Amounts | None:
    """The line of the whole money: by its name; or the first, where the others are its parts or there is no other."""
    told = _told(lines)
    total = next((line for line in told if header_word(line.name) in TOTAL_FUNDS), None)
    sums = [line for line in told if header_word(line.name) in SUBTOTAL_ROWS]
    if total is None and len(sums) == 1 and _adds_up(sums[0], [line for line in told if line is not sums[0]]):
        return sums[0]
    if total or not told or BREAKDOWN.match(told[0].name):
        return total
    first, rest = told[0], told[1:]
    parts = all(BREAKDOWN.match(line.name) for line in rest[:1]) or (
        is_source(rest[0].name) and not is_source(first.name)
    )
    return first if parts or not first.name or _adds_up(first, rest) else None


def is_source(name: str) -> bool:
    """Whether a name is that of a source of funds: 其中：财政拨款, 其他资金."""
    return bool(BREAKDOWN.match(name) or _SOURCE.match(folded(name)))


def _told(lines: Sequence[Amounts]) -> list[Amounts]:
    return [line for line in lines if _tells(line)]


def _tells(line: Amounts) -> bool:
    """Whether a line has an amount or a name; the others hold only the marks of the execution."""
    return bool(line.name or line.cells.keys() & {*AMOUNTS})


def _adds_up(first: Amounts, rest: Sequence[Amounts]) -> bool:
    """Whether the first line is the sum of the others, in a column that all have."""
    for role in AMOUNTS:
        numbers = [
            number_of(line.cells[role].text) if role in line.cells else None for line in (first, *rest)
        ]
        known = [number for number in numbers if number is not None]
        if len(known) == len(numbers) and known[0] == sum(known[1:]):
            return True
    return False


def _lacking(line: FundLine, marks: FundLine) -> dict[str, str | None]:
    """Rate and marks that a line lacks, taken from the row that holds only them."""
    return {field: getattr(marks, field) for field in _OF_EXECUTION if getattr(line, field) is None}


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    matches = (pattern.search(folded(text)) for text in reversed(texts))
    return next((match.group(1) for match in matches if match), None)
