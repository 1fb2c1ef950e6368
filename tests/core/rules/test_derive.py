"""What an expression tells without a row: the shares it can give, and how they move with the actual value."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.comparators import Comparator
from perfeval.core.methods.measure import measure
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.expressions import MINUS_ONE, ONE, POINTS, RATIO, ZERO, Node, Operation
from perfeval.core.span import parse_span

ACTUAL, TARGET = ex.Input("actual"), ex.Input("target")


def between(text: str) -> ex.Between:
    return ex.Between(parse_span(text))


def share(text: str) -> ex.Const:
    return ex.Const(Fraction(text))


def op(operation: Operation, first: Node, second: Node) -> ex.Op:
    return ex.Op(operation, "marks", ("first", "second"), first, second)


RATIO_FROM_ZERO = op("least", RATIO, ZERO)


@pytest.mark.parametrize(
    ("node", "span"),
    [
        (op("subtract", between("[0.2, 0.8)"), between("(0.1, 0.3]")), "[-0.1, 0.7)"),
        (op("subtract", between("(0.2, 0.8]"), between("[0.1, 0.3)")), "(-0.1, 0.7]"),
        (op("subtract", ACTUAL, between("[0.1, 0.3]")), "(-inf, inf)"),
        (op("subtract", ONE, between("[0.1, 0.3)")), "(0.7, 0.9]"),
        (op("multiply", between("[0.2, 0.8)"), between("(0.5, 2]")), "(0.1, 1.6)"),
        (op("multiply", between("[-0.2, 0.8)"), between("(0.5, 2]")), "[-0.4, 1.6)"),
        (op("multiply", between("(0.5, 2]"), between("[-0.2, 0.8)")), "[-0.4, 1.6)"),
        (op("multiply", between("[-0.8, -0.2)"), between("(0.5, 2]")), "[-1.6, -0.1)"),
        (op("multiply", between("[-0.8, -0.2]"), between("[0, 2]")), "[-1.6, 0]"),
        (op("multiply", between("[0.2, 0.8)"), MINUS_ONE), "(-0.8, -0.2]"),
        (op("multiply", between("[-0.2, 0.8)"), between("[-0.5, 2]")), "(-inf, inf)"),
        (op("multiply", ACTUAL, ZERO), "[0, 0]"),
        (op("multiply", RATIO_FROM_ZERO, between("[0.5, 2]")), "[0, inf)"),
        (op("divide", ONE, between("(0.5, 2]")), "[0.5, 2)"),
        (op("divide", ONE, between("(0, 2]")), "[0.5, inf)"),
        (op("divide", ONE, between("[0, 2]")), "(-inf, inf)"),
        (op("divide", ONE, op("least", RATIO, share("0.5"))), "(0, 2]"),
        (op("most", between("[0.2, 0.8)"), between("(0.2, 0.7]")), "[0.2, 0.7]"),
        (op("most", between("(0.2, 0.8]"), between("(0.2, 0.8)")), "(0.2, 0.8)"),
        (op("most", between("[0.2, 0.8)"), between("[0.2, 0.8]")), "[0.2, 0.8)"),
        (op("most", RATIO, ONE), "(-inf, 1]"),
        (op("most", between("[0.1, 0.9]"), RATIO), "(-inf, 0.9]"),
        (op("least", between("[0.2, 0.8)"), between("(0.2, 0.8]")), "(0.2, 0.8]"),
        (op("least", between("[0.2, 0.8)"), between("[0.1, 0.7]")), "[0.2, 0.8)"),
        (op("divide", ONE, between("(-1, 1]")), "(-inf, inf)"),
        (RATIO_FROM_ZERO, "[0, inf)"),
        (ex.Input("coefficient"), "(-inf, inf)"),
        (POINTS, "[1, 1]"),
        (TARGET, "(0, inf)"),
        (ex.Const(Fraction(3), "marks"), "(0, inf)"),
        (ex.Const(Fraction(-3), "marks"), "(-inf, 0)"),
        (ex.Const(Fraction(0), "marks"), "[0, 0]"),
        (ex.Recorded("deduction", "marks", ZERO), "[0, inf)"),
        (measure("shortfall"), "[0, inf)"),
        (ex.AtLeast(RATIO, share("0.6"), RATIO, share("0.9")), "[0.6, inf)"),
        (ex.WhenMet(ONE, ZERO), "[0, 1]"),
        (ex.Pick(RATIO, "r", (parse_span("[0, 0.5)"),), (share("0.3"),), ONE), "[0.3, 1]"),
        (ex.Pick(RATIO, "r", (parse_span("[0, 0.5)"),), (ONE,), ex.Refuse("no", {})), "[1, 1]"),
        (ex.Unless(RATIO, parse_span("[0, 0.5)"), share("0.2"), "why", RATIO_FROM_ZERO), "[0, inf)"),
        (
            ex.Line(
                RATIO, "r", ((Fraction(1, 2), Fraction(3, 5)), (Fraction(1), Fraction(1))), (), Fraction(0)
            ),
            "[0, 1]",
        ),
        (ex.Line(ACTUAL, "r", None, (Fraction(1), Fraction(1, 2)), Fraction(1, 5)), "[0.2, 1]"),
        (
            ex.Words(
                "attainment", ("a", "b"), (("a",), ("b",)), (between("[0.8, 0.9]"), between("(0.6, 0.8)")), {}
            ),
            "(0.6, 0.9]",
        ),
    ],
)
def test_the_shares_that_an_expression_can_give(node: Node, span: str) -> None:
    assert str(span_of(node)) == span


BOUNDS: tuple[Comparator | None, ...] = ("at_least", "at_most", "equal_to", None)


@pytest.mark.parametrize(
    ("node", "directions"),
    [
        (RATIO, ("rising", "rising", "rising", "rising")),
        (POINTS, ("level", "level", "level", "level")),
        (TARGET, ("level", "level", "level", "level")),
        (ex.Input("coefficient"), ("none", "none", "none", "none")),
        (op("subtract", TARGET, ACTUAL), ("falling", "falling", "falling", "falling")),
        (op("subtract", ACTUAL, TARGET), ("rising", "rising", "rising", "rising")),
        (op("subtract", RATIO, ONE), ("rising", "rising", "rising", "rising")),
        (op("multiply", RATIO, share("-0.5")), ("falling", "falling", "falling", "falling")),
        (op("multiply", RATIO_FROM_ZERO, RATIO_FROM_ZERO), ("rising", "rising", "rising", "rising")),
        (op("multiply", RATIO_FROM_ZERO, measure("shortfall")), ("none", "none", "none", "none")),
        (op("divide", RATIO_FROM_ZERO, TARGET), ("rising", "rising", "rising", "rising")),
        (op("divide", ONE, op("least", RATIO, share("0.5"))), ("falling", "falling", "falling", "falling")),
        (op("divide", ONE, RATIO), ("none", "none", "none", "none")),
        (op("most", RATIO, op("subtract", ONE, RATIO)), ("none", "none", "none", "none")),
        (measure("shortfall"), ("falling", "falling", "falling", "falling")),
        (measure("excess"), ("rising", "rising", "rising", "rising")),
        (measure("gap"), ("falling", "rising", "none", "none")),
        (op("subtract", ONE, measure("absolute_deviation")), ("peak", "peak", "peak", "none")),
        (op("subtract", measure("absolute_deviation"), ONE), ("none", "none", "none", "none")),
        (ex.WhenMet(ONE, ZERO), ("rising", "falling", "peak", "none")),
        (ex.WhenMet(ONE, RATIO), ("rising", "rising", "rising", "none")),
        (ex.WhenMet(ONE, op("most", RATIO, ONE)), ("rising", "level", "rising", "none")),
        (
            # The nearer, the more: what is divided by is above zero only as long as the row is not met.
            ex.WhenMet(ONE, op("most", op("divide", share("0.1"), op("subtract", ONE, RATIO)), ONE)),
            ("rising", "none", "none", "none"),
        ),
        (
            ex.WhenMet(ONE, op("most", op("divide", share("0.1"), op("subtract", RATIO, ONE)), ONE)),
            ("none", "falling", "none", "none"),
        ),
        (ex.AtLeast(RATIO, share("0.6"), RATIO, ZERO), ("rising", "rising", "rising", "rising")),
        (ex.AtLeast(RATIO, share("0.6"), RATIO, share("0.9")), ("none", "none", "none", "none")),
        (
            ex.ByComparator((("at_least",),), (RATIO,), op("subtract", ONE, RATIO)),
            ("rising", "falling", "falling", "none"),
        ),
        (
            ex.Pick(RATIO, "r", (parse_span("(-inf, 0.5)"), parse_span("[0.5, inf)")), (ZERO, ONE)),
            ("rising", "rising", "rising", "rising"),
        ),
        (
            ex.Pick(RATIO, "r", (parse_span("[0.5, inf)"), parse_span("(-inf, 0.5)")), (ZERO, ONE)),
            ("falling", "falling", "falling", "falling"),
        ),
        (
            ex.Pick(RATIO, "r", (parse_span("[0, 0.5)"), parse_span("[0.5, 1)")), (ZERO, share("0.5")), ONE),
            ("none", "none", "none", "none"),
        ),
        (
            ex.Pick(
                measure("shortfall"), "s", (parse_span("[0, 0.5)"), parse_span("[0.5, inf)")), (ONE, ZERO)
            ),
            ("rising", "rising", "rising", "rising"),
        ),
        (
            ex.Line(RATIO, "r", ((Fraction(1), Fraction(1)), (Fraction(2), Fraction(0))), (), Fraction(0)),
            ("falling", "falling", "falling", "falling"),
        ),
    ],
)
def test_how_marks_move_with_the_actual_value(node: Node, directions: tuple[str, ...]) -> None:
    assert tuple(direction_of(node, each) for each in BOUNDS) == directions
