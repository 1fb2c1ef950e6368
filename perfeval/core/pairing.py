"""Target and actual value read together (指标值与完成值): each way in which the two cells may be meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.acts import within_stretch, within_time
from perfeval.core.actual import Actual, ActualSyntaxError, Words, parse_actual
from perfeval.core.against_last_year import (
    answer_of_last_year,
    held_against_a_standard,
    held_against_last_year,
)
from perfeval.core.answers import counts_an_early_stage, read_answer
from perfeval.core.calendar import CalendarDate, month_alone
from perfeval.core.cells import Cells
from perfeval.core.comparators import is_upper_bound
from perfeval.core.counted import unknown_words
from perfeval.core.cursor import Cursor
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.frequency import once_a_period
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.harm import is_nothing
from perfeval.core.in_words import in_words, nothing, placed
from perfeval.core.labels import change_in
from perfeval.core.last_year import LastYear, said_of_last_year, says_nothing_changed
from perfeval.core.notation import NotationError
from perfeval.core.number_pairs import in_numbers
from perfeval.core.numbers import refuse_torn_numbers
from perfeval.core.pair import Way
from perfeval.core.parts_of_year import sum_of_parts
from perfeval.core.problems import Problem
from perfeval.core.proportions import as_numbers
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.ranks import held_in_ranking
from perfeval.core.remarks import denies_the_name, tells_nothing_begun
from perfeval.core.scope import counts_more, place_of
from perfeval.core.several import all_reached, of_all_listed
from perfeval.core.target import (
    Bare,
    Bound,
    Deadline,
    Qualitative,
    Range,
    Target,
    Tolerance,
    days_compared,
    is_blank,
    on_time,
    parse_target,
)
from perfeval.core.target_kinds import quantities_of
from perfeval.core.trace import Step
from perfeval.core.word_roles import denies, normal

_NOTHING_AT_ALL = Quantity(Fraction(0))
_COUNTING = Bare(_NOTHING_AT_ALL)
"""A target of a kind that reads the actual value as a number."""
_LABEL = re.compile(r"[^\W0-9]+(?=[1-9])")
_NAMES_A_DAY = re.compile(
    r"^(?!.*(?:平均|所需|等候|等待|响应|每))(?:.*(?:时间|日期|时点|时限|节点|月份)(?:\(.*\))?$|.*(?:开工|完工|竣工|交付|投产)时)"
)
"""Names of indicators that ask when something is done, not how long it takes."""
_MOVED_TO = re.compile("(?:(?P<down>下降|降低|减少|降)|提高|提升|增加|增长|上升)(?:至|到)[0-9]")
_AS_ASKED = re.compile("同左|(?:同|与|等于|和)(?:年度|绩效|年初)?(?:指标|目标)值?(?:一致|相同|相符)?")
"""What says that the target was just reached."""
_FAR_BEYOND = 2
"""From so many times the target on, 累计 may tell all that there are and not what is new."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One way to read the two cells of a row.

    `reading` names it where there are several ("scale=share"); `steps` and `problems` say what was done to get here.
    """

    target: Target
    actual: Actual
    reading: str = ""
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()


def pairs(indicator: Indicator, target_text: str, form: SelfEvaluationForm) -> tuple[Pair, ...] | Problem:
    """Every way to read target and actual value together, or the problem that refuses the row.

    Several where the cells can be meant in ways that may give different verdicts, and nothing decides between them.
    A blank actual cell counts as zero: a rule set that refuses it has done so before.
    """
    blank = indicator.actual is None or is_blank(indicator.actual)
    actual_text = "0" if blank else str(indicator.actual)
    if _AS_ASKED.fullmatch(normal(actual_text)):
        actual_text = target_text
    target_text, actual_text = as_numbers(target_text, actual_text, indicator.name) or (
        target_text,
        actual_text,
    )
    try:
        target = parse_target(target_text)
    except NotationError as error:
        return unreadable("target-unreadable", error, indicator, "target")
    if isinstance(target, Qualitative) and _repeats_with_act(target.text, actual_text, indicator.name):
        actual_text = target_text
    cells = Cells(indicator, actual_text, form)
    listed = of_all_listed(target, actual_text)
    try:
        found = _ways(cells, listed or _in_the_calendar(cells, target))
    except NotationError as error:
        return unreadable("actual-unreadable", error, indicator, "actual")
    if isinstance(found, Problem):
        return found
    if listed is not None:
        told, read = listed.text, str(listed.quantity)
        found = tuple(way.noting("parts-summed", told=told, read=read) for way in found)
    return tuple(_pair(cells, way) for way in found)


def _repeats_with_act(target: str, actual: str, name: str) -> bool:
    """Whether an answer is the target and what the name asks to be done (每季度末前发放 of 每季度末前)."""
    asked, said = normal(target), normal(actual)
    act = said.removeprefix(asked)
    return act != said and len(act) > 1 and act in name


def _pair(cells: Cells, way: Way) -> Pair:
    problems = tuple(cells.problem(note.code, **dict(note.values)) for note in way.notes)
    return Pair(way.target, way.actual, way.reading, _compared_dates(cells, way), problems)


def names_a_day(name: str) -> bool:
    """Whether an indicator of this name asks when something is done, not how long it takes."""
    return _NAMES_A_DAY.search(without_blanks(plain(name))) is not None


def _in_the_calendar(cells: Cells, target: Target) -> Target:
    """3月 in a row named 开工时间 is March, by whose end it is to be done; in one named 工期 it is three months."""
    month = month_alone(target.text) if isinstance(target, Bare) else None
    if month is None or not names_a_day(cells.indicator.name):
        return target
    return Deadline(month, text=target.text)


def _ways(cells: Cells, target: Target) -> tuple[Way, ...] | Problem:
    if isinstance(target, Qualitative) and (asked := said_of_last_year(target.text)):
        held = _of_last_year(cells, target, asked)
        if held is not None:
            return held
    if isinstance(target, Qualitative) and (
        level := held_against_a_standard(target.text, cells.actual)
        or held_in_ranking(target.text, cells.actual)
    ):
        return (Way(target, Words(cells.actual.strip(), level=level)),)
    if isinstance(target, Qualitative) and is_nothing(target.text):
        return _of_nothing(cells, target)
    if isinstance(target, Qualitative) and (changed := _changed(cells, target)):
        return (changed,)
    if isinstance(target, Qualitative) and (often := _every_period(cells, target)):
        return in_numbers(cells, often)
    if isinstance(target, Qualitative) and (when := _when(cells, target)):
        return in_numbers(cells, when) if isinstance(when.actual, Quantity) else (when,)
    if isinstance(target, Qualitative) and (reached := all_reached(cells, target)):
        return (reached,)
    if isinstance(target, Bound | Bare | Range | Tolerance):
        refuse_torn_numbers(Cursor(cells.actual, ActualSyntaxError))
    if isinstance(target, Bound | Bare) and (
        total := sum_of_parts(cells.actual, target, cells.indicator.name)
    ):
        way = Way(target, total).noting("parts-summed", told=cells.actual, read=str(total))
        return _asked_about(cells, target, total) or in_numbers(cells, way)
    actual, notes, is_undone = read_answer(
        cells.actual, target, cells.direction(target), cells.indicator.name
    )
    if isinstance(actual, Words):
        return in_words(cells, target, actual)
    if isinstance(actual, Quantity) and (unclear := _asked_about(cells, target, actual)):
        return unclear
    is_undone = is_undone or counts_an_early_stage(
        cells.actual, f"{cells.indicator.name}{target.text or target}"
    )
    if is_undone and _seems_met(cells, target, actual):
        return cells.problem("remark-contradicts")
    if is_upper_bound(cells.direction(target)) and (
        denies_the_name(cells.actual, cells.indicator.name) or tells_nothing_begun(cells.actual)
    ):
        return cells.problem("remark-contradicts")
    way = Way(target, actual, notes=notes)
    return in_numbers(cells, way) if isinstance(actual, Quantity) else (way,)


def _of_nothing(cells: Cells, target: Qualitative) -> tuple[Way, ...] | Problem:
    """An answer to a target of nothing (无重大事故); a problem where it counts something else, or less grave."""
    found = nothing(cells, target)
    (way,) = found
    row, label = f"{cells.indicator.name}{target.text}", _LABEL.match(normal(cells.actual))
    if label and counts_more(label[0], row):
        return cells.problem("counted-unclear", words=label[0], number=normal(cells.actual)[label.end() :])
    if not isinstance(way.actual, Quantity) or way.actual.value == 0:
        return found
    return cells.problem("remark-contradicts") if denies_the_name(cells.actual, row) else found


def _asked_about(cells: Cells, target: Target, actual: Quantity) -> Problem | None:
    """The problem of words at a number that may make it another; None where it is plain what they say."""
    is_ceiling = is_upper_bound(cells.direction(target))
    seems_met = is_ceiling or _reaches(target, actual)
    row = f"{cells.indicator.name}{target.text or target}{place_of(cells.form.body or '')}"
    words = unknown_words(
        cells.actual, actual, row, seems_met, _reaches(target, actual, _FAR_BEYOND), is_ceiling
    )
    return cells.problem("counted-unclear", words=words, number=actual.text) if words else None


def _seems_met(cells: Cells, target: Target, actual: Actual) -> bool:
    """Whether a number reaches a floor, or a date keeps a deadline, by itself."""
    if isinstance(target, Deadline) and isinstance(actual, CalendarDate | Deadline):
        return on_time(target, actual, cells.form.year) is not False
    if not isinstance(actual, Quantity) or is_upper_bound(cells.direction(target)):
        return False
    is_part = actual.unit is not None and actual.unit.is_percent and actual.value < 100
    return not is_part and _reaches(target, actual)  # 92 % says itself that some of it is not


def _reaches(target: Target, actual: Quantity, times: int = 1) -> bool:
    """Whether a number is as large as the target, or so many times as large."""
    if not isinstance(target, Bound | Bare | Range):
        return False
    found = same_unit(quantities_of(target)[0], actual)
    return found.actual_value >= times * found.target_value


def _when(cells: Cells, target: Qualitative) -> Way | None:
    """A target that says when in a way of its own, against a time or a date; None where it or the answer is words."""
    if normal(target.text) == normal(cells.actual):
        return None
    return within_time(target, cells.actual) or within_stretch(target, cells.actual, cells.form.year)


def _of_last_year(cells: Cells, target: Qualitative, asked: LastYear) -> tuple[Way, ...] | Problem | None:
    """A figure held against last year's; None where the answer is in words that say nothing of it (完成)."""
    if normal(target.text) == normal(cells.actual):
        return None  # what repeats the target is judged by the rule set
    answer = answer_of_last_year(cells.actual)
    if answer is None:
        is_level = placed(cells, target, Words(cells.actual)).level is not None
        has_number = any(map(str.isdigit, plain(cells.actual)))
        return cells.problem("last-year-unknown") if has_number and not is_level else None
    held = held_against_last_year(asked, answer, cells.actual)
    if held is None:
        return cells.problem("last-year-unknown")
    if isinstance(held, Words):
        return (Way(target, held),)
    bound, actual = held
    return (Way(replace(bound, text=target.text), actual).noting("last-year-counted", read=str(actual)),)


def _changed(cells: Cells, target: Qualitative) -> Way | None:
    """稳步增长 against 增长5% or 下降2%: whether it went the way that was asked; None for all other words."""
    asked = "" if denies(target.text) else change_in(normal(target.text))
    if asked and says_nothing_changed(cells.actual):
        return Way(target, Words(cells.actual.strip(), level="missed"))
    try:
        told = parse_actual(cells.actual, _COUNTING) if asked else None
    except NotationError:
        return None
    if asked and (moved := _MOVED_TO.search(normal(cells.actual))):
        is_reached = (moved["down"] is not None) == (asked == "down")
        return Way(target, Words(cells.actual.strip(), level="reached" if is_reached else "missed"))
    if not isinstance(told, Quantity) or not told.change or told.value == 0:
        return None
    is_reached = (told.change == asked) == (told.value > 0)
    return Way(target, Words(cells.actual.strip(), level="reached" if is_reached else "missed"))


def _every_period(cells: Cells, target: Qualitative) -> Way | None:
    """每月召开例会 against 12次: once a period at least; None for what asks and answers anything else."""
    counted = parse_actual(cells.actual, _COUNTING) if target.text.lstrip().startswith("每") else None
    asked = once_a_period(target.text, counted) if isinstance(counted, Quantity) else None
    return Way(asked, counted) if asked is not None and isinstance(counted, Quantity) else None


def _compared_dates(cells: Cells, way: Way) -> tuple[Step, ...]:
    """The two dates side by side, where they can be compared: an explanation names both."""
    target, actual = way.target, way.actual
    if not isinstance(target, Deadline) or not isinstance(actual, CalendarDate | Deadline):
        return ()
    days = days_compared(target, actual, cells.form.year)
    if days is None:
        return ()
    done, limit = (Fraction(year * 10000 + month * 100 + day) for year, month, day in days)
    operands = (("actual", done), ("target", limit))
    return (Step("on_time", "met", Fraction(done <= limit), operands, f"{actual}|{target}"),)


def unreadable(code: str, error: NotationError, indicator: Indicator, cell: str) -> Problem:
    """A cell that cannot be read, as a problem that shows the fault."""
    values = {
        "text": error.text,
        "mistake_zh": error.message("zh"),
        "mistake_en": error.message("en"),
        "caret": error.caret(),
    }
    return Problem(code, values, indicator.places.get(cell, indicator.place))
