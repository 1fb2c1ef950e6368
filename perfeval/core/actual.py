"""Actual values (实际完成值), read in the light of the target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from perfeval.core.calendar import CalendarDate, read_date
from perfeval.core.comparators import read_comparator, read_suffix
from perfeval.core.cursor import Cursor
from perfeval.core.grades import grade_reached
from perfeval.core.notation import NotationError
from perfeval.core.numbers import BEGINS
from perfeval.core.phrases import LABEL, read_unless_phrase
from perfeval.core.quantity import Quantity, finish, read_inclusion, read_quantity
from perfeval.core.target import Deadline, Grade, Qualitative, Target

_ATTAINED = re.compile("实际完成|实际|已完成|共完成|完成|实现|共计|共")


class ActualSyntaxError(NotationError):
    """An actual value that begins like a number or a date and cannot be read."""


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A grade that was reached (等级), as its scale spells it: L2, 优."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """Free text (文字): 完全达到预期, or anything that is not of the target's kind."""

    text: str


Actual = Quantity | CalendarDate | GradeWord | Words


@lru_cache(maxsize=4096)
def parse_actual(text: str, target: Target) -> Actual:
    """Read an actual value as the target wants it: a quantity, a date or a grade, else words.

    A comparator that repeats the target's (>=95%) or a verb (已完成37人次) before the number says nothing and
    is left out. Raises ActualSyntaxError for a number or date that cannot be read.
    """
    cursor = Cursor(text, ActualSyntaxError)
    words = Words(text.strip())
    match target:
        case Qualitative():
            return words
        case Grade():
            grade = grade_reached(text, target.scale)
            return words if grade is None else GradeWord(grade)
        case Deadline():
            return _read_date(cursor) or words
        case _:
            return _read_measured(cursor) or words


def _read_date(cursor: Cursor) -> CalendarDate | None:
    """A date; 9月前 is none, for it does not say when."""
    written = read_date(cursor)
    return written.date if written is not None and written.inclusive else None


def _read_measured(cursor: Cursor) -> Quantity | CalendarDate | None:
    written = read_date(cursor)
    if written is not None and written.certain:
        return written.date
    cursor.at = 0
    cursor.take(LABEL)
    cursor.take(_ATTAINED)
    read_comparator(cursor)
    return read_unless_phrase(cursor, BEGINS, _read_whole)


def _read_whole(cursor: Cursor) -> Quantity:
    quantity = read_quantity(cursor)
    read_inclusion(cursor)
    read_suffix(cursor)
    finish(cursor)
    return quantity
