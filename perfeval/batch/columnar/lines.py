"""Scoring methods as lines over the completion ratio: the one shape that the kernel computes (分段线性).

Most methods are, for a met row and for an unmet one, a few straight lines: share of the full mark = base + slope ×
completion ratio between two ratios. What is not, is left to the core. Nothing here is trusted: `lines_of` holds
every line against the method itself at sample ratios before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Marks, Method, Row
from perfeval.core.methods.full_when_met import FullWhenMet
from perfeval.core.methods.pass_threshold import PassThreshold
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.methods.tiers import Tiers
from perfeval.core.span import Span
from perfeval.core.target import Comparator

_ZERO, _ONE, _TWO = Fraction(0), Fraction(1), Fraction(2)
ALWAYS = Span(None, None, True, True)


@dataclass(frozen=True, slots=True)
class Line:
    """Share of the full mark for ratios inside `when`: base + slope × ratio, or base + slope ÷ ratio (`inverse`).

    A level line (slope 0) may be a band up to `high`. `needs_ratio` is False where the method gives its share
    without looking at the ratio, so that a row without one (zero target) has it too.
    """

    when: Span
    base: Fraction
    slope: Fraction = _ZERO
    inverse: bool = False
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    needs_ratio: bool = True


Lines = tuple[Line, ...]
_SAMPLES = tuple(
    Fraction(n, 60) for n in (0, 1, 6, 20, 30, 36, 48, 54, 59, 60, 61, 66, 72, 90, 119, 120, 121, 600)
)


def lines_of(method: Method, met: bool, comparator: Comparator | None) -> Lines | None:
    """The lines of a method in which nothing is open, for rows that are met or are not; None where it has none."""
    lines = _lines(method, met)
    if lines is None or not all(_agrees(lines, method, met, comparator, ratio) for ratio in _SAMPLES):
        return None
    return lines


def _agrees(lines: Lines, method: Method, met: bool, comparator: Comparator | None, ratio: Fraction) -> bool:
    marks = method.score(Row(points=_ONE, comparator=comparator, ratio=ratio, met=met))
    here = [line for line in lines if ratio in line.when]
    if len(here) != 1 or not isinstance(marks, Marks):
        return False
    line = here[0]
    low = line.base + (line.slope / ratio if line.inverse else line.slope * ratio)
    high = low if line.high is None else line.high
    return (low, high, line.low_open, line.high_open) == (
        marks.low,
        marks.high,
        marks.low_open,
        marks.high_open,
    )


def _lines(method: Method, met: bool) -> Lines | None:
    match method:
        case AllOrNothing(unmet=Span() as unmet):
            return (_level(ALWAYS, Span(_ONE, _ONE) if met else unmet, needs_ratio=False),)
        case FullWhenMet():
            return (
                (_level(ALWAYS, Span(_ONE, _ONE), needs_ratio=False),)
                if met
                else _lines_inside(method.otherwise, met)
            )
        case Proportional():
            return _proportional(method)
        case SymmetricDeviation():
            return _symmetric(method.tolerance)
        case PassThreshold(threshold=Fraction() as threshold):
            above = _lines(method.reached, met)
            below = _level(Span(None, threshold, True, True), Span(method.below, method.below))
            if above is None:
                return None
            # Which side of the threshold a row is on hangs on its ratio, whatever is given there.
            reached = (replace(line, needs_ratio=True) for line in above)
            return below, *kept(tuple(reached), Span(threshold, None, False, True))
        case Tiers(of="completion"):
            return tuple(_level(tier.when, tier.share) for tier in method.tiers)
        case _:
            return None


def _lines_inside(method: object, met: bool) -> Lines | None:
    return _lines(method, met) if isinstance(method, Method) else None


def _level(when: Span, share: Span, needs_ratio: bool = True) -> Line:
    if share.low is None or share.high is None:
        raise ValueError(f"a share of the marks is bounded: {share}")
    if share.low == share.high:
        return Line(when, share.low, needs_ratio=needs_ratio)
    return Line(
        when,
        share.low,
        high=share.high,
        low_open=share.low_open,
        high_open=share.high_open,
        needs_ratio=needs_ratio,
    )


def _proportional(method: Proportional) -> Lines | None:
    cap = None if method.cap == "none" else method.cap
    if isinstance(cap, str):
        return None
    match method.ratio:
        case "actual/target":
            return _between(_ZERO, _ONE, method.floor, cap)
        case "2-actual/target":
            return _between(_TWO, -_ONE, method.floor, cap)
        case "target/actual":
            return _inverse(method.floor, cap)
        case _:
            return None


def _between(base: Fraction, slope: Fraction, floor: Fraction, cap: Fraction | None) -> Lines:
    """A line kept between floor and cap: level, sloping, level."""
    at_floor = (floor - base) / slope
    at_cap = None if cap is None else (cap - base) / slope
    level_floor, level_cap = Span(floor, floor), Span(cap, cap)
    if slope > 0:
        lines = [
            _level(Span(None, at_floor, True, True), level_floor),
            Line(Span(at_floor, at_cap), base, slope),
        ]
        top = Span(at_cap, None, True, True)
    else:
        lines = [
            Line(Span(at_cap, at_floor), base, slope),
            _level(Span(at_floor, None, True, True), level_floor),
        ]
        top = Span(None, at_cap, True, True)
    return (*lines, _level(top, level_cap)) if cap is not None else tuple(lines)


def _inverse(floor: Fraction, cap: Fraction | None) -> Lines:
    """1 ÷ ratio kept between floor and cap; a ratio of zero or less takes the cap, or the whole."""
    whole = _ONE if cap is None else cap
    at_floor = None if floor <= 0 else 1 / floor
    at_cap = _ZERO if cap is None or cap <= 0 else 1 / cap
    lines = [_level(Span(None, _ZERO, True, False), Span(whole, whole))]
    if cap is not None:
        lines.append(_level(Span(_ZERO, at_cap, True, True), Span(cap, cap)))
    lines.append(Line(Span(at_cap, at_floor, cap is None, at_floor is None), _ZERO, _ONE, inverse=True))
    if at_floor is not None:
        lines.append(_level(Span(at_floor, None, True, True), Span(floor, floor)))
    return tuple(lines)


def _symmetric(tolerance: Fraction) -> Lines:
    return (
        _level(Span(None, _ZERO, True, True), Span(_ZERO, _ZERO)),
        *((Line(Span(_ZERO, 1 - tolerance, False, True), _ZERO, _ONE),) if tolerance < 1 else ()),
        _level(Span(max(1 - tolerance, _ZERO), 1 + tolerance), Span(_ONE, _ONE)),
        *((Line(Span(1 + tolerance, _TWO, True, False), _TWO, -_ONE),) if tolerance < 1 else ()),
        _level(Span(max(1 + tolerance, _TWO), None, True, True), Span(_ZERO, _ZERO)),
    )


def capped_lines(lines: Lines, above: str) -> Lines:
    """Lines of an execution rate of which everything above 100 % is cut off (cap) or earns nothing (no_marks)."""
    if above == "allow":
        return lines
    inside = kept(lines, Span(None, _ONE, True, False))
    at_one = next(line for line in lines if _ONE in line.when)
    over = Span(_ONE, None, True, True)
    if above == "no_marks":
        return (*inside, Line(over, _ZERO))
    return (*inside, replace(at_one, when=over, base=at_one.base + at_one.slope, slope=_ZERO, inverse=False))


def kept(lines: Lines, window: Span) -> Lines:
    """The lines inside a window of ratios; those wholly outside it fall away."""
    inside = ((line, _common(line.when, window)) for line in lines)
    return tuple(replace(line, when=when) for line, when in inside if when is not None)


def covers(lines: Lines, window: Span) -> bool:
    """Whether the lines, in the order of their ratios, hold for every ratio of a window and each for its own."""
    if not lines:
        return False
    ordered = sorted(
        lines, key=lambda line: (line.when.low is not None, line.when.low or 0, line.when.low_open)
    )
    first, last = ordered[0].when, ordered[-1].when
    return (
        all(_meet(one.when, other.when) for one, other in pairwise(ordered))
        and (first.low, first.low_open) == (window.low, window.low_open)
        and (last.high, last.high_open) == (window.high, window.high_open)
    )


def _meet(one: Span, other: Span) -> bool:
    return one.high is not None and one.high == other.low and one.high_open != other.low_open


def _common(one: Span, other: Span) -> Span | None:
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
