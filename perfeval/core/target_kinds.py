"""The kinds of target expressions (年度指标值), each with its canonical text, and what keeps a deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from perfeval.core.calendar import CalendarDate, Day
from perfeval.core.comparators import GLYPHS, Comparator
from perfeval.core.grades import rating_scale
from perfeval.core.quantity import Quantity
from perfeval.core.words.attainment import GRADE_SCALES, GRADE_TARGETS
from perfeval.core.words.labels import Change

_YEAR = re.compile("^([12])([0-9]{3}年)$")

_CHANGES: dict[Change, str] = {"": "", "up": "提升", "down": "下降"}

TargetKind = Literal["quantity", "range", "date", "grade", "qualitative"]
"""数值 · 区间 · 期限 · 等级 · 定性."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a quantity: ≥90%, 不超过5万元, 98%以上."""

    comparator: Comparator
    quantity: Quantity
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{_CHANGES[self.quantity.change]}{GLYPHS[self.comparator]}{self.quantity}"


@dataclass(frozen=True, slots=True)
class Bare:
    """A quantity without comparator (无比较符): 29.5亩, 100%."""

    quantity: Quantity
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        # 1900年 would read as the year; with a comma it is a number of years (1.9千年).
        return _YEAR.sub(r"\1,\2", str(self.quantity))


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high (区间), both in one unit: 90%-95%, 5～10家, [5,10)."""

    low: Quantity
    high: Quantity
    low_open: bool = False
    high_open: bool = False
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
        return f"{_CHANGES[self.low.change]}{left}{self.low}~{self.high}{right}"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A centre and how far from it is allowed (允许偏差): 100±5, 100个±5%.

    A tolerance in percent is relative to the centre, unless the centre is a percentage itself.
    """

    center: Quantity
    tolerance: Quantity
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.center}±{self.tolerance}"

    @property
    def lower_quantity(self) -> Quantity:
        """The lower end, in the centre's unit."""
        return self._shifted(-1)

    @property
    def upper_quantity(self) -> Quantity:
        """The upper end, in the centre's unit."""
        return self._shifted(1)

    def _shifted(self, direction: int) -> Quantity:
        distance = self.tolerance.value
        if self.center.unit != self.tolerance.unit:
            distance *= abs(self.center.value) / 100
        end = self.center.value + direction * distance
        return Quantity(end, self.center.unit, self.text, self.center.scale)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date until which something is to be done (期限): 2023年12月31日前, 12月底前, 9月前.

    A day counts itself. `inclusive` is False for a month or year with 前 but without 底: 9月前 may or may not
    count September. Raises ValueError for a day that does not count itself, which no form writes.
    """

    date: CalendarDate
    inclusive: bool = True
    text: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.date.day is not None and not self.inclusive:
            raise ValueError("a deadline on a day counts the day")

    def __str__(self) -> str:
        at_end = "底" if self.inclusive and self.date.day is None else ""
        return f"{self.date}{at_end}前"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等级) and its scale, best first: L2, 甲级, or the best word of 优良中低差.

    The scale is empty where its order is unknown (一级): then only the same grade can be judged.
    """

    value: str
    scale: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.scale[:1] == (self.value,) and rating_scale("".join(self.scale)):
            return "".join(self.scale)
        may_be_praise = self.value not in GRADE_TARGETS and any(self.value in scale for scale in GRADE_SCALES)
        return f"{self.value}以上" if may_be_praise else self.value


@dataclass(frozen=True, slots=True)
class Qualitative:
    """A target in words (定性): 稳步增长."""

    text: str

    def __str__(self) -> str:
        return self.text


Target = Bound | Bare | Range | Tolerance | Deadline | Grade | Qualitative

_MONTHS_AHEAD = 6
"""How long before its deadline something may be done in an earlier year."""
_KINDS: dict[type, TargetKind] = {
    Bound: "quantity",
    Bare: "quantity",
    Range: "range",
    Tolerance: "range",
    Deadline: "date",
    Grade: "grade",
    Qualitative: "qualitative",
}


def kind_of(target: Target) -> TargetKind:
    """The kind of a target, as rule sets ask for it."""
    return _KINDS[type(target)]


def on_time(deadline: Deadline, actual: CalendarDate | Deadline, year: int | None) -> bool | None:
    """Whether a date keeps a deadline (按期); None where what is written does not tell.

    `year` is the fiscal year of the form, for dates without one. An actual value may be a deadline itself (11月前完成):
    done some day before it. Undecided are 9月 against 9月前, a date coarser than the deadline (6月 against 6月15日前),
    a year missing on one side only, and a date of another year.
    """
    days = days_compared(deadline, actual, year)
    return None if days is None else days[0] <= days[1]


def days_compared(
    deadline: Deadline, actual: CalendarDate | Deadline, year: int | None
) -> tuple[Day, Day] | None:
    """The day by which something was done, and the last day that keeps the deadline; None where nobody can tell.

    A deadline that is repeated is kept, as a number that is repeated is. One that lies behind tells nothing, nor does a
    date long before it in an earlier year than the form's, which may be another year's: 2022年6月 of 2023年6月底前.
    """
    date = actual.date if isinstance(actual, Deadline) else actual
    if deadline.date.every != date.every:
        return None
    if year is None and (deadline.date.year is None) != (date.year is None):
        return None
    fiscal = year or 0
    limit = _limit(deadline, fiscal)
    done = _limit(actual, fiscal) if isinstance(actual, Deadline) else _last(date, fiscal)
    if done <= limit:
        return None if done[0] < fiscal and _months(done, limit) > _MONTHS_AHEAD else (done, limit)
    first, end = _first(date, fiscal), _last(deadline.date, fiscal)
    return (first, end) if isinstance(actual, CalendarDate) and first > end else None


def _months(first: Day, last: Day) -> int:
    return (last[0] - first[0]) * 12 + last[1] - first[1]


def _limit(deadline: Deadline, year: int) -> Day:
    """The last day that keeps a deadline; before a month that does not count itself, its day 0."""
    if deadline.inclusive:
        return _last(deadline.date, year)
    at, month, day = _first(deadline.date, year)
    return at, month, day - 1


def _first(date: CalendarDate, year: int) -> Day:
    return (0, 0, date.day or 1) if date.every else date.first_day(year)


def _last(date: CalendarDate, year: int) -> Day:
    return (0, 0, date.day or 31) if date.every else date.last_day(year)


def quantities_of(target: Target) -> tuple[Quantity, ...]:
    """The quantities that a target states: one, or the two ends of a range."""
    match target:
        case Bound() | Bare():
            return (target.quantity,)
        case Range():
            return (target.low, target.high)
        case _:
            return ()
