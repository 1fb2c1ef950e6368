"""From files to a comparison of two rule sets (口径比较). What `perfeval compare` calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.file_counts import FileCounts, counts_of
from perfeval.documents.read import files_of, read_files
from perfeval.review.compare import SetsCompared, compare_results

FEW = 30
"""Files whose every changed row is shown on the terminal; more of them are summed, and it is said."""


def is_year(paths: Sequence[Path], output: Path | None) -> bool:
    """Whether the files, or where the comparison is to go, ask for the sums of a year: a table, a page, a folder."""
    is_table = len(paths) == 1 and paths[0].suffix.lower() == ".parquet"
    return is_table or (output is not None and output.suffix.lower() in ("", ".html", ".xlsx"))


def compare_files(
    paths: Iterable[Path], first: Ruleset, second: Ruleset, year: int | None = None
) -> tuple[SetsCompared, tuple[Problem, ...], FileCounts]:
    """Score every form of the files under both sets; also the problems of reading, and what became of each file."""
    readings = list(read_files(files_of(paths)))
    forms = [form for _, reading in readings for form in reading.forms]
    problems = tuple(problem for _, reading in readings for problem in reading.problems)
    files = sum((counts_of(file, reading) for file, reading in readings), FileCounts())
    return compare_forms(forms, first, second, year), problems, files


def compare_forms(
    forms: Iterable[SelfEvaluationForm], first: Ruleset, second: Ruleset, year: int | None = None
) -> SetsCompared:
    """Score forms that were read already under both sets."""
    dated = (form if form.year or year is None else form.model_copy(update={"year": year}) for form in forms)
    compared = (compare_results(score_form(form, first), score_form(form, second)) for form in dated)
    return SetsCompared(first, second, tuple(compared))
