"""按完成比例计分."""

from __future__ import annotations

import pytest
from method_rows import hull, method, row, score

from perfeval.core.rules.derive import direction_of, span_of


@pytest.mark.parametrize(
    ("ratio", "cap", "actual", "target", "marks"),
    [
        ("actual/target", "1", "6", "10", "6"),
        ("actual/target", "1", "12", "10", "10"),
        ("actual/target", "none", "12", "10", "12"),
        ("actual/target", "1.2", "15", "10", "12"),  # P35: a bonus up to 120 %
        ("actual/target", "1", "-3", "10", "0"),
        ("target/actual", "1", "6", "5", "25/3"),  # U-01
        ("target/actual", "1", "10", "5", "5"),
        ("target/actual", "1", "15", "5", "10/3"),
        ("target/actual", "1", "0", "5", "10"),
        ("target/actual", "none", "0", "5", "10"),
        ("2-actual/target", "1", "6", "5", "8"),
        ("2-actual/target", "1", "10", "5", "0"),
        ("2-actual/target", "1", "15", "5", "0"),
    ],
)
def test_ratio(ratio: str, cap: str, actual: str, target: str, marks: str) -> None:
    assert score(method("proportional", ratio=ratio, cap=cap), row(actual, target)) == marks


def test_a_floor() -> None:
    assert score(method("proportional", ratio="actual/target", floor="0.2"), row("1")) == "2"


def test_an_unstated_ratio_and_an_unstated_cap() -> None:
    low, high = hull(method("proportional", ratio="unstated"), row("6", "5"))
    assert (low, high) == (8, 10)
    assert hull(method("proportional", ratio="actual/target", cap="unstated"), row("12")) == (10, 12)


def test_it_refuses_a_row_without_ratio() -> None:
    assert score(method("proportional", ratio="actual/target"), row("1", "0")) == "target-not-positive"


def test_span_and_direction() -> None:
    forward = method("proportional", ratio="actual/target", floor="0.1")
    assert str(span_of(forward.rule)) == "[0.1, 1]"
    assert str(span_of(method("proportional", ratio="actual/target", cap="none").rule)) == "[0, inf)"
    assert direction_of(forward.rule, "at_least") == "rising"
    assert direction_of(method("proportional", ratio="target/actual").rule, "at_most") == "falling"
    assert direction_of(method("proportional", ratio="2-actual/target").rule, "at_most") == "falling"
