"""Grades of ordered scales (等级): L2, 甲级, and rating scales printed whole (优良中低差)."""

from __future__ import annotations

import re

from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.words.attainment import GRADE_SCALES, GRADE_TARGETS, GRADES_OF_PRAISE

_RATING_SCALES = ("优良中低差", "优良中差", "优良差", "优中差", "好中差", "好差", "好坏")
_LEVELS = tuple(f"L{number}" for number in range(9, -1, -1))
_CLASSES = tuple(f"{name}级" for name in "甲乙丙丁")

_SCALES = tuple(
    scale for scale in GRADE_SCALES if not any(word.startswith(GRADES_OF_PRAISE) for word in scale)
)
_WORD = (
    "(?P<word>" + "|".join(sorted({word for scale in _SCALES for word in scale}, key=len, reverse=True)) + ")"
)
_AROUND = re.compile(
    rf"^(?:[^\W0-9]*?(?:评定|评价|考核|结果|等级|等次|评级)[^\W0-9]*?)?(?:为|是|:|达到|获|获得)?{_WORD}(?:级|等|等次|档|等级)?$"
)
_AT_LEAST = re.compile(
    "(?P<floor>.+?)(?:级|等)?(?:\\(含\\))?及?以上(?:\\(含.*\\))?|(?:不低于|达到|≥|>=)(?P<least>[^0-9]+?)(?:级|等|以上)*"
)

_SEPARATORS = re.compile("[、,/|;-]")
_LEVEL = re.compile("[Ll]([0-9])级?")
_RANK = re.compile("[一二三四五六七八九十]级")


_WATER = re.compile(
    "[^\\W0-9]{0,8}?(?:达到|达|不低于|为|是|:|≥)*(?:国家|地表水|标准)*(?P<class>[ⅠⅡⅢⅣⅤ]|I{1,3}|IV|V|[一二三四五])类"
    "(?:水质|水体|水|标准|要求|及?以上|及?优于|或优于)*"
)
_WATER_CLASSES = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_WATER_CLASSES |= dict(zip("一二三四五", range(1, 6), strict=True))
WATER_SCALE = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类", "劣Ⅴ类")
"""Classes of the quality of surface water (水质类别, GB 3838), best first."""


def water_class(text: str) -> str | None:
    """The class of water that a cell names (达到Ⅲ类标准, III类); None where it names none."""
    said = without_blanks(plain(text)).strip("。.;,")
    if re.fullmatch("[^\\W0-9]*?劣(?:Ⅴ|V|五)类(?:水质|水体|水)*", said):
        return WATER_SCALE[-1]
    found = _WATER.fullmatch(said)
    return WATER_SCALE[_WATER_CLASSES[found["class"]] - 1] if found and "劣" not in said else None


def rating_scale(text: str) -> tuple[str, ...] | None:
    """The words of a rating scale that stands as the target itself (优良中低差), best first; else None."""
    words = _SEPARATORS.sub("", without_blanks(plain(text)))
    return tuple(words) if words in _RATING_SCALES else None


def grade_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    """A single grade and its scale, best first: L2, 甲级, 优, 良好以上; None where the text is none.

    grade = "L" digit [ "级" ] | class | word | word [ "及" ] "以上" | "不低于" word

    L levels count upwards (数字化水平). The scale is empty for 一级, the best of 资质 and the lowest of
    等级保护: no order can be known. A word that may as well be praise (良好, 好) is a grade only beside 以上.
    """
    words = _bare(text)
    if found := _LEVEL.fullmatch(words):
        return f"L{found[1]}", _LEVELS
    if words in _CLASSES:
        return words, _CLASSES
    if _RANK.fullmatch(words):
        return words, ()
    if words in GRADE_TARGETS:
        return words, _scale_of(words)
    found = _AT_LEAST.fullmatch(words)
    word = (found["floor"] or found["least"]) if found else ""
    return (word, _scale_of(word)) if word and _scale_of(word) else None


def grade_reached(text: str, value: str, scale: tuple[str, ...]) -> str | None:
    """The grade that an actual value names, on the scale of the target's `value` or on a common one with both.

    None where it names none, or all of them (优良中低差).
    """
    words = _bare(text)
    if words in scale or _common_scale(value, words):
        return words
    graded = grade_of(text)
    return graded[0] if graded is not None and graded[1] == scale else None


def is_reached(value: str, scale: tuple[str, ...], actual: str) -> bool | None:
    """Whether a grade reached is at least the one that was asked for; None where no scale holds both."""
    if value == actual:
        return True
    found = scale if value in scale and actual in scale else _common_scale(value, actual)
    return found.index(actual) <= found.index(value) if found else None


def worse_grade(target: str, actual: str) -> tuple[str, str, tuple[str, ...]] | None:
    """Two grade words of which the second is worse, and their scale: 良好 answered by 一般; None where it is not."""
    asked, given = _bare(target), _bare(actual)
    scale = _common_scale(asked, given)
    return (asked, given, scale) if scale and scale.index(given) > scale.index(asked) else None


def _bare(text: str) -> str:
    """A grade without what names it: 评定为优秀, 优等."""
    return _AROUND.sub(r"\g<word>", without_blanks(plain(text)).strip("。.;,"))


def _scale_of(word: str) -> tuple[str, ...]:
    return next((scale for scale in _SCALES if word in scale), ())


def _common_scale(first: str, second: str) -> tuple[str, ...]:
    return next((scale for scale in _SCALES if first in scale and second in scale), ())
