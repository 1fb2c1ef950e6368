"""Rules as lines over the completion ratio: the one shape that the kernel computes (分段线性).

Most rules are, for a met row and for an unmet one, a few straight lines: share of the full mark = base + slope ×
completion ratio between two ratios. The lines are derived from the rule's expression, operation by operation, and are
exactly its function of the ratio; what has no lines is left to the core.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfeval.core.rules import expressions as ex
from perfeval.core.rules.evaluate import OPERATIONS, pieces_between
from perfeval.core.rules.expressions import Node
from perfeval.core.span import Span, common, without

_ZERO, _ONE = Fraction(0), Fraction(1)
ANY_RATIO = Span(_ZERO, None, False, True)
"""What actual ÷ target can be, neither being negative here."""


@dataclass(frozen=True, slots=True)
class Line:
    """Share of the full mark for ratios inside `when`: base + slope × ratio, or base + slope ÷ ratio (`inverse`).

    A level line (slope 0) may be a band up to `high`. `needs_ratio` is False where the rule gives its share
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


def lines_of(rule: Node, met: bool) -> Lines | None:
    """The lines of a rule in which nothing is open, for rows that are met or are not; None where it has none."""
    match rule:
        case ex.Const(scale="marks"):
            return None
        case ex.Const():
            return (level(Span(rule.value, rule.value), needs_ratio=False),)
        case ex.Between():
            return (level(rule.span, needs_ratio=False),)
        case ex.Input("points"):
            return (level(Span(_ONE, _ONE), needs_ratio=False),)
        case ex.Input("completion_ratio"):
            return (Line(ANY_RATIO, _ZERO, _ONE),)
        case ex.Op():
            return _joined(rule, lines_of(rule.first, met), lines_of(rule.second, met))
        case ex.NotNegative():
            return _picked(rule.first, (ANY_RATIO,), (rule.first,), rule.other, met)
        case ex.Pick():
            return _picked(rule.of, rule.whens, rule.pieces, rule.otherwise, met)
        case ex.AtLeast(limit=ex.Const() as limit):
            return _picked(rule.of, (Span(limit.value, None, False, True),), (rule.reached,), rule.below, met)
        case ex.Unless():
            return _picked(rule.of, (rule.when,), (rule.assumed,), rule.usual, met)
        case ex.Line(points=tuple() as points):
            return lines_of(pieces_between(rule, points), met)
        case ex.WhenMet():
            return lines_of(rule.met if met else rule.unmet, met)
        case _:
            return None


def level(share: Span, when: Span = ANY_RATIO, needs_ratio: bool = True) -> Line:
    """One share, or a band of shares, for all ratios of a span."""
    if share.low is None or share.high is None:
        raise ValueError(f"a share of the marks is bounded: {share}")
    if share.low == share.high:
        return Line(when, share.low, needs_ratio=needs_ratio)
    opens = (share.low_open, share.high_open)
    return Line(when, share.low, _ZERO, False, share.high, *opens, needs_ratio)


# --- operations -------------------------------------------------------------------------------------------


def _joined(rule: ex.Op, first: Lines | None, second: Lines | None) -> Lines | None:
    """Apply an operation to every pair of lines, over the ratios that both cover."""
    if first is None or second is None:
        return None
    found: list[Line] = []
    for one in first:
        for other in second:
            when = common(one.when, other.when)
            if when is None:
                continue
            needs = one.needs_ratio or other.needs_ratio
            lines = _computed(rule, replace(one, when=when, needs_ratio=needs), other)
            if lines is None:
                return None
            found += lines
    return tuple(found)


def _computed(rule: ex.Op, one: Line, other: Line) -> Lines | None:
    """The lines of an operation whose operands are one line each; None where the result is no line."""
    if not _is_point(other):
        return _by_a_line(rule, one, other)
    number = other.base
    match rule.operation:
        case "subtract":
            return (_scaled(one, _ONE, -number),)
        case "multiply":
            return (_scaled(one, number, _ZERO),) if number >= 0 or one.high is None else None
        case "divide":
            return (_scaled(one, 1 / number, _ZERO),) if number > 0 else None
        case "most" | "least" as bound:
            return _bounded(one, number, OPERATIONS[bound])
        case _:
            return None


def _by_a_line(rule: ex.Op, one: Line, other: Line) -> Lines | None:
    """An operation whose second operand is a slope or a band: a number less it, times it, or over it."""
    if not _is_point(one):
        return None
    if rule.operation == "divide" and not (other.base or other.inverse or other.high) and other.slope:
        when = common(one.when, Span(_ZERO, None, True, True))
        over = replace(one, base=_ZERO, slope=one.base / other.slope, inverse=True)
        return () if when is None else (replace(over, when=when),)
    here = replace(other, when=one.when, needs_ratio=one.needs_ratio)
    if rule.operation == "multiply" and one.base >= 0:
        return (_scaled(here, one.base, _ZERO),)
    if rule.operation == "subtract" and other.high is None:
        return (_scaled(here, -_ONE, one.base),)
    return None


def _is_point(line: Line) -> bool:
    return not line.slope and line.high is None


def _scaled(line: Line, factor: Fraction, more: Fraction) -> Line:
    high = None if line.high is None else line.high * factor + more
    return replace(line, base=line.base * factor + more, slope=line.slope * factor, high=high)


def _bounded(line: Line, bound: Fraction, compute: Callable[[Fraction, Fraction], Fraction]) -> Lines:
    """A line kept at most, or at least, at a bound: cut where it crosses it."""
    if not line.slope:
        low, high = (
            compute(end, bound) for end in (line.base, line.base if line.high is None else line.high)
        )
        opens = (line.low_open and low == line.base, line.high_open and high == line.high)
        return (level(Span(low, high, *opens), line.when, line.needs_ratio),)
    keeps = Span(bound, None, False, True) if compute is max else Span(None, bound, True, False)
    inside = _where(line, keeps)
    outside = [line.when] if inside is None else without(line.when, inside)
    cut = tuple(level(Span(bound, bound), when, line.needs_ratio) for when in outside)
    return cut if inside is None else (replace(line, when=inside), *cut)


# --- choices by a number ----------------------------------------------------------------------------------


def _picked(
    of: Node, whens: tuple[Span, ...], pieces: tuple[Node, ...], otherwise: Node | None, met: bool
) -> Lines | None:
    """The lines of the first piece whose interval holds `of`; where none does, those of `otherwise`, if any."""
    measure = lines_of(of, met)
    if measure is None or any(line.high is not None for line in measure):
        return None
    needs = any(line.needs_ratio for line in measure)
    found: list[Line] = []
    left = [line.when for line in measure]
    for when, piece in zip(whens, pieces, strict=True):
        lines = lines_of(piece, met)
        if lines is None:
            return None
        for inside in filter(None, (_where(line, when) for line in measure)):
            for free in left:
                part = common(free, inside)
                found += () if part is None else kept(lines, part)
            left = [rest for free in left for rest in without(free, inside)]
    if otherwise is not None and left:
        lines = lines_of(otherwise, met)
        if lines is None:
            return None
        found += (line for free in left for line in kept(lines, free))
    return tuple(replace(line, needs_ratio=line.needs_ratio or needs) for line in found)


def _where(line: Line, values: Span) -> Span | None:
    """The ratios of a line at which its value lies in an interval; None where there are none."""
    if not line.slope:
        return line.when if line.base in values else None
    ends = [
        (None if end is None else (end - line.base) / line.slope, end is None or is_open)
        for end, is_open in ((values.low, values.low_open), (values.high, values.high_open))
    ]
    if line.slope < 0:
        ends.reverse()
    (low, low_open), (high, high_open) = ends
    if not line.inverse:
        return common(line.when, Span(low, high, low_open, high_open))
    # These are bounds of 1 ÷ ratio, and the ratio is above zero.
    if high is not None and high <= 0:
        return None
    last = None if low is None or low <= 0 else 1 / low
    first = _ZERO if high is None else 1 / high
    return common(line.when, Span(first, last, high_open, last is None or low_open))


# --- spans ------------------------------------------------------------------------------------------------


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


def kept(lines: Iterable[Line], window: Span) -> Lines:
    """The lines inside a window of ratios; those wholly outside it fall away."""
    inside = ((line, common(line.when, window)) for line in lines)
    return tuple(replace(line, when=when) for line, when in inside if when is not None)


def covers(lines: Lines, window: Span) -> bool:
    """Whether the lines, in the order of their ratios, cover a window without gap or overlap."""
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
