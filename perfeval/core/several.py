"""Several targets in one cell (一格多项): 2期；200人 answered by 2期；215人, 3月启动，10月完成 by 3月启动，9月完成;
so many of each (春节、中秋各1次, 每村1次).
"""

from __future__ import annotations

import re
from dataclasses import replace

from perfeval.core.actual import Words, parse_actual
from perfeval.core.calendar import CalendarDate, month_alone
from perfeval.core.cells import Cells
from perfeval.core.comparators import is_lower_bound, is_met, is_upper_bound
from perfeval.core.counted import unknown_words
from perfeval.core.cursor import one_of
from perfeval.core.notation import NotationError
from perfeval.core.pair import Way
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.target import Bare, Bound, Deadline, Qualitative, Target, on_time, parse_target
from perfeval.core.units import Unit
from perfeval.core.word_roles import normal
from perfeval.core.words.comparators import WORDS, WORDS_BEFORE_DIGITS
from perfeval.core.words.periods import PERIODS

_BETWEEN = re.compile("(?<![0-9])[,;、]|[,;、](?![0-9])|;")
_DATED = re.compile("(?P<date>[0-9][0-9年月日号底末前止内.]*[年月日号底末前止内])(?P<act>[^\\W0-9]{0,8})")
_EVERY = "每(?!(?:[两二三四2-4]?个?(?:年|半年|季|半?月|旬|周|星期|天|日))|[百千万])[^\\W0-9]"
_OF_EACH = re.compile(f"{_EVERY}|各(?=[^\\W0-9]{{0,4}}[0-9])")
_ONLY_OF_EACH = re.compile(f"^[^0-9]*{_EVERY}{{1,3}}[0-9.]+[^0-9]*$")
_LISTED = re.compile(
    "(?P<names>[^\\W0-9]{1,8}(?:(?:、|和(?!谐)|及(?!时)|(?<!参)与)[^\\W0-9]{1,8}?)+)各(?=[0-9])"
)
_AND = re.compile("、|和(?!谐)|及(?!时)|(?<!参)与")
_TOLD_OF_EACH = re.compile("[每各均/]")
_ASKED_OF_EACH = re.compile("[每各均/单]|标准|定额")
_BY_THEN = re.compile("[0-9]{1,2}月[底末前]*(?=[^0-9]*[0-9.]+%)")
"""By when so much is to be done: 6月底≥50%."""
_COMPARED = re.compile(f"(?:{one_of(*WORDS, *WORDS_BEFORE_DIGITS).pattern})$")
_LABEL = re.compile("[^\\W0-9]*")


def tells_of_each(text: str) -> bool:
    """Whether a target is so many of each of several things: 每村1次, 各2台; not every period (每月1次)."""
    return _OF_EACH.search(normal(text)) is not None


def of_all_listed(target: Target, actual: str) -> Bound | Bare | None:
    """A target of so many of each listed thing as one of all of them: 春节、中秋各1次 is two; None for all others, and
    where the answer is told of each as well.
    """
    if not isinstance(target, Bound | Bare) or _TOLD_OF_EACH.search(normal(actual)):
        return None
    if _repeats_the_number(target.text, actual):
        return None
    found, quantity = _LISTED.match(normal(target.text)), target.quantity
    if found is None or quantity.unit is None or not quantity.unit.is_counter:
        return None
    return replace(target, quantity=replace(quantity, value=quantity.value * len(_AND.split(found["names"]))))


def is_of_each(target: Target, actual: str, done: Quantity) -> bool:
    """Whether a count of all answers a target of so many of each, nobody knows of how many: 15次 of 每村1次, 300人 of
    100人/期.
    """
    if not isinstance(target, Bound | Bare) or target.quantity.unit is None or done.unit is None:
        return False
    asked, per = target.quantity, target.quantity.unit.under
    is_each = tells_of_each(target.text) if not per else not ({*per} & {*PERIODS} or done.unit.under)
    is_count = is_each and target.quantity.unit.is_counter
    if _LISTED.match(normal(target.text)):
        return is_count and _repeats_the_number(target.text, actual)
    is_near = done.value < 2 * asked.value  # 105人 of 100人/期 are those of each
    return is_count and not is_near and _TOLD_OF_EACH.search(normal(actual)) is None


def is_only_of_each(target: Target, actual: str, done: Quantity, name: str) -> bool:
    """Whether an answer tells how many of each, where all are asked for and each is not enough: 每村10户 of ≥100户."""
    if not isinstance(target, Bound | Bare) or (
        isinstance(target, Bound) and is_upper_bound(target.comparator)
    ):
        return False
    asked = target.quantity
    is_sum = asked.unit is not None and not asked.unit.under and _adds_up(asked.unit)
    is_asked = _ASKED_OF_EACH.search(f"{normal(name)}{normal(target.text)}") is not None
    is_told = tells_only_of_each(actual) and not is_asked
    return is_sum and is_told and done.value < asked.value


def _adds_up(unit: Unit) -> bool:
    """Whether amounts of all are the sum of those of each, as of no time and no rate."""
    return not unit.is_time and not unit.is_percent


def tells_only_of_each(text: str) -> bool:
    """Whether a text tells of nothing but each (每村10户); every period is the year's (每月1次)."""
    return _ONLY_OF_EACH.search(normal(text)) is not None


def _repeats_the_number(target: str, actual: str) -> bool:
    """Whether an answer is just the number of each (1次 of 春节、中秋各1次): of each, or of all of them?"""
    return normal(target).endswith(f"各{normal(actual)}")


def all_reached(cells: Cells, target: Qualitative) -> Way | None:
    """A way in which every target of a cell was reached by the number in its place; None for all other cells."""
    asked, told = _BETWEEN.split(normal(target.text)), _BETWEEN.split(normal(cells.actual))
    is_repeated = normal(target.text) == normal(cells.actual)
    if is_repeated or len(asked) < 2 or len(asked) != len(told):
        return None
    if not all(_is_reached(cells, *each) for each in zip(asked, told, strict=True)):
        return None
    return Way(target, Words(cells.actual.strip(), level="reached"))


def _is_reached(cells: Cells, asked: str, told: str) -> bool:
    """Whether one number reaches one target of the same name and unit, or one date keeps that of the same act."""
    if (
        (limit := _DATED.fullmatch(asked))
        and (when := _DATED.fullmatch(told))
        and limit["act"] == when["act"]
    ):
        asked, told = limit["date"], when["date"]
    if (since := _BY_THEN.match(asked)) and told.startswith(since[0]):
        asked, told = asked[since.end() :], told[since.end() :]
    try:
        goal = parse_target(asked)
        if isinstance(goal, Bare) and (month := month_alone(asked)):
            goal = Deadline(month, text=asked)
        done = parse_actual(told, goal)
    except NotationError:
        return False
    if isinstance(goal, Deadline) and isinstance(done, CalendarDate | Deadline):
        return on_time(goal, done, cells.form.year) is True
    if not isinstance(goal, Bound | Bare) or not isinstance(done, Quantity):
        return False
    unit, change = goal.quantity.unit, goal.quantity.change
    name, said = (_COMPARED.sub("", label[0]) for each in (asked, told) if (label := _LABEL.match(each)))
    if not name.endswith(said) or unit is None or unit.over == () or done.change != change:
        return False
    found = same_unit(goal.quantity, done)
    if found.note not in ("same", "converted"):
        return False
    if isinstance(goal, Bound):
        is_reached = is_met(goal.comparator, found.target_value, found.actual_value)
    else:
        indicator = cells.indicator.model_copy(update={"name": name or cells.indicator.name})
        comparator = replace(cells, indicator=indicator).direction(goal)
        is_floor = is_lower_bound(comparator) and found.actual_value > found.target_value
        is_reached = is_floor or found.actual_value == found.target_value
    return is_reached and not unknown_words(told, done, f"{cells.indicator.name}{asked}")
