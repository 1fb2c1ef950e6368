"""Amounts of the funds (资金) as numbers of the form's money unit, and the sum of their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.execution import bare_amount
from perfeval.core.form import Funds
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.target import is_blank

MoneyColumn = Literal["initial_budget", "budget", "executed"]
MONEY_COLUMNS: tuple[MoneyColumn, ...] = ("initial_budget", "budget", "executed")


@dataclass(frozen=True, slots=True)
class SourcesSum:
    """Sums that the 其中 lines of one column can stand for; complete where every line has an amount.

    No form says which lines break others down, so there is one sum for each way to read them: first the one
    that counts every line.
    """

    sums: tuple[Fraction, ...]
    is_complete: bool


def amount(text: str | None, funds: Funds) -> Fraction | None:
    """An amount in the form's money unit; None where the cell is blank or cannot be read."""
    found = None if text is None or is_blank(text) else _quantity(text)
    unit = _quantity(f"1{funds.money_unit}")
    if found is None or unit is None or found.unit is not None:
        return None if found is None else in_money_unit(found, funds.money_unit)
    return bare_amount(found, unit)


def in_money_unit(quantity: Quantity, unit: str) -> Fraction | None:
    """A quantity of money in another money unit; None for anything that is no money."""
    one = _quantity(f"1{unit}")
    if one is None or quantity.unit is None:
        return None
    match = same_unit(one, quantity)
    if match.note in ("mismatch", "percent-scale", "assumed"):
        return None
    return match.actual_value / match.target_value


def in_ten_thousands(column: MoneyColumn, funds: Funds) -> Fraction | None:
    """An amount of the execution row in 万元; None where it is blank or cannot be read."""
    value = amount(getattr(funds, column), funds)
    factor = in_money_unit(parse_quantity(f"1{funds.money_unit}"), "万元")
    return None if value is None or factor is None else value * factor


def has_amounts(funds: Funds, column: MoneyColumn) -> bool:
    """Whether a source of funds has an amount in this column."""
    return any(amount(getattr(line, column), funds) for line in funds.sources)


def sources_sum(funds: Funds, column: MoneyColumn) -> SourcesSum | None:
    """The sums that the sources of one column can stand for; None where no line is filled in."""
    read = [(line.name, amount(getattr(line, column), funds)) for line in funds.sources]
    known = [(name, value) for name, value in read if value is not None]
    if not known:
        return None
    readings = tuple(_readings(tuple(known[:_MOST_LINES])))
    sums = dict.fromkeys(sum(kept, Fraction(0)) for kept in readings)
    sums |= dict.fromkeys(found for kept in readings if (found := _told_twice(kept)) is not None)
    return SourcesSum(tuple(sums), len(known) == len(read) <= _MOST_LINES)


_MOST_LINES = 12
"""Lines that are read; the ways to nest more are too many, and no form has them."""


def _readings(lines: tuple[tuple[str, Fraction], ...]) -> Iterator[tuple[Fraction, ...]]:
    """Every way to leave out lines that break the line above them down: they add up to it, or begin with 其中."""
    if not lines:
        yield ()
        return
    (_, parent), rest = lines[0], lines[1:]
    for count in range(len(rest) + 1):
        children = rest[:count]
        adds_up = parent > 0 and sum(value for _, value in children) == parent
        is_part = count == 1 and children[0][0].lstrip("（( ").startswith("其中") and children[0][1] <= parent
        if count == 0 or adds_up or is_part:
            yield from ((parent, *kept) for kept in _readings(rest[count:]))


def _told_twice(lines: tuple[Fraction, ...]) -> Fraction | None:
    """The sum of money that is broken down more than once: by its sources, then by its uses (资金来源, 资金结构)."""
    halves = (
        (sum(lines[:end], Fraction(0)), sum(lines[end:], Fraction(0))) for end in range(2, len(lines) - 1)
    )
    return next((one for one, two in halves if one == two), None)


def printed_rate(funds: Funds) -> Fraction | None:
    """The execution rate as the form prints it (执行率), as a share: 86.19%, 86.19 and 0.8619 are one; None without."""
    text = (funds.submitted_rate or "").strip()
    found = amount(text.rstrip("%％").strip(), funds)
    is_share = found is not None and found <= 1 and not text.endswith(("%", "％"))
    return found if found is None or is_share else found / 100


def _quantity(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except NotationError:
        return None
