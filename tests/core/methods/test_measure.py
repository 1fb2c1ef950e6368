"""衡量值."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import row

from perfeval.core.comparators import Comparator
from perfeval.core.methods.measure import Measure, measure
from perfeval.core.rules.derive import Direction, direction_of
from perfeval.core.rules.evaluate import evaluate, measured
from perfeval.core.rules.expressions import MINUS_ONE, Op
from perfeval.core.rules.row import Marks
from perfeval.core.trace import holds


@pytest.mark.parametrize(
    ("name", "actual", "value"),
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
def test_measures(name: Measure, actual: str, value: str) -> None:
    found = evaluate(measure(name), row(actual))
    assert isinstance(found, Marks)
    assert str(found.high) == value
    assert all(holds(step) for step in found.steps)


@pytest.mark.parametrize(
    ("comparator", "actual", "gap"),
    [("at_most", "12", "2"), ("at_most", "8", "0"), ("equal_to", "12", "2"), ("equal_to", "8", "2")],
)
def test_the_gap_is_on_the_wrong_side(comparator: Comparator, actual: str, gap: str) -> None:
    assert str(measured(measure("gap"), row(actual, comparator=comparator))) == gap


def test_the_percentage_of_the_actual_value() -> None:
    assert measured(measure("percent"), row("0.95", percent=Fraction(95))) == 95
    assert measured(measure("percent"), row("95")) is None


@pytest.mark.parametrize(
    ("name", "actual", "target"),
    [
        ("completion", "5", "0"),
        ("inverse_completion", "0", "5"),
        ("actual", None, "5"),
        ("gap", None, "5"),
        ("gap", "5", None),
    ],
)
def test_none_where_the_row_does_not_have_it(name: Measure, actual: str | None, target: str | None) -> None:
    assert measured(measure(name), row(actual, target)) is None


@pytest.mark.parametrize(
    ("name", "comparator", "direction"),
    [
        ("completion", "at_least", "rising"),
        ("shortfall", "at_least", "falling"),
        ("excess", "at_least", "rising"),
        ("reverse_completion", "at_most", "falling"),
        # unbounded just above zero, and below zero on the other side of it
        ("inverse_completion", "at_most", "none"),
        ("percent", "at_least", "rising"),
        ("absolute_deviation", "equal_to", "none"),
        ("gap", "at_least", "falling"),
        ("gap", "at_most", "rising"),
        ("gap", "equal_to", "none"),
    ],
)
def test_direction(name: Measure, comparator: Comparator, direction: Direction) -> None:
    assert direction_of(measure(name), comparator) == direction


@pytest.mark.parametrize("name", ["absolute_deviation", "gap"])
def test_what_grows_on_both_sides_of_the_target_makes_a_peak_when_it_is_taken_off(name: Measure) -> None:
    taken = Op("multiply", "marks", ("gap", "minus_one"), measure(name), MINUS_ONE)
    assert direction_of(taken, "equal_to") == "peak"
