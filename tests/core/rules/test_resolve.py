"""What is open is resolved where it may matter; what a person recorded takes its place."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest

from perfeval.core.rules import expressions as ex
from perfeval.core.rules.resolve import rate_readings, resolve
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Rate


@pytest.mark.parametrize(
    ("scale", "text", "number"),
    [("marks", "2.5", (Fraction(5, 2), "marks")), ("share", "60%", (Fraction(3, 5), "plain"))],
)
def test_a_recorded_number_is_so_many_marks_or_a_plain_share(
    scale: Literal["marks", "share"], text: str, number: tuple[Fraction, str]
) -> None:
    row = Row(Fraction(10), facts={"recorded": text})
    ((found, notes),) = resolve(ex.Recorded("recorded", scale, ex.ZERO), row)
    assert isinstance(found, ex.Const)
    assert (found.value, found.scale) == number
    assert notes == ()


@pytest.mark.parametrize(("met", "notes"), [(True, []), (False, ["a", "b"]), (None, ["a", "b"])])
def test_only_the_part_that_scores_the_row_is_resolved(met: bool | None, notes: list[str]) -> None:
    """Where nobody knows whether it was met, both parts are kept."""
    left_open = ex.Open("x", ("a", "b"), (ex.ZERO, ex.TWO))
    found = list(resolve(ex.WhenMet(ex.ONE, left_open), Row(Fraction(10), met=met)))
    assert [note for _, each in found for note in each] == [f"x={each}" for each in notes]
    assert all(isinstance(node, ex.WhenMet) == (met is None) for node, _ in found)


@pytest.mark.parametrize(
    ("places", "notes"), [(2, []), ("none", []), ("unstated", ["places=none", "places=2"])]
)
def test_decimals_of_a_rate_are_noted_where_they_are_unstated(
    places: int | Literal["none", "unstated"], notes: list[str]
) -> None:
    rate = Rate(places=places, above_one="cap", zero_budget="refuse")
    assert [note for each in rate_readings(rate) for note in each.assumed] == notes


def test_a_rate_has_at_most_twelve_decimals() -> None:
    assert Rate(places=12, above_one="cap", zero_budget="refuse").places == 12
    with pytest.raises(ValueError, match="less than or equal to 12"):
        Rate(places=13, above_one="cap", zero_budget="refuse")
