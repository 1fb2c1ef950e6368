"""Printed level-1 and level-2 cells in the field's closed lists."""

from __future__ import annotations

import pytest

from perfeval.core.category import Category, Dimension, Kind, category_of, dimension_of


@pytest.mark.parametrize(
    ("printed", "dimension"),
    [
        ("产出指标", "output"),
        ("产出指标(50分)", "output"),
        ("產出指標", "output"),
        ("效益指标", "benefit"),
        ("项目效果", "benefit"),
        ("满意度指标", "satisfaction"),
        ("社会效益满意度", "satisfaction"),  # satisfaction before benefit
        ("成 本\n指标", "cost"),
        ("履职效能", "performance"),
        ("决策", "decision"),
        ("过程", "process"),
        ("部门管理", "process"),
        ("", "other"),
        ("绩效指标", "other"),
    ],
)
def test_dimension(printed: str, dimension: Dimension) -> None:
    assert dimension_of(printed) == dimension


@pytest.mark.parametrize(
    ("printed", "dimension", "category", "kind"),
    [
        ("数量指标", "output", "quantity", "plain"),
        ("质量指标", "output", "quality", "plain"),
        ("时效指标", "output", "timeliness", "plain"),
        ("成本指标", "output", "cost", "plain"),
        ("经济成本指标", "cost", "cost", "economic_cost"),
        ("社会成本指标", "cost", "cost", "social_cost"),
        ("生态环境成本指标", "cost", "cost", "ecological_cost"),
        ("生态成本", "cost", "cost", "ecological_cost"),
        ("经济效益指标", "benefit", "benefit", "economic_benefit"),
        ("社会效益", "benefit", "benefit", "social_benefit"),
        ("生态效益", "benefit", "benefit", "ecological_benefit"),
        ("环境效益", "benefit", "benefit", "ecological_benefit"),
        ("可持续影响指标", "benefit", "benefit", "sustainable_benefit"),
        ("服务对象满意度指标", "satisfaction", "satisfaction", "plain"),
        ("效益", "benefit", "benefit", "plain"),
        # a blank cell takes the dimension's only category
        ("", "cost", "cost", "plain"),
        ("", "satisfaction", "satisfaction", "plain"),
        ("", "benefit", "benefit", "plain"),
        ("", "output", "other", "plain"),
        ("其他", "process", "other", "plain"),
    ],
)
def test_category(printed: str, dimension: Dimension, category: Category, kind: Kind) -> None:
    assert category_of(printed, dimension) == (category, kind)
