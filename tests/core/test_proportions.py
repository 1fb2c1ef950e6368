"""Proportions as numbers, where both cells have one and a side is told."""

from __future__ import annotations

import pytest

from perfeval.core.proportions import as_numbers


@pytest.mark.parametrize(
    ("target", "actual", "numbers"),
    [
        ("≤18:1", "17.5:1", ("≤18", "17.5")),
        ("≥1：3", "1∶4", ("≥3", "4")),
        ("不低于1:3", "1:2", ("不低于3", "2")),
        ("1:3", "1:3", ("3", "3")),
        ("1:3", "1:4", None),
        ("≥1:3", "4:1", None),
        ("≥3:1", "1:4", None),
        ("≥1:3", "4", None),
        ("≥3", "1:4", None),
        ("≥2:3", "2:4", None),
    ],
)
def test_both_as_numbers_of_the_side_that_is_no_one(
    target: str, actual: str, numbers: tuple[str, str] | None
) -> None:
    assert as_numbers(target, actual) == numbers
