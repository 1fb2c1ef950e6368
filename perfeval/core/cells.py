"""The two cells of a row, and what else it says that tells how they are meant (指标值与完成值两格)."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.category import category_of, dimension_of
from perfeval.core.comparators import Comparator
from perfeval.core.direction import direction_of
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.target import Bare, Bound, Range, Target
from perfeval.core.target_kinds import quantities_of


@dataclass(frozen=True, slots=True)
class Cells:
    """The two cells of a row, and what else it says."""

    indicator: Indicator
    actual: str
    form: SelfEvaluationForm

    def problem(self, code: str, **values: str) -> Problem:
        """A problem of this row, at its actual value."""
        shown = {"target": str(self.indicator.target), "actual": str(self.indicator.actual), **values}
        return Problem(code, shown, self.indicator.places.get("actual", self.indicator.place))

    def direction(self, target: Target) -> Comparator | None:
        """The comparator of a target, printed or inferred; None where the evidence conflicts, or it has none."""
        if isinstance(target, Bound):
            return target.comparator
        if not isinstance(target, Bare | Range):
            return None
        category, _ = category_of(self.indicator.category, dimension_of(self.indicator.dimension))
        quantity = quantities_of(target)[-1]
        found = direction_of(self.indicator.name, category, quantity, self.indicator.extra)
        return None if found.is_contested else found.comparators[0]
