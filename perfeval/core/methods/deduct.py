"""每…扣…分: marks taken off for every so much, down to a floor (扣完为止)."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.methods.base import (
    Direction,
    Exact,
    Method,
    Outcome,
    Refusal,
    Row,
    Unstated,
    exactly,
)
from perfeval.core.methods.measure import Measure, direction_of, measured
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step, divided, floored, multiplied, subtracted


class Deduct(Method):
    """Full marks less `take` for every `per` of the measure beyond `free`.

    `take` is in 分, or a share of the full mark (`unit`: marks | share). `steps`: whole (每满一档才扣), or
    proportional; `floor` is the lowest share of the full mark that remains.
    """

    readings: ClassVar = {"steps": ("whole", "proportional")}
    sentence: ClassVar = {
        "zh": "{of}超过 {free} 后，每 {per} 扣 {take}（{steps}），最低 {floor}",
        "en": "beyond {free} of {of}, every {per} takes {take} ({steps}), down to {floor}",
    }
    formula: ClassVar = {
        "zh": "max(w × {floor}, w − {take} × {steps}(max(0, {of} − {free}) ÷ {per}))",
        "en": "max(w × {floor}, w − {take} × {steps}(max(0, {of} − {free}) ÷ {per}))",
    }

    kind: Literal["deduct"] = "deduct"
    of: Measure
    per: Annotated[Exact, Field(gt=0)]
    take: Exact
    unit: Literal["marks", "share"] = "marks"
    steps: Literal["whole", "proportional"] | Unstated
    free: Exact = Fraction(0)
    floor: Exact = Fraction(0)

    def score(self, row: Row) -> Outcome:
        """Refuses a row without the measure (zero target, words)."""
        found = measured(self.of, row)
        if found is None:
            return Refusal("target-not-positive")
        value, steps = found
        over = subtracted("beyond_free", (self.of, value), ("free", self.free))
        kept = floored("beyond_free", ("beyond_free", over.value), Fraction(0))
        count = self._count(kept.value)
        taken = multiplied("deduction", ("count", count.value), ("take", self._take_marks(row)))
        left = subtracted("marks", ("points", row.points), ("deduction", taken.value))
        floor = floored("marks", ("marks", left.value), self.floor * row.points)
        return exactly(floor.value, (*steps, over, kept, count, taken, left, floor))

    def _count(self, amount: Fraction) -> Step:
        if self.steps == "whole":
            whole_number = Fraction(amount // self.per)
            return Step("whole_steps", "count", whole_number, (("beyond_free", amount), ("per", self.per)))
        return divided("count", ("beyond_free", amount), ("per", self.per))

    def _take_marks(self, row: Row) -> Fraction:
        return self.take if self.unit == "marks" else self.take * row.points

    def span(self) -> Span:
        """From the floor to the full mark."""
        return Span(self.floor, Fraction(1))

    def direction(self, comparator: Comparator | None) -> Direction:
        """Down as the measure grows."""
        if self.of == "gap":
            return _GAP.get(comparator, "none")
        return direction_of(self.of, low_is_better=True)


_GAP: dict[Comparator | None, Direction] = {
    "at_least": "rising",
    "more_than": "rising",
    "at_most": "falling",
    "less_than": "falling",
    "equal_to": "peak",
}
