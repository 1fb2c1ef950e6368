from __future__ import annotations

import pytest

from perfeval.core.calendar import (
    CalendarDate,
    WrittenDate,
    month_alone,
    read_date,
    read_recurring_day,
    stretch,
)
from perfeval.core.cursor import Cursor
from perfeval.core.notation import NotationError


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2023年12月31日", 2023, 12, 31),
        ("2023年12月31号", 2023, 12, 31),
        ("2023年12月31日前", 2023, 12, 31),
        ("2023-12-31之前", 2023, 12, 31),
        ("2023/1/5", 2023, 1, 5),
        ("2023.12.31", 2023, 12, 31),
        ("2023-12-31 00:00:00", 2023, 12, 31),  # a date cell of a spreadsheet
        ("2023/1/5 0:00", 2023, 1, 5),
        ("12月31日前", None, 12, 31),
        ("十二月三十一日", None, 12, 31),
        ("2024年2月29日", 2024, 2, 29),
        ("2月29日", None, 2, 29),
        ("2023年12月", 2023, 12, None),
        ("2023年12月份完成", 2023, 12, None),
        ("2023-09", 2023, 9, None),
        ("2023年", 2023, None, None),
        ("2023年度", 2023, None, None),
        ("2023年内完成", 2023, None, None),
        ("2023年底前", 2023, None, None),
        ("于2023年11月完成", 2023, 11, None),
        ("12月底前", None, 12, None),
        ("9月末", None, 9, None),
        ("9月份", None, 9, None),
        ("9月完成", None, 9, None),
        ("年底前完成", None, 12, None),
        ("本年末", None, 12, None),
    ],
)
def test_dates_that_count_themselves(text: str, year: int | None, month: int | None, day: int | None) -> None:
    assert read_date(Cursor(text, NotationError)) == WrittenDate(CalendarDate(year, month, day))


@pytest.mark.parametrize("text", ["9月前", "九月之前", "9月份以前完成"])
def test_a_month_with_before_may_or_may_not_count_itself(text: str) -> None:
    assert read_date(Cursor(text, NotationError)) == WrittenDate(CalendarDate(month=9), inclusive=False)


@pytest.mark.parametrize("text", ["9月", "09月", "九月"])
def test_a_month_alone_may_be_a_length(text: str) -> None:
    assert read_date(Cursor(text, NotationError)) == WrittenDate(CalendarDate(month=9), certain=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("13月", "thirteen months"),
        ("30日", "thirty days"),
        ("2023年5个项目", "a phrase"),
        ("12月底前保障到位", "a phrase"),
        ("3年", "a length"),
        ("在全市推广", "a phrase"),
        ("稳步增长", "words"),
    ],
)
def test_what_is_no_date_is_left_unread(text: str, reason: str) -> None:
    cursor = Cursor(text, NotationError)
    assert read_date(cursor) is None
    assert cursor.at == 0


@pytest.mark.parametrize(
    "text",
    [
        "2023年13月",
        "13月前",
        "2月30日",
        "2023年2月29日",
        "1900年2月29日",
        "2023-13-01",
        "一二月前",
        "4月31日",
    ],
)
def test_a_date_that_no_calendar_has_is_a_mistake(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        read_date(Cursor(text, NotationError))
    assert caught.value.mistake == "date-impossible"


@pytest.mark.parametrize("parts", [(None, None, None), (2023, None, 5), (None, 13, None), (2023, 2, 29)])
def test_no_such_date_can_be_made(parts: tuple[int | None, int | None, int | None]) -> None:
    with pytest.raises(ValueError, match="no such date"):
        CalendarDate(*parts)


def test_a_date_prints_what_is_written() -> None:
    assert str(CalendarDate(2023, 12, 31)) == "2023年12月31日"
    assert str(CalendarDate(None, 9)) == "9月"


@pytest.mark.parametrize(
    ("month", "days"), list(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)), ids=str
)
def test_a_month_has_its_days_and_no_more(month: int, days: int) -> None:
    assert CalendarDate(2024, month).last_day(1) == (2024, month, days)
    assert CalendarDate(None, month, days).day == days
    with pytest.raises(ValueError, match="no such date"):
        CalendarDate(2024, month, days + 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023年上半年", (2023, 1, 1), (2023, 6, 30)),
        ("2023年下半年", (2023, 7, 1), (2023, 12, 31)),
        ("第二季度", (2022, 4, 1), (2022, 6, 30)),
        ("2月中旬", (2022, 2, 11), (2022, 2, 20)),
        ("2月下旬", (2022, 2, 21), (2022, 2, 28)),
        ("2024年2月下旬", (2024, 2, 21), (2024, 2, 29)),
        ("3月上旬", (2022, 3, 1), (2022, 3, 10)),
        ("1月上旬", (2022, 1, 1), (2022, 1, 10)),
        ("3月下旬", (2022, 3, 21), (2022, 3, 31)),
        ("2023年", (2023, 1, 1), (2023, 12, 31)),
        ("2023年3月5日", (2023, 3, 5), (2023, 3, 5)),
        ("2月", (2022, 2, 1), (2022, 2, 28)),
    ],
)
def test_a_date_begins_and_ends(text: str, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    written = read_date(Cursor(text, NotationError))
    assert written is not None
    assert (written.date.first_day(2022), written.date.last_day(2022)) == (first, last)


@pytest.mark.parametrize(
    ("text", "day"), [("1日", 1), ("31日前", 31), ("32日", None), ("0日", None), ("", None)]
)
def test_a_day_of_every_month(text: str, day: int | None) -> None:
    found = read_recurring_day(Cursor(text, NotationError), "每月")
    assert (None if found is None else found.day) == day


@pytest.mark.parametrize("day", [0, 32])
def test_a_month_that_recurs_has_no_such_day(day: int) -> None:
    with pytest.raises(ValueError, match="no such date"):
        CalendarDate(day=day, every="每月")
    with pytest.raises(NotationError):
        read_date(Cursor(f"每月{day}日前", NotationError))


def test_a_month_recurs_with_a_day_or_without() -> None:
    assert str(CalendarDate(day=31, every="每月")) == "每月31日"
    assert str(CalendarDate(every="每月")) == "每月"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2023年上半年", "2023年上半年"),
        ("下半年", "下半年"),
        ("2023年第2季度", "2023年第二季度"),
        ("2024年2月中旬", "2024年2月中旬"),
        ("3月下旬", "3月下旬"),
        ("每月10日前", "每月10日"),
        ("每个月10日前", "每月10日"),
    ],
)
def test_a_part_of_a_year_prints_as_it_is_written(text: str, printed: str) -> None:
    written = read_date(Cursor(text, NotationError))
    assert written is not None
    assert str(written.date) == printed


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("7-9月", (None, 7, None), (None, 9, None)),
        ("9-9月", (None, 9, None), (None, 9, None)),
        ("2023年1月至12月底", (2023, 1, None), (2023, 12, None)),
        ("3月1日至5月31日", (None, 3, 1), (None, 5, 31)),
        ("2月29日～3月1日", (None, 2, 29), (None, 3, 1)),
        ("3月1日至3月1日", (None, 3, 1), (None, 3, 1)),
        ("3月15日至3月", (None, 3, 15), (None, 3, None)),
    ],
)
def test_a_stretch_has_two_ends(
    text: str, first: tuple[int | None, ...], last: tuple[int | None, ...]
) -> None:
    assert stretch(text) == (CalendarDate(*first), CalendarDate(*last))


@pytest.mark.parametrize(
    "text",
    [
        "9-7月",
        "3月31日至3月1日",
        "0-3月",
        "7-13月",
        "2月30日至3月1日",
        "3月1日至4月31日",
        "7月",
        "7-9",
        "2023-2024年",
    ],
)
def test_what_ends_before_it_begins_is_no_stretch(text: str) -> None:
    assert stretch(text) is None


@pytest.mark.parametrize(
    ("text", "month"),
    [("3月", 3), ("十二月", 12), ("03月", 3), ("13月", None), ("3个月", None), ("3月份", None)],
)
def test_a_month_alone(text: str, month: int | None) -> None:
    assert month_alone(text) == (None if month is None else CalendarDate(month=month))


@pytest.mark.parametrize(
    ("date", "shown", "first", "last"),
    [
        (CalendarDate(None, 1, months=3), "第一季度", (2023, 1, 1), (2023, 3, 31)),
        (CalendarDate(2022, 10, months=3), "2022年第四季度", (2022, 10, 1), (2022, 12, 31)),
        (CalendarDate(None, 1, months=6), "上半年", (2023, 1, 1), (2023, 6, 30)),
        (CalendarDate(None, 7, months=6), "下半年", (2023, 7, 1), (2023, 12, 31)),
        (CalendarDate(None, 2, 1, days=10), "2月上旬", (2023, 2, 1), (2023, 2, 10)),
        (CalendarDate(None, 2, 11, days=10), "2月中旬", (2023, 2, 11), (2023, 2, 20)),
        (CalendarDate(None, 2, 21, days=11), "2月下旬", (2023, 2, 21), (2023, 2, 28)),
        (CalendarDate(2024, 2, 21, days=11), "2024年2月下旬", (2024, 2, 21), (2024, 2, 29)),
        (CalendarDate(2024, 2), "2024年2月", (2024, 2, 1), (2024, 2, 29)),
        (CalendarDate(2100, 2), "2100年2月", (2100, 2, 1), (2100, 2, 28)),
        (CalendarDate(2000, 2), "2000年2月", (2000, 2, 1), (2000, 2, 29)),
        (CalendarDate(2022), "2022年", (2022, 1, 1), (2022, 12, 31)),
        (CalendarDate(day=15, every="每月"), "每月15日", (2023, 1, 15), (2023, 12, 15)),
    ],
)
def test_a_part_of_the_year_has_a_first_and_a_last_day(
    date: CalendarDate, shown: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert (str(date), date.first_day(2023), date.last_day(2023)) == (shown, first, last)
