"""区间指标: full marks inside a target range; outside, the nearest end of the range is the target."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Direction, Method, Outcome, Refusal, Row, Unstated, stated, whole
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step, divided

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class NearestEdge(Method):
    """A row inside its target range earns full marks; else `outside` scores it against the nearer end."""

    readings: ClassVar = {
        "outside": (
            Proportional(ratio="actual/target"),
            SymmetricDeviation(),
            AllOrNothing(),
        )
    }
    sentence: ClassVar = {
        "zh": "落在指标区间内记满分；区间外以较近的端点为指标值：{outside}",
        "en": "full marks inside the range; outside, against the nearer end: {outside}",
    }
    formula: ClassVar = {
        "zh": "区间内：w；区间外（A 取较近端点）：{outside}",
        "en": "inside: w; outside (A = nearer end): {outside}",
    }

    kind: Literal["nearest_edge"] = "nearest_edge"
    outside: AnyMethod | Unstated

    def score(self, row: Row) -> Outcome:
        """Refuses a row whose target is no range."""
        if row.edges is None or row.actual is None or row.edges.low is None or row.edges.high is None:
            return Refusal("target-not-range")
        if row.actual in row.edges:
            return whole(row)
        edge = row.edges.low if row.actual <= row.edges.low else row.edges.high
        if edge <= 0:
            return Refusal("target-not-positive")
        ratio = divided("completion_ratio", ("actual", row.actual), ("edge", edge))
        outcome = stated(self.outside).score(replace(row, target=edge, ratio=ratio.value, met=False))
        if isinstance(outcome, Refusal):
            return outcome
        return replace(outcome, steps=(Step("read", "edge", edge), ratio, *outcome.steps))

    def span(self) -> Span:
        """The span of the method outside, up to the full mark at least."""
        inner = stated(self.outside).span()
        high = None if inner.high is None else max(inner.high, Fraction(1))
        return Span(inner.low, high, inner.low_open, high is None)

    def direction(self, comparator: Comparator | None) -> Direction:
        """A range promises nothing: the score may fall on both sides, or rise through it."""
        return "none"
