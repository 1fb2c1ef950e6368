"""Counts told part by part, each once and of one kind, as their sum."""

from __future__ import annotations

import pytest

from perfeval.core.parts_of_year import sum_of_parts
from perfeval.core.target import parse_target


@pytest.mark.parametrize(
    ("actual", "name", "total"),
    [
        ("上半年1次，下半年2次", "", "3次"),
        ("一季度1次；二季度2次；三季度3次", "", "6次"),
        ("3月1次、4月2次", "", "3次"),
        ("电脑8台，打印机4台", "", None),
        ("电脑8台，打印机4台，合计12台", "", "12台"),
        ("电脑费8万元，打印机款4万元", "", "120000元"),
        ("电脑费8万元，打印机4万元", "", "120000元"),
        ("日常检查8次，专项检查4次", "", "12次"),
        ("电脑8台，平板电脑4台", "", None),
        ("东城区8场，西城区4场", "", "12场"),
        ("东城区8台，打印机4台", "", None),
        ("电脑8台，打印机4台，合计11台", "", None),
        ("新建8台，改建4台", "", None),
        ("在职8台，离职4台", "", None),
        ("电脑8台，打印机4台，合计13台", "", None),
        ("电脑8台，打印机4台，合计12个", "", None),
        ("在职8台，离职4台，合计12台", "", None),
        ("合格8台，不合格4台，合计12台", "", None),
        ("合格电脑8台，打印机4台，合计12台", "", None),
        ("甲镇7台、乙镇5台", "", "12台"),
        ("电脑8台，合计8台", "", None),
        ("电脑8台", "", None),
        ("电脑8台，电脑4台", "", None),
        ("上半年1次，上半年2次", "", None),
        ("上半年1次，打印机2次", "", None),
        ("上半年1，下半年2", "", None),
        ("电脑8台，打印机4小时", "", None),
        ("电脑80%，打印机4%", "", None),
        ("电脑8台，离职4台", "", None),
        ("电脑8台，打印机4台，1台未到货", "", None),
        ("新建3座、改建2座", "新建公厕", None),
        ("电脑8台，打印机4台", "电脑购置数", None),
        ("电脑8台，打印机4台", "电脑打印机购置数", None),
    ],
)
def test_a_sum(actual: str, name: str, total: str | None) -> None:
    found = sum_of_parts(actual, parse_target("≥5台"), name)
    assert (None if found is None else str(found)) == total
    assert found is None or found.text == actual


def test_a_sum_is_told_in_the_unit_of_the_first_part() -> None:
    found = sum_of_parts("上半年1万人，下半年5000人", parse_target("≥2万人"))
    assert found is not None
    assert (found.value, found.scale) == (15000, 10000)
