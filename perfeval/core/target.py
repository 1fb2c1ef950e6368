"""Target expressions (年度指标值): >=90%, 5～10家, 9月前, L2, 稳步增长."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from perfeval.core.calendar import CalendarDate
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity

Comparator = Literal["at_least", "more_than", "at_most", "less_than", "equal_to"]
TargetKind = Literal["quantity", "range", "date", "grade", "qualitative"]


class TargetSyntaxError(NotationError):
    """A quantitative target that cannot be read."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparator and a quantity."""

    comparator: Comparator
    quantity: Quantity
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Bare:
    """A quantity without comparator."""

    quantity: Quantity
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """From low to high."""

    low: Quantity
    high: Quantity
    low_open: bool = False
    high_open: bool = False
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A centre and how far from it is allowed."""

    center: Quantity
    tolerance: Quantity
    text: str = field(default="", compare=False)

    @property
    def lower_quantity(self) -> Quantity:
        """The lower end."""
        raise NotImplementedError

    @property
    def upper_quantity(self) -> Quantity:
        """The upper end."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date until which something is to be done."""

    date: CalendarDate
    inclusive: bool = True
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of an ordered scale, best first."""

    value: str
    scale: tuple[str, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Qualitative:
    """A target in words."""

    text: str


Target = Bound | Bare | Range | Tolerance | Deadline | Grade | Qualitative


def parse_target(text: str) -> Target:
    """Read a target; raises TargetSyntaxError."""
    raise NotImplementedError


def kind_of(target: Target) -> TargetKind:
    """The kind of a target."""
    raise NotImplementedError


def is_met(comparator: Comparator, target_value: Fraction, actual_value: Fraction) -> bool:
    """Whether an actual value satisfies a bound."""
    raise NotImplementedError


def within_range(target: Range | Tolerance, actual: Quantity) -> bool | None:
    """Whether an actual value lies in the range; None where the units do not convert."""
    raise NotImplementedError


def on_time(deadline: Deadline, actual: CalendarDate, year: int | None) -> bool | None:
    """Whether a date keeps a deadline; None where the texts do not tell."""
    raise NotImplementedError


def is_blank(text: str) -> bool:
    """Whether a cell is empty."""
    raise NotImplementedError


def is_not_applicable(text: str) -> bool:
    """Whether a cell says that the row does not apply."""
    raise NotImplementedError
