"""A number without a unit beside one that has one: the unit that was plausibly meant, or both."""

from __future__ import annotations

import pytest

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.missing_unit import unit_named
from perfeval.core.pairing import pairs
from perfeval.core.problems import Problem


def read(target: str, actual: str, name: str = "示例指标") -> list[tuple[str, str, str]]:
    """Target, actual value and name of each reading."""
    indicator = Indicator(name=name, dimension="产出指标", category="数量指标", target=target, actual=actual)
    found = pairs(indicator, target, SelfEvaluationForm(year=2023))
    assert not isinstance(found, Problem), found
    return [(str(each.target), str(each.actual), each.reading) for each in found]


@pytest.mark.parametrize(
    ("target", "actual", "meant"),
    [
        ("≥5千米", "4500", "4500米"),
        ("≥5公里", "4.8", "4.8"),
        ("≥5公里", "6", "6"),
        ("≥5公里", "25", "25"),
        ("≥3吨", "2850", "2850千克"),
        ("≥3吨", "2.85", "2.85"),
        ("≥2公斤", "1800", "1800克"),
        ("≥10万立方米", "98000", "98000立方米"),
        ("≥10公顷", "98000", "98000平方米"),
        ("≥10亩", "6000", "6000平方米"),
        ("≥100公顷", "120", "120"),
        ("≥2兆瓦", "1900", "1900千瓦"),
        ("≥1亿元", "9800", "98000000元"),
        ("≤5万元", "48000", "48000元"),
        ("≤300000元", "28.5", "285000元"),
        ("≤2000元/人", "0.18", "1800元/人"),
        ("≥5000米", "4.8", "4.8千米"),
        ("≥1500人次", "0.16", "1600人次"),
        ("≥50000人", "3", "3"),
        ("≥500人", "20", "20"),
        ("≤20天", "25", "25"),
        ("5-8公里", "6500", "6500米"),
        ("≥95%", "96", "96"),
        ("≥5公里", "0", "0"),
        ("≤0公里", "5", "5"),
        ("≥10万升", "90000", "90000升"),
        ("≥1500人/次", "0.16", "0.16"),
        ("≥1500场", "1600", "1600"),
        ("≥1500秒", "0.16", "0.16"),
        ("≥5公里", "-4.8", "-4.8"),
        ("≥100公里", "0.2", "0.2"),
        ("≥30000元", "2.9", "29000元"),
    ],
)
def test_the_unit_that_was_meant(target: str, actual: str, meant: str) -> None:
    assert [value for _, value, _ in read(target, actual)] == [meant]


@pytest.mark.parametrize(
    ("target", "actual", "values"),
    [
        ("≥5公里", "300", ["300千米", "300米"]),
        ("≥100公顷", "1400", ["1400公顷", "1400亩"]),
        ("≥100公顷", "700", ["700公顷", "700亩"]),
        ("≤2小时", "90", ["90小时", "90分钟"]),
        ("≤3天", "48", ["48天", "48小时"]),
        ("≤5万元", "300", ["3000000元", "300元"]),
        ("≥2年", "18", ["18年", "18个月"]),
        ("≥10万千克", "98", ["980000千克", "98吨"]),
        ("≥15000平方米", "20", ["20平方米", "20亩"]),
    ],
)
def test_both_where_both_may_be_meant(target: str, actual: str, values: list[str]) -> None:
    found = read(target, actual)
    assert [value for _, value, _ in found] == values
    assert [reading for _, _, reading in found] == [f"bare={value}" for value in values]


@pytest.mark.parametrize(
    ("name", "target", "actual", "read_target", "read_actual"),
    [
        ("新建道路（公里）", "≥8", "7500米", "≥8千米", "7500米"),
        ("新建道路（公里）", "≥8", "7500", "≥8千米", "7500米"),
        ("新建道路（公里）", "≥8", "8.2", "≥8", "8.2"),
        ("投资额（万元）", "≤30", "285000元", "≤300000元", "285000元"),
        ("投资额(单位：万元)", "≤30", "285000", "≤300000元", "285000元"),
        ("合格率（%）", "≥95", "96%", "≥95%", "96%"),
        ("道路建设（一期）", "≥8", "7500", "≥8", "7500"),
        ("道路长度", "≥5", "4800米", "≥5千米", "4800米"),
    ],
)
def test_the_unit_of_a_target_stands_in_the_name(
    name: str, target: str, actual: str, read_target: str, read_actual: str
) -> None:
    found = read(target, actual, name)
    assert (read_target, read_actual) in [(one, other) for one, other, _ in found]


@pytest.mark.parametrize(
    "name", ["示范村（二期）", "投资额", "合格率（优）", "（万元）投资额", "培训（含线上）"]
)
def test_no_unit_in_a_name(name: str) -> None:
    assert unit_named(name) is None


def test_a_number_far_beyond_a_percentage_is_none() -> None:
    indicator = Indicator(name="覆盖率", category="质量指标", target="≥95%", actual="4500")
    found = pairs(indicator, "≥95%", SelfEvaluationForm(year=2023))
    assert isinstance(found, Problem)
    assert found.code == "unit-mismatch-refused"


@pytest.mark.parametrize(
    ("target", "actual", "name", "is_odd"),
    [
        ("≥45万人次", "51.38人次", "参观人次", True),
        ("≥45万人次", "513800人次", "参观人次", False),
        ("≥28.6万人", "289100万人", "参保人数", True),
        ("1.8万亩", "1.8万公顷", "繁育面积", True),
        ("1.8万亩", "1200公顷", "繁育面积", False),
        ("≤50万元", "48.2元", "设备费", True),
        ("≤50万元", "0元", "设备费", False),
        ("≤50万元", "48.2", "设备费", False),
        ("≥5公里", "6.3米", "道路", False),  # 6.3 is no 5: who knows
        ("≤30分钟", "30秒", "修复时间", False),
        ("≤0.3‰", "0.3%", "差错率", False),
        ("2名", "168名", "每村配备管理员", True),
        ("2名", "19名", "每村配备管理员", False),
        ("≤500元", "25万元", "人均补助", True),
        ("6张", "65张", "每千人口床位数", False),
        ("≥2次", "30次", "每月检查次数", False),
    ],
)
def test_amounts_far_apart_whose_unit_may_be_wrong(target: str, actual: str, name: str, is_odd: bool) -> None:
    indicator = Indicator(name=name, dimension="产出指标", category="数量指标", target=target, actual=actual)
    found = pairs(indicator, target, SelfEvaluationForm(year=2023))
    assert isinstance(found, Problem) is is_odd
    assert not isinstance(found, Problem) or found.code == "magnitude-unclear"
