"""直接赋分: full marks when met, a fixed share (mostly none) when not."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

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

    def compiled(self) -> Node:
        """Refuses a row of which nobody can say whether the target is met."""
        return WhenMet(FULL, share_of_points(self.given("unmet", Between)))
