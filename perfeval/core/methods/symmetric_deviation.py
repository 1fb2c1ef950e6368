"""按偏离度计分: marks fall with the distance from the target on either side."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from perfeval.core.methods.base import Direction, Exact, Method, Outcome, Refusal, Row, exactly, whole
from perfeval.core.methods.measure import measured
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import floored, multiplied, subtracted


class SymmetricDeviation(Method):
    """Marks = full mark × (1 - |actual/target - 1|), never below zero; full within `tolerance` of the
    target.
    """

    sentence: ClassVar = {
        "zh": "得分 = 分值 × (1 − |完成率 − 1|)，偏离不超过 {tolerance} 的记满分",
        "en": "score = marks × (1 − |completion − 1|); full marks within {tolerance} of the target",
    }
    formula: ClassVar = {"zh": "w × max(0, 1 − |B/A − 1|)", "en": "w × max(0, 1 − |B/A − 1|)"}

    kind: Literal["symmetric_deviation"] = "symmetric_deviation"
    tolerance: Exact = Fraction(0)

    def score(self, row: Row) -> Outcome:
        """Refuses a zero or negative target, from which no relative distance can be taken."""
        found = measured("absolute_deviation", row)
        if found is None:
            return Refusal("target-not-positive")
        distance, steps = found
        if distance <= self.tolerance:
            full = whole(row)
            return exactly(full.high, (*steps, *full.steps))
        share = subtracted("share", ("one", Fraction(1)), ("absolute_deviation", distance))
        kept = floored("share", ("share", share.value), Fraction(0))
        marks = multiplied("marks", ("points", row.points), ("share", kept.value))
        return exactly(marks.value, (*steps, share, kept, marks))

    def span(self) -> Span:
        """From no marks to the full mark."""
        return Span(Fraction(0), Fraction(1))

    def direction(self, comparator: Comparator | None) -> Direction:
        """Highest at the target."""
        return "peak"
