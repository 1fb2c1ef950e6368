"""Proportions as numbers, where both cells have one and a side is told."""

from __future__ import annotations

import pytest

from perfeval.core.proportions import as_numbers


@pytest.mark.parametrize(
    ("name", "target", "actual", "numbers"),
    [
        ("生师比", "≤18:1", "17.5:1", ("≤18", "17.5")),
        ("生师比", "18:1", "17.5:1", ("18", "17.5")),
        ("财政资金放大倍数", "≥1：3", "1∶4", ("≥3", "4")),
        ("撬动社会资本比例", "不低于1:3", "1:2", ("不低于3", "2")),
        ("床护比", "≥1:0.4", "1:0.43", ("≥0.4", "0.43")),
        ("专任教师与幼儿比", "≥1:9", "1:8.5", ("≥9分之1", "8.5分之1")),
        ("师生比", "不低于1:18", "1:20", ("不低于18分之1", "20分之1")),
        ("师生比", "1:3", "1:3", ("3", "3")),
        ("师生比", "1:3", "1:4", None),
        ("师生比", "不超过1:18", "1:16", None),
        ("混合比", "≥1:3", "1:4", None),
        ("放大倍数", "≥1:3", "4:1", None),
        ("放大倍数", "≥3:1", "1:4", None),
        ("放大倍数", "≥1:3", "4", None),
        ("放大倍数", "≥3", "1:4", None),
        ("放大倍数", "≥2:3", "2:4", None),
        ("孕产妇死亡率", "≤18/10万", "9.6/10万", ("≤18", "9.6")),
        ("孕产妇死亡率", "控制在18/10万以内", "9.6", ("控制在18以内", "9.6")),
        ("孕产妇死亡率", "≤18人/10万人", "9.6人/10万人", ("≤18", "9.6")),
        ("孕产妇死亡率", "≤18/10万", "1.2/万", None),
        ("孕产妇死亡率", "≤18/10万", "无", None),
        ("孕产妇死亡率", "18/10万", "18/10万", None),
        ("发病率", "≤250/10万", "231人", None),
    ],
)
def test_both_as_numbers_of_the_side_that_tells(
    name: str, target: str, actual: str, numbers: tuple[str, str] | None
) -> None:
    assert as_numbers(target, actual, name) == numbers
