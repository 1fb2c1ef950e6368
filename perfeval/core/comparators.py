"""Comparators (比较符): the glyphs and words that forms write before and after a number."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Literal

from perfeval.core.cursor import Cursor, one_of
from perfeval.core.numerals import NUMERAL, TENTHS
from perfeval.core.words.comparators import (
    GLYPHS,
    MIRRORED,
    SUFFIXES,
    WORDS,
    WORDS_BEFORE_DIGITS,
    WRITTEN_GLYPHS,
    Comparator,
)
from perfeval.core.words.units import MEASURES

__all__ = [
    "COMPARISON",
    "GLYPHS",
    "Comparator",
    "comparator_of",
    "is_lower_bound",
    "is_met",
    "is_upper_bound",
    "on_one_side",
    "read_chain",
    "read_comparator",
    "read_suffix",
    "with_inclusion",
]

_BY_WORD = {**WRITTEN_GLYPHS, **WORDS, **WORDS_BEFORE_DIGITS}
_GLYPH = one_of(*WRITTEN_GLYPHS)
_WORD = one_of(*WORDS)
_SPOKEN = rf"{NUMERAL.pattern}(?:[%‰]|{TENTHS}|{one_of(*MEASURES).pattern})"
_WORD_BEFORE_DIGITS = re.compile(
    f"(?:{one_of(*WORDS_BEFORE_DIGITS).pattern})(?=[-+]?¥?[0-9]|[百千]分之|百分百|{_SPOKEN})"
)
COMPARISON = re.compile(f"(?:{_GLYPH.pattern}|{_WORD.pattern}|{one_of(*WORDS_BEFORE_DIGITS).pattern})")
"""Any glyph or word of comparison before a number."""
_CHAIN = re.compile("([<>≤≥])[^<>≤≥=0-9]+([<>≤≥])")
_SUFFIX = one_of(*SUFFIXES)

_HOLDS: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    "at_least": operator.ge,
    "more_than": operator.gt,
    "at_most": operator.le,
    "less_than": operator.lt,
    "equal_to": operator.eq,
}
_INCLUDING: dict[Comparator, Comparator] = {"more_than": "at_least", "less_than": "at_most"}
_EXCLUDING: dict[Comparator, Comparator] = {"at_least": "more_than", "at_most": "less_than"}


def comparator_of(word: str) -> Comparator:
    """The comparator that a glyph or a word stands for: 不低于 is at least."""
    return _BY_WORD[word]


def read_comparator(cursor: Cursor) -> Comparator | None:
    """Read the glyph or word that begins a comparison; None, and nothing read, where none does."""
    word = cursor.take(_GLYPH) or cursor.take(_WORD) or cursor.take(_WORD_BEFORE_DIGITS)
    return _BY_WORD[word] if word else None


def read_suffix(cursor: Cursor) -> Comparator | None:
    """Read 以上, 以下 or 以内 after a number; None, and nothing read, where none stands here."""
    word = cursor.take(_SUFFIX)
    return SUFFIXES[word] if word else None


def read_chain(cursor: Cursor) -> tuple[Comparator, Comparator] | None:
    """Read ≤X≤ between two numbers: what each says of X; None, and nothing read, where it does not stand here."""
    found = cursor.match(_CHAIN)
    return (MIRRORED[found[1]], _BY_WORD[found[2]]) if found else None


def with_inclusion(comparator: Comparator, inclusion: Literal["", "含", "不含"]) -> Comparator:
    """The comparator after a note: 以上(不含) is more than, 超过5家(含) is at least."""
    changes = {"": {}, "含": _INCLUDING, "不含": _EXCLUDING}[inclusion]
    return changes.get(comparator, comparator)


def is_lower_bound(comparator: Comparator | None) -> bool:
    """Whether the comparator bounds a value from below (正向); none does not."""
    return comparator in ("at_least", "more_than")


def is_upper_bound(comparator: Comparator | None) -> bool:
    """Whether the comparator bounds a value from above (反向); none does not."""
    return comparator in ("at_most", "less_than")


def on_one_side(first: Comparator, second: Comparator) -> bool:
    """Whether both comparators bound a value from below, or both from above; "=" bounds from neither."""
    lower = is_lower_bound(first) and is_lower_bound(second)
    return lower or (is_upper_bound(first) and is_upper_bound(second))


def is_met(comparator: Comparator, target_value: Fraction, actual_value: Fraction) -> bool:
    """Whether an actual value satisfies the comparison, both numbers in one unit (是否完成)."""
    return _HOLDS[comparator](actual_value, target_value)
