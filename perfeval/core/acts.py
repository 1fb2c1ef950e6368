"""Cells that say when something is done and what it is (何时做何事): 3月15日启动, 30分钟内到达, 7-9月."""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval.core.actual import parse_actual
from perfeval.core.calendar import CalendarDate, stretch
from perfeval.core.cursor import one_of
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.notation import NotationError
from perfeval.core.pair import Way
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bound, Deadline, Qualitative, parse_target
from perfeval.core.words.acts import ACTS, ACTS_WITHIN, STAGES

_ACT = re.compile(f"(?:已经?|正式)?(?P<act>{one_of(*ACTS).pattern})(?:工作|建设|项目|活动|会议|培训)?$")
_AN_ACT = one_of(*ACTS, *ACTS_WITHIN)
_ACT_WITHIN = re.compile(f"(?:全部|均|已)?(?:{_AN_ACT.pattern})+$")
_WITHIN = re.compile(f"(?<=内){_ACT_WITHIN.pattern}")


def without_act(actual: str, name: str) -> str:
    """A date without the act that the indicator's name asks for: 3月15日启动 of 项目启动时间 is 3月15日."""
    said = without_blanks(plain(actual))
    found = _ACT.search(said)
    return said[: found.start()] if found and found["act"] in name and found.start() else actual


def within_time(target: Qualitative, actual: str) -> Way | None:
    """A time within which something is to be done (30分钟内到达) against the time that it took; None for all others."""
    asked, said = without_blanks(plain(target.text)), without_blanks(plain(actual))
    limit = _WITHIN.sub("", asked)
    if limit == asked:
        return None
    try:
        bound = parse_target(limit)
        taken = parse_actual(_ACT_WITHIN.sub("", said) or said, bound)
    except NotationError:
        return None
    if not isinstance(bound, Bound) or not isinstance(taken, Quantity) or not _is_time(bound.quantity):
        return None
    if _stage(said) < _stage(asked):
        return None  # 5分钟响应 of 30分钟内到达
    return Way(replace(bound, text=target.text), taken) if taken.unit is None or _is_time(taken) else None


def _stage(text: str) -> int:
    """How far what a text says to be done goes; what is not in the table, and what names nothing, goes all the way."""
    found = _ACT_WITHIN.search(text)
    acts = _AN_ACT.findall(found[0]) if found else ()
    stages = [next((n for n, stage in enumerate(STAGES) if act in stage), len(STAGES)) for act in acts]
    return max(stages, default=len(STAGES))


def _is_time(quantity: Quantity) -> bool:
    return quantity.unit is not None and (quantity.unit.is_time or quantity.unit.over == ("工作日",))


def within_stretch(target: Qualitative, actual: str, year: int | None) -> Way | None:
    """A stretch of the year (7-9月) against a date: kept where it lies inside, missed where it lies after it."""
    ends = stretch(target.text)
    if ends is None or year is None:
        return None
    deadline = Deadline(ends[1], text=target.text)
    try:
        done = parse_actual(actual, deadline)
    except NotationError:
        return None
    if not isinstance(done, CalendarDate):
        return None
    return Way(deadline, done) if done.first_day(year) >= ends[0].first_day(year) else None
