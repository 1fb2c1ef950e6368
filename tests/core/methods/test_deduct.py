"""每…扣…分."""

from __future__ import annotations

import pytest
from method_rows import hull, method, row, score
from pydantic import ValidationError

from perfeval.core.comparators import Comparator
from perfeval.core.rules.derive import Direction, direction_of, span_of

PER_FIVE = {"of": "gap", "per": "5", "take": "1"}


@pytest.mark.parametrize(
    ("actual", "steps", "marks"),
    [
        ("90", "whole", "10"),
        ("86", "whole", "10"),  # U-16: 4 points short are no whole step
        ("86", "proportional", "46/5"),
        ("85", "whole", "9"),
        ("20", "whole", "0"),  # 扣完为止
        ("95", "proportional", "10"),
    ],
)
def test_every_five_points_below_ninety_take_one(actual: str, steps: str, marks: str) -> None:
    assert score(method("deduct", **PER_FIVE, steps=steps), row(actual, "90")) == marks


def test_unstated_steps_span_both() -> None:
    assert [str(end) for end in hull(method("deduct", **PER_FIVE, steps="unstated"), row("86", "90"))] == [
        "46/5",
        "10",
    ]


def test_a_share_of_the_marks_beyond_an_allowance_down_to_a_floor() -> None:
    # U-10: 1.5 times the target, reduced from 1.3 on.
    reduction = method(
        "deduct", of="excess", per="1", take="1", unit="share", steps="proportional", free="0.3", floor="0.5"
    )
    assert score(reduction, row("15")) == "8"
    assert score(reduction, row("40")) == "5"
    assert str(span_of(reduction.rule)) == "[0.5, 1]"


def test_it_refuses_a_row_without_the_measure() -> None:
    assert score(method("deduct", of="shortfall", per="0.05", take="1", steps="whole"), row("5", "0")) == (
        "target-not-positive"
    )


def test_a_step_of_zero_is_no_rule() -> None:
    with pytest.raises(ValidationError):
        method("deduct", of="gap", per="0", take="1", steps="whole")


@pytest.mark.parametrize(
    ("of", "comparator", "direction"),
    [
        ("gap", "at_least", "rising"),
        ("gap", "more_than", "rising"),
        ("gap", "at_most", "falling"),
        ("gap", "less_than", "falling"),
        ("gap", "equal_to", "peak"),
        ("gap", None, "none"),
        ("shortfall", "at_least", "rising"),
        ("excess", "at_least", "falling"),
        ("absolute_deviation", "equal_to", "peak"),
    ],
)
def test_direction(of: str, comparator: Comparator | None, direction: Direction) -> None:
    assert (
        direction_of(method("deduct", of=of, per="1", take="1", steps="whole").rule, comparator) == direction
    )
