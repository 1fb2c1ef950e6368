"""完成指标值记满分，未完成的另计: full marks when the target is met, else another method."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Method, Under, Unstated, rule_of
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.rules.expressions import FULL, Node, WhenMet
from perfeval.core.span import Span
from perfeval.core.target import Comparator

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class FullWhenMet(Method):
    """Full marks when the actual value satisfies the target; `otherwise` scores the rows that do not."""

    # What an unmet row earns differs by comparator: a reverse ratio means nothing below an "at least".
    readings: ClassVar = {
        "otherwise": (
            Under(("at_least", "more_than", "equal_to"), Proportional(ratio="actual/target")),
            Under(("at_most", "less_than"), Proportional(ratio="target/actual")),
            Under(("at_most", "less_than"), Proportional(ratio="2-actual/target")),
            Under(("equal_to",), SymmetricDeviation()),
            Under(get_args(Comparator), AllOrNothing()),
            Under((None,), AllOrNothing(unmet=Span(Fraction(0), Fraction(1), high_open=True))),
        )
    }

    kind: Literal["full_when_met"] = "full_when_met"
    otherwise: AnyMethod | Unstated

    def compiled(self) -> Node:
        """Refuses a row of which nobody can say whether the target is met."""
        return WhenMet(FULL, self.given("otherwise", rule_of))
