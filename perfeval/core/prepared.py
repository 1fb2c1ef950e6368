"""What an indicator row is when a method scores it: its cells as read, its numbers, and the steps to them (取值)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.actual import Actual, GradeWord
from perfeval.core.calendar import CalendarDate
from perfeval.core.category import category_of, dimension_of
from perfeval.core.direction import Direction
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.pairing import Pair
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity
from perfeval.core.results import Read
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Ruleset
from perfeval.core.target import Comparator, Deadline, Target, kind_of
from perfeval.core.trace import Step
from perfeval.core.traits import ActualKind, Traits


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row: its traits, its numbers, the steps to them.

    `assumed` is what the rule set leaves open, `cells` what the cells leave open.
    """

    traits: Traits
    row: Row
    read: Read
    steps: tuple[Step, ...] = ()
    assumed: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """All readings of a row, how its target was compared, and what was noticed on the way."""

    readings: tuple[Reading, ...]
    completion_ratio: Fraction | None = None
    problems: tuple[Problem, ...] = ()
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row whose two cells were read, with all that its comparison may depend on.

    `negative` says what becomes of a negative actual value: refuse, as_zero or allow.
    """

    indicator: Indicator
    pair: Pair
    row: Row
    form: SelfEvaluationForm
    ruleset: Ruleset
    negative: str

    @property
    def target(self) -> Target:
        """The target as read."""
        return self.pair.target

    @property
    def actual(self) -> Actual:
        """The actual value as read."""
        return self.pair.actual

    def reading(self, row: Row, steps: tuple[Step, ...] = ()) -> Reading:
        """The row in one reading, under the comparator that its target has, printed or inferred."""
        read = Read(self.target, self.actual, row.comparator, row.target, row.actual, row.met)
        return Reading(self.traits(row.comparator), row, read, steps)

    def traits(self, comparator: Comparator | None) -> Traits:
        """What rule sets choose a method by, under one comparator."""
        dimension = dimension_of(self.indicator.dimension)
        category, kind = category_of(self.indicator.category, dimension)
        return Traits(
            dimension, category, kind, kind_of(self.target), comparator, _kind_of_actual(self.actual)
        )

    def problem(self, code: str, cell: str = "actual", **values: str) -> Problem:
        """A problem at a cell of the row, which shows both cells as printed."""
        place = self.indicator.places.get(cell, self.indicator.place)
        shown = {"target": str(self.indicator.target), "actual": str(self.indicator.actual), **values}
        return Problem(code, shown, place)


def _kind_of_actual(actual: Actual) -> ActualKind:
    match actual:
        case Quantity():
            return "quantity"
        case CalendarDate() | Deadline():
            return "date"
        case GradeWord():
            return "grade"
        case _:
            return "words"
