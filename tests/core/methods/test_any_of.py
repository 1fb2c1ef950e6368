"""口径未定."""

from __future__ import annotations

import pytest
from method_rows import hull, method, row

from perfeval.core.methods.any_of import AnyOf
from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.resolve import resolve

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
    assert [notes for _, notes in resolve(REVERSE.rule, row("6", "5"))] == [
        ("reading=target/actual",),
        ("reading=2-actual/target",),
    ]


def test_the_choice_itself_cannot_be_scored() -> None:
    with pytest.raises(ValueError, match="reading"):
        evaluate(REVERSE.rule, row("6"))


def test_its_span_holds_all_and_its_direction_is_the_common_one() -> None:
    assert str(span_of(REVERSE.rule)) == "[0, 1]"
    assert direction_of(REVERSE.rule, "at_most") == "falling"
    mixed = method(
        "any_of",
        methods=[{"kind": "proportional", "ratio": "actual/target"}, {"kind": "symmetric_deviation"}],
    )
    assert direction_of(mixed.rule, "equal_to") == "none"


def test_an_unbounded_member_leaves_the_span_unbounded() -> None:
    uncapped = {"kind": "proportional", "ratio": "actual/target", "cap": "none"}
    span = span_of(AnyOf(methods=(method(**uncapped), method("all_or_nothing"))).rule)
    assert str(span) == "[0, inf)"
