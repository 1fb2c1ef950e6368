"""Actual values (实际完成值), parsed according to the kind of their target."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from perfeval.core.attainment import Level
from perfeval.core.calendar import PERIOD, CalendarDate, read_date, read_recurring_day
from perfeval.core.comparators import (
    Comparator,
    is_lower_bound,
    is_met,
    is_upper_bound,
    on_one_side,
    read_comparator,
    read_suffix,
)
from perfeval.core.cursor import Cursor
from perfeval.core.grades import grade_reached
from perfeval.core.labels import lacks_unit, read_label, with_label
from perfeval.core.notation import NotationError
from perfeval.core.numbers import BEGINS, refuse_odd_digits
from perfeval.core.phrases import read_unless_phrase
from perfeval.core.quantity import Quantity, finish, read_inclusion, read_quantity, same_unit
from perfeval.core.shortfall import is_unsure, leaves_undone
from perfeval.core.target import Bound, Deadline, Grade, Qualitative, Target
from perfeval.core.target_kinds import quantities_of


class ActualSyntaxError(NotationError):
    """An actual value that begins like a number or a date and cannot be read."""


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A grade that was reached (等级), as its scale spells it: L2, 优."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """Free text (文字): 完全达到预期, or anything that is not of the target's kind.

    `level` is the level of attainment that it names in the light of the target, where that is plain; `answers_no`
    where it is the "no" to a plain question.
    """

    text: str
    level: Level | None = field(default=None, compare=False)
    answers_no: bool = field(default=False, compare=False)


Actual = Quantity | CalendarDate | Deadline | GradeWord | Words


@lru_cache(maxsize=4096)
def parse_actual(text: str, target: Target) -> Actual:
    """Read an actual value as the target wants it: a quantity, a date or a grade, else words.

    A comparator that repeats the target's (>=95%), a verb (已完成37人次) or the indicator's name (合格率97%) before
    the number says nothing and is left out. Raises ActualSyntaxError for a number or date that cannot be read.
    """
    cursor = Cursor(text, ActualSyntaxError)
    words = Words(text.strip())
    match target:
        case Qualitative():
            return words
        case Grade():
            grade = grade_reached(text, target.value, target.scale)
            return words if grade is None else GradeWord(grade)
        case Deadline():
            return _read_date(cursor, target) or words
        case _:
            found = _read_measured(cursor, target)
            if found is not None and any(
                is_unsure(each) or leaves_undone(each) for each in _BESIDE.findall(cursor.plain)
            ):
                raise cursor.mistake("note-unclear", 0, len(cursor.plain))
            return found or words


_BESIDE = re.compile(r"\([^()]*\)|[,;、](?:其中|包括|包含|含|即).*$")
"""What may stand beside a number and be read past."""


def _read_date(cursor: Cursor, target: Deadline) -> CalendarDate | Deadline | None:
    """done = date | day "日" | period: 9月前 is a deadline that was kept, 10日 a day of the month that is asked for."""
    if period := _END_OF_PERIOD.search(cursor.plain) if cursor.sees(PERIOD) else None:
        cursor.at = period.end()
    if target.date.every and (day := read_recurring_day(cursor, target.date.every)):
        return day
    written = read_date(cursor)
    if written is None or written.act not in target.text:
        return None
    return Deadline(written.date, written.inclusive) if written.before else written.date


_END_OF_PERIOD = re.compile(".*[~至到]|[^-]*-(?=[^-]*$)")


def _read_measured(cursor: Cursor, target: Target) -> Quantity | CalendarDate | None:
    """measured = date | [ comparator ] quantity | label [ comparator ] quantity."""
    refuse_odd_digits(cursor)
    written = read_date(cursor)
    if written is not None and written.certain:
        return written.date
    cursor.at = 0
    found = _read_compared(cursor, target)
    if found is not None:
        return found
    cursor.at = 0
    label = read_label(cursor)
    if cursor.at == 0:
        return None
    try:
        found = _read_compared(cursor, target)
    except NotationError as error:
        if label.is_certain or error.mistake in ("approximate", "percent-doubled", "bound-only"):
            raise
        return None
    goal = next(iter(quantities_of(target)), None)
    if found is None or (label.needs_unit and lacks_unit(found, goal.unit if goal else None)):
        return None
    return with_label(found, label)


def _read_compared(cursor: Cursor, target: Target) -> Quantity | None:
    """compared = [ comparator ] quantity [ suffix ]; the cursor's error for one that only names a side: 不足95%."""
    start = cursor.at
    comparator = read_comparator(cursor)
    if comparator is not None and _hides_the_number(comparator, target):
        raise cursor.mistake("bound-only", start, cursor.at, word=cursor.as_written(start, cursor.at))
    read = read_unless_phrase(cursor, BEGINS, _read_whole)
    if read is None:
        return None
    found, suffix = read
    told = suffix or comparator
    if told is not None and (_hides_the_number(told, target) or _is_weaker(told, found, target)):
        raise cursor.mistake("bound-only", start, cursor.at, word=cursor.as_written(start, cursor.at))
    return found


def _is_weaker(comparator: Comparator, found: Quantity, target: Target) -> bool:
    """Whether a bound that is told instead of a number (90%以上) is weaker than the one that was asked for (≥95%)."""
    if not isinstance(target, Bound) or not on_one_side(comparator, target.comparator):
        return False
    match_ = same_unit(target.quantity, found)
    if match_.note == "mismatch":
        return False
    return not is_met(
        "at_least" if is_lower_bound(comparator) else "at_most", match_.target_value, match_.actual_value
    )


def _hides_the_number(comparator: Comparator, target: Target) -> bool:
    """Whether a number with this comparator does not tell how far the target was reached: 不足95% of at least 95%."""
    if not isinstance(target, Bound):
        return comparator in ("more_than", "less_than")
    other = target.comparator
    if comparator in ("more_than", "less_than"):
        return not on_one_side(comparator, other)
    lower, upper = is_lower_bound(other), is_upper_bound(other)
    return (is_upper_bound(comparator) and lower) or (is_lower_bound(comparator) and upper)


def _read_whole(cursor: Cursor) -> tuple[Quantity, Comparator | None]:
    """A quantity with its notes, and the comparator behind it."""
    quantity = read_quantity(cursor)
    read_inclusion(cursor, quantity)
    suffix = read_suffix(cursor)
    read_inclusion(cursor, quantity)
    finish(cursor)
    return quantity, suffix
