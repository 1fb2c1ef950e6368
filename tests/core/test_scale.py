"""A bare number beside a percentage: a share, a percentage, or either."""

from __future__ import annotations

import pytest

from perfeval.core.actual import parse_actual
from perfeval.core.pair import Way
from perfeval.core.quantity import Quantity
from perfeval.core.scale import is_ceiling, on_one_scale
from perfeval.core.target import Bare, Bound, parse_target

SHARE, PERCENT = "scale=share", "scale=percent"


def read(target: str, actual: str, ceiling: bool = False) -> list[tuple[str, str, str]]:
    asked = parse_target(target)
    assert isinstance(asked, Bound | Bare)
    ways = on_one_scale(Way(asked, parse_actual(actual, asked)), ceiling)
    return [(str(each.target), str(each.actual), each.reading) for each in ways]


@pytest.mark.parametrize(
    ("target", "actual", "ways"),
    [
        ("≥10%", "1", [("≥10%", "100%", "")]),
        ("≥9.9%", "1", [("≥9.9%", "100%", SHARE), ("≥9.9%", "1%", PERCENT)]),
        ("≥10%", "1.01", [("≥10%", "1.01", "")]),
        ("≥50%", "1.5", [("≥50%", "150%", SHARE), ("≥50%", "1.5%", PERCENT)]),
        ("≥49.9%", "1.5", [("≥49.9%", "1.5", "")]),
        ("≥100%", "2", [("≥100%", "200%", SHARE), ("≥100%", "2%", PERCENT)]),
        ("≥100%", "2.01", [("≥100%", "2.01", "")]),
        ("≥95%", "-0.96", [("≥95%", "-96%", "")]),
        ("≥95%", "0", [("≥95%", "0", "")]),
        ("≥95‰", "0.096", [("≥95‰", "96‰", SHARE), ("≥95‰", "0.096‰", PERCENT)]),
        ("≥950‰", "0.96", [("≥950‰", "960‰", "")]),
        ("≥0.95", "96%", [("≥95%", "96%", "")]),
        ("≥0.95", "0.96", [("≥0.95", "0.96", "")]),
        ("≥95%", "0.96%", [("≥95%", "0.96%", "")]),
        ("≥95户", "0.96", [("≥95户", "0.96", "")]),
        ("提升50%", "0.6", [("提升≥50%", "0.6", "")]),
    ],
)
def test_what_a_bare_number_may_be(target: str, actual: str, ways: list[tuple[str, str, str]]) -> None:
    assert read(target, actual) == ways


def test_under_a_ceiling_a_share_and_a_percentage_are_both_likely() -> None:
    assert read("≤50%", "0.5", ceiling=True) == [("≤50%", "50%", SHARE), ("≤50%", "0.5%", PERCENT)]


def test_a_note_says_which_number_was_read() -> None:
    asked = parse_target("≥100%")
    ways = on_one_scale(Way(asked, parse_actual("1.02", asked)), is_ceiling=False)
    assert [dict(note.values) for way in ways for note in way.notes] == [
        {"bare": "1.02", "read": "102%"},
        {"bare": "1.02", "read": "1.02%"},
    ]


@pytest.mark.parametrize(
    ("target", "inferred", "expected"),
    [("≤5%", False, True), ("≥5%", True, False), ("5%", True, True), ("5%", False, False)],
)
def test_a_printed_comparator_goes_before_an_inferred_one(
    target: str, inferred: bool, expected: bool
) -> None:
    asked = parse_target(target)
    assert isinstance(asked, Bound | Bare)
    assert is_ceiling(asked, inferred) == expected


def test_what_is_read_in_per_cent_has_no_magnitude_left() -> None:
    for target, actual in (("≥100%", "1.02"), ("≥0.95", "96%")):
        asked = parse_target(target)
        for way in on_one_scale(Way(asked, parse_actual(actual, asked)), is_ceiling=False):
            assert isinstance(way.target, Bound)
            assert isinstance(way.actual, Quantity)
            assert (way.target.quantity.scale, way.actual.scale) == (1, 1)
