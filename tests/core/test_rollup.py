"""One indicator of several units: pooled and then scored, or scored and then averaged."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from invented import SOURCE, form, indicator, ruleset

from perfeval.core.form import Indicator
from perfeval.core.problems import Problem
from perfeval.core.results import Score
from perfeval.core.rollup import UnitRow, pool, roll_up
from perfeval.core.ruleset import Ruleset


def units(*rows: tuple[str, str | None, int]) -> list[UnitRow]:
    return [UnitRow(indicator(target, actual), Fraction(funds)) for target, actual, funds in rows]


def told(scores: str) -> Ruleset:
    return ruleset(roll_up={"scores": scores, "source": SOURCE})


@pytest.mark.parametrize(
    ("rows", "target", "actual"),
    [
        (units(("≥10公里", "8公里", 1), ("≥10000米", "9000米", 1)), "≥20千米", "17千米"),
        (units(("≥10", "8", 1), ("≥10", "9", 3)), "≥20", "17"),
        (units(("≥90%", "80%", 1), ("≥90%", "96%", 3)), "≥90%", "92%"),
        (units(("≥3万元", "2万元", 1), ("≥50000元", "40000元", 1)), "≥80000元", "60000元"),
        (units(("≥3万元", "20000元", 1), ("≥50000元", "4万元", 1)), "≥80000元", "60000元"),
    ],
)
def test_values_are_added_and_percentages_weighed(rows: list[UnitRow], target: str, actual: str) -> None:
    found = pool(rows, form(), told("pooled"))
    assert isinstance(found, Indicator)
    assert (found.target, found.actual) == (target, actual)


@pytest.mark.parametrize(
    ("scores", "low", "high"),
    [
        ("pooled", "9.25", "9.25"),
        ("averaged", "8.50", "8.50"),
        ("funds_weighted", "9.25", "9.25"),
        ("unstated", "8.50", "9.25"),
    ],
)
def test_the_ways(scores: str, low: str, high: str) -> None:
    rows = units(("≥10个", "7个", 1), ("≥30个", "30个", 3))
    found = roll_up(rows, form(), told(scores))
    assert isinstance(found, Score)
    assert (found.low, found.high) == (Decimal(low), Decimal(high))
    assert found.numbers == (2 if scores == "unstated" else 1)


def test_bands_are_averaged_at_both_ends() -> None:
    rows = [UnitRow(indicator("稳步提高", actual), Fraction(1)) for actual in ("达成", "未达成")]
    found = roll_up(rows, form(), told("averaged"))
    assert isinstance(found, Score)
    assert (found.low, found.high) == (Decimal("4.00"), Decimal("8.00"))
    assert (found.low_open, found.high_open) == (False, True)


@pytest.mark.parametrize(
    ("places", "mode", "ends"),
    [
        ("2", "half_up", ("8.34", "8.34")),
        ("2", "down", ("8.33", "8.33")),
        ("1", "up", ("8.4", "8.4")),
        ("2", "unstated", ("8.33", "8.34")),
        ("none", "half_up", ("8.335", "8.335")),
    ],
)
def test_an_average_is_rounded_as_the_rule_set_says(places: str, mode: str, ends: tuple[str, str]) -> None:
    rules = ruleset(
        roll_up={"scores": "averaged", "source": SOURCE},
        rounding={"score": {"places": places, "mode": mode}, "source": SOURCE},
    )
    found = roll_up(units(("≥100个", "66.7个", 1), ("≥100个", "100个", 1)), form(), rules)
    assert isinstance(found, Score)
    assert (found.low, found.high) == tuple(map(Decimal, ends))


@pytest.mark.parametrize(
    ("rows", "scores", "code"),
    [
        (units(("≥10个", "7个", 1), ("≥10个", None, 1)), "averaged", "actual-missing"),
        (units(("≥10个", "7个", 1), ("≥10个", "若干", 1)), "pooled", "actual-not-number"),
        (units(("≥10个", "7个", 1), ("稳步提高", "达成", 1)), "pooled", "actual-not-number"),
        (units(("≥10个", "7个", 1), ("5-10个", "7个", 1)), "pooled", "actual-not-number"),
        (units(("≥10个", "7个", 1), ("≥10个", "若干", 1)), "unstated", "actual-not-number"),
    ],
)
def test_one_unit_that_cannot_be_scored_is_the_answer(rows: list[UnitRow], scores: str, code: str) -> None:
    found = roll_up(rows, form(), told(scores))
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize("actuals", [("若干", "7个"), ("7个", "若干"), ("若干", "几个")])
def test_the_first_unit_without_a_number_is_named(actuals: tuple[str, str]) -> None:
    found = pool(units(*(("≥10个", each, 1) for each in actuals)), form(), told("pooled"))
    assert isinstance(found, Problem)
    assert found.values == {"name": "示例指标", "target": "≥10个", "actual": "若干"}
