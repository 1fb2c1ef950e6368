"""差一点: full marks when the target is met, a share of them when at least a part of it is reached, else nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Literal

from perfeval.core.exact import show
from perfeval.core.methods.base import Convention, Exact, Method, Witness
from perfeval.core.methods.pass_threshold import cuts, percent
from perfeval.core.rules.expressions import FULL, RATIO, AtLeast, Const, Node, WhenMet, share_of_points
from perfeval.core.span import Span


class NearMiss(Method):
    """Full marks when met; `share` of them from a completion ratio of `part` on; nothing below it."""

    kind: Literal["near_miss"] = "near_miss"
    part: Exact
    share: Exact

    def compiled(self) -> Node:
        """Refuses a row that is neither met nor missed, and a zero or negative target that is missed."""
        near, far = (share_of_points(Span(share, share)) for share in (self.share, Fraction(0)))
        return WhenMet(FULL, AtLeast(RATIO, Const(self.part), near, far))

    @classmethod
    def tried(cls, witnesses: Sequence[Witness]) -> Iterator[Convention]:
        """Every share that a row was given, from every part that the data can tell apart."""
        shares = sorted({share for _, share in witnesses if 0 < share < 1})
        for (low, high), share in product(cuts(witnesses), shares):
            rule = cls(part=high, share=share).rule
            zh = f"达到指标值{percent(high)}的记分值的{percent(share)}，否则不得分"
            en = f"{percent(share)} of the marks from {percent(high)} of the target on, else none"
            yield Convention(f"near-miss({show(low)},{show(high)}]×{show(share)}", zh, en, rule)
