"""口径未定: the source leaves open which of the listed methods is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.methods.base import Direction, Method, Outcome, Row
from perfeval.core.span import Span
from perfeval.core.target import Comparator

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class AnyOf(Method):
    """Every one of `methods` is a reading of the source; the score is what they span."""

    sentence: ClassVar = {
        "zh": "文件未写明，下列口径都成立：{methods}",
        "en": "the source does not say which: {methods}",
    }
    formula: ClassVar = {"zh": "{methods}", "en": "{methods}"}

    kind: Literal["any_of"] = "any_of"
    methods: Annotated[tuple[AnyMethod, ...], Field(min_length=1)]

    def score(self, row: Row) -> Outcome:
        """Raises ValueError: each reading is scored on its own (`readings`), never the choice itself."""
        raise ValueError("any_of must be given one of its readings before scoring")

    def span(self) -> Span:
        """What all readings span."""
        return union([method.span() for method in self.methods])

    def direction(self, comparator: Comparator | None) -> Direction:
        """The direction that all readings share; else no promise."""
        directions = {method.direction(comparator) for method in self.methods}
        return directions.pop() if len(directions) == 1 else "none"


def union(spans: list[Span]) -> Span:
    """The smallest span that holds all spans."""
    lows = [span.low for span in spans if span.low is not None]
    highs = [span.high for span in spans if span.high is not None]
    low = min(lows) if len(lows) == len(spans) else None
    high = max(highs) if len(highs) == len(spans) else None
    return Span(low, high, low is None, high is None)
