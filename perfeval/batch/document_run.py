"""A year's documents in one run (批量复算文档): a folder read by parallel processes, a part of its files at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from perfeval.batch.document_check import Checking, Options, Rulebook, check_reading, open_rulebook
from perfeval.batch.document_tables import SCORES, TOTALS, score_line, total_line
from perfeval.batch.file_table import FILES, NAME, file_line
from perfeval.batch.parts import Output
from perfeval.batch.problem_table import SCHEMA as PROBLEMS
from perfeval.batch.problem_table import problem_line
from perfeval.batch.project_ids import project_ids
from perfeval.batch.workers import Workers, at_most
from perfeval.core.problems import Problem
from perfeval.documents.file_counts import FileCounts, counts_of
from perfeval.documents.files_below import FoundFile, files_below
from perfeval.documents.old_files import OldFiles
from perfeval.documents.read import FileForms, read_found

Progress = Callable[[int, int], None]
"""Told after each part: files done, files in all."""
TABLES = ("scores.parquet", "totals.parquet", "problems.parquet", NAME)
PART = 64
"""Files of a part: what a stopped run has to read again at most, times the workers."""


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
    files: pa.Table
    counts: Counter[str]

    @property
    def tables(self) -> dict[str, pa.Table]:
        """Each table by its name on disk, without the suffix."""
        return {name: getattr(self, name) for name in ("scores", "totals", "problems", "files")}


@dataclass(slots=True)
class Lines:
    """What one file gave, as lines of the tables of a part: making four tables takes as long for one as for many."""

    counts: Counter[str]
    scores: list[dict[str, Any]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)


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
    reused = counts["files.found"]
    lost = partial(_lost, seconds=job.seconds)
    given = (job.options, job.seconds)
    workers = Workers(job.workers, _open, given, _check_part, _together, lost)
    for number, part in enumerate(workers.in_order(parts[len(states) :]), len(states)):
        for name, table in part.tables.items():
            output.write(f"{name}.parquet", number, table)
        output.write_state(number, {"counts": part.counts})
        counts += part.counts
        progress(counts["files.found"], len(files))
    return counts + Counter(reused=reused)


_OPENED: dict[str, Any] = {}
"""What a worker process opened once: the options, the rulebook, the seconds that a file may take."""


def _open(options: Options, seconds: float) -> None:
    _OPENED.update(options=options, rulebook=open_rulebook(options), seconds=seconds)


def _check_part(files: Sequence[FoundFile]) -> Part:
    old = OldFiles(files)
    checked = [_check_file(found, partial(old.saved, at)) for at, found in enumerate(files)]
    try:
        return _part(checked)
    except Exception:
        # Something that no table holds: each alone shows whose it is.
        return _part([_held(found, each) for found, each in zip(files, checked, strict=True)])


def _check_file(found: FoundFile, saved: Callable[[], bytes | None]) -> Lines:
    """One file alone, so that what goes wrong in it is its own problem and no other's; `saved`: see OldFiles."""
    with at_most(_OPENED["seconds"]):
        try:
            reading = read_found(found, saved=saved())
            return _lines(found, reading, _OPENED["options"], _OPENED["rulebook"])
        except Exception as error:
            return _unreadable(found, error)


def _held(found: FoundFile, lines: Lines) -> Lines:
    try:
        _part([lines])
    except Exception as error:
        return _unreadable(found, error)
    return lines


def _unreadable(found: FoundFile, error: Exception) -> Lines:
    reason = f"{type(error).__name__}: {error}"
    return _unread(found, Problem("file-unreadable", {"file": found.name, "reason": reason}))


def _lost(found: FoundFile, passed: float, seconds: float) -> Part:
    """What is known of a file whose process ended: it took too long, or the process was killed."""
    if passed >= seconds:
        return _part([_unread(found, Problem("reader-stopped", {"seconds": f"{seconds:g}"}))])
    return _part([_unread(found, Problem("reader-killed"))])


def _unread(found: FoundFile, problem: Problem) -> Lines:
    reading = FileForms((), (problem,))
    return _of_file(found, reading, Checking(problems=reading.problems))


def _together(parts: Sequence[Part]) -> Part:
    tables = {
        name: pa.concat_tables([part.tables[name] for part in parts]).combine_chunks()
        for name in parts[0].tables
    }
    return Part(**tables, counts=sum((part.counts for part in parts), Counter[str]()))


def readings(files: Iterable[FoundFile]) -> Iterator[tuple[FoundFile, FileForms]]:
    """Each file with what is in it."""
    return ((found, read_found(found)) for found in files)


def check_part(found: Iterable[tuple[FoundFile, FileForms]], options: Options, rulebook: Rulebook) -> Part:
    """Check the forms of some files, each given with what was read in it."""
    return _part([_lines(file, reading, options, rulebook) for file, reading in found])


def _lines(file: FoundFile, reading: FileForms, options: Options, rulebook: Rulebook) -> Lines:
    return _of_file(file, reading, check_reading(reading, options, rulebook, name=file.name))


def _of_file(file: FoundFile, reading: FileForms, checking: Checking) -> Lines:
    name, counts = file.name, counts_of(file, reading)
    found = Lines(_counts(checking, counts))
    found.files.append(file_line(name, counts, len(checking.forms), checking.problems))
    ids = project_ids(checking.forms, name)
    for number, (form, of) in enumerate(zip(checking.forms, ids, strict=True), 1):
        project = form.result.form.name
        found.totals.append(total_line(name, number, of, form))
        found.scores.extend(score_line(name, number, of, form, row) for row in form.result.rows)
        found.problems.extend(
            problem_line((project, each.row, each), of.project_id, name) for each in form.problems
        )
    found.problems.extend(
        problem_line((each.indicator or "", None, each), None, name) for each in checking.problems
    )
    return found


def _part(found: Sequence[Lines]) -> Part:
    def table(name: str, schema: pa.Schema) -> pa.Table:
        return pa.Table.from_pylist([line for each in found for line in getattr(each, name)], schema)

    return Part(
        table("scores", SCORES),
        table("totals", TOTALS),
        table("problems", PROBLEMS),
        table("files", FILES),
        sum((each.counts for each in found), Counter[str]()),
    )


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
