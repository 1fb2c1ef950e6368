"""The steps of methods, which explanations render: what each leaves, and that a bound leaves one only where it acts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from method_rows import FORWARD, TIERS, method, row, scored

from perfeval.core.comparators import Comparator
from perfeval.core.methods.base import Method
from perfeval.core.methods.measure import Measure, measure
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.row import Marks, Outcome

RATIO = {
    ratio: method("proportional", ratio=ratio)
    for ratio in ("actual/target", "2-actual/target", "target/actual")
}
BY_STEPS = method("deduct", of="shortfall", per="0.05", take="1", steps="whole")
BY_GAP = method("deduct", of="gap", per="3", take="0.5", steps="proportional", floor="0.2")


def told(found: Outcome) -> list[str]:
    """Each step as on paper."""
    assert isinstance(found, Marks)
    return [
        f"{each.label} = {each.operation}({', '.join(f'{name} {value}' for name, value in each.operands)})"
        f" = {each.value}{f' {each.detail}' if each.detail else ''}"
        for each in found.steps
    ]


@pytest.mark.parametrize(
    ("one", "actual", "comparator", "more", "steps"),
    [
        (RATIO["actual/target"], "8", "at_least", {}, ["marks = multiply(points 10, share 4/5) = 8"]),
        (
            RATIO["actual/target"],
            "12",
            "at_least",
            {},
            ["share = most(ratio 6/5, cap 1) = 1", "marks = multiply(points 10, share 1) = 10"],
        ),
        (
            RATIO["2-actual/target"],
            "25",
            "at_most",
            {},
            [
                "ratio = subtract(two 2, completion_ratio 5/2) = -1/2",
                "share = least(ratio -1/2, floor 0) = 0",
                "marks = multiply(points 10, share 0) = 0",
            ],
        ),
        (
            RATIO["target/actual"],
            "0",
            "at_most",
            {},
            ["share = assume() = 1 no_actual", "marks = multiply(points 10, share 1) = 10"],
        ),
        (
            BY_STEPS,
            "8.8",
            "at_least",
            {},
            [
                "shortfall = subtract(one 1, completion_ratio 22/25) = 3/25",
                "beyond_free = subtract(shortfall 3/25, free 0) = 3/25",
                "beyond_free = least(beyond_free 3/25, floor 0) = 3/25",
                "count = whole_steps(beyond_free 3/25, per 1/20) = 2",
                "deduction = multiply(count 2, take 1) = 2",
                "marks = subtract(points 10, deduction 2) = 8",
                "marks = least(marks 8, floor 0) = 8",
            ],
        ),
        (
            BY_GAP,
            "100",
            "at_most",
            {},
            [
                "gap = subtract(actual 100, target 10) = 90",
                "beyond_free = subtract(gap 90, free 0) = 90",
                "beyond_free = least(beyond_free 90, floor 0) = 90",
                "count = divide(beyond_free 90, per 3) = 30",
                "deduction = multiply(count 30, take 1/2) = 15",
                "marks = subtract(points 10, deduction 15) = -5",
                "marks = least(marks -5, floor 2) = 2",
            ],
        ),
        (
            method("limit", marks="5", method=FORWARD),
            "8",
            "at_least",
            {},
            ["marks = multiply(points 10, share 4/5) = 8", "marks = most(marks 8, cap 5) = 5"],
        ),
        (
            method("limit", marks="5", method=FORWARD),
            "4",
            "at_least",
            {},
            ["marks = multiply(points 10, share 2/5) = 4"],
        ),
        (
            method("symmetric_deviation", tolerance="0.1"),
            "11",
            "equal_to",
            {},
            ["deviation = subtract(completion_ratio 11/10, one 1) = 1/10", "full_marks = read() = 10"],
        ),
        (
            method("symmetric_deviation", tolerance="0.1"),
            "12",
            "equal_to",
            {},
            [
                "deviation = subtract(completion_ratio 6/5, one 1) = 1/5",
                "share = subtract(one 1, absolute_deviation 1/5) = 4/5",
                "share = least(share 4/5, floor 0) = 4/5",
                "marks = multiply(points 10, share 4/5) = 8",
            ],
        ),
        (
            method("tiers", tiers=TIERS),
            "8",
            "at_least",
            {},
            [
                "tier = within(completion 4/5) = 1 [0.6, 1)",
                "marks_low = multiply(share 1/2, points 10) = 5",
                "marks_high = multiply(share 7/10, points 10) = 7",
            ],
        ),
        (
            method("recorded_deduction", fact="deduction", method=FORWARD),
            "8",
            "at_least",
            {"facts": {"deduction": "3"}},
            ["marks = multiply(points 10, share 4/5) = 8", "marks = subtract(marks 8, deduction 3) = 5"],
        ),
        (
            method("recorded_deduction", fact="deduction", method=FORWARD),
            "8",
            "at_least",
            {"facts": {"deduction": "9"}},
            [
                "marks = multiply(points 10, share 4/5) = 8",
                "marks = subtract(marks 8, deduction 9) = -1",
                "marks = least(marks -1, floor 0) = 0",
            ],
        ),
        (
            method("coefficient_column"),
            "8",
            "at_least",
            {"coefficient": Fraction(4, 5)},
            ["marks = multiply(share 4/5, points 10) = 8"],
        ),
    ],
)
def test_what_a_method_computed(
    one: Method, actual: str, comparator: Comparator, more: dict[str, Any], steps: list[str]
) -> None:
    assert told(scored(one, row(actual, comparator=comparator, **more))) == steps


@pytest.mark.parametrize(
    ("name", "actual", "steps"),
    [
        ("shortfall", "8", ["shortfall = subtract(one 1, completion_ratio 4/5) = 1/5"]),
        (
            "shortfall",
            "12",
            [
                "shortfall = subtract(one 1, completion_ratio 6/5) = -1/5",
                "shortfall = least(shortfall -1/5, floor 0) = 0",
            ],
        ),
        ("excess", "12", ["excess = subtract(completion_ratio 6/5, one 1) = 1/5"]),
        ("gap", "8", ["gap = subtract(target 10, actual 8) = 2"]),
        ("inverse_completion", "20", ["inverse_completion = divide(one 1, completion_ratio 2) = 1/2"]),
    ],
)
def test_what_a_measure_computed(name: Measure, actual: str, steps: list[str]) -> None:
    assert told(evaluate(measure(name), row(actual))) == steps
