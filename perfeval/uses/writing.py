"""From checked forms to files (填报表、复核底稿): the format by the suffix of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from perfeval.core.form import FormKind
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.read_review import Review, read_review
from perfeval.documents.writers.form.official_form import empty_form, unfilled, without_cell
from perfeval.review.reviewer import review_reviewer
from perfeval.rulebook.select import select
from perfeval.uses.checking import Options, Rulebook

FormFormat = Literal[".xlsx", ".docx"]


def write_official(results: Sequence[FormResult], suffix: FormFormat, blank: bool) -> bytes:
    """The official form of each result; `blank` leaves out what is reported at the year's end."""
    if blank:
        results = [score_form(unfilled(each.form), each.ruleset) for each in results]
    if suffix == ".docx":
        from perfeval.documents.writers.form.write_form_docx import write_form_docx

        return write_form_docx(results)
    from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx

    return write_form_xlsx(results)


def empty_result(kind: FormKind, options: Options, rulebook: Rulebook) -> FormResult | Problem:
    """The empty form under the rule set that fits it, or the problem that none does."""
    form = empty_form(kind).model_copy(update={"year": options.year})
    selection = select(form, rulebook.library, rulebook.bodies, options.rules, options.jurisdiction)
    return selection if isinstance(selection, Problem) else score_form(form, selection.ruleset)


def unwritten(results: Sequence[FormResult]) -> tuple[Problem, ...]:
    """What the forms carry and the ministry's form has no cell for: said, so that nothing is lost quietly."""
    return tuple(
        Problem("form-without-cell", {"name": each.form.name, "columns": "、".join(words)})
        for each in results
        if (words := without_cell(each.form))
    )


def read_reviewed(path: Path) -> tuple[Review, tuple[Problem, ...]]:
    """The working papers that a reviewer filled in, and everything inconsistent in them."""
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = Problem("file-unreadable", {"file": name, "reason": str(error.strerror)}, file=name)
        return Review((), (problem,)), (problem,)
    review = read_review(read_xlsx(data, name), name)
    return review, (*review.problems, *review_reviewer(review.rows))
