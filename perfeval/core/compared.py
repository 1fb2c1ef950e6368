"""How a row of quantities was compared (可比的数量): the comparator, what told it, both numbers in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.actual import Actual
from perfeval.core.direction import Evidence
from perfeval.core.quantity import Quantity, same_unit, taking_unit_of
from perfeval.core.results import RowResult
from perfeval.core.target import Bare, Bound, Target

Numbers = tuple[Fraction, Fraction, str]
"""指标值、完成值、单位."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Target and actual value as compared: `comparator` is "contested" where the evidence does not decide.

    `goal` and `reached` are numbers of `unit`, magnitudes multiplied out (5万元 is 50000 元); None where the units do
    not convert, where words only tell whether it was reached, or where the cells can be read as different numbers.
    """

    comparator: str
    evidence: Evidence
    goal: Fraction | None = None
    reached: Fraction | None = None
    unit: str = ""


def compared(row: RowResult) -> Compared | None:
    """What scoring compared; None for a row of words, dates, grades or ranges, and for one that it refused."""
    if row.direction is None:
        return None
    ways = {_numbers(each.target, each.actual) for each in row.readings}
    numbers = ways.pop() if len(ways) == 1 else None
    return Compared(row.direction.name, row.direction.evidence, *(numbers or ()))


def _numbers(target: Target, actual: Actual) -> Numbers | None:
    assert isinstance(target, Bound | Bare)  # nothing else has a direction
    if not isinstance(actual, Quantity):
        return None  # words that only tell whether it was reached
    goal = target.quantity
    match = same_unit(goal, actual)
    if match.note in ("mismatch", "percent-scale"):
        return None
    unit = goal.unit or actual.unit
    # Without units, numbers of different magnitudes are multiplied out already.
    is_multiplied = unit is None and goal.scale != actual.scale
    scale = Fraction(1) if is_multiplied else taking_unit_of(goal, actual).scale
    return match.target_value * scale, match.actual_value * scale, str(unit or "")
