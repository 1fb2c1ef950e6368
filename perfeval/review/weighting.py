"""Marks by dimension (权重): the sums that the form prints, and the weight profile of the rule set that fits it."""

from __future__ import annotations

from fractions import Fraction

from perfeval.core.category import dimension_of
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Block, Shape, WeightProfile


def fitting_profile(result: FormResult) -> WeightProfile | None:
    """The weight profile for a project form of this shape; the most specific of several. None where there is none."""
    weights = result.ruleset.weights
    if weights is None or result.form.kind != "project":
        return None
    shapes = _shapes(result)
    fitting = [profile for profile in weights.profiles if set(profile.when) <= shapes]
    return max(fitting, key=lambda profile: len(profile.when), default=None)


def _shapes(result: FormResult) -> set[Shape]:
    present = {dimension_of(row.indicator.dimension) for row in result.indicators if row.indicator}
    with_cost: Shape = "with_cost" if "cost" in present else "without_cost"
    with_satisfaction: Shape = "with_satisfaction" if "satisfaction" in present else "without_satisfaction"
    return {with_cost, with_satisfaction}


def marks_by_block(result: FormResult) -> dict[Block, Fraction]:
    """Marks of the form's rows by dimension, the execution row included."""
    found: dict[Block, Fraction] = {}
    for row in result.indicators:
        if row.indicator and row.points is not None and row.status != "ignored":
            block = dimension_of(row.indicator.dimension)
            found[block] = found.get(block, Fraction(0)) + row.points
    if result.execution and result.execution.points is not None:
        found["execution"] = result.execution.points
    return found


BLOCK_WORDS: dict[Block, str] = {
    "execution": "预算执行",
    "output": "产出",
    "cost": "成本",
    "benefit": "效益",
    "satisfaction": "满意度",
    "performance": "履职效能",
    "process": "过程",
    "decision": "决策",
    "other": "其他",
}
"""The Chinese word for each block of marks."""
