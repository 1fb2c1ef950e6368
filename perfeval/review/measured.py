"""Rows with two numbers (定量行): target and actual as numbers of one unit, ready to be held against words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from perfeval.core.actual import parse_actual
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.results import FormResult, RowResult
from perfeval.core.target import Bare, Bound, Comparator, is_blank, parse_target


@dataclass(frozen=True, slots=True)
class Measured:
    """A row whose target and actual are both quantities that can be compared.

    `target` and `actual` are as written; `goal` and `reached` their numbers in the target's unit; `comparator` is
    None where the form prints none.
    """

    row: RowResult
    comparator: Comparator | None
    target: Quantity
    actual: Quantity
    goal: Fraction
    reached: Fraction

    @property
    def ratio(self) -> Fraction | None:
        """Completion ratio (完成率), actual ÷ target; None for a target that is not positive."""
        return self.reached / self.goal if self.goal > 0 else None

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
    """The two quantities of a row; None where it has no two that can be compared."""
    indicator = row.indicator
    if indicator is None or indicator.target is None or indicator.actual is None:
        return None
    found = _quantities(indicator.target, indicator.actual)
    return None if found is None else Measured(row, *found)


@lru_cache(maxsize=1024)
def _quantities(
    printed_target: str, printed_actual: str
) -> tuple[Comparator | None, Quantity, Quantity, Fraction, Fraction] | None:
    """What two cells say; kept for a while, because every check asks it of every row."""
    if is_blank(printed_target) or is_blank(printed_actual):
        return None
    try:
        target = parse_target(printed_target)
        actual = parse_actual(printed_actual, target)
    except NotationError:
        return None  # scoring has reported it, with its place
    if not isinstance(target, Bound | Bare) or not isinstance(actual, Quantity):
        return None
    match = same_unit(target.quantity, actual)
    if match.note == "percent-scale":
        return None
    comparator = target.comparator if isinstance(target, Bound) else None
    return comparator, target.quantity, actual, match.target_value, match.actual_value


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
