"""Scores as unions of alternatives, rows, and the worst of a form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from invented import form, indicator, ruleset

from perfeval.core.claim import alternative_text, score_text
from perfeval.core.problems import Problem
from perfeval.core.results import Alternative, CheckedForm, Coverage, RowResult, Score, TotalResult
from perfeval.core.scoring import score_form


def one(low: str, high: str | None = None, opens: str = "", cells: str = "") -> Alternative:
    """An alternative; `opens` holds "<" for an open low end and ">" for an open high one."""
    return Alternative(Decimal(low), Decimal(high or low), "<" in opens, ">" in opens, cells=cells)


def test_the_ends_of_an_alternative_tell_which_are_open() -> None:
    assert one("6", "8", ">").ends == (Decimal(6), Decimal(8), False, True)


def test_where_an_alternative_comes_from_does_not_count_when_scores_are_compared() -> None:
    told = replace(one("6"), readings=("x",), cells="a", exact_low=Fraction(6), exact_high=Fraction(25, 4))
    assert told == one("6")
    assert told != one("6.25")


@pytest.mark.parametrize(
    ("opens", "held", "not_held"),
    [
        ("", ("6", "7", "8"), ("5.99", "8.01")),
        (">", ("6", "7.99"), ("8", "5.99")),
        ("<", ("6.01", "8"), ("6", "8.01")),
        ("<>", ("7",), ("6", "8")),
    ],
)
def test_what_an_alternative_holds(opens: str, held: tuple[str, ...], not_held: tuple[str, ...]) -> None:
    band = one("6", "8", opens)
    assert all(band.holds(Fraction(each)) for each in held)
    assert not any(band.holds(Fraction(each)) for each in not_held)


@pytest.mark.parametrize(
    ("value", "distance"), [("5", "-1"), ("6", "0"), ("7", "0"), ("8", "0"), ("9.5", "3/2")]
)
def test_the_distance_is_signed_and_zero_inside(value: str, distance: str) -> None:
    assert one("6", "8").distance(Fraction(value)) == Fraction(distance)
    assert one("6", "8", "<>").distance(Fraction(value)) == Fraction(distance)


def test_the_nearest_alternative_tells_the_distance() -> None:
    score = Score((one("2"), one("6", "8")))
    for value, distance in (("3", "1"), ("4.5", "-1.5"), ("7", "0"), ("1", "-1"), ("9", "1")):
        assert score.distance(Fraction(value)) == Fraction(distance)
        assert score.holds(Fraction(value)) == (distance == "0")


def test_the_ends_of_a_union() -> None:
    score = Score((one("6", "8", ">"), one("2", "6", "<"), one("8", "8")))
    assert (score.low, score.high, score.low_open, score.high_open) == (2, 8, True, False)
    assert (score.is_point, score.numbers) == (False, 3)
    assert (score.exact_low, score.exact_high) == (2, 8)
    exact = Score(
        (Alternative(Decimal("1.67"), Decimal("1.67"), exact_low=Fraction(5, 3), exact_high=Fraction(5, 3)),)
    )
    assert (exact.exact_low, exact.exact_high) == (Fraction(5, 3), Fraction(5, 3))
    assert (exact.is_point, exact.numbers, exact.low_open, exact.high_open) == (True, 1, False, False)


def test_an_interval_of_one_number_is_closed() -> None:
    assert Score.of(Decimal(5), Decimal(5), True, True).alternatives == (one("5"),)
    assert Score.of(Decimal(5), Decimal(6), True, True).alternatives == (one("5", "6", "<>"),)
    assert Score.of(Decimal(5), Decimal(6), False, True).alternatives == (one("5", "6", ">"),)


def test_a_score_must_lie_in_an_alternative_of_every_reading_of_the_cells() -> None:
    score = Score((one("5", cells="a"), one("6", cells="a"), one("6", cells="b")))
    assert [score.is_held_by_all_cells(Fraction(each)) for each in (5, 6, 7)] == [False, True, False]


@pytest.mark.parametrize(
    ("alternatives", "text"),
    [
        ((one("6"),), "6"),
        ((one("6", "8"),), "6–8"),
        ((one("6", "8", ">"),), "6–<8"),
        ((one("6", "8", "<>"),), ">6–<8"),
        ((one("6"), one("4"), one("6")), "6、4"),
        ((one("6", "8"), one("7")), "6–8"),
        ((one("6", "8", ">"), one("8")), "6–<8、8"),
        ((one("6", "8", ">"), one("9")), "6–<8、9"),
    ],
)
def test_a_score_in_words(alternatives: tuple[Alternative, ...], text: str) -> None:
    assert score_text(Score(alternatives)) == text
    assert alternative_text(one("6", "6", "<>")) == "6"


def test_a_total_is_less_what_can_be_signed_or_its_nearest_end() -> None:
    score = Score((one("6", "8"),))
    signed = TotalResult(Fraction(10), "within", Fraction(9), score=score, confirmed=Decimal(7))
    assert (signed.difference, signed.gap) == (2, 2)
    unsigned = TotalResult(Fraction(10), "differs", Fraction(9), score=score)
    assert (unsigned.difference, unsigned.gap) == (None, 1)
    assert TotalResult(Fraction(10), "unsubmitted", None, score=score).gap is None
    assert TotalResult(Fraction(10), "refused", Fraction(9)).gap is None


def test_counts_are_added() -> None:
    first, second = Coverage(10, 4, 3, 2, 1), Coverage(100, 40, 30, 20, 10)
    assert first + second == Coverage(110, 44, 33, 22, 11)


def test_the_verdict_of_a_form_is_the_worst_of_it() -> None:
    cases = [
        (indicator(submitted_score="10"), "10", "equal"),
        (indicator("稳步提高", "达成", submitted_score="9"), "9", "within"),
        (indicator(submitted_score=None), None, "unsubmitted"),
        (indicator(submitted_score="9"), "9", "differs"),
        (indicator(submitted_score="10"), "9", "differs"),
        (indicator(actual=None, submitted_score="9"), "9", "refused"),
        (indicator("5-10家", "12家", submitted_score="10"), "10", "undecided"),
    ]
    clean = ("equal", "within", "unsubmitted")
    for row, total, verdict in cases:
        checked = CheckedForm(score_form(form(row, submitted_score=total), ruleset()), "named")
        assert (checked.verdict, checked.is_clean) == (verdict, verdict in clean)
    fine = score_form(form(indicator(submitted_score="10"), submitted_score="10"), ruleset())
    found = CheckedForm(fine, "named", (Problem("file-missing", {"file": "a"}),))
    assert (found.verdict, found.is_clean) == ("error", False)
    assert [each.code for each in found.problems] == ["file-missing"]


@pytest.mark.parametrize(
    ("target", "actual", "score", "difference", "confirmed"),
    [
        ("≥10个", "9个", "9", "0", "9.00"),
        ("≥10个", "9个", "8", "-1", "9.00"),
        ("≥10个", "9个", None, None, "9.00"),
        ("稳步提高", "达成", "9", "0", "9"),
        ("稳步提高", "达成", "7", "-1", None),
        ("稳步提高", "达成", None, None, None),
        ("稳步提高", "部分达成", "8", "0", None),
        ("≥10个", None, "8", None, None),
    ],
)
def test_what_can_be_signed_of_a_row(
    target: str, actual: str | None, score: str | None, difference: str | None, confirmed: str | None
) -> None:
    (row,) = score_form(form(indicator(target, actual, submitted_score=score)), ruleset()).indicators
    assert isinstance(row, RowResult)
    assert row.difference == (None if difference is None else Fraction(difference))
    assert row.confirmed == (None if confirmed is None else Decimal(confirmed))
