"""Rows under one merged score, and what is said once of rows that print no marks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from invented import form, indicator, ruleset

from perfeval.core.form import Indicator
from perfeval.core.results import FormResult, RowResult
from perfeval.core.scoring import score_form


def judged(*rows: Indicator) -> FormResult:
    return score_form(form(*rows), ruleset())


def block(
    *actuals: str, number: int = 1, score: str | None = "9", target: str = "≥10个"
) -> tuple[Indicator, ...]:
    head = indicator(target, actuals[0], name="甲", block=number, submitted_score=score)
    return (
        head,
        *(indicator(target, each, name="乙", block=number, points=None) for each in actuals[1:]),
    )


def ends(row: RowResult) -> tuple[Decimal, Decimal, bool, bool]:
    assert row.score is not None
    return row.score.low, row.score.high, row.score.low_open, row.score.high_open


def test_each_block_has_rows_of_its_own() -> None:
    first, second, third, fourth = judged(*block("10个", "8个"), *block("6个", "4个", number=2)).indicators
    assert ends(first) == (8, 10, True, True)
    assert ends(third) == (4, 6, True, True)
    assert [each.reason for each in (second, fourth)] == ["scored-with-block"] * 2
    assert [each.met for each in (second, fourth)] == [False, False]


def test_an_ignored_row_of_a_block_does_not_count() -> None:
    head, other = block("10个", "8个", score="10")
    left_out = other.model_copy(update={"ignored": "breakdown"})
    first, second = judged(head, left_out).indicators
    assert (ends(first), first.status) == ((10, 10, False, False), "equal")
    assert (second.status, second.reason) == ("ignored", "breakdown")


def test_the_first_row_that_prints_marks_carries_the_block() -> None:
    head, other = block("10个", "8个", score=None)
    bare = head.model_copy(
        update={"points": "/", "actual": "10"}
    )  # that its unit is missing is said of it alone
    carrier = other.model_copy(update={"points": "10", "submitted_score": "9"})
    first, second = judged(bare, carrier).indicators
    assert (first.status, first.reason) == ("unmarked", "scored-with-block")
    assert (ends(second), second.status, second.problems) == ((8, 10, True, True), "within", ())


def test_an_end_that_no_row_reaches_stays_open() -> None:
    partly = judged(*block("部分达成", "部分达成", score="7", target="稳步提高")).indicators[0]
    assert ends(partly) == (6, 8, False, True)
    mixed = judged(*block("达成", "部分达成", score="9", target="稳步提高")).indicators[0]
    assert ends(mixed) == (6, 10, True, True)


def test_the_rows_of_a_block_are_the_steps_of_its_score() -> None:
    first, _ = judged(*block("10个", "8个")).indicators
    (step,) = first.steps
    assert (step.operation, step.label, step.value, step.high) == ("hull", "score", 8, 10)
    assert step.operands == (("reading", 10), ("reading", 10), ("reading", 8), ("reading", 8))
    assert [(each.detail, each.value, each.high) for each in step.children] == [("甲", 10, 10), ("乙", 8, 8)]
    assert (first.rule, first.level) == (None, None)


def test_what_was_noticed_of_the_carrying_row_alone_is_said_of_it() -> None:
    first, second = judged(*block("10个", "8", score="9")).indicators
    assert [each.code for each in first.problems] == []
    assert [each.code for each in second.problems] == ["unit-assumed", "target-missed-by"]
    first, second = judged(*block("10", "8个", score="9")).indicators
    assert [each.code for each in first.problems] == ["unit-assumed"]
    assert [each.code for each in second.problems] == ["target-missed-by"]


def test_full_marks_over_a_missed_row_name_it() -> None:
    first = judged(*block("10个", "8个", score="10")).indicators[0]
    assert first.problems[0].values == {"names": "乙"}
    assert "block-missed-full" not in [
        each.code for each in judged(*block("10个", "8个", score="9.5")).indicators[0].problems
    ]


def test_a_row_that_cannot_be_scored_is_named_by_its_own_problem() -> None:
    first = judged(*block("10个", "若干")).indicators[0]
    assert (first.status, first.score, first.reason) == ("refused", None, "actual-not-number")
    assert [each.code for each in first.problems] == ["actual-not-number"]
    several = judged(*block("若干", "9½个")).indicators[0]
    assert several.reason == "actual-not-number"
    assert [each.code for each in several.problems] == ["actual-not-number", "actual-unreadable"]


@pytest.mark.parametrize(
    ("score", "points", "code", "claimed"),
    [
        (None, None, "form-without-marks", "0"),
        (None, "10", "rows-without-marks", "0"),
        ("9", None, "scores-without-marks", "1"),
        ("9", "10", "scores-without-marks", "1"),
    ],
)
def test_rows_without_marks_are_said_once(
    score: str | None, points: str | None, code: str, claimed: str
) -> None:
    found = judged(
        indicator(actual="8个", points=None, submitted_score=score),
        indicator(actual="10个", points=None),
        indicator("稳步提高", "还行", points=None),
        indicator(actual="10个", points=points, submitted_score="10" if points else None),
    )
    (problem,) = [each for each in found.problems if each.code.endswith("without-marks")]
    met = "1" if points else "2"
    rows, count = ("1、2、3", "3") if points else ("1、2、3、4", "4")
    assert problem.code == code
    assert problem.values == {
        "rows": rows,
        "count": count,
        "claimed": claimed,
        "met": met,
        "missed": "1",
        "unknown": "1",
    }


def test_nothing_is_said_where_every_row_has_marks_of_its_own_or_of_its_block() -> None:
    assert not judged(*block("10个", "8个"), indicator()).problems
