"""A rule set compiled to the kernel's tables (编译): one case for each common kind of row, derived from the core's
rules.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import get_args

import numpy as np
import numpy.typing as npt

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.lines import level, lines_of
from perfeval.batch.columnar.score_shapes import (
    MODES,
    Alternative,
    Case,
    drawn,
    drawn_for_rate,
    met_by,
    same,
    short_of_strict_limit,
    tables_of,
    within_bounds,
)
from perfeval.batch.columnar.spelling import COMPARATORS, GROUPS
from perfeval.core.attainment import place_alone
from perfeval.core.category import Category, category_of, dimension_of
from perfeval.core.direction import FEW, SMALL_RATE, Evidence, direction_of, telling
from perfeval.core.held_to_target import BARE_READINGS
from perfeval.core.indicator_names import measure_of
from perfeval.core.missing_unit import unit_named
from perfeval.core.pairing import names_a_day
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.expressions import Words
from perfeval.core.rules.resolve import rate_readings, resolve
from perfeval.core.rules.row import Marks, Row
from perfeval.core.ruleset import Decimals, Rule, Ruleset
from perfeval.core.span import Span
from perfeval.core.target import Comparator, TargetKind
from perfeval.core.traits import Traits

EVIDENCES: tuple[Evidence, ...] = get_args(Evidence)
HOW_COMPARATORS = ("", *COMPARATORS, "contested")
"""Comparators as a row's flags number them; the first stands for a row without quantities."""
_FINEST = 6
"""The most decimals of a score that the kernel rounds to."""
_SPECIMENS = tuple(
    replace(each, value=Fraction(size)) for each in GROUPS for size in (0, FEW, SMALL_RATE, SMALL_RATE + 1)
)
"""A bare target of each group of units, in every size that tells: none, few, small, large."""
_REMEMBERED = 1 << 16
Ints32 = npt.NDArray[np.int32]
Tables = tuple[Ints32, Ints32, Ints32, Ints32, Ints32, Ints32]
Directions = tuple[tuple[tuple[Comparator, ...], int], ...]
"""How a bare target may be compared, by group of its unit and size; and with what told so, as `how_of`."""


class Program:
    """The cases of a rule set, made as rows need them. Everything that has no case goes to the core."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        score, execution = ruleset.rounding.score, ruleset.rounding.execution or ruleset.rounding.score
        self.places = max(_places(score), _places(execution))
        self._mode = score.mode
        self._fits = execution == score and self.places <= _FINEST and score.mode in MODES
        self._cases: list[Case] = []
        self._printed: dict[tuple[str, str, str], int] = {}
        self._classes: dict[tuple[str, str, str, Directions, int], int] = {}
        self._named: list[int] = []
        self._like: dict[str, str] = {}
        self._telling: dict[tuple[object, ...], str] = {}
        self._directions: dict[tuple[str, str], Directions] = {}
        self._bare: list[list[list[int]]] = []
        self._bare_how: list[list[list[int]]] = []
        self._by_comparator: list[list[int]] = []
        self._bands: dict[tuple[int, int], Words] = {}
        self._by_word: dict[Words, dict[str, int]] = {}
        self._repeats: list[int] = []
        self._dates: list[list[int]] = []
        self._of_dates: dict[tuple[str, bool], Case | None] = {}
        self._tables: tuple[tuple[int, int], Tables] | None = None
        """The tables made last, with the numbers of classes and spellings they hold for; both only grow."""
        self._drawn: dict[tuple[str, str], list[Alternative]] = {}
        bare = ruleset.meaning.bare_target
        self._infers = self._fits and bare is not None and bare.then == "infer"
        self._stated = how_of("contested" if bare is None or bare.then == "unstated" else bare.then, "rule")
        self._execution = self._add(self._execution_case())

    def class_of(self, level1: str, level2: str, name: str = "") -> int:
        """The number of a row's class: its dimension, category and kind, and what its name says of a bare target."""
        number = self._printed.get((level1, level2, name))
        if number is None:
            if len(self._printed) >= _REMEMBERED:
                self._printed.clear()
            self._printed[level1, level2, name] = number = self._number_of(level1, level2, name)
        return number

    def like(self, name: str) -> str:
        """The first name met that tells the same of a row as this one: a year has many names, which tell few things."""
        known = self._like.get(name)
        if known is None:
            if len(self._like) >= _REMEMBERED:
                self._like.clear()
            told = (_asks(name), *(telling(name, GROUPS, _SPECIMENS) if self._infers else ()))
            self._like[name] = known = self._telling.setdefault(told, name)
        return known

    def _number_of(self, level1: str, level2: str, name: str) -> int:
        dimension = dimension_of(level1)
        category, kind = category_of(level2, dimension)
        directions = self._directions_of(name, category)
        asks = _asks(name)
        key = (dimension, category, kind, directions, asks)
        if key not in self._classes:
            self._classes[key] = len(self._classes)
            traits = Traits(dimension, category, kind, "quantity", None, "quantity")
            codes = [*COMPARATORS, None]
            cases = [self._add(self._quantities(traits, each)) for each in codes]
            if self._infers:
                cases[kernel.BARE] = kernel.INFER
            self._by_comparator.append(cases)
            self._bare.append(_by_size([self._add(self._bare_case(traits, ways)) for ways, _ in directions]))
            self._bare_how.append(_by_size([how for _, how in directions]))
            self._named.append(asks)
            self._words(self._classes[key], traits)
            self._dates.append([self._add(self._date(traits, met)) for met in (False, True)])
        return self._classes[key]

    def _directions_of(self, name: str, category: Category) -> Directions:
        """How the core compares a bare target under this name, asked with a specimen of each kind of target."""
        if not self._infers:
            return (((), self._stated),) * len(GROUPS) * (kernel.LARGE + 1)
        known = self._directions.get((name, category))
        if known is None:
            if len(self._directions) >= _REMEMBERED:
                self._directions.clear()
            found = (direction_of(name, category, each) for each in _SPECIMENS)
            known = tuple((each.comparators, how_of(each.name, each.evidence)) for each in found)
            self._directions[name, category] = known
        return known

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
        bare = np.array(self._bare or [[[-1] * (kernel.LARGE + 1)] * len(GROUPS)], np.int32)
        tables = by_comparator, by_word, repeats, dates, bare, np.array(self._named or [0], np.int32)
        self._tables = known_for, tables
        return tables

    def bare_how(self) -> Ints32:
        """How a bare target was compared, by class, group of its unit and size."""
        return np.array(self._bare_how or [_by_size([0] * len(GROUPS) * (kernel.LARGE + 1))], np.int32)

    def execution_tables(self) -> Tables:
        """The tables of a chunk of execution rows: one class, one case, for a bare budget."""
        nothing = np.full((1, 2, 1), -1, np.int32)
        by_comparator = np.full((1, kernel.BARE + 1), -1, np.int32)
        by_comparator[0, kernel.BARE] = self._execution
        return by_comparator, nothing, nothing[0, 0], nothing[0].T.copy(), nothing, np.zeros(1, np.int32)

    def arrays(self) -> tuple[object, ...]:
        """The cases as the kernel reads them, decimals and rounding of the scores."""
        mode = MODES.index(self._mode) if self._mode in MODES else 0
        return (*tables_of(self._cases), self.places, mode)

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
            if bare == "infer":
                return None  # the core reads the name
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
            self.ruleset.noted_above if watched else None,
            traits.category == "cost" and ways[0] in ("at_most", "less_than"),
        )
        return within_bounds(case)

    def _bare_case(self, traits: Traits, ways: tuple[Comparator, ...]) -> Case | None:
        """The case of a bare target whose direction was inferred, or is contested: then each way is a reading."""
        if len(ways) < 2:
            return self._quantities(traits, ways[0]) if ways else None
        found = [self._under(traits, way) for way in ways]
        if not all(found):
            return None
        alternatives = (
            replace(each, reading=reading) for reading, under in enumerate(found) for each in under
        )
        return within_bounds(Case(tuple(alternatives), contested=True))

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
        for meant, _ in resolve(rule.method.rule, Row(points=Fraction(1), comparator=comparator)):
            sides = drawn(meant, comparator, completion is not None)
            if sides is None:
                return []
            if comparator in ("more_than", "less_than"):
                sides = short_of_strict_limit(sides)
            cut, mode = (completion.places + 2, completion.mode) if completion else (None, "half_up")
            at_zero = met_by(comparator) if zero is not None and zero.then == "all_or_nothing" else None
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
            if rule is not None and isinstance(rule.method.rule, Words):
                self._bands[kind, number] = rule.method.rule
        bands = self._bands.get((kind, 0))
        # A word that no level names, on both sides.
        self._repeats.append(-1 if bands is None else self._add(self._level(bands, "\0", "\0")))

    def _level(self, bands: Words, words: str, target_words: str | None) -> Case | None:
        alone = place_alone(words)
        level_named = alone.level if alone else None
        row = Row(points=Fraction(1), words=words, attained=level_named, target_words=target_words)
        marks = evaluate(bands, row)
        if not isinstance(marks, Marks):
            return None
        share = Span(marks.low, marks.high, marks.low_open, marks.high_open)
        return within_bounds(Case((same(level(share, needs_ratio=False)),)))

    def _execution_case(self) -> Case | None:
        """The execution row as a row of its own: budget is the target, executed the actual value."""
        execution = self.ruleset.execution
        if execution is None or not self._fits:
            return None
        rate = execution.rate
        if rate.executed_over == "initial_budget":
            return None
        alternatives = []
        for way in rate_readings(rate):
            for meant, _ in resolve(execution.method.rule, Row(points=Fraction(1), comparator="at_least")):
                cut = None if way.places is None else way.places + 2
                sides = drawn_for_rate(meant, way.above_one, cut is not None)
                if sides is None:
                    return None
                alternatives.append(Alternative(sides, cut, rate.mode))
        return within_bounds(Case(tuple(alternatives), execution=True))


def _by_size(of_groups: list[int]) -> list[list[int]]:
    sizes = kernel.LARGE + 1
    return [of_groups[at : at + sizes] for at in range(0, len(of_groups), sizes)]


def how_of(comparator: str, evidence: Evidence) -> int:
    """A comparator and what told it in the bits of a row's flags."""
    known = HOW_COMPARATORS.index(comparator) if comparator in HOW_COMPARATORS else 0
    return known + 8 * EVIDENCES.index(evidence)


def _asks(name: str) -> int:
    """Which rows of this name must go to the core: a bare number may be a share, months a day, the unit in the name."""
    is_rate = measure_of(name, GROUPS[0]) == "rate"
    names_unit = unit_named(name) is not None
    return kernel.ASKS_SCALE * is_rate | kernel.ASKS_DAY * names_a_day(name) | kernel.ASKS_UNIT * names_unit


def _on_time(rule: Rule, met: bool) -> Case | None:
    alternatives = []
    for meant, _ in resolve(rule.method.rule, Row(points=Fraction(1), met=met)):
        lines = lines_of(meant, met) or ()
        if len(lines) != 1 or lines[0].needs_ratio:
            return None
        alternatives.append(same(lines[0]))
    return within_bounds(Case(tuple(alternatives)))


def _places(decimals: Decimals) -> int:
    """Decimals of a score; one that is not rounded is shown with 12 (as the core does)."""
    return 12 if decimals.places == "none" else decimals.places


def _only(rules: tuple[Rule, ...]) -> Rule | None:
    return rules[0] if len(rules) == 1 else None
