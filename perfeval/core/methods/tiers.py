"""按区间赋分: the interval that a number falls into decides the share of the marks (分档)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.form import Frozen
from perfeval.core.methods.base import (
    Direction,
    Interval,
    Method,
    Outcome,
    Refusal,
    Row,
    Share,
    share_of_points,
)
from perfeval.core.methods.measure import Measure, direction_of, measured
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step


class Tier(Frozen):
    """One tier: numbers inside `when` earn `share` of the full mark (a point such as `[0.7, 0.7]`, or a
    band).
    """

    when: Interval
    share: Share


class Tiers(Method):
    """The tier whose interval holds the measure gives the share of the full mark."""

    sentence: ClassVar = {"zh": "按{of}所在区间赋分：{tiers}", "en": "by the tier of {of}: {tiers}"}
    formula: ClassVar = {"zh": "{of}：{tiers}", "en": "{of}: {tiers}"}

    kind: Literal["tiers"] = "tiers"
    of: Measure = "completion"
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]

    def score(self, row: Row) -> Outcome:
        """Refuses a row without the measure, and a number that no tier holds."""
        found = measured(self.of, row)
        if found is None:
            return Refusal("percent-missing" if self.of == "percent" else "target-not-positive")
        value, steps = found
        for tier in self.tiers:
            if value in tier.when:
                chosen = Step("within", "tier", Fraction(1), ((self.of, value),), str(tier.when))
                return share_of_points(row, tier.share, (*steps, chosen))
        return Refusal("no-tier", {"value": str(value)})

    def span(self) -> Span:
        """From the lowest to the highest share of any tier."""
        lows = [tier.share.low for tier in self.tiers if tier.share.low is not None]
        highs = [tier.share.high for tier in self.tiers if tier.share.high is not None]
        return Span(min(lows), max(highs))

    def direction(self, comparator: Comparator | None) -> Direction:
        """Rising or falling where the shares rise or fall with the measure; else no promise."""
        ordered = sorted(
            self.tiers, key=lambda tier: (tier.when.low is not None, tier.when.low or Fraction(0))
        )
        shares = [(tier.share.low or Fraction(0), tier.share.high or Fraction(0)) for tier in ordered]
        pairs = list(pairwise(shares))
        if all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairs):
            return direction_of(self.of, low_is_better=False)
        if all(a[0] >= b[0] and a[1] >= b[1] for a, b in pairs):
            return direction_of(self.of, low_is_better=True)
        return "none"
