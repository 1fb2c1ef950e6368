"""Dates as forms write them, often without a year or a day (日期)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfeval.core.cursor import Cursor
from perfeval.core.numerals import numeral

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Day = tuple[int, int, int]
"""Year, month, day; compares like the days themselves."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date of which parts may be unwritten: 2023年12月31日, 2023年, 2023年9月, 9月, 12月31日.

    Raises ValueError for a date that no calendar has, and for a day without a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not _exists(self.year, self.month, self.day):
            raise ValueError(f"no such date: year {self.year}, month {self.month}, day {self.day}")

    def __str__(self) -> str:
        parts = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{number}{name}" for number, name in parts if number is not None)

    def first_day(self, year: int) -> Day:
        """First day that it may mean; `year` where none is written."""
        return (self.year or year, self.month or 1, self.day or 1)

    def last_day(self, year: int) -> Day:
        """Last day that it may mean, every month counted to 31; `year` where none is written."""
        return (self.year or year, self.month or 12, self.day or 31)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return year is not None and day is None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _DAYS[month - 1]):
        return False
    leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return (month, day) != (2, 29) or leap


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and how it stands in the text.

    `inclusive` is False for a month or year with 前 but without 底 (9月前), which may or may not count
    itself; `certain` is False for a month alone (9月), which may as well be nine months.
    """

    date: CalendarDate
    inclusive: bool = True
    certain: bool = True


_YEAR = "(?P<year>(?:19|20|21)[0-9]{2})"
_MONTH = "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_UNTIL = re.compile("已?于|在|截至|截止到?")
_DONE = re.compile("完成|完工|竣工|建成")
_BEFORE = re.compile("之前|以前|前")
_END = re.compile("底|末")

_DATES = (
    re.compile(f"{_YEAR}年(?:度内?|内|{_MONTH}月份?(?:{_DAY}[日号])?)?"),
    re.compile(f"{_MONTH}月份?{_DAY}[日号]"),
    re.compile(f"{_MONTH}月(?:份|(?={_END.pattern}|{_BEFORE.pattern}|{_DONE.pattern}))"),
    # A spreadsheet prints midnight after a date.
    re.compile(f"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}(?:0?0:00(?::00)?)?(?![0-9:])"),
    re.compile(f"{_YEAR}[-/](?P<month>0[1-9]|1[0-2])(?![0-9])"),
)
_MONTH_ALONE = re.compile("(?P<month>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月$")
_END_OF_YEAR = re.compile("[当本]?年[底末]")

_A_YEAR, _A_MONTH, _A_DAY = "(?:19|20|21)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "[0-9]{1,2}"
_DASHED = f"{_A_YEAR}[-./]{_A_DAY}(?:[-./]{_A_DAY})?"
PERIOD = re.compile(
    f"(?:{_A_YEAR}年)?{_A_MONTH}(?:月份?)?(?:{_A_DAY}日)?[-~至到](?:{_A_YEAR}年)?{_A_MONTH}月份?(?:{_A_DAY}日)?[底末]?$"
    f"|{_A_YEAR}年?[-~至到]{_A_YEAR}年度?$"
    f"|{_DASHED}[-~至到]{_DASHED}$"
)
"""A stretch of the calendar (起止时间), neither a deadline nor a range: 1-12月, 2023年1月至2023年12月."""


def read_date(cursor: Cursor) -> WrittenDate | None:
    """Read all that is left as one date; None, and nothing read, where it is something else.

    date = [ "于" ] day [ "底" ] [ "前" ] [ "完成" ]
    day  = year "年" [ month "月" [ day "日" ] ] | month "月" [ day "日" ] | "年底"
         | year "-" month [ "-" day ]

    Raises the cursor's error for a date that no calendar has.
    """
    start = cursor.at
    cursor.take(_UNTIL)
    date, certain, at_end = _read_day(cursor)
    at_end = bool(cursor.take(_END)) or at_end
    before = bool(cursor.take(_BEFORE))
    cursor.take(_DONE)
    if date is None or not cursor.done:
        cursor.at = start
        return None
    return WrittenDate(date, inclusive=at_end or not before or date.day is not None, certain=certain)


def _read_day(cursor: Cursor) -> tuple[CalendarDate | None, bool, bool]:
    """The date itself, whether it is certainly one, and whether its words say that its end is meant."""
    if cursor.take(_END_OF_YEAR):
        return CalendarDate(month=12), True, True
    if found := cursor.match(_MONTH_ALONE):
        return CalendarDate(month=_small(found["month"])), False, False
    start = cursor.at
    found = next((each for each in map(cursor.match, _DATES) if each), None)
    if found is None:
        return None, False, False
    parts = {name: text for name, text in found.groupdict().items() if text and name != "mark"}
    numbers = {name: _small(text) for name, text in parts.items()}
    if not _exists(numbers.get("year"), numbers.get("month"), numbers.get("day")):
        raise cursor.mistake("date-impossible", start, cursor.at, date=cursor.as_written(start, cursor.at))
    return CalendarDate(**numbers), True, False


def _small(text: str) -> int:
    """A year, month or day in digits or as a numeral; 0, which no date has, for a malformed numeral."""
    return int(text) if text.isascii() else int(numeral(text) or 0)
