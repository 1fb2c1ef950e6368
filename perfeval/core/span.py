"""Intervals as rule files write them (区间): `[0.8, 1]`, `[0, 0.6)`, `[1.2, inf)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from perfeval.core.exact import ExactnessError, exact, show

_SPAN = re.compile(r"([\[(])([^,]+),([^,]+)([\])])")


@dataclass(frozen=True, slots=True)
class Span:
    """An interval with open or closed ends; an end of None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Fraction) -> bool:
        above = self.low is None or (value > self.low if self.low_open else value >= self.low)
        below = self.high is None or (value < self.high if self.high_open else value <= self.high)
        return above and below

    def __str__(self) -> str:
        low = "-inf" if self.low is None else show(self.low)
        high = "inf" if self.high is None else show(self.high)
        return f"{'(' if self.low_open else '['}{low}, {high}{')' if self.high_open else ']'}"


def parse_span(text: str) -> Span:
    """Read an interval.

    span = ("[" | "(") number "," number ("]" | ")") ; "-inf" and "inf" leave an end unbounded.

    Raises ExactnessError where the text is no interval, or its ends are in the wrong order.
    """
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise ExactnessError(f"not an interval such as '[0.8, 1]': {text!r}")
    opening, first, second, closing = found.groups()
    low = None if first.strip() == "-inf" else exact(first.strip())
    high = None if second.strip() == "inf" else exact(second.strip())
    low_open, high_open = opening == "(" or low is None, closing == ")" or high is None
    if low is not None and high is not None and (low, low_open or high_open) > (high, False):
        raise ExactnessError(f"empty interval: {text!r}")
    return Span(low, high, low_open, high_open)


def without(span: Span, cut: Span) -> list[Span]:
    """What is left of a span without a part of it: nothing, one span or two."""
    sides: list[Span] = []
    if cut.low is not None:
        sides.append(Span(None, cut.low, True, not cut.low_open))
    if cut.high is not None:
        sides.append(Span(cut.high, None, not cut.high_open, True))
    return [rest for side in sides if (rest := common(span, side)) is not None]


def common(one: Span, other: Span) -> Span | None:
    """What two spans share, None where that is nothing."""
    low, low_open = max(
        ((each.low, each.low_open) for each in (one, other)),
        key=lambda end: (end[0] is not None, end[0] or 0, end[1]),
    )
    high, high_open = min(
        ((each.high, each.high_open) for each in (one, other)),
        key=lambda end: (end[0] is None, end[0] or 0, not end[1]),
    )
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    return Span(low, high, low_open, high_open)


def gaps_and_overlaps(spans: tuple[Span, ...]) -> tuple[tuple[Span, Span, str], ...]:
    """Neighbouring pairs, in rising order, that leave a gap ("gap") or share a point ("overlap")."""
    ordered = sorted(spans, key=_rising)
    return tuple(
        (left, right, fault) for left, right in pairwise(ordered) if (fault := _fault_between(left, right))
    )


def _rising(span: Span) -> tuple[bool, Fraction, bool]:
    return (span.low is not None, span.low or Fraction(0), span.low_open)


def _fault_between(left: Span, right: Span) -> str | None:
    if left.high is None or right.low is None or left.high > right.low:
        return "overlap"
    if left.high < right.low or (left.high_open and right.low_open):
        return "gap"
    return None if left.high_open or right.low_open else "overlap"
