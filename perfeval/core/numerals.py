"""Chinese numerals (中文数字): 十二, 一百零五, 三万, 九十五点五, and the formal 壹贰叁."""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
_MULTIPLIERS = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_LONGEST = 30

_SIMPLE = str.maketrans("〇○两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "零零二一二二三三四五六六七八九十百千")
_BARE_TEN = re.compile(f"(?<![{_DIGITS[1:]}])十")

NUMERAL = re.compile(
    "[零〇○一二两三四五六七八九十百千万亿壹贰貳叁參肆伍陆陸柒捌玖拾佰仟]+(?:点[零〇○一二三四五六七八九]+)?"
)
"""What may be a Chinese numeral; `numeral` tells whether it is one."""
TENTHS = "成(?:([一二三四五六七八九])|(半))?(?=$|[^\\w]|及?以[上下内]|左右|之间|[至到])"
"""What makes tenths of a number, and so many hundredths beside them: 九成, 九成五, 九成半."""


def numeral(text: str) -> Fraction | None:
    """The number that a Chinese numeral states; None where it is not well formed (三五, 一百二, 百千)."""
    if len(text) > _LONGEST:
        return None
    whole, _, decimals = text.translate(_SIMPLE).partition("点")
    whole = _BARE_TEN.sub("一十", whole)
    value = _value(whole)
    if written(value) != whole:
        return None
    places = "".join(str(_DIGITS.index(each)) for each in decimals)
    return value + Fraction(int(places or "0"), 10 ** len(places))


def _value(text: str) -> int:
    """The value of the characters read leniently; only what `written` gives back is a numeral."""
    hundred_millions = ten_thousands = section = digit = 0
    for each in text:
        if each == "亿":
            hundred_millions = (hundred_millions + ten_thousands + section + digit) * 10**8
            ten_thousands = section = digit = 0
        elif each == "万":
            ten_thousands = (section + digit) * 10**4
            section = digit = 0
        elif each in _TENS:
            section += digit * _TENS[each]
            digit = 0
        else:
            digit = _DIGITS.index(each)
    return hundred_millions + ten_thousands + section + digit


def written(number: int) -> str:
    """The standard Chinese numeral of a whole number from zero, ten as 一十: 105 -> 一百零五."""
    for name, multiplier in _MULTIPLIERS:
        if number >= multiplier:
            head, rest = divmod(number, multiplier)
            gap = "零" if 0 < rest < multiplier // 10 else ""
            return written(head) + name + gap + (written(rest) if rest else "")
    return _DIGITS[number]
