"""Numbers as people read them (数的写法): decimals, signs, per cents. Rounding here is half up, for the eye alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perfeval.core.exact import round_to, show


def two_decimals(value: Fraction | Decimal) -> str:
    """A number with two decimals: 4.63."""
    return f"{round_to(Fraction(value), 2, 'half_up'):f}"


def number(value: Fraction | Decimal | None, nothing: str = "—") -> str:
    """A number with two decimals, or as exact as it is; a dash where there is none."""
    if value is None:
        return nothing
    short = two_decimals(value)
    return short if Fraction(short) == Fraction(value) else show(Fraction(value))


def signed(value: Fraction) -> str:
    """A difference with its sign and two decimals; zero has none."""
    return f"{round_to(value, 2, 'half_up'):+f}" if value else "0.00"


def percent(share: Fraction, places: int = 2) -> str:
    """A share as a percentage: 18.35%."""
    return f"{round_to(share * 100, places, 'half_up')}%"


def exact_percent(share: Fraction) -> str:
    """A share as people write it: 80%; one that does not end as the fraction it is."""
    text = show(share * 100)
    return show(share) if "/" in text else f"{text}%"


def nearly(value: Fraction) -> str:
    """A number as short as it is exact, at most six decimals."""
    text = show(value)
    return text if "/" not in text else f"≈{round_to(value, 6, 'half_up')}"
