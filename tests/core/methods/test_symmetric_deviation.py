"""按偏离度计分."""

from __future__ import annotations

import pytest
from method_rows import method, row, score

from perfeval.core.rules.derive import direction_of, span_of


@pytest.mark.parametrize(
    ("actual", "marks"), [("10", "10"), ("13", "7"), ("7", "7"), ("20", "0"), ("30", "0"), ("0", "0")]
)
def test_marks_fall_on_both_sides(actual: str, marks: str) -> None:
    assert score(method("symmetric_deviation"), row(actual, comparator="equal_to")) == marks


@pytest.mark.parametrize(("actual", "marks"), [("11", "10"), ("9", "10"), ("12", "8")])
def test_a_tolerance_on_both_sides(actual: str, marks: str) -> None:
    assert score(method("symmetric_deviation", tolerance="0.1"), row(actual)) == marks


def test_it_refuses_a_row_without_ratio() -> None:
    assert score(method("symmetric_deviation"), row("1", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    assert str(span_of(method("symmetric_deviation").rule)) == "[0, 1]"
    assert direction_of(method("symmetric_deviation").rule, "equal_to") == "peak"
