"""A year's documents in one run (批量复算文档): a folder read by parallel processes, a part of its files at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from perfeval.batch.document_check import Checking, Options, Rulebook, check_reading, open_rulebook
from perfeval.batch.parts import Output
from perfeval.batch.problem_table import Found, problems_table
from perfeval.batch.workers import Workers, at_most
from perfeval.core.compared import compared
from perfeval.core.exact import show
from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm, RowResult
from perfeval.documents.file_counts import FileCounts, counts_of
from perfeval.documents.files_below import FoundFile, files_below
from perfeval.documents.read import Reading, read_found
from perfeval.review.amounts import in_ten_thousands
from perfeval.review.measured import note_of

Progress = Callable[[int, int], None]
"""Told after each part: files done, files in all."""
TABLES = ("scores.parquet", "totals.parquet", "problems.parquet")
PART = 64
"""Files of a part: what a stopped run has to read again at most, times the workers."""

_SCORE = pa.decimal128(28, 12)
_AMOUNT = pa.decimal64(18, 6)
_TEXT, _COUNT, _FLAG = pa.string(), pa.int64(), pa.bool_()
SCORES = pa.schema(
    [
        *((name, _TEXT) for name in ("file", "project")),
        ("form", _COUNT),
        ("row", _COUNT),
        *(
            (name, _TEXT)
            for name in ("dimension", "category", "name", "target", "actual", "points", "submitted")
        ),
        ("low", _SCORE),
        ("high", _SCORE),
        ("low_open", _FLAG),
        ("high_open", _FLAG),
        *((name, _TEXT) for name in ("status", "reason", "rule", "problems")),
        *((name, _TEXT) for name in ("comparator", "evidence")),
        *((name, _AMOUNT) for name in ("goal", "reached")),
        *((name, _TEXT) for name in ("unit", "level", "note")),
    ]
)
TOTALS = pa.schema(
    [
        ("file", _TEXT),
        ("form", _COUNT),
        *((name, _TEXT) for name in ("project", "body", "department")),
        ("year", _COUNT),
        *((name, _TEXT) for name in ("ruleset", "chosen", "status", "points", "submitted")),
        *((name, _SCORE) for name in ("low", "high", "confirmed", "determined_low", "determined_high")),
        *((name, _TEXT) for name in ("grade", "grade_low", "grade_high")),
        *((name, _COUNT) for name in ("rows", "scored", "undecided", "refused", "unmarked", "ignored")),
        *((name, _TEXT) for name in ("kind", "budget", "executed", "goal_expected", "goal_achieved")),
    ]
)


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """What to check: the files below a folder, the options of `check`; how many processes."""

    folder: Path
    options: Options
    workers: int = 2
    seconds: float = 300
    """How long one file may take before its process is ended."""

    without: tuple[Path, ...] = ()
    """Folders inside of it that are our own output."""

    @property
    def files(self) -> tuple[FoundFile, ...]:
        """Everything in the folder, in the order of the names."""
        return tuple(files_below(self.folder, without=self.without))


@dataclass(frozen=True, slots=True)
class Part:
    """What some files gave: their tables, and the counts of files, forms, rows by status, problems."""

    scores: pa.Table
    totals: pa.Table
    problems: pa.Table
    counts: Counter[str]


def run_documents(
    job: DocumentJob, folder: Path, resume: bool = False, progress: Progress = lambda done, of: None
) -> Counter[str]:
    """Check every form of every file into `folder`; returns the counts of files, forms, rows by status, problems."""
    output = Output(folder)
    output.prepare(TABLES)
    if not resume:
        output.clear()
    files = job.files
    parts = [files[at : at + PART] for at in range(0, len(files), PART)]
    states = output.states()
    counts = sum((Counter(state["counts"]) for state in states), Counter[str]())
    lost = partial(_lost, seconds=job.seconds)
    given = (job.options, job.seconds)
    workers = Workers(job.workers, _open, given, _check_part, _together, lost)
    for number, part in enumerate(workers.in_order(parts[len(states) :]), len(states)):
        output.write("scores.parquet", number, part.scores)
        output.write("totals.parquet", number, part.totals)
        output.write("problems.parquet", number, part.problems)
        output.write_state(number, {"counts": part.counts})
        counts += part.counts
        progress(counts["files.found"], len(files))
    return counts


_OPENED: dict[str, Any] = {}
"""What a worker process opened once: the options, the rulebook, the seconds that a file may take."""


def _open(options: Options, seconds: float) -> None:
    _OPENED.update(options=options, rulebook=open_rulebook(options), seconds=seconds)


def _check_part(files: Sequence[FoundFile]) -> Part:
    return _together([_check_file(found) for found in files])


def _check_file(found: FoundFile) -> Part:
    """One file alone, so that what goes wrong in it is its own problem and no other's."""
    with at_most(_OPENED["seconds"]):
        try:
            return check_part(readings([found]), _OPENED["options"], _OPENED["rulebook"])
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            return _unread(found, Problem("file-unreadable", {"file": found.name, "reason": reason}))


def _lost(found: FoundFile, passed: float, seconds: float) -> Part:
    """What is known of a file whose process ended: it took too long, or the process was killed."""
    if passed >= seconds:
        return _unread(found, Problem("reader-stopped", {"seconds": f"{seconds:g}"}))
    return _unread(found, Problem("reader-killed"))


def _unread(found: FoundFile, problem: Problem) -> Part:
    reading = Reading((), (replace(problem, file=found.name),))
    return Part(
        pa.Table.from_pylist([], SCORES),
        pa.Table.from_pylist([], TOTALS),
        problems_table([("", None, each) for each in reading.problems]),
        _counts(Checking(problems=reading.problems), counts_of(found, reading)),
    )


def _together(parts: Sequence[Part]) -> Part:
    scores, totals, problems = (
        pa.concat_tables([getattr(part, name) for part in parts]).combine_chunks()
        for name in ("scores", "totals", "problems")
    )
    return Part(scores, totals, problems, sum((part.counts for part in parts), Counter[str]()))


def readings(files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, Reading]]:
    """Each file with what is in it."""
    return ((found, read_found(found)) for found in files)


def check_part(found: Iterable[tuple[FoundFile, Reading]], options: Options, rulebook: Rulebook) -> Part:
    """Check the forms of some files, each given with what was read in it."""
    scores: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    problems: list[Found] = []
    counts = Counter[str]()
    for file, reading in found:
        name = file.name
        checking = check_reading(reading, options, rulebook)
        counts += _counts(checking, counts_of(file, reading))
        for number, form in enumerate(checking.forms, 1):
            totals.append(_total(name, number, form))
            scores += [_row(name, number, form, row) for row in form.result.rows]
        problems += [(project, row, replace(each, file=name)) for project, row, each in _problems(checking)]
    return Part(
        pa.Table.from_pylist(scores, SCORES),
        pa.Table.from_pylist(totals, TOTALS),
        problems_table(problems),
        counts,
    )


def _problems(checking: Checking) -> Iterable[Found]:
    for form in checking.forms:
        yield from ((form.result.form.name, each.row, each) for each in form.problems)
    yield from ((each.indicator or "", None, each) for each in checking.problems)


def _row(file: str, number: int, form: CheckedForm, row: RowResult) -> dict[str, Any]:
    indicator, score, quantities = row.indicator, row.score, compared(row)
    goal, reached = (
        (_amount(each) for each in (quantities.goal, quantities.reached)) if quantities else (None,) * 2
    )
    return {
        "file": file,
        "project": form.result.form.name,
        "form": number,
        "row": row.row,
        "dimension": indicator.dimension if indicator else None,
        "category": indicator.category if indicator else None,
        "name": row.name,
        "target": indicator.target if indicator else None,
        "actual": indicator.actual if indicator else None,
        "points": _shown(row.points),
        "submitted": _shown(row.submitted),
        "low": score.low if score else None,
        "high": score.high if score else None,
        "low_open": score.low_open if score else None,
        "high_open": score.high_open if score else None,
        "status": row.status,
        "reason": row.reason,
        "rule": row.rule,
        "problems": ";".join(problem.code for problem in row.problems) or None,
        "comparator": quantities.comparator if quantities else None,
        "evidence": quantities.evidence if quantities else None,
        "goal": goal if reached is not None else None,
        "reached": reached if goal is not None else None,
        "unit": quantities.unit if quantities else None,
        "level": row.level,
        "note": note_of(row) or None,
    }


def _total(file: str, number: int, checked: CheckedForm) -> dict[str, Any]:
    form, total, coverage = checked.result.form, checked.result.total, checked.result.coverage
    return {
        "file": file,
        "form": number,
        "project": form.name,
        "body": form.body,
        "department": form.department,
        "year": form.year,
        "ruleset": checked.result.ruleset.id,
        "chosen": checked.chosen,
        "status": total.status,
        "points": _shown(total.points),
        "submitted": _shown(total.submitted),
        "low": total.score.low if total.score else None,
        "high": total.score.high if total.score else None,
        "confirmed": total.confirmed,
        "determined_low": total.determined.low if total.determined else None,
        "determined_high": total.determined.high if total.determined else None,
        "grade": total.grade,
        "grade_low": total.grade_low,
        "grade_high": total.grade_high,
        "rows": coverage.rows,
        "scored": coverage.scored,
        "undecided": sum(row.status == "undecided" for row in checked.result.rows),
        "refused": coverage.refused,
        "unmarked": coverage.unmarked,
        "ignored": coverage.ignored,
        "kind": form.kind,
        "budget": _shown(in_ten_thousands("budget", form.funds)) if form.funds else None,
        "executed": _shown(in_ten_thousands("executed", form.funds)) if form.funds else None,
        "goal_expected": form.goal.expected,
        "goal_achieved": form.goal.achieved,
    }


def _amount(value: Fraction | None) -> Decimal | None:
    """The number, where it has at most twelve digits before the point and six behind it."""
    scaled = (value or Fraction(0)) * 10**6
    fits = value is not None and scaled.denominator == 1 and abs(scaled) < 10**18
    return Decimal(scaled.numerator).scaleb(-6) if fits else None


def _shown(value: Fraction | None) -> str | None:
    return None if value is None else show(value)


def _counts(checking: Checking, files: FileCounts) -> Counter[str]:
    without = files.without_forms + files.unread
    counts = Counter(files=files.with_forms + without, forms=len(checking.forms), files_without_forms=without)
    counts.update({f"files.{name}": count for name, count in files.as_dict().items()})
    for form in checking.forms:
        counts.update(row.status for row in form.result.rows)
        counts.update(rows=len(form.result.rows))
        counts.update(f"problem.{each.code}" for each in form.problems)
        counts[f"ruleset.{form.result.ruleset.id}"] += 1
    counts.update(f"problem.{each.code}" for each in checking.problems)
    return +counts
