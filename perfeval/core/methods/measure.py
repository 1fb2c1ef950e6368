"""What a tier, a deduction or an interpolation looks at: one number of the row (衡量值)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from perfeval.core.rules.expressions import (
    MINUS_ONE,
    ONE,
    RATIO,
    TWO,
    ZERO,
    ByComparator,
    Input,
    Node,
    NotNegative,
    Op,
)
from perfeval.core.target import Comparator

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


def measure(name: Measure) -> Node:
    """The number; a row that does not have it (zero target, words) is refused."""
    return _MEASURES[name]()


def less(label: str, names: tuple[str, str], first: Node, second: Node) -> Op:
    """first - second."""
    return Op("subtract", label, names, first, second)


def _deviation() -> Op:
    return less("deviation", ("completion_ratio", "one"), RATIO, ONE)


def _absolute() -> Node:
    value = _deviation()
    turned = Op("multiply", "absolute_deviation", ("deviation", "minus_one"), value, MINUS_ONE)
    return NotNegative(value, turned)


def _not_below_zero(label: str, number: Node) -> Op:
    return Op("least", label, (label, "floor"), number, ZERO, quiet=True)


def _gap() -> Node:
    actual, target = Input("actual"), Input("target")
    short = less("gap", ("target", "actual"), target, actual)
    over = less("gap", ("actual", "target"), actual, target)
    sides: tuple[tuple[Comparator, ...], ...] = (("at_least", "more_than"), ("at_most", "less_than"))
    return _not_below_zero("gap", ByComparator(sides, (short, over), NotNegative(over, short)))


_MEASURES: dict[Measure, Callable[[], Node]] = {
    "completion": lambda: RATIO,
    "inverse_completion": lambda: Op("divide", "inverse_completion", ("one", "completion_ratio"), ONE, RATIO),
    "reverse_completion": lambda: less("reverse_completion", ("two", "completion_ratio"), TWO, RATIO),
    "actual": lambda: Input("actual", "actual"),
    "percent": lambda: Input("percent", "percent"),
    "deviation": _deviation,
    "absolute_deviation": _absolute,
    "shortfall": lambda: _not_below_zero(
        "shortfall", less("shortfall", ("one", "completion_ratio"), ONE, RATIO)
    ),
    "excess": lambda: _not_below_zero("excess", less("excess", ("completion_ratio", "one"), RATIO, ONE)),
    "gap": _gap,
}
