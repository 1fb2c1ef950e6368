"""另行扣减: the marks of another method, less a deduction that a person recorded (扣减分数)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.exact import ExactnessError, exact
from perfeval.core.methods.base import Direction, Method, Outcome, Refusal, Row
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step, floored, subtracted

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class RecordedDeduction(Method):
    """The marks of `method` less the 分 recorded in `fact`, never below zero; nothing recorded takes
    nothing off.
    """

    sentence: ClassVar = {
        "zh": "{method}；再扣“{fact}”记录的分数，扣完为止",
        "en": '{method}; less the marks recorded in "{fact}", down to zero',
    }
    formula: ClassVar = {"zh": "max(0, {method} − {fact})", "en": "max(0, {method} − {fact})"}

    kind: Literal["recorded_deduction"] = "recorded_deduction"
    fact: str
    method: AnyMethod

    def score(self, row: Row) -> Outcome:
        """Refuses a record that is no number of zero or more, and what the inner method refuses."""
        inner = self.method.score(row)
        recorded = row.facts.get(self.fact)
        if isinstance(inner, Refusal) or recorded is None:
            return inner
        taken = _marks(recorded)
        if taken is None:
            return Refusal("fact-unknown", {"fact": self.fact, "value": recorded, "known": "0, 2.5"})
        low, high = (_less(end, taken) for end in (inner.low, inner.high))
        steps = (*low, *high) if inner.low != inner.high else high
        return replace(inner, low=low[-1].value, high=high[-1].value, steps=(*inner.steps, *steps))

    def span(self) -> Span:
        """From nothing to the most that the inner method gives."""
        inner = self.method.span()
        return Span(Fraction(0), inner.high, high_open=inner.high is None)

    def direction(self, comparator: Comparator | None) -> Direction:
        """A fixed deduction keeps the direction."""
        return self.method.direction(comparator)


def _less(marks: Fraction, taken: Fraction) -> tuple[Step, Step]:
    left = subtracted("marks", ("marks", marks), ("deduction", taken))
    return left, floored("marks", ("marks", left.value), Fraction(0))


def _marks(text: str) -> Fraction | None:
    try:
        value = exact(text.strip().removesuffix("分").strip())
    except ExactnessError:
        return None
    return value if value >= 0 else None
