"""Dimensions and categories of indicators (一级指标, 二级指标): the field's closed lists, and the words for
them.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal, get_args

from perfeval.core.exact import exact

Dimension = Literal[
    "output", "cost", "benefit", "satisfaction", "performance", "process", "decision", "other"
]
"""产出 · 成本 · 效益 · 满意度 · 履职效能 · 过程/管理 · 决策 · anything else."""

Category = Literal["quantity", "quality", "timeliness", "cost", "benefit", "satisfaction", "other"]
"""数量 · 质量 · 时效 · 成本 · 效益 · 满意度 · anything else."""

Kind = Literal[
    "economic_cost",
    "social_cost",
    "ecological_cost",
    "economic_benefit",
    "social_benefit",
    "ecological_benefit",
    "sustainable_benefit",
    "plain",
]
"""经济成本 · 社会成本 · 生态环境成本 · 经济效益 · 社会效益 · 生态效益 · 可持续影响 · no finer kind."""

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
CATEGORIES: tuple[Category, ...] = get_args(Category)
KINDS: dict[Category, tuple[Kind, ...]] = {
    "quantity": ("plain",),
    "quality": ("plain",),
    "timeliness": ("plain",),
    "cost": ("plain", "economic_cost", "social_cost", "ecological_cost"),
    "benefit": ("plain", "economic_benefit", "social_benefit", "ecological_benefit", "sustainable_benefit"),
    "satisfaction": ("plain",),
    "other": ("plain",),
}

_DIMENSION_WORDS: tuple[tuple[str, Dimension], ...] = (
    ("产出", "output"),
    ("满意", "satisfaction"),
    ("效益", "benefit"),
    ("效果", "benefit"),
    ("成本", "cost"),
    ("履职", "performance"),
    ("决策", "decision"),
    ("过程", "process"),
    ("管理", "process"),
)

# Finer words first: 经济成本 is a cost before it is anything 经济.
_CATEGORY_WORDS: tuple[tuple[str, Category, Kind], ...] = (
    ("经济成本", "cost", "economic_cost"),
    ("社会成本", "cost", "social_cost"),
    ("生态环境成本", "cost", "ecological_cost"),
    ("生态成本", "cost", "ecological_cost"),
    ("经济效益", "benefit", "economic_benefit"),
    ("社会效益", "benefit", "social_benefit"),
    ("生态效益", "benefit", "ecological_benefit"),
    ("环境效益", "benefit", "ecological_benefit"),
    ("可持续", "benefit", "sustainable_benefit"),
    ("数量", "quantity", "plain"),
    ("质量", "quality", "plain"),
    ("时效", "timeliness", "plain"),
    ("成本", "cost", "plain"),
    ("满意", "satisfaction", "plain"),
    ("效益", "benefit", "plain"),
)

_MARKS = re.compile(r"[(（]\s*(\d{1,4}(?:\.\d{1,4})?)\s*分?\s*[)）]")
_TRADITIONAL = str.maketrans("產數質時濟會態環續滿職過決", "产数质时济会态环续满职过决")


# Pure, and forms print the same few levels.
@lru_cache(maxsize=4096)
def dimension_of(printed: str) -> Dimension:
    """The dimension that a printed level-1 cell names (一级指标), "other" where it is none of the known
    ones.
    """
    text = _plain(printed)
    return next((dimension for word, dimension in _DIMENSION_WORDS if word in text), "other")


def printed_marks(level: str) -> Fraction | None:
    """Marks printed behind a level's name, as in 产出指标（50分）."""
    found = _MARKS.search(level)
    return exact(found[1]) if found else None


def keys_of(printed_dimension: str, printed_category: str) -> tuple[str, str | None]:
    """The group that two level cells name, however they are printed: 产出指标(40分), 数量指标 -> output, quantity.

    The finer kind of a cost or a benefit where the cells say one (economic_cost).
    """
    dimension = dimension_of(printed_dimension)
    category, kind = category_of(printed_category, dimension)
    return dimension, category if kind == "plain" else kind


@lru_cache(maxsize=4096)
def category_of(printed: str, dimension: Dimension) -> tuple[Category, Kind]:
    """The category and finer kind that a printed level-2 cell names (二级指标).

    A blank or unknown cell takes the dimension's category where the dimension has only one (成本, 满意度).
    """
    text = _plain(printed)
    for word, category, kind in _CATEGORY_WORDS:
        if word in text:
            return category, kind
    if dimension == "cost":
        return "cost", "plain"
    if dimension == "satisfaction":
        return "satisfaction", "plain"
    return ("benefit", "plain") if dimension == "benefit" else ("other", "plain")


def _plain(printed: str) -> str:
    return "".join(printed.split()).translate(_TRADITIONAL)
