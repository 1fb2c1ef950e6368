"""Numbers as spreadsheet formulas (公式): quotients, rounding, intervals, numbers inside text.

A spreadsheet counts in binary floating point. Its ROUND works on 15 significant digits, so a formula shows
the engine's score as long as no value lies closer to a rounding boundary than the noise of a few operations
without lying on it; `is_safe` asks the exact steps whether that is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.exact import Mode, exact, show
from perfeval.core.span import Span
from perfeval.core.trace import Step

_NOISE = Fraction(1, 10**8)
"""Share of the last decimal within which a value beside a rounding boundary is left to the engine."""
ASK = "请填数字"
"""What a cell says that needs a number."""
_PLAIN = re.compile(r"([^0-9.]*)([0-9]+(?:\.[0-9]+)?)([^0-9.]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A number as two formulas, so that marks are multiplied before anything is divided."""

    over: str
    under: str = "1"

    @property
    def value(self) -> str:
        """Formula of the quotient; rounded at 12 decimals where it is compared (`compared`)."""
        return self.over if self.under == "1" else f"{self.over}/{self.under}"

    @property
    def compared(self) -> str:
        """Formula to compare with a constant: without the noise of the division."""
        return f"ROUND({self.value},12)"

    @property
    def inverse(self) -> Quotient:
        """1 ÷ the quotient."""
        return Quotient(self.under, self.over)

    def of(self, points: str) -> str:
        """Formula of `points` × the quotient."""
        product = times(points, self.over)
        return product if self.under == "1" else f"{product}/{self.under}"


def rounded(formula: str, places: int | Literal["none"], mode: Mode) -> str:
    """Formula that rounds as the rule set says, on the decimal value and not on its binary neighbour."""
    if places == "none":
        return f"ROUND({formula},12)"
    if mode == "half_up":
        return f"ROUND({formula},{places})"
    if mode == "half_even":
        even_tie = f"ROUND(MOD({times(formula, str(10**places))},2),8)=0.5"
        return f"IF({even_tie},ROUNDDOWN({formula},{places}),ROUND({formula},{places}))"
    name = "ROUNDDOWN" if mode == "down" else "ROUNDUP"
    return f"{name}(ROUND({formula},{places + 8}),{places})"


def is_safe(steps: Iterable[Step]) -> bool:
    """Whether every rounding in the steps is far enough from a boundary, or exactly on it, for 15 digits."""
    return all(_is_clear(step) and is_safe(step.children) for step in steps)


def _is_clear(step: Step) -> bool:
    if step.operation != "round":
        return True
    (_, value), (_, places) = step.operands
    scale: int = 10 ** int(places)
    twice = 2 * value * scale
    rest = twice - twice.numerator // twice.denominator
    return rest == 0 or _NOISE < rest < 1 - _NOISE


def number(value: Fraction) -> str:
    """A constant in a formula."""
    text = show(value)
    return f"({text})" if "/" in text else text


def inside(formula: str, span: Span) -> str:
    """Formula of whether a value lies in an interval."""
    tests = []
    if span.low is not None:
        tests.append(f"{formula}{'>' if span.low_open else '>='}{number(span.low)}")
    if span.high is not None:
        tests.append(f"{formula}{'<' if span.high_open else '<='}{number(span.high)}")
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"


def times(first: str, second: str) -> str:
    """Formula of a product; a factor of one is left out."""
    if first == "1":
        return second
    return first if second == "1" else f"{first}*{second}"


def number_in(cell: str, text: str, value: Fraction, unit: str = "") -> str:
    """Formula of the number that a cell with text such as `>=90%` or `37人次` holds.

    `value` is what the engine read there: a unit that was converted becomes a factor. A text that no formula
    can read (三家) is compared as a whole, so that a changed cell asks for a number and never keeps the old.
    A zero tells nothing of its unit; it is read like other numbers if it is written in `unit`, or in none.
    """
    found = _PLAIN.fullmatch(text.strip().replace(",", ""))
    printed = exact(found[2]) if found else Fraction(0)
    plain_zero = (
        found is not None and not printed and found[1].strip() != "-" and found[3].strip() in ("", unit)
    )
    factor = value / printed if printed else Fraction(plain_zero)
    if found is None or factor <= 0 or "/" in show(factor):
        return f'IF(EXACT({cell},{quoted(text)}),{number(value)},"{ASK}")'
    return bare_number(cell, (found[1], found[3]), factor)


def bare_number(cell: str, around: tuple[str, str], factor: Fraction = Fraction(1)) -> str:
    """Formula of the number in a cell once the text around it is taken away; asks where none is left."""
    inner = cell
    for affix in dict.fromkeys(each.strip() for each in around):
        if affix:
            inner = f'SUBSTITUTE({inner},{quoted(affix)},"")'
    value = times(f"VALUE({inner})", number(factor))
    return f'IF({cell}="","",IFERROR({value},"{ASK}"))'


def text_after_number(text: str) -> str:
    """Unit of a text such as `2万元`; empty where no plain number stands before it."""
    found = _PLAIN.fullmatch(text.strip().replace(",", ""))
    return found[3].strip() if found else ""


def quoted(text: str) -> str:
    """A text constant in a formula."""
    return '"' + text.replace('"', '""') + '"'
