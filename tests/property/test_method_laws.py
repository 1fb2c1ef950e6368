"""Every method keeps to the range and the direction that it declares."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from method_rows import method, row

from perfeval.core.comparators import Comparator
from perfeval.core.exact import show
from perfeval.core.methods import METHODS, readings
from perfeval.core.methods.base import Marks, Method, Row
from perfeval.core.span import Span
from perfeval.core.trace import holds

pytestmark = pytest.mark.property

FORWARD = {"kind": "proportional", "ratio": "actual/target"}
REVERSE = {"kind": "proportional", "ratio": "2-actual/target"}
TIERS = [
    {"when": "[1, inf)", "share": "[1, 1]"},
    {"when": "[0.6, 1)", "share": "[0.5, 0.7]"},
    {"when": "[0, 0.6)", "share": "[0, 0]"},
]
LEVELS = [{"name": "完成", "words": ["完成"], "share": "[0.8, 1]"}]
EXAMPLES: tuple[tuple[Comparator, Method], ...] = (
    ("at_least", method("all_or_nothing", unmet="[0.1, 0.3]")),
    ("equal_to", method("all_or_nothing")),
    ("at_most", method("any_of", methods=[REVERSE, {"kind": "proportional", "ratio": "target/actual"}])),
    ("at_least", method("bands", levels=LEVELS)),
    ("at_least", method("by_fact", fact="done", cases={"yes": FORWARD, "no": {"kind": "all_or_nothing"}})),
    ("at_least", method("coefficient_column")),
    ("at_least", method("deduct", of="shortfall", per="0.05", take="1", steps="whole")),
    ("at_most", method("deduct", of="gap", per="3", take="0.5", steps="proportional", floor="0.2")),
    ("equal_to", method("deduct", of="absolute_deviation", per="0.03", take="1", steps="unstated")),
    ("at_least", method("fixed_coefficients", words={"完成": "1", "未完成": "0.5"})),
    ("at_least", method("full_when_met", otherwise=FORWARD)),
    ("at_most", method("full_when_met", otherwise="unstated")),
    ("equal_to", method("full_when_met", otherwise={"kind": "symmetric_deviation"})),
    ("at_least", method("interpolate", of="completion", points=[["0.6", "0.6"], ["1", "1"]])),
    ("at_most", method("interpolate", of="completion", points=[["1", "1"], ["2", "0"]])),
    ("at_least", method("limit", marks="5", method=FORWARD)),
    ("at_least", method("nearest_edge", outside="unstated")),
    ("at_least", method("pass_threshold", threshold="unstated", reached=FORWARD)),
    ("at_least", method("piecewise", pieces=[{"when": "[0, inf)", "method": FORWARD}])),
    ("at_least", method("proportional", ratio="actual/target", cap="none")),
    ("at_most", method("proportional", ratio="target/actual")),
    ("at_most", method("proportional", ratio="2-actual/target", floor="0.1")),
    ("at_least", method("recorded_deduction", fact="deduction", method=FORWARD)),
    ("equal_to", method("symmetric_deviation", tolerance="0.1")),
    ("at_least", method("tiers", tiers=TIERS)),
)

values = st.fractions(min_value=0, max_value=300, max_denominator=20)
targets = st.fractions(min_value=Fraction(1, 20), max_value=100, max_denominator=20)


def test_every_method_has_an_example() -> None:
    assert {example.kind for _, example in EXAMPLES} == set(METHODS)


def stated(example: Method, row_: Row) -> list[Method]:
    return [each for each, _ in readings(example, row_)]


def full_row(actual: Fraction, target: Fraction, comparator: Comparator) -> Row:
    made = row(show(actual, 0), show(target, 0), comparator, facts={"deduction": "1"})
    edges = Span(target, target * 2)
    return replace(made, words="完成", coefficient=Fraction(1, 2), edges=edges, percent=actual)


@pytest.mark.parametrize(("comparator", "example"), EXAMPLES, ids=lambda each: getattr(each, "kind", each))
@given(actual=values, target=targets)
def test_marks_lie_in_the_declared_span(
    comparator: Comparator, example: Method, actual: Fraction, target: Fraction
) -> None:
    made = full_row(actual, target, comparator)
    for each in stated(example, made):
        marks = each.score(made)
        assert isinstance(marks, Marks)
        assert all(holds(step) for step in marks.steps)
        assert marks.low <= marks.high
        span = each.span()
        assert span.low is None or marks.low >= span.low * made.points
        assert span.high is None or marks.high <= span.high * made.points


@pytest.mark.parametrize(("comparator", "example"), EXAMPLES, ids=lambda each: getattr(each, "kind", each))
@given(first=values, second=values, target=targets)
def test_marks_move_in_the_declared_direction(
    comparator: Comparator, example: Method, first: Fraction, second: Fraction, target: Fraction
) -> None:
    less, more = (full_row(each, target, comparator) for each in sorted((first, second)))
    for one, other in zip(stated(example, less), stated(example, more), strict=True):
        here, there = one.score(less), other.score(more)
        assert isinstance(here, Marks)
        assert isinstance(there, Marks)
        direction = one.direction(comparator)
        if direction == "rising" or (direction == "peak" and more.actual <= target):  # type: ignore[operator]
            assert (here.low, here.high) <= (there.low, there.high)
        if direction == "falling" or (direction == "peak" and less.actual >= target):  # type: ignore[operator]
            assert (here.low, here.high) >= (there.low, there.high)
