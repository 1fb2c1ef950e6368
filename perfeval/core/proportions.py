"""Proportions (比例): 1:3 and 17.5:1, of which the side that is no 1 is the number; 18/10万, of so many."""

from __future__ import annotations

import re

from perfeval.core.glyphs import plain, without_blanks

_PROPORTION = re.compile(
    r"(?P<side>[<>=≤≥]*|不低于|不高于|不超过|不少于)(?:1:(?P<behind>[0-9.]+)|(?P<before>[0-9.]+):1)"
)
_OF_SO_MANY = re.compile(
    "(?<=[0-9])[人例]?/(?P<behind>1?[0十百]*[千万]+|10{3,5})(?![0-9])人?(?=(?:以[内下])?$)"
)
_NUMBER = re.compile("[0-9.]+")
_SERVED_LAST = re.compile(
    "(?:[生幼]|学生|学员|幼儿|儿童|老人|患者|病人|对象|人口|居民|群众)(?:人?数|总数)?(?:之?比|配比|比例|配备)"
)
"""Names that hold those who serve against those who are served (师生比): the fewer for each, the better."""
_MORE_BEHIND = re.compile("放大|撬动|杠杆|拉动|带动|引导|投入|产出|[医床]护比|配套")
"""Names of proportions whose second side had better be large (放大倍数)."""


def as_numbers(target: str, actual: str, name: str) -> tuple[str, str] | None:
    """Target and actual value of which both are proportions, as numbers: ≤18:1 and 17.5:1 are ≤18 and 17.5, ≥1:18 and
    1:16 of a 师生比 are shares, ≤18/10万 and 9.6/10万 are ≤18 and 9.6.

    None for all others, and where nothing tells which side of 1:3 is the better one, unless the two are the same.
    """
    asked_text, told_text = (without_blanks(plain(each)).replace("∶", ":") for each in (target, actual))
    if of := _OF_SO_MANY.search(asked_text):
        told_of = _OF_SO_MANY.search(told_text)
        is_same = told_of["behind"] == of["behind"] if told_of else _NUMBER.fullmatch(told_text)
        if not is_same or (asked_text == told_text and asked_text[0].isdigit()):
            return None  # what repeats the target is judged by the rule set
        return _OF_SO_MANY.sub("", asked_text), _OF_SO_MANY.sub("", told_text)
    asked, told = _PROPORTION.fullmatch(asked_text), _PROPORTION.fullmatch(told_text)
    if asked is None or told is None:
        return None
    side = "behind" if asked["behind"] else "before"
    is_repeated = asked[0] == told[0]
    if not told[side] or (side == "behind" and not asked["side"] and not is_repeated):
        return None
    if side == "before" or is_repeated or _MORE_BEHIND.search(name):
        return f"{asked['side']}{asked[side]}", f"{told['side']}{told[side]}"
    if _SERVED_LAST.search(name) and not told["side"] and asked["side"] in ("≥", ">", "不低于", "不少于"):
        return f"{asked['side']}{asked[side]}分之1", f"{told[side]}分之1"
    return None
