"""按偏离度计分: marks fall with the distance from the target on either side."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from perfeval.core.methods.base import Exact, Method
from perfeval.core.methods.measure import less, measure
from perfeval.core.rules.expressions import FULL, ONE, ZERO, Node, Op, Pick, times_points
from perfeval.core.span import Span


class SymmetricDeviation(Method):
    """Marks = full mark × (1 - |actual/target - 1|), never below zero; full within `tolerance` of the
    target.
    """

    kind: Literal["symmetric_deviation"] = "symmetric_deviation"
    tolerance: Exact = Fraction(0)

    def compiled(self) -> Node:
        """Refuses a zero or negative target, from which no relative distance can be taken."""
        distance = measure("absolute_deviation")
        share = less("share", ("one", "absolute_deviation"), ONE, distance)
        kept = Op("least", "share", ("share", "floor"), share, ZERO)
        near = (Span(None, self.tolerance, low_open=True),)
        return Pick(distance, "absolute_deviation", near, (FULL,), times_points(kept))
