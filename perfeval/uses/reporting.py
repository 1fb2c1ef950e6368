"""The review report (复核报告): checked forms and the derivations of their rows, made into one page."""

from __future__ import annotations

from perfeval.core.problems import Lang
from perfeval.documents.writers.report.write_review_html import ReportForm, write_review_html
from perfeval.review.explain import explain_row
from perfeval.review.record.changes import Review
from perfeval.uses.checking import Checking


def review_page(checking: Checking, lang: Lang, review: Review | None = None) -> str:
    """The page of a whole run: every form, every row with the lines that `explain` gives for it.

    With `review` it tells what is new, what was decided and what is gone.
    """
    forms = [
        ReportForm(
            each, {row.row: explain_row(row, each.result, lang)[1:] for row in each.result.rows if row.steps}
        )
        for each in checking.forms
    ]
    return write_review_html(
        forms, checking.problems, lang, review, checking.unreadable, checking.files
    ).rstrip("\n")
