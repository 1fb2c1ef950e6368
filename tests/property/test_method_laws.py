"""Every method, nested at random, keeps to the range and the direction that are derived from it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from method_rows import EXAMPLES, method, row

from perfeval.core.comparators import Comparator
from perfeval.core.exact import show
from perfeval.core.methods import METHODS
from perfeval.core.methods.base import Method
from perfeval.core.rules.derive import direction_of, span_of
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.expressions import Node
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Row
from perfeval.core.span import Span
from perfeval.core.trace import holds

pytestmark = pytest.mark.property

values = st.fractions(min_value=0, max_value=300, max_denominator=20)
targets = st.fractions(min_value=Fraction(1, 20), max_value=100, max_denominator=20)
shares = st.sampled_from(("0", "0.1", "0.5", "0.6", "1", "1.2"))
comparators: st.SearchStrategy[Comparator] = st.sampled_from(
    ("at_least", "more_than", "at_most", "less_than", "equal_to")
)
measures = st.sampled_from(
    ("completion", "reverse_completion", "deviation", "absolute_deviation", "shortfall", "excess", "gap")
)


def made(kind: str, **parameters: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **parameters})


def point(share: str) -> str:
    return f"[{share}, {share}]"


SIMPLE = st.one_of(
    made("all_or_nothing", unmet=shares.filter(lambda share: share != "1.2").map(point)),
    made(
        "proportional",
        ratio=st.sampled_from(("actual/target", "target/actual", "2-actual/target")),
        cap=st.sampled_from(("1", "1.2", "none")),
        floor=st.sampled_from(("0", "0.2")),
    ),
    made("symmetric_deviation", tolerance=shares),
    made(
        "deduct",
        of=measures,
        per=st.sampled_from(("0.05", "0.3", "2")),
        take=st.sampled_from(("0.1", "1")),
        unit=st.sampled_from(("marks", "share")),
        steps=st.sampled_from(("whole", "proportional")),
        free=shares,
        floor=shares,
    ),
    made(
        "interpolate",
        of=measures,
        points=st.lists(st.tuples(shares, shares), min_size=2, max_size=4, unique_by=lambda each: each[0]),
        beyond_worst=shares,
    ),
    made(
        "tiers",
        of=measures,
        tiers=st.tuples(shares, shares, shares).map(
            lambda three: [
                {"when": f"(-inf, {three[0]})", "share": point(three[1])},
                {"when": f"[{three[0]}, inf)", "share": point(three[2])},
            ]
        ),
    ),
)


def nested(inner: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[dict[str, object]]:
    return st.one_of(
        made("full_when_met", otherwise=inner),
        made("pass_threshold", threshold=shares, below=shares, reached=inner),
        made("limit", marks=st.sampled_from(("1", "5")), method=inner),
        made("recorded_deduction", fact=st.just("deduction"), method=inner),
        made("any_of", methods=st.lists(inner, min_size=1, max_size=2)),
        made("by_fact", fact=st.just("done"), cases=st.fixed_dictionaries({"yes": inner, "no": inner})),
        st.tuples(measures, shares, inner, inner).map(
            lambda four: {
                "kind": "piecewise",
                "of": four[0],
                "pieces": [
                    {"when": f"(-inf, {four[1]})", "method": four[2]},
                    {"when": f"[{four[1]}, inf)", "method": four[3]},
                ],
            }
        ),
    )


NESTED = st.recursive(SIMPLE, nested, max_leaves=4).map(lambda made_: method(**made_))  # type: ignore[arg-type]


def test_every_method_has_an_example() -> None:
    assert {example.kind for _, example in EXAMPLES} == set(METHODS)


def rules(example: Method, row_: Row) -> list[Node]:
    """Every reading of the whole method, whichever part of it the row takes."""
    return [each for each, _ in resolve(example.rule, Row(row_.points, row_.comparator, facts=row_.facts))]


def full_row(actual: Fraction, target: Fraction, comparator: Comparator) -> Row:
    made_ = row(show(actual, 0), show(target, 0), comparator, facts={"deduction": "1"})
    edges = Span(target, target * 2)
    return replace(made_, words="完成", coefficient=Fraction(1, 2), edges=edges, percent=actual)


def lies_in_its_span(example: Method, made_: Row) -> None:
    span = span_of(example.rule)
    for each in rules(example, made_):
        marks = evaluate(each, made_)
        if not isinstance(marks, Marks):
            continue
        assert all(holds(step) for step in marks.steps)
        assert marks.low <= marks.high
        assert span.low is None or marks.low >= span.low * made_.points
        assert span.high is None or marks.high <= span.high * made_.points


def moves_in_its_direction(
    example: Method, comparator: Comparator, target: Fraction, first: Fraction, second: Fraction
) -> None:
    less, more = (full_row(each, target, comparator) for each in sorted((first, second)))
    direction = direction_of(example.rule, comparator)
    for one, other in zip(rules(example, less), rules(example, more), strict=True):
        here, there = evaluate(one, less), evaluate(other, more)
        if not isinstance(here, Marks) or not isinstance(there, Marks):
            continue
        if direction == "rising" or (direction == "peak" and more.actual <= target):  # type: ignore[operator]
            assert (here.low, here.high) <= (there.low, there.high)
        if direction == "falling" or (direction == "peak" and less.actual >= target):  # type: ignore[operator]
            assert (here.low, here.high) >= (there.low, there.high)


@pytest.mark.slow
@pytest.mark.parametrize(("comparator", "example"), EXAMPLES, ids=lambda each: getattr(each, "kind", each))
@given(actual=values, target=targets)
def test_marks_lie_in_the_derived_span(
    comparator: Comparator, example: Method, actual: Fraction, target: Fraction
) -> None:
    made_ = full_row(actual, target, comparator)
    assert any(isinstance(evaluate(each, made_), Marks) for each in rules(example, made_))
    lies_in_its_span(example, made_)


@pytest.mark.slow
@pytest.mark.parametrize(("comparator", "example"), EXAMPLES, ids=lambda each: getattr(each, "kind", each))
@given(first=values, second=values, target=targets)
def test_marks_move_in_the_derived_direction(
    comparator: Comparator, example: Method, first: Fraction, second: Fraction, target: Fraction
) -> None:
    moves_in_its_direction(example, comparator, target, first, second)


near = st.builds(lambda target, ratio: target * ratio, targets, st.fractions(0, 3, max_denominator=20))


@pytest.mark.slow
@given(example=NESTED, comparator=comparators, actual=near, target=targets)
def test_marks_of_nested_methods_lie_in_the_derived_span(
    example: Method, comparator: Comparator, actual: Fraction, target: Fraction
) -> None:
    lies_in_its_span(example, full_row(actual, target, comparator))


@given(
    example=NESTED,
    comparator=comparators,
    target=targets,
    ratios=st.lists(st.fractions(0, 3, max_denominator=20), min_size=2, max_size=6),
)
def test_marks_of_nested_methods_move_in_the_derived_direction(
    example: Method, comparator: Comparator, target: Fraction, ratios: list[Fraction]
) -> None:
    for first, second in pairwise(ratios):
        moves_in_its_direction(example, comparator, target, first * target, second * target)


def test_the_derived_directions_of_nested_methods_are_not_all_none() -> None:
    inner = {"kind": "proportional", "ratio": "actual/target"}
    threshold = {"kind": "pass_threshold", "threshold": "0.6", "reached": inner}
    assert direction_of(method("full_when_met", otherwise=threshold).rule, "at_least") == "rising"
    limited = method("limit", marks="5", method={"kind": "full_when_met", "otherwise": threshold})
    assert direction_of(limited.rule, "at_least") == "rising"
