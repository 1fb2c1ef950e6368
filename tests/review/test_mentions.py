"""Quantities in running text."""

from __future__ import annotations

import pytest

from perfeval.review.mentions import mentions


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("采购铁塔44基，满意度：100%", ["44基", "100%"]),
        ("新建道路2.5公里，栽树500株，支付2.22万元", ["2.5千米", "500株", "22200元"]),
        ("分3种方式，共5层，用时30秒，2023年12月31日前", []),
        ("7×24小时值守", []),
    ],
)
def test_a_number_with_a_unit_is_a_quantity_unless_the_unit_is_another_word(
    text: str, quantities: list[str]
) -> None:
    assert [str(each.quantity) for each in mentions(text)] == quantities
