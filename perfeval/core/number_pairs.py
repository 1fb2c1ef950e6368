"""Two numbers read together (指标值与完成值均为数字): their units, scales, changes and frequencies, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from perfeval.core.answers import OVER_LAST_YEAR
from perfeval.core.cells import Cells
from perfeval.core.comparators import is_lower_bound, is_upper_bound
from perfeval.core.durations import days_as_workdays, months_as_days
from perfeval.core.frequency import over_the_year
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.indicator_names import measure_of
from perfeval.core.labels import change_in
from perfeval.core.missing_unit import may_be_slip, may_be_total, with_missing_unit, with_unit_of_name
from perfeval.core.numbers import PERCENT
from perfeval.core.pair import Way, two_numbers
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, in_unit
from perfeval.core.scale import MOST, is_ceiling, on_one_scale
from perfeval.core.several import is_of_each, is_only_of_each
from perfeval.core.target import Bare, Bound, Range

_STATED_ENDS = re.compile(r"[≥≤<>\[\]()]|以上|以下|以内|且")
_GROWS = re.compile("[增新提升涨扩变幅]")
"""What names and targets hold that ask for a growth (新增就业人数)."""
_OF_ONE = re.compile("(?:平均)?每(?!(?:半?年|个?[月季周旬日天]|[百千万]))|[人户亩村校生班]均")
"""What names begin with that ask for so many of each (每村配备管理员, 人均补助)."""
_LARGEST_SHARE = 2
"""A bare target of at most so much may be a share (0.95 of 96 %)."""
_MOST_OF_ALL = 50
"""Above so many per cent, a target is a level and no growth: 提升2% does not answer 95 %."""


def in_numbers(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """Every reading of two numbers: each step may make several ways of one, or refuse the row."""
    ways: tuple[Way, ...] = (way,)
    for step in _STEPS:
        found: list[Way] = []
        for each in ways:
            more = step(cells, each)
            if isinstance(more, Problem):
                return more
            found += more
        ways = tuple(found)
    return ways


def _unit_of_name(cells: Cells, way: Way) -> tuple[Way, ...]:
    return (with_unit_of_name(way, cells.indicator.name),)


def _changes(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """Growth and decline (增减): opposite words are opposite signs; a change does not answer a level."""
    goal, actual = two_numbers(way)
    if goal is None:
        return (way,)
    asked, told = goal.change or change_in(without_blanks(plain(cells.indicator.name))), actual.change
    if asked and not told and not _is_level(goal) and _is_level(actual):
        return cells.problem("level-against-change")
    if told and not asked:
        is_more = OVER_LAST_YEAR.match(without_blanks(plain(cells.actual))) and not _GROWS.search(
            f"{cells.indicator.name}{way.target}"
        )
        is_growth = _is_percent(actual) and not _is_percent(goal)  # 同比增长12% of 1亿元
        is_unclear = told == "down" or is_more or is_growth or _is_level(goal)
        return cells.problem("change-unclear") if is_unclear else (way,)
    if told and asked != told:
        return (replace(way, actual=replace(actual, value=-actual.value)).noting("change-opposite"),)
    if asked == "down" and not told and actual.value < 0:
        return (replace(way, actual=replace(actual, value=-actual.value)).noting("decline-as-negative"),)
    return (way,)


def _is_percent(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.is_percent


def _is_level(quantity: Quantity) -> bool:
    """Whether a percentage is so high that it is a level and no growth."""
    return _is_percent(quantity) and quantity.value > _MOST_OF_ALL


def _frequency(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A frequency and a count over the form's year; how many working days a year has, no cell tells."""
    goal, actual = two_numbers(way)
    by_workday = goal is not None and goal.unit is not None and goal.unit.under == ("工作日",)
    if by_workday and (actual.unit is None or not actual.unit.under):
        return cells.problem("unit-mismatch-refused")
    return over_the_year(way, cells.form.year)


def _of_each(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """15次 of 每村1次, or 每村10户 of 100户: of how many villages, no cell tells."""
    _, actual = two_numbers(way)
    if is_of_each(way.target, cells.actual, actual) or is_only_of_each(
        way.target, cells.actual, actual, cells.indicator.name
    ):
        return cells.problem("unit-mismatch-refused")
    return (way,)


def _rate_of_count(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A percentage that answers a count (完成率): of a floor, that much of it was done; of anything else, who knows."""
    goal, actual = two_numbers(way)
    if goal is None or actual.unit is None or not actual.unit.is_percent:
        return (way,)
    if goal.unit is not None and goal.unit.is_percent:
        return (way,)
    is_rate = goal.value <= _LARGEST_SHARE or measure_of(cells.indicator.name, goal) == "rate"
    if goal.unit is None and goal.value <= 100 and is_rate:
        return (way,)
    is_floor = is_lower_bound(cells.direction(way.target)) and not isinstance(way.target, Range)
    if not is_floor:
        return (way,) if goal.unit is None and goal.value <= 100 else cells.problem("rate-against-count")
    done = replace(actual, value=goal.value * actual.value / 100, unit=goal.unit, scale=goal.scale)
    read = replace(way, actual=done).noting("rate-answers-count")
    if goal.unit is None and goal.value <= 100:
        return read.called("rate=completion"), way.called("rate=percent")
    return (read,)


def _count_of_rate(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A count does not answer a percentage: 45户 of at least 95 %; points of a hundred (95分) do."""
    goal, actual = two_numbers(way)
    if goal is None or goal.unit is None or not goal.unit.is_percent:
        return (way,)
    if actual.unit is None or actual.unit.is_percent or actual.unit.over == ("分",):
        return (way,)
    return cells.problem("unit-mismatch-refused")


def _scale(cells: Cells, way: Way) -> tuple[Way, ...]:
    if not isinstance(way.target, Bound | Bare):
        return (way,)
    inferred = is_upper_bound(cells.direction(way.target))
    way = _in_percent(cells, way, way.target)
    assert isinstance(way.target, Bound | Bare)  # as before
    return on_one_scale(way, is_ceiling(way.target, inferred))


def _in_percent(cells: Cells, way: Way, target: Bound | Bare) -> Way:
    """Bare numbers of a rate (完成率 100, reached 0.98): the target in per cent, the actual value perhaps a share."""
    goal, (_, actual) = target.quantity, two_numbers(way)
    if goal.unit is not None or actual.unit is not None:
        return way
    is_share = 0 < actual.value <= 1 and _LARGEST_SHARE < goal.value <= 100
    if not is_share or measure_of(cells.indicator.name, goal) != "rate":
        return way
    return replace(way, target=replace(target, quantity=replace(goal, unit=PERCENT)))


def _slip(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """51.38人次 of 45万人次, 1.8万公顷 of 1.8万亩: a unit or a 万 may be a slip; 168名 of 每村2名 all there are."""
    goal, actual = two_numbers(way)
    is_odd = goal is not None and (
        may_be_slip(goal, actual)
        or (_OF_ONE.match(without_blanks(plain(cells.indicator.name))) and may_be_total(goal, actual))
    )
    return cells.problem("magnitude-unclear") if is_odd else (way,)


def _missing_unit(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A bare number in the unit that was meant; one far beyond a percentage is none."""
    goal, actual = two_numbers(way)
    if goal is None or actual.unit is not None:
        return with_missing_unit(way)
    is_percent = goal.unit is not None and goal.unit.is_percent
    if is_percent and actual.value > max(MOST * goal.value, Fraction(1000)):
        return cells.problem("unit-mismatch-refused")
    return with_missing_unit(way)


def _range(cells: Cells, way: Way) -> tuple[Way, ...]:
    """A range that only names what is expected (3-5天, 5-10家): beyond its better end it may be met as well.

    A duration whose direction is "at most" is a ceiling.
    """
    target, (_, actual) = way.target, two_numbers(way)
    if not isinstance(target, Range) or _STATED_ENDS.search(plain(target.text)):
        return (way,)
    comparator, value = cells.direction(target), actual.value * target.low.scale
    if actual.unit is not None:
        value = actual.value if target.low.unit is None else in_unit(actual, target.low.unit) or actual.value
    if is_upper_bound(comparator):
        ceiling = replace(way, target=Bound("at_most", target.high, target.text))
        if target.high.unit is not None and measure_of(cells.indicator.name, target.high) == "duration":
            return (ceiling.noting("range-as-ceiling"),)
        return (
            (way,)
            if value >= target.low.value
            else (way.called("range=exact"), ceiling.called("range=at_most"))
        )
    if is_lower_bound(comparator) and value > target.high.value:
        return way.called("range=exact"), replace(
            way, target=Bound("at_least", target.low, target.text)
        ).called("range=at_least")
    return (way,)


_STEPS: tuple[Callable[[Cells, Way], tuple[Way, ...] | Problem], ...] = (
    _unit_of_name,
    _changes,
    _of_each,
    _frequency,
    months_as_days,
    days_as_workdays,
    _rate_of_count,
    _count_of_rate,
    _scale,
    _slip,
    _missing_unit,
    _range,
)
