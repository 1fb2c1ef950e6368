"""Target expressions (年度指标值), read by recursive descent: >=90%, 5～10家, 9月前, L2, 稳步增长."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from perfeval.core.calendar import PERIOD, read_date
from perfeval.core.comparators import (
    Comparator,
    is_lower_bound,
    is_met,
    is_upper_bound,
    on_one_side,
    read_chain,
    read_comparator,
    read_suffix,
    with_inclusion,
)
from perfeval.core.cursor import Cursor, one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.grades import grade_of, rating_scale, water_class
from perfeval.core.labels import lacks_unit, read_label, with_label
from perfeval.core.last_year import said_of_last_year
from perfeval.core.notation import NotationError
from perfeval.core.numbers import BEGINS, PERCENT, refuse_odd_digits
from perfeval.core.phrases import read_unless_phrase
from perfeval.core.quantity import (
    Quantity,
    finish,
    in_unit,
    read_inclusion,
    read_quantity,
    refuse_too_long,
    taking_unit_of,
)
from perfeval.core.target_kinds import (
    Bare,
    Bound,
    Deadline,
    Grade,
    Qualitative,
    Range,
    Target,
    TargetKind,
    Tolerance,
    days_compared,
    kind_of,
    on_time,
)
from perfeval.core.units import conversion, read_letters, read_unit
from perfeval.core.words.comparators import WORDS

__all__ = [
    "Bare",
    "Bound",
    "Comparator",
    "Deadline",
    "Grade",
    "Qualitative",
    "Range",
    "Target",
    "TargetKind",
    "TargetSyntaxError",
    "Tolerance",
    "days_compared",
    "is_blank",
    "is_met",
    "is_not_applicable",
    "kind_of",
    "on_time",
    "parse_target",
]

_EMPTY = re.compile(r"[-~/\\_.…·*]*")
_NOT_APPLICABLE = re.compile(r"不适用|不涉及|N/?A", re.IGNORECASE)
_PLUS_MINUS = re.compile("±")
_TO = re.compile(f"(?:-|~~?|至|到)(?={BEGINS.pattern})")
_AND = re.compile("[,;、]?(?:并且|同时|且|并|和)?")
_BRACKETED = re.compile(
    r"(?P<left>[\[(])(?P<low>[-+]?[0-9][^\[\](),;~]*)[,;~](?P<high>[-+]?[0-9][^\[\](),;~]*)(?P<right>[\])])"
)
_BEGINS = re.compile(f"{BEGINS.pattern}|{_BRACKETED.pattern}")
_LIMIT_IN_WORDS = re.compile(
    rf"(?<=[^\W0-9])(?!{one_of(*WORDS).pattern})"
    r"[^\W0-9〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]{2,}$"
)
"""What a limit is in words (不超过市场价, 不低于国家标准): prose, without any number."""


class TargetSyntaxError(NotationError):
    """A quantitative target or a date that cannot be read; never quietly taken as qualitative."""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing (空白): empty, or only dashes, slashes, dots and stars."""
    return _EMPTY.fullmatch(without_blanks(plain(text))) is not None


def is_not_applicable(text: str) -> bool:
    """Whether a cell declares that the row does not apply (不适用); a bare `/` or `—` declares nothing."""
    return _NOT_APPLICABLE.fullmatch(without_blanks(plain(text))) is not None


# Pure, and forms repeat their targets: =100%, >=95%.
@lru_cache(maxsize=4096)
def parse_target(text: str) -> Target:
    """Read a target.

    target      = grade | plain | label plain | words
    plain       = comparison | date | measured
    comparison  = comparator quantity [ suffix ] [ "且" comparator quantity ] | "≤" date
    measured    = range | quantity "±" quantity | "±" quantity | quantity suffix | quantity
    range       = quantity "-" quantity | "[" quantity "," quantity "]" | quantity "≤X≤" quantity
                | quantity "以上" quantity "以下"

    What begins with a comparator, or is wholly a number with something like a unit, is quantitative: it
    raises TargetSyntaxError where it cannot be read. A digit in a phrase (7×24小时运维保障) makes it no number.
    """
    cursor = Cursor(text, TargetSyntaxError)
    if cursor.done:
        raise cursor.mistake("empty", 0, 0)
    if cursor.sees(PERIOD) or said_of_last_year(text) or water_class(text):
        return Qualitative(text.strip())
    refuse_odd_digits(cursor)
    found = _read_grade(text) or _read_plain(cursor) or _read_labelled(cursor)
    return replace(found, text=text) if found else Qualitative(text.strip())


Measured = Bound | Bare | Range | Tolerance


def _read_grade(text: str) -> Grade | None:
    """grade = one word of an ordered scale (优, L2), or the whole scale (优良中差)."""
    if scale := rating_scale(text):
        return Grade(scale[0], scale)
    graded = grade_of(text)
    return Grade(*graded) if graded else None


def _read_plain(cursor: Cursor) -> Measured | Deadline | None:
    """plain = comparison | date | measured."""
    return _read_comparison(cursor) or _read_date(cursor) or _read_measured(cursor)


def _read_labelled(cursor: Cursor) -> Measured | Deadline | None:
    """labelled = label plain: 满意度≥90%, 每季度开展1次, 比上年减少10%, 缩短至3天.

    A change without comparator is a floor; a level that something falls to is a ceiling.
    """
    cursor.at = 0
    label = read_label(cursor)
    if cursor.at == 0:
        return None
    try:
        found = _read_comparison(cursor) or _read_measured(cursor)
    except NotationError:
        if label.words and not label.is_certain:
            return None
        raise
    match found:
        case Bound() | Bare():
            quantity = with_label(found.quantity, label)
            if label.needs_unit and lacks_unit(quantity):
                return None
            side: Comparator | None = label.reaches or ("at_least" if quantity.change else None)
            if side is not None and isinstance(found, Bare):
                return Bound(side, quantity)
            return replace(found, quantity=quantity)
        case Range():
            low, high = with_label(found.low, label), with_label(found.high, label)
            return None if label.needs_unit and lacks_unit(low) else replace(found, low=low, high=high)
        case Tolerance() | Deadline():
            return found if label.is_certain else None
        case None:
            return None


def _read_comparison(cursor: Cursor) -> Measured | Deadline | None:
    """comparison = comparator quantity [ suffix ] [ "且" comparator quantity ] | "≤" date."""
    start = cursor.at
    comparator = read_comparator(cursor)
    if comparator is None:
        return None
    if comparator == "at_most" and cursor.sees(_PLUS_MINUS):
        return _read_whole(cursor)
    if comparator == "at_most" and (deadline := _read_date(cursor)):
        return deadline
    if cursor.sees(_LIMIT_IN_WORDS):
        cursor.at = start
        return None
    first = _read_bound(cursor, comparator, start)
    end = cursor.at
    cursor.take(_AND)
    second_start = cursor.at
    comparator = read_comparator(cursor)
    if comparator is None:
        cursor.at = end
        finish(cursor)
        return first
    second = _read_bound(cursor, comparator, second_start)
    finish(cursor)
    return _between(cursor, first, second)


def _read_bound(cursor: Cursor, comparator: Comparator, start: int) -> Bound:
    """bound = quantity [ inclusion ] [ suffix ] [ inclusion ], behind the comparator that began at `start`."""
    written = cursor.as_written(start, cursor.at)
    if not cursor.sees(BEGINS):
        raise cursor.mistake("number-missing", cursor.at, len(cursor.plain), after=written)
    quantity = read_quantity(cursor, loose=True)
    inclusion = read_inclusion(cursor, quantity)
    after = cursor.at
    suffix = read_suffix(cursor)
    if suffix and not on_one_side(comparator, suffix):
        word = cursor.as_written(after, cursor.at)
        raise cursor.mistake("comparators-contradict", after, cursor.at, first=written, second=word)
    inclusion = read_inclusion(cursor, quantity) or inclusion
    if suffix:
        read_letters(cursor)
    return Bound(with_inclusion(comparator, inclusion), quantity)


def _between(cursor: Cursor, first: Bound, second: Bound) -> Range:
    """range = lower bound, upper bound in either order (>=90%且<=95%); two bounds on one side contradict each other."""
    low, high = (first, second) if is_lower_bound(first.comparator) else (second, first)
    if not (is_lower_bound(low.comparator) and is_upper_bound(high.comparator)):
        raise cursor.mistake(
            "comparators-contradict", 0, len(cursor.plain), first=str(first), second=str(second)
        )
    opened = (low.comparator == "more_than", high.comparator == "less_than")
    return _range(cursor, low.quantity, high.quantity, *opened)


def _read_date(cursor: Cursor) -> Deadline | None:
    """date = date without doubt [ "前" ]; 12月 alone is not one: it may be twelve months."""
    start = cursor.at
    written = read_date(cursor)
    if written is not None and written.certain:
        return Deadline(written.date, written.inclusive)
    cursor.at = start
    return None


def _read_measured(cursor: Cursor) -> Measured | None:
    """measured = whole, unless the text goes on as a phrase (7×24小时运维保障)."""
    return read_unless_phrase(cursor, _BEGINS, _read_whole)


def _read_whole(cursor: Cursor) -> Measured:
    """whole = ( bracketed | open ) end of the text."""
    found = _read_bracketed(cursor) if cursor.sees(_BRACKETED) else _read_open(cursor)
    finish(cursor)
    return found


def _read_open(cursor: Cursor) -> Measured:
    """open = "±" quantity | quantity ( "±" quantity | chain quantity | "-" quantity | suffix [ second ] | nothing )."""
    if cursor.take(_PLUS_MINUS):
        tolerance = read_quantity(cursor)
        return Tolerance(replace(tolerance, value=Fraction(0)), tolerance)
    first = read_quantity(cursor)
    inclusion = read_inclusion(cursor, first)
    if cursor.take(_PLUS_MINUS):
        return _tolerance(cursor, first, read_quantity(cursor))
    if chain := read_chain(cursor):
        return _between(cursor, Bound(chain[0], first), Bound(chain[1], read_quantity(cursor)))
    if cursor.take(_TO):
        second = read_quantity(cursor)
        read_inclusion(cursor)
        return _range(cursor, first, second)
    suffix = read_suffix(cursor)
    if suffix is None:
        return Bare(first)
    bound = Bound(with_inclusion(suffix, read_inclusion(cursor, first) or inclusion), first)
    cursor.take(_AND)
    return _read_second(cursor, bound) if cursor.sees(BEGINS) else bound


def _read_second(cursor: Cursor, first: Bound) -> Range:
    """second = quantity suffix: the upper end behind the lower one, 10家以下 in 5家以上10家以下."""
    start = cursor.at
    quantity = read_quantity(cursor)
    inclusion = read_inclusion(cursor)
    suffix = read_suffix(cursor)
    if suffix is None:
        rest = cursor.as_written(start, len(cursor.plain))
        raise cursor.mistake("trailing", start, len(cursor.plain), rest=rest)
    inclusion = read_inclusion(cursor) or inclusion
    return _between(cursor, first, Bound(with_inclusion(suffix, inclusion), quantity))


def _read_bracketed(cursor: Cursor) -> Range:
    """bracketed = "[" | "(" part "," part "]" | ")" [ unit ]: in [5,10)家 the comma never groups thousands."""
    found = cursor.match(_BRACKETED)
    assert found is not None  # the caller has seen it
    low, high = (_read_part(cursor.between(found.start(part), found.end(part))) for part in ("low", "high"))
    unit = read_unit(cursor, known_only=True)
    if unit is not None:
        written = Quantity(Fraction(0), replace(unit, magnitude=Fraction(1)), scale=unit.magnitude)
        low, high = taking_unit_of(low, written), taking_unit_of(high, written)
    return _range(cursor, low, high, found["left"] == "(", found["right"] == ")")


def _read_part(cursor: Cursor) -> Quantity:
    """part = quantity, alone between a bracket and the comma."""
    quantity = read_quantity(cursor)
    finish(cursor)
    return quantity


def _range(
    cursor: Cursor, low: Quantity, high: Quantity, low_open: bool = False, high_open: bool = False
) -> Range:
    """Both ends in the unit of the lower one; one unit does for both (5-10万元, 每月1-2次)."""
    if low.unit is not None and not low.unit.over and high.unit is not None and not high.unit.under:
        unit = replace(high.unit, under=low.unit.under)
        low, high = replace(low, unit=unit), replace(high, value=high.value, unit=unit)
    low, high = taking_unit_of(low, high), taking_unit_of(high, low)
    high = _in_unit_of(cursor, high, low)
    refuse_too_long(cursor, 0, low.value, high.value)
    if low.value > high.value or (low.value == high.value and (low_open or high_open)):
        raise cursor.mistake("range-reversed", 0, len(cursor.plain))
    return Range(low, high, low_open, high_open)


def _tolerance(cursor: Cursor, center: Quantity, tolerance: Quantity) -> Tolerance:
    """tolerance = quantity "±" quantity, the second in per cent of the first or in its unit."""
    if tolerance.value < 0:
        raise cursor.mistake("tolerance-negative", 0, len(cursor.plain))
    in_percent = in_unit(tolerance, PERCENT)
    if in_percent is not None and not (center.unit and center.unit.is_percent):
        return Tolerance(center, replace(tolerance, value=in_percent, unit=PERCENT))
    center, tolerance = taking_unit_of(center, tolerance), taking_unit_of(tolerance, center)
    tolerance = _in_unit_of(cursor, tolerance, center)
    refuse_too_long(cursor, 0, center.value, tolerance.value)
    return Tolerance(center, tolerance)


def _in_unit_of(cursor: Cursor, quantity: Quantity, other: Quantity) -> Quantity:
    """A quantity converted into the unit of another; the cursor's error where that cannot be."""
    if quantity.unit is None or other.unit is None:
        return quantity
    factor = conversion(quantity.unit, other.unit)
    if factor is None:
        raise cursor.mistake(
            "units-differ", 0, len(cursor.plain), first=str(other.unit), second=str(quantity.unit)
        )
    return replace(quantity, value=quantity.value * factor, unit=other.unit, scale=other.scale)
