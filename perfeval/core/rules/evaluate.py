"""A rule evaluated for a row (计分): the trace is the evaluated expression."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from perfeval.core.rules import expressions as ex
from perfeval.core.rules.expressions import InputName, Node, Operation, share_of_points, times_points
from perfeval.core.rules.row import Marks, Outcome, Refusal, Row
from perfeval.core.span import Span
from perfeval.core.trace import Step, divided

OPERATIONS: dict[Operation, Callable[[Fraction, Fraction], Fraction]] = {
    "subtract": lambda first, second: first - second,
    "multiply": lambda first, second: first * second,
    "divide": lambda first, second: first / second,
    "most": min,
    "least": max,
    "whole_steps": lambda first, second: Fraction(math.floor(first / second)),
}
_MISSING: dict[InputName, str] = {"percent": "percent-missing", "coefficient": "coefficient-missing"}
"""Why a row without a number is refused; all others lack a ratio."""


class _RefusedError(Exception):
    """Ends an evaluation that comes to no value."""

    def __init__(self, code: str, values: dict[str, str] | None = None) -> None:
        self.refusal = Refusal(code, values or {})


def evaluate(rule: Node, row: Row) -> Outcome:
    """The marks that a rule gives a row, with their steps, or why it gives none; pure.

    Nothing in the rule may be open (see resolve.py); raises ValueError where something is, which only a programmer
    can cause.
    """
    run = _Run(row)
    try:
        value = run.value(rule)
    except _RefusedError as refused:
        return refused.refusal
    opens = (False, False) if value.low == value.high else (value.low_open, value.high_open)
    return Marks(value.low, value.high, *opens, tuple(run.steps), run.level)


def share_marks(points: Fraction, share: Span) -> Marks:
    """The marks that an interval of shares is of a row with so many 分, outside any rule."""
    found = evaluate(share_of_points(share), Row(points))
    assert isinstance(found, Marks)  # a share of the marks needs nothing else of the row
    return found


def measured(number: Node, row: Row) -> Fraction | None:
    """A number of the row that an expression gives; None where the row does not have it."""
    found = evaluate(number, row)
    return found.high if isinstance(found, Marks) else None


@dataclass(frozen=True, slots=True)
class _Value:
    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it was given as one number: an interval may shrink to one all the same."""
        return self.low is self.high


class _Run:
    """One evaluation: the row, the values known so far, and the steps to them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.steps: list[Step] = []
        self.level: str | None = None
        self._known: dict[Node, _Value] = {}

    def value(self, node: Node) -> _Value:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._value(node)
        return known

    def _value(self, node: Node) -> _Value:
        match node:
            case ex.Const():
                return _point(node.value * self.row.points if node.scale == "share" else node.value)
            case ex.Between(Span(low=Fraction() as low, high=Fraction() as high) as span):
                return _Value(low, high, span.low_open, span.high_open)
            case ex.Input():
                return self._input(node)
            case ex.Op():
                return self._operation(node)
            case ex.NotNegative():
                return self._not_negative(node)
            case ex.Pick():
                return self.value(self._picked(node))
            case ex.AtLeast():
                return self._at_least(node)
            case ex.Unless():
                return self._unless(node)
            case ex.Line():
                return self._line(node)
            case ex.WhenMet():
                if self.row.met is None:
                    raise _RefusedError("met-unknown")
                return self.value(node.met if self.row.met else node.unmet)
            case ex.ByComparator():
                return self.value(case_of(node, self.row.comparator))
            case ex.AgainstEdge():
                return self._against_edge(node)
            case ex.Words():
                return self._words(node)
            case ex.Refuse():
                raise _RefusedError(node.code, dict(node.values))
        raise ValueError(f"{type(node).__name__} must be given one of its readings before scoring")

    def number(self, node: Node) -> Fraction:
        """The value of a part that is no interval."""
        return self.value(node).high

    def _input(self, node: ex.Input) -> _Value:
        value = getattr(self.row, "ratio" if node.name == "completion_ratio" else node.name)
        if value is None:
            raise _RefusedError(_MISSING.get(node.name, "target-not-positive"))
        if node.read:
            self.steps.append(Step("read", node.read, value))
        return _point(value)

    def _operation(self, node: ex.Op) -> _Value:
        first, second = self.value(node.first), self.value(node.second)
        if node.operation in ("divide", "whole_steps") and second.high == 0:
            raise _RefusedError("target-not-positive")
        compute = OPERATIONS[node.operation]
        high = compute(first.high, second.high)
        low = high if first.is_point and second.is_point else compute(first.low, second.low)
        is_open = first.high_open or second.high_open
        if low is not high and low != high:
            self._step(node, f"{node.label}_low", low, first.low, second.low)
        label = node.label if low is high or low == high else f"{node.label}_high"
        self._step(node, label, high, first.high, second.high, "<" if is_open else "")
        if node.operation in ("most", "least"):
            return _Value(
                low, high, first.low_open and low == first.low, first.high_open and high == first.high
            )
        return _Value(low, high, first.low_open or second.low_open, is_open)

    def _step(
        self, node: ex.Op, label: str, value: Fraction, first: Fraction, second: Fraction, detail: str = ""
    ) -> None:
        if not node.quiet or value != first:
            operands = ((node.names[0], first), (node.names[1], second))
            self.steps.append(Step(node.operation, label, value, operands, detail))

    def _not_negative(self, node: ex.NotNegative) -> _Value:
        value = measured(node.first, self.row)
        return self.value(node.first if value is None or value >= 0 else node.other)

    def _picked(self, node: ex.Pick) -> Node:
        value = self.number(node.of)
        for when, piece in zip(node.whens, node.pieces, strict=True):
            if value in when:
                if node.label:
                    self.steps.append(
                        Step("within", node.label, Fraction(1), ((node.name, value),), str(when))
                    )
                return piece
        if node.otherwise is None:
            raise _RefusedError("no-tier", {"value": str(value)})
        return node.otherwise

    def _at_least(self, node: ex.AtLeast) -> _Value:
        value, limit = self.number(node.of), self.number(node.limit)
        if value >= limit:
            return self.value(node.reached)
        operands = (("completion_ratio", value), ("threshold", limit))
        self.steps.append(Step("at_least", "passed", Fraction(0), operands))
        return self.value(node.below)

    def _unless(self, node: ex.Unless) -> _Value:
        if self.number(node.of) not in node.when:
            return self.value(node.usual)
        self.steps.append(Step("assume", "share", node.assumed.value, detail=node.detail))
        return self.value(node.assumed)

    def _line(self, node: ex.Line) -> _Value:
        points = points_of(node, self.row)
        if points is None:
            raise _RefusedError("graded-targets-unusable", {"wanted": str(len(node.shares))})
        x = self.number(node.of)
        for (x0, y0), (x1, y1) in pairwise(sorted(points)):
            if x0 <= x <= x1:
                operands = (("measure", x), ("x0", x0), ("x1", x1), ("y0", y0), ("y1", y1))
                share = y0 + (x - x0) * (y1 - y0) / (x1 - x0)
                self.steps.append(Step("interpolate", "share", share, operands))
                return self.value(times_points(ex.Const(share)))
        below, above = shares_beyond(node, points)
        share = below if x < min(points)[0] else above
        return self.value(share_of_points(Span(share, share)))

    def _against_edge(self, node: ex.AgainstEdge) -> _Value:
        row, edges = self.row, self.row.edges
        if edges is None or row.actual is None or edges.low is None or edges.high is None:
            raise _RefusedError("target-not-range")
        if row.actual in edges:
            return self.value(node.inside)
        edge = edges.low if row.actual <= edges.low else edges.high
        if edge <= 0:
            raise _RefusedError("target-not-positive")
        ratio = divided("completion_ratio", ("actual", row.actual), ("edge", edge))
        self.steps += (Step("read", "edge", edge), ratio)
        outer, self._known = self._known, {}
        self.row = replace(row, target=edge, ratio=ratio.value, met=False)
        value = self.value(node.outside)
        self.row, self._known = row, outer
        return value

    def _words(self, node: ex.Words) -> _Value:
        level = level_of(node, self.row)
        if level is None:
            raise _RefusedError("level-unknown", {"words": self.row.words or "", **node.question})
        self.level = node.levels[level] if node.scale == "attainment" else None
        self.steps.append(Step("read", "level", Fraction(1), detail=node.levels[level]))
        return self.value(node.cases[level])


def _point(value: Fraction) -> _Value:
    return _Value(value, value)


def case_of(node: ex.ByComparator, comparator: str | None) -> Node:
    """The value under a comparator."""
    for comparators, case in zip(node.comparators, node.cases, strict=True):
        if comparator in comparators:
            return case
    return node.otherwise


def level_of(node: ex.Words, row: Row) -> int | None:
    """The number of the level that the actual value names, None where it names none."""
    for number, words in enumerate(node.words):
        if row.words in words:
            return number
    if row.attained is not None:
        return node.attains.index(row.attained) if row.attained in node.attains else None
    if row.words and row.words == row.target_words and node.repeats in node.levels:
        return node.levels.index(node.repeats)
    return None


def points_of(node: ex.Line, row: Row) -> tuple[tuple[Fraction, Fraction], ...] | None:
    """The points of a line: its own, or the row's graded targets if they match the shares in number and order."""
    if node.points is not None:
        return node.points
    pairs = list(pairwise(row.graded_targets))
    is_ordered = all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
    if row.actual is None or len(row.graded_targets) != len(node.shares) or not is_ordered:
        return None
    return tuple(zip(row.graded_targets, node.shares, strict=True))


def shares_beyond(node: ex.Line, points: tuple[tuple[Fraction, Fraction], ...]) -> tuple[Fraction, Fraction]:
    """The shares left and right of all points: the best point's own on its side, `beyond` on the other."""
    best = max(share for _, share in points)
    left, right = min(points)[1], max(points)[1]
    return best if left == best else node.beyond, best if right == best else node.beyond


def pieces_between(node: ex.Line, points: tuple[tuple[Fraction, Fraction], ...]) -> ex.Pick:
    """The straight lines between points as pieces, whose values are shares."""
    ordered = sorted(points)
    below, above = shares_beyond(node, points)
    whens = [Span(None, ordered[0][0], True, True)]
    pieces: list[Node] = [ex.Const(below)]
    for (x0, y0), (x1, y1) in pairwise(ordered):
        slope = (y1 - y0) / (x1 - x0)
        risen = ex.Op("multiply", "share", ("measure", "share"), node.of, ex.Const(slope))
        pieces.append(ex.Op("subtract", "share", ("share", "share"), risen, ex.Const(x0 * slope - y0)))
        whens.append(Span(x0, x1, x0 != ordered[0][0], False))
    whens.append(Span(ordered[-1][0], None, True, True))
    return ex.Pick(node.of, node.name, tuple(whens), (*pieces, ex.Const(above)))
