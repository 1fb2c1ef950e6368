"""区间指标."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import hull, method, row, score

from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.row import Row
from perfeval.core.span import Span, parse_span

INDONESIAN = method("nearest_edge", outside={"kind": "proportional", "ratio": "actual/target", "cap": "none"})


def in_range(actual: str, edges: str = "[80, 90]") -> Row:
    return row(actual, None, None, edges=parse_span(edges))


@pytest.mark.parametrize(
    ("actual", "marks"),
    [("80", "10"), ("85", "10"), ("90", "10"), ("70", "35/4"), ("92", "92/9")],  # I-04: 87.5 % and 102.2 %
)
def test_outside_the_nearer_end_is_the_target(actual: str, marks: str) -> None:
    assert score(INDONESIAN, in_range(actual)) == marks


def test_an_open_end_is_outside() -> None:
    assert score(INDONESIAN, in_range("90", "[80, 90)")) == "10"
    assert (
        score(method("nearest_edge", outside={"kind": "all_or_nothing"}), in_range("90", "[80, 90)")) == "0"
    )


def test_unstated_spans_ratio_deviation_and_nothing() -> None:
    assert hull(method("nearest_edge", outside="unstated"), in_range("108")) == (0, 10)


def test_it_refuses_what_is_no_range() -> None:
    assert score(INDONESIAN, row("5")) == "target-not-range"
    half_open = Span(Fraction(1), None, high_open=True)
    assert score(INDONESIAN, row("5", None, None, edges=half_open)) == "target-not-range"


def test_it_refuses_a_ratio_to_zero_and_what_the_outer_method_refuses() -> None:
    assert score(INDONESIAN, in_range("-1", "[0, 5]")) == "target-not-positive"
    asks = method("nearest_edge", outside={"kind": "coefficient_column"})
    assert score(asks, in_range("1", "[2, 5]")) == "coefficient-missing"


def test_span_and_direction() -> None:
    assert str(span_of(INDONESIAN.rule)) == "[0, inf)"
    assert str(span_of(method("nearest_edge", outside={"kind": "all_or_nothing"}).rule)) == "[0, 1]"
    assert direction_of(INDONESIAN.rule, None) == "none"
