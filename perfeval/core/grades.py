"""Grades of ordered scales (等级): L2, 甲级, and rating scales printed whole (优良中低差)."""

from __future__ import annotations

import re

from perfeval.core.glyphs import plain, without_blanks

_RATING_SCALES = ("优良中低差", "优良中差", "优良差", "优中差", "好中差", "好差", "好坏")
_LEVELS = tuple(f"L{number}" for number in range(9, -1, -1))
_CLASSES = tuple(f"{name}级" for name in "甲乙丙丁")

_SEPARATORS = re.compile("[、,/|;-]")
_LEVEL = re.compile("[Ll]([0-9])级?")
_RANK = re.compile("[一二三四五六七八九十]级")


def rating_scale(text: str) -> tuple[str, ...] | None:
    """The words of a rating scale that stands as the target itself (优良中低差), best first; else None."""
    words = _SEPARATORS.sub("", without_blanks(plain(text)))
    return tuple(words) if words in _RATING_SCALES else None


def grade_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    """A single grade and its scale, best first: L2, 甲级; None where the text is none.

    L levels count upwards (数字化水平). The scale is empty for 一级, the best of 资质 and the lowest of
    等级保护: no order can be known.
    """
    words = without_blanks(plain(text))
    if found := _LEVEL.fullmatch(words):
        return f"L{found[1]}", _LEVELS
    if words in _CLASSES:
        return words, _CLASSES
    return (words, ()) if _RANK.fullmatch(words) else None


def grade_reached(text: str, scale: tuple[str, ...]) -> str | None:
    """The grade of `scale` that an actual value names; None where it names none, or all (优良中低差)."""
    words = without_blanks(plain(text))
    if words in scale:
        return words
    graded = grade_of(text)
    return graded[0] if graded is not None and graded[1] == scale else None
