"""What stands before the number of a cell and is read past (数字前的文字): names, verbs, changes, periods."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from perfeval.core.comparators import COMPARISON, Comparator
from perfeval.core.cursor import Cursor, one_of
from perfeval.core.numerals import NUMERAL
from perfeval.core.quantity import Quantity
from perfeval.core.units import Unit, read_period
from perfeval.core.word_roles import denies
from perfeval.core.words.comparators import NEGATIONS
from perfeval.core.words.labels import (
    DOWN,
    DURATIONS,
    ENDS_WITHOUT_UNIT,
    NO_CHANGES,
    NO_STOPS,
    STOPS,
    STOPS_BEFORE,
    UP,
    VERBS,
    Change,
)
from perfeval.core.words.units import MEASURES

_GLYPH = "(?:[<>]=?|[≥≤]=?|=[<>=]?)"
_DIGITS = "[-+]?¥?[0-9]"
_LABEL = re.compile(rf"(?![《》])[^0-9<>=≥≤±]+?(?=(?:{one_of(*NEGATIONS).pattern})?{_GLYPH}{_DIGITS})")
"""Words before a comparison that repeat the indicator's name: 满意度 in 满意度≥90%."""
_TURNED = re.compile(
    f"(?:非|{one_of(*NEGATIONS).pattern}|不是|不会|不准|不允许|没有?|无|拒绝|禁止|严禁|避免|防止|杜绝)$"
)
"""Words that turn the comparison after them round in a way that nobody writes (并非≥10)."""
_YEAR = re.compile("(?:于|在)?(?:19|20|21)[0-9]{2}年(?:度|全年|内)?(?=[^\\W0-9底末前])")
_NOUN = re.compile(
    rf"[^\W0-9](?:[^\W0-9]|[:、\"“”()%-]|《[^《》0-9]*》)*?(?=(?:{COMPARISON.pattern})?(?:\[?{_DIGITS}|[百千]分之|百分百))"
)
"""Any words before digits."""
_VERBS = re.compile(rf"(?:{one_of(*VERBS).pattern})+?(?={NUMERAL.pattern}(?:{one_of(*MEASURES).pattern}))")
_COMPARED = re.compile(f"(?:{COMPARISON.pattern})(?:{_DIGITS}|{NUMERAL.pattern})")
_STOP = one_of(*STOPS)
_NO_STOP = one_of(*NO_STOPS, *UP, *DOWN)
_NO_CHANGE = one_of(*NO_CHANGES)
_TAIL = r"(?:了|的|率|幅度?|比例|额|量|度|达到?|为|是|:|约|均|分别|不?低于|至少)*$"
_CHANGED = re.compile(
    rf"(?:(?P<up>{one_of(*UP).pattern})|(?P<down>{one_of(*DOWN).pattern})(?!.*[到至后])[^\W0-9]*?){_TAIL}"
)
_REACHES = re.compile(
    f"(?:(?P<up>{one_of(*UP).pattern}|升|增)|(?P<down>{one_of(*DOWN).pattern}|降|减))[至到为]$"
)
"""A level that something grows or falls to: 缩短至, 提高到."""
_FROM = re.compile(f"(?:从|由)[^,;。]*?(?=(?:{one_of(*UP, *DOWN).pattern})[至到为])")
_AFTER = re.compile(f"[^\\W0-9]{{1,16}}后(?=[0-9]{{1,4}}(?:{one_of(*DURATIONS).pattern}))")
"""From when a time counts: 收到后 in 收到后30日内."""
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Label:
    """What was read before a number: the words, the growth or decline that they tell, the period they count by.

    `reaches` is the side on which a level lies that something grows or falls to: 缩短至3天 is at most three days.
    `needs_unit` where only a unit of the table shows that the number is what was reached (达到国家2级标准 is none).
    """

    words: str = ""
    change: Change = ""
    under: tuple[str, ...] = ()
    periods: int = 1
    needs_unit: bool = False
    is_certain: bool = False
    reaches: Comparator | None = None


def read_label(cursor: Cursor) -> Label:
    """Read past the words before a number; an empty label, and nothing read, where the text begins with none.

    label  = [ year ] [ period ] [ "由" words | words "后" ] [ words ]
    year   = "2023年"      period = "每" [ digit ] time
    words  = any but digits, up to a comparison; or any that neither deny nor restrict, up to digits; or verbs, up to
             a numeral with a unit
    """
    cursor.take(_YEAR)
    cursor.take(_FROM)
    before = cursor.at
    after = cursor.take(_AFTER)
    if denies(after):
        after, cursor.at = "", before
    periods, under = read_period(cursor, _COMPARED)
    start = cursor.at
    words, needs_unit, is_certain = "", False, False
    if after or cursor.sees(_COMPARED):
        return Label("", "", under, periods)
    if found := cursor.take(_LABEL):
        if _TURNED.search(found):
            raise cursor.mistake(
                "trailing", start, len(cursor.plain), rest=cursor.as_written(start, len(cursor.plain))
            )
        words, is_certain = found, True
    elif (found := cursor.take(_NOUN)) and _says_nothing_else(found):
        words, needs_unit = found, not found.endswith(ENDS_WITHOUT_UNIT)
    else:
        cursor.at = start
        words = cursor.take(_VERBS)
    reached = _REACHES.search(words)
    reaches: Comparator | None = None if reached is None else "at_most" if reached["down"] else "at_least"
    return Label(words, change_in(words), under, periods, needs_unit, is_certain, reaches)


def with_label(quantity: Quantity, label: Label) -> Quantity:
    """A quantity with the change and the period that the words before it tell; 每年 is the form's year."""
    found = replace(quantity, change=label.change or quantity.change)
    if not label.under or label.under == ("年",):
        return found
    unit = quantity.unit or Unit(())
    return replace(
        found, value=found.value / label.periods, unit=replace(unit, under=unit.under + label.under)
    )


def lacks_unit(quantity: Quantity, asked: Unit | None = None) -> bool:
    """Whether no unit of the table, nor the one that is asked for, shows that a number after words is a quantity."""
    unit = quantity.unit
    if unit is not None and unit == asked:
        return False
    return unit is None or not all(name.lower() in MEASURES for name in unit.over + unit.under)


def change_in(words: str) -> Change:
    """The growth or decline that the words before a number tell (比上年减少); "" where they tell none."""
    if _NO_CHANGE.search(words):
        return ""
    found = _CHANGED.search(words)
    if found is None:
        return ""
    return "up" if found["up"] else "down"


def _says_nothing_else(words: str) -> bool:
    """Whether a number after these words is what was reached: 合格率, 已开展; not 未完成, 第, 原计划, GB."""
    if len(words) > _LONGEST or (words[-1].isascii() and words[-1].isalpha()):
        return False
    if any(unicodedata.category(each) in ("Nd", "No") for each in words):
        return False
    plain = _NO_STOP.sub("·", _REACHES.sub("", words))
    return not plain.endswith(STOPS_BEFORE) and not restricts(plain) and not denies(words)


def restricts(words: str, row: str = "") -> bool:
    """Whether words at a number say that it is not what was reached: 计划, 上年, 缺口; not 计划完成率, nor what the row
    itself is about.
    """
    return any(each not in row for each in _STOP.findall(_NO_STOP.sub("·", words)))
