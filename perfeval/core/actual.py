"""Actual values (实际完成值), read in the light of the target."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.calendar import CalendarDate
from perfeval.core.quantity import Quantity
from perfeval.core.target import Target


@dataclass(frozen=True, slots=True)
class GradeWord:
    """A grade that was reached."""

    value: str


@dataclass(frozen=True, slots=True)
class Words:
    """Free text, e.g. 完全达到预期."""

    text: str


Actual = Quantity | CalendarDate | GradeWord | Words


def parse_actual(text: str, target: Target) -> Actual:
    """Read an actual value; raises NotationError."""
    raise NotImplementedError
