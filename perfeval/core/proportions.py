"""Proportions (比例): 1:3 and 17.5:1, of which the side that is no 1 is the number."""

from __future__ import annotations

import re

from perfeval.core.glyphs import plain, without_blanks

_PROPORTION = re.compile(
    r"(?P<side>[<>=≤≥]*|不低于|不高于|不超过|不少于)(?:1:(?P<behind>[0-9.]+)|(?P<before>[0-9.]+):1)"
)


def as_numbers(target: str, actual: str) -> tuple[str, str] | None:
    """Target and actual value of which both are proportions, as numbers: ≤18:1 and 17.5:1 are ≤18 and 17.5.

    None for all others, and where nothing tells which side of 1:3 is the better one, unless the two are the same.
    """
    asked, told = (
        _PROPORTION.fullmatch(without_blanks(plain(each)).replace("∶", ":")) for each in (target, actual)
    )
    if asked is None or told is None:
        return None
    side = "behind" if asked["behind"] else "before"
    if not told[side] or not (asked["side"] or asked[0] == told[0]):
        return None
    return f"{asked['side']}{asked[side]}", f"{told['side']}{told[side]}"
