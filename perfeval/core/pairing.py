"""Target and actual value read together (指标值与完成值): each way in which the two cells may be meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.acts import within_stretch, within_time
from perfeval.core.actual import Actual, ActualSyntaxError, GradeWord, Words, parse_actual
from perfeval.core.against_last_year import (
    answer_of_last_year,
    held_against_a_standard,
    held_against_last_year,
)
from perfeval.core.answers import OVER_LAST_YEAR, counts_an_early_stage, read_answer
from perfeval.core.attainment import (
    denies,
    is_nothing,
    normal,
)
from perfeval.core.calendar import CalendarDate, month_alone
from perfeval.core.cells import Cells
from perfeval.core.comparators import is_lower_bound, is_upper_bound
from perfeval.core.counted import unknown_words
from perfeval.core.cursor import Cursor
from perfeval.core.durations import days_as_workdays, months_as_days
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.frequency import once_a_period, over_the_year
from perfeval.core.glyphs import plain, without_blanks
from perfeval.core.in_words import in_words, nothing, placed
from perfeval.core.indicator_names import measure_of
from perfeval.core.labels import change_in
from perfeval.core.last_year import LastYear, said_of_last_year, says_nothing_changed
from perfeval.core.missing_unit import with_missing_unit, with_unit_of_name
from perfeval.core.notation import NotationError
from perfeval.core.numbers import PERCENT, refuse_torn_numbers
from perfeval.core.pair import Way, two_numbers
from perfeval.core.parts_of_year import sum_of_parts
from perfeval.core.problems import Problem
from perfeval.core.proportions import as_numbers
from perfeval.core.quantity import Quantity, in_unit, same_unit
from perfeval.core.ranks import held_in_ranking
from perfeval.core.remarks import denies_the_name, tells_nothing_begun
from perfeval.core.scale import MOST, is_ceiling, on_one_scale
from perfeval.core.scope import counts_more, place_of
from perfeval.core.several import all_reached, is_of_each, is_only_of_each, of_all_listed
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

_NOTHING_AT_ALL = Quantity(Fraction(0))
_COUNTING = Bare(_NOTHING_AT_ALL)
"""A target of a kind that reads the actual value as a number."""
_LABEL = re.compile(r"[^\W0-9]+(?=[1-9])")
_STATED_ENDS = re.compile(r"[≥≤<>\[\]()]|以上|以下|以内|且")
_NAMES_A_DAY = re.compile(
    r"^(?!.*(?:平均|所需|等候|等待|响应|每))(?:.*(?:时间|日期|时点|时限|节点|月份)(?:\(.*\))?$|.*(?:开工|完工|竣工|交付|投产)时)"
)
"""Names of indicators that ask when something is done, not how long it takes."""
_MOVED_TO = re.compile("(?:(?P<down>下降|降低|减少|降)|提高|提升|增加|增长|上升)(?:至|到)[0-9]")
_GROWS = re.compile("[增新提升涨扩变幅]")
"""What names and targets hold that ask for a growth (新增就业人数)."""
_LARGEST_SHARE = 2
"""A bare target of at most so much may be a share (0.95 of 96 %)."""
_FAR_BEYOND = 2
"""From so many times the target on, 累计 may tell all that there are and not what is new."""
_MOST_OF_ALL = 50
"""Above so many per cent, a target is a level and no growth: 提升2% does not answer 95 %."""


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
    target_text, actual_text = as_numbers(target_text, actual_text, indicator.name) or (
        target_text,
        actual_text,
    )
    try:
        target = parse_target(target_text)
    except NotationError as error:
        return unreadable("target-unreadable", error, indicator, "target")
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
        return _in_numbers(cells, often)
    if isinstance(target, Qualitative) and (when := _when(cells, target)):
        return _in_numbers(cells, when) if isinstance(when.actual, Quantity) else (when,)
    if isinstance(target, Qualitative) and (reached := all_reached(cells, target)):
        return (reached,)
    if isinstance(target, Bound | Bare | Range | Tolerance):
        refuse_torn_numbers(Cursor(cells.actual, ActualSyntaxError))
    if isinstance(target, Bound | Bare) and (
        total := sum_of_parts(cells.actual, target, cells.indicator.name)
    ):
        way = Way(target, total).noting("parts-summed", told=cells.actual, read=str(total))
        return _asked_about(cells, target, total) or _in_numbers(cells, way)
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
    return _in_numbers(cells, way) if isinstance(actual, Quantity) else (way,)


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
    seems_met = is_upper_bound(cells.direction(target)) or _reaches(target, actual)
    row = f"{cells.indicator.name}{target.text or target}{place_of(cells.form.body or '')}"
    words = unknown_words(cells.actual, actual, row, seems_met, _reaches(target, actual, _FAR_BEYOND))
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


# Numbers


def _in_numbers(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """Every reading of two numbers: each step may make several ways of one, or refuse the row."""
    ways: tuple[Way, ...] = (way,)
    for step in _STEPS:
        found: list[Way] = []
        for each in ways:
            more = step(cells, each)
            if isinstance(more, Problem):
                return more
            found += more
        ways = tuple(found)
    return ways


def _unit_of_name(cells: Cells, way: Way) -> tuple[Way, ...]:
    return (with_unit_of_name(way, cells.indicator.name),)


def _changes(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """Growth and decline (增减): opposite words are opposite signs; a change does not answer a level."""
    goal, actual = two_numbers(way)
    if goal is None:
        return (way,)
    asked, told = goal.change or change_in(without_blanks(plain(cells.indicator.name))), actual.change
    if asked and not told and not _is_level(goal) and _is_level(actual):
        return cells.problem("level-against-change")
    if told and not asked:
        is_more = OVER_LAST_YEAR.match(without_blanks(plain(cells.actual))) and not _GROWS.search(
            f"{cells.indicator.name}{way.target}"
        )
        is_growth = _is_percent(actual) and not _is_percent(goal)  # 同比增长12% of 1亿元
        is_unclear = told == "down" or is_more or is_growth or _is_level(goal)
        return cells.problem("change-unclear") if is_unclear else (way,)
    if told and asked != told:
        return (replace(way, actual=replace(actual, value=-actual.value)).noting("change-opposite"),)
    if asked == "down" and not told and actual.value < 0:
        return (replace(way, actual=replace(actual, value=-actual.value)).noting("decline-as-negative"),)
    return (way,)


def _is_percent(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.is_percent


def _is_level(quantity: Quantity) -> bool:
    """Whether a percentage is so high that it is a level and no growth."""
    return _is_percent(quantity) and quantity.value > _MOST_OF_ALL


def _frequency(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A frequency and a count over the form's year; how many working days a year has, no cell tells."""
    goal, actual = two_numbers(way)
    by_workday = goal is not None and goal.unit is not None and goal.unit.under == ("工作日",)
    if by_workday and (actual.unit is None or not actual.unit.under):
        return cells.problem("unit-mismatch-refused")
    return over_the_year(way, cells.form.year)


def _of_each(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """15次 of 每村1次, or 每村10户 of 100户: of how many villages, no cell tells."""
    _, actual = two_numbers(way)
    if is_of_each(way.target, cells.actual, actual) or is_only_of_each(
        way.target, cells.actual, actual, cells.indicator.name
    ):
        return cells.problem("unit-mismatch-refused")
    return (way,)


def _rate_of_count(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A percentage that answers a count (完成率): of a floor, that much of it was done; of anything else, who knows."""
    goal, actual = two_numbers(way)
    if goal is None or actual.unit is None or not actual.unit.is_percent:
        return (way,)
    if goal.unit is not None and goal.unit.is_percent:
        return (way,)
    is_rate = goal.value <= _LARGEST_SHARE or measure_of(cells.indicator.name, goal) == "rate"
    if goal.unit is None and goal.value <= 100 and is_rate:
        return (way,)
    is_floor = is_lower_bound(cells.direction(way.target)) and not isinstance(way.target, Range)
    if not is_floor:
        return (way,) if goal.unit is None and goal.value <= 100 else cells.problem("rate-against-count")
    done = replace(actual, value=goal.value * actual.value / 100, unit=goal.unit, scale=goal.scale)
    read = replace(way, actual=done).noting("rate-answers-count")
    if goal.unit is None and goal.value <= 100:
        return read.called("rate=completion"), way.called("rate=percent")
    return (read,)


def _count_of_rate(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A count does not answer a percentage: 45户 of at least 95 %; points of a hundred (95分) do."""
    goal, actual = two_numbers(way)
    if goal is None or goal.unit is None or not goal.unit.is_percent:
        return (way,)
    if actual.unit is None or actual.unit.is_percent or actual.unit.over == ("分",):
        return (way,)
    return cells.problem("unit-mismatch-refused")


def _scale(cells: Cells, way: Way) -> tuple[Way, ...]:
    if not isinstance(way.target, Bound | Bare):
        return (way,)
    inferred = is_upper_bound(cells.direction(way.target))
    way = _in_percent(cells, way, way.target)
    assert isinstance(way.target, Bound | Bare)  # as before
    return on_one_scale(way, is_ceiling(way.target, inferred))


def _in_percent(cells: Cells, way: Way, target: Bound | Bare) -> Way:
    """Bare numbers of a rate (完成率 100, reached 0.98): the target in per cent, the actual value perhaps a share."""
    goal, (_, actual) = target.quantity, two_numbers(way)
    if goal.unit is not None or actual.unit is not None:
        return way
    is_share = 0 < actual.value <= 1 and _LARGEST_SHARE < goal.value <= 100
    if not is_share or measure_of(cells.indicator.name, goal) != "rate":
        return way
    return replace(way, target=replace(target, quantity=replace(goal, unit=PERCENT)))


def _missing_unit(cells: Cells, way: Way) -> tuple[Way, ...] | Problem:
    """A bare number in the unit that was meant; one far beyond a percentage is none."""
    goal, actual = two_numbers(way)
    if goal is None or actual.unit is not None:
        return with_missing_unit(way)
    is_percent = goal.unit is not None and goal.unit.is_percent
    if is_percent and actual.value > max(MOST * goal.value, Fraction(1000)):
        return cells.problem("unit-mismatch-refused")
    return with_missing_unit(way)


def _range(cells: Cells, way: Way) -> tuple[Way, ...]:
    """A range that only names what is expected (3-5天, 5-10家): beyond its better end it may be met as well.

    A duration whose direction is "at most" is a ceiling.
    """
    target, (_, actual) = way.target, two_numbers(way)
    if not isinstance(target, Range) or _STATED_ENDS.search(plain(target.text)):
        return (way,)
    comparator, value = cells.direction(target), actual.value * target.low.scale
    if actual.unit is not None:
        value = actual.value if target.low.unit is None else in_unit(actual, target.low.unit) or actual.value
    if is_upper_bound(comparator):
        ceiling = replace(way, target=Bound("at_most", target.high, target.text))
        if target.high.unit is not None and measure_of(cells.indicator.name, target.high) == "duration":
            return (ceiling.noting("range-as-ceiling"),)
        return (
            (way,)
            if value >= target.low.value
            else (way.called("range=exact"), ceiling.called("range=at_most"))
        )
    if is_lower_bound(comparator) and value > target.high.value:
        return way.called("range=exact"), replace(
            way, target=Bound("at_least", target.low, target.text)
        ).called("range=at_least")
    return (way,)


_STEPS: tuple[Callable[[Cells, Way], tuple[Way, ...] | Problem], ...] = (
    _unit_of_name,
    _changes,
    _of_each,
    _frequency,
    months_as_days,
    days_as_workdays,
    _rate_of_count,
    _count_of_rate,
    _scale,
    _missing_unit,
    _range,
)


# Dates


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


__all__ = ["GradeWord", "Pair", "pairs", "unreadable"]
