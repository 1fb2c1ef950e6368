"""Words of comparison (比较词): the glyphs and words before and after a number, each with its comparator."""

from __future__ import annotations

from typing import Literal

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

NEGATIONS = ("不", "不得", "不能", "不可", "不应", "不许", "不宜", "未")
"""What turns a glyph of comparison, or a word of it before digits, into its opposite."""

_OPPOSITE: dict[str, Comparator] = {
    **dict.fromkeys((">", "大于", "高于", "多于", "超过", "超出", "突破"), "at_most"),
    **dict.fromkeys(("<", "小于", "低于", "少于"), "at_least"),
    **dict.fromkeys(("≥", ">="), "less_than"),
    **dict.fromkeys(("≤", "<="), "more_than"),
}
_NEGATED = {negation + word: side for negation in NEGATIONS for word, side in _OPPOSITE.items()}

WRITTEN_GLYPHS: dict[str, Comparator] = {
    **{word: side for word, side in _NEGATED.items() if word[-1] in "<>=≥≤"},
    **dict.fromkeys(("≥", "≥=", ">=", "=>", "》=", "≮"), "at_least"),
    **dict.fromkeys((">", "》"), "more_than"),
    **dict.fromkeys(("≤", "≤=", "<=", "=<", "《=", "≯"), "at_most"),
    "<": "less_than",
    **dict.fromkeys(("=", "=="), "equal_to"),
}
"""Every glyph as forms write it."""


def _or_equal(*words: str) -> tuple[str, ...]:
    return tuple(word + link for word in words for link in ("等于", "或等于"))


WORDS: dict[str, Comparator] = {
    **dict.fromkeys(
        [
            *_or_equal("大于", "高于", "多于"),
            "不低于",
            "不少于",
            "不小于",
            "不得低于",
            "不得少于",
            "不得小于",
            "至少",
        ],
        "at_least",
    ),
    **dict.fromkeys(["大于", "超过"], "more_than"),
    **dict.fromkeys(
        [*_or_equal("小于", "低于", "少于"), "不超过", "不高于", "不大于", "不多于", "不超出"], "at_most"
    ),
    **dict.fromkeys(["不得超过", "不得高于", "不得大于", "不得多于", "至多"], "at_most"),
    "小于": "less_than",
    "等于": "equal_to",
}
"""Words that begin a quantity whatever follows, so that a missing number is a mistake."""

WORDS_BEFORE_DIGITS: dict[str, Comparator] = {
    **{word: side for word, side in _NEGATED.items() if word not in WRITTEN_GLYPHS and word not in WORDS},
    **dict.fromkeys(["达到", "达", "最低", "最少"], "at_least"),
    **dict.fromkeys(["高于", "多于", "超出", "突破"], "more_than"),
    **dict.fromkeys(["控制在", "最高", "最多", "不超"], "at_most"),
    **dict.fromkeys(["低于", "少于", "不足", "不到"], "less_than"),
}
"""Words that compare only where digits follow: 达到预期 and 最低生活保障 are prose."""

MIRRORED: dict[str, Comparator] = {"≤": "at_least", "<": "more_than", "≥": "at_most", ">": "less_than"}
"""What 80≤X says of X."""

SUFFIXES: dict[str, Comparator] = {
    **dict.fromkeys(["以上", "及以上"], "at_least"),
    **dict.fromkeys(["以下", "及以下", "以内", "之内", "内"], "at_most"),
}
"""Words after a number."""
