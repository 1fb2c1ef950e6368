"""及格门槛: by another method from a threshold of completion on, a fixed share below it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.base import (
    Direction,
    Exact,
    Method,
    Outcome,
    Refusal,
    Row,
    Unstated,
    share_in_words,
    share_of_points,
)
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod

_FACT = "pass_threshold"


class PassThreshold(Method):
    """`reached` scores a row whose completion ratio is at least `threshold`; below, the share `below`.

    The threshold of a row may stand in no printed cell: a fact `pass_threshold` on the row overrides it, and
    `unstated` means that it lies anywhere from 0 (never fails) to 1 (any shortfall fails).
    """

    # The score falls as the threshold rises, so its two ends span every threshold between them.
    readings: ClassVar = {"threshold": (Fraction(0), Fraction(1))}
    sentence: ClassVar = {
        "zh": "完成率达到 {threshold} 的：{reached}；低于的记分值的 {below}",
        "en": "from a completion ratio of {threshold}: {reached}; below it {below} of the marks",
    }
    formula: ClassVar = {
        "zh": "B/A ≥ {threshold}：{reached}；B/A < {threshold}：w × {below}",
        "en": "B/A ≥ {threshold}: {reached}; B/A < {threshold}: w × {below}",
    }

    kind: Literal["pass_threshold"] = "pass_threshold"
    threshold: Exact | Unstated
    reached: AnyMethod
    below: Exact = Fraction(0)

    def score(self, row: Row) -> Outcome:
        """Refuses a zero or negative target, for which there is no completion ratio."""
        if row.ratio is None:
            return Refusal("target-not-positive")
        threshold = self._threshold(row)
        if threshold is None:
            return Refusal("fact-unknown", {"fact": _FACT, "value": row.facts[_FACT], "known": "0.6, 60%"})
        if row.ratio >= threshold:
            return self.reached.score(row)
        operands = (("completion_ratio", row.ratio), ("threshold", threshold))
        return share_of_points(
            row, Span(self.below, self.below), (Step("at_least", "passed", Fraction(0), operands),)
        )

    def _threshold(self, row: Row) -> Fraction | None:
        if _FACT in row.facts:
            return share_in_words(row.facts[_FACT])
        if isinstance(self.threshold, str):
            raise ValueError("an unstated threshold must be given one of its readings before scoring")
        return self.threshold

    def span(self) -> Span:
        """The span of the method above the threshold, widened by the share below it."""
        inner = self.reached.span()
        low = self.below if inner.low is None else min(inner.low, self.below)
        return Span(low, inner.high, high_open=inner.high is None)

    def direction(self, comparator: Comparator | None) -> Direction:
        """Rising where the method above the threshold rises and starts no lower than the share below."""
        inner = self.reached.span()
        starts_above = inner.low is not None and inner.low >= self.below
        return "rising" if starts_above and self.reached.direction(comparator) == "rising" else "none"
