"""Characters as forms contain them: look-alikes made one, blanks told apart, columns on the screen (字形)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_LOOK_ALIKES = {
    ">": "﹥",
    "<": "﹤",
    "≥": "≧⩾",
    "≤": "≦⩽",
    "=": "﹦═",
    "%": "﹪",
    "+": "﹢",
    "-": "﹣−–‐‑‒",
    # The long dash joins two numbers (5—10万元) and is no minus sign.
    "~": "～∼〜—―─",
    "*": "∗",
    "·": "•・‧",
    "/": "∕⁄",
    "(": "﹙",
    ")": "﹚",
    "¥": "￥",
    "[": "【",
    "]": "】",
    "》": "〉",
    "《": "〈",
    # Traditional and formal characters that stand in numbers and units.
    "万": "萬",
    "亿": "億",
    "两": "兩",
    "个": "個箇",
    "项": "項",
    "户": "戶",
    "亩": "畝",
    "吨": "噸",
    "条": "條",
    "台": "臺",
    "场": "場",
    "辆": "輛",
    "处": "處",
    "只": "隻",
    "达": "達",
    "过": "過",
    "内": "內",
    "级": "級",
    "于": "於",
}

_FULL_WIDTH_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {
    **_FULL_WIDTH_ASCII,
    **{ord(glyph): ord(plain) for plain, glyphs in _LOOK_ALIKES.items() for glyph in glyphs},
}


ODD_DIGITS = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea-\u24ff"
    "\u2776-\u2793\u3192-\u3195\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
)
"""Raised and lowered digits, one-character fractions, circled numbers (角标、分数、带圈数字), for a character class."""

STROKES = "\u0335-\u0338"
"""What strikes out the character before it (删除线)."""


def plain(text: str) -> str:
    """`text` with look-alikes replaced one by one, so that every position stays the same."""
    return text.translate(_PLAIN_GLYPHS)


def is_blank_character(character: str) -> bool:
    """Whether a character prints nothing: spaces of every width, line breaks, control and zero-width ones."""
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def without_blanks(text: str) -> str:
    """`text` without any character that prints nothing: a cell breaks its lines anywhere."""
    return text.translate(_WITHOUT_BLANKS)


class _Glyphs(dict[int, int | None]):
    """What `str.translate` makes of each character, found when it is first met."""

    def __init__(self, made: Callable[[int], int | None]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, code: int) -> int | None:
        kept = self._made(code)
        if len(self) < _MOST_KNOWN:
            self[code] = kept
        return kept


_MOST_KNOWN = 1 << 16
_PLAIN_GLYPHS = _Glyphs(lambda code: _PLAIN.get(code, code))
_WITHOUT_BLANKS = _Glyphs(lambda code: None if is_blank_character(chr(code)) else code)


def columns(text: str) -> int:
    """Columns that `text` takes on a terminal: Chinese and full-width characters take two, accents none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Me":
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


_BRACKETS = str.maketrans("（）", "()")


def normal_words(text: str) -> str:
    """Words as rule sets list them: without spaces, surrounding brackets and closing punctuation."""
    return "".join(text.split()).translate(_BRACKETS).strip("。．.；;，,！!")
