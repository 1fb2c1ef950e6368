"""The check report as JSON, CSV and table: the contract of design.md, section 6."""

from __future__ import annotations

import csv
import io
import json

import pytest
from invented import form, funds, indicator, ruleset

from perfeval.core.problems import Place, Problem
from perfeval.core.results import CheckedForm
from perfeval.core.scoring import score_form
from perfeval.documents.writers.report.write_csv import COLUMNS, check_csv
from perfeval.documents.writers.report.write_json import check_report
from perfeval.documents.writers.report.write_score import score_table
from perfeval.documents.writers.report.write_table import Shown, check_table, shorten
from perfeval.review.record.changes import review_of
from perfeval.review.record.record import EMPTY


def checked() -> CheckedForm:
    rows = (
        indicator("≥40人次", "37人次", points="5", submitted_score="4.62", place=Place(line=7, column=2)),
        indicator("稳步提高", "部分达成", submitted_score="7", dimension="效益指标"),
        indicator(">=90％％", "95%", submitted_score="10"),
        indicator("其中：甲", "3个", ignored="breakdown", points=None),
    )
    money = funds(
        "2,180.00", "400.00", submitted_score="1.84分", submitted_rate="18.35%", initial_budget="0.00"
    )
    given = form(*rows, funds=money, submitted_score="23.46", submitted_points="35", file="a.txt")
    return CheckedForm(score_form(given, ruleset()), "named")


FORM_KEYS = [
    "source",
    "kind",
    "name",
    "body",
    "year",
    "ruleset",
    "execution",
    "indicators",
    "dimensions",
    "total",
    "problems",
    "coverage",
]
EXECUTION_KEYS = [
    "budget",
    "executed",
    "rate",
    "submitted_rate",
    "points",
    "submitted_score",
    "low",
    "high",
    "high_open",
    "status",
    "difference",
    "clause",
    "steps",
    "sources",
]
INDICATOR_KEYS = [
    "row",
    "name",
    "dimension",
    "category",
    "target",
    "actual",
    "points",
    "submitted_score",
    "completion_ratio",
    "low",
    "high",
    "high_open",
    "status",
    "reason",
    "difference",
    "clause",
    "deviation_note",
    "place",
    "steps",
]
TOTAL_KEYS = [
    "points",
    "submitted_points",
    "submitted_score",
    "low",
    "high",
    "confirmed",
    "determined",
    "difference",
    "status",
    "grade",
    "grade_low",
    "grade_high",
]
PROBLEM_KEYS = ["code", "severity", "message", "row", "indicator", "place", "check"]


def test_json_keeps_to_the_contract() -> None:
    report = json.loads(json.dumps(check_report([checked()], [], "zh")))
    assert report["format"] == "perfeval.check/1"
    (one,) = report["forms"]
    assert set(FORM_KEYS) <= set(one)
    assert set(EXECUTION_KEYS) <= set(one["execution"])
    assert all(set(INDICATOR_KEYS) <= set(row) for row in one["indicators"])
    assert set(TOTAL_KEYS) <= set(one["total"])
    assert all(set(PROBLEM_KEYS) <= set(problem) for problem in one["problems"])
    assert one["ruleset"]["chosen"] == "named"
    assert len(one["ruleset"]["sha256"]) in (0, 64)
    assert (
        report["coverage"]
        == one["coverage"]
        == {"rows": 5, "scored": 3, "refused": 1, "unmarked": 0, "ignored": 1}
    )


def test_json_values_are_decimal_text() -> None:
    (one,) = check_report([checked()], [], "zh")["forms"]
    execution, first, second = one["execution"], *one["indicators"][:2]
    assert (execution["budget"], execution["rate"], execution["points"]) == ("2180.00", "18.35", "10")
    assert (execution["low"], execution["high"], execution["difference"]) == ("1.84", "1.84", "0.00")
    assert (first["low"], first["difference"], first["completion_ratio"]) == ("4.63", "-0.01", "0.9250")
    assert (first["place"], first["clause"]) == ("第7行第2列", "interpretation")
    assert (second["low"], second["high"], second["high_open"]) == ("6.00", "8.00", True)
    assert one["total"]["confirmed"] is None
    assert one["total"]["determined"] == {
        "points": "25",
        "submitted": "13.46",
        "low": "12.47",
        "high": "14.47",
    }


def test_a_form_without_execution_says_null() -> None:
    result = score_form(form(indicator()), ruleset())
    assert check_report([CheckedForm(result, "national")], [], "en")["forms"][0]["execution"] is None


def test_csv_has_every_row_and_no_formula() -> None:
    lines = list(csv.reader(io.StringIO(check_csv([checked()], "zh"))))
    assert lines[0] == list(COLUMNS)
    assert len(lines) == 6
    result = score_form(form(indicator("=3个", "=cmd|'x'", name="@SUM(A1)")), ruleset())
    (_, row) = csv.reader(io.StringIO(check_csv([CheckedForm(result, "named")], "zh")))
    assert not any(cell.startswith(("=", "@")) for cell in row)


def test_a_negative_difference_stays_a_number_in_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(check_csv([checked()], "zh"))))
    assert rows[1]["difference"] == "-0.01"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("不一致", "无法复算", "下一步")), ("en", ("differs", "refused", "next"))]
)
def test_the_table_shows_totals_then_what_needs_eyes(lang: str, words: tuple[str, ...]) -> None:
    problems = [Problem("file-missing", {"file": "b.txt"}, file="b.txt")]
    review = review_of(EMPTY, [checked()], problems)
    text = check_table(review, lang, Shown(command="a.txt"))  # type: ignore[arg-type]  # a Lang
    for shown in (*words, "18.35%", "-0.01", "^", "b.txt"):
        assert shown in text


def test_the_managers_table_shows_lost_marks() -> None:
    text = score_table(checked(), "zh")
    assert "0.37" in text
    assert "2.00–4.00" in text


@pytest.mark.parametrize(
    ("text", "width", "expected"), [("短", 4, "短"), ("很长的名称", 7, "很长的…"), ("a\n b", 5, "a b")]
)
def test_text_is_cut_by_columns(text: str, width: int, expected: str) -> None:
    assert shorten(text, width) == expected
