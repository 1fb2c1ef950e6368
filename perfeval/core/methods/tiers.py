"""按区间赋分: the interval that a number falls into decides the share of the marks (分档)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from perfeval.core.form import Frozen
from perfeval.core.methods.base import Interval, Method, Share
from perfeval.core.methods.measure import Measure, measure
from perfeval.core.rules.expressions import Node, Pick, share_of_points


class Tier(Frozen):
    """One tier: numbers inside `when` earn `share` of the full mark (a point such as `[0.7, 0.7]`, or a
    band).
    """

    when: Interval
    share: Share


class Tiers(Method):
    """The tier whose interval holds the measure gives the share of the full mark."""

    kind: Literal["tiers"] = "tiers"
    of: Measure = "completion"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def compiled(self) -> Node:
        """Refuses a row without the measure, and a number that no tier holds."""
        whens = tuple(tier.when for tier in self.tiers)
        return Pick(
            measure(self.of),
            self.of,
            whens,
            tuple(share_of_points(tier.share) for tier in self.tiers),
            label="tier",
        )
