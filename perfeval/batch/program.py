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

_TESTS: Mapping[str, int] = {
    "at_least": kernel.AT_LEAST,
    "more_than": kernel.MORE_THAN,
    "at_most": kernel.AT_MOST,
    "less_than": kernel.LESS_THAN,
    "equal_to": kernel.EQUAL_TO,
}
_RATIOS = Span(Fraction(0), None, False, True)
"""What actual ÷ target can be, neither being negative here."""
_BELOW, _UP_TO = Span(Fraction(0), Fraction(1), False, True), Span(Fraction(0), Fraction(1))
_ABOVE, _FROM = Span(Fraction(1), None, True, True), Span(Fraction(1), None, False, True)
_MET: Mapping[str, tuple[Span, Span]] = {
    "at_least": (_FROM, _BELOW),
    "more_than": (_ABOVE, _UP_TO),
    "at_most": (_UP_TO, _ABOVE),
    "less_than": (_BELOW, _FROM),
    "equal_to": (Span(Fraction(1), Fraction(1)), _RATIOS),
}
"""Of these, the ratios of rows that meet a comparator, and of those that do not."""
_MODES = ("half_up", "half_even", "down", "up")
_FINEST = 6
"""The most decimals of a score that the kernel rounds to."""
_LARGEST = 10**6
"""The largest numerator or denominator of a line; a rule with finer ones is left to the core."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading of a row: the comparator it is met by, the lines if met and if not, the rounding of the ratio."""

    test: int
    met: Lines
    unmet: Lines
    places: int | None = None
    mode: str = "half_up"
    zero_rule: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All alternatives of a row; the score is what they span."""

    alternatives: tuple[Alternative, ...]
    assumed: bool = False
    over: tuple[Fraction, bool] | None = None
    ceiling: bool = False
    execution: bool = False


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
            cases.append(
                (
                    len(alternatives),
                    len(case.alternatives),
                    case.assumed,
                    case.over is not None,
                    over.numerator,
                    over.denominator,
                    inclusive,
                    case.ceiling,
                    case.execution,
                )
            )
            for each in case.alternatives:
                at, met, unmet = len(lines), len(each.met), len(each.unmet)
                places = -1 if each.places is None else each.places
                mode = _MODES.index(each.mode)
                alternatives.append((each.test, at + met, unmet, at, met, places, mode, each.zero_rule))
                lines += [_numbers(line) for line in (*each.met, *each.unmet)]
        found = [np.array(table, np.int64) for table in (cases or [(0,) * 9], alternatives or [(0,) * 8])]
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
        watched = (
            over is not None
            and len({each.test for each in alternatives}) == 1
            and ways[0] in over.comparators
        )
        if watched and len(ways) > 1:
            watched = False
        assert over is not None or not watched
        return Case(
            tuple(alternatives),
            comparator is None,
            (over.above, over.inclusive) if over is not None and watched else None,
            traits.category == "cost" and ways[0] in ("at_most", "less_than"),
        )

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
            # A ratio that is rounded first may reach 1 on either side.
            windows = (_RATIOS, _RATIOS) if completion else _MET[comparator]
            met = _drawn(method, True, comparator, windows[0])
            unmet = _drawn(method, False, comparator, windows[1])
            if met is None or unmet is None:
                return []
            found.append(
                Alternative(
                    _TESTS[comparator],
                    met,
                    unmet,
                    completion.places + 2 if completion else None,
                    completion.mode if completion else "half_up",
                    zero is not None and zero.then == "all_or_nothing",
                )
            )
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
        return _within_bounds(Case((Alternative(kernel.NEVER, (line,), (line,)),)))

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
                    met, unmet = (_drawn(method, each, "at_least", _RATIOS) for each in (True, False))
                    # The rate is met after its rounding, so a method that asks is left to the core.
                    if met is None or met != unmet or above == "refuse":
                        return None
                    lines = capped_lines(met, above)
                    cut = None if places is None else places + 2
                    alternatives.append(Alternative(kernel.NEVER, lines, lines, cut, rate.mode))
        return _within_bounds(Case(tuple(alternatives), execution=True))


def _on_time(rule: Rule, met: bool) -> Case | None:
    alternatives = []
    for method, _ in readings(rule.method, Row(points=Fraction(1), met=met)):
        lines = lines_of(method, met, None) or ()
        if len(lines) != 1 or lines[0].needs_ratio:
            return None
        alternatives.append(Alternative(kernel.NEVER, lines, lines))
    return _within_bounds(Case(tuple(alternatives)))


def _places(decimals: Decimals) -> int:
    """Decimals of a score; one that is not rounded is shown with 12 (as the core does)."""
    return 12 if decimals.places == "none" else decimals.places


def _only(rules: tuple[Rule, ...]) -> Rule | None:
    return rules[0] if len(rules) == 1 else None


def _drawn(method: Method, met: bool, comparator: Comparator, ratios: Span) -> Lines | None:
    """The lines of a method for the ratios that a side can have, if there are lines for all of them."""
    lines = kept(lines_of(method, met, comparator) or (), ratios)
    return lines if covers(lines, ratios) and not any(_too_fine(line) for line in lines) else None


def _within_bounds(case: Case) -> Case | None:
    lines = [line for each in case.alternatives for line in (*each.met, *each.unmet)]
    return None if any(_too_fine(line) for line in lines) else case


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
