"""Dates as forms write them, often without a year or a day (日期)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from perfeval.core.cursor import Cursor, one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.numerals import numeral
from perfeval.core.word_roles import denies
from perfeval.core.words.acts import ACTS

_LEAP = 2024
"""A year that has every day there is."""
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
Day = tuple[int, int, int]
"""Year, month, day; compares like the days themselves."""


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date of which parts may be unwritten: 2023年12月31日, 2023年, 2023年9月, 9月, 12月31日, 第四季度, 每月15日.

    `months` is 3 for a quarter that begins with `month`, 6 for half a year; `days` 10 for a third of a month
    (上旬), 11 for its last. `every` is the month that a day recurs in (每月, 次月), which has no number then.
    Raises ValueError for a date that no calendar has, and for a day without a month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    months: int = 1
    days: int = 1
    every: str = ""

    def __post_init__(self) -> None:
        recurs = self.every and self.year is None and self.month is None
        if recurs and (self.day is None or 1 <= self.day <= 31):
            return
        if self.every or not _exists(self.year, self.month, self.day):
            raise ValueError(f"no such date: year {self.year}, month {self.month}, day {self.day}")

    def __str__(self) -> str:
        year = "" if self.year is None else f"{self.year}年"
        if self.months > 1 and self.month is not None:
            number = self.month // self.months
            return year + (f"第{'一二三四'[number]}季度" if self.months == 3 else "上下"[number] + "半年")
        if self.days > 1 and self.day is not None:
            return f"{year}{self.month}月{'上中下'[(self.day - 1) // 10]}旬"
        parts = ((self.month, "月"), (self.day, "日"))
        return year + self.every + "".join(f"{number}{name}" for number, name in parts if number is not None)

    def first_day(self, year: int) -> Day:
        """First day that it may mean; `year` where none is written."""
        return (self.year or year, self.month or 1, self.day or 1)

    def last_day(self, year: int) -> Day:
        """Last day that it may mean; `year` where none is written."""
        month = 12 if self.month is None else self.month + self.months - 1
        end = _DAYS[month - 1] if month != 2 or _is_leap(self.year or year) else 28
        return (self.year or year, month, end if self.day is None else min(end, self.day + self.days - 1))


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if month is None:
        return year is not None and day is None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= _DAYS[month - 1]):
        return False
    return (month, day) != (2, 29) or year is None or _is_leap(year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and how it stands in the text.

    `inclusive` is False for a month or year with 前 but without 底 (9月前), which may or may not count
    itself; `certain` is False for a month alone (9月), which may as well be nine months; `before` where it says 前.
    `act` is what was done then, where that need not be what was asked for (3月15日启动).
    """

    date: CalendarDate
    inclusive: bool = True
    certain: bool = True
    before: bool = field(default=False, compare=False)
    act: str = field(default="", compare=False)


_YEAR = "(?P<year>(?:19|20|21)[0-9]{2})"
_MONTH = "(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = "(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_UNTIL = re.compile("(?:已经?|均|都)?(?:于|在)|截至|截止到?|截止至|不晚于|不迟于|最迟|最晚")
_DONE = re.compile(
    "(?:已经?|均|全部|如期|按期|按时)*(?:完成|完工|竣工|建成|通过(?:竣工|完工|终期|专家)?验收|验收|交付|投入使用|上报|报送|发放|支付|到位|落实|办结|提交)"
    "(?:完毕|到位|完成|验收|合格|全部|任务|工作|支付)*"
)
_AN_ACT = one_of(*ACTS).pattern
_ACT = re.compile(
    f"(?:已经?|正式|全部|如期|按期|按时|顺利)*(?P<act>{_AN_ACT})(?:工作|建设|项目|活动|会议|培训|完毕|完成|使用)?"
)
_BEFORE = re.compile("之前|以前|前")
_END = re.compile("底|末")

_DATES = (
    re.compile(f"{_YEAR}年(?:度内?|内|{_MONTH}月份?(?:{_DAY}[日号])?)?"),
    re.compile(f"{_MONTH}月份?{_DAY}[日号]"),
    re.compile(
        f"{_MONTH}月(?:份|(?={_END.pattern}|{_BEFORE.pattern}|{_DONE.pattern}|(?:已经?|正式)?(?:{_AN_ACT})))"
    ),
    # A spreadsheet prints midnight after a date.
    re.compile(f"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}(?:0?0:00(?::00)?)?(?![0-9:])"),
    re.compile(f"{_YEAR}[-/](?P<month>0[1-9]|1[0-2])(?![0-9])"),
)
_MONTH_ALONE = re.compile("(?P<month>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月$")
_END_OF_YEAR = re.compile("[当本]?年(?:[底末]|度?内)|[当本]年度?(?=完成|完工|竣工|建成)")
_QUARTER = re.compile(
    f"(?:{_YEAR}年?度?)?(?:第?(?P<quarter>[一二三四1-4])季度|[Qq](?P<q>[1-4])|(?P<half>[上下])半年)(?:内|度)?"
)
_THIRD = re.compile(f"(?:{_YEAR}年)?{_MONTH}月份?(?:(?P<third>[上中下])旬|(?P<about>[初中]))")
_RECURRING = re.compile(
    "(?P<every>每月|次月|当月|下月|每个月|每季度末月|每季度首月)(?:份|的)?(?:(?P<day>[0-9]{1,2})[日号])?"
)
_DAY_ALONE = re.compile("(?P<day>[0-9]{1,2})[日号](?:之?前)?(?:完成|上报|报送|发放|支付)?")
_EVERY_YEAR = re.compile("(?:每年|当年|本年度?)(?=[0-9一二三四上下第])")
_NAMED = re.compile(
    "(?:项目|工程|任务|完成|完工|竣工|验收|实际|计划|上报|报送)*(?:时间|日期|时限|期限|于)?(?:为|是|:)?(?=[^:])"
)
_WHAT = re.compile("[^\\W0-9]{0,12}$")

_A_YEAR, _A_MONTH, _A_DAY = "(?:19|20|21)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "[0-9]{1,2}"
_DASHED = f"{_A_YEAR}[-./]{_A_DAY}(?:[-./]{_A_DAY})?"
PERIOD = re.compile(
    f"(?:{_A_YEAR}年)?{_A_MONTH}(?:月份?)?(?:{_A_DAY}日)?[-~至到](?:{_A_YEAR}年)?{_A_MONTH}月份?(?:{_A_DAY}日)?[底末]?$"
    f"|{_A_YEAR}年?[-~至到]{_A_YEAR}年度?$"
    f"|{_DASHED}[-~至到]{_DASHED}$"
)
"""A stretch of the calendar (起止时间), neither a deadline nor a range: 1-12月, 2023年1月至2023年12月."""

_STRETCH = re.compile(
    "(?:(?P<y>(?:19|20|21)[0-9]{2})年)?(?P<m>[0-9]{1,2})(?:月份?)?(?:(?P<d>[0-9]{1,2})日)?[-~至到]"
    "(?P<n>[0-9]{1,2})月份?(?:(?P<e>[0-9]{1,2})日)?[底末]?"
)


def stretch(text: str) -> tuple[CalendarDate, CalendarDate] | None:
    """First and last month, or day, of a stretch of one year (7-9月, 3月1日至5月31日); None for every other text."""
    found = _STRETCH.fullmatch(without_blanks(plain(text)))
    if found is None:
        return None
    ends = [
        (int(found[month]), int(found[day]) if found[day] else None)
        for month, day in (("m", "d"), ("n", "e"))
    ]
    if not all(_exists(None, *each) for each in ends):
        return None
    year = int(found["y"]) if found["y"] else None
    first, last = (CalendarDate(year, *each) for each in ends)
    return (first, last) if first.first_day(_LEAP) <= last.last_day(_LEAP) else None


def month_alone(text: str) -> CalendarDate | None:
    """The month that a text is, where it may as well be a number of months (3月); None for every other text."""
    found = _MONTH_ALONE.fullmatch(without_blanks(plain(text)))
    return CalendarDate(month=_small(found["month"])) if found else None


def read_date(cursor: Cursor) -> WrittenDate | None:
    """Read all that is left as one date; None, and nothing read, where it is something else.

    date    = [ name ] [ "于" ] [ "每年" ] day [ "底" ] [ "前" ] [ "启动" | "完成" [ what ] ]
    day     = year "年" [ month "月" [ day "日" ] ] | month "月" [ day "日" ] | "年底" | year "-" month [ "-" day ]
            | [ year "年" ] ( quarter | half | month "月" third ) | recurring
            | "年内"
    quarter = "第" digit "季度"      half = "上半年" | "下半年"      third = "上旬" | "中旬" | "下旬"
    recurring = ( "每月" | "次月" … ) [ day "日" ]

    Raises the cursor's error for a date that no calendar has.
    """
    start = cursor.at
    cursor.take(_NAMED)
    cursor.take(_UNTIL)
    cursor.take(_EVERY_YEAR)
    date, certain, at_end = _read_day(cursor)
    at_end = bool(cursor.take(_END)) or at_end
    before = bool(cursor.take(_BEFORE))
    done_at = cursor.at
    acted = cursor.match(_ACT)
    if not acted and cursor.take(_DONE) and cursor.sees(_WHAT) and not denies(cursor.plain[done_at:]):
        cursor.take(_WHAT)
    if date is None or not cursor.done or not _tells_when(date, at_end, before):
        cursor.at = start
        return None
    act = acted["act"] if acted else ""
    return WrittenDate(date, at_end or not before or date.day is not None, certain, before, act)


def _tells_when(date: CalendarDate, at_end: bool, before: bool) -> bool:
    """每月 alone is no day: it needs 15日, 底 or 前."""
    return not date.every or date.day is not None or (at_end and before)


def _read_day(cursor: Cursor) -> tuple[CalendarDate | None, bool, bool]:
    """The date itself, whether it is certainly one, and whether its words say that its end is meant."""
    if cursor.take(_END_OF_YEAR):
        return CalendarDate(month=12), True, True
    if found := cursor.match(_MONTH_ALONE):
        return CalendarDate(month=_small(found["month"])), False, False
    start = cursor.at
    if part := _read_part(cursor):
        return part, True, False
    found = next((each for each in map(cursor.match, _DATES) if each), None)
    if found is None:
        return None, False, False
    parts = {name: text for name, text in found.groupdict().items() if text and name != "mark"}
    numbers = {name: _small(text) for name, text in parts.items()}
    if not _exists(numbers.get("year"), numbers.get("month"), numbers.get("day")):
        raise cursor.mistake("date-impossible", start, cursor.at, date=cursor.as_written(start, cursor.at))
    return CalendarDate(numbers.get("year"), numbers.get("month"), numbers.get("day")), True, False


def _read_part(cursor: Cursor) -> CalendarDate | None:
    """A quarter, half a year, a third of a month, or a day of every month; None, and nothing read, where none is."""
    start = cursor.at
    if found := cursor.match(_QUARTER):
        year = int(found["year"]) if found["year"] else None
        if found["half"]:
            return CalendarDate(year, 1 if found["half"] == "上" else 7, months=6)
        number = _small(found["quarter"] or found["q"])
        return CalendarDate(year, 3 * number - 2, months=3)
    if (found := cursor.match(_THIRD)) and 1 <= _small(found["month"]) <= 12:
        third = "上中下".index(found["third"]) if found["third"] else "初中".index(found["about"])
        year = int(found["year"]) if found["year"] else None
        return CalendarDate(year, _small(found["month"]), 10 * third + 1, days=11 if third == 2 else 10)
    cursor.at = start
    if found := cursor.match(_RECURRING):
        day = int(found["day"]) if found["day"] else None
        if day is not None and not 1 <= day <= 31:
            raise cursor.mistake(
                "date-impossible", start, cursor.at, date=cursor.as_written(start, cursor.at)
            )
        return CalendarDate(day=day, every="每月" if found["every"] == "每个月" else found["every"])
    return None


def read_recurring_day(cursor: Cursor, every: str) -> CalendarDate | None:
    """Read all that is left as a day of the month that a deadline recurs in (10日, 10日前); None where it is none."""
    start = cursor.at
    found = cursor.match(_DAY_ALONE)
    day = int(found["day"]) if found else 0
    if not cursor.done or not 1 <= day <= 31:
        cursor.at = start
        return None
    return CalendarDate(day=day, every=every)


def _small(text: str) -> int:
    """A year, month or day in digits or as a numeral; 0, which no date has, for a malformed numeral."""
    return int(text) if text.isascii() else int(numeral(text) or 0)
