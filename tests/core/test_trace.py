"""Steps that recompute, and steps that lie."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from perfeval.core.trace import (
    OPERATIONS,
    Operation,
    Step,
    capped,
    divided,
    holds,
    rounded,
)

A, B = ("a", Fraction(3)), ("b", Fraction(2))
NONE: tuple[tuple[str, Fraction], ...] = ()
TRUE: dict[Operation, Step] = {
    "add": Step("add", "x", Fraction(5), (A, B)),
    "assume": Step("assume", "x", Fraction(1)),
    "at_least": Step("at_least", "met", Fraction(1), (A, B)),
    "at_most": Step("at_most", "met", Fraction(0), (A, B)),
    "convert": Step("convert", "x", Fraction(6), (A, B)),
    "divide": divided("x", A, B),
    "equal_to": Step("equal_to", "met", Fraction(0), (A, B)),
    "hull": Step("hull", "score", Fraction(2), (A, B), high=Fraction(3)),
    "interpolate": Step(
        "interpolate",
        "share",
        Fraction(1, 2),
        (A, ("x0", Fraction(2)), ("x1", Fraction(4)), ("y0", Fraction(0)), ("y1", Fraction(1))),
    ),
    "less_than": Step("less_than", "met", Fraction(0), (A, B)),
    "more_than": Step("more_than", "met", Fraction(1), (A, B)),
    "most": capped("x", A, Fraction(2)),
    "least": Step("least", "x", Fraction(3), (B, ("floor", Fraction(3)))),
    "multiply": Step("multiply", "x", Fraction(6), (A, B)),
    "on_time": Step("on_time", "met", Fraction(0), (A, B), "7月|6月底前"),
    "read": Step("read", "x", Fraction(7)),
    "round": rounded("x", ("x", Fraction("1.835")), 2, "half_up", None),
    "subtract": Step("subtract", "x", Fraction(1), (A, B)),
    "sum": Step("sum", "x", Fraction(5), (A, B)),
    "whole_steps": Step("whole_steps", "count", Fraction(1), (A, B)),
    "within": Step("within", "tier", Fraction(1), (A,), "[3, 4)"),
}


def test_every_operation_has_an_example() -> None:
    assert set(TRUE) == set(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_true_step_holds(operation: Operation) -> None:
    assert holds(TRUE[operation])


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each not in ("assume", "read", "within")]
)
def test_a_false_value_does_not(operation: Operation) -> None:
    step = TRUE[operation]
    assert not holds(replace(step, value=step.value + 1))


def test_what_is_read_has_no_operands_and_what_is_within_lies_there() -> None:
    assert not holds(replace(TRUE["read"], operands=(A,)))
    assert not holds(replace(TRUE["within"], operands=(("a", Fraction(4)),)))


def test_a_hull_holds_only_if_its_children_do() -> None:
    assert holds(replace(TRUE["hull"], children=(TRUE["add"],)))
    assert not holds(replace(TRUE["hull"], children=(replace(TRUE["add"], value=Fraction(4)),)))


def test_rounding_names_its_source() -> None:
    step = rounded("score", ("marks", Fraction("4.625")), 2, "half_up", "rounding")
    assert (step.value, step.detail, step.source) == (Fraction("4.63"), "half_up", "rounding")
