"""A number without a unit beside one that has one (未写单位): 48000 of 5万元, 4500 of 5千米, 0.16 of 1500人次.

It is taken to have the other's unit, unless that makes it far from what was asked and a neighbouring unit brings it
near: then that unit is read, and said; where both may be meant, both are readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from perfeval.core.cursor import Cursor
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.notation import NotationError
from perfeval.core.pair import Way, with_quantity
from perfeval.core.quantity import Quantity, in_unit
from perfeval.core.target import Bare, Bound, Range
from perfeval.core.target_kinds import quantities_of
from perfeval.core.units import Unit, parse_unit, read_unit
from perfeval.core.words.units import LADDERS

NEAR = 5
"""A number at most so many times its target, and at least so small a part of it, has the target's unit."""
FAR = 20
"""A number so many times farther from its target than in another unit was not meant so."""
FAR_APART, ALIKE = 10, Fraction(5, 4)
"""Two amounts so many times each other, whose figures are at most so many times each other, may have a wrong unit."""
_TEN_THOUSAND = 10**4
_CLEARLY = 3
"""So many times nearer, another unit may have been meant."""
_FRACTION_OF, _TINY = 200, 1000
"""From so small a part of its target on, a number may be in a larger unit; a whole number surely from the second on."""


_RUNGS = tuple(tuple(map(parse_unit, ladder)) for ladder in LADDERS)


def with_missing_unit(way: Way) -> tuple[Way, ...]:
    """The two numbers in units that were plausibly meant, or both readings; as they are where nothing is missing."""
    target, actual = way.target, way.actual
    if not isinstance(target, Bound | Bare | Range) or not isinstance(actual, Quantity):
        return (way,)
    goal = quantities_of(target)[-1]
    bare, other = (goal, actual) if _is_bare(goal) else (actual, goal)
    if not _is_bare(bare) or _is_bare(other) or bare.value == 0 or other.value == 0:
        return (way,)
    if bare is goal and isinstance(target, Range):
        return (way,)
    same = replace(bare, value=bare.value * other.scale, unit=other.unit, scale=other.scale)
    found = _meant(same, other, list(_neighbours(bare, other)))
    if found == [same]:
        return (_reading(way, bare, same).noting("unit-assumed") if other.scale != 1 else way,)
    ways = []
    for each in found:
        code = "unit-assumed" if each is same else "magnitude-assumed"
        read = _reading(way, bare, each).noting(code, bare=bare.text, read=str(each))
        ways.append(read if len(found) == 1 else read.called(f"bare={each}"))
    return tuple(ways)


def may_be_slip(goal: Quantity, actual: Quantity) -> bool:
    """Whether a unit or a 万 may be a slip: two numbers with units are far apart, and near with the unit of the other,
    or with a 万 more or less where one of them has one.
    """
    if goal.unit is None or actual.unit is None or goal.unit.is_time or goal.unit.is_percent:
        return False
    read = in_unit(actual, goal.unit)
    if not read or goal.value == 0 or _distance(abs(read / goal.value)) < FAR_APART:
        return False
    meant = [actual.value / actual.scale * goal.scale]
    if {goal.scale, actual.scale} != {1}:
        meant += read * _TEN_THOUSAND, read / _TEN_THOUSAND
    return any(_distance(abs(each / goal.value)) <= ALIKE for each in meant)


def may_be_total(goal: Quantity, actual: Quantity) -> bool:
    """Whether a number is so much larger than what is asked of each that it may be that of all."""
    if goal.unit is None or goal.unit.is_percent or actual.unit is None:
        return False
    read = in_unit(actual, goal.unit)
    return read is not None and goal.value > 0 and read >= FAR_APART * goal.value


def with_unit_of_name(way: Way, name: str) -> Way:
    """A target whose unit stands in the name (道路里程（公里）: ≥8) with that unit; two bare numbers near each other
    need none.
    """
    target, actual, unit = way.target, way.actual, unit_named(name)
    if unit is None or not isinstance(target, Bound | Bare) or not isinstance(actual, Quantity):
        return way
    goal = target.quantity
    if not _is_bare(goal) or (_is_bare(actual) and is_near(goal.value, actual.value)):
        return way
    return replace(
        way, target=with_quantity(target, _as(goal, replace(unit, magnitude=Fraction(1)), unit.magnitude))
    )


@lru_cache(maxsize=1 << 14)
def unit_named(name: str) -> Unit | None:
    """The unit in brackets at the end of an indicator's name: 公里 in 道路里程（公里）; None where there is none."""
    found = _IN_NAME.search(without_blanks(plain(name)))
    cursor = Cursor(found[1] if found else "", NotationError)
    unit = read_unit(cursor, known_only=True)
    return unit if unit is not None and unit.over and cursor.done else None


_IN_NAME = re.compile(r"\((?:单位:?)?([^()]+)\)$")


def is_near(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers may be of one unit; zero is near everything."""
    return one == 0 or other == 0 or _distance(abs(one / other)) <= NEAR


def _is_bare(quantity: Quantity) -> bool:
    return quantity.unit is None and quantity.scale == 1


def _reading(way: Way, bare: Quantity, read: Quantity) -> Way:
    if bare is way.actual:
        return replace(way, actual=read)
    assert isinstance(way.target, Bound | Bare)  # the only targets whose quantity is read anew
    return replace(way, target=with_quantity(way.target, read))


def _meant(same: Quantity, other: Quantity, neighbours: list[Quantity]) -> list[Quantity]:
    """What a bare number may be: in the other's unit, in a neighbouring one, or in either."""
    times = abs(same.value / other.value)
    is_large, away = times > 1, _distance(times)
    nearest = min(neighbours, key=lambda each: _away(each, other), default=None)
    if nearest is None or away <= NEAR:
        return [same]
    if is_large and abs(_in_unit_of(nearest, other)) > abs(same.value):
        return [same]
    rest = _away(nearest, other)
    if not is_large:
        if rest > NEAR or away < _FRACTION_OF:
            return [same]
        return [nearest] if away >= _TINY or same.value.denominator != 1 else [same, nearest]
    # That something took twenty times as long as it may does happen.
    is_sure = rest <= FAR and away >= FAR * rest and not (other.unit is not None and other.unit.is_time)
    if is_sure:
        return [nearest]
    return [same, nearest] if away > FAR or away >= _CLEARLY * rest else [same]


def _neighbours(bare: Quantity, other: Quantity) -> Iterator[Quantity]:
    """The bare number in every unit that may have been meant instead of the other's."""
    unit = other.unit
    ladder = next((rungs for rungs in _RUNGS if unit is not None and _stands_on(unit, rungs)), ())
    if other.scale != 1 and not ladder:
        yield _as(bare, unit, Fraction(1))  # 25000 of 3万台
        return
    assert unit is not None  # what has neither unit nor magnitude is bare
    if not ladder and unit.is_counter and not unit.under and bare.value.denominator != 1:
        yield _as(bare, unit, Fraction(10**4))  # 0.16 of 1500人次 is 0.16万人次
    for rung in ladder:
        if (rung.over, rung.magnitude) != (unit.over, other.scale):
            yield _as(bare, replace(unit, over=rung.over), rung.magnitude)


def _stands_on(unit: Unit, rungs: tuple[Unit, ...]) -> bool:
    return any(unit.over == rung.over for rung in rungs)


def _as(bare: Quantity, unit: Unit | None, scale: Fraction) -> Quantity:
    return replace(bare, value=bare.value * scale, unit=unit, scale=scale)


def _in_unit_of(quantity: Quantity, other: Quantity) -> Fraction:
    found = quantity.value if other.unit is None else in_unit(quantity, other.unit)
    assert found is not None  # a neighbouring unit converts
    return found


def _away(quantity: Quantity, other: Quantity) -> Fraction:
    return _distance(abs(_in_unit_of(quantity, other) / other.value))


def _distance(times: Fraction) -> Fraction:
    """How many times one number is the other, whichever is larger."""
    return max(times, 1 / times)
