"""Targets that are held against last year: what they ask, what answers them, what nobody can tell."""

from __future__ import annotations

import pytest

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.last_year import said_of_last_year
from perfeval.core.scoring import score_form
from perfeval.core.target import Qualitative, parse_target
from perfeval.rulebook.library import load_library

RULES = load_library().find("cn-caiyu-2020-10")
ASKED = {
    "不低于上年": "at_least 100",
    "≥上年水平": "at_least 100",
    "不低于去年同期水平": "at_least 100",
    "高于上年": "more_than 100",
    "优于上年": "more_than 100",
    "差于上年": "less_than 100",
    "较上年有所增长": "more_than 100",
    "同比增长": "more_than 100",
    "逐年提升": "more_than 100",
    "不高于上年": "at_most 100",
    "不超过上一年度": "at_most 100",
    "控制在上年水平以内": "at_most 100",
    "上年水平以上": "at_least 100",
    "较上年下降": "less_than 100",
    "比去年有所减少": "less_than 100",
    "与上年相比稳步下降": "less_than 100",
    "投诉量较上年减少": "less_than 100",
    "较上年不增加": "at_most 100",
    "较上年不下降": "at_least 100",
    "与上年持平": "equal_to 100",
    "不低于上年的95%": "at_least 95",
    "不低于上年95%": "at_least 95",
    "上年95%以上": "at_least 95",
    "达到上年的110%": "at_least 110",
    "高于上年的95%": "more_than 95",
    "高于上年5%": "at_least 105",
    "高于上年50%": "at_least 150",
    "低于上年5%": "at_most 95",
    "只减不增": "at_most 100",
    "三公经费零增长": "at_most 100",
    "负增长": "less_than 100",
    "只增不减": "at_least 100",
}
NOT_OF_LAST_YEAR = (
    "稳步增长",
    "提升",
    "较上年增长5%",
    "高于上年60%",
    "低于上年60%",
    "上年5%",
    "上年结转",
    "不低于平均水平",
    "没有低于上年",
    "按去年计划执行",
)


@pytest.mark.parametrize("text", ASKED)
def test_what_a_target_asks(text: str) -> None:
    found = said_of_last_year(text)
    assert found is not None
    assert f"{found.comparator} {found.share}" == ASKED[text]
    assert isinstance(parse_target(text), Qualitative)


@pytest.mark.parametrize("text", NOT_OF_LAST_YEAR)
def test_what_is_about_something_else(text: str) -> None:
    assert said_of_last_year(text) is None


@pytest.mark.parametrize(
    ("target", "actual", "scores"),
    [
        ("不低于上年", "较上年增长8.2%", "10.00"),
        ("不低于上年", "与上年持平", "10.00"),
        ("不低于上年", "持平", "10.00"),
        ("不低于上年", "下降3%", "9.70"),
        ("不低于上年", "-3%", "9.70"),
        ("不低于上年", "为上年的97%", "9.70"),
        ("不低于上年", "高于上年5%", "10.00"),
        ("高于上年", "与上年持平", "0.00–<10.00"),
        ("高于上年", "高于上年", "8.00–10.00"),
        ("高于上年", "超过上年", "8.00–10.00"),
        ("不低于上年", "低于上年", "0.00–<6.00"),
        ("较上年下降", "同比下降12%", "10.00"),
        ("较上年下降", "同比上升2%", "9.80、0.00"),
        ("较上年减少", "减少15起", "8.00–10.00"),
        ("较上年减少", "增加2起", "0.00–<6.00"),
        ("不高于上年", "下降0.5个百分点", "8.00–10.00"),
        ("不低于上年的95%", "上年的96%", "10.00"),
        ("较上年增长5%", "与上年持平", "0.00"),
        ("不低于上年", "达到预期目标", "8.00–10.00"),
    ],
)
def test_what_answers_it(target: str, actual: str, scores: str) -> None:
    row = scored(target, actual)
    assert row.score is not None, row.problems
    shown = [
        str(each.low) if each.is_point else f"{each.low}–{'<' * each.high_open}{each.high}"
        for each in row.score.alternatives
    ]
    assert "、".join(dict.fromkeys(shown)) == scores


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("不低于上年", "35万人次"),
        ("不低于上年", "95.2%"),
        ("不低于上年", "不低于上年的96%"),
        ("不低于上年", "9½%"),
        ("高于上年", "不低于上年"),
        ("不低于上年的95%", "低于上年"),
        ("与上年持平", "高于上年"),
    ],
)
def test_what_nobody_can_tell_is_asked(target: str, actual: str) -> None:
    row = scored(target, actual)
    assert [each.code for each in row.problems if each.severity == "error"] == ["last-year-unknown"]
    assert "上年是多少？" in row.problems[-1].message("zh")


def test_it_is_said_how_it_was_read() -> None:
    counted = scored("不低于上年", "较上年增长8.2%").problems
    assert [each.code for each in counted] == ["last-year-counted"]
    assert "108.2%" in counted[0].message("zh")
    assert [each.code for each in scored("≥4次", "上半年2次，下半年2次").problems] == ["parts-summed"]


def scored(target: str, actual: str):  # type: ignore[no-untyped-def]
    indicator = Indicator(name="到馆人次", category="社会效益指标", target=target, actual=actual, points="10")
    form = SelfEvaluationForm(year=2023, indicators=(indicator,))
    return score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there
