"""插值计分: straight lines between points, or between the graded target values of the row."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from perfeval.core.methods.base import (
    Direction,
    Exact,
    Method,
    Outcome,
    Refusal,
    Row,
    exactly,
    share_of_points,
)
from perfeval.core.methods.measure import Measure, direction_of, measured
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step, multiplied

Point = tuple[Fraction, Fraction]


class Interpolate(Method):
    """Shares of the full mark joined by straight lines.

    With `of: graded_targets` the points are the row's own graded target values, best first, at `shares`; else
    `points` lists pairs [measure, share]. Beyond the worst point the share is `beyond_worst`, beyond the best
    one that of the best point.
    """

    sentence: ClassVar = {
        "zh": "在各档目标值之间按直线插值（{of}）：{points}{shares}，低于最低档记 {beyond_worst}",
        "en": "straight lines between the targets ({of}): {points}{shares}; {beyond_worst} beyond the worst",
    }
    formula: ClassVar = {
        "zh": "w × line({of}; {points}{shares})；beyond：{beyond_worst}",
        "en": "w × line({of}; {points}{shares}); beyond: {beyond_worst}",
    }

    kind: Literal["interpolate"] = "interpolate"
    of: Measure | Literal["graded_targets"]
    points: tuple[tuple[Exact, Exact], ...] = ()
    shares: tuple[Exact, ...] = ()
    beyond_worst: Exact = Fraction(0)

    @model_validator(mode="after")
    def _two_points(self) -> Self:
        places = [point[0] for point in self.points]
        if len(self.shares if self.of == "graded_targets" else places) < 2 or len(set(places)) < len(places):
            raise ValueError("an interpolation needs at least two points, each at a place of its own")
        return self

    def score(self, row: Row) -> Outcome:
        """Refuses a row without the measure, or whose graded targets do not match `shares` in number and
        order.
        """
        if self.of == "graded_targets":
            if (
                row.actual is None
                or len(row.graded_targets) != len(self.shares)
                or not _ordered(row.graded_targets)
            ):
                return Refusal("graded-targets-unusable", {"wanted": str(len(self.shares))})
            points = tuple(zip(row.graded_targets, self.shares, strict=True))
            return self._between(row, row.actual, points, ())
        found = measured(self.of, row)
        if found is None:
            return Refusal("target-not-positive")
        return self._between(row, found[0], self.points, found[1])

    def _between(self, row: Row, x: Fraction, points: tuple[Point, ...], before: tuple[Step, ...]) -> Outcome:
        ordered = sorted(points)
        for (x0, y0), (x1, y1) in pairwise(ordered):
            if x0 <= x <= x1:
                operands = (("measure", x), ("x0", x0), ("x1", x1), ("y0", y0), ("y1", y1))
                share = Step("interpolate", "share", y0 + (x - x0) * (y1 - y0) / (x1 - x0), operands)
                marks = multiplied("marks", ("points", row.points), ("share", share.value))
                return exactly(marks.value, (*before, share, marks))
        best_first = sorted(points, key=lambda point: point[1], reverse=True)
        beyond_best = (x > ordered[-1][0]) == (best_first[0] == ordered[-1])
        share_beyond = best_first[0][1] if beyond_best else self.beyond_worst
        return share_of_points(row, Span(share_beyond, share_beyond), before)

    def span(self) -> Span:
        """From the lowest share, or that beyond the worst point, to the highest."""
        shares = [*self.shares, *(share for _, share in self.points), self.beyond_worst]
        return Span(min(shares), max(shares))

    def direction(self, comparator: Comparator | None) -> Direction:
        """That of the points; a row's own graded targets may run either way, so they promise nothing."""
        if self.of == "graded_targets":
            return "none"
        shares = [share for _, share in sorted(self.points)]
        if all(a <= b for a, b in pairwise(shares)) and self.beyond_worst <= shares[0]:
            return direction_of(self.of, low_is_better=False)
        if all(a >= b for a, b in pairwise(shares)) and self.beyond_worst <= shares[-1]:
            return direction_of(self.of, low_is_better=True)
        return "none"


def _ordered(values: tuple[Fraction, ...]) -> bool:
    pairs = list(pairwise(values))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)
