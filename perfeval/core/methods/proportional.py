"""按完成比例计分: the marks follow a ratio of actual and target."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from perfeval.core.methods.base import (
    Direction,
    Exact,
    Marks,
    Method,
    Outcome,
    Refusal,
    Row,
    Unstated,
    exactly,
)
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step, capped, divided, floored, multiplied, subtracted

Ratio = Literal["actual/target", "target/actual", "2-actual/target"]


class Proportional(Method):
    """Marks = full mark × ratio, kept between `floor` and `cap` (both shares of the full mark).

    `ratio`: actual/target (正向), target/actual, or 2-actual/target, which reaches zero at twice the target
    (反向). `cap` "none" lets a score exceed the full mark.
    """

    readings: ClassVar = {
        "ratio": ("actual/target", "target/actual", "2-actual/target"),
        "cap": (Fraction(1), "none"),
    }
    sentence: ClassVar = {
        "zh": "得分 = 分值 × {ratio}，比例最高 {cap}、最低 {floor}",
        "en": "score = marks × {ratio}, the ratio at most {cap} and at least {floor}",
    }
    formula: ClassVar = {
        "zh": "w × min({cap}, max({floor}, {ratio}))",
        "en": "w × min({cap}, max({floor}, {ratio}))",
    }

    kind: Literal["proportional"] = "proportional"
    ratio: Ratio | Unstated
    cap: Exact | Literal["none"] | Unstated = Fraction(1)
    floor: Exact = Fraction(0)

    def score(self, row: Row) -> Outcome:
        """Refuses a zero or negative target, for which the ratio says nothing."""
        if row.ratio is None:
            return Refusal("target-not-positive")
        return self._marks(row.points, row.ratio)

    def _marks(self, points: Fraction, completion: Fraction) -> Marks:
        if self.ratio == "target/actual" and completion <= 0:
            # Nothing at all of something that should be small: the ratio is unbounded, so the cap decides.
            share = Step(
                "assume", "share", Fraction(1) if isinstance(self.cap, str) else self.cap, detail="no_actual"
            )
            return exactly(points * share.value, (share, _times(points, share.value)))
        steps = list(self._ratio_steps(completion))
        share_value = steps[-1].value if steps else completion
        if not isinstance(self.cap, str) and share_value > self.cap:
            steps.append(capped("share", ("ratio", share_value), self.cap))
        elif share_value < self.floor:
            steps.append(floored("share", ("ratio", share_value), self.floor))
        share_value = steps[-1].value if steps else share_value
        return exactly(points * share_value, (*steps, _times(points, share_value)))

    def _ratio_steps(self, completion: Fraction) -> tuple[Step, ...]:
        if self.ratio == "target/actual":
            return (divided("inverse_completion", ("one", Fraction(1)), ("completion_ratio", completion)),)
        if self.ratio == "2-actual/target":
            return (subtracted("ratio", ("two", Fraction(2)), ("completion_ratio", completion)),)
        return ()

    def span(self) -> Span:
        """From the floor to the cap."""
        return Span(self.floor, None if isinstance(self.cap, str) else self.cap, high_open=self.cap == "none")

    def direction(self, comparator: Comparator | None) -> Direction:
        """Rising with actual/target, falling with the two reverse ratios."""
        return "rising" if self.ratio == "actual/target" else "falling"


def _times(points: Fraction, share: Fraction) -> Step:
    return multiplied("marks", ("points", points), ("share", share))
