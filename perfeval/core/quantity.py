"""Quantities as forms write them (数量): 1.2万亩, 100百分比, 三家, 2,180.00."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from perfeval.core.notation import NotationError
from perfeval.core.units import Unit


class QuantitySyntaxError(NotationError):
    """A text that should be a number with a unit is none."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, magnitudes multiplied out: 1.2万亩 equals 12000亩."""

    value: Fraction
    unit: Unit | None = None
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Target and actual value as numbers of one unit."""

    target_value: Fraction
    actual_value: Fraction
    note: Literal["same", "converted", "assumed", "percent-scale", "mismatch"]


def parse_quantity(text: str) -> Quantity:
    """Read a quantity; raises QuantitySyntaxError."""
    raise NotImplementedError


def in_unit(quantity: Quantity, unit: Unit) -> Fraction | None:
    """The number that the quantity is in `unit`; None where it does not convert."""
    raise NotImplementedError


def same_unit(target: Quantity, actual: Quantity) -> UnitMatch:
    """Target and actual value in one unit, and what had to be assumed."""
    raise NotImplementedError
