"""From checked forms to files (填报表、复核底稿): the format by the suffix of the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Literal

from perfeval.core.exact import show
from perfeval.core.form import FormKind
from perfeval.core.plan import next_year, unfilled
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.read_review import Review, read_review
from perfeval.documents.writers.form.official_form import empty_form, without_cell
from perfeval.review.reviewer import review_reviewer
from perfeval.rulebook.select import select
from perfeval.uses.checking import Options, Rulebook

FormFormat = Literal[".xlsx", ".docx"]


def write_official(
    results: Sequence[FormResult], suffix: FormFormat, blank: bool = False, as_submitted: bool = False
) -> bytes:
    """The official form of each result: without what is reported at the year's end, or with the scores submitted."""
    if blank:
        results = [score_form(unfilled(each.form), each.ruleset) for each in results]
    if suffix == ".docx":
        from perfeval.documents.writers.form.write_form_docx import write_form_docx

        return write_form_docx(results, as_submitted)
    from perfeval.documents.writers.form.write_form_xlsx import write_form_xlsx

    return write_form_xlsx(results, as_submitted)


def empty_result(kind: FormKind, options: Options, rulebook: Rulebook) -> FormResult | Problem:
    """The empty form under the rule set that fits it, or the problem that none does."""
    form = empty_form(kind, rows_each=3).model_copy(update={"year": options.year})
    selection = select(form, rulebook.library, rulebook.bodies, options.rules, options.jurisdiction)
    return selection if isinstance(selection, Problem) else score_form(form, selection.ruleset)


def of_next_year(results: Sequence[FormResult], year: int | None) -> list[FormResult] | Problem:
    """Each form as the plan of the year after its own, or of `year`; the problem where a form has none."""
    found: list[FormResult] = []
    for each in results:
        new = year if year is not None else each.form.year and each.form.year + 1
        if new is None:
            return Problem("next-year-unknown", {"name": each.form.name})
        found.append(score_form(next_year(each.form, new), each.ruleset))
    return found


def replaced(results: Sequence[FormResult]) -> tuple[Problem, ...]:
    """Submitted scores that the written form replaces by those of the rules, once a form."""
    found = []
    for each in results:
        rows = [
            (row.row, f"{show(row.submitted)} → {row.score.low}")
            for row in each.rows
            if row.submitted is not None and row.score is not None and row.score.is_point
            if row.submitted != Fraction(row.score.low)
        ]
        if rows:
            told_zh = "，".join(f"{f'第 {row} 行' if row else '预算执行率'} {scores}" for row, scores in rows)
            told_en = ", ".join(f"{f'row {row}' if row else 'execution'} {scores}" for row, scores in rows)
            values = {"name": each.form.name, "count": str(len(rows)), "rows_zh": told_zh, "rows_en": told_en}
            found.append(Problem("scores-replaced", values))
    return tuple(found)


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
