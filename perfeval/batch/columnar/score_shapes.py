"""Kinds of score that a row can have (情形): for each reading the lines below, at and above the target, as integers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.lines import (
    ANY_RATIO,
    Line,
    Lines,
    capped_lines,
    covers,
    kept,
    level,
    lines_of,
)
from perfeval.core.comparators import is_met
from perfeval.core.rules.expressions import Node
from perfeval.core.span import Span
from perfeval.core.target import Comparator

Met = tuple[bool, bool, bool]
_ZERO, _ONE = Fraction(0), Fraction(1)
_RATIOS = (Span(_ZERO, _ONE, False, True), Span(_ONE, _ONE), Span(_ONE, None, True, True))
"""What actual ÷ target can be below, at and above the target, neither being negative here."""
_ROUNDED_RATIOS = (Span(_ZERO, _ONE), Span(_ONE, _ONE), Span(_ONE, None, False, True))
"""Likewise if it is rounded first: no rounding leads past 1."""
MODES = ("half_up", "half_even", "down", "up")
_LARGEST = 10**6
"""The largest numerator or denominator of a line; a rule with finer ones is left to the core."""


Table = npt.NDArray[np.int64]
Sides = tuple[Lines, Lines, Lines]
"""The lines for an actual value below, at and above the target."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One score that a row may have: its lines, the rounding of the ratio, who meets a target of zero (None: ask the
    core); and the reading of the cells that it belongs to, where they may be read in several ways.
    """

    sides: Sides
    places: int | None = None
    mode: str = "half_up"
    met_at_zero: Met | None = None
    reading: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """All alternatives of a row; the score is what they span."""

    alternatives: tuple[Alternative, ...]
    assumed: bool = False
    over: tuple[Fraction, bool] | None = None
    ceiling: bool = False
    execution: bool = False
    contested: bool = False

    def is_one_line(self, side: int) -> bool:
        """Whether one line gives the score below (0), at (1) or above (2) the target: level or sloping, not rounded."""
        first, lines = self.alternatives[0], self.alternatives[0].sides[side]
        is_plain = len(lines) == 1 and lines[0].high is None and not lines[0].inverse
        return len(self.alternatives) == 1 and first.places is None and is_plain


def met_by(comparator: Comparator) -> Met:
    """Whether a row meets a comparator if its actual value is below, at or above the target: asked of the core."""
    below, at, above = (is_met(comparator, _ONE, Fraction(actual)) for actual in (0, 1, 2))
    return below, at, above


def same(line: Line) -> Alternative:
    """One share of the marks, whatever the actual value."""
    return Alternative(((line,), (line,), (line,)))


def drawn(rule: Node, comparator: Comparator, is_rounded: bool) -> Sides | None:
    """The lines of a rule on each side of the target, if there are lines for all ratios that can occur there."""
    ratios = _ROUNDED_RATIOS if is_rounded else _RATIOS
    below, at, above = (
        kept(lines_of(rule, meets) or (), of_side)
        for meets, of_side in zip(met_by(comparator), ratios, strict=True)
    )
    return (below, at, above) if all(map(covers, (below, at, above), ratios)) else None


def short_of_strict_limit(sides: Sides) -> Sides:
    """The sides of a strict limit: a value that is just the limit misses it, and never earns full marks."""
    below, at, above = sides
    short = Span(_ZERO, _ONE, high_open=True)
    exact = tuple(level(short, line.when, line.needs_ratio) if _is_full_at_one(line) else line for line in at)
    return below, exact, above


def _is_full_at_one(line: Line) -> bool:
    """Whether the line reaches the full mark at a ratio of 1."""
    return not line.high_open and (line.base + line.slope if line.high is None else line.high) >= _ONE


def drawn_for_rate(rule: Node, above_one: str, is_rounded: bool) -> Sides | None:
    """The lines of an execution rate; none if the rule asks whether it is met, which is known after its rounding."""
    met, unmet = (lines_of(rule, meets) for meets in (True, False))
    lines = kept(met or (), ANY_RATIO)
    if met != unmet or above_one == "refuse" or not covers(lines, ANY_RATIO):
        return None
    capped = capped_lines(lines, above_one)
    below, at, above = (kept(capped, of_side) for of_side in (_ROUNDED_RATIOS if is_rounded else _RATIOS))
    return below, at, above


def within_bounds(case: Case) -> Case | None:
    """The case, or None if its lines do not fit the kernel's integers."""
    lines = (line for each in case.alternatives for side in each.sides for line in side)
    return None if any(map(_too_fine, lines)) else case


def _too_fine(line: Line) -> bool:
    return max(abs(number) for number in _numbers(line)) > _LARGEST


def _numbers(line: Line) -> tuple[int, ...]:
    """A line as the kernel reads it: its ends as fractions, base, slope and top over one denominator, its kind."""
    low, high, top = line.when.low, line.when.high, line.high
    below = lcm(
        line.base.denominator, line.slope.denominator, (line.base if top is None else top).denominator
    )
    return (
        low.numerator if low is not None else 0,
        low.denominator if low is not None else 0,
        int(line.when.low_open),
        high.numerator if high is not None else 0,
        high.denominator if high is not None else 0,
        int(line.when.high_open),
        int(line.base * below),
        int(line.slope * below),
        below,
        int((line.base if top is None else top) * below),
        kernel.INVERSE if line.inverse else kernel.BAND if top is not None else kernel.LEVEL_OR_SLOPE,
        int(line.needs_ratio),
        kernel.LOW_OPEN * line.low_open + kernel.HIGH_OPEN * line.high_open,
    )


def tables_of(cases: Iterable[Case]) -> tuple[Table, Table, Table, float]:
    """Cases, alternatives and lines as the kernel reads them, and twice the largest number in them."""
    of_cases: list[tuple[int, ...]] = []
    alternatives: list[tuple[int, ...]] = []
    lines: list[tuple[int, ...]] = []
    for case in cases:
        over, inclusive = case.over or (Fraction(0), False)
        first = len(alternatives)
        for each in case.alternatives:
            sides: list[int] = []
            for side in each.sides:
                sides += (len(lines), len(side))
                lines += map(_numbers, side)
            places = -1 if each.places is None else each.places
            met_at_zero = (-1,) * 3 if each.met_at_zero is None else each.met_at_zero
            alternatives.append((*sides, places, MODES.index(each.mode), *met_at_zero, each.reading))
        of_cases.append(
            (
                first,
                len(case.alternatives),
                case.assumed,
                case.over is not None,
                over.numerator,
                over.denominator,
                inclusive,
                case.ceiling,
                case.execution,
                case.contested,
                *(alternatives[first][2 * side] if case.is_one_line(side) else -1 for side in range(3)),
            )
        )
    case_table, alternative_table, line_table = (
        np.array(rows or [(0,) * width], np.int64)
        for rows, width in ((of_cases, 13), (alternatives, 12), (lines, 13))
    )
    bounds = case_table[:, kernel.OVER_ABOVE : kernel.OVER_BELOW + 1]
    largest = max(1, np.abs(line_table).max(), np.abs(bounds).max())
    return case_table, alternative_table, line_table, 2.0 * largest
