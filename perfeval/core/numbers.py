"""Numbers as forms write them (数字): 2,180.00, 十二, 百分之九十, 三分之二; the unit comes after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.cursor import Cursor
from perfeval.core.exact import MAX_LENGTH, exact
from perfeval.core.numerals import NUMERAL, numeral
from perfeval.core.units import MAGNITUDE, Unit

PERCENT = Unit(("%",))

_SIGN = re.compile("[-+±]")
_DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_ONE_MORE = re.compile(",[0-9]")
_HALF = re.compile("半(?=年|个?月|天|日|个?小时|个?季度|个工作日)")
_PARTS = re.compile("分之")
_PER_HUNDRED = re.compile("百分之")
_PER_THOUSAND = re.compile("千分之")
_WHOLE = re.compile("百分之?百")
_LARGE = re.compile("(?:万亿|万|亿)$")
_ABOUT = re.compile(f"(?:{MAGNITUDE.pattern})?(?:余|多|来|几)")

BEGINS = re.compile(f"¥?[-+±]?(?:[0-9]|[百千]分之|百分百|半|{NUMERAL.pattern})|每")
"""Whether a quantity may begin here."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number before its unit; `unit` is set where its words name one (百分之), `spoken` for a numeral."""

    value: Fraction
    unit: Unit | None = None
    spoken: bool = False


def read_number(cursor: Cursor) -> Number:
    """Read a number.

    number = [ sign ] ( "百分百" | "百分之" plain | "千分之" plain | plain [ "分之" plain ] )
    plain  = digits | numeral | "半"

    Raises the cursor's error where none stands here, or a malformed or approximate one (10余).
    """
    start = cursor.at
    sign = cursor.take(_SIGN)
    number = _read_unsigned(cursor)
    if sign == "±" and number.value:
        raise cursor.mistake("tolerance-alone", start, cursor.at)
    _refuse_approximate(cursor, number)
    return Number(-number.value, number.unit, number.spoken) if sign == "-" else number


def _read_unsigned(cursor: Cursor) -> Number:
    if cursor.take(_WHOLE):
        return Number(Fraction(100), PERCENT)
    if cursor.take(_PER_HUNDRED):
        return Number(_read_plain(cursor).value, PERCENT)
    if cursor.take(_PER_THOUSAND):
        return Number(_read_plain(cursor).value / 10, PERCENT)
    start = cursor.at
    number = _read_plain(cursor)
    if not cursor.take(_PARTS):
        return number
    if number.value == 0:
        raise cursor.mistake("number-expected", start, cursor.at)
    return Number(_read_plain(cursor).value / number.value)


def _read_plain(cursor: Cursor) -> Number:
    start = cursor.at
    if digits := cursor.take(_DIGITS):
        return Number(_value_of(cursor, digits, start))
    if cursor.take(_HALF):
        return Number(Fraction(1, 2), spoken=True)
    words = cursor.take(NUMERAL)
    if not words:
        raise cursor.mistake("number-expected", start, len(cursor.plain))
    # 三万 is three with the magnitude 万, like 3万: a bare number beside it takes the magnitude.
    large = _LARGE.search(words[1:])
    if large:
        cursor.at -= len(large[0])
        words = words[: -len(large[0])]
    value = numeral(words)
    if value is None:
        raise cursor.mistake("numeral-malformed", start, cursor.at, numeral=words)
    return Number(value, spoken=True)


def _value_of(cursor: Cursor, digits: str, start: int) -> Fraction:
    if cursor.has_space(start, cursor.at):
        raise cursor.mistake("space-in-number", start, cursor.at)
    if cursor.sees(_ONE_MORE):
        raise cursor.mistake("comma-misplaced", cursor.at, cursor.at + 1)
    if len(digits) > MAX_LENGTH:
        raise cursor.mistake("number-too-long", start, cursor.at, limit=str(MAX_LENGTH))
    return exact(digits)


def _refuse_approximate(cursor: Cursor, number: Number) -> None:
    """10余家 and 三万多人 are no numbers; 三多 and 一来 are words."""
    exact_word = number.spoken and number.value % 10 and not cursor.sees(MAGNITUDE)
    start = cursor.at
    if not exact_word and (word := cursor.take(_ABOUT)):
        raise cursor.mistake("approximate", start, cursor.at, word=word)
