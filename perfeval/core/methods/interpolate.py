"""插值计分: straight lines between points, or between the graded target values of the row."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from perfeval.core.methods.base import Exact, Method
from perfeval.core.methods.measure import Measure, measure
from perfeval.core.rules.expressions import Input, Line, Node


class Interpolate(Method):
    """Shares of the full mark joined by straight lines.

    With `of: graded_targets` the points are the row's own graded target values, best first, at `shares`; else
    `points` lists pairs [measure, share]. Beyond the worst point the share is `beyond_worst`, beyond the best
    one that of the best point.
    """

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

    def compiled(self) -> Node:
        """Refuses a row without the measure, or whose graded targets do not match `shares` in number and
        order.
        """
        if self.of == "graded_targets":
            return Line(Input("actual"), self.of, None, self.shares, self.beyond_worst)
        return Line(measure(self.of), self.of, self.points, (), self.beyond_worst)
