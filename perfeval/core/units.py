"""Units of measure (计量单位) and exact conversion inside one dimension."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of a unit, e.g. 万元: its canonical name and the magnitude before it."""

    name: str
    magnitude: int = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a quotient of factors: 万元, 元/人次, 元/人/月."""

    over: tuple[Factor, ...]
    under: tuple[Factor, ...] = ()

    @property
    def is_percent(self) -> bool:
        """Whether the unit is a percentage."""
        raise NotImplementedError


def parse_unit(text: str) -> Unit:
    """Read a unit."""
    raise NotImplementedError


def conversion(source: Unit, target: Unit) -> Fraction | None:
    """The factor that turns a number in `source` into one in `target`; None where they do not convert."""
    raise NotImplementedError
