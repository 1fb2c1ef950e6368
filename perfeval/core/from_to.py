"""A change told by its two ends (由…增至…): 由1200吨降至1164吨 is a decline of 3 % or of 36吨, as the row asks."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval.core.cursor import Cursor, one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.labels import change_in
from perfeval.core.numbers import PERCENT
from perfeval.core.quantity import Quantity, QuantitySyntaxError, in_unit, parse_quantity, read_quantity
from perfeval.core.words.labels import DOWN, UP, Change

_UP = one_of(*UP, "增", "升", "涨", "扩")
_DOWN = one_of(*DOWN, "降", "减", "缩")
_ENDS = re.compile(
    "[^0-9,;。]*[由从][^0-9,;。]*(?P<first>[0-9][^,;。]*?)"
    f"(?:(?P<up>{_UP.pattern})|(?P<down>{_DOWN.pattern}))[加长少低]?[至到为][^0-9,;。]*(?P<last>[0-9][^,;。]*)"
)
_ASKS_FOR_MORE = re.compile("新增|净增|增收|增产|增量")


def change_told(text: str, goal: Quantity, name: str) -> tuple[Quantity, str] | None:
    """The change between the two numbers of a text, in per cent or in the unit of the target, and how it is reckoned.

    None for all other texts, and where neither name nor target asks for a change.
    """
    found = _ENDS.fullmatch(without_blanks(plain(text)))
    asked = goal.change or change_in(without_blanks(plain(name)))
    if found is None or not (asked or _ASKS_FOR_MORE.search(name)):
        return None
    try:
        first = read_quantity(Cursor(found["first"], QuantitySyntaxError))
        last = parse_quantity(found["last"])
    except QuantitySyntaxError:
        return None
    before = first.value if first.unit is None or last.unit is None else in_unit(first, last.unit)
    if before is None or before == 0:
        return None
    told: Change = "up" if found["up"] else "down"
    one, other = (last, first) if told == "up" else (first, last)
    difference = f"{one.text}−{other.text}"
    by = last.value - before if told == "up" else before - last.value
    if by < 0:
        return None  # the words and the numbers disagree
    if goal.unit is not None and goal.unit.is_percent and (last.unit is None or not last.unit.is_percent):
        return Quantity(by / before * 100, PERCENT, text, change=told), f"({difference})÷{first.text}"
    return replace(last, value=by, text=text, change=told if asked else ""), difference
