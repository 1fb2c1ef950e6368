"""One way to read target and actual value of a row (取值)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from perfeval.core.actual import Actual
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bare, Bound, Target
from perfeval.core.target_kinds import quantities_of


@dataclass(frozen=True, slots=True)
class Note:
    """What was done to read the cells: a problem code, and what its message says beside the cells."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """Target and actual value in one reading; `reading` names it where there are several ("scale=share")."""

    target: Target
    actual: Actual
    reading: str = ""
    notes: tuple[Note, ...] = ()

    def noting(self, code: str, **values: str) -> Way:
        """The same, with one note more."""
        return replace(self, notes=(*self.notes, Note(code, tuple(values.items()))))

    def called(self, reading: str) -> Way:
        """The same, as one of several."""
        return replace(self, reading="; ".join(filter(None, (self.reading, reading))))


def with_quantity(target: Bound | Bare, quantity: Quantity) -> Bound | Bare:
    """The target with another quantity."""
    return replace(target, quantity=quantity)


def shown(quantity: Quantity) -> str:
    """A quantity as a reader wants it, its magnitude not multiplied out where it has one."""
    return str(quantity)


def two_numbers(way: Way) -> tuple[Quantity | None, Quantity]:
    """What is asked for, of a range its lower end, and what was reached; None for a target of another kind."""
    assert isinstance(way.actual, Quantity)
    return next(iter(quantities_of(way.target)), None), way.actual
