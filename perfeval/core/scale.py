"""A bare number beside a percentage (比例): 0.956 of 95 %."""

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
MOST = 20
"""A bare number so many times the percentage that it answers is no percentage (4500 of 95 %)."""


def on_one_scale(way: Way, is_ceiling: bool) -> tuple[Way, ...]:
    """A share beside a percentage (0.956 and ≥95%): the share in per cent, or both readings where both may be meant."""
    target, actual = way.target, way.actual
    if not isinstance(target, Bound | Bare) or not isinstance(actual, Quantity):
        return (way,)
    goal = target.quantity
    if (goal.unit is None) == (actual.unit is None):
        return (way,)
    bare, other = (goal, actual) if goal.unit is None else (actual, goal)
    factor = None if other.unit is None else conversion(_PERCENT, other.unit)
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


def is_ceiling(target: Bound | Bare, inferred: bool) -> bool:
    """Whether a target bounds from above; `inferred` says so of one without comparator."""
    return is_upper_bound(target.comparator) if isinstance(target, Bound) else inferred
