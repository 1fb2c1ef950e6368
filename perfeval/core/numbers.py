"""Numbers as forms write them (数字): 2,180.00, 十二, 百分之九十, 三分之二; the unit comes after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.cursor import Cursor
from perfeval.core.exact import MAX_LENGTH, exact
from perfeval.core.glyphs import ODD_DIGITS, STROKES, plain
from perfeval.core.numerals import NUMERAL, TENTHS, numeral
from perfeval.core.units import MAGNITUDE, MAGNITUDES, Unit, name_at
from perfeval.core.words.units import measure_of

PERCENT = Unit(("%",))

_SIGN = re.compile("[-+±]")
_DIGITS = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_ONE_MORE = re.compile(",[0-9]")
_HALF = re.compile("半(?=年|个?月|天|日|个?小时|个?季度|个工作日)")
_PARTS = re.compile("分之")
_PER_HUNDRED = re.compile("百分之")
_PER_THOUSAND = re.compile("千分之")
_WHOLE = re.compile("百分之?百")
_PLAIN_NUMBER = re.compile(r"[0-9]+(?:,[0-9]+)*(?:\.[0-9]+)?")
_NUMBERED = re.compile("[0-9]{1,2}．(?!0+$)[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,，]?[ \u00a0\u2002-\u200a\u202f\u3000][0-9]{3})+(?:[.．][0-9]+)?")
_PIECE = re.compile(r"([0-9]+(?:\.[0-9]+)?)([十百千]?(?:万亿|万|亿)|[百千]|)")
_COMPOUND = re.compile(
    r"(?:[0-9]+(?:\.[0-9]+)?(?:[十百千]?(?:万亿|万|亿)|[百千])){1,3}[0-9]+(?:[十百千]?[万亿]|[百千])?"
)
_TENTHS = re.compile(TENTHS)
_ODD = re.compile(rf"(?<=[0-9])[{ODD_DIGITS}]|(?<![mM])[{ODD_DIGITS}](?=[0-9])|[\u00bc-\u00be\u2150-\u215f]")
_STRUCK = re.compile(f"[0-9.][{STROKES}]")
_ABOUT = re.compile(f"(?:{MAGNITUDE.pattern})?(?:余|多|来|几)")

BEGINS = re.compile(f"¥?[-+±]?(?:[0-9]|[百千]分之|百分百|半|{NUMERAL.pattern})|每")
"""Whether a quantity may begin here."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number before its unit; `unit` is set where its words name one (百分之), `spoken` for a numeral."""

    value: Fraction
    unit: Unit | None = None
    spoken: bool = False


def refuse_odd_digits(cursor: Cursor) -> None:
    """Raise the cursor's error for digits that a person may not read as such: 9²场, 9½场, 9①场, struck ones."""
    if found := _STRUCK.search(cursor.plain):
        raise cursor.mistake("digit-struck", found.start(), found.end())
    if found := _ODD.search(cursor.plain):
        raise cursor.mistake("digit-odd", found.start(), found.end(), digit=found[0])


def refuse_torn_numbers(cursor: Cursor) -> None:
    """Raise the cursor's error for a blank inside a number that groups no thousands (1. 96% is not 1.96 %), and for a
    full-width dot in a number of things, which may end a numbering (1．1200人).
    """
    for found in _PLAIN_NUMBER.finditer(cursor.plain):
        _refuse_torn(cursor, found.start(), found.end())


def _refuse_torn(cursor: Cursor, start: int, end: int) -> None:
    counted, written = name_at(cursor, end), cursor.as_written(start, end)
    if _NUMBERED.fullmatch(written) and counted and measure_of(counted).dimension == counted:
        raise cursor.mistake("numbered", start, end, number=written)
    if cursor.has_space(start, end) and not _GROUPED.fullmatch(plain(written)):
        raise cursor.mistake("space-in-number", start, end)


def read_number(cursor: Cursor) -> Number:
    """Read a number.

    number   = [ sign ] ( "百分百" | "百分之" plain | "千分之" plain | tenths | plain [ "分之" plain ] )
    plain    = compound | digits | numeral | "半"
    compound = digits magnitude { digits magnitude }      tenths = plain "成" [ digit | "半" ]

    The magnitude of a numeral belongs to it: 三万 is 30000, as 3万5千 is 35000. Raises the cursor's error where no
    number stands here, or a malformed or approximate one (10余).
    """
    start = cursor.at
    refuse_odd_digits(cursor)
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
    if tenths := cursor.match(_TENTHS):
        more = Fraction(numeral(tenths[1]) or 0) if tenths[1] else Fraction(5 if tenths[2] else 0)
        return Number(number.value * 10 + more, PERCENT)
    if not cursor.take(_PARTS):
        return number
    if number.value == 0:
        raise cursor.mistake("number-expected", start, cursor.at)
    return Number(_read_plain(cursor).value / number.value)


def _read_plain(cursor: Cursor) -> Number:
    start = cursor.at
    if (compound := _read_compound(cursor)) is not None:
        return compound
    if digits := cursor.take(_DIGITS):
        return Number(_value_of(cursor, digits, start))
    if cursor.take(_HALF):
        return Number(Fraction(1, 2), spoken=True)
    words = cursor.take(NUMERAL)
    if not words:
        raise cursor.mistake("number-expected", start, len(cursor.plain))
    # 千 may begin the unit: 五十四千克; not in 一万一千米.
    if name_at(cursor, cursor.at - 1) and numeral(words[:-1]) is not None:
        cursor.at -= 1
        words = words[:-1]
    value = numeral(words)
    if value is None:
        raise cursor.mistake("numeral-malformed", start, cursor.at, numeral=words)
    return Number(value, spoken=True)


def _read_compound(cursor: Cursor) -> Number | None:
    """3万5千, 1亿2000万: each magnitude smaller than the one before; None where no such number stands here."""
    start = cursor.at
    written = cursor.take(_COMPOUND)
    if not written:
        return None
    total, before = Fraction(0), None
    for digits, magnitude in _PIECE.findall(written):
        value = exact(digits) * MAGNITUDES[magnitude]
        if not magnitude or len(digits) > MAX_LENGTH or (before is not None and value >= before):
            raise cursor.mistake("magnitude-doubled", start, cursor.at, word=written)
        total, before = total + value, MAGNITUDES[magnitude]
    return Number(total)


def _value_of(cursor: Cursor, digits: str, start: int) -> Fraction:
    _refuse_torn(cursor, start, cursor.at)
    if cursor.sees(_ONE_MORE):
        raise cursor.mistake("comma-misplaced", cursor.at, cursor.at + 1)
    if len(digits) > MAX_LENGTH:
        raise cursor.mistake("number-too-long", start, cursor.at, limit=str(MAX_LENGTH))
    return exact(digits)


def _refuse_approximate(cursor: Cursor, number: Number) -> None:
    """10余家 and 三万多人 are no numbers; 三多 and 一来 are words."""
    exact_word = number.spoken and number.value % 10
    start = cursor.at
    if not exact_word and (word := cursor.take(_ABOUT)):
        raise cursor.mistake("approximate", start, cursor.at, word=word)
