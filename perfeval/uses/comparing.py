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
from perfeval.documents.writers.comparison.write_compare import ChangeLine, ComparisonReport
from perfeval.review.compare import Change, Comparison, Ground, compare_results, distribution, summarise

_FEW = 30
"""Files whose every changed row is shown on the terminal; more of them are summed."""


def is_year(paths: Sequence[Path], output: Path | None, shape: str) -> bool:
    """Whether the files, or where the comparison is to go, ask for the sums of a year: a table, a page, a folder."""
    is_table = len(paths) == 1 and paths[0].suffix.lower() == ".parquet"
    wants_page = output is not None and output.suffix.lower() in ("", ".html", ".xlsx")
    return is_table or wants_page or (len(paths) > _FEW and shape == "table")


def compare_files(
    paths: Iterable[Path], first: Ruleset, second: Ruleset, year: int | None = None
) -> tuple[ComparisonReport, tuple[Problem, ...], FileCounts]:
    """Score every form of the files under both sets; also the problems of reading, and what became of each file."""
    comparisons: list[Comparison] = []
    problems: list[Problem] = []
    files = FileCounts()
    for file, reading in read_files(files_of(paths)):
        problems += reading.problems
        files += counts_of(file, reading)
        comparisons += _compared(reading.forms, first, second, year)
    return report_of(comparisons, first, second), tuple(problems), files


def compare_forms(
    forms: Iterable[SelfEvaluationForm], first: Ruleset, second: Ruleset, year: int | None = None
) -> ComparisonReport:
    """Score forms that were read already under both sets."""
    return report_of(_compared(forms, first, second, year), first, second)


def _compared(
    forms: Iterable[SelfEvaluationForm], first: Ruleset, second: Ruleset, year: int | None
) -> list[Comparison]:
    dated = (form if form.year or year is None else form.model_copy(update={"year": year}) for form in forms)
    return [compare_results(score_form(form, first), score_form(form, second)) for form in dated]


def report_of(comparisons: list[Comparison], first: Ruleset, second: Ruleset) -> ComparisonReport:
    """The comparisons as the writer wants them."""
    found = summarise(comparisons)
    return ComparisonReport(
        first,
        second,
        [_line(each.first.form.name, each.total) for each in comparisons],
        [_line(each.first.form.name, row) for each in comparisons for row in each.rows],
        {
            "rise": found.rise,
            "fall": found.fall,
            "same": found.same,
            "unknown": found.unknown,
            "surely_rise": found.surely_rise,
            "surely_fall": found.surely_fall,
            "rows": found.rows,
        },
        found.low,
        found.high,
        distribution(comparisons),
    )


def _line(form: str, change: Change) -> ChangeLine:
    return ChangeLine(
        form,
        change.row,
        change.name,
        change.first,
        change.second,
        change.rise,
        _words(change.first_ground),
        _words(change.second_ground),
        change.first_status,
        change.second_status,
        change.direction,
    )


def _words(ground: Ground | None) -> str:
    return "" if ground is None else f"{ground.title} · {ground.clause}（{ground.evidence}）"
