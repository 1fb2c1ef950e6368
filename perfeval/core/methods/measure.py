"""What a tier, a deduction or an interpolation looks at: one number of the row (衡量值)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from perfeval.core.methods.base import Direction, Row
from perfeval.core.trace import Step, divided, multiplied, subtracted

Measure = Literal[
    "completion",
    "inverse_completion",
    "reverse_completion",
    "actual",
    "percent",
    "deviation",
    "absolute_deviation",
    "shortfall",
    "excess",
    "gap",
]
"""completion 完成率 B/A · inverse_completion A/B · reverse_completion 2-B/A · actual 实际完成值 B (in the
target's unit) · percent 实际完成值 in per cent (95 for 95%) · deviation 偏差率 B/A-1 ·
absolute_deviation |B/A-1| · shortfall 未完成比例 max(0, 1-B/A) · excess 超出比例 max(0, B/A-1) ·
gap 差额: how far the actual value misses the target, in the target's unit (percentage points for a %)."""


def measured(measure: Measure, row: Row) -> tuple[Fraction, tuple[Step, ...]] | None:
    """The number and the steps to it; None where the row does not have it (zero target, words)."""
    if measure == "percent":
        return None if row.percent is None else (row.percent, (Step("read", "percent", row.percent),))
    if measure in ("actual", "gap"):
        return _amount(measure, row)
    if row.ratio is None or (measure == "inverse_completion" and row.ratio == 0):
        return None
    return _FROM_RATIO[measure](row.ratio)


def direction_of(measure: Measure, low_is_better: bool) -> Direction:
    """How a score moves with the actual value if it falls as the measure grows (`low_is_better`) or rises."""
    if measure == "absolute_deviation":
        return "peak" if low_is_better else "none"
    if measure == "gap":
        return "none"
    grows = measure not in ("inverse_completion", "reverse_completion", "shortfall")
    return "rising" if grows != low_is_better else "falling"


def _amount(measure: Measure, row: Row) -> tuple[Fraction, tuple[Step, ...]] | None:
    if row.actual is None:
        return None
    if measure == "actual":
        return row.actual, (Step("read", "actual", row.actual),)
    if row.target is None:
        return None
    pair = (("actual", row.actual), ("target", row.target))
    if row.comparator in ("at_least", "more_than"):
        step = subtracted("gap", pair[1], pair[0])
    elif row.comparator in ("at_most", "less_than"):
        step = subtracted("gap", *pair)
    else:
        step = subtracted("gap", *(pair if row.actual >= row.target else pair[::-1]))
    kept = Step("least", "gap", max(step.value, Fraction(0)), (("gap", step.value), ("floor", Fraction(0))))
    return kept.value, (step, kept) if kept.value != step.value else (step,)


_ONE = Fraction(1)


def _completion(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    return ratio, ()


def _inverse(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    step = divided("inverse_completion", ("one", _ONE), ("completion_ratio", ratio))
    return step.value, (step,)


def _reverse(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    step = subtracted("reverse_completion", ("two", _ONE + 1), ("completion_ratio", ratio))
    return step.value, (step,)


def _deviation(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    step = subtracted("deviation", ("completion_ratio", ratio), ("one", _ONE))
    return step.value, (step,)


def _absolute(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    value, steps = _deviation(ratio)
    if value >= 0:
        return value, steps
    step = multiplied("absolute_deviation", ("deviation", value), ("minus_one", -_ONE))
    return step.value, (*steps, step)


def _shortfall(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    step = subtracted("shortfall", ("one", _ONE), ("completion_ratio", ratio))
    return _not_below_zero("shortfall", step)


def _excess(ratio: Fraction) -> tuple[Fraction, tuple[Step, ...]]:
    step = subtracted("excess", ("completion_ratio", ratio), ("one", _ONE))
    return _not_below_zero("excess", step)


def _not_below_zero(label: str, step: Step) -> tuple[Fraction, tuple[Step, ...]]:
    if step.value >= 0:
        return step.value, (step,)
    kept = Step("least", label, Fraction(0), ((label, step.value), ("floor", Fraction(0))))
    return kept.value, (step, kept)


_FROM_RATIO: dict[Measure, Callable[[Fraction], tuple[Fraction, tuple[Step, ...]]]] = {
    "completion": _completion,
    "inverse_completion": _inverse,
    "reverse_completion": _reverse,
    "deviation": _deviation,
    "absolute_deviation": _absolute,
    "shortfall": _shortfall,
    "excess": _excess,
}
