"""A year's tables in one run (批量复算明细表): row groups scored by threads, totals in order, parts on disk.

The rows of a project may stand anywhere. Where projects rise through the table and the funds come in the same
order, as exports have it, totals are made as the rows pass and memory stays flat; else the sums of every project
are kept until the end (about a hundred bytes a project).
"""

from __future__ import annotations

import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.ahead import ahead
from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.arena import Arena
from perfeval.batch.columnar.by_core import STATUSES
from perfeval.batch.columnar.said import said_of
from perfeval.batch.columnar.scorer import (
    FUND_COLUMNS,
    TEXT_COLUMNS,
    Scored,
    Scorer,
    code_texts,
)
from perfeval.batch.columnar.texts import Texts
from perfeval.batch.parts import Output
from perfeval.batch.problem_table import Found, problems_table
from perfeval.batch.table.fund_rows import FundsSlice, InOrder, ScatteredError, let_go, matched
from perfeval.batch.table.project_totals import (
    NO_RUNS,
    Runs,
    RunSums,
    gathered,
    ids_with_blanks,
    in_sequence,
    rows_table,
    totals_table,
    with_execution,
    without_too_large,
)
from perfeval.batch.table.tables import Source, open_table, read_chunk
from perfeval.batch.table_error import TableError
from perfeval.core.ruleset import Ruleset

Progress = Callable[[int, int], None]
"""Told after each part: rows done, rows in all."""
_TURN = 0.0001
TABLES = ("scores.parquet", "totals.parquet", "problems.parquet")


@dataclass(frozen=True, slots=True)
class TableJob:
    """What to score: the tables, the rule set, the fiscal year; how many threads; whether every column is wanted."""

    indicators: Path
    funds: Path | None
    ruleset: Ruleset
    year: int | None = None
    threads: int = 2
    detail: bool = True


def refuse_exact_totals(ruleset: Ruleset) -> None:
    """Raise TableError for a rule set whose totals add rows before their rounding: a table keeps none of those."""
    if ruleset.total.add == "exact":
        raise TableError(
            f"{ruleset.id}: 总分按未取整的得分相加，明细表暂不支持，请用文档 (exact totals need documents)"
        )


def run_table(
    job: TableJob, folder: Path, resume: bool = False, progress: Progress = lambda done, of: None
) -> Counter[str]:
    """Score the tables into `folder`; returns how many rows have each status and each problem, and went to the core.

    With `resume`, the finished parts of the same run are kept. Raises TableError where the tables cannot be used.
    """
    refuse_exact_totals(job.ruleset)
    output = Output(folder)
    output.prepare(TABLES)
    if not resume:
        output.clear()
    with _threads_taking_turns():
        try:
            return _Run(job, output, progress).in_order()
        except ScatteredError:
            output.clear()
            return _Run(job, output, progress).in_any_order()


@contextmanager
def _threads_taking_turns() -> Iterator[None]:
    """A thread that comes back from compiled code need not wait the usual five milliseconds for the interpreter."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def warm_up(ruleset: Ruleset) -> None:
    """Load all code by a run over one row; the first one on a machine compiles the kernel, which takes ten seconds."""
    names = ("project_id", "level1", "level2", "target", "actual", "points", "budget", "executed")
    with TemporaryDirectory() as folder:
        table = Path(folder) / "one.parquet"
        pq.write_table(pa.table({name: ["1"] for name in names}), table)
        run_table(TableJob(table, table, ruleset, detail=False), Path(folder) / "out")


class _Run:
    def __init__(self, job: TableJob, output: Output, progress: Progress) -> None:
        self._job, self._output, self._progress = job, output, progress
        self._scorer = Scorer(job.ruleset, job.year)
        self._memory, self._in_order = threading.local(), True
        self._source = open_table(job.indicators, "indicators")
        self._funds = open_table(job.funds, "funds") if job.funds else None

    def in_order(self) -> Counter[str]:
        """Totals part by part; the last project of a part waits for the next one."""
        states = self._output.states()
        counts = sum((Counter(state["counts"]) for state in states), Counter[str]())
        reused = counts["rows"]
        waiting = _waiting(states[-1]) if states else NO_RUNS
        chunks = range(len(states), self._source.chunks)
        with ThreadPoolExecutor(self._job.threads) as pool:
            funds = self._funds and InOrder(self._funds_scored(pool), counts["projects"])
            for chunk, (found, of_rows) in zip(
                chunks, ahead(pool, self._chunk, chunks, 2 * self._job.threads), strict=True
            ):
                runs = in_sequence(waiting, found)
                if not _rising(runs.ids):
                    raise ScatteredError
                is_last = chunk == chunks[-1]
                finished = runs.part(0, len(runs) - (not is_last))
                waiting = runs.part(len(finished), len(runs))
                of_totals = self._write_totals(chunk, finished, funds.take(finished.ids) if funds else None)
                if is_last and funds and funds.left():
                    raise ScatteredError
                self._output.write_state(chunk, {"counts": of_rows + of_totals, **_state(waiting)})
                counts += of_rows + of_totals
                self._progress(counts["rows"], self._source.rows)
        return counts + Counter(reused=reused)

    def in_any_order(self) -> Counter[str]:
        """Totals at the end, from the sums of every project."""
        self._in_order = False
        every, counts = [NO_RUNS], Counter[str]()
        chunks = range(self._source.chunks)
        with ThreadPoolExecutor(self._job.threads) as pool:
            for found, of_rows in ahead(pool, self._chunk, chunks, 2 * self._job.threads):
                every.append(found)
                counts += of_rows
                self._progress(counts["rows"], self._source.rows)
            runs = gathered(
                Runs(
                    pa.concat_arrays([each.ids for each in every]),
                    np.concatenate([each.sums for each in every]),
                )
            )
            funds, problems = matched(runs.ids, list(self._funds_scored(pool))) if self._funds else (None, [])
        counts += self._write_totals(0, runs, None if funds is None else [funds])
        self._write_problems(self._source.chunks, problems)
        return counts + Counter(f"problem.{problem.code}" for _, _, problem in problems)

    def _chunk(self, chunk: int) -> tuple[Runs, Counter[str]]:
        """Read, score and write one row group."""
        allocate = self._arena().empty
        columns = read_chunk(self._source, chunk, ("project_id", *TEXT_COLUMNS), allocate)
        projects, row = columns["project_id"], 0
        sums, tables, counts = RunSums(projects), list[pa.Table](), Counter[str]()
        problems: list[Found] = []
        for scored in self._scorer.score_rows(columns, allocate, self._job.detail):
            codes = code_texts(scored) if self._job.detail else None
            sums.add(scored)
            tables.append(rows_table(scored, codes, self._scorer.places, self._scorer.units()))
            counts += counts_of(scored, codes)
            ids = projects.at(np.array([row + each for each, _ in scored.problems], np.int64))
            start = self._source.starts[chunk] + row
            problems += [
                (name or "", start + each, problem)
                for name, (each, problem) in zip(ids, scored.problems, strict=True)
            ]
            row += len(scored)
        rows = self._shown(projects, chunk, pa.concat_tables(tables))
        if self._job.detail:
            for name, numbers in said_of(columns, allocate).items():
                rows = rows.append_column(name, numbers)
            if self._in_order:
                rows = rows.append_column("nth_project", pa.array(sums.numbers()))
        self._output.write("scores.parquet", chunk, rows)
        self._write_problems(chunk, problems)
        return sums.runs(), counts

    def _arena(self) -> Arena:
        """This thread's memory, cleared: what the chunk before it needed is written by now."""
        if not hasattr(self._memory, "arena"):
            self._memory.arena = Arena()
        arena: Arena = self._memory.arena
        arena.clear()
        return arena

    def _shown(self, projects: Texts, chunk: int, rows: pa.Table) -> pa.Table:
        """The columns to write; without detail the scores alone, and one column of them where all are points."""
        if not self._job.detail:
            is_one = all(
                one.equals(other) for one, other in zip(rows["low"].chunks, rows["high"].chunks, strict=True)
            )
            return rows.select(["low"]) if is_one else rows
        keyed = rows.unify_dictionaries()
        start = self._source.starts[chunk]
        numbers = pa.array(np.arange(start, start + len(rows), dtype=np.int64))
        return keyed.add_column(0, "row", numbers).add_column(0, "project_id", projects.coded())

    def _funds_scored(self, pool: ThreadPoolExecutor) -> Iterator[FundsSlice]:
        """The execution rows in slices; the first row group is begun at once, so that it is there when it is needed."""
        source = self._funds
        assert source is not None  # asked only where there are funds
        chunks = range(source.chunks)

        def begin(chunk: int) -> Future[deque[FundsSlice]]:
            return pool.submit(self._funds_chunk, source, chunk)

        return let_go(begin, chunks, [begin(chunk) for chunk in chunks[:1]])

    def _funds_chunk(self, source: Source, chunk: int) -> deque[FundsSlice]:
        """The execution rows of one row group."""
        arena = self._arena()
        columns = read_chunk(source, chunk, ("project_id", *FUND_COLUMNS), arena.empty)
        projects, row = columns["project_id"], 0
        parts = deque[FundsSlice]()
        for scored in self._scorer.score_executions(columns, arena.empty):
            parts.append((projects.array(slice(row, row + len(scored))), scored))
            row += len(scored)
        arena.shrink()
        return parts

    def _write_totals(self, part: int, runs: Runs, funds: list[Scored] | None) -> Counter[str]:
        whole, found = without_too_large(runs if funds is None else with_execution(runs, funds))
        found += ids_with_blanks(runs.ids)
        table = totals_table(whole, self._job.ruleset, self._scorer.places, self._job.detail)
        counts, row = Counter(projects=len(runs)) + Counter(f"problem.{each.code}" for *_, each in found), 0
        for scored in funds or ():
            counts += Counter({f"execution.{name}": count for name, count in counts_of(scored, None).items()})
            found += [(runs.ids[row + each].as_py(), 0, problem) for each, problem in scored.problems]
            row += len(scored)
        if funds and self._job.detail:
            places = self._scorer.places
            rows = pa.concat_tables(
                rows_table(each, code_texts(each, kernel.FUND_CODES), places) for each in funds
            )
            for name in rows.column_names:
                table = table.append_column(f"execution_{name}", rows[name])
        # The rows' problems of this part have its number; those of its execution rows come after all of them.
        self._write_problems(self._source.chunks + 1 + part, found)
        self._output.write("totals.parquet", part, _plain(table))
        return counts

    def _write_problems(self, part: int, found: list[Found]) -> None:
        if found:
            self._output.write("problems.parquet", part, problems_table(found))


def _plain(table: pa.Table) -> pa.Table:
    """The table in one chunk and without dictionaries, whose order is that in which threads came to the values."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    return pa.table(columns, names=table.column_names).combine_chunks()


def _rising(ids: pa.StringArray) -> bool:
    """Whether every project comes after the one before it, so that none can come twice."""
    return len(ids) < 2 or bool(pc.all(pc.less(ids[:-1], ids[1:])).as_py())


def counts_of(scored: Scored, codes: pa.DictionaryArray | None) -> Counter[str]:
    """How many rows there are, how many went to the core, have each status and each problem (`problem.CODE`)."""
    status = np.bincount(scored.flags & kernel.STATUS_MASK, minlength=kernel.ABSENT + 1)
    counts = Counter(rows=len(scored) - int(status[kernel.ABSENT]), by_core=scored.by_core)
    counts.update({name: int(count) for name, count in zip(STATUSES, status, strict=False) if count})
    if codes is not None:
        numbers = np.bincount(codes.indices.drop_null().to_numpy(), minlength=1)
        for number in np.flatnonzero(numbers).tolist():
            for code in codes.dictionary[number].as_py().split(";"):
                counts[f"problem.{code}"] += int(numbers[number])
    return counts


def _state(waiting: Runs) -> dict[str, Any]:
    return {"waiting": waiting.ids.to_pylist(), "sums": waiting.sums.tolist()}


def _waiting(state: Mapping[str, Any]) -> Runs:
    sums = np.array(state["sums"], np.int64).reshape(-1, len(kernel.RUN_COLUMNS))
    return Runs(pa.array(state["waiting"], pa.string()), sums)
