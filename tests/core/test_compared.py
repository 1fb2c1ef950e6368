"""What scoring compared in a row of quantities: comparator, evidence, both numbers in one unit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.compared import compared
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.scoring import score_indicator
from perfeval.rulebook.library import load_library

RULES = next(each for each in load_library().rulesets if each.id == "cn-caiyu-2020-10")


@pytest.mark.parametrize(
    ("name", "target", "actual", "expected"),
    [
        ("培训人次", ">=10人", "12人", ("at_least", "comparator", "10", "12", "人")),
        ("采购成本", "≤5万元", "48000元", ("at_most", "comparator", "50000", "48000", "元")),
        ("采购成本", "≤5万元", "4.5", ("at_most", "comparator", "50000", "45000", "元")),
        ("产品合格率", "95%", "96.5%", ("at_least", "name", "95", "96.5", "%")),
        ("产品合格率", "95%", "96.5", ("at_least", "name", "95", "96.5", "%")),
        ("安全事故", "0起", "1起", ("at_most", "name", "0", "1", "起")),
        ("培训人次", ">=1.2万人", "9000人", ("at_least", "comparator", "12000", "9000", "人")),
        ("补贴标准", "300元/人", "280元/人", ("contested", "name", "300", "280", "元/人")),
    ],
)
def test_what_was_compared(name: str, target: str, actual: str, expected: tuple[str, ...]) -> None:
    found = compared(row(name, target, actual))
    comparator, evidence, goal, reached, unit = expected
    assert found is not None
    assert (found.comparator, found.evidence, found.unit) == (comparator, evidence, unit)
    assert (found.goal, found.reached) == (Fraction(goal), Fraction(reached))


@pytest.mark.parametrize(
    ("target", "actual"),
    [("持续提升", "完全达到预期"), ("12月底前", "11月"), ("90%-95%", "93%"), (">=10个", None)],
)
def test_words_dates_ranges_and_refused_rows_compare_no_two_numbers(target: str, actual: str | None) -> None:
    assert compared(row("指标", target, actual)) is None


def row(name: str, target: str, actual: str | None) -> RowResult:
    indicator = Indicator(
        name=name, dimension="产出指标", category="数量指标", target=target, actual=actual, points="10"
    )
    return score_indicator(1, indicator, SelfEvaluationForm(), RULES)


@pytest.mark.parametrize(
    ("target", "actual", "goal", "reached"),
    [
        ("≥5万", "6万", "50000", "60000"),
        ("≥5万", "60000", "50000", "60000"),
        ("≥50000", "6万", "50000", "60000"),
        ("≥5", "6", "5", "6"),
    ],
)
def test_magnitudes_without_units_are_multiplied_out(
    target: str, actual: str, goal: str, reached: str
) -> None:
    found = compared(row("培训人次", target, actual))
    assert found is not None
    assert (found.goal, found.reached, found.unit) == (Fraction(goal), Fraction(reached), "")


def test_two_readings_of_the_numbers_give_none() -> None:
    found = compared(row("采购成本", "≤5万元", "300"))
    assert found is not None
    assert (found.comparator, found.goal, found.reached, found.unit) == ("at_most", None, None, "")
