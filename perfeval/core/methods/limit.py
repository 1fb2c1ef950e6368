"""限额计分: another method, but never more than a fixed number of marks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.base import Direction, Exact, Marks, Method, Outcome, Refusal, Row
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import capped

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class Limit(Method):
    """The marks of `method`, at most `marks` 分 however many the row carries."""

    sentence: ClassVar = {"zh": "{method}；最高 {marks} 分", "en": "{method}; at most {marks} marks"}
    formula: ClassVar = {"zh": "min({marks}, {method})", "en": "min({marks}, {method})"}

    kind: Literal["limit"] = "limit"
    marks: Exact
    method: AnyMethod

    def score(self, row: Row) -> Outcome:
        """Refuses what the inner method refuses."""
        inner = self.method.score(row)
        if isinstance(inner, Refusal) or inner.high <= self.marks:
            return inner
        step = capped("marks", ("marks", inner.high), self.marks)
        return Marks(min(inner.low, self.marks), self.marks, steps=(*inner.steps, step), level=inner.level)

    def span(self) -> Span:
        """That of the inner method: the limit is in marks, not a share."""
        inner = self.method.span()
        return Span(min(Fraction(0), inner.low or Fraction(0)), inner.high, high_open=inner.high is None)

    def direction(self, comparator: Comparator | None) -> Direction:
        """A limit keeps the direction, but flattens a peak no further than its top."""
        return self.method.direction(comparator)
