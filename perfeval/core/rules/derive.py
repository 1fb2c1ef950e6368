"""What a rule's expression tells without a row: the shares it can give (span) and how they move (direction)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from perfeval.core.comparators import is_met
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.evaluate import case_of, pieces_between
from perfeval.core.rules.expressions import Node, parts
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Row
from perfeval.core.span import Span, common, without
from perfeval.core.target import Comparator

Direction = Literal["level", "rising", "falling", "peak", "none"]
"""How the score moves as the actual value grows: not at all, never down, never up, up to the target and down after
it, or not described by the actual value at all (words, facts)."""
_Move = Literal["level", "rising", "falling", "none"]
_ZERO, _ONE = Fraction(0), Fraction(1)
_ALL = Span(None, None, True, True)
_FROM_ZERO, _ABOVE_ZERO, _BELOW_ZERO = (
    Span(_ZERO, None, False, True),
    Span(_ZERO, None, True, True),
    Span(None, _ZERO, True, True),
)
_TURNED: dict[_Move, _Move] = {"rising": "falling", "falling": "rising"}


def span_of(rule: Node) -> Span:
    """The shares of the full mark that a rule can give, whatever the row and whatever is recorded."""
    return _shape(rule, _Side(None, None, _ALL)).span


def direction_of(rule: Node, comparator: Comparator | None) -> Direction:
    """How the marks move with the actual value, for a target above zero."""
    row = Row(points=_ONE, comparator=comparator)
    found = {_direction(each, comparator) for each, _ in resolve(rule, row, recorded=False)}
    moving = found - {"level"}
    if not moving:
        return "level"
    only = moving.pop()
    return "none" if moving else only


def _direction(rule: Node, comparator: Comparator | None) -> Direction:
    if isinstance(rule, ex.Op) and rule.operation in ("most", "least", "subtract") and _is_fixed(rule.second):
        # The same cap, floor or deduction everywhere: it may flatten what it bounds, and never turns it.
        inner = _direction(rule.first, comparator)
        if inner != "none":
            return inner
    whole = _shape(rule, _Side(comparator, None, _ALL))
    if whole.move != "none" or comparator is None:
        return whole.move
    below, at, above = (
        _shape(rule, _Side(comparator, is_met(comparator, _ONE, Fraction(number)), ratios))
        for number, ratios in enumerate(
            (Span(None, _ONE, True, True), Span(_ONE, _ONE), Span(_ONE, None, True, True))
        )
    )
    through = _sequence((below, at, above)).move
    up, down = _sequence((below, at)).move, _sequence((at, above)).move
    is_peak = up in ("rising", "level") and down in ("falling", "level")
    return "peak" if through == "none" and is_peak else through


def _is_fixed(node: Node) -> bool:
    """Whether a number is the same for all rows of one full mark."""
    return isinstance(node, ex.Const | ex.Recorded)


@dataclass(frozen=True, slots=True)
class _Side:
    """What is known of the rows: comparator, whether they are met, their ratios; and values of nodes."""

    comparator: Comparator | None
    met: bool | None
    ratios: Span
    known: Mapping[Node, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Shape:
    """The values of a node on a side, and how they move with the actual value."""

    span: Span
    move: _Move


_UNKNOWN = _Shape(_ALL, "none")


def _shape(node: Node, side: _Side) -> _Shape:
    found = _computed(node, side)
    known = side.known.get(node)
    span = found.span if known is None else common(found.span, known) or known
    return _Shape(span, "level" if _is_number(span) else found.move)


def _computed(node: Node, side: _Side) -> _Shape:
    match node:
        case ex.Const():
            return _Shape(_constant(node), "level")
        case ex.Between():
            return _Shape(node.span, "level")
        case ex.Recorded():
            return _Shape(_FROM_ZERO, "level")
        case ex.Input():
            return _input(node, side)
        case ex.Op():
            return _operation(node, side)
        case ex.NotNegative():
            return _pieces(node.first, (_FROM_ZERO,), (node.first,), node.other, side)
        case ex.Pick():
            return _pieces(node.of, node.whens, node.pieces, node.otherwise, side)
        case ex.AtLeast(limit=ex.Const() as limit):
            reached = Span(limit.value, None, False, True)
            return _pieces(node.of, (reached,), (node.reached,), node.below, side)
        case ex.AtLeast():
            return _sequence((_shape(node.below, side), _shape(node.reached, side)))
        case ex.Unless():
            return _pieces(node.of, (node.when,), (node.assumed,), node.usual, side)
        case ex.Line(points=tuple() as points):
            return _shape(pieces_between(node, points), side)
        case ex.Line():
            return _Shape(_hull([Span(each, each) for each in (*node.shares, node.beyond)]), "none")
        case ex.WhenMet() if side.met is not None:
            return _shape(node.met if side.met else node.unmet, side)
        case ex.ByComparator() if side.met is not None:
            return _shape(case_of(node, side.comparator), side)
        case _:
            return _Shape(_hull([_shape(part, side).span for part in parts(node)]), "none")


def _constant(node: ex.Const) -> Span:
    if node.scale != "marks" or not node.value:
        return Span(node.value, node.value)
    # So many 分 of a full mark that can be anything above zero.
    return _ABOVE_ZERO if node.value > 0 else _BELOW_ZERO


def _input(node: ex.Input, side: _Side) -> _Shape:
    match node.name:
        case "points":
            return _Shape(Span(_ONE, _ONE), "level")
        case "completion_ratio":
            return _Shape(side.ratios, "rising")
        case "target":
            return _Shape(_ABOVE_ZERO, "level")
        case "coefficient":
            return _UNKNOWN
        case _:
            return _Shape(_ALL, "rising")


# --- operations -------------------------------------------------------------------------------------------


def _operation(node: ex.Op, side: _Side) -> _Shape:
    first, second = _shape(node.first, side), _shape(node.second, side)
    match node.operation:
        case "subtract":
            turned = _turned(second)
            move = _together(first.move, turned.move)
            return _Shape(_gap(node, side) or _added(first.span, turned.span), move)
        case "most" | "least" as bound:
            return _Shape(_bounded(first.span, second.span, bound), _together(first.move, second.move))
        case "divide" | "whole_steps" if not _is_above_zero(second.span):
            return _UNKNOWN
        case "divide" | "whole_steps":
            return _product(first, _inverse(second))
        case _:
            return _product(first, second)


def _gap(node: ex.Op, side: _Side) -> Span | None:
    """Target less actual value, or the other way round: its sign is that of 1 less the ratio."""
    names = [each.name if isinstance(each, ex.Input) else "" for each in (node.first, node.second)]
    if sorted(names) != ["actual", "target"] or side.ratios == _ALL:
        return None
    if side.ratios.low == side.ratios.high:
        return Span(_ZERO, _ZERO)
    is_short = side.ratios.low is None
    return _ABOVE_ZERO if is_short == (names[0] == "target") else _BELOW_ZERO


def _turned(shape: _Shape) -> _Shape:
    span = shape.span
    low, high = (None if end is None else -end for end in (span.high, span.low))
    return _Shape(Span(low, high, span.high_open, span.low_open), _TURNED.get(shape.move, shape.move))


def _inverse(shape: _Shape) -> _Shape:
    """1 ÷ something above zero."""
    span = shape.span
    low = _ZERO if span.high is None else 1 / span.high
    high = 1 / span.low if span.low else None
    return _Shape(Span(low, high, span.high_open, high is None or span.low_open), _turned(shape).move)


def _product(first: _Shape, second: _Shape) -> _Shape:
    """A product; unknown unless one of the factors is never below zero, or is one number."""
    if not _is_from_zero(second.span) and not _is_number(second.span):
        first, second = second, first
    factor = second.span
    if _is_number(factor) and not _is_from_zero(factor):
        return _turned(_product(first, _turned(second)))
    if not _is_from_zero(factor):
        return _UNKNOWN
    is_level = second.move == "level" or _is_from_zero(first.span)
    highest, is_open = _highest(first.span, factor)
    lowest, is_low_open = _highest(_turned(first).span, factor)
    span = Span(None if lowest is None else -lowest, highest, is_low_open, is_open)
    return _Shape(span, _together(first.move, second.move) if is_level else "none")


def _highest(first: Span, factor: Span) -> tuple[Fraction | None, bool]:
    """The highest product, and whether it is not reached; `factor` is never below zero."""
    if first.high is not None and first.high <= 0:
        return first.high * (factor.low or _ZERO), first.high_open or factor.low_open
    if first.high is None or factor.high is None:
        return (_ZERO, False) if factor.high == 0 else (None, True)
    return first.high * factor.high, first.high_open or factor.high_open


def _added(first: Span, second: Span) -> Span:
    low = None if first.low is None or second.low is None else first.low + second.low
    high = None if first.high is None or second.high is None else first.high + second.high
    return Span(low, high, first.low_open or second.low_open, first.high_open or second.high_open)


def _bounded(first: Span, second: Span, bound: Literal["most", "least"]) -> Span:
    """The smaller, or the larger, of two numbers; the smaller one is as large as it can be only where both are."""
    lows, highs = (first.low, second.low), (first.high, second.high)
    if bound == "most":
        low = None if None in lows else min(end for end in lows if end is not None)
        high = min((end for end in highs if end is not None), default=None)
    else:
        low = max((end for end in lows if end is not None), default=None)
        high = None if None in highs else max(end for end in highs if end is not None)
    low_open = [span.low_open for span in (first, second) if span.low == low]
    high_open = [span.high_open for span in (first, second) if span.high == high]
    if bound == "most":
        return Span(low, high, all(low_open), any(high_open))
    return Span(low, high, any(low_open), all(high_open))


def _together(first: _Move, second: _Move) -> _Move:
    if "level" in (first, second):
        return second if first == "level" else first
    return first if first == second else "none"


def _is_above_zero(span: Span) -> bool:
    return span.low is not None and (span.low > 0 or (span.low == 0 and span.low_open))


def _is_number(span: Span) -> bool:
    return span.low is not None and span.low == span.high


def _is_from_zero(span: Span) -> bool:
    return span.low is not None and span.low >= 0


# --- pieces -----------------------------------------------------------------------------------------------


def _pieces(
    of: Node, whens: Sequence[Span], nodes: Sequence[Node], otherwise: Node | None, side: _Side
) -> _Shape:
    """The values of pieces that a number chooses between, in the order in which the actual value meets them."""
    number = _shape(of, side)
    cases = list(zip(whens, nodes, strict=True))
    if otherwise is not None:
        cases += ((rest, otherwise) for rest in _outside(whens))
    inside = [
        (within, node)
        for when, node in sorted(cases, key=lambda case: (case[0].low is not None, case[0].low or _ZERO))
        if not isinstance(node, ex.Refuse) and (within := common(when, number.span)) is not None
    ]
    shapes = [_shape(node, replace(side, known={**side.known, of: within})) for within, node in inside]
    if number.move == "falling":
        shapes.reverse()
    found = _sequence(shapes)
    return _Shape(found.span, "none") if number.move == "none" and len(shapes) > 1 else found


def _outside(whens: Sequence[Span]) -> list[Span]:
    """What the one interval does not hold; of several, everything."""
    return without(_ALL, whens[0]) if len(whens) == 1 else [_ALL]


def _sequence(shapes: Sequence[_Shape]) -> _Shape:
    """Shapes one after another as the actual value grows."""
    if len(shapes) < 2:
        return shapes[0] if shapes else _UNKNOWN
    moves = {shape.move for shape in shapes}
    span = _hull([shape.span for shape in shapes])
    pairs = [(one.span, other.span) for one, other in pairwise(shapes)]
    if _is_number(span):
        return _Shape(span, "level")
    if moves <= {"level", "rising"} and all(_is_below(one, other) for one, other in pairs):
        return _Shape(span, "rising")
    if moves <= {"level", "falling"} and all(_is_below(other, one) for one, other in pairs):
        return _Shape(span, "falling")
    return _Shape(span, "none")


def _is_below(one: Span, other: Span) -> bool:
    return one.high is not None and other.low is not None and one.high <= other.low


def _hull(spans: Sequence[Span]) -> Span:
    """The smallest span that holds all spans; an end is open only if every span that reaches it is open there.

    Of no spans everything: what is refused tells nothing of its value.
    """
    if not spans:
        return _ALL
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    low = min(lows) if len(lows) == len(spans) else None
    high = max(highs) if len(highs) == len(spans) else None
    low_open = all(span.low_open for span in spans if span.low == low)
    return Span(low, high, low_open, all(span.high_open for span in spans if span.high == high))
