"""Amounts of the funds (资金) as numbers of the form's money unit, and the sum of their sources."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.form import Funds
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.target import is_blank

MoneyColumn = Literal["initial_budget", "budget", "executed"]
MONEY_COLUMNS: tuple[MoneyColumn, ...] = ("initial_budget", "budget", "executed")


@dataclass(frozen=True, slots=True)
class SourcesSum:
    """Sum of the 其中 lines of one column; complete where every line has an amount."""

    sum: Fraction
    is_complete: bool


def amount(text: str | None, funds: Funds) -> Fraction | None:
    """An amount in the form's money unit; None where the cell is blank or cannot be read."""
    found = None if text is None or is_blank(text) else _quantity(text)
    if found is None or found.unit is None:
        return None if found is None else found.value
    return in_money_unit(found, funds.money_unit)


def in_money_unit(quantity: Quantity, unit: str) -> Fraction | None:
    """A quantity of money in another money unit; None for anything that is no money."""
    one = _quantity(f"1{unit}")
    if one is None or quantity.unit is None:
        return None
    match = same_unit(one, quantity)
    if match.note in ("mismatch", "percent-scale", "assumed"):
        return None
    return match.actual_value / match.target_value


def has_amounts(funds: Funds, column: MoneyColumn) -> bool:
    """Whether a source of funds has an amount in this column."""
    return any(amount(getattr(line, column), funds) for line in funds.sources)


def sources_sum(funds: Funds, column: MoneyColumn) -> SourcesSum | None:
    """Sum of the sources of one column, lines that break a source down left out; None where no line is filled in."""
    read = [amount(getattr(line, column), funds) for line in funds.sources]
    known = [value for value in read if value is not None]
    if not known:
        return None
    return SourcesSum(sum(_top_level(known), Fraction(0)), len(known) == len(read))


def _top_level(values: list[Fraction]) -> list[Fraction]:
    """Values without the runs that break the value before them down: 90, 60, 30, 10 is 90 and 10."""
    kept: list[Fraction] = []
    index = 0
    while index < len(values):
        kept.append(values[index])
        index += 1 + _children(values[index], values[index + 1 :])
    return kept


def _children(parent: Fraction, following: list[Fraction]) -> int:
    """How many of the following values, at least two, add up to the one before them; zeros break nothing down."""
    for count in range(2, len(following) + 1):
        if parent > 0 and all(following[:count]) and sum(following[:count]) == parent:
            return count
    return 0


def _quantity(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except NotationError:
        return None
