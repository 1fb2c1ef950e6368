"""Explanations say what was computed, and nothing else: every line comes from a step of the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from invented import form, funds, indicator, meaning, rules, ruleset

from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import OPERATIONS, Step
from perfeval.review.explain import explain_row
from perfeval.rulebook.library import load_library

Golden = Callable[[str, str], None]


def explained(row: int, result: FormResult, lang: Any = "zh") -> str:
    found = next(each for each in result.rows if each.row == row)
    return "\n".join(explain_row(found, result, lang))


def one(target: str, actual: str, rules_: Ruleset | None = None, **cells: Any) -> FormResult:
    return score_form(form(indicator(target, actual, **cells)), rules_ or ruleset())


def test_a_ratio_shows_its_numbers_and_its_rounding() -> None:
    text = explained(1, one("≥40人次", "37人次", points="5", submitted_score="4.62"))
    for shown in ("37 ÷ 40", "92.5%", "5 × 0.925", "4.625", "4.63", "← 依据1", "-0.01", "不一致"):
        assert shown in text


def test_the_execution_row_shows_both_rounding_points() -> None:
    result = score_form(form(indicator(), funds=funds("2180", "400", submitted_score="1.84")), ruleset())
    text = explained(0, result)
    assert "400 ÷ 2180" in text
    assert text.index("18.35%") < text.index("1.835") < text.index("1.84")
    assert text.count("← 依据1\n") == 2  # toyland gives one source to both


def test_open_readings_stand_one_below_the_other() -> None:
    changed = ruleset(rules=rules(at_most={"kind": "full_when_met", "otherwise": "unstated"}))
    text = explained(1, one("≤5个", "6个", changed))
    assert text.count("·") >= 3
    assert "8.33" in text
    assert "8.00" in text


def test_a_refusal_points_at_the_fault() -> None:
    text = explained(1, one(">=90％％", "95%"))
    assert "target-unreadable" in text
    assert "^" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_languages(lang: str) -> None:
    text = explained(1, one("≥40人次", "37人次"), lang)
    assert ("completion" in text) == (lang == "en")


METHODS: tuple[dict[str, Any], ...] = (
    {"kind": "tiers", "of": "deviation", "tiers": [{"when": "(-inf, inf)", "share": "[0.5, 0.5]"}]},
    {"kind": "deduct", "of": "shortfall", "per": "0.05", "take": "1", "steps": "whole"},
    {"kind": "interpolate", "of": "completion", "points": [["0", "0"], ["2", "1"]]},
    {"kind": "symmetric_deviation"},
    {"kind": "proportional", "ratio": "actual/target", "cap": "0.5"},
    {"kind": "proportional", "ratio": "2-actual/target", "floor": "1.5"},
)


def operations(steps: tuple[Step, ...]) -> set[str]:
    return {step.operation for step in steps} | {each for step in steps for each in operations(step.children)}


def test_every_operation_has_a_line_in_both_languages() -> None:
    seen: set[str] = set()
    for method in METHODS:
        result = one("≥10个", "8个", ruleset(rules=rules(at_least=method)))
        seen |= operations(result.indicators[0].steps)
        assert explained(1, result, "zh")
        assert explained(1, result, "en")
    zero = ruleset(meaning=meaning(zero_target="all_or_nothing"))
    others = (
        one("=0起", "1起", zero),
        one("≤5", "3"),
        one("<5", "3"),
        one(">5", "3"),
        one("=5", "3"),
        one("1-9个", "3个"),
        one("6月底前", "7月"),
        one("5", "3"),
    )
    for result in others:
        seen |= operations(result.indicators[0].steps)
        assert explained(1, result)
    assert set(OPERATIONS) - seen <= {"add", "convert", "sum"}


def test_what_all_readings_share_is_told_once_and_each_reading_says_which_it_is() -> None:
    changed = ruleset(rules=rules(at_most={"kind": "full_when_met", "otherwise": "unstated"}))
    text = explained(1, one("≤5个", "6个", changed))
    assert text.count("6 不高于 5？否") == 1
    assert "· 未完成时：按指标值/完成值" in text
    assert "· 未完成时：按2−完成值/指标值" in text


def test_the_clause_is_the_one_that_the_row_rests_on() -> None:
    national = load_library().find("cn-caiyu-2020-10")
    assert isinstance(national, Ruleset)
    missed, met = (explained(1, one("≤30万元", cost, national)) for cost in ("45万元", "28万元"))
    assert "定量指标未完成" in missed
    assert "定量指标完成" not in missed
    assert "定量指标完成" in met
    assert "定量指标未完成" not in met


def test_what_the_score_does_not_rest_on_is_not_told() -> None:
    national = load_library().find("cn-caiyu-2020-10")
    assert isinstance(national, Ruleset)
    kept = explained(1, one("≤30万元", "28万元", national))
    assert "完成率" not in kept
    happened = explained(1, one("0起", "3起", national, name="事故起数"))
    assert "没有比例可算" in happened
    assert "未完成时" not in happened
    assert "比例记分" not in happened


def test_readings_of_the_cells_that_give_one_score_stand_together() -> None:
    national = load_library().find("cn-caiyu-2020-10")
    assert isinstance(national, Ruleset)
    cells = {"name": "每人补助标准", "points": "10", "submitted_score": "10"}
    text = explained(1, one("500元/人", "480元/人", national, **cells))
    assert "按“等于”、“不低于”得 9.60；按“不高于”得 10.00" in text
    unit = explained(1, one("≥5千米", "300", national, points="10", submitted_score="10"))
    assert "按“300千米”得 10.00；按“300米”得 0.60" in unit


def test_grades_stand_side_by_side_and_an_end_that_is_not_reached_is_told() -> None:
    text = explained(1, one("优良中低差", "良"))
    assert "实际完成值「良」低于指标值「优」" in text


def test_how_cells_were_read_stands_before_the_numbers() -> None:
    text = explained(1, one("每季度1次", "4次"))
    assert text.index("全年按 4 期折算") < text.index("= 4")
