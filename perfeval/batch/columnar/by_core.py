"""Rows that the kernel could not score, scored by the core (内核复算) and returned as the kernel's integers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.cell_reader import MAX_DECIMALS
from perfeval.batch.columnar.program import how_of
from perfeval.batch.columnar.spelling import Ints
from perfeval.batch.columnar.texts import Texts
from perfeval.core.compared import compared
from perfeval.core.form import Funds, Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import RowResult
from perfeval.core.rows import score_indicator
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form

STATUSES = ("unsubmitted", "equal", "within", "differs", "undecided", "refused", "unmarked", "ignored")
UNIT = 10**MAX_DECIMALS
"""Marks and signed scores are whole millionths of a mark."""
_REMEMBERED = 1 << 17
_SAID_BY_BITS = {*kernel.CODES, *kernel.FUND_CODES}
Cells = tuple[tuple[str, str | None], ...]
"""The named cells of a row."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The core's result for one row, small enough to cache."""

    low: int
    high: int
    flags: int
    marks: int
    signed: int
    rescales: bool
    codes: tuple[str, ...]
    problems: tuple[Problem, ...]
    goal: int = kernel.NO_NUMBER
    reached: int = kernel.NO_NUMBER
    unit: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The values for the columns of a chunk."""
        return self.low, self.high, self.flags, self.marks, self.signed, self.rescales


_NO_ROW = Answer(0, 0, kernel.ABSENT, 0, 0, False, (), ())


@dataclass
class Core:
    """The core under one rule set, with a cache by the texts of a row; safe to share between threads."""

    ruleset: Ruleset
    form: SelfEvaluationForm
    places: int
    _answers: dict[tuple[bool, Cells], Answer] = field(default_factory=dict)

    def indicator(self, cells: Cells) -> Answer:
        """An indicator row."""
        return self._answer(cells, False, self._indicator_row)

    def execution(self, cells: Cells) -> Answer:
        """An execution row."""
        return self._answer(cells, True, self._execution_row)

    def _answer(self, cells: Cells, is_execution: bool, score: Callable[[Cells], RowResult | None]) -> Answer:
        answer = self._answers.get((is_execution, cells))
        if answer is None:
            result = score(cells)
            answer = _NO_ROW if result is None else _with_quantities(_answer_of(result, self.places), result)
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[is_execution, cells] = answer
        return answer

    def _indicator_row(self, cells: Cells) -> RowResult:
        given = dict(cells)
        indicator = Indicator(
            name=given.get("name") or "",
            dimension=given.get("level1") or "",
            category=given.get("level2") or "",
            target=given.get("target"),
            actual=given.get("actual"),
            points=given.get("points"),
            submitted_score=given.get("submitted_score"),
        )
        return score_indicator(1, indicator, self.form, self.ruleset)

    def _execution_row(self, cells: Cells) -> RowResult | None:
        form = self.form.model_copy(update={"funds": Funds(**dict(cells))})
        return score_form(form, self.ruleset).execution


@dataclass
class LeftOver:
    """The rows of a chunk that the core has to score; each distinct combination of texts is scored once."""

    columns: Mapping[str, Texts]
    ask: Callable[[Cells], Answer]
    _known: dict[tuple[int, ...], Answer] = field(default_factory=dict)

    def answers(self, rows: Ints) -> list[Answer]:
        """The core's results for some rows of the chunk."""
        numbers = (texts.numbers[rows].tolist() for texts in self.columns.values())
        return [self._known.get(each) or self._asked(each) for each in zip(*numbers, strict=True)]

    def _asked(self, numbers: tuple[int, ...]) -> Answer:
        cells = tuple(
            (name, texts.text(number))
            for (name, texts), number in zip(self.columns.items(), numbers, strict=True)
        )
        self._known[numbers] = answer = self.ask(cells)
        return answer


def _answer_of(result: RowResult, places: int) -> Answer:
    """A row that the core scored, as the kernel's integers."""
    score, codes = result.score, tuple(problem.code for problem in result.problems)
    # What the kernel can say by a bit is said by that alone, so that it does not matter who scored a row.
    errors = tuple(
        problem
        for problem in result.problems
        if problem.severity == "error" and problem.code not in _SAID_BY_BITS
    )
    marks = _millionths(result.points)
    rescales = result.reason == "not-applicable" and bool(result.points)
    if score is None:
        status = STATUSES.index(result.status)
        return Answer(0, 0, status, marks or 0, 0, rescales, codes, errors or result.problems[-1:])
    low, high = int(score.low.scaleb(places)), int(score.high.scaleb(places))
    largest = max(abs(score.low), abs(score.high)) * UNIT
    if max(abs(low), abs(high), largest) >= kernel.TOO_LARGE or marks is None:
        problem = Problem("score-too-large", {"low": str(score.low), "high": str(score.high)})
        return Answer(0, 0, kernel.REFUSED, 0, 0, False, (*codes, problem.code), (*errors, problem))
    flags = (
        STATUSES.index(result.status) | kernel.LOW_OPEN * score.low_open | kernel.HIGH_OPEN * score.high_open
    )
    confirmed = _millionths(None if result.confirmed is None else Fraction(result.confirmed))
    signed = kernel.UNSIGNED if confirmed is None else confirmed
    return Answer(low, high, flags, marks, signed, rescales, codes, errors)


def _with_quantities(answer: Answer, result: RowResult) -> Answer:
    """The answer with what was compared, if both were quantities."""
    found = compared(result)
    if found is None:
        return answer
    flags = answer.flags | how_of(found.comparator, found.evidence) << kernel.HOW_SHIFT
    goal, reached = (_millionths(each, kernel.LARGEST_AMOUNT) for each in (found.goal, found.reached))
    if goal is None or reached is None:
        goal = reached = kernel.NO_NUMBER
    return replace(answer, flags=flags, goal=goal, reached=reached, unit=found.unit)


def _millionths(value: Fraction | None, first_too_large: int = kernel.TOO_LARGE) -> int | None:
    """A number in whole millionths; None if it is missing, has more than six decimals or is too large."""
    scaled = (value or Fraction(0)) * UNIT
    fits = value is not None and scaled.denominator == 1 and abs(scaled) < first_too_large
    return scaled.numerator if fits else None
