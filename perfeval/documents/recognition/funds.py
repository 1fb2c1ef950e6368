"""Fund lines of a form -> Funds (项目资金, 预算执行): the scored total and its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.core.form import FundLine, Funds
from perfeval.core.problems import Place
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import is_absent, is_amount, one_line
from perfeval.documents.recognition.grid_rows import Row
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.layouts import BREAKDOWN, TOTAL_FUNDS, folded, header_word

_POINTS_IN_HEADER = re.compile(r"\((\d+(?:\.\d+)?)分")
_MONEY_UNIT = re.compile(r"(?:\(|单位[:：]?)(?:单位[:：]?)?(亿元|万元|元)")
_OF_EXECUTION = ("submitted_rate", "points", "submitted_score")
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

    def line(self) -> FundLine:
        """The fund line, empty cells as None."""
        texts = {_FIELD_OF.get(role, role): one_line(cell.text) or None for role, cell in self.cells.items()}
        return FundLine(name=self.name, place=self.place, **texts)


def fund_line(row: Row, header: Header) -> Amounts | None:
    """Amounts of a row under a fund header; None for a row that holds none and is not the total."""
    columns = {column: role for column, role in header.roles.items() if not _holds_label(column, header, row)}
    cells = {
        role: row.cells[column]
        for column, role in sorted(columns.items(), reverse=True)
        if role != "extra" and column in row.cells
    }
    # Sources in columns of their own may stand between the label and the sum.
    first = min((column for column, role in columns.items() if role in AMOUNTS), default=row.width + 1)
    labels = (cell for cell in reversed(row.own) if cell.column < first and not is_amount(cell.text))
    label = next((one_line(cell.text) for cell in labels), "")
    money = [cells[role] for role in AMOUNTS if role in cells]
    if not any(is_amount(cell.text) for cell in money) and header_word(label) not in TOTAL_FUNDS:
        return None
    return Amounts(label, cells, money[-1].place if money else row.place)


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
    """The fund block: the line of the total, or the first line where none is called so, and its sources.

    Marks and money unit that stand only in a header or label (`得分(20分×执行率)`, `项目资金（万元）`)
    are taken from `texts`, the last one being the nearest.
    """
    if not lines:
        return None
    told = [line for line in lines if line.name or line.cells.keys() & {*AMOUNTS}]
    total = next((line for line in told if header_word(line.name) in TOTAL_FUNDS), None)
    if total is None and told and not BREAKDOWN.match(told[0].name):
        total = told[0]
    printed = FundLine(name="") if total is None else total.line()
    for marks in (line.line() for line in lines if line not in told):
        printed = printed.model_copy(update=_lacking(printed, marks))
    points = printed.points
    if points is None and not (header and header.columns("points")):
        points = _found(_POINTS_IN_HEADER, texts)
    return Funds(
        **printed.model_dump(exclude={"name", "points", "place"}),
        points=points,
        sources=tuple(line.line() for line in told if line is not total),
        money_unit=_found(_MONEY_UNIT, texts) or "万元",
        place=total.place if total else lines[0].place,
    )


def _lacking(line: FundLine, marks: FundLine) -> dict[str, str | None]:
    """Rate and marks that a line lacks, from a row of their own."""
    return {field: getattr(marks, field) for field in _OF_EXECUTION if getattr(line, field) is None}


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> str | None:
    matches = (pattern.search(folded(text)) for text in reversed(texts))
    return next((match.group(1) for match in matches if match), None)
