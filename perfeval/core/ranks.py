"""Places in a ranking (排名): 前10名 answered by 第8名."""

from __future__ import annotations

import re

from perfeval.core.attainment import Level
from perfeval.core.numerals import NUMERAL, numeral
from perfeval.core.word_roles import denies, normal

_NUMBER = f"(?P<place>[0-9]{{1,4}}|{NUMERAL.pattern})"
_AMONG = re.compile(f"(?P<words>[^\\W0-9]{{0,12}}?)前{_NUMBER}(?:名|位)?(?:之?内|以内)?")
_AT = re.compile(f"(?P<words>[^\\W0-9]{{0,12}}?)第{_NUMBER}(?:名|位)?")


def held_in_ranking(asked: str, told: str) -> Level | None:
    """Whether a place in a ranking lies among the first that were asked for; None for all other words."""
    limit, said = _AMONG.fullmatch(normal(asked)), normal(told)
    at, among = _AT.fullmatch(said), _AMONG.fullmatch(said)
    found = at or among
    if limit is None or found is None or denies(limit["words"] + found["words"]):
        return None
    most, place = _number(limit["place"]), _number(found["place"])
    if most is None or place is None or said == normal(asked):
        return None
    if place <= most:
        return "reached"
    return "missed" if at else None


def _number(text: str) -> int | None:
    found = int(text) if text.isdigit() else numeral(text)
    return None if found is None else int(found)
