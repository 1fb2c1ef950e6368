"""Several targets in one cell, each with its own number or date."""

from __future__ import annotations

import pytest

from perfeval.core.cells import Cells
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.quantity import parse_quantity
from perfeval.core.several import all_reached, is_of_each, is_only_of_each, of_all_listed, tells_of_each
from perfeval.core.target import Bare, Bound, Qualitative, parse_target


@pytest.mark.parametrize(
    ("target", "actual", "is_reached"),
    [
        ("2期；200人", "2期；215人", True),
        ("2期，200人", "2期，160人", False),
        ("2期；200人", "2期；200人次", False),
        ("2期；200人", "2期", False),
        ("电脑20台、打印机5台", "电脑20台、打印机6台", True),
        ("电脑20台、打印机5台", "20台、5台", True),
        ("电脑20台、打印机5台", "打印机20台、电脑5台", False),
        ("电脑20台；打印机5台", "电脑20台；取消5台", False),
        ("1,200人；36万元", "1,230人；360000元", True),
        ("合格率100%，优良率≥90%", "合格率100%，优良率88%", False),
        ("电脑20台；打印机5台", "电脑20台；打印机", False),
        ("优良率5、合格率9", "优良率6、合格率10", False),
        ("3月启动，10月完成", "3月启动，9月完成", True),
        ("3月启动，10月完成", "3月启动，11月完成", False),
        ("3月10日前启动，11月底前完成", "3月5日启动，11月20日完成", True),
        ("3月启动，10月完成", "3月完成，10月启动", False),
    ],
)
def test_all_are_reached(target: str, actual: str, is_reached: bool) -> None:
    cells = Cells(Indicator(name="培训与设备", target=target), actual, SelfEvaluationForm(year=2023))
    assert (all_reached(cells, Qualitative(target)) is not None) is is_reached


@pytest.mark.parametrize(
    ("target", "actual", "in_all"),
    [
        ("春节、中秋各1次", "2次", 2),
        ("打印机、复印机和扫描仪各2台", "6台", 6),
        ("春节、中秋各1次", "1次", None),
        ("春节、中秋各1次", "春节、中秋各1次", None),
        ("各乡镇各2次", "24次", None),
        ("男生、女生各50%", "50%", None),
        ("2次", "2次", None),
    ],
)
def test_so_many_of_each_listed_thing_are_so_many_in_all(
    target: str, actual: str, in_all: int | None
) -> None:
    found = of_all_listed(parse_target(target), actual)
    assert (found.quantity.value if found else None) == in_all


@pytest.mark.parametrize(
    ("target", "actual", "is_unclear"),
    [
        ("每村1次", "15次", True),
        ("每个乡镇不少于2场", "30场", True),
        ("各乡镇各2次", "24次", True),
        ("春节、中秋各1次", "1次", True),
        ("春节、中秋各1次", "2次", False),
        ("每村1次", "1次", False),
        ("每期50人", "52人", False),
        ("100人/期", "300人", True),
        ("100人/期", "105人/期", False),
        ("1次/季度", "4次", False),
        ("每月1次", "12次", False),
        ("每2个月1次", "6次", False),
        ("每户500元", "600元", False),
        ("15次", "16次", False),
    ],
)
def test_a_count_of_all_for_so_many_of_each_is_unclear(target: str, actual: str, is_unclear: bool) -> None:
    goal = parse_target(target)
    assert isinstance(goal, Bare | Bound)
    assert is_of_each(goal, actual, parse_quantity(actual)) is is_unclear


def test_of_each_is_not_every_period() -> None:
    assert [tells_of_each(each) for each in ("每村1次", "各乡镇各2次", "每月1次", "每2个月1次")] == [
        *(True, True, False, False),
    ]


@pytest.mark.parametrize(
    ("name", "target", "actual", "is_told"),
    [
        ("帮扶户数", "≥100户", "每村10户", True),
        ("帮扶户数", "100户", "平均每村10户", True),
        ("帮扶户数", "≥100户", "每村100户", False),
        ("帮扶户数", "≤100户", "每村10户", False),
        ("帮扶户数", "≥100户/村", "每村10户", False),
        ("村均帮扶户数", "≥100户", "每村10户", False),
        ("帮扶户数", "≥100户", "每月10户", False),
        ("帮扶户数", "≥100户", "每村10户，共90户", False),
        ("巡查时间", "≥100小时", "每村10小时", False),
    ],
)
def test_so_many_of_each_where_all_are_asked_for(name: str, target: str, actual: str, is_told: bool) -> None:
    asked = parse_target(target)
    assert isinstance(asked, Bound | Bare)
    done = parse_quantity("100户" if "100户" in actual else "10户")
    assert is_only_of_each(asked, actual, done, name) is is_told
