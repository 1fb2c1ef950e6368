"""直接赋分: full marks when met, a fixed share (mostly none) when not."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from perfeval.core.methods.base import Method, Share, Unstated
from perfeval.core.rules.expressions import FULL, Between, Node, WhenMet, share_of_points
from perfeval.core.span import Span

_ZERO = Span(Fraction(0), Fraction(0))


class AllOrNothing(Method):
    """Full marks when the target is met, else the share `unmet` of them: `[0, 0]`, or an interval that the
    source leaves to judgement.
    """

    readings: ClassVar = {"unmet": (Span(Fraction(0), Fraction(1), high_open=True),)}

    kind: Literal["all_or_nothing"] = "all_or_nothing"
    unmet: Share | Unstated = _ZERO

    @model_validator(mode="after")
    def _within_the_marks(self) -> Self:
        """A missed row earns no less than nothing and no more than its marks."""
        if isinstance(self.unmet, Span):
            low, high = self.unmet.low, self.unmet.high
            if low is None or high is None or low < 0 or high > 1:
                raise ValueError("a missed row earns a share from 0 to 1")
        return self

    def compiled(self) -> Node:
        """Refuses a row of which nobody can say whether the target is met."""
        return WhenMet(FULL, share_of_points(self.given("unmet", Between)))
