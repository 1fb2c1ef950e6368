"""系数计分."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import method, row, score, words

from perfeval.core.rules.derive import direction_of, span_of

GRADES = method("fixed_coefficients", words={"优": "1", "良": "0.8", "中": "0.6", "差": "0"})
PRINTED = method("coefficient_column")


@pytest.mark.parametrize(("word", "marks"), [("优", "10"), ("良", "8"), ("差", "0"), ("好", "level-unknown")])
def test_a_coefficient_for_each_word(word: str, marks: str) -> None:
    assert score(GRADES, words(word)) == marks


@pytest.mark.parametrize(
    ("printed", "marks"), [("0.76", "38/5"), ("1", "10"), ("0", "0"), ("1.2", "coefficient-missing")]
)
def test_the_printed_coefficient(printed: str, marks: str) -> None:
    assert score(PRINTED, row("5", coefficient=Fraction(printed))) == marks


def test_no_coefficient_is_refused() -> None:
    assert score(PRINTED, row("5")) == "coefficient-missing"
    assert score(GRADES, words(None)) == "level-unknown"


def test_spans_and_directions() -> None:
    assert str(span_of(GRADES.rule)) == "[0, 1]"
    assert str(span_of(method("coefficient_column", cap="1.2").rule)) == "[0, 1.2]"
    assert direction_of(GRADES.rule, "at_least") == "none"
    assert direction_of(PRINTED.rule, "at_least") == "none"
