"""Comparators (比较符): the glyphs and words that forms write before and after a number."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from perfeval.core.cursor import Cursor, one_of
from perfeval.core.numerals import NUMERAL
from perfeval.core.unit_table import MEASURES

Comparator = Literal["at_least", "more_than", "at_most", "less_than", "equal_to"]
"""≥ 不低于 · > 高于 · ≤ 不超过 · < 低于 · = 等于."""

GLYPHS: dict[Comparator, str] = {
    "at_least": "≥",
    "more_than": ">",
    "at_most": "≤",
    "less_than": "<",
    "equal_to": "=",
}
"""The glyph that stands for each comparator in canonical text."""

_GLYPHS: dict[str, Comparator] = {
    **dict.fromkeys(("≥", "≥=", ">=", "=>", "》=", "≮"), "at_least"),
    **dict.fromkeys((">", "》"), "more_than"),
    **dict.fromkeys(("≤", "≤=", "<=", "=<", "《=", "≯"), "at_most"),
    "<": "less_than",
    **dict.fromkeys(("=", "=="), "equal_to"),
}

_WORDS: dict[str, Comparator] = {
    **dict.fromkeys(
        ["大于等于", "大于或等于", "不低于", "不少于", "不小于", "不得低于", "不得少于", "不得小于", "至少"],
        "at_least",
    ),
    **dict.fromkeys(["大于", "超过"], "more_than"),
    **dict.fromkeys(["小于等于", "小于或等于", "不超过", "不高于", "不大于", "不多于", "不超出"], "at_most"),
    **dict.fromkeys(["不得超过", "不得高于", "不得大于", "不得多于", "至多"], "at_most"),
    "小于": "less_than",
    "等于": "equal_to",
}
"""Words that begin a quantity whatever follows, so that a missing number is a mistake."""

_WORDS_BEFORE_DIGITS: dict[str, Comparator] = {
    **dict.fromkeys(["达到", "达", "最低", "最少", "未低于", "未少于"], "at_least"),
    **dict.fromkeys(["高于", "多于", "超出", "突破"], "more_than"),
    **dict.fromkeys(["控制在", "最高", "最多", "不突破", "不得突破", "未突破", "未超过", "不超"], "at_most"),
    **dict.fromkeys(["低于", "少于", "不足", "不到"], "less_than"),
}
"""Words that compare only where digits follow: 达到预期 and 最低生活保障 are prose."""

_MIRRORED: dict[str, Comparator] = {"≤": "at_least", "<": "more_than", "≥": "at_most", ">": "less_than"}
"""What 80≤X says of X."""

_SUFFIXES: dict[str, Comparator] = {
    **dict.fromkeys(["以上", "及以上"], "at_least"),
    **dict.fromkeys(["以下", "及以下", "以内", "之内", "内"], "at_most"),
}

_BY_WORD = {**_GLYPHS, **_WORDS, **_WORDS_BEFORE_DIGITS}
_GLYPH = one_of(*_GLYPHS)
_WORD = one_of(*_WORDS)
_SPOKEN = rf"{NUMERAL.pattern}(?:[%‰]|成(?!\w)|成(?=[及以左])|{one_of(*MEASURES).pattern})"
_WORD_BEFORE_DIGITS = re.compile(
    f"(?:{one_of(*_WORDS_BEFORE_DIGITS).pattern})(?=[-+]?¥?[0-9]|[百千]分之|百分百|{_SPOKEN})"
)
COMPARISON = re.compile(f"(?:{_GLYPH.pattern}|{_WORD.pattern}|{one_of(*_WORDS_BEFORE_DIGITS).pattern})")
"""Any glyph or word of comparison before a number."""
_CHAIN = re.compile("([<>≤≥])[^<>≤≥=0-9]+([<>≤≥])")
_SUFFIX = one_of(*_SUFFIXES)

_HOLDS: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
    "equal_to": operator.eq,
}
_INCLUDING: dict[Comparator, Comparator] = {"more_than": "at_least", "less_than": "at_most"}
_EXCLUDING: dict[Comparator, Comparator] = {"at_least": "more_than", "at_most": "less_than"}


def read_comparator(cursor: Cursor) -> Comparator | None:
    """Read the glyph or word that begins a comparison; None, and nothing read, where none does."""
    word = cursor.take(_GLYPH) or cursor.take(_WORD) or cursor.take(_WORD_BEFORE_DIGITS)
    return _BY_WORD[word] if word else None


def read_suffix(cursor: Cursor) -> Comparator | None:
    """Read 以上, 以下 or 以内 after a number; None, and nothing read, where none stands here."""
    word = cursor.take(_SUFFIX)
    return _SUFFIXES[word] if word else None


def read_chain(cursor: Cursor) -> tuple[Comparator, Comparator] | None:
    """Read ≤X≤ between two numbers: what each says of X; None, and nothing read, where it does not stand here."""
    found = cursor.match(_CHAIN)
    return (_MIRRORED[found[1]], _BY_WORD[found[2]]) if found else None


def with_inclusion(comparator: Comparator, inclusion: Literal["", "含", "不含"]) -> Comparator:
    """The comparator after a note: 以上(不含) is more than, 超过5家(含) is at least."""
    changes = {"": {}, "含": _INCLUDING, "不含": _EXCLUDING}[inclusion]
    return changes.get(comparator, comparator)


def is_lower_bound(comparator: Comparator) -> bool:
    """Whether the comparator bounds a value from below (正向)."""
    return comparator in ("at_least", "more_than")


def is_upper_bound(comparator: Comparator) -> bool:
    """Whether the comparator bounds a value from above (反向)."""
    return comparator in ("at_most", "less_than")


def on_one_side(first: Comparator, second: Comparator) -> bool:
    """Whether both comparators bound a value from below, or both from above; "=" bounds from neither."""
    lower = is_lower_bound(first) and is_lower_bound(second)
    return lower or (is_upper_bound(first) and is_upper_bound(second))


def is_met(comparator: Comparator, target_value: Fraction, actual_value: Fraction) -> bool:
    """Whether an actual value satisfies the comparison, both numbers in one unit (是否完成)."""
    return _HOLDS[comparator](actual_value, target_value)
