"""Rows whose target and actual value are both numbers (定量行), in one unit, ready to be compared with the numbers in
texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from perfeval.core.category import category_of, dimension_of
from perfeval.core.comparators import Comparator, is_lower_bound, is_upper_bound
from perfeval.core.quantity import Quantity
from perfeval.core.results import FormResult, RowResult
from perfeval.core.target import Bare, Bound, is_blank


# A tuple, as most checks ask for those of every row, and a tuple is made in a third of the time.
class Measured(NamedTuple):
    """A row whose target and actual are both quantities that can be compared.

    `target` and `actual` are as read; `goal` and `reached` their numbers in one unit; `comparator` is the one that the
    row was judged by, printed or inferred, None where the evidence conflicts; `is_printed` tells the printed one.
    """

    row: RowResult
    comparator: Comparator | None
    is_printed: bool
    target: Quantity
    actual: Quantity
    goal: Fraction
    reached: Fraction

    @property
    def ratio(self) -> Fraction | None:
        """Completion ratio (完成率), actual ÷ target; None for a target that is not positive."""
        return self.reached / self.goal if self.goal > 0 else None

    @property
    def printed(self) -> Comparator | None:
        """The comparator that the form prints, None where it prints none."""
        return self.comparator if self.is_printed else None

    @property
    def is_floor(self) -> bool:
        """Whether more is better (正向)."""
        return is_lower_bound(self.comparator)

    @property
    def is_ceiling(self) -> bool:
        """Whether less is better (反向)."""
        return is_upper_bound(self.comparator)

    @property
    def note(self) -> str:
        """The deviation note, empty where there is none."""
        return note_of(self.row)

    @property
    def is_exact(self) -> bool:
        """Whether the actual value equals the target to the last digit."""
        return self.goal == self.reached

    @property
    def is_percentage(self) -> bool:
        """Whether the actual value is a percentage."""
        unit = self.actual.unit or self.target.unit
        return unit is not None and unit.is_percent


def measured_rows(result: FormResult) -> Iterator[Measured]:
    """The rows of a form with two comparable quantities, ignored ones left out."""
    for row in result.indicators:
        found = None if row.status == "ignored" else measured(row)
        if found is not None:
            yield found


def measured(row: RowResult) -> Measured | None:
    """The two quantities of a row; None where it has no two that can be compared, or they may be several pairs."""
    if not row.readings:
        return None
    first, *others = row.readings
    if not isinstance(first.target, Bound | Bare) or not isinstance(first.actual, Quantity):
        return None
    if first.goal is None or first.reached is None:
        return None
    if any((each.goal, each.reached) != (first.goal, first.reached) for each in others):
        return None
    comparators = {each.comparator for each in row.readings}
    return Measured(
        row,
        comparators.pop() if len(comparators) == 1 else None,
        isinstance(first.target, Bound),
        first.target.quantity,
        first.actual,
        first.goal,
        first.reached,
    )


PROPOSED = "【拟稿】"
"""How a note begins that was only proposed and that nobody has written out yet."""


def note_of(row: RowResult) -> str:
    """The deviation note of a row (偏差原因分析及改进措施), empty where it says nothing or is only a proposal."""
    note = row.indicator.deviation_note if row.indicator else None
    return "" if note is None or is_blank(note) or note.strip().startswith(PROPOSED) else note.strip()


def is_full(row: RowResult) -> bool:
    """Whether the submitted score is the full mark."""
    return row.points is not None and row.points > 0 and row.submitted == row.points


def is_short(row: RowResult) -> bool:
    """Whether marks were given up."""
    return row.points is not None and row.submitted is not None and row.submitted < row.points


def category(row: RowResult) -> str:
    """The category of an indicator row (二级指标), as the core names it."""
    assert row.indicator is not None
    return category_of(row.indicator.category, dimension_of(row.indicator.dimension))[0]
