"""完成指标值记满分，未完成的另计."""

from __future__ import annotations

import pytest
from method_rows import hull, method, row, score

from perfeval.core.comparators import Comparator
from perfeval.core.rules.derive import Direction, direction_of, span_of
from perfeval.core.rules.evaluate import evaluate

FORWARD = {"kind": "proportional", "ratio": "actual/target"}
REVERSE = {"kind": "proportional", "ratio": "2-actual/target"}


@pytest.mark.parametrize(("actual", "marks"), [("40", "5"), ("90", "5"), ("37", "37/8"), ("0", "0")])
def test_full_marks_when_met_else_the_other_method(actual: str, marks: str) -> None:
    assert score(method("full_when_met", otherwise=FORWARD), row(actual, "40", points="5")) == marks


@pytest.mark.parametrize(
    ("comparator", "actual", "low", "high"),
    [
        ("at_least", "5", 0, 5),  # by ratio, or nothing
        ("more_than", "5", 0, 5),
        ("at_most", "20", 0, 5),  # target/actual, 2-actual/target, nothing
        ("less_than", "20", 0, 5),
        ("equal_to", "5", 0, 5),
        ("equal_to", "20", 0, 10),  # by ratio capped, by deviation, nothing
    ],
)
def test_unstated_takes_the_readings_of_the_comparator(
    comparator: Comparator, actual: str, low: int, high: int
) -> None:
    assert hull(method("full_when_met", otherwise="unstated"), row(actual, comparator=comparator)) == (
        low,
        high,
    )


def test_unstated_without_comparator_lies_anywhere_below_the_full_mark() -> None:
    late = row(None, None, None, met=False)
    assert hull(method("full_when_met", otherwise="unstated"), late) == (0, 10)


def test_an_unstated_method_must_be_given_a_reading_first() -> None:
    with pytest.raises(ValueError, match="reading"):
        evaluate(method("full_when_met", otherwise="unstated").rule, row("5"))


def test_it_refuses_a_row_that_is_neither_met_nor_missed() -> None:
    assert score(method("full_when_met", otherwise=FORWARD), row(None)) == "met-unknown"


def test_its_span_reaches_the_full_mark() -> None:
    low = {"kind": "all_or_nothing", "unmet": "[0.2, 0.2]"}
    assert str(span_of(method("full_when_met", otherwise=low).rule)) == "[0.2, 1]"
    uncapped = {**FORWARD, "cap": "none"}
    assert str(span_of(method("full_when_met", otherwise=uncapped).rule)) == "[0, inf)"


@pytest.mark.parametrize(
    ("otherwise", "comparator", "direction"),
    [
        (FORWARD, "at_least", "rising"),
        (REVERSE, "at_most", "falling"),
        (REVERSE, "at_least", "level"),  # full marks everywhere: 2 less the ratio is capped below the target
        ({**REVERSE, "cap": "none"}, "at_least", "falling"),
        ({"kind": "symmetric_deviation"}, "equal_to", "peak"),
        (FORWARD, None, "none"),
    ],
)
def test_direction(otherwise: dict[str, str], comparator: Comparator | None, direction: Direction) -> None:
    assert direction_of(method("full_when_met", otherwise=otherwise).rule, comparator) == direction
