"""A rule set compiled to the kernel's tables (编译): the cases of its common shapes, asked of the core's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt

from perfeval.batch import kernel
from perfeval.batch.lines import ALWAYS, Line, Lines, capped_lines, covers, kept, lines_of
from perfeval.batch.spelling import COMPARATORS
from perfeval.core.category import category_of, dimension_of
from perfeval.core.methods import readings
from perfeval.core.methods.bands import Bands
from perfeval.core.methods.base import Marks, Method, Row
from perfeval.core.readings import BARE_READINGS
from perfeval.core.ruleset import Decimals, Rule, Ruleset
from perfeval.core.span import Span
from perfeval.core.target import Comparator, TargetKind
from perfeval.core.traits import Traits

Met = tuple[bool, bool, bool]
Ratios = tuple[Span, Span, Span]
_ZERO, _ONE = Fraction(0), Fraction(1)
_MET: Mapping[str, Met] = {
    "at_least": (False, True, True),
    "more_than": (False, False, True),
    "at_most": (True, True, False),
    "less_than": (True, False, False),
    "equal_to": (False, True, False),
}
"""Whether a row whose actual value is below, at or above the target meets the comparator."""
_ANY_RATIO = Span(_ZERO, None, False, True)
_RATIOS = (Span(_ZERO, _ONE, False, True), Span(_ONE, _ONE), Span(_ONE, None, True, True))
"""What actual ÷ target can be below, at and above the target, neither being negative here."""
_ROUNDED_RATIOS = (Span(_ZERO, _ONE), Span(_ONE, _ONE), Span(_ONE, None, False, True))
"""Likewise if it is rounded first: no rounding leads past 1."""
_MODES = ("half_up", "half_even", "down", "up")
_FINEST = 6
"""The most decimals of a score that the kernel rounds to."""
_LARGEST = 10**6
"""The largest numerator or denominator of a line; a rule with finer ones is left to the core."""


Sides = tuple[Lines, Lines, Lines]
"""The lines for an actual value below, at and above the target."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading of a row: its lines, the rounding of the ratio, who meets a target of zero (None: ask the core)."""

    sides: Sides
    places: int | None = None
    mode: str = "half_up"
    met_at_zero: Met | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """All alternatives of a row; the score is what they span."""

    alternatives: tuple[Alternative, ...]
    assumed: bool = False
    over: tuple[Fraction, bool] | None = None
    ceiling: bool = False
    execution: bool = False

    def is_one_line(self, side: int) -> bool:
        """Whether one line gives the score below (0), at (1) or above (2) the target: level or sloping, not rounded."""
        first, lines = self.alternatives[0], self.alternatives[0].sides[side]
        is_plain = len(lines) == 1 and lines[0].high is None and not lines[0].inverse
        return len(self.alternatives) == 1 and first.places is None and is_plain


Tables = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]


class Program:
    """The cases of a rule set, made as rows need them. Everything that has no case goes to the core."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        score, execution = ruleset.rounding.score, ruleset.rounding.execution or ruleset.rounding.score
        self.places = max(_places(score), _places(execution))
        self._mode = score.mode
        self._fits = execution == score and self.places <= _FINEST and score.mode in _MODES
        self._cases: list[Case] = []
        self._traits: dict[tuple[str, str], int] = {}
        self._classes: dict[tuple[str, str, str], int] = {}
        self._by_comparator: list[list[int]] = []
        self._bands: dict[tuple[int, int], Bands] = {}
        self._by_word: dict[Bands, dict[str, int]] = {}
        self._repeats: list[int] = []
        self._dates: list[list[int]] = []
        self._of_dates: dict[tuple[str, bool], Case | None] = {}
        self._tables: tuple[tuple[int, int], Tables] | None = None
        """The last tables, for so many classes and spellings; both only grow."""
        self._drawn: dict[tuple[str, str], list[Alternative]] = {}
        self._execution = self._add(self._execution_case())

    def class_of(self, level1: str, level2: str) -> int:
        """The number of a row's class: its dimension, category and kind, from the printed cells."""
        dimension = dimension_of(level1)
        category, kind = category_of(level2, dimension)
        key = (dimension, category, kind)
        if key not in self._classes:
            self._classes[key] = len(self._classes)
            traits = Traits(dimension, category, kind, "quantity", None, "quantity")
            codes = [*COMPARATORS, None]
            self._by_comparator.append([self._add(self._quantities(traits, each)) for each in codes])
            self._words(self._classes[key], traits)
            self._dates.append([self._add(self._date(traits, met)) for met in (False, True)])
        return self._classes[key]

    def tables(self, words: tuple[str | None, ...]) -> Tables:
        """Cases by class and comparator, by class and spelling (`words` of each), for repeated targets, for dates."""
        known_for = len(self._classes), len(words)
        if self._tables is not None and self._tables[0] == known_for:
            return self._tables[1]
        by_word = np.full((max(len(self._classes), 1), 2, len(words) + 1), -1, np.int32)
        for (kind, target), bands in self._bands.items():
            known = self._by_word.setdefault(bands, {})
            for spelling, word in enumerate(words):
                if word is not None:
                    if word not in known:
                        known[word] = self._add(self._level(bands, word, None))
                    by_word[kind, target, spelling] = known[word]
        by_comparator = np.array(self._by_comparator or [[-1] * 6], np.int32)
        repeats, dates = (
            np.array(self._repeats or [-1], np.int32),
            np.array(self._dates or [[-1, -1]], np.int32),
        )
        tables = by_comparator, by_word, repeats, dates
        self._tables = known_for, tables
        return tables

    def execution_tables(self) -> Tables:
        """The tables of a chunk of execution rows: one class, one case, for a bare budget."""
        nothing = np.full((1, 2, 1), -1, np.int32)
        by_comparator = np.full((1, kernel.BARE + 1), -1, np.int32)
        by_comparator[0, kernel.BARE] = self._execution
        return by_comparator, nothing, nothing[0, 0], nothing[0].T.copy()

    def arrays(self) -> tuple[object, ...]:
        """Cases, alternatives and lines as the kernel reads them, with the largest number in them."""
        cases: list[tuple[int, ...]] = []
        alternatives: list[tuple[int, ...]] = []
        lines: list[tuple[int, ...]] = []
        for case in self._cases:
            over, inclusive = case.over or (Fraction(0), False)
            first = len(alternatives)
            for each in case.alternatives:
                sides: list[int] = []
                for side in each.sides:
                    sides += (len(lines), len(side))
                    lines += map(_numbers, side)
                places = -1 if each.places is None else each.places
                met_at_zero = (-1,) * 3 if each.met_at_zero is None else each.met_at_zero
                alternatives.append((*sides, places, _MODES.index(each.mode), *met_at_zero))
            cases.append(
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
                    *(alternatives[first][2 * side] if case.is_one_line(side) else -1 for side in range(3)),
                )
            )
        found = [np.array(table, np.int64) for table in (cases or [(0,) * 12], alternatives or [(0,) * 11])]
        numbers = np.array(lines or [(0,) * 13], np.int64)
        largest = (
            float(
                max(
                    1,
                    np.abs(numbers).max(),
                    np.abs(found[0][:, kernel.OVER_ABOVE : kernel.OVER_BELOW + 1]).max(),
                )
            )
            * 2
        )
        mode_number = _MODES.index(self._mode) if self._mode in _MODES else 0
        return (*found, numbers, largest, self.places, mode_number)

    def _add(self, case: Case | None) -> int:
        if case is None or not self._fits:
            return -1
        if case not in self._cases:
            self._cases.append(case)
        return self._cases.index(case)

    def _quantities(self, traits: Traits, comparator: str | None) -> Case | None:
        """The case of quantities under a comparator; None stands for a bare target."""
        meaning = self.ruleset.meaning
        bare = meaning.bare_target.then if meaning.bare_target else "unstated"
        if comparator is None:
            ways = BARE_READINGS if bare == "unstated" else () if bare == "refuse" else (bare,)
        else:
            ways = (comparator,)  # type: ignore[assignment]
        alternatives: list[Alternative] = []
        for way in ways:
            found = self._under(traits, way)
            if not found:
                return None
            alternatives += found
        if not alternatives:
            return None
        over = self.ruleset.over_completion
        watched = over is not None and len(ways) == 1 and ways[0] in over.comparators
        case = Case(
            tuple(alternatives),
            comparator is None,
            (over.above, over.inclusive) if over is not None and watched else None,
            traits.category == "cost" and ways[0] in ("at_most", "less_than"),
        )
        return _within_bounds(case)

    def _under(self, traits: Traits, comparator: Comparator) -> list[Alternative]:
        """The alternatives under one comparator; none where the rule or one of its methods has no lines."""
        asked = replace(traits, comparator=comparator)
        rule = _only(self.ruleset.rules_for(asked))
        equal_to = self.ruleset.meaning.equal_to
        then = equal_to.then if equal_to else "exactly"
        if rule is None or (comparator == "equal_to" and then != "exactly"):
            return []
        key = (rule.id, comparator)
        if key not in self._drawn:
            self._drawn[key] = self._alternatives(rule, comparator)
        return self._drawn[key]

    def _alternatives(self, rule: Rule, comparator: Comparator) -> list[Alternative]:
        completion = self.ruleset.rounding.completion
        zero = self.ruleset.meaning.zero_target
        found = []
        for method, _ in readings(rule.method, Row(points=Fraction(1), comparator=comparator)):
            sides = _drawn(method, comparator, _MET[comparator], _ROUNDED_RATIOS if completion else _RATIOS)
            if sides is None:
                return []
            cut, mode = (completion.places + 2, completion.mode) if completion else (None, "half_up")
            at_zero = _MET[comparator] if zero is not None and zero.then == "all_or_nothing" else None
            found.append(Alternative(sides, cut, mode, at_zero))
        return found

    def _date(self, traits: Traits, met: bool) -> Case | None:
        """The case of a date that misses a deadline, or keeps it: shares of the marks that need no ratio."""
        rule = _only(self.ruleset.rules_for(replace(traits, target="date", actual="date")))
        if rule is None:
            return None
        if (rule.id, met) not in self._of_dates:
            self._of_dates[rule.id, met] = _on_time(rule, met)
        return self._of_dates[rule.id, met]

    def _words(self, kind: int, traits: Traits) -> None:
        """The levels of words, against words and against a deadline; and what words that repeat the target earn."""
        targets: tuple[TargetKind, ...] = ("qualitative", "date")
        for number, target in enumerate(targets):
            rule = _only(self.ruleset.rules_for(replace(traits, target=target, actual="words")))
            if rule is not None and isinstance(rule.method, Bands):
                self._bands[kind, number] = rule.method
        bands = self._bands.get((kind, 0))
        # A word that no level names, on both sides.
        self._repeats.append(-1 if bands is None else self._add(self._level(bands, "\0", "\0")))

    def _level(self, bands: Bands, words: str, target_words: str | None) -> Case | None:
        marks = bands.score(Row(points=Fraction(1), words=words, target_words=target_words))
        if not isinstance(marks, Marks):
            return None
        high = None if marks.low == marks.high else marks.high
        line = Line(
            ALWAYS,
            marks.low,
            high=high,
            low_open=marks.low_open,
            high_open=marks.high_open,
            needs_ratio=False,
        )
        return _within_bounds(Case((_same(line),)))

    def _execution_case(self) -> Case | None:
        """The execution row as a row of its own: budget is the target, executed the actual value."""
        execution = self.ruleset.execution
        if execution is None or not self._fits:
            return None
        rate = execution.rate
        if rate.executed_over == "initial_budget":
            return None
        alternatives = []
        for places in (
            (None, 2)
            if rate.places == "unstated"
            else (rate.places if isinstance(rate.places, int) else None,)
        ):
            for above in ("cap", "allow", "no_marks") if rate.above_one == "unstated" else (rate.above_one,):
                for method, _ in readings(execution.method, Row(points=Fraction(1), comparator="at_least")):
                    cut = None if places is None else places + 2
                    drawn = _drawn_for_rate(method, above, _RATIOS if cut is None else _ROUNDED_RATIOS)
                    if drawn is None:
                        return None
                    alternatives.append(Alternative(drawn, cut, rate.mode))
        return _within_bounds(Case(tuple(alternatives), execution=True))


def _on_time(rule: Rule, met: bool) -> Case | None:
    alternatives = []
    for method, _ in readings(rule.method, Row(points=Fraction(1), met=met)):
        lines = lines_of(method, met, None) or ()
        if len(lines) != 1 or lines[0].needs_ratio:
            return None
        alternatives.append(_same(lines[0]))
    return _within_bounds(Case(tuple(alternatives)))


def _same(line: Line) -> Alternative:
    """A share of the marks that is the same wherever the actual value lies."""
    return Alternative(((line,), (line,), (line,)))


def _places(decimals: Decimals) -> int:
    """Decimals of a score; one that is not rounded is shown with 12 (as the core does)."""
    return 12 if decimals.places == "none" else decimals.places


def _only(rules: tuple[Rule, ...]) -> Rule | None:
    return rules[0] if len(rules) == 1 else None


def _drawn(method: Method, comparator: Comparator, met: Met, ratios: Ratios) -> Sides | None:
    """The lines of a method on each side of the target, if there are lines for all ratios that can occur there."""
    below, at, above = (
        kept(lines_of(method, is_met, comparator) or (), of_side)
        for is_met, of_side in zip(met, ratios, strict=True)
    )
    return (below, at, above) if all(map(covers, (below, at, above), ratios)) else None


def _drawn_for_rate(method: Method, above_one: str, ratios: Ratios) -> Sides | None:
    """The lines of an execution rate; none if the method asks whether it is met, which is known after its rounding."""
    met, unmet = (lines_of(method, is_met, "at_least") for is_met in (True, False))
    lines = kept(met or (), _ANY_RATIO)
    if met != unmet or above_one == "refuse" or not covers(lines, _ANY_RATIO):
        return None
    below, at, above = (kept(capped_lines(lines, above_one), of_side) for of_side in ratios)
    return below, at, above


def _within_bounds(case: Case) -> Case | None:
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
