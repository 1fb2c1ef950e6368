"""Several targets in one cell, each with its own number or date."""

from __future__ import annotations

import pytest

from perfeval.core.cells import Cells
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.several import all_reached
from perfeval.core.target import Qualitative


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
        ("3月启动，10月完成", "3月启动，9月完成", True),
        ("3月启动，10月完成", "3月启动，11月完成", False),
        ("3月10日前启动，11月底前完成", "3月5日启动，11月20日完成", True),
        ("3月启动，10月完成", "3月完成，10月启动", False),
    ],
)
def test_all_are_reached(target: str, actual: str, is_reached: bool) -> None:
    cells = Cells(Indicator(name="培训与设备", target=target), actual, SelfEvaluationForm(year=2023))
    assert (all_reached(cells, Qualitative(target)) is not None) is is_reached
