"""直接赋分."""

from __future__ import annotations

import pytest
from method_rows import ends, hull, method, row, score, scored

from perfeval.core.comparators import Comparator
from perfeval.core.rules.derive import Direction, direction_of, span_of
from perfeval.core.rules.evaluate import evaluate

STRICT = method("all_or_nothing")


@pytest.mark.parametrize(
    ("actual", "comparator", "marks"),
    [("10", "at_least", "10"), ("9.99", "at_least", "0"), ("10", "less_than", "0"), ("0", "at_most", "10")],
)
def test_all_or_nothing(actual: str, comparator: Comparator, marks: str) -> None:
    assert score(STRICT, row(actual, comparator=comparator)) == marks


def test_an_unmet_row_may_keep_a_share() -> None:
    late = method("all_or_nothing", unmet="[0.7, 0.7]")
    assert score(late, row("9")) == "7"
    assert str(span_of(late.rule)) == "[0.7, 1]"


def test_an_unmet_share_may_be_a_band() -> None:
    assert ends(scored(method("all_or_nothing", unmet="[0, 1)"), row("9"))) == ("0", "10")


def test_unstated_lies_anywhere_below_the_full_mark() -> None:
    assert hull(method("all_or_nothing", unmet="unstated"), row("9")) == (0, 10)
    assert hull(method("all_or_nothing", unmet="unstated"), row("10")) == (10, 10)


def test_an_unstated_share_must_be_given_a_reading_first() -> None:
    with pytest.raises(ValueError, match="reading"):
        evaluate(method("all_or_nothing", unmet="unstated").rule, row("9"))


def test_it_refuses_a_row_that_is_neither_met_nor_missed() -> None:
    assert score(STRICT, row(None)) == "met-unknown"


@pytest.mark.parametrize(
    ("comparator", "direction"),
    [
        ("at_least", "rising"),
        ("more_than", "rising"),
        ("at_most", "falling"),
        ("less_than", "falling"),
        ("equal_to", "peak"),
        (None, "none"),
    ],
)
def test_direction(comparator: Comparator | None, direction: Direction) -> None:
    assert direction_of(STRICT.rule, comparator) == direction
