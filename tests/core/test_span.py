"""Intervals as rule files write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.exact import ExactnessError
from perfeval.core.span import Span, common, gaps_and_overlaps, parse_span, without


@pytest.mark.parametrize("text", ["[0.8, 1]", "[0, 0.6)", "(1.2, inf)", "(-inf, 0]", "[2, 2]", "(-inf, inf)"])
def test_reading_and_writing_back(text: str) -> None:
    assert str(parse_span(text)) == text
    assert parse_span(str(parse_span(text))) == parse_span(text)


def test_an_unbounded_end_is_open_however_it_is_written() -> None:
    assert parse_span("[0, inf]") == parse_span("[0, inf)")


@pytest.mark.parametrize(
    "text", ["0.8-1", "[1, 0]", "(1, 1)", "[1, 1)", "[a, b]", "[0, 1", "[0 1]", "", "[inf, 1]"]
)
def test_what_is_no_interval(text: str) -> None:
    with pytest.raises(ExactnessError):
        parse_span(text)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("[0, 1)", ("0", "1/2"), ("-1/10", "1")),
        ("(0, 1]", ("1/2", "1"), ("0", "11/10")),
        ("[2, inf)", ("2", "1000"), ("1",)),
        ("(-inf, 2)", ("-5", "19/10"), ("2",)),
    ],
)
def test_what_lies_inside(span: str, inside: tuple[str, ...], outside: tuple[str, ...]) -> None:
    assert all(Fraction(each) in parse_span(span) for each in inside)
    assert not any(Fraction(each) in parse_span(span) for each in outside)


@pytest.mark.parametrize(
    ("spans", "faults"),
    [
        (("[0, 0.6)", "[0.6, 0.8)", "[0.8, 1]"), []),
        (("[0.8, 1]", "[0, 0.6)", "[0.6, 0.8)"), []),  # the order does not matter
        (("[0, 0.6]", "(0.6, 1]"), []),
        (("[0, 0.6)", "(0.6, 1]"), ["gap"]),
        (("[0, 0.5]", "[0.6, 1]"), ["gap"]),
        (("[0, 0.6]", "[0.6, 1]"), ["overlap"]),
        (("[0, 0.7]", "[0.6, 1]"), ["overlap"]),
        (("(-inf, 0)", "[0, inf)"), []),
        (("[0, inf)", "[1, 2]"), ["overlap"]),
        (("(-inf, 0)", "(-inf, 1)"), ["overlap"]),
        (("[0, 1]",), []),
    ],
)
def test_gaps_and_overlaps(spans: tuple[str, ...], faults: list[str]) -> None:
    found = gaps_and_overlaps(tuple(parse_span(each) for each in spans))
    assert [fault for _, _, fault in found] == faults


def test_a_span_is_a_value() -> None:
    assert Span(Fraction(0), Fraction(1)) == parse_span("[0, 1]")


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("[0, 1]", "[0.5, 2]", "[0.5, 1]"),
        ("[0, 1)", "[0, 1]", "[0, 1)"),
        ("(0, 1]", "[0, 1]", "(0, 1]"),
        ("[0, 1]", "[1, 2]", "[1, 1]"),
        ("[0, 1)", "[1, 2]", None),
        ("[0, 1]", "(1, 2]", None),
        ("[0, 1]", "[1.5, 2]", None),
        ("(-inf, 1]", "[0, inf)", "[0, 1]"),
        ("(-inf, 1]", "(-inf, inf)", "(-inf, 1]"),
        ("(-inf, inf)", "(-inf, inf)", "(-inf, inf)"),
        ("[-1, 0]", "[-1, -0.5]", "[-1, -0.5]"),
        ("[-1, 0]", "[-2, -0.5]", "[-1, -0.5]"),
        ("[0, 2]", "[0.5, 1]", "[0.5, 1]"),
        ("[-0.5, 2]", "[0, 1]", "[0, 1]"),
    ],
)
def test_what_two_intervals_share(one: str, other: str, shared: str | None) -> None:
    for first, second in ((one, other), (other, one)):
        found = common(parse_span(first), parse_span(second))
        assert (None if found is None else str(found)) == shared


@pytest.mark.parametrize(
    ("span", "cut", "rest"),
    [
        ("[0, 1]", "[0.4, 0.6)", ["[0, 0.4)", "[0.6, 1]"]),
        ("[0, 1]", "(0.4, 0.6]", ["[0, 0.4]", "(0.6, 1]"]),
        ("[0, 1]", "[0, 0.6]", ["(0.6, 1]"]),
        ("[0, 1]", "(0, 1)", ["[0, 0]", "[1, 1]"]),
        ("[0, 1]", "[0, 1]", []),
        ("[0, 1]", "(-inf, 0.5]", ["(0.5, 1]"]),
        ("(-inf, inf)", "[0, 1)", ["(-inf, 0)", "[1, inf)"]),
        ("[0, 1]", "[2, 3]", ["[0, 1]"]),
    ],
)
def test_what_is_left_without_a_part(span: str, cut: str, rest: list[str]) -> None:
    assert [str(each) for each in without(parse_span(span), parse_span(cut))] == rest
