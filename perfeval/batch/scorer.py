"""Rows of a table under a rule set (按表复算): the kernel where it can, the core for the rest, and how many of each."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfeval.batch import kernel
from perfeval.batch.cells import Cells, coded, one_chunk, read_column
from perfeval.batch.program import Program
from perfeval.batch.spelling import ActualSpellings, Ints, NumberSpellings, TargetSpellings, Vocabulary
from perfeval.core.form import Funds, Indicator, SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import RowResult
from perfeval.core.rows import score_indicator
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form

TEXT_COLUMNS = ("level1", "level2", "target", "actual", "points", "submitted_score")
"""Columns of an indicator table that scoring reads; every one may be missing but target and actual value."""
FUND_COLUMNS = ("initial_budget", "budget", "executed", "points", "submitted_score")
STATUSES = ("unsubmitted", "equal", "within", "differs", "refused", "ignored")
KERNEL_CODES = (
    "unit-assumed",
    "comparator-assumed",
    "over-completion",
    "nothing-spent",
    "score-differs",
    "below-band-top",
)
"""Problem codes that the kernel itself can give, in the order of the core; one bit each."""
FUND_CODES = ("", "", "over-execution", "", "score-differs", "")
"""The same bits in an execution row."""
UNIT = 10**kernel.MAX_DECIMALS
"""Marks and signed scores are whole millionths of a mark."""
Columns = tuple[Ints, Ints, npt.NDArray[np.int32], Ints, Ints]
"""What the kernel writes: lows, highs, flags, marks, signed scores."""
_REMEMBERED = 1 << 17
_TOO_LARGE = 10**17


@dataclass(frozen=True, slots=True)
class Scored:
    """Rows scored: ends of the score in units of the last place, flags, marks and signed scores in millionths.

    `codes` names the problem codes of a row by number: `flags >> 5` below 64 for rows of the kernel, `code_of` for
    the others. `problems` holds the errors and refusals by row.
    """

    lows: Ints
    highs: Ints
    flags: npt.NDArray[np.int32]
    marks: Ints
    signed: Ints
    rescales: npt.NDArray[np.bool_]
    code_of: dict[int, tuple[str, ...]]
    problems: tuple[tuple[int, Problem], ...]
    by_core: int

    def __len__(self) -> int:
        return len(self.lows)

    def part(self, start: int, stop: int) -> Scored:
        """Some consecutive rows; `by_core` counts the rows of the part."""
        codes = {row - start: found for row, found in self.code_of.items() if start <= row < stop}
        problems = tuple((row - start, problem) for row, problem in self.problems if start <= row < stop)
        return self._at(slice(start, stop), codes, problems)

    def pick(self, rows: Ints) -> Scored:
        """The rows of these numbers, in their order."""
        of_row: dict[int, list[Problem]] = {}
        for row, problem in self.problems:
            of_row.setdefault(row, []).append(problem)
        codes = {at: self.code_of[row] for at, row in enumerate(rows.tolist()) if row in self.code_of}
        problems = tuple((at, each) for at, row in enumerate(rows.tolist()) for each in of_row.get(row, ()))
        return self._at(rows, codes, problems)

    def _at(
        self, rows: slice | Ints, codes: dict[int, tuple[str, ...]], problems: tuple[tuple[int, Problem], ...]
    ) -> Scored:
        return Scored(
            self.lows[rows],
            self.highs[rows],
            self.flags[rows],
            self.marks[rows],
            self.signed[rows],
            self.rescales[rows],
            codes,
            problems,
            len(codes),
        )


def joined(parts: list[Scored]) -> Scored:
    """Consecutive chunks as one."""
    starts = list(accumulate(map(len, parts), initial=0))
    codes = {
        row + start: found
        for part, start in zip(parts, starts, strict=False)
        for row, found in part.code_of.items()
    }
    problems = tuple(
        (row + start, each) for part, start in zip(parts, starts, strict=False) for row, each in part.problems
    )
    return Scored(
        np.concatenate([part.lows for part in parts]),
        np.concatenate([part.highs for part in parts]),
        np.concatenate([part.flags for part in parts]),
        np.concatenate([part.marks for part in parts]),
        np.concatenate([part.signed for part in parts]),
        np.concatenate([part.rescales for part in parts]),
        codes,
        problems,
        len(codes),
    )


def not_scored() -> Scored:
    """One row that is not there: a project without an execution row."""
    nothing = np.zeros(1, np.int64)
    status = np.full(1, kernel.IGNORED, np.int32)
    return Scored(nothing, nothing, status, nothing, nothing, np.zeros(1, np.bool_), {}, (), 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the core says of one row, small enough to remember."""

    low: int
    high: int
    flags: int
    marks: int
    signed: int
    rescales: bool
    codes: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """What goes into the columns."""
        return self.low, self.high, self.flags, self.marks, self.signed, self.rescales


@dataclass
class Scorer:
    """Scores chunks of rows under one rule set; may be shared by threads, and learns spellings and rows as it goes."""

    ruleset: Ruleset
    year: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _answers: dict[tuple[str | None, ...], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = Program(self.ruleset)
        self._form = SelfEvaluationForm(year=self.year)
        self._vocabulary = Vocabulary()
        self._targets = TargetSpellings(self._vocabulary)
        self._actuals = ActualSpellings(self._vocabulary)
        self._numbers = NumberSpellings(self._vocabulary)

    @property
    def places(self) -> int:
        """Decimals of the scores."""
        return self.program.places

    def score(self, table: pa.Table) -> Scored:
        """The score of every indicator row (columns: TEXT_COLUMNS)."""
        columns = {name: table[name] for name in TEXT_COLUMNS if name in table.column_names}
        points = read_column(columns["points"], self._numbers)
        targets = read_column(columns["target"], self._targets)
        actuals = read_column(columns["actual"], self._actuals)
        claims = self._claims(columns)
        goals, answers = self._targets.snapshot, self._actuals.snapshot
        traits, tables, program = self._tables(columns, table.num_rows, answers.words)
        found = _empty(table.num_rows)
        slow = kernel.score_rows(
            traits,
            targets.column,
            actuals.column,
            points.column,
            (*claims.column, "submitted_score" in columns),
            goals.meanings,
            answers.meanings,
            self._vocabulary.takes(),
            tables,
            program,
            *found,
        )
        return self._complete(found, columns, slow, execution=False)

    def score_funds(self, table: pa.Table) -> Scored:
        """The score of every execution row (columns: FUND_COLUMNS)."""
        columns = {name: table[name] for name in FUND_COLUMNS if name in table.column_names}
        budgets, spent, points = (
            read_column(columns[each], self._numbers) for each in ("budget", "executed", "points")
        )
        claims = self._claims(columns)
        with self._lock:
            program = self.program.arrays()
        found = _empty(table.num_rows)
        slow = kernel.score_funds(
            budgets.column,
            spent.column,
            points.column,
            (*claims.column, "submitted_score" in columns),
            self.program.execution if "initial_budget" not in columns else kernel.SLOW,
            program,
            *found,
        )
        return self._complete(found, columns, slow, execution=True)

    def _claims(self, columns: dict[str, pa.ChunkedArray]) -> Cells:
        if "submitted_score" in columns:
            return read_column(columns["submitted_score"], self._numbers, kernel.BLANK)
        return Cells(np.zeros(1, np.int32), np.zeros(1, np.int64), False)

    def _tables(
        self, columns: dict[str, pa.ChunkedArray], rows: int, words: tuple[str | None, ...]
    ) -> tuple[object, object, object]:
        first, first_texts = _labels(columns.get("level1"), rows)
        second, second_texts = _labels(columns.get("level2"), rows)
        with self._lock:
            class_of = np.array(
                [[self.program.class_of(one, two) for two in second_texts] for one in first_texts], np.int32
            )
            tables = self.program.tables(words)
            program = self.program.arrays()
        return (first, second, class_of), tables, program

    def _complete(
        self, found: Columns, columns: dict[str, pa.ChunkedArray], slow: int, execution: bool
    ) -> Scored:
        """The kernel's rows with those that it left over put in by the core."""
        lows, highs, flags, marks, signed = found
        rescales = np.zeros(len(lows), np.bool_)
        code_of: dict[int, tuple[str, ...]] = {}
        problems: list[tuple[int, Problem]] = []
        if slow:
            left = np.flatnonzero(flags == kernel.SLOW_STATUS)
            kinds, which = _distinct([column.take(pa.array(left)) for column in columns.values()])
            answers = [self._answer(tuple(columns), cells, execution) for cells in kinds]
            numbers = np.array([answer.numbers for answer in answers], np.int64)[which]
            lows[left], highs[left], flags[left], marks[left], signed[left], rescales[left] = numbers.T
            code_of = {
                row: answers[kind].codes for row, kind in zip(left.tolist(), which.tolist(), strict=True)
            }
            for row, kind in zip(left.tolist(), which.tolist(), strict=True):
                problems += [(row, problem) for problem in answers[kind].problems]
        return Scored(lows, highs, flags, marks, signed, rescales, code_of, tuple(problems), slow)

    def _answer(self, names: tuple[str, ...], cells: tuple[str | None, ...], execution: bool) -> Answer:
        key = (*names, *cells)
        answer = self._answers.get(key)
        if answer is None:
            given = dict(zip(names, cells, strict=True))
            result = self._funds_row(given) if execution else self._indicator_row(given)
            answer = _answer_of(result, self.places)
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[key] = answer
        return answer

    def _indicator_row(self, given: dict[str, str | None]) -> RowResult:
        indicator = Indicator(
            name="",
            dimension=given.get("level1") or "",
            category=given.get("level2") or "",
            target=given.get("target"),
            actual=given.get("actual"),
            points=given.get("points"),
            submitted_score=given.get("submitted_score"),
        )
        return score_indicator(1, indicator, self._form, self.ruleset)

    def _funds_row(self, given: dict[str, str | None]) -> RowResult:
        form = self._form.model_copy(update={"funds": Funds(**given)})
        result = score_form(form, self.ruleset).execution
        return (
            result
            if result is not None
            else RowResult(0, "预算执行率", "ignored", reason="execution-not-scored")
        )


def _empty(rows: int) -> Columns:
    lows, highs, marks, signed = (np.zeros(rows, np.int64) for _ in range(4))
    return lows, highs, np.zeros(rows, np.int32), marks, signed


def _labels(column: pa.ChunkedArray | None, rows: int) -> tuple[npt.NDArray[np.int32], list[str]]:
    """The index of each row's label, and the labels; a missing one is the empty label."""
    if column is None:
        return Cells(np.zeros(rows, np.int32), np.zeros(1, np.int64), True).indices, [""]
    indices, dictionary = _encoded(column)
    return indices, [text or "" for text in dictionary.to_pylist()] + [""]


def _encoded(column: pa.ChunkedArray) -> tuple[npt.NDArray[np.int32], pa.StringArray]:
    array = one_chunk(column)
    encoded = array if isinstance(array, pa.DictionaryArray) else array.dictionary_encode()
    return coded(encoded), encoded.dictionary


def _distinct(columns: list[pa.ChunkedArray]) -> tuple[list[tuple[str | None, ...]], Ints]:
    """The distinct rows of some columns of text, and which of them each row is."""
    number = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        indices, texts = _encoded(column)
        number = number * (len(texts) + 1) + indices
        number = np.unique(number, return_inverse=True)[1]
    _, first, which = np.unique(number, return_index=True, return_inverse=True)
    picked = (column.take(pa.array(first)).to_pylist() for column in columns)
    return list(zip(*picked, strict=True)), which


def _answer_of(result: RowResult, places: int) -> Answer:
    """A row of the core in the numbers of a chunk."""
    score, codes = result.score, tuple(problem.code for problem in result.problems)
    errors = tuple(problem for problem in result.problems if problem.severity == "error")
    marks = _millionths(result.points)
    rescales = result.reason == "not-applicable" and bool(result.points)
    if score is None:
        status = STATUSES.index(result.status)
        return Answer(0, 0, status, marks or 0, 0, rescales, codes, errors or result.problems[-1:])
    low, high = int(score.low.scaleb(places)), int(score.high.scaleb(places))
    if max(abs(low), abs(high)) >= _TOO_LARGE or marks is None:
        problem = Problem("score-too-large", {"low": str(score.low), "high": str(score.high)})
        return Answer(0, 0, kernel.REFUSED, 0, 0, False, (*codes, problem.code), (*errors, problem))
    flags = (
        STATUSES.index(result.status) | kernel.LOW_OPEN * score.low_open | kernel.HIGH_OPEN * score.high_open
    )
    confirmed = _millionths(None if result.confirmed is None else Fraction(result.confirmed))
    signed = kernel.UNSIGNED if confirmed is None else confirmed
    return Answer(low, high, flags, marks, signed, rescales, codes, errors)


def _millionths(value: Fraction | None) -> int | None:
    """A number of marks in whole millionths; None where it is none, too fine or too large."""
    scaled = (value or Fraction(0)) * UNIT
    fits = value is not None and scaled.denominator == 1 and abs(scaled) < _TOO_LARGE
    return scaled.numerator if fits else None


def code_texts(scored: Scored, names: tuple[str, ...] = KERNEL_CODES) -> pa.DictionaryArray:
    """The problem codes of each row, joined by a semicolon; null where there are none."""
    texts = [";".join(name for bit, name in enumerate(names) if bits >> bit & 1) for bits in range(64)]
    numbers = scored.flags >> 5
    # A row of the core has the kernel's number where it could have one: the same bytes, whoever scored it.
    known = {text: bits for bits, text in reversed(list(enumerate(texts)))}
    for row, codes in scored.code_of.items():
        text = ";".join(codes)
        if text not in known:
            known[text] = len(texts)
            texts.append(text)
        numbers[row] = known[text]
    return pa.DictionaryArray.from_arrays(pa.array(numbers, mask=numbers == 0), pa.array(texts, pa.string()))
