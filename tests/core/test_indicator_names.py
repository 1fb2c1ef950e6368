"""The words of an indicator's name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.indicator_names import Measure, measure_of, spoken
from perfeval.core.quantity import Quantity
from perfeval.core.units import parse_unit


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        ("工作日", "duration"),
        ("天", "duration"),
        ("人·工作日", "other"),
        ("人·天", "other"),
        ("%", "rate"),
        ("元/人", "each"),
    ],
)
def test_what_is_measured_is_told_by_the_unit(unit: str, measure: Measure) -> None:
    assert measure_of("示例", Quantity(Fraction(5), parse_unit(unit))) == measure


def test_words_that_say_nothing_are_passed_over() -> None:
    said = spoken("减少贫困人口", "other")
    assert said is not None
    assert (said.says, said.words) == ("more", "减少")
