"""及格门槛: by another method from a threshold of completion on, a fixed share below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

from perfeval.core.exact import round_to, show
from perfeval.core.methods.base import Convention, Exact, Method, Unstated, Witness
from perfeval.core.methods.proportional import Proportional
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

    @classmethod
    def tried(cls, witnesses: Sequence[Witness]) -> Iterator[Convention]:
        """Marks by ratio from a threshold on: one for each interval between the ratios that occur."""
        by_ratio = Proportional(ratio="actual/target", cap="none")
        for low, high in cuts(witnesses):
            shown = f"{percent(low)}–{percent(high)}"
            zh = f"及格线不高于{percent(high)}" if low == 0 else f"及格线在{shown}（不含下端）"
            en = f"at most {percent(high)}" if low == 0 else f"in ({shown}]"
            yield Convention(
                f"threshold({show(low)},{show(high)}]",
                f"按比例，{zh}",
                f"by ratio, pass threshold {en}",
                cls(threshold=high, reached=by_ratio).rule,
            )


def cuts(witnesses: Sequence[Witness]) -> Iterator[tuple[Fraction, Fraction]]:
    """The intervals of a threshold that the data can tell apart: above `low`, and at most `high`."""
    ratios = {ratio for ratio, _ in witnesses if ratio > 0}
    yield from pairwise([Fraction(0), *sorted(ratios | {Fraction(1)})])


def percent(share: Fraction) -> str:
    """A share in per cent, with two decimals where it does not end."""
    text = show(share * 100)
    return f"{text}%" if "/" not in text else f"{round_to(share * 100, 2, 'half_up')}%"
