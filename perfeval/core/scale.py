"""A bare number beside a percentage or a magnitude (比例与数量级): 0.956 of 95 %, 48000 of 5万元."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.comparators import is_upper_bound
from perfeval.core.pair import Way, with_quantity
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bare, Bound
from perfeval.core.units import Unit, conversion

_PERCENT = Unit(("%",))
_LEAST = 10
"""From so many per cent on, a bare number of at most 1 can only be a share."""
_HALF = 50
"""From so many per cent on, a bare number between 1 and 2 may be a share too (1.02 of 100 %)."""
FAR = 20
"""A number so many times its target, or so small a part of it, is not what was meant where another reading is near."""


def on_one_scale(way: Way, is_ceiling: bool) -> tuple[Way, ...]:
    """A share beside a percentage (0.956 and ≥95%): the share in per cent, or both readings where both may be meant."""
    target, actual = way.target, way.actual
    if not isinstance(target, Bound | Bare) or not isinstance(actual, Quantity):
        return (way,)
    goal = target.quantity
    if (goal.unit is None) == (actual.unit is None):
        return (way,)
    bare, other = (goal, actual) if goal.unit is None else (actual, goal)
    factor = conversion(_PERCENT, other.unit) if other.unit is not None and other.unit.is_percent else None
    if factor is None or bare.value == 0:
        return (way,)
    percent = other.value / factor
    size = abs(bare.value)
    may_be_share = size <= 1 or (size <= 2 and percent >= _HALF)
    if not may_be_share:
        return (way,)
    if goal.change:
        return (way,)  # 0.6 of a fall of 0.5 %: points of per cent, no share
    share = replace(bare, value=bare.value * 100 * factor, unit=other.unit, scale=Fraction(1))
    plain = replace(bare, unit=other.unit, scale=Fraction(1))
    both = tuple(
        replace(way, target=with_quantity(target, each)) if bare is goal else replace(way, actual=each)
        for each in (share, plain)
    )
    said = both[0].noting("percent-scale", bare=bare.text, read=str(share))
    if size <= 1 and percent >= _LEAST and not is_ceiling:
        return (said,)
    return said.called("scale=share"), both[1].noting(
        "percent-scale", bare=bare.text, read=str(plain)
    ).called("scale=percent")


def on_one_magnitude(way: Way) -> tuple[Way, ...]:
    """A bare number beside one with a magnitude (48000 and ≤5万元): as is plausible, or both readings."""
    target, actual = way.target, way.actual
    if not isinstance(target, Bound | Bare) or not isinstance(actual, Quantity):
        return (way,)
    goal = target.quantity
    large, bare = (goal, actual) if goal.scale != 1 else (actual, goal)
    if large.scale == 1 or bare.scale != 1 or bare.unit is not None or bare.value == 0 or large.value == 0:
        return (way,)
    taken = replace(bare, value=bare.value * large.scale, unit=large.unit, scale=large.scale)
    plain = replace(bare, unit=large.unit)
    near = [each for each in (taken, plain) if 1 / Fraction(FAR) <= abs(each.value / large.value) <= FAR]
    found = near if len(near) == 1 else [taken, plain]
    ways = []
    for each in found:
        read = replace(way, target=with_quantity(target, each)) if bare is goal else replace(way, actual=each)
        code = "unit-assumed" if each is taken else "magnitude-assumed"
        read = read.noting(code, bare=bare.text, read=str(each))
        ways.append(
            read if len(found) == 1 else read.called(f"magnitude={'same' if each is taken else 'none'}")
        )
    return tuple(ways)


def is_ceiling(target: Bound | Bare, inferred: bool) -> bool:
    """Whether a target bounds from above; `inferred` says so of one without comparator."""
    return is_upper_bound(target.comparator) if isinstance(target, Bound) else inferred
