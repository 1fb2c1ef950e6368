"""完成指标值记满分，未完成的另计: full marks when the target is met, else another method."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Direction, Method, Outcome, Refusal, Row, Unstated, stated, whole
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.span import Span
from perfeval.core.target import Comparator

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod

_NOTHING = AllOrNothing()
_FORWARD = Proportional(ratio="actual/target")
_REVERSE = (Proportional(ratio="target/actual"), Proportional(ratio="2-actual/target"))


class FullWhenMet(Method):
    """Full marks when the actual value satisfies the target; `otherwise` scores the rows that do not."""

    # What an unmet row earns differs by comparator: a reverse ratio means nothing below an "at least".
    readings: ClassVar = {
        "otherwise": {
            "at_least": (_FORWARD, _NOTHING),
            "more_than": (_FORWARD, _NOTHING),
            "at_most": (*_REVERSE, _NOTHING),
            "less_than": (*_REVERSE, _NOTHING),
            "equal_to": (_FORWARD, SymmetricDeviation(), _NOTHING),
            None: (AllOrNothing(unmet=Span(Fraction(0), Fraction(1), high_open=True)),),
        }
    }
    sentence: ClassVar = {
        "zh": "完成指标值的记满分；未完成的：{otherwise}",
        "en": "full marks when the target is met; otherwise: {otherwise}",
    }
    formula: ClassVar = {"zh": "完成：w；未完成：{otherwise}", "en": "met: w; not met: {otherwise}"}

    kind: Literal["full_when_met"] = "full_when_met"
    otherwise: AnyMethod | Unstated

    def score(self, row: Row) -> Outcome:
        """Refuses a row of which nobody can say whether the target is met."""
        if row.met is None:
            return Refusal("met-unknown")
        return whole(row) if row.met else stated(self.otherwise).score(row)

    def span(self) -> Span:
        """The span of the other method, up to the full mark at least."""
        inner = stated(self.otherwise).span()
        high = None if inner.high is None else max(inner.high, Fraction(1))
        return Span(inner.low, high, inner.low_open, high is None)

    def direction(self, comparator: Comparator | None) -> Direction:
        """That of the other method where it goes the way that the comparator wants; else no promise."""
        inner = stated(self.otherwise).direction(comparator)
        return inner if inner in _WANTED.get(comparator, ()) else "none"


_WANTED: dict[Comparator | None, tuple[Direction, ...]] = {
    "at_least": ("rising",),
    "more_than": ("rising",),
    "at_most": ("falling",),
    "less_than": ("falling",),
    "equal_to": ("rising", "peak"),
}
