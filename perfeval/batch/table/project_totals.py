"""From scored rows to totals (总分): the sums of each project's rows, its execution row, its grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.by_core import STATUSES, UNIT
from perfeval.batch.columnar.cell_reader import MAX_DECIMALS
from perfeval.batch.columnar.program import EVIDENCES, HOW_COMPARATORS
from perfeval.batch.columnar.scorer import Scored, bits, nullable, with_validity
from perfeval.batch.columnar.spelling import Ints
from perfeval.batch.columnar.texts import Texts
from perfeval.batch.problem_table import Found
from perfeval.core.exact import Mode, round_to
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.ruleset import Ruleset
from perfeval.core.totals import grade_of

_LARGEST = 10**18
"""The first sum that a column of totals has no room for."""
LOW, HIGH, SCORED, REFUSED, IGNORED, POINTS, OPEN, RESCALES, UNSIGNED, SIGNED, UNMARKED, UNDECIDED = range(12)
"""Columns of the sums, as kernel.RUN_COLUMNS."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Consecutive rows of one project each: the project, and the sums over its rows."""

    ids: pa.StringArray
    sums: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, stop: int) -> Runs:
        """Some consecutive runs."""
        return Runs(self.ids[start:stop], self.sums[start:stop])


NO_RUNS = Runs(pa.array([], pa.string()), np.zeros((0, len(kernel.RUN_COLUMNS)), np.int64))


class RunSums:
    """The sums of a chunk's runs, as its rows are scored: one slice after another."""

    def __init__(self, projects: Texts) -> None:
        self._projects, numbers = projects, projects.numbers
        runs = int(np.count_nonzero(numbers[1:] != numbers[:-1])) + 1
        self._starts = np.empty(runs, np.int64)
        self._sums = np.empty((runs, len(kernel.RUN_COLUMNS)), np.int64)
        self._rows = self._runs = 0

    def add(self, scored: Scored) -> None:
        """The next rows."""
        columns = scored.lows, scored.highs, scored.flags, scored.marks, scored.signed
        self._runs = kernel.sum_runs(
            self._projects.numbers, self._rows, columns, scored.rescales, self._starts, self._sums, self._runs
        )
        self._rows += len(scored)

    def numbers(self) -> Ints:
        """For every row so far the number of its run, from 0."""
        starts = self._starts[: self._runs]
        return np.repeat(np.arange(self._runs), np.diff(starts, append=self._rows))

    def runs(self) -> Runs:
        """The runs of all rows so far."""
        return Runs(self._projects.array(self._starts[: self._runs]), self._sums[: self._runs])


def runs_of(projects: Texts, scored: Scored) -> Runs:
    """The runs of a chunk of indicator rows."""
    sums = RunSums(projects)
    sums.add(scored)
    return sums.runs()


def in_sequence(first: Runs, second: Runs) -> Runs:
    """The runs of two pieces of a table; a project that spans the border is one run."""
    if not len(first) or not len(second):
        return second if not len(first) else first
    if first.ids[-1] != second.ids[0]:
        return Runs(pa.concat_arrays([first.ids, second.ids]), np.concatenate([first.sums, second.sums]))
    sums = np.concatenate([first.sums[:-1], second.sums])
    sums[len(first) - 1] = _added(first.sums[-1], second.sums[0])
    return Runs(pa.concat_arrays([first.ids[:-1], second.ids]), sums)


def _added(one: Ints, other: Ints) -> Ints:
    found = one + other
    found[..., OPEN] = one[..., OPEN] | other[..., OPEN]
    found[..., RESCALES] = one[..., RESCALES] | other[..., RESCALES]
    return found


def gathered(runs: Runs) -> Runs:
    """One run for each project, in the order of first appearance, where its rows do not stand together."""
    encoded = runs.ids.dictionary_encode()
    where = encoded.indices.to_numpy()
    sums = np.zeros((len(encoded.dictionary), runs.sums.shape[1]), np.int64)
    np.add.at(sums, where, runs.sums)
    for column in (OPEN, RESCALES):
        sums[:, column] = 0
        np.bitwise_or.at(sums[:, column], where, runs.sums[:, column])
    return Runs(encoded.dictionary, sums)


def with_execution(runs: Runs, funds: list[Scored]) -> Runs:
    """The runs with each project's execution row added; the rows of `funds` are, one part after another, the runs'."""
    sums, row = runs.sums.copy(), 0
    for part in funds:
        columns = part.lows, part.highs, part.flags, part.marks, part.signed
        kernel.add_rows(columns, part.rescales, sums[row : row + len(part)])
        row += len(part)
    return Runs(runs.ids, sums)


def without_too_large(runs: Runs) -> tuple[Runs, list[Found]]:
    """The runs, and what is wrong with those whose rows add up to more than a total can be: they are refused whole."""
    amounts = runs.sums[:, (LOW, HIGH, POINTS, SIGNED)]
    rows = np.flatnonzero((np.abs(amounts) >= _LARGEST).any(axis=1))
    if not len(rows):
        return runs, []
    sums = runs.sums.copy()
    sums[rows[:, None], (LOW, HIGH, POINTS, SIGNED)] = 0
    sums[rows, REFUSED] += 1
    ends = (runs.sums[rows, column].tolist() for column in (LOW, HIGH))
    found: list[Found] = [
        (runs.ids[row].as_py(), None, Problem("score-too-large", {"low": str(low), "high": str(high)}))
        for row, low, high in zip(rows.tolist(), *ends, strict=True)
    ]
    return Runs(runs.ids, sums), found


def ids_with_blanks(ids: pa.StringArray) -> list[Found]:
    """Ids that begin or end with a blank: nobody sees it, and it makes another project of one."""
    bare = pc.utf8_trim_whitespace(ids)
    odd = pc.not_equal(ids, bare)
    if not pc.any(odd).as_py():
        return []
    pairs = zip(ids.filter(odd).to_pylist(), bare.filter(odd).to_pylist(), strict=True)
    return [
        (each, None, Problem("project-id-blank", {"project": each, "bare": text})) for each, text in pairs
    ]


def totals_table(runs: Runs, ruleset: Ruleset, places: int, detail: bool = True) -> pa.Table:
    """The total of every project: ends, what can be signed, grades, counts; ends are null where a row was refused."""
    sums, total = runs.sums, ruleset.total
    is_whole = (sums[:, RESCALES] != 0) | (sums[:, POINTS] == int(total.points * UNIT))
    has_none = sums[:, SCORED] + sums[:, REFUSED] == 0
    partly = (sums[:, UNMARKED] > 0) & ~is_whole
    # Without a row that has marks there is no total, and a part of the marks makes none.
    refused = (sums[:, REFUSED] > 0) | (sums[:, SCORED] == 0) | partly
    lows, highs = (_ends(sums, column, places, ruleset) for column in (LOW, HIGH))
    ends = {
        "low": decimals(lows, total.places, refused),
        "high": decimals(highs, total.places, refused),
    }
    if not detail:
        return pa.table({"project_id": runs.ids, **ends})
    signed, is_known = _ends(sums, SIGNED, MAX_DECIMALS, ruleset), ~refused & (sums[:, UNSIGNED] == 0)
    is_band = lows != highs
    return pa.table(
        {
            "project_id": runs.ids,
            **ends,
            "low_open": pa.array(is_band & (sums[:, OPEN] & kernel.LOW_OPEN != 0)),
            "high_open": pa.array(is_band & (sums[:, OPEN] & kernel.HIGH_OPEN != 0)),
            "confirmed": decimals(signed, total.places, ~is_known),
            "determined_low": decimals(lows, total.places, is_known | has_none),
            "determined_high": decimals(highs, total.places, is_known | has_none),
            "whole": pa.array(is_whole),
            "full_points": decimals(np.full(len(sums), int(total.points * UNIT)), MAX_DECIMALS),
            "points": decimals(sums[:, POINTS], MAX_DECIMALS),
            "grade": _grades(signed, is_known & is_whole, ruleset),
            "grade_low": _grades(lows, ~refused & is_whole, ruleset),
            "grade_high": _grades(highs, ~refused & is_whole, ruleset),
            "scored": sums[:, SCORED],
            "undecided": sums[:, UNDECIDED],
            "refused": sums[:, REFUSED],
            "unmarked": sums[:, UNMARKED],
            "ignored": sums[:, IGNORED],
        }
    )


def _ends(sums: Ints, column: int, places: int, ruleset: Ruleset) -> Ints:
    """A column of sums in units of the total's last place; rescaled where rows that do not apply are left out."""
    total = ruleset.total
    found = in_places(sums[:, column], places, total.places, total.mode)
    for row in np.flatnonzero(sums[:, RESCALES] & (sums[:, POINTS] > 0)).tolist():
        factor = total.points / Fraction(int(sums[row, POINTS]), UNIT)
        exact = Fraction(int(sums[row, column]), 10**places) * factor
        found[row] = int(round_to(exact, total.places, total.mode).scaleb(total.places))
    return found


def in_places(values: Ints, source: int, places: int, mode: Mode) -> Ints:
    """Numbers in units of the last of `source` places as units of the last of `places`, rounded by the core."""
    if places >= source:
        return np.asarray(values * 10 ** (places - source), np.int64)
    divisor = 10 ** (source - places)
    found: Ints = values // divisor
    for row in np.flatnonzero(found * divisor != values).tolist():
        found[row] = int(round_to(Fraction(int(values[row]), 10**source), places, mode).scaleb(places))
    return found


def decimals(units: Ints, places: int, missing: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Whole units of the last place as exact decimals, without a copy; null where `missing`."""
    kind = pa.decimal64(18, places)
    return nullable(kind, units, missing)


def _flags(flags: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.Array.from_buffers(pa.bool_(), len(flags), [None, bits(flags)])


def _grades(units: Ints, known: npt.NDArray[np.bool_], ruleset: Ruleset) -> pa.Array:
    """The grade of each total; the core is asked about one total between any two ends of the bands."""
    form, scale = SelfEvaluationForm(), 10**ruleset.total.places
    bands = () if ruleset.grades is None else ruleset.grades.bands
    ends = [scale * end for each in bands for end in (each.when.low, each.when.high) if end is not None]
    # At an end, and right behind it, another band may begin.
    cuts = sorted({cut for end in ends for cut in (ceil(end), floor(end) + 1)})
    totals = [cuts[0] - 1 if cuts else 0, *cuts]
    grades = [grade_of(Fraction(each, scale), ruleset.grades, form) for each in totals]
    which = np.searchsorted(np.array(cuts, np.int64), units, side="right")
    found = pa.array(grades, pa.string()).take(pa.array(which))
    return pc.if_else(pa.array(known), found, None)


def rows_table(
    scored: Scored, codes: pa.DictionaryArray | None, places: int, units: Sequence[str] = ()
) -> pa.Table:
    """The scores of a chunk, aligned with its rows: low, high, open ends, status, problem codes; or the ends alone.

    Where quantities were asked for, also the marks, and how quantities were compared, by `units` by number.
    """
    # All of it stands in the lowest byte.
    flags = scored.flags.astype(np.int8)
    status = flags & np.int8(kernel.STATUS_MASK)
    missing = status >= kernel.REFUSED
    low = decimals(scored.lows, places, missing)
    found = {"low": low, "high": low if scored.is_point else decimals(scored.highs, places, missing)}
    if codes is not None:
        found["low_open"] = _flags(flags & np.int8(kernel.LOW_OPEN) != 0)
        found["high_open"] = _flags(flags & np.int8(kernel.HIGH_OPEN) != 0)
        found["status"] = _named(status, _valid(status != kernel.ABSENT), STATUSES)
        found["problems"] = codes
    if scored.quantities is not None:
        found["points"] = decimals(scored.marks, MAX_DECIMALS, scored.marks == 0)
        found |= _compared(scored.flags, scored.quantities, units)
    return pa.table(found)


def _compared(flags: npt.NDArray[np.int32], quantities: Ints, units: Sequence[str]) -> dict[str, pa.Array]:
    """The comparator that rows of quantities were judged by, what told it, both numbers and their unit."""
    how = (flags >> kernel.HOW_SHIFT).astype(np.int8) & np.int8(kernel.HOW_MASK)
    goals, reached, number = quantities
    are_quantities, have_numbers = _valid(how != 0), _valid(goals != kernel.NO_NUMBER)
    kind = pa.decimal64(18, MAX_DECIMALS)
    # The numbers of units depend on which thread met one first; those of a slice are put in the order of the texts.
    occurring = np.flatnonzero(np.bincount(number - kernel.NO_UNIT)[1:])
    ordered = sorted(occurring.tolist(), key=units.__getitem__)
    place = np.zeros(int(number.max(initial=0)) + 2, np.int32)
    place[ordered] = np.arange(len(ordered), dtype=np.int32)
    return {
        "comparator": _named(how & np.int8(7), are_quantities, HOW_COMPARATORS),
        "evidence": _named(how >> np.int8(3), are_quantities, EVIDENCES),
        "goal": with_validity(kind, goals, have_numbers),
        "reached": with_validity(kind, reached, have_numbers),
        "unit": pa.DictionaryArray.from_arrays(
            with_validity(pa.int32(), place[number], are_quantities),
            pa.array([units[each] for each in ordered], pa.string()),
        ),
    }


def _valid(flags: npt.NDArray[np.bool_]) -> pa.Buffer | None:
    return None if flags.all() else bits(flags)


def _named(
    numbers: npt.NDArray[np.int8], valid: pa.Buffer | None, names: Sequence[str]
) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(
        with_validity(pa.int8(), numbers, valid), pa.array(names, pa.string())
    )
