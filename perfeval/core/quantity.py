"""Quantities as forms write them (数量): 1.2万亩, 100百分比, 三家, 2,180.00, 每亩300元."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from perfeval.core.cursor import Cursor
from perfeval.core.exact import MAX_LENGTH, show
from perfeval.core.notation import NotationError
from perfeval.core.numbers import Number, read_number
from perfeval.core.units import (
    AFTER_UNIT,
    Unit,
    conversion,
    read_divisors,
    read_letters,
    read_magnitude,
    read_unit,
)
from perfeval.core.words.labels import Change
from perfeval.core.words.units import MEASURES, measure_of

SHORT = 4
"""Letters that a noun after a unit, or a unit that is not in the table, may have outside a comparison."""

_DIGITS = 18
LARGEST = 10**_DIGITS
"""The first number that is too long, and denominator too fine, for a quantity: its canonical text can still be read."""

_CURRENCY = re.compile("¥")
_YUAN = Unit(("元",))
_PERCENT_SIGN = re.compile("[%‰]")
_ROUGHLY = re.compile("左右|上下")
_OPEN, _CLOSE = re.compile(r"\("), re.compile(r"\)")
_NOTE = re.compile(r"\([^()]*\)")
_INCLUSION = re.compile(r"\((不?)包?含(?:本数|[0-9][^()]*)?\)")
_EXPLAINS = re.compile("其中|包括|包含|含|即|共|分别|其|每|详见|见|如|注|按|上半年|各|由|分")
_REPLACES = re.compile("调整|调减|调增|改|原|应|实际|修订|上年|去年|目标|计划|更正|订正|最终|核定|审核|复核")
_NUMBERS = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_CLOSING = re.compile("(?:[,;、](?:其中|包括|包含|含|即).*)?[。;,.、]*$")
_DIGIT = re.compile("[0-9]")
_MINUTES_BEFORE = re.compile("分(?=[0-9]{1,2}秒)")
"""Minutes before seconds (4分30秒); 分 alone are marks."""
_MINUTES, _MINUTE = re.compile("分钟?"), Unit(("分钟",))


class QuantitySyntaxError(NotationError):
    """A text that should be a number with its unit is none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, magnitudes multiplied out: 1.2万亩 equals 12000亩.

    `unit` is None where none is written. `scale` is what the written magnitude stands for (10000 for 万), so
    that `value / scale` is the number as printed; it and `text` do not count when quantities are compared.
    `change` says that the number is how far something grew (up) or fell (down), by the words before it.
    """

    value: Fraction
    unit: Unit | None = None
    text: str = field(default="", compare=False)
    scale: Fraction = field(default=Fraction(1), compare=False)
    change: Change = ""

    def __str__(self) -> str:
        return f"{_number_text(self.value)}{self.unit or ''}"


# Pure, and every check of the money reads the same amounts.
@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity:
    """Read a number with its unit, and nothing else; raises QuantitySyntaxError."""
    cursor = Cursor(text, QuantitySyntaxError)
    quantity = read_quantity(cursor)
    read_inclusion(cursor, quantity)
    finish(cursor)
    return quantity


def read_quantity(cursor: Cursor, loose: bool = False) -> Quantity:
    """Read a number with its unit.

    quantity = { "每" unit } [ "¥" ] number [ magnitude ] [ unit { number unit } | "(" unit ")" ] [ noun ]

    After ¥ the unit is 元, written or not: ¥5万, ¥300/人次.

    A numeral needs a unit of the table (一级 is no quantity). A noun adds nothing: 10家企业 is 10家. Where
    the text is not yet known to be a quantity, the noun and an unknown unit are short, and none follows a
    numeral (一次性) or a time (24小时响应); `loose`, after a comparator, drops these conditions.

    Raises the cursor's error.
    """
    start = cursor.at
    many, divisors = read_divisors(cursor)
    is_money = bool(cursor.take(_CURRENCY))
    number = read_number(cursor)
    unit = number.unit or _read_unit(cursor, number, loose)
    scale = unit.magnitude if unit else read_magnitude(cursor)
    value = number.value * scale / many
    if unit is not None:
        value += _smaller_parts(cursor, unit) / many
    refuse_too_long(cursor, start, value)
    _read_after_unit(cursor, number, unit, loose)
    if unit or divisors or is_money:
        over, under = (unit.over, unit.under) if unit else ((), ())
        if is_money:
            over = _in_money(cursor, start, over)
        unit = Unit(over, under + divisors)
    return Quantity(value, unit, cursor.as_written(start, cursor.at), scale)


def _smaller_parts(cursor: Cursor, unit: Unit) -> Fraction:
    """What smaller units add behind a measured number: 500米 in 3公里500米, 30分 in 1小时30分; zero where none do."""
    start, total, whole = cursor.at, Fraction(0), replace(unit, magnitude=Fraction(1))
    larger = whole
    while len(unit.over) == 1 and not unit.under and not unit.is_counter and cursor.sees(_DIGIT):
        number = read_number(cursor)
        is_minutes = bool(cursor.take(_MINUTES))
        smaller = _MINUTE if is_minutes else read_unit(cursor, known_only=True)
        size = conversion(smaller, larger) if smaller else None
        if smaller is None or size is None or number.value * size >= 1:
            cursor.at = start
            return Fraction(0)
        total, larger = total + number.value * (conversion(smaller, whole) or 0), smaller
    return total


def _in_money(cursor: Cursor, start: int, over: tuple[str, ...]) -> tuple[str, ...]:
    """What a number after ¥ counts: 元, or the parts of it that are written."""
    if any(measure_of(name).dimension != "money" for name in over):
        raise cursor.mistake("units-differ", start, cursor.at, first="¥", second="·".join(over))
    return over or _YUAN.over


def refuse_too_long(cursor: Cursor, start: int, *values: Fraction) -> None:
    """Raise the cursor's error where a number read since `start` is longer than a quantity may be."""
    if any(abs(value) >= LARGEST or value.denominator > LARGEST for value in values):
        raise cursor.mistake("number-too-long", start, cursor.at, limit=str(_DIGITS))


def _number_text(value: Fraction) -> str:
    """A number that `read_number` gives back: a decimal where it ends, else 3分之1."""
    text = show(value, max_places=MAX_LENGTH)
    numerator, slash, denominator = text.partition("/")
    if not slash:
        return text
    sign = "-" if value < 0 else ""
    return f"{sign}{denominator}分之{numerator.removeprefix('-')}"


def _read_unit(cursor: Cursor, number: Number, loose: bool) -> Unit | None:
    start = cursor.at
    unit = _MINUTE if cursor.take(_MINUTES_BEFORE) else read_unit(cursor, known_only=number.spoken)
    if unit is None and cursor.take(_OPEN):
        unit = read_unit(cursor, known_only=True)
        if unit is None or not cursor.take(_CLOSE):
            cursor.at = start
            return None
    names = unit.over + unit.under if unit else ()
    if not loose and any(len(name) > SHORT and name.lower() not in MEASURES for name in names):
        raise cursor.mistake("unit-unknown", start, cursor.at, rest=cursor.as_written(start, cursor.at))
    return unit


def _read_after_unit(cursor: Cursor, number: Number, unit: Unit | None, loose: bool) -> None:
    """A noun, where one may follow; the cursor's error for a second % and for 左右."""
    start = cursor.at
    if unit is not None and unit.is_percent and cursor.take(_PERCENT_SIGN):
        raise cursor.mistake("percent-doubled", start, cursor.at)
    if word := cursor.take(_ROUGHLY):
        raise cursor.mistake("approximate", start, cursor.at, word=word)
    if unit is None or cursor.sees(AFTER_UNIT) or ((number.spoken or unit.is_time) and not loose):
        return
    noun = read_letters(cursor)
    if len(noun) > SHORT and not loose:
        raise cursor.mistake("unit-unknown", start, cursor.at, rest=noun)


def read_inclusion(cursor: Cursor, main: Quantity | None = None) -> Literal["", "含", "不含"]:
    """Read notes in brackets; says whether one includes or excludes the number itself (含本数, 不含).

    A note may hold numbers that explain the one before it, `main`: 其中甲1个、乙2个, 45户 after 90%. The cursor's
    error for one that may replace it: 90%(95%), 5次(调整后3次).
    """
    inclusion: Literal["", "含", "不含"] = ""
    while cursor.sees(_OPEN):
        start = cursor.at
        if found := cursor.match(_INCLUSION):
            inclusion = "不含" if found[1] else "含"
        elif not (note := cursor.take(_NOTE)) or (_DIGIT.search(note) and not _explains(note[1:-1], main)):
            raise cursor.mistake("note-unclear", start, max(cursor.at, start + 1))
    return inclusion


def _explains(note: str, main: Quantity | None) -> bool:
    """Whether the numbers of a note are about something else than the number before it, or are its parts."""
    if main is None or _REPLACES.search(note):
        return False
    if _EXPLAINS.match(note):
        return True
    found = [Cursor(note[each.start() :], QuantitySyntaxError) for each in _NUMBERS.finditer(note)]
    try:
        others = [read_quantity(each) for each in found]
    except QuantitySyntaxError:
        return False
    if len(others) > 1 and sum(each.value for each in others) == main.value:
        return True
    return all(each.unit is not None and each.unit != main.unit for each in others)


def finish(cursor: Cursor) -> None:
    """Read a closing full stop or comma, or parts listed behind (，其中…); the cursor's error where more is left."""
    cursor.take(_CLOSING)
    if not cursor.done:
        rest = cursor.as_written(cursor.at, len(cursor.plain))
        raise cursor.mistake("trailing", cursor.at, len(cursor.plain), rest=rest)


def in_unit(quantity: Quantity, unit: Unit) -> Fraction | None:
    """The number that the quantity is in `unit`; None where it has no unit or does not convert."""
    factor = conversion(quantity.unit, unit) if quantity.unit else None
    return None if factor is None else quantity.value * factor


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Target and actual value as numbers of one unit, the target's as printed, and what that took.

    same 同一单位 · converted 换算 · assumed 一处未写单位 · percent-scale 百分数与小数不明 · mismatch 不能换算.
    """

    target_value: Fraction
    actual_value: Fraction
    note: Literal["same", "converted", "assumed", "percent-scale", "mismatch"]


def same_unit(target: Quantity, actual: Quantity) -> UnitMatch:
    """Target and actual value in one unit, so that their numbers can be compared.

    - Both units given: the actual value is converted into the target's unit; where that cannot be, the
      numbers stand as they are, magnitudes multiplied out ("mismatch").
    - One unit missing: it is the other's, magnitude included (90 against 90万元); a number with a magnitude
      of its own takes the unit without it (200万 against 195.5万元). A bare number of at most 1 against a
      percentage may be a share or a percentage ("percent-scale"); zero is zero on either scale.
    - No unit at all: numbers as they are (5万 is 50000).
    """
    if target.unit is None and actual.unit is None and target.scale != actual.scale:
        return UnitMatch(target.value, actual.value, "assumed")
    assumed = (target.unit is None) != (actual.unit is None)
    if assumed and _is_scale_unclear(target, actual):
        return UnitMatch(target.value, actual.value, "percent-scale")
    if assumed:
        target, actual = taking_unit_of(target, actual), taking_unit_of(actual, target)
    factor = conversion(actual.unit, target.unit) if actual.unit and target.unit else Fraction(1)
    if factor is None:
        return UnitMatch(target.value, actual.value, "mismatch")
    note: Literal["same", "converted", "assumed"] = "converted"
    if assumed:
        note = "assumed"
    elif factor == 1 and actual.scale == target.scale:
        note = "same"
    return UnitMatch(target.value / target.scale, actual.value * factor / target.scale, note)


def _is_scale_unclear(target: Quantity, actual: Quantity) -> bool:
    bare, other = (target, actual) if target.unit is None else (actual, target)
    return other.unit is not None and other.unit.is_percent and 0 < abs(bare.value) <= 1


def taking_unit_of(quantity: Quantity, other: Quantity) -> Quantity:
    """A quantity without unit in the other's, magnitude included unless it has its own; else as it is."""
    if quantity.unit is not None:
        return quantity
    factor = other.scale if quantity.scale == 1 else Fraction(1)
    return replace(quantity, value=quantity.value * factor, unit=other.unit, scale=other.scale)
