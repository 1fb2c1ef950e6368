"""Numbers under the placeholders 0, # and ? of a number format (数字占位符), and under General (常规)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfeval.core.exact import round_to

_GENERAL_WIDTH = 11
"""Characters that General shows at most, without the sign."""
_GENERAL_POWER_DIGITS = 6
_ABSENT = {"0": "0", "?": " ", "#": ""}
_MISSING = "\0"


def show_general(value: Fraction) -> str:
    """A number of zero or more as General shows it in a column that is wide enough: at most 11 characters.

    >>> show_general(Fraction("9.948333333333334")), show_general(Fraction(123456789012))
    ('9.948333333', '1.23457E+11')
    """
    whole = len(str(int(value)))
    if whole > _GENERAL_WIDTH:
        return _power(value)
    places = max(_GENERAL_WIDTH - 1 - whole, 0)
    shown = f"{round_to(value, places, 'half_up'):f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    is_small = 0 < value < Fraction(1, 10_000)
    return _power(value) if is_small and Fraction(shown) != value else shown


def _power(value: Fraction) -> str:
    exponent = _exponent(value)
    mantissa = round_to(value / Fraction(10) ** exponent, _GENERAL_POWER_DIGITS - 1, "half_up")
    if mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    digits = f"{mantissa:f}".rstrip("0").rstrip(".")
    return f"{digits}E{'+' if exponent >= 0 else '-'}{abs(exponent):02}"


def _exponent(value: Fraction) -> int:
    estimate = len(str(value.numerator)) - len(str(value.denominator))
    return estimate if value >= Fraction(10) ** estimate else estimate - 1


def fill_digits(value: Fraction, tokens: Sequence[tuple[str, str]]) -> str:
    """A number of zero or more under (kind, text) tokens: digit, point, comma, percent; any other is literal.

    A comma between placeholders groups thousands; one after the last placeholder divides by a thousand.
    """
    kinds = [kind for kind, _ in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    last = max(index for index, kind in enumerate(kinds) if kind == "digit")
    last_whole = max((i for i, kind in enumerate(kinds[:point]) if kind == "digit"), default=-1)
    commas = [index for index, kind in enumerate(kinds) if kind == "comma"]
    first = kinds.index("digit")
    is_grouped = any(first < comma < last_whole for comma in commas)
    scale = sum(1 for comma in commas if comma > last or last_whole < comma < point)
    value *= Fraction(100 ** kinds.count("percent"), 1000**scale)
    places = kinds[point:].count("digit")
    whole, _, decimals = f"{round_to(value, places, 'half_up'):f}".partition(".")
    return _whole(whole.lstrip("0"), tokens[:point], is_grouped) + _decimals(decimals, tokens[point:])


def _whole(digits: str, tokens: Sequence[tuple[str, str]], is_grouped: bool) -> str:
    """One digit for each placeholder from the right; the leftmost placeholder takes all that are left."""
    slots = sum(1 for kind, _ in tokens if kind == "digit")
    if not slots:
        return "".join(text for kind, text in tokens if kind != "comma") + digits
    waiting = digits.rjust(slots, _MISSING)
    take = len(waiting) - slots + 1
    shown = ""
    for kind, text in tokens:
        if kind == "digit":
            for digit in waiting[:take]:
                shown += _ABSENT[text] if digit == _MISSING else digit
                waiting = waiting[1:]
                if is_grouped and shown[-1:].isdigit() and waiting and len(waiting) % 3 == 0:
                    shown += ","
            take = 1
        elif kind != "comma":
            shown += text
    return shown


def _decimals(digits: str, tokens: Sequence[tuple[str, str]]) -> str:
    significant = len(digits.rstrip("0"))
    shown = ""
    used = 0
    for kind, text in tokens:
        if kind == "digit":
            shown += digits[used] if used < significant else _ABSENT[text]
            used += 1
        elif kind != "comma":
            shown += text
    return shown
