"""Scores the rows of a table under a rule set (按表复算): with the kernel where it can, with the core otherwise; counts
both.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.by_core import Answer, Core, LeftOver
from perfeval.batch.columnar.cell_reader import BLANK, SLOW
from perfeval.batch.columnar.program import Program
from perfeval.batch.columnar.spelling import (
    ActualSpellings,
    Ints,
    NumberSpellings,
    Spellings,
    TargetSpellings,
    Vocabulary,
)
from perfeval.batch.columnar.texts import Numbers, Texts, nothing, texts_of
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.ruleset import Ruleset

TEXT_COLUMNS = ("level1", "level2", "name", "target", "actual", "points", "submitted_score")
"""Columns of an indicator table that scoring reads; every one may be missing but target and actual value."""
FUND_COLUMNS = ("initial_budget", "budget", "executed", "points", "submitted_score")
Columns = tuple[Ints, Ints, npt.NDArray[np.int32], Ints, Ints]
"""What the kernel writes: lows, highs, flags, marks, signed scores."""
_SLICE = 1 << 15
_PAIRS = 1 << 12
"""Up to this many pairs of level-1 and level-2 texts, every pair is classified, whether it occurs or not."""
_MOST_PAIRS = 1 << 22
"""Pairs that are numbered by a table of all that could occur."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Rows scored: ends of the score in units of the last place, flags, marks and signed scores in millionths.

    `codes` names the problem codes of a row by number: `flags >> CODE_SHIFT` for rows of the kernel, `code_of` for
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
    quantities: Ints | None = None
    """Rows as kernel.GOAL, REACHED, UNIT; None where nobody asked."""

    def __len__(self) -> int:
        return len(self.lows)

    @property
    def is_point(self) -> bool:
        """Whether it is known that every score is a point; then the highs are the lows themselves."""
        return self.highs is self.lows

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
        lows = self.lows[rows]
        return Scored(
            lows,
            lows if self.is_point else self.highs[rows],
            self.flags[rows],
            self.marks[rows],
            self.signed[rows],
            self.rescales[rows],
            codes,
            problems,
            len(codes),
            None if self.quantities is None else self.quantities[:, rows],
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
    lows = np.concatenate([part.lows for part in parts])
    of_parts = [part.quantities for part in parts if part.quantities is not None]
    return Scored(
        lows,
        lows if all(part.is_point for part in parts) else np.concatenate([part.highs for part in parts]),
        np.concatenate([part.flags for part in parts]),
        np.concatenate([part.marks for part in parts]),
        np.concatenate([part.signed for part in parts]),
        np.concatenate([part.rescales for part in parts]),
        codes,
        problems,
        len(codes),
        np.concatenate(of_parts, axis=1) if of_parts else None,
    )


def not_scored() -> Scored:
    """A placeholder row for a project without an execution row."""
    nothing = np.zeros(1, np.int64)
    status = np.full(1, kernel.ABSENT, np.int32)
    return Scored(nothing, nothing, status, nothing, nothing, np.zeros(1, np.bool_), {}, (), 0)


@dataclass
class Scorer:
    """Scores chunks of rows under one rule set; may be shared by threads, and learns spellings and rows as it goes."""

    ruleset: Ruleset
    year: int | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.program = Program(self.ruleset)
        self._core = Core(self.ruleset, SelfEvaluationForm(year=self.year), self.program.places)
        self._vocabulary = Vocabulary()
        self._targets = TargetSpellings(self._vocabulary)
        self._actuals = ActualSpellings(self._vocabulary)
        self._numbers = NumberSpellings(self._vocabulary)

    @property
    def places(self) -> int:
        """Decimals of the scores."""
        return self.program.places

    def score(self, table: pa.Table) -> Scored:
        """The score of every indicator row of an Arrow table (columns: TEXT_COLUMNS)."""
        return joined(list(self.score_rows(columns_of(table, TEXT_COLUMNS), is_compared=True)))

    def score_funds(self, table: pa.Table) -> Scored:
        """The score of every execution row of an Arrow table (columns: FUND_COLUMNS)."""
        return joined(list(self.score_executions(columns_of(table, FUND_COLUMNS))))

    def score_rows(
        self, columns: Mapping[str, Texts], allocate: Allocate = np.empty, is_compared: bool = False
    ) -> Iterator[Scored]:
        """The score of every indicator row (columns: TEXT_COLUMNS), a slice of the rows at a time.

        With `is_compared`, also the numbers that were compared, and how.
        """
        rows = len(columns["target"])
        points = self._cells(columns, "points", self._numbers, allocate)
        targets = self._cells(columns, "target", self._targets, allocate)
        actuals = self._cells(columns, "actual", self._actuals, allocate)
        claims = self._cells(columns, "submitted_score", self._numbers, allocate, BLANK)
        goals, answers = self._targets.snapshot, self._actuals.snapshot
        levels = self._classes(*(columns.get(name) or nothing(rows) for name in ("level1", "level2", "name")))
        with self._lock:
            tables, program = self.program.tables(answers.words), self.program.arrays()
            how = (self._vocabulary.units(), self.program.bare_how()) if is_compared else None
        takes, kept = self._vocabulary.takes(), self._vocabulary.kept(self.year)
        spellings = goals.meanings, answers.meanings, takes, kept
        left = LeftOver(_named(columns, TEXT_COLUMNS), self._core.indicator)
        read = targets, actuals, points, claims
        yield from self._scored(levels, read, (spellings, tables, program), left, allocate, how)

    def score_executions(
        self, columns: Mapping[str, Texts], allocate: Allocate = np.empty
    ) -> Iterator[Scored]:
        """The score of every execution row (columns: FUND_COLUMNS), a slice of the rows at a time.

        The cells are allocated; the scores are not, for they outlive the chunk.
        """
        amounts = [
            self._cells(columns, each, self._numbers, allocate) for each in ("budget", "executed", "points")
        ]
        claims = self._cells(columns, "submitted_score", self._numbers, allocate, BLANK)
        meanings = self._numbers.snapshot.meanings
        spellings = meanings, meanings, self._vocabulary.takes(), self._vocabulary.kept(self.year)
        with self._lock:
            tables, program = self.program.execution_tables(), self.program.arrays()
        if "initial_budget" in columns:
            tables = (np.full_like(tables[0], SLOW), *tables[1:])
        no_levels = np.zeros(len(columns["budget"]), np.int32)
        levels = no_levels, no_levels, np.zeros((1, 1), np.int32)
        left = LeftOver(_named(columns, FUND_COLUMNS), self._core.execution)
        rules = spellings, tables, program
        yield from self._scored(levels, (*amounts, claims), rules, left, np.empty)

    def _scored(
        self,
        levels: tuple[Numbers, Numbers, Numbers],
        columns: Sequence[tuple[Numbers, Ints]],
        rules: tuple[tuple[object, ...], object, object],
        left: LeftOver,
        allocate: Allocate,
        how: tuple[object, object] | None = None,
    ) -> Iterator[Scored]:
        first, second, class_of = levels
        for part in slices(len(first)):
            rows = part.stop - part.start
            # Lows are kept until a chunk is written; the other columns make room for the next slice's.
            highs, marks, signed = (np.empty(rows, np.int64) for _ in range(3))
            found = allocate(rows, np.int64), highs, np.empty(rows, np.int32), marks, signed
            given = [(numbers[part], cells) for numbers, cells in columns]
            of_level = first[part], second[part], class_of
            slow, bands = kernel.score_rows(of_level, *given, *rules, found)
            quantities: Ints | None = None
            if how is not None:
                quantities = allocate(3 * rows, np.int64).reshape(3, rows)
                kernel.note_quantities(of_level, *given[:2], rules[0][:2], *how, found[2], quantities)
            yield self._complete(found, quantities, left, part.start, slow, bands)

    def _cells(
        self,
        columns: Mapping[str, Texts],
        name: str,
        spellings: Spellings,
        allocate: Allocate,
        missing: int = SLOW,
    ) -> tuple[Numbers, Ints]:
        """The number of each row's text, and the cell of each text; a missing column counts as all missing."""
        texts = columns.get(name) or nothing(len(columns["points"]))
        return texts.numbers, spellings.read(texts, missing, allocate)

    def _classes(self, first: Texts, second: Texts, names: Texts) -> tuple[Numbers, Numbers, Numbers]:
        """Two numbers for each row, and the class of each pair of them: levels, and names where there are any."""
        if len(names.starts) == 1 and len(first.starts) * len(second.starts) <= _PAIRS:
            with self._lock:
                classes = [[self._class_of(one, two, "") for two in second.all()] for one in first.all()]
            return first.numbers, second.numbers, np.array(classes, np.int32)
        # Only the combinations that occur are asked about, and of the names that tell the same only the first.
        known: dict[str, int] = {}
        with self._lock:
            like = [known.setdefault(self.program.like(each or ""), len(known)) for each in names.all()]
        told = list(known)
        pairs, of_pair = _numbered(first.numbers, second.numbers, len(second.starts))
        triples, rows = _numbered(of_pair, np.array(like, np.int32)[names.numbers], len(told))
        texts = (
            (first.text(int(pairs[pair, 0])), second.text(int(pairs[pair, 1])), told[name])
            for pair, name in triples
        )
        with self._lock:
            found = [[self._class_of(*each)] for each in texts]
        return rows, np.zeros(len(rows), np.int32), np.array(found or [[0]], np.int32)

    def _class_of(self, level1: str | None, level2: str | None, name: str | None) -> int:
        return self.program.class_of(level1 or "", level2 or "", name or "")

    def _complete(
        self, found: Columns, quantities: Ints | None, left: LeftOver, start: int, slow: int, bands: int
    ) -> Scored:
        """The kernel's rows (the first is row `start`), with the rows that it skipped filled in by the core."""
        lows, highs, flags, marks, signed = found
        rescales = np.zeros(len(lows), np.bool_)
        code_of: dict[int, tuple[str, ...]] = {}
        problems: list[tuple[int, Problem]] = []
        if slow:
            rows = np.flatnonzero(flags == kernel.SLOW_STATUS)
            answers = left.answers(rows + start)
            numbers = np.array([answer.numbers for answer in answers], np.int64)
            lows[rows], highs[rows], flags[rows], marks[rows], signed[rows], rescales[rows] = numbers.T
            bands += int(np.count_nonzero(lows[rows] != highs[rows]))
            if quantities is not None:
                compared = [(each.goal, each.reached, self._unit(each)) for each in answers]
                quantities[:, rows] = np.array(compared, np.int64).T
            for row, answer in zip(rows.tolist(), answers, strict=True):
                code_of[row] = answer.codes
                problems += [(row, problem) for problem in answer.problems]
        # Where all scores are points, as they mostly are, one column is enough.
        return Scored(
            lows,
            highs if bands else lows,
            flags,
            marks,
            signed,
            rescales,
            code_of,
            tuple(problems),
            slow,
            quantities,
        )

    def _unit(self, answer: Answer) -> int:
        is_quantity = answer.flags >> kernel.HOW_SHIFT
        return self._vocabulary.unit(answer.unit) if is_quantity else kernel.NO_UNIT

    def units(self) -> list[str]:
        """The units of compared numbers, by number; more are learned with every chunk."""
        return list(self._vocabulary.unit_names)


def _numbered(first: Numbers, second: Numbers, seconds: int) -> tuple[Ints, Numbers]:
    """The pairs of numbers that occur, in rising order, and for each row which of them it has."""
    keys = first.astype(np.int64) * seconds + second
    most = int(keys.max(initial=0)) + 1
    if most <= max(_MOST_PAIRS, 4 * len(keys)):
        occurs = np.zeros(most, np.bool_)
        occurs[keys] = True
        found = np.flatnonzero(occurs)
        number = np.zeros(most, np.int32)
        number[found] = np.arange(len(found), dtype=np.int32)
        rows = number[keys]
    else:
        found, inverse = np.unique(keys, return_inverse=True)
        rows = inverse.astype(np.int32)
    return np.stack(np.divmod(found, seconds), axis=1), rows


def slices(rows: int) -> Iterator[slice]:
    """Rows in slices whose columns stay in the processor's cache from their scoring to their sums."""
    for start in range(0, max(rows, 1), _SLICE):
        yield slice(start, min(start + _SLICE, rows))


def columns_of(table: pa.Table, names: tuple[str, ...]) -> dict[str, Texts]:
    """Those columns of an Arrow table that there are."""
    return {name: texts_of(table[name]) for name in names if name in table.column_names}


def _named(columns: Mapping[str, Texts], names: tuple[str, ...]) -> dict[str, Texts]:
    return {name: columns[name] for name in names if name in columns}


@lru_cache
def _joined_codes(names: tuple[str, ...]) -> tuple[tuple[str, ...], dict[str, int]]:
    """The codes that each number stands for, bit by bit, and the lowest number of each text."""
    texts = tuple(
        ";".join(name for bit, name in enumerate(names) if bits >> bit & 1) for bits in range(1 << len(names))
    )
    return texts, {text: bits for bits, text in reversed(list(enumerate(texts)))}


def code_texts(scored: Scored, names: tuple[str, ...] = kernel.CODES) -> pa.DictionaryArray:
    """The problem codes of each row, joined by a semicolon; null where there are none."""
    numbers = scored.flags >> kernel.CODE_SHIFT & kernel.CODE_MASK
    # A row of the core has the kernel's number where it could have one: the same bytes, whoever scored it.
    (every, known), others = _joined_codes(names), dict[str, int]()
    for row, codes in scored.code_of.items():
        text = ";".join(codes)
        if (number := known.get(text)) is None:
            number = others.setdefault(text, len(every) + len(others))
        numbers[row] = number
    counts = np.bincount(numbers)
    occurring = np.flatnonzero(counts)
    place = np.zeros(len(counts), np.int32)
    place[occurring] = np.arange(len(occurring), dtype=np.int32)
    every_text = (*every, *others)
    texts = pa.array([every_text[number] for number in occurring.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(nullable(pa.int32(), place[numbers], numbers == 0), texts)


def nullable(kind: pa.DataType, values: npt.NDArray[Any], missing: npt.NDArray[np.bool_] | None) -> pa.Array:
    """Numbers as an Arrow array of a kind of their size, without a copy; null where `missing`."""
    return with_validity(kind, values, None if missing is None or not missing.any() else bits(~missing))


def with_validity(kind: pa.DataType, values: npt.NDArray[Any], valid: pa.Buffer | None) -> pa.Array:
    """Numbers as an Arrow array, without a copy; `valid` tells in bits which of them are there, None that all are."""
    return pa.Array.from_buffers(kind, len(values), [valid, pa.py_buffer(np.ascontiguousarray(values))])


def bits(flags: npt.NDArray[np.bool_]) -> pa.Buffer:
    """Flags as Arrow keeps them, eight to a byte."""
    return pa.py_buffer(np.packbits(flags, bitorder="little"))
