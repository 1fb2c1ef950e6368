"""A count told by parts of the year (分期填报): 上半年1次，下半年1次 is two in all."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perfeval.core.actual import parse_actual
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity
from perfeval.core.target import Target

_PART = re.compile(
    "(?P<half>[上下]半年)|(?P<quarter>第?[一二三四1-4]季度)|(?P<month>[0-9]{1,2}月份?)|(?P<season>[春夏秋冬]季)"
)
_BETWEEN = re.compile("[,;、]")


def sum_of_parts(actual: str, target: Target) -> Quantity | None:
    """The sum of counts that are told for different parts of the year, each once; None for every other text.

    sum = part count { "," part count }
    """
    parts = _BETWEEN.split(without_blanks(plain(actual)).rstrip("。;"))
    labels = [_PART.match(each) for each in parts]
    kinds = {each.lastgroup for each in labels if each is not None}
    if (
        len(parts) < 2
        or None in labels
        or len(kinds) != 1
        or len({each[0] for each in labels if each}) < len(parts)
    ):
        return None
    found = []
    for part, label in zip(parts, labels, strict=True):
        assert label is not None  # none of them is
        try:
            count = parse_actual(part[label.end() :].lstrip(":"), target)
        except NotationError:
            return None
        if not isinstance(count, Quantity) or count.change or count.unit is None or not count.unit.is_counter:
            return None
        found.append(count)
    if len({each.unit for each in found}) > 1:
        return None
    return replace(found[0], value=sum((each.value for each in found), Fraction(0)), text=actual)
