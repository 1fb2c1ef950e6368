"""From files to checked forms (复核): each document checked, then all of them together. What the commands call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from perfeval.batch.document_check import Checking, Options, Rulebook, check_reading, open_rulebook
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.file_counts import counts_of
from perfeval.documents.files_below import FoundFile
from perfeval.documents.progress import Progress, silent
from perfeval.documents.read import FileForms, files_of, read_files
from perfeval.rulebook.select import jurisdiction_of

__all__ = [
    "Checking",
    "Options",
    "Rulebook",
    "check_files",
    "check_reading",
    "check_readings",
    "open_rulebook",
]


def check_files(
    paths: Sequence[Path],
    options: Options,
    rulebook: Rulebook,
    standard_input: bytes = b"",
    progress: Progress = silent,
    without: Sequence[Path] = (),
) -> Checking:
    """Check every form in every file, a directory being all its files; "-" is the standard input.

    `without` are places of our own output, which are not read.
    """
    return check_readings(
        read_files(files_of(paths, without), standard_input, progress), options, rulebook, progress
    )


def check_readings(
    readings: Iterable[tuple[FoundFile, FileForms]],
    options: Options,
    rulebook: Rulebook,
    progress: Progress = silent,
) -> Checking:
    """Check the forms of files that were read, each with its name."""
    found = Checking(problems=rulebook.library.problems)
    for file, reading in readings:
        found = _with(found, check_reading(reading, options, rulebook, progress), file, reading)
    return replace(found, problems=(*found.problems, *_better_inferred(found, options, rulebook)))


def _with(found: Checking, more: Checking, file: FoundFile, reading: FileForms) -> Checking:
    counts = counts_of(file, reading)
    unread = (file.name,) if counts.without_forms or counts.unread else ()
    return Checking(
        found.forms + more.forms,
        found.problems + more.problems,
        found.selections + more.selections,
        found.unreadable + unread,
        found.files + counts,
    )


def _better_inferred(checking: Checking, options: Options, rulebook: Rulebook) -> Iterator[Problem]:
    """Shipped inferred sets that explain the submitted scores better than the defaults did."""
    if options.rules is not None or not checking.forms:
        return
    for ruleset in rulebook.library.rulesets:
        if ruleset.tier != "inferred":
            continue
        inside = [
            each.result for each in checking.forms if _covers(ruleset, each.result.form, options, rulebook)
        ]
        now = sum(_disagreements(result) for result in inside)
        then = sum(_disagreements(score_form(result.form, ruleset)) for result in inside)
        if then < now:
            values = {"id": ruleset.id, "now": str(now), "then": str(then)}
            yield Problem("inferred-set-fits-better", values)


def _covers(ruleset: Ruleset, form: SelfEvaluationForm, options: Options, rulebook: Rulebook) -> bool:
    known = options.jurisdiction or form.jurisdiction or jurisdiction_of(form, rulebook.bodies)
    inside = known is not None and f"{known}/".startswith(f"{ruleset.jurisdiction}/")
    return (
        inside
        and form.kind in ruleset.forms
        and (form.year is None or Fraction(form.year) in ruleset.fiscal_years)
    )


def _disagreements(result: FormResult) -> int:
    return sum(row.status in ("differs", "refused") for row in result.rows)
