"""衡量值."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import row

from perfeval.core.comparators import Comparator
from perfeval.core.methods.base import Direction
from perfeval.core.methods.measure import Measure, direction_of, measured
from perfeval.core.trace import holds


@pytest.mark.parametrize(
    ("measure", "actual", "value"),
    [
        ("completion", "15", "3/2"),
        ("inverse_completion", "20", "1/2"),
        ("reverse_completion", "15", "1/2"),
        ("reverse_completion", "25", "-1/2"),
        ("actual", "15", "15"),
        ("deviation", "8", "-1/5"),
        ("absolute_deviation", "8", "1/5"),
        ("absolute_deviation", "12", "1/5"),
        ("shortfall", "8", "1/5"),
        ("shortfall", "12", "0"),
        ("excess", "12", "1/5"),
        ("excess", "8", "0"),
        ("gap", "8", "2"),
        ("gap", "12", "0"),
    ],
)
def test_measures(measure: Measure, actual: str, value: str) -> None:
    found = measured(measure, row(actual))
    assert found is not None
    assert str(found[0]) == value
    assert all(holds(step) for step in found[1])


@pytest.mark.parametrize(
    ("comparator", "actual", "gap"),
    [("at_most", "12", "2"), ("at_most", "8", "0"), ("equal_to", "12", "2"), ("equal_to", "8", "2")],
)
def test_the_gap_is_on_the_wrong_side(comparator: Comparator, actual: str, gap: str) -> None:
    found = measured("gap", row(actual, comparator=comparator))
    assert found is not None
    assert str(found[0]) == gap


def test_the_percentage_of_the_actual_value() -> None:
    found = measured("percent", row("0.95", percent=Fraction(95)))
    assert found is not None
    assert found[0] == 95
    assert measured("percent", row("95")) is None


@pytest.mark.parametrize(
    ("measure", "actual", "target"),
    [
        ("completion", "5", "0"),
        ("inverse_completion", "0", "5"),
        ("actual", None, "5"),
        ("gap", None, "5"),
        ("gap", "5", None),
    ],
)
def test_none_where_the_row_does_not_have_it(
    measure: Measure, actual: str | None, target: str | None
) -> None:
    assert measured(measure, row(actual, target)) is None


@pytest.mark.parametrize(
    ("measure", "low_is_better", "direction"),
    [
        ("completion", False, "rising"),
        ("completion", True, "falling"),
        ("shortfall", True, "rising"),
        ("inverse_completion", False, "falling"),
        ("reverse_completion", False, "falling"),
        ("percent", False, "rising"),
        ("absolute_deviation", True, "peak"),
        ("absolute_deviation", False, "none"),
        ("gap", True, "none"),
    ],
)
def test_direction(measure: Measure, low_is_better: bool, direction: Direction) -> None:
    assert direction_of(measure, low_is_better) == direction
