"""What every notation of a form shares: an error that names the mistake and shows it (书写错误)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from perfeval.core.glyphs import columns
from perfeval.core.problems import Lang

_WINDOW = 30
"""Characters shown of a fault and on either side of it."""

MISTAKES: dict[str, tuple[str, str]] = {
    "empty": ("这里是空的，需要填写内容", "nothing is written here"),
    "number-expected": (
        "这里需要一个数，例如 90% 或 12个",
        "a number is expected here, such as 90% or 12个",
    ),
    "number-missing": (
        "「{after}」后面需要一个数，例如「{after}90%」",
        'a number must follow "{after}", such as "{after}90%"',
    ),
    "number-too-long": (
        "数字太长，最多 {limit} 位，请核对",
        "the number has more than {limit} digits; check it",
    ),
    "space-in-number": (
        "数字中间有空格或换行，看不出是一个数还是两个数，请删除空格",
        "a space or line break inside a number: one number or two? delete the space",
    ),
    "numbered": (
        "「{number}」里的点看不出是序号后面的点还是小数点，请去掉序号",
        'is the dot of "{number}" that of a numbering or a decimal point? leave the numbering out',
    ),
    "bound-only": (
        "「{word}」只说明在哪一边，没有说明确切的数，请填写实际达到的数",
        '"{word}" tells the side only; give the number that was reached',
    ),
    "digit-odd": (
        "「{digit}」紧挨着数字，看不出是角标、分数还是数的一部分，请只写普通数字",
        '"{digit}" beside a digit: a mark, a fraction or part of the number? write plain digits only',
    ),
    "digit-struck": (
        "数字上有删除线，请只保留有效的数",
        "a digit is struck out; keep the number that counts",
    ),
    "comma-misplaced": (
        "逗号的位置不对：千分位逗号每三位一个（1,234,567）；两个数请分开填写",
        "misplaced comma: thousands commas group three digits (1,234,567); write two numbers apart",
    ),
    "numeral-malformed": (
        "「{numeral}」不是规范的中文数字，请改用阿拉伯数字",
        '"{numeral}" is no well-formed Chinese numeral; use digits',
    ),
    "percent-doubled": ("百分号多写了一个，请删除", "one percent sign too many; delete it"),
    "unit-unknown": (
        "「{rest}」不像计量单位，请只写一个数和它的单位",
        '"{rest}" is no unit; write one number and its unit only',
    ),
    "unit-incomplete": (
        "「{after}」后面缺少单位，例如「元/人次」",
        'a unit must follow "{after}", as in 元/人次',
    ),
    "trailing": (
        "从「{rest}」起看不懂，请只写一个数和它的单位",
        'cannot read on from "{rest}"; write one number and its unit only',
    ),
    "magnitude-doubled": (
        "「{word}」是两个数量级，请改写，例如「3亿元」",
        '"{word}" is two magnitudes; write it as in 3亿元',
    ),
    "approximate": (
        "「{word}」表示约数，无法计分，请写明确切的数",
        '"{word}" makes the number approximate; write the exact one',
    ),
    "note-unclear": (
        "括号里还有一个数或括号不成对，看不出以哪个数为准，请只保留一个数",
        "another number in the brackets, or a bracket missing: keep one number only",
    ),
    "comparators-contradict": (
        "「{first}」与「{second}」不能合用，请只保留一个，或写成区间，例如 90%-95%",
        '"{first}" and "{second}" do not go together; keep one, or write a range such as 90%-95%',
    ),
    "range-reversed": (
        "区间的下限大于上限，请检查两个数的顺序",
        "the lower end of the range is above the upper end; check their order",
    ),
    "units-differ": (
        "两个数的单位「{first}」「{second}」不能换算，请统一单位",
        'the units "{first}" and "{second}" do not convert; use one unit',
    ),
    "tolerance-alone": (
        "「±」前面缺少中心值，例如 100±5",
        'a centre must stand before "±", as in 100±5',
    ),
    "tolerance-negative": ("「±」后面不能是负数", 'the number after "±" must not be negative'),
    "date-impossible": (
        "没有「{date}」这个日期，请核对",
        'there is no such date as "{date}"; check it',
    ),
}
"""Every mistake by code: what is wrong and what to do, zh and en; the error's values fill `{name}`."""


class NotationError(ValueError):
    """A number, target or actual value is written in a way that cannot be read.

    `text` is the whole text as written, `position` and `length` the fault in it (in characters; a length of
    zero is the end of the text), `mistake` a key of MISTAKES, `values` what fills its message.
    """

    def __init__(
        self, text: str, position: int, length: int, mistake: str, values: Mapping[str, str] | None = None
    ) -> None:
        # All parts go to `args`, so that the error survives pickling between processes.
        super().__init__(text, position, length, mistake, dict(values or {}))
        self.text = text
        self.position = position
        self.length = length
        self.mistake = mistake
        self.values = dict(values or {})

    def __str__(self) -> str:
        return f"{self.message('en')}\n{self.caret()}"

    def message(self, lang: Lang = "zh") -> str:
        """The mistake in words: what is wrong, and what to do."""
        zh, en = MISTAKES[self.mistake]
        return (zh if lang == "zh" else en).format(**self.values)

    def caret(self) -> str:
        """Two lines: the text around the fault, and `~~^` under it, right under full-width characters too."""
        start = max(0, self.position - _WINDOW)
        end = self.position + min(self.length, _WINDOW)
        before = ("…" if start else "") + _shown(self.text[start : self.position])
        fault = _shown(self.text[self.position : end])
        after = _shown(self.text[end : end + _WINDOW]) + ("…" if len(self.text) > end + _WINDOW else "")
        mark = "~" * (columns(fault) - 1) + "^"
        return f"{before}{fault}{after}\n{' ' * columns(before)}{mark}"


def _shown(text: str) -> str:
    """Text on one line: line breaks, tabs and wide spaces as one space, zero-width characters left out."""
    return "".join(_shown_character(character) for character in text)


def _shown_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    return "" if unicodedata.category(character) == "Cf" else character
