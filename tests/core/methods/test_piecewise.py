"""分段计分."""

from __future__ import annotations

import pytest
from method_rows import ends, hull, method, row, score, scored

from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.resolve import resolve

LINE = {"kind": "interpolate", "of": "completion", "points": [["0.8", "0.7"], ["0.99", "0.89"]]}
TOP = {"kind": "tiers", "tiers": [{"when": "[0, inf)", "share": "[1.2, 1.2]"}]}
PIECES = method(
    "piecewise",
    pieces=[{"when": "[0.8, 0.99]", "method": LINE}, {"when": "(1.1, inf)", "method": TOP}],
)


@pytest.mark.parametrize(
    ("actual", "marks"), [("8", "7"), ("8.95", "159/20"), ("9.9", "89/10"), ("12", "12"), ("5", "no-tier")]
)
def test_the_piece_that_holds_the_measure_scores(actual: str, marks: str) -> None:
    assert score(PIECES, row(actual)) == marks


def test_what_is_open_in_a_piece_is_read_both_ways() -> None:
    asks = {"kind": "by_fact", "fact": "at_maximum", "cases": {"yes": TOP, "no": {"kind": "all_or_nothing"}}}
    kind = method("piecewise", pieces=[{"when": "[1, inf)", "method": asks}])
    assert hull(kind, row("10")) == (10, 12)
    assert ends(scored(kind, row("10", facts={"at_maximum": "yes"}))) == ("12", "12")
    both = method("piecewise", pieces=[*kind.pieces, {"when": "[0, 1)", "method": LINE}])
    assert [notes for _, notes in resolve(both.rule, row("8"))] == [()]


def test_it_refuses_without_measure_without_piece_and_with_the_inner_method() -> None:
    assert score(PIECES, row("5", "0")) == "target-not-positive"
    asks = method("piecewise", pieces=[{"when": "[0, inf)", "method": {"kind": "coefficient_column"}}])
    assert score(asks, row("5")) == "coefficient-missing"


def test_a_row_without_a_piece_is_refused_in_every_reading() -> None:
    assert [notes for _, notes in resolve(PIECES.rule, row("5"))] == [()]


def test_span_and_direction() -> None:
    assert str(span_of(PIECES.rule)) == "[0.7, 1.2]"
    assert direction_of(PIECES.rule, "at_least") == "rising"
