"""Dates as forms write them, often without a year or a day (日期)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date of which any finer part may be unwritten: 2023年12月31日, 2023年, 9月, 12月31日."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
