"""Every variant explains the score that it gives, and no other."""

from __future__ import annotations

import pytest
from invented import form, funds, indicator, ruleset

from perfeval.core.form import Funds, Indicator
from perfeval.core.results import RowResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.cause import VARIANTS, causes, named
from perfeval.review.checks.consistency import cost_over_target
from perfeval.review.checks.values import over_completion_unexplained
from perfeval.rulebook.library import load_library


def of_row(row: Indicator, *more: Indicator) -> tuple[str, ...]:
    result = score_form(form(row, *more), ruleset())
    return tuple(variant.key for variant in causes(result.indicators[0], result))


def of_funds(money: Funds, **execution: object) -> tuple[str, ...]:
    rate = {"places": "none", "above_one": "cap", "zero_budget": "refuse", **execution}
    rules = ruleset(execution={"points": "10", "rate": rate, "source": {"interpretation": "x"}})
    result = score_form(form(funds=money), rules)
    assert result.execution is not None
    return tuple(variant.key for variant in causes(result.execution, result))


def row(target: str, actual: str, score: str, points: str = "10", category: str = "数量指标") -> Indicator:
    return indicator(target, actual, submitted_score=score, points=points, category=category)


ROWS = (
    (row("≥40人", "37人", "4.62", "5"), "half-even"),
    (row("≥40人", "37人", "4.62", "5"), "truncated"),
    (row("≥80人", "37人", "9.26", "20"), "rate-1"),  # 46.25 % printed as 46.3 %
    (row("≥3人", "1人", "3.34"), "rounded-up"),
    (row("≥3人", "1人", "3.34"), "exact-rate-up"),
    (row("≥3人", "2人", "6.66"), "exact-rate-truncated"),
    (row("≥80人", "37人", "4.6"), "rate-0"),
    (row("≤8.9万元", "2.22万元", "2.49"), "share-of-target"),
    (row("≤5次", "6次", "8.33"), "inverse"),
    (row("≥10个", "8个", "10"), "full-although-missed"),
    (row("≥10个", "8个", "0"), "nothing"),
    (row("≥10个", "12个", "12"), "uncapped"),
    (row("≥10个", "8个", "1.6", "20"), None),
    (row("≥10个", "8个", "3.2", "20"), "weighted-twice"),
    (row("≥100个", "80个", "80", "100"), None),
    (row("≥20个", "19个", "19"), "actual-value"),
    (row("≥20个", "16个", "80"), "percentage"),
    (row("≥10个", "10个", "9"), "lost-although-met"),
    (row("≥85个", "80个", "9"), "whole-marks"),  # 9.41
    (row("≥92个", "90个", "9"), "whole-marks-cut"),  # 9.78
    (row("≥85个", "80个", "9.5"), "half-marks"),
    (row("≥92个", "90个", "9.5"), "half-marks-cut"),
    (row("≥85个", "80个", "9.4"), "tenth-marks"),
    (row("≥92个", "90个", "9.7"), "tenth-marks-cut"),
    (
        row("≤30万元", "45万元", "15", category="成本指标"),
        "share-of-target",
    ),  # an overrun is no over-completion
    (row("<10个", "10个", "10"), "full-although-missed"),  # below 10: no rounding is the cause of an open end
)


@pytest.mark.parametrize(("one", "key"), ROWS)
def test_a_variant_explains_the_score_that_it_gives(one: Indicator, key: str | None) -> None:
    found = of_row(one)
    assert key in found if key else found == ()


def test_two_minus_where_the_rule_is_inverse() -> None:
    from invented import rules

    inverse = {"kind": "full_when_met", "otherwise": {"kind": "proportional", "ratio": "target/actual"}}
    result = score_form(form(row("≤5次", "6次", "7.2", "9")), ruleset(rules=rules(at_most=inverse)))
    assert [variant.key for variant in causes(result.indicators[0], result)] == ["two-minus"]


def test_the_score_of_the_next_row() -> None:
    assert "neighbour" in of_row(row("≥10个", "8个", "7"), row("≥10个", "7个", "7"))


FUNDS = (
    (funds("2180", "400", submitted_score="1.84"), {}, "rate-2"),
    (funds("2180", "400", submitted_score="1.83"), {"places": "2"}, "exact-rate"),
    (funds("100", "90", initial_budget="120", submitted_score="7.5"), {}, "initial-budget"),
    (funds("100", "120", submitted_score="12"), {}, "uncapped"),
    (funds("100", "92", submitted_rate="95%", submitted_score="9.5"), {}, "printed-rate"),
    (funds("4764453.11", "4614453.11", submitted_score="9.68"), {}, "truncated"),
)


@pytest.mark.parametrize(("money", "execution", "key"), FUNDS)
def test_a_variant_explains_an_execution_score(money: Funds, execution: dict[str, str], key: str) -> None:
    assert key in of_funds(money, **execution)


def test_every_variant_is_tested() -> None:
    tested = {key for _, key in ROWS} | {key for *_, key in FUNDS} | {"neighbour", "two-minus"}
    assert {variant.key for variant in VARIANTS} <= tested


def test_a_slip_is_named_only_where_no_formula_gives_the_score() -> None:
    result = score_form(form(row("≤8.9万元", "2.22万元", "2.49")), ruleset())
    assert [says.en for says in named(result.indicators[0], result)] == ["marks × actual/target"]


def test_an_overrun_of_a_cost_without_comparator_is_no_over_completion() -> None:
    national = load_library().find("cn-caiyu-2020-10")
    assert isinstance(national, Ruleset)
    result = score_form(form(row("30万元", "45万元", "10", category="成本指标")), national)
    assert [each.code for each in cost_over_target(result)] == ["cost-over-target"]
    assert not list(over_completion_unexplained(result))
    assert "over-completion" not in {each.code for each in result.all_problems}


def test_a_row_that_agrees_has_no_cause() -> None:
    result = score_form(form(row("≥10个", "10个", "10")), ruleset())
    first: RowResult = result.indicators[0]
    assert causes(first, result) == ()
