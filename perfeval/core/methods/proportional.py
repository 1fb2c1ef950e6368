"""按完成比例计分: the marks follow a ratio of actual and target."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from perfeval.core.methods.base import Exact, Method, Unstated
from perfeval.core.methods.measure import less, measure
from perfeval.core.rules.expressions import ONE, RATIO, TWO, Const, Node, Op, Unless, times_points
from perfeval.core.span import Span

Ratio = Literal["actual/target", "target/actual", "2-actual/target"]
_NOTHING_DONE = Span(None, Fraction(0), low_open=True)


class Proportional(Method):
    """Marks = full mark × ratio, kept between `floor` and `cap` (both shares of the full mark).

    `ratio`: actual/target (正向), target/actual, or 2-actual/target, which reaches zero at twice the target
    (反向). `cap` "none" lets a score exceed the full mark.
    """

    readings: ClassVar = {
        "ratio": ("actual/target", "target/actual", "2-actual/target"),
        "cap": (Fraction(1), "none"),
    }

    kind: Literal["proportional"] = "proportional"
    ratio: Ratio | Unstated
    cap: Exact | Literal["none"] | Unstated = Fraction(1)
    floor: Exact = Fraction(0)

    @property
    def said(self) -> str:
        """Its ratio, where that is a reverse one."""
        return self.kind if self.ratio in ("actual/target", "unstated") else self.ratio

    def compiled(self) -> Node:
        """Refuses a zero or negative target, for which the ratio says nothing."""
        return self.given(
            "ratio", lambda ratio: self.given("cap", lambda cap: times_points(self._share(ratio, cap)))
        )

    def _share(self, ratio: Ratio, cap: Fraction | Literal["none"]) -> Node:
        if ratio == "actual/target":
            return self._kept(RATIO, cap)
        if ratio == "2-actual/target":
            return self._kept(less("ratio", ("two", "completion_ratio"), TWO, RATIO), cap)
        # Nothing at all of something that should be small: the ratio is unbounded, so the cap decides.
        most = ONE if cap == "none" else Const(cap)
        usual = self._kept(measure("inverse_completion"), cap)
        return Unless(RATIO, _NOTHING_DONE, most, "no_actual", usual)

    def _kept(self, share: Node, cap: Fraction | Literal["none"]) -> Node:
        """The share, at least the floor and at most the cap."""
        kept = Op("least", "share", ("ratio", "floor"), share, Const(self.floor), quiet=True)
        return kept if cap == "none" else Op("most", "share", ("ratio", "cap"), kept, Const(cap), quiet=True)
