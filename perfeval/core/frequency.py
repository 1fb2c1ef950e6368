"""How often something is done against how many times it was (频次与次数): 每季度1次 answered by 4次."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfeval.core.cursor import Cursor
from perfeval.core.notation import NotationError
from perfeval.core.pair import Way
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bare, Bound, Range
from perfeval.core.target_kinds import quantities_of
from perfeval.core.units import Unit, conversion, read_period
from perfeval.core.words.periods import PERIODS, WORKDAYS
from perfeval.core.words.units import measure_of

_OCCASIONS = ("次", "场", "场次", "期", "批次", "批", "回", "轮")
"""What is counted where something is done once a period, whatever it is: 每月召开例会 answered by 12次."""
_ANYTHING = re.compile("(?=[^\\W0-9])")
_CLEARLY = 3
"""So many times a goal for one period, a bare number counts the year."""


def over_the_year(way: Way, year: int | None) -> tuple[Way, ...]:
    """A frequency and a count as two counts over the form's year; several ways where a bare number may be either.

    每季度1次 against 4次: 4次 against 4次. 每月一次 against a bare 10: ten in the year; against a bare 2: two a month,
    or two in the year. Whether 每天 leaves out weekends, no cell tells.
    """
    goal, actual = next(iter(quantities_of(way.target)), None), way.actual
    if goal is None or not isinstance(actual, Quantity):
        return (way,)
    asked, done = _period(goal), _period(actual)
    if asked and actual.unit is None:
        return _bare(way, asked, actual, year)
    if asked and not done and actual.unit is not None and not actual.unit.under:
        return tuple(_yearly(way, asked, name, times) for name, times in _times(asked, year))
    if done and not asked and goal.unit and actual.unit and goal.unit.over == actual.unit.over:
        return tuple(
            replace(way, actual=_times_a_year(actual, times))
            .noting("frequency-over-year", period=done, times=str(times))
            .called(name)
            for name, times in _times(done, year)
        )
    if asked and done and goal.unit and actual.unit and conversion(actual.unit, goal.unit) is None:
        (_, times), (_, other) = _times(asked, year)[0], _times(done, year)[0]
        both = _yearly(way, asked, "", times)
        return (replace(both, actual=_times_a_year(actual, other)),)
    return (way,)


def once_a_period(text: str, actual: Quantity) -> Bound | None:
    """What is to be done every period, without saying how often, against a count of occasions: 每月召开例会, 12次.

    once = "每" [ number ] time words
    """
    unit = actual.unit
    if unit is None or unit.under or unit.over[1:] or unit.over[0] not in _OCCASIONS:
        return None
    cursor = Cursor(text, NotationError)
    many, under = read_period(cursor, _ANYTHING)
    if not under or any(name not in PERIODS for name in under) or any(map(str.isdigit, cursor.rest)):
        return None
    return Bound("at_least", Quantity(Fraction(1, many), Unit(unit.over, under), text), text)


def _period(quantity: Quantity) -> str:
    """The period that a count is per: 季度 of 1次/季度; "" for money, rates and what is per anything else."""
    unit = quantity.unit
    if unit is None or len(unit.under) != 1 or len(unit.over) != 1 or unit.under[0] not in PERIODS:
        return ""
    is_money = measure_of(unit.over[0]).dimension in ("money", "percent")
    return "" if is_money and unit.under != ("年",) else unit.under[0]


def _times(period: str, year: int | None) -> tuple[tuple[str, Fraction], ...]:
    """How many of a period a year has; each known answer, named, where there are several."""
    if period != "天":
        return (("", Fraction(PERIODS[period])),)
    is_leap = year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = Fraction(PERIODS[period] + is_leap)
    return ("frequency=days", days), ("frequency=workdays", WORKDAYS)


def _bare(way: Way, period: str, actual: Quantity, year: int | None) -> tuple[Way, ...]:
    """A number without unit against a frequency: of one period, of the year, or perhaps of either."""
    goal = quantities_of(way.target)[-1]
    per_period = replace(way, actual=replace(actual, unit=goal.unit)).noting("unit-assumed")
    if actual.value == goal.value or period == "年":
        return (per_period,)
    unit = Unit(goal.unit.over) if goal.unit else None
    counted = replace(way, actual=replace(actual, unit=unit))
    yearly = tuple(_yearly(counted, period, name, times) for name, times in _times(period, year))
    if actual.value > _CLEARLY * goal.value:
        return yearly
    return per_period.called("frequency=period"), *(
        each.called("" if each.reading else "frequency=year") for each in yearly
    )


def _yearly(way: Way, period: str, name: str, times: Fraction) -> Way:
    """The target as a count over the year."""
    target = way.target
    if isinstance(target, Bound | Bare):
        target = replace(target, quantity=_times_a_year(target.quantity, times))
    elif isinstance(target, Range):
        target = replace(target, low=_times_a_year(target.low, times), high=_times_a_year(target.high, times))
    found = replace(way, target=target)
    if period != "年":
        found = found.noting("frequency-over-year", period=period, times=str(times))
    return found.called(name)


def _times_a_year(quantity: Quantity, times: Fraction) -> Quantity:
    unit = Unit(quantity.unit.over) if quantity.unit else None
    return replace(quantity, value=quantity.value * times, unit=unit)
