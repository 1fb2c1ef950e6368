"""Quantities in running text (文字中的数量): 采购铁塔44基, 满意度：100%, 实际支付2.22万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval.core.cursor import one_of
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.words.comparators import WORDS, WORDS_BEFORE_DIGITS
from perfeval.core.words.units import UNITS_IN_TEXT

NUMBER = r"(?<![\d.,×xX*])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""A number in running text, not a part of 7×24."""

_MENTION = re.compile(
    rf"(?P<number>{NUMBER})(?P<about>余|多)?(?P<unit>[百千]?[万亿]?(?:元|{one_of(*UNITS_IN_TEXT).pattern})|%|％|‰)(?P<after>余|多|左右|以上|以下|以内)?"
)
_SEPARATORS = re.compile(r"[，。；、！？\n;!?]|(?<!\d),|,(?!\d)")
_BOUNDS = (*(word for word in {**WORDS, **WORDS_BEFORE_DIGITS} if not word.startswith("控制")), "达到了")
_MORE = re.compile(rf"({one_of(*_BOUNDS).pattern}|约|近)\s*$")


_FAR = 100
"""Most characters on either side of a number that count as its clause."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity in a text: what stands before it in its clause, and whether it is only a bound or a rough number."""

    quantity: Quantity
    text: str
    before: str
    clause: str
    bound: str
    is_rough: bool


def mentions(text: str) -> Iterator[Mention]:
    """Every number with a unit in a text, in order; years, dates and bare numbers are none."""
    for found in _MENTION.finditer(text):
        start = clause_start(text, found.start())
        quantity = _quantity(found["number"] + found["unit"].replace("％", "%"))
        if quantity is None:
            continue
        before = text[start : found.start()].strip()
        bound = _MORE.search(before)
        rough = bool(found["about"]) or found["after"] in ("余", "多", "左右")
        yield Mention(
            quantity,
            found[0],
            (before[: bound.start()] if bound else before).rstrip(" ：:"),
            text[start : clause_end(text, found.end())].strip(),
            (bound[1] if bound else "") or (found["after"] or ""),
            rough or (bound is not None and bound[1] in ("约", "近")),
        )


def clause_start(text: str, position: int) -> int:
    """Where the clause around a position begins, at most `_FAR` characters before it."""
    begin = max(0, position - _FAR)
    ends = [found.end() for found in _SEPARATORS.finditer(text, begin, position)]
    return ends[-1] if ends else begin


def clause_end(text: str, position: int) -> int:
    """Where the clause around a position ends, at most `_FAR` characters after it."""
    found = _SEPARATORS.search(text, position, position + _FAR)
    return found.start() if found else min(len(text), position + _FAR)


def says_the_same(first: Quantity, second: Quantity) -> bool | None:
    """Whether two quantities are equal; None where their units cannot be compared."""
    match = same_unit(first, second)
    if match.note in ("mismatch", "percent-scale"):
        return None
    return match.target_value == match.actual_value


def _quantity(text: str) -> Quantity | None:
    try:
        return parse_quantity(text)
    except NotationError:
        return None
