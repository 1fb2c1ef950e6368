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


@pytest.mark.parametrize(
    ("name", "says", "words"),
    [
        ("减少贫困人口", "more", "减少"),
        ("救灾次数", "conflict", "救灾"),
        ("救灾资金", "conflict", "救灾"),
        ("救灾物资", None, ""),
        ("抢险补助", None, ""),
        ("感染科床位数", None, ""),
        ("事故起数", "less", "事故"),
    ],
)
def test_words_that_say_nothing_are_passed_over(name: str, says: str | None, words: str) -> None:
    found = spoken(name, "other")
    assert (None if found is None else found.says, "" if found is None else found.words) == (says, words)
