"""直接赋分: full marks when met, a fixed share (mostly none) when not."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from perfeval.core.methods.base import (
    Direction,
    Method,
    Outcome,
    Refusal,
    Row,
    Share,
    Unstated,
    share_of_points,
    stated_span,
    whole,
)
from perfeval.core.span import Span
from perfeval.core.target import Comparator

_ZERO = Span(Fraction(0), Fraction(0))


class AllOrNothing(Method):
    """Full marks when the target is met, else the share `unmet` of them: `[0, 0]`, or an interval that the
    source leaves to judgement.
    """

    readings: ClassVar = {"unmet": (Span(Fraction(0), Fraction(1), high_open=True),)}
    sentence: ClassVar = {
        "zh": "完成记满分，未完成记分值的 {unmet}",
        "en": "full marks when met, {unmet} of them when not",
    }
    formula: ClassVar = {"zh": "完成：w；未完成：w × {unmet}", "en": "met: w; not met: w × {unmet}"}

    kind: Literal["all_or_nothing"] = "all_or_nothing"
    unmet: Share | Unstated = _ZERO

    def score(self, row: Row) -> Outcome:
        """Refuses a row of which nobody can say whether the target is met."""
        if row.met is None:
            return Refusal("met-unknown")
        return whole(row) if row.met else share_of_points(row, stated_span(self.unmet))

    def span(self) -> Span:
        """From the share of an unmet row to the full mark."""
        return Span(stated_span(self.unmet).low, Fraction(1))

    def direction(self, comparator: Comparator | None) -> Direction:
        """A step at the target, the way that the comparator looks."""
        return _STEP.get(comparator, "none")


_STEP: dict[Comparator | None, Direction] = {
    "at_least": "rising",
    "more_than": "rising",
    "at_most": "falling",
    "less_than": "falling",
    "equal_to": "peak",
}
