"""Exact numbers: text in, Fraction inside, Decimal out. `round_to` is the project's only rounding (舍入)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Mode = Literal["half_up", "half_even", "down", "up"]
"""四舍五入 (ties away from zero) · 四舍六入五成双 · 截尾 (toward zero) · 进位 (away from zero)."""

MAX_LENGTH = 100
"""Characters of the longest number that is read; a longer one is a mistake, or an attack."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，／－＋−", "0123456789.,/-+-")
_DECIMAL = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_RATIO = re.compile(r"([+-]?[0-9]+)/([0-9]+)")


class ExactnessError(ValueError):
    """The value is no exact number: a float, or text that is not plain decimal text."""


def exact(value: str | int | Decimal | Fraction) -> Fraction:
    """The number that `value` states, exactly.

    Text is decimal ("1,234.50", full-width digits too) or a fraction ("2/37"). No exponent, no percent sign,
    no space or underscore inside; a comma only where it groups three digits. Raises ExactnessError for other
    text, and for every float: its digits are already lost.
    """
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise ExactnessError(f"not an exact number: {value!r} ({type(value).__name__})")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ExactnessError(f"not a finite number: {value}")
    return Fraction(value)


def _read(text: str) -> Fraction:
    plain = text.strip().translate(_FULL_WIDTH)
    if len(plain) <= MAX_LENGTH:
        if found := _DECIMAL.fullmatch(plain):
            return Fraction(found[0].replace(",", ""))
        if (found := _RATIO.fullmatch(plain)) and int(found[2]):
            return Fraction(int(found[1]), int(found[2]))
    raise ExactnessError(f"not a plain decimal number: {text[:MAX_LENGTH]!r}")


def round_to(value: Fraction, places: int, mode: Mode) -> Decimal:
    """`value` with exactly `places` decimals, rounded once from the exact value: 1.835 -> Decimal("1.84")."""
    numerator, denominator = value.numerator, value.denominator
    units, rest = divmod(abs(numerator) * 10**places, denominator)
    units += _goes_up(mode, units, rest, denominator)
    # From text: the only way to a Decimal that no context cuts to its precision.
    return Decimal(f"{'-' if numerator < 0 < units else ''}{units}E-{places}")


def _goes_up(mode: Mode, units: int, rest: int, whole: int) -> bool:
    """Whether what is left, `rest` of `whole`, makes one unit more."""
    match mode:
        case "half_up":
            return 2 * rest >= whole
        case "half_even":
            return 2 * rest > whole or (2 * rest == whole and units % 2 == 1)
        case "up":
            return rest > 0
        case _:
            return False


def show(value: Fraction, max_places: int = 12) -> str:
    """Exact text that `exact` reads back: a decimal where at most `max_places` places do, else "n/d"."""
    for places in range(max_places + 1):
        if 10**places % value.denominator == 0:
            return f"{round_to(value, places, 'down'):f}"
    return f"{value.numerator}/{value.denominator}"
