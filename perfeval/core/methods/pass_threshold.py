"""及格门槛: by another method from a threshold of completion on, a fixed share below it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.methods.base import Exact, Method, Unstated
from perfeval.core.rules.expressions import RATIO, AtLeast, Const, Node, Recorded, share_of_points
from perfeval.core.span import Span

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class PassThreshold(Method):
    """`reached` scores a row whose completion ratio is at least `threshold`; below, the share `below`.

    The threshold of a row may stand in no printed cell: a fact `pass_threshold` on the row overrides it, and
    `unstated` means that it lies anywhere from 0 (never fails) to 1 (any shortfall fails).
    """

    # The score falls as the threshold rises, so its two ends span every threshold between them.
    readings: ClassVar = {"threshold": (Fraction(0), Fraction(1))}

    kind: Literal["pass_threshold"] = "pass_threshold"
    threshold: Exact | Unstated
    reached: AnyMethod
    below: Exact = Fraction(0)

    def compiled(self) -> Node:
        """Refuses a zero or negative target, for which there is no completion ratio."""
        limit = Recorded("pass_threshold", "share", self.given("threshold", Const))
        return AtLeast(RATIO, limit, self.reached.rule, share_of_points(Span(self.below, self.below)))
