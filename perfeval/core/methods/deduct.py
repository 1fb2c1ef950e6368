"""每…扣…分: marks taken off for every so much, down to a floor (扣完为止)."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.methods.base import Exact, Method, Unstated
from perfeval.core.methods.measure import Measure, less, measure
from perfeval.core.rules.expressions import POINTS, ZERO, Const, Node, Op


class Deduct(Method):
    """Full marks less `take` for every `per` of the measure beyond `free`.

    `take` is in 分, or a share of the full mark (`unit`: marks | share). `steps`: whole (每满一档才扣), or
    proportional; `floor` is the lowest share of the full mark that remains.
    """

    readings: ClassVar = {"steps": ("whole", "proportional")}

    kind: Literal["deduct"] = "deduct"
    of: Measure
    per: Annotated[Exact, Field(gt=0)]
    take: Exact
    unit: Literal["marks", "share"] = "marks"
    steps: Literal["whole", "proportional"] | Unstated
    free: Exact = Fraction(0)
    floor: Exact = Fraction(0)

    def compiled(self) -> Node:
        """Refuses a row without the measure (zero target, words)."""
        over = less("beyond_free", (self.of, "free"), measure(self.of), Const(self.free))
        beyond = Op("least", "beyond_free", ("beyond_free", "floor"), over, ZERO)
        count = self.given("steps", lambda steps: self._count(steps, beyond))
        taken = Op("multiply", "deduction", ("count", "take"), count, Const(self.take, self.unit))
        left = less("marks", ("points", "deduction"), POINTS, taken)
        return Op("least", "marks", ("marks", "floor"), left, Const(self.floor, "share"))

    def _count(self, steps: str, beyond: Node) -> Node:
        operation: Literal["whole_steps", "divide"] = "whole_steps" if steps == "whole" else "divide"
        return Op(operation, "count", ("beyond_free", "per"), beyond, Const(self.per))
