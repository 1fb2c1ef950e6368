"""Steps: what was computed, from what, under which clause (计算步骤). The steps are the explanation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from perfeval.core.exact import Mode, round_to
from perfeval.core.span import parse_span

Operation = Literal[
    "add",
    "assume",
    "at_least",
    "at_most",
    "convert",
    "divide",
    "equal_to",
    "hull",
    "interpolate",
    "less_than",
    "more_than",
    "most",
    "least",
    "multiply",
    "on_time",
    "read",
    "round",
    "subtract",
    "sum",
    "whole_steps",
    "within",
]
OPERATIONS: tuple[str, ...] = get_args(Operation)


@dataclass(frozen=True, slots=True)
class Step:
    """One operation of a computation, exact.

    `label` names the result and each operand by a key of core/glossary.py ("execution_rate", "points"
    …). `high` is set where the result is an interval from `value` to `high`. `detail` carries what is
    not a number: the rounding mode, an interval, a word, a reading that was assumed, "<" for an end that is not
    reached itself. `source` is the clause
    key or the interpretation that demands the step; `children` are the steps of each reading under a "hull".
    """

    operation: Operation
    label: str
    value: Fraction
    operands: tuple[tuple[str, Fraction], ...] = ()
    detail: str = ""
    high: Fraction | None = None
    source: str | None = None
    children: tuple[Step, ...] = ()


def holds(step: Step) -> bool:
    """Whether recomputing the step from its operands gives its value; children included."""
    return _CHECK[step.operation](step) and all(holds(child) for child in step.children)


def _gives(compute: Callable[..., Fraction]) -> Callable[[Step], bool]:
    return lambda step: compute(*(value for _, value in step.operands)) == step.value


def _tells(compare: Callable[[Fraction, Fraction], bool]) -> Callable[[Step], bool]:
    """A comparison's value is 1 where it is true, 0 where it is not."""
    return lambda step: Fraction(compare(step.operands[0][1], step.operands[1][1])) == step.value


def _rounds(step: Step) -> bool:
    (_, value), (_, places) = step.operands
    mode: Mode = step.detail  # type: ignore[assignment]  # written by `rounded` only, from a Mode
    return Fraction(round_to(value, int(places), mode)) == step.value


def _spans(step: Step) -> bool:
    values = [value for _, value in step.operands]
    return step.value == min(values) and step.high == max(values)


def _interpolates(x: Fraction, x0: Fraction, x1: Fraction, y0: Fraction, y1: Fraction) -> Fraction:
    return y0 + (x - x0) * (y1 - y0) / (x1 - x0)


def _as_given(step: Step) -> bool:
    return not step.operands


_CHECK: dict[Operation, Callable[[Step], bool]] = {
    "add": _gives(lambda a, b: a + b),
    "assume": _as_given,
    "at_least": _tells(lambda actual, target: actual >= target),
    "at_most": _tells(lambda actual, target: actual <= target),
    "convert": _gives(lambda value, factor: value * factor),
    "divide": _gives(lambda a, b: a / b),
    "equal_to": _tells(lambda actual, target: actual == target),
    "hull": _spans,
    "interpolate": _gives(_interpolates),
    "less_than": _tells(lambda actual, target: actual < target),
    "more_than": _tells(lambda actual, target: actual > target),
    "most": _gives(min),
    "least": _gives(max),
    "multiply": _gives(lambda a, b: a * b),
    "on_time": _tells(lambda done, limit: done <= limit),
    "read": _as_given,
    "round": _rounds,
    "subtract": _gives(lambda a, b: a - b),
    "sum": _gives(lambda *values: sum(values, Fraction(0))),
    "whole_steps": _gives(lambda amount, step: Fraction(math.floor(amount / step))),
    "within": lambda step: step.operands[0][1] in parse_span(step.detail),
}


def divided(label: str, first: tuple[str, Fraction], second: tuple[str, Fraction]) -> Step:
    """The step `first ÷ second`; raises ZeroDivisionError, so the caller must have asked about zero."""
    return Step("divide", label, first[1] / second[1], (first, second))


def capped(label: str, value: tuple[str, Fraction], cap: Fraction) -> Step:
    """The step that keeps a value at most `cap` (封顶)."""
    return Step("most", label, min(value[1], cap), (value, ("cap", cap)))


def rounded(label: str, value: tuple[str, Fraction], places: int, mode: Mode, source: str | None) -> Step:
    """The step that rounds a value to `places` decimals in `mode` (四舍五入), as `source` demands."""
    result = Fraction(round_to(value[1], places, mode))
    return Step("round", label, result, (value, ("places", Fraction(places))), mode, source=source)
