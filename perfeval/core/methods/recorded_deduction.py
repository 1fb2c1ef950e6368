"""另行扣减: the marks of another method, less a deduction that a person recorded (扣减分数)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from perfeval.core.methods.base import Method
from perfeval.core.methods.measure import less
from perfeval.core.rules.expressions import ZERO, Absent, Node, Op, Recorded

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class RecordedDeduction(Method):
    """The marks of `method` less the 分 recorded in `fact`, never below zero; nothing recorded takes
    nothing off.
    """

    kind: Literal["recorded_deduction"] = "recorded_deduction"
    fact: str
    method: AnyMethod

    def compiled(self) -> Node:
        """Refuses a record that is no number of zero or more, and what the inner method refuses."""
        taken = Recorded(self.fact, "marks", Absent())
        left = less("marks", ("marks", "deduction"), self.method.rule, taken)
        return Op("least", "marks", ("marks", "floor"), left, ZERO, quiet=True)
