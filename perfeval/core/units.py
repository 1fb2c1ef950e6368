"""Units of measure (计量单位), compound ones too (元/人次), and exact conversion inside one dimension."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

from perfeval.core.cursor import Cursor
from perfeval.core.glyphs import ODD_DIGITS
from perfeval.core.notation import NotationError
from perfeval.core.words.units import LONGEST_NAME, MEASURES, measure_of

_MAGNITUDE_WORDS = {
    Fraction(small * large): small_word + large_word
    for (small_word, small), (large_word, large) in product(
        (("", 1), ("十", 10), ("百", 100), ("千", 1000)),
        (("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)),
    )
}
MAGNITUDES = {word: magnitude for magnitude, word in _MAGNITUDE_WORDS.items()}
"""What each magnitude stands for: 万, 百万, 亿; one for none."""

MAGNITUDE = re.compile("[十百千]?(?:万亿|万|亿)|[十百千]")
"""A magnitude before a unit (数量级): 万 in 5万元."""

_NUMBER_BEGINS = "[-+0-9零一二两三四五六七八九十]"
AFTER_UNIT = re.compile(
    f"及?以[上下]|以[内外前后]|之[内外前后]|左右|上下|[内前后未不无没]|[至到](?={_NUMBER_BEGINS})"
)
"""Words that may follow a unit and are no part of it, nor of a noun after it: they change what is said."""

_LETTER = rf"(?:(?![{ODD_DIGITS}])[^\W\d_]|[㎡㎥])"
_LETTERS = re.compile(rf"(?:(?!{AFTER_UNIT.pattern}){_LETTER})+")
_LATIN = re.compile("[A-Za-z]")
_LIKE_A_DIGIT = re.compile("[OoIl](?![A-Za-z])")
"""A letter that may have been typed for the digit 0 or 1: 9O场."""
_NAME_BEGINS = rf"(?=[%‰]|{_LETTER})"
_OVER = re.compile(rf"[*·×]{_NAME_BEGINS}")
_EACH_SO_MANY = re.compile("每([两二三2-9]?)")
_SO_MANY = {"": 1, "两": 2, "二": 2, "三": 3}
_COUNTS = re.compile("[0-9一二两三四五六七八九十]")
_UNDER = re.compile(rf"[/每]{_NAME_BEGINS}")


class UnitSyntaxError(NotationError):
    """A text that should be a unit is none."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A quotient of units by canonical name, times a magnitude: 万元, 元/人次, 元/人/月."""

    over: tuple[str, ...]
    under: tuple[str, ...] = ()
    magnitude: Fraction = Fraction(1)

    def __str__(self) -> str:
        above = (_MAGNITUDE_WORDS[self.magnitude] if self.magnitude > 1 else "") + "·".join(self.over)
        below = (_MAGNITUDE_WORDS[1 / self.magnitude] if self.magnitude < 1 else "") + "/".join(self.under)
        return f"{above}/{below}" if self.under else above

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage or a per mille (百分数, 千分数)."""
        return _dimensions(self) == {"percent": 1}

    @property
    def is_counter(self) -> bool:
        """Whether it counts things or happenings (起, 家, 次), and measures nothing."""
        return all(measure_of(name).dimension == measure_of(name).name for name in self.over)

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time or a part of the calendar (日, 个月, 年)."""
        return _dimensions(self) in ({"days": 1}, {"months": 1})


def parse_unit(text: str) -> Unit:
    """Read a unit: `万元`, `元/人次`, `%`. A name that is not in the table is a counter of its own.

    A noun after the unit adds nothing: 家企业 is 家. Raises UnitSyntaxError where the text is no unit.
    """
    cursor = Cursor(text, UnitSyntaxError)
    unit = read_unit(cursor)
    read_letters(cursor)
    if not cursor.plain:
        raise cursor.mistake("empty", 0, 0)
    if unit is None or not cursor.done:
        raise cursor.mistake("unit-unknown", cursor.at, len(cursor.plain), rest=cursor.rest)
    return unit


def read_unit(cursor: Cursor, known_only: bool = False) -> Unit | None:
    """Read a unit; None, and nothing read, where none begins here.

    unit = [ magnitude ] [ name { "*" name } ] { "/" [ magnitude ] name { "*" name } }

    Every name after a "/" divides: 元/人*月 is 元 per 人 and 月. With `known_only`, the first name must stand
    in the table.
    """
    start = cursor.at
    magnitude = read_magnitude(cursor)
    first = _read_known(cursor) if known_only else _read_name(cursor)
    over = [first] if first else []
    while over and cursor.take(_OVER):
        over.append(_demand_name(cursor))
    under: list[str] = []
    while cursor.take(_UNDER) or (under and cursor.take(_OVER)):
        magnitude /= Fraction(1) if under else read_magnitude(cursor)
        under.append(_demand_name(cursor))
    if not over and not under:
        cursor.at = start
        return None
    return Unit(tuple(over), tuple(under), magnitude)


def read_divisors(cursor: Cursor) -> tuple[int, tuple[str, ...]]:
    """Read the units that a number is counted by, written before it: 每人每天 in 每人每天300元.

    divisors = { "每" [ number ] name }

    How many of them, and the units; (1, ()), and nothing read, where there are none, or nothing follows (每年).
    """
    names: list[str] = []
    start, many = cursor.at, 1
    while (each := cursor.match(_EACH_SO_MANY)) and (name := _read_known(cursor)):
        many *= _SO_MANY.get(each[1], 0) or int(each[1])
        names.append(name)
    if not names or cursor.done:
        cursor.at = start
        return 1, ()
    return many, tuple(names)


def read_period(cursor: Cursor, compared: re.Pattern[str]) -> tuple[int, tuple[str, ...]]:
    """Read what something is counted by, where words follow: 每季度 in 每季度开展1次, 每人每天 in 每人每天不超过300元.

    period = "每" [ number ] time | divisors

    How many of it, and the units; (1, ()), and nothing read, where none stands here, where a number comes directly
    after it (每季度1次: `read_quantity` reads that), and where it is no time and no comparison follows.
    """
    start = cursor.at
    many, names = read_divisors(cursor)
    is_time = all(measure_of(name).dimension in ("days", "months", "工作日") for name in names)
    if not names or cursor.sees(_COUNTS) or not (is_time or cursor.sees(compared)):
        cursor.at = start
        return 1, ()
    return many, names


def read_letters(cursor: Cursor) -> str:
    """Read a run of letters, up to a word that may follow a unit (以上, 以内, 至)."""
    return cursor.take(_LETTERS)


def read_magnitude(cursor: Cursor) -> Fraction:
    """Read a magnitude, unless it begins the name of a unit (千米, 百分点); one where there is none."""
    start = cursor.at
    if _known_name(cursor):
        return Fraction(1)
    word = cursor.take(MAGNITUDE)
    if word and not _known_name(cursor) and cursor.take(MAGNITUDE):
        raise cursor.mistake("magnitude-doubled", start, cursor.at, word=cursor.as_written(start, cursor.at))
    return MAGNITUDES[word]


def _demand_name(cursor: Cursor) -> str:
    name = _read_name(cursor)
    if not name:
        raise cursor.mistake("unit-incomplete", cursor.at - 1, cursor.at, after=cursor.plain[cursor.at - 1])
    return name


def _read_name(cursor: Cursor) -> str:
    if known := _read_known(cursor):
        return known
    start, word = cursor.at, read_letters(cursor)
    if _LIKE_A_DIGIT.match(word):
        raise cursor.mistake("unit-unknown", start, cursor.at, rest=word)
    return measure_of(word).name


def _read_known(cursor: Cursor) -> str:
    name = _known_name(cursor)
    cursor.at += len(name)
    return measure_of(name).name


def _known_name(cursor: Cursor) -> str:
    return name_at(cursor, cursor.at)


def name_at(cursor: Cursor, at: int) -> str:
    """The longest name of the table that stands at a place; a Latin one must be a whole word."""
    rest = cursor.plain[at : at + LONGEST_NAME + 1]
    for length in range(min(LONGEST_NAME, len(rest)), 0, -1):
        name = rest[:length].lower()
        cuts_word = name[-1].isascii() and name[-1].isalpha() and _LATIN.match(rest, length)
        if name in MEASURES and not cuts_word:
            return name
    return ""


@lru_cache(maxsize=4096)
def conversion(source: Unit, target: Unit) -> Fraction | None:
    """The factor that turns a number in `source` into one in `target`; None where they do not convert.

    万元/人 to 元/人 is 10000; 公里 to 米 is 1000; 月 to 天 is None, for months differ in length.
    """
    if _dimensions(source) != _dimensions(target):
        return None
    return _size(source) / _size(target)


def _dimensions(unit: Unit) -> dict[str, int]:
    """The power of each dimension, those that cancel left out."""
    return _powers(unit.over, unit.under)


@lru_cache(maxsize=1024)
def _powers(over: tuple[str, ...], under: tuple[str, ...]) -> dict[str, int]:
    powers = Counter(measure_of(name).dimension for name in over)
    powers.subtract(measure_of(name).dimension for name in under)
    return {dimension: power for dimension, power in powers.items() if power}


def _size(unit: Unit) -> Fraction:
    above = prod((measure_of(name).size for name in unit.over), start=unit.magnitude)
    return above / prod((measure_of(name).size for name in unit.under), start=Fraction(1))
