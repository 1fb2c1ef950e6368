"""How often against how many times, over the year of the form."""

from __future__ import annotations

import pytest

from perfeval.core.actual import parse_actual
from perfeval.core.frequency import once_a_period, over_the_year
from perfeval.core.pair import Way
from perfeval.core.quantity import parse_quantity
from perfeval.core.target import parse_target

DAYS, WORKDAYS, PERIOD, YEAR = "frequency=days", "frequency=workdays", "frequency=period", "frequency=year"


def read(target: str, actual: str, year: int | None = 2023) -> list[tuple[str, str, str]]:
    asked = parse_target(target)
    ways = over_the_year(Way(asked, parse_actual(actual, asked)), year)
    return [(str(each.target), str(each.actual), each.reading) for each in ways]


@pytest.mark.parametrize(
    ("target", "actual", "ways"),
    [
        ("每季度1次", "4次", [("4次", "4次", "")]),
        ("≥12次", "每月1次", [("≥12次", "12次", "")]),
        ("≥12场", "每月1次", [("≥12场", "1次/个月", "")]),
        ("每月1次", "每季度2场", [("12次", "8场", "")]),
        ("每月1次", "每季度2次", [("1次/个月", "2次/季度", "")]),
        ("5万元/月", "50万元", [("50000元/个月", "500000元", "")]),
        ("5万元/年", "50万元", [("50000元", "500000元", "")]),
        ("每月1-2次", "15次", [("[12次~24次]", "15次", "")]),
        ("60分钟~2小时", "每月5分钟", [("[60分钟~120分钟]", "60分钟", "")]),
        # a bare number: of one period, of the year, or of either
        ("每月2次", "2", [("2次/个月", "2次/个月", "")]),
        ("每月2次", "6", [("2次/个月", "6次/个月", PERIOD), ("24次", "6次", YEAR)]),
        ("每月2次", "7", [("24次", "7次", "")]),
        ("每月1-2次", "2", [("[1次/个月~2次/个月]", "2次/个月", "")]),
        ("每月1-2次", "6", [("[1次/个月~2次/个月]", "6次/个月", PERIOD), ("[12次~24次]", "6次", YEAR)]),
        ("每月1-2次", "7", [("[12次~24次]", "7次", "")]),
        ("4次/年", "5", [("4次/年", "5次/年", "")]),
        (
            "每天2次",
            "3",
            [("2次/天", "3次/天", PERIOD), ("730次", "3次", DAYS), ("500次", "3次", WORKDAYS)],
        ),
    ],
)
def test_two_counts_over_the_year(target: str, actual: str, ways: list[tuple[str, str, str]]) -> None:
    assert read(target, actual) == ways


@pytest.mark.parametrize(("year", "days"), [(2023, 365), (2024, 366), (2000, 366), (2100, 365), (None, 365)])
def test_a_leap_year_has_a_day_more(year: int | None, days: int) -> None:
    (one, other) = read("每天1次", "300次", year)
    assert (one[0], other[0]) == (f"{days}次", "250次")


@pytest.mark.parametrize(
    ("text", "actual", "expected"),
    [
        ("每月召开例会", "12次", "≥1次/个月"),
        ("每两个月召开例会", "6场", "≥0.5场/个月"),
        ("每3个月召开例会", "4次", "≥3分之1次/个月"),
        ("每月召开例会", "12", None),
        ("每月召开例会", "12个", None),
        ("每月召开例会", "1次/月", None),
        ("每人一份", "12次", None),
        ("召开例会", "12次", None),
        ("每月召开2次例会", "12次", None),
    ],
)
def test_once_a_period_without_saying_how_often(text: str, actual: str, expected: str | None) -> None:
    found = once_a_period(text, parse_quantity(actual))
    assert (None if found is None else str(found)) == expected


def test_the_note_of_a_frequency_names_period_and_times() -> None:
    asked = parse_target("每旬1次")
    (way,) = over_the_year(Way(asked, parse_actual("36次", asked)), 2023)
    assert [(note.code, dict(note.values)) for note in way.notes] == [
        ("frequency-over-year", {"period": "旬", "times": "36"})
    ]
