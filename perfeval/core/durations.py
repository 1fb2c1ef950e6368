"""Two times that do not convert (工期、时限): months against days, days against working days."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.cells import Cells
from perfeval.core.comparators import is_upper_bound
from perfeval.core.pair import Way, two_numbers, with_quantity
from perfeval.core.problems import Problem
from perfeval.core.quantity import in_unit
from perfeval.core.target import Bare, Bound
from perfeval.core.units import Unit

_DAYS = Unit(("天",))
_MONTHS = (Unit(("个月",)), _DAYS)
_DAYS_OF_A_MONTH = (28, 31)


def months_as_days(cells: Cells, way: Way) -> tuple[Way, ...]:
    """Months against days (3个月 → 85天): a month as its shortest and as its longest."""
    goal, actual = two_numbers(way)
    if goal is None or not isinstance(way.target, Bound | Bare):
        return (way,)
    of_goal, of_actual = (
        (in_unit(goal, each) for each in _MONTHS),
        (in_unit(actual, each) for each in _MONTHS),
    )
    (months, days), (other_months, other_days) = of_goal, of_actual
    if months is None or other_days is None:
        if days is None or other_months is None:
            return (way,)
        return tuple(
            replace(
                way, actual=replace(actual, value=other_months * many, unit=_MONTHS[1], scale=Fraction(1))
            )
            .noting("months-as-days", days=str(many))
            .called(f"month={many}")
            for many in _DAYS_OF_A_MONTH
        )
    return tuple(
        replace(way, target=with_quantity(way.target, replace(goal, value=months * many, unit=_MONTHS[1])))
        .noting("months-as-days", days=str(many))
        .called(f"month={many}")
        for many in _DAYS_OF_A_MONTH
    )


def days_as_workdays(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """Days against working days (20个工作日 → 24天), where the target is the longest time.

    Some days hold at most as many working days, so 20天 keep 20个工作日. Some working days take at most seven days
    for every five, and a weekend more. Between these bounds nobody can tell, and the row is refused.
    """
    goal, actual = two_numbers(way)
    if (
        goal is None
        or goal.unit is None
        or actual.unit is None
        or not is_upper_bound(cells.direction(way.target))
    ):
        return (way,)
    asked_workdays, took_workdays = (each.over == ("工作日",) for each in (goal.unit, actual.unit))
    asked, took = (in_unit(each, _DAYS) for each in (goal, actual))
    if asked_workdays and took is not None and took > goal.value:
        return cells.problem("unit-mismatch-refused")
    if took_workdays and asked is not None and actual.value <= asked < actual.value * 7 / 5 + 2:
        return cells.problem("unit-mismatch-refused")
    return (way,)
