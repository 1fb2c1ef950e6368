"""插值计分."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import method, row, score

from perfeval.core.rules.derive import direction_of, span_of

FIVE = method("interpolate", of="graded_targets", shares=["1", "0.9", "0.8", "0.7", "0.6"])
LINES = method("interpolate", of="completion", points=[["0.6", "0.5"], ["0.8", "0.7"], ["1", "1"]])


@pytest.mark.parametrize(
    ("actual", "marks"),
    [
        ("100", "10"),
        ("95", "19/2"),
        ("90", "9"),
        ("63", "63/10"),
        ("60", "6"),
        ("59.9", "0"),  # below the worst target
        ("120", "10"),  # beyond the best
    ],
)
def test_between_the_five_targets_of_the_row(actual: str, marks: str) -> None:
    targets = tuple(Fraction(each) for each in (100, 90, 80, 70, 60))
    assert score(FIVE, row(actual, graded_targets=targets)) == marks


@pytest.mark.parametrize(("actual", "marks"), [("3", "10"), ("4", "9"), ("7", "6"), ("8", "0"), ("1", "10")])
def test_targets_that_fall_are_better_when_small(actual: str, marks: str) -> None:
    targets = tuple(Fraction(each) for each in (3, 4, 5, 6, 7))
    assert score(FIVE, row(actual, graded_targets=targets)) == marks


@pytest.mark.parametrize(
    "targets",
    [(), (1, 2, 3), (100, 90, 95, 70, 60), (5, 5, 4, 3, 2)],
    ids=["none", "too few", "out of order", "two alike"],
)
def test_unusable_targets_are_refused(targets: tuple[int, ...]) -> None:
    graded = tuple(Fraction(each) for each in targets)
    assert score(FIVE, row("5", graded_targets=graded)) == "graded-targets-unusable"
    assert score(FIVE, row(None, graded_targets=graded)) == "graded-targets-unusable"


@pytest.mark.parametrize(
    ("actual", "marks"), [("10", "10"), ("9", "17/2"), ("7", "6"), ("5", "0"), ("15", "10")]
)
def test_between_fixed_points(actual: str, marks: str) -> None:
    assert score(LINES, row(actual)) == marks


def test_it_refuses_a_row_without_the_measure() -> None:
    assert score(LINES, row("5", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    assert str(span_of(FIVE.rule)) == "[0, 1]"
    assert direction_of(FIVE.rule, "at_least") == "none"
    assert direction_of(LINES.rule, "at_least") == "rising"
    falling = method("interpolate", of="completion", points=[["1", "1"], ["2", "0"]])
    assert direction_of(falling.rule, "at_most") == "falling"
    peak = method("interpolate", of="completion", points=[["0", "0"], ["1", "1"], ["2", "0"]])
    assert direction_of(peak.rule, "equal_to") == "peak"


def test_beyond_the_worst_point_on_either_side_of_a_peak() -> None:
    peak = method("interpolate", of="completion", points=[["0.5", "0"], ["1", "1"], ["2", "0"]])
    assert [score(peak, row(actual)) for actual in ("1", "10", "30")] == ["0", "10", "0"]


def test_two_points_may_both_be_best() -> None:
    flat = method("interpolate", of="completion", points=[["0.5", "0.2"], ["1", "1"], ["1.2", "1"]])
    assert [score(flat, row(actual)) for actual in ("11", "13")] == ["10", "10"]
