"""区间指标: full marks inside a target range; outside, the nearest end of the range is the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.all_or_nothing import AllOrNothing
from perfeval.core.methods.base import Method, Unstated, rule_of
from perfeval.core.methods.proportional import Proportional
from perfeval.core.methods.symmetric_deviation import SymmetricDeviation
from perfeval.core.rules.expressions import FULL, AgainstEdge, Node

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class NearestEdge(Method):
    """A row inside its target range earns full marks; else `outside` scores it against the nearer end."""

    readings: ClassVar = {
        "outside": (Proportional(ratio="actual/target"), SymmetricDeviation(), AllOrNothing())
    }

    kind: Literal["nearest_edge"] = "nearest_edge"
    outside: AnyMethod | Unstated

    def compiled(self) -> Node:
        """Refuses a row whose target is no range."""
        return AgainstEdge(FULL, self.given("outside", rule_of))
