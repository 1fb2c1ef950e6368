"""口径未定."""

from __future__ import annotations

import pytest
from method_rows import hull, method, row

from perfeval.core.methods import readings
from perfeval.core.methods.any_of import AnyOf

REVERSE = method(
    "any_of",
    methods=[
        {"kind": "proportional", "ratio": "target/actual"},
        {"kind": "proportional", "ratio": "2-actual/target"},
    ],
)


def test_every_method_is_a_reading() -> None:
    # U-01: 5 of at most, 6 spent: 8.33 or 8.
    low, high = hull(REVERSE, row("6", "5", "at_most"))
    assert (low, str(high)) == (8, "25/3")
    assert [notes for _, notes in readings(REVERSE, row("6", "5"))] == [("reading=1",), ("reading=2",)]


def test_the_choice_itself_cannot_be_scored() -> None:
    with pytest.raises(ValueError, match="reading"):
        REVERSE.score(row("6"))


def test_its_span_holds_all_and_its_direction_is_the_common_one() -> None:
    assert str(REVERSE.span()) == "[0, 1]"
    assert REVERSE.direction("at_most") == "falling"
    mixed = method(
        "any_of",
        methods=[{"kind": "proportional", "ratio": "actual/target"}, {"kind": "symmetric_deviation"}],
    )
    assert mixed.direction("equal_to") == "none"


def test_an_unbounded_member_leaves_the_span_unbounded() -> None:
    uncapped = {"kind": "proportional", "ratio": "actual/target", "cap": "none"}
    span = AnyOf(methods=(method(**uncapped), method("all_or_nothing"))).span()
    assert str(span) == "[0, inf)"
