"""Dates and times in spreadsheets (日期格式): a count of days under `yyyy"年"m"月"d"日"`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from perfeval.core.exact import round_to

_DAY_ZERO = date(1899, 12, 30)
"""Day 0 of the 1900 date system from March 1900 on; Excel counts a day that never was, 29 February 1900."""
_DAY_ZERO_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60
_DAY_END = 2_958_466
"""1 January 10000: Excel shows no date from here on."""
_MONTHS = ["January", "February", "March", "April", "May", "June"]
_MONTHS += ["July", "August", "September", "October", "November", "December"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS_ZH = "一二三四五六日"
_HALF_DAYS = ("am/pm", "a/p", "上午/下午")
_SECONDS = re.compile(r"s+(?:\.(0+))?", re.IGNORECASE)


def show_date(serial: Fraction, tokens: Sequence[tuple[str, str]], is_1904: bool) -> str | None:
    """A day count under the tokens of a format section: (`date`, letters) or (any other kind, literal text).

    `m` is minutes after an hour and before seconds, else the month. None for a count that is no date.
    """
    if not 0 <= serial < _DAY_END:
        return None
    letters = [text.lower() for kind, text in tokens if kind == "date"]
    places = max((len(found[1] or "") for text in letters if (found := _SECONDS.fullmatch(text))), default=0)
    seconds = Fraction(round_to(serial * 86400, places, "half_up"))
    days, rest = divmod(seconds, 86400)
    day = _day(int(days), is_1904)
    if day is None:
        return None
    is_half_day = any(text in _HALF_DAYS for text in letters)
    shown: list[str] = []
    position = 0
    for kind, text in tokens:
        if kind != "date":
            shown.append(text)
            continue
        before, after = (letters[position - 1 : position] or [""])[0], (letters[position + 1 :] or [""])[0]
        is_minute = text.lower() in ("m", "mm") and (before.strip("[]")[:1] == "h" or after[:1] == "s")
        position += 1
        if is_minute:
            shown.append(f"{int(rest) // 60 % 60:0{len(text)}}")
        elif text.startswith("["):
            shown.append(_elapsed(text.lower(), seconds))
        else:
            shown.append(_time(text.lower(), rest, places, is_half_day) or _date(text.lower(), day))
    return "".join(shown)


def _day(days: int, is_1904: bool) -> date | None:
    if is_1904:
        return _DAY_ZERO_1904 + timedelta(days)
    if days == _FALSE_LEAP_DAY:
        return None
    return _DAY_ZERO + timedelta(days + (days < _FALSE_LEAP_DAY))


def _date(letters: str, day: date) -> str:
    match letters[0], len(letters):
        case "y", length:
            return f"{day.year % 100:02}" if length < 3 else f"{day.year:04}"
        case "e", _:
            return f"{day.year}"
        case "m", length:
            name = _MONTHS[day.month - 1]
            return {1: f"{day.month}", 2: f"{day.month:02}", 3: name[:3], 5: name[0]}.get(length, name)
        case "d", length:
            name = _WEEKDAYS[day.weekday()]
            return {1: f"{day.day}", 2: f"{day.day:02}", 3: name[:3]}.get(length, name)
        case _, length:
            return ("星期" if length > 3 else "") + _WEEKDAYS_ZH[day.weekday()]


def _time(letters: str, rest: Fraction, places: int, is_half_day: bool) -> str | None:
    hour = int(rest) // 3600
    match letters[0]:
        case "h":
            return f"{(hour - 1) % 12 + 1 if is_half_day else hour:0{min(len(letters), 2)}}"
        case "s":
            whole, decimals = divmod(rest % 60, 1)
            width = min(len(letters.partition(".")[0]), 2)
            return f"{int(whole):0{width}}" + (f".{int(decimals * 10**places):0{places}}" if places else "")
    if letters in _HALF_DAYS:
        return letters.split("/")[hour >= 12].upper()
    return None


def _elapsed(letters: str, seconds: Fraction) -> str:
    unit = {"h": 3600, "m": 60, "s": 1}[letters[1]]
    return f"{int(seconds // unit):0{len(letters) - 2}}"
