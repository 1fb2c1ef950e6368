"""Words that hold something against the same standard as the target."""

from __future__ import annotations

import pytest

from perfeval.core.against_last_year import held_against_a_standard


@pytest.mark.parametrize(
    ("asked", "told", "level"),
    [
        ("不低于全省平均水平", "高于全省平均水平", "reached"),
        ("不低于全省平均水平", "与全省平均水平持平", "reached"),
        ("高于全省平均水平", "低于全省平均水平", "missed"),
        ("高于全省平均水平", "与全省平均持平", "missed"),
        ("高于全省平均水平", "高于全国平均水平", None),
        ("不高于市场价", "低于市场价", "reached"),
        ("不超过市场价", "高于市场价", "missed"),
        ("达到国家标准", "优于国家标准", "reached"),
        ("达到国家标准", "低于国家标准", None),
        ("不低于国家标准", "未低于国家标准", "reached"),
        ("不低于国家标准", "不低于国家标准", None),
        ("稳步增长", "高于国家标准", None),
    ],
)
def test_against_the_same_standard(asked: str, told: str, level: str | None) -> None:
    assert held_against_a_standard(asked, told) == level
