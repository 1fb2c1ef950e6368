"""The execution row: the rate, its rounding point, its special cases and refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from invented import SOURCE, form, funds, indicator, ruleset

from perfeval.core.form import Funds
from perfeval.core.results import RowResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import holds


def with_rate(method: dict[str, Any] | None = None, **rate: str) -> Ruleset:
    given = {"places": "none", "above_one": "cap", "zero_budget": "refuse", **rate}
    block: dict[str, Any] = {"points": "10", "rate": given, "source": SOURCE}
    return ruleset(execution={**block, "method": method} if method else block)


def executed(row: Funds | None, rules: Ruleset, **cells: Any) -> RowResult:
    found = score_form(form(indicator(), funds=row, **cells), rules).execution
    assert found is not None
    assert all(holds(step) for step in found.steps)
    return found


def ends(row: RowResult) -> tuple[str, str]:
    assert row.score is not None, row.reason
    return str(row.score.low), str(row.score.high)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("none", ("1.83", "1.83")),
        ("2", ("1.84", "1.84")),
        ("0", ("1.80", "1.80")),
        ("unstated", ("1.83", "1.84")),
    ],
)
def test_the_rate_is_rounded_where_the_rule_set_says(places: str, expected: tuple[str, str]) -> None:
    row = executed(funds("2,180.00", "400.00", submitted_score="1.84分"), with_rate(places=places))
    assert ends(row) == expected
    assert row.completion_ratio == Fraction(400, 2180)
    assert row.status == {"1.84": "equal", "1.80": "differs"}.get(
        expected[0], "within" if expected[1] == "1.84" else "differs"
    )


@pytest.mark.parametrize(
    ("above_one", "expected"),
    [
        ("cap", ("10.00", "10.00")),
        ("allow", ("10.80", "10.80")),
        ("no_marks", ("0.00", "0.00")),
        ("unstated", ("0.00", "10.80")),
    ],
)
def test_a_rate_above_one(above_one: str, expected: tuple[str, str]) -> None:
    row = executed(funds("100", "108"), with_rate(above_one=above_one))
    assert ends(row) == expected
    assert [problem.code for problem in row.problems] == ["over-execution"]


def test_a_rate_that_does_not_exceed_one_is_not_capped() -> None:
    assert "most" not in [step.operation for step in executed(funds("100", "100"), with_rate()).steps]
    assert "most" in [step.operation for step in executed(funds("100", "101"), with_rate()).steps]


def test_a_rate_above_one_may_be_refused() -> None:
    assert executed(funds("100", "108"), with_rate(above_one="refuse")).reason == "over-execution-refused"
    assert ends(executed(funds("100", "100"), with_rate(above_one="refuse"))) == ("10.00", "10.00")


@pytest.mark.parametrize(
    ("zero_budget", "expected"),
    [
        ("no_marks", ("0.00", "0.00")),
        ("full_marks", ("10.00", "10.00")),
        ("divisor_one", ("10.00", "10.00")),
        ("unstated", ("0.00", "10.00")),
    ],
)
def test_a_zero_budget(zero_budget: str, expected: tuple[str, str]) -> None:
    assert ends(executed(funds("0", "3.5"), with_rate(zero_budget=zero_budget))) == expected


@pytest.mark.parametrize(
    ("budget", "spent", "code"),
    [
        ("0", "3.5", "zero-budget"),
        (None, "3.5", "budget-missing"),
        ("100", "—", "executed-missing"),
        ("100", "9％％", "amount-unreadable"),
        ("100", "50吨", "amount-unit"),
        ("-100", "50", "funds-negative"),
    ],
)
def test_what_cannot_be_computed_is_refused(budget: str | None, spent: str, code: str) -> None:
    row = executed(funds(budget, spent), with_rate())
    assert (row.status, row.reason, row.score) == ("refused", code, None)
    assert row.problems[-1].row == 0


@pytest.mark.parametrize(
    ("budget", "spent"), [("¥100", "50"), ("100", "￥50.00"), ("￥100万元", "¥50"), ("100万", "50")]
)
def test_an_amount_without_its_unit_is_in_that_of_the_column(budget: str, spent: str) -> None:
    assert ends(executed(funds(budget, spent), with_rate())) == ("5.00", "5.00")


def test_marks_and_rule_must_be_there() -> None:
    assert executed(funds(points=None, submitted_score="10"), with_rate()).status == "unmarked"
    assert executed(funds(), ruleset(execution=None)).reason == "execution-rule-missing"


@pytest.mark.parametrize("points", ["10", None])
def test_money_that_could_not_be_read_is_no_money_that_is_missing(points: str | None) -> None:
    unread = "资金总额单元格有删除线"
    row = executed(funds(points=points, submitted_score=None, unread=unread), with_rate())
    assert (row.status, row.reason, row.problems[-1].values) == (
        "refused",
        "funds-not-read",
        {"text": unread},
    )


def test_a_form_that_does_not_score_execution_has_no_execution_row() -> None:
    assert score_form(form(indicator(), funds=funds(points=None)), with_rate()).execution is None
    assert score_form(form(indicator()), with_rate()).execution is None


@pytest.mark.parametrize(
    ("column", "expected"),
    [("budget", ("9.00", "9.00")), ("initial_budget", ("7.50", "7.50")), ("unstated", ("7.50", "9.00"))],
)
def test_the_denominator_is_a_rule(column: str, expected: tuple[str, str]) -> None:
    rules = with_rate(executed_over=column)
    assert ends(executed(funds("100", "90", initial_budget="120"), rules)) == expected


def test_denominators_that_agree_leave_one_reading() -> None:
    row = executed(funds("100", "90", initial_budget="100"), with_rate(executed_over="unstated"))
    assert ends(row) == ("9.00", "9.00")
    assert [step.operation for step in row.steps][-1] == "round"


def test_only_the_filled_in_denominator_counts() -> None:
    assert ends(executed(funds("100", "90"), with_rate(executed_over="unstated"))) == ("9.00", "9.00")


def test_amounts_may_carry_their_unit() -> None:
    assert ends(executed(funds("620.82万元", "3104100元"), with_rate())) == ("5.00", "5.00")


def test_fiscal_funds_alone_may_count() -> None:
    sources = (
        {"name": "其中：当年财政拨款", "budget": "80", "executed": "40"},
        {"name": "其他资金", "budget": "20", "executed": "20"},
    )
    row = Funds(budget="100", executed="60", points="10", sources=sources)  # type: ignore[arg-type]  # read by pydantic
    assert ends(executed(row, with_rate(funds="fiscal"))) == ("5.00", "5.00")
    assert ends(executed(funds("100", "60"), with_rate(funds="fiscal"))) == ("6.00", "6.00")


FINISHED = {
    "kind": "by_fact",
    "fact": "finished",
    "cases": {
        "yes": {"kind": "tiers", "tiers": [{"when": "[0, inf)", "share": "[1, 1]"}]},
        "no": {
            "kind": "tiers",
            "tiers": [
                {"when": "[0.8, inf)", "share": "[0.7, 0.7]"},
                {"when": "[0, 0.8)", "share": "[0, 0]"},
            ],
        },
    },
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, ("0.00", "10.00")),
        ({"finished": "yes"}, ("10.00", "10.00")),
        ({"finished": "no"}, ("0.00", "0.00")),
    ],
)
def test_a_fact_that_no_form_prints_leaves_both_readings(
    facts: dict[str, str], expected: tuple[str, str]
) -> None:
    assert ends(executed(funds("100", "18"), with_rate(FINISHED), facts=facts)) == expected


def test_an_unknown_fact_is_refused() -> None:
    row = executed(funds("100", "18"), with_rate(FINISHED), facts={"finished": "maybe"})
    assert (row.status, row.reason) == ("refused", "fact-unknown")


def test_a_rate_over_the_initial_budget_needs_it() -> None:
    row = executed(funds("100", "90"), with_rate(executed_over="initial_budget"))
    assert (row.status, row.reason) == ("refused", "initial-budget-missing")


@pytest.mark.parametrize(
    ("treatment", "steps"),
    [
        ("no_marks", [("assume", "zero_budget", 0, "no_marks"), ("multiply", "marks", 0, "")]),
        ("full_marks", [("assume", "zero_budget", 0, "full_marks"), ("multiply", "marks", 10, "")]),
        (
            "divisor_one",
            [
                ("assume", "zero_budget", 0, "divisor_one"),
                ("divide", "execution_rate", Fraction(7, 2), ""),
                ("most", "execution_rate", 1, ""),
                ("multiply", "marks", 10, ""),
            ],
        ),
    ],
)
def test_a_zero_budget_tells_its_treatment(
    treatment: str, steps: list[tuple[str, str, Fraction, str]]
) -> None:
    row = executed(funds("0", "3.5"), with_rate(zero_budget=treatment))
    told = [(each.operation, each.label, each.value, each.detail) for each in row.steps]
    assert [each for each in told if each[0] not in ("read", "round")] == steps
    assert row.completion_ratio is None


def test_two_columns_that_are_overspent_are_noticed_once() -> None:
    row = executed(funds("100", "120", initial_budget="90"), with_rate(executed_over="unstated"))
    (problem,) = row.problems
    assert (problem.code, problem.values) == ("over-execution", {"budget": "100", "executed": "120"})
    late = executed(funds("130", "120", initial_budget="90"), with_rate(executed_over="unstated"))
    assert [each.values["budget"] for each in late.problems] == ["90"]
    assert late.completion_ratio == Fraction(120, 130)


@pytest.mark.parametrize(("spent", "codes"), [("100", []), ("100.01", ["over-execution"]), ("0", [])])
def test_overspending_begins_beyond_the_budget(spent: str, codes: list[str]) -> None:
    assert [each.code for each in executed(funds("100", spent), with_rate()).problems] == codes


@pytest.mark.parametrize(
    ("budget", "spent", "code"), [("0", "-1", "funds-negative"), ("-1", "0", "funds-negative")]
)
def test_amounts_below_zero_are_refused_whichever_it_is(budget: str, spent: str, code: str) -> None:
    row = executed(funds(budget, spent), with_rate(zero_budget="no_marks"))
    assert row.reason == code
    assert row.problems[-1].values == {"budget": budget, "executed": spent}
