"""The review report (复核报告): checked forms and the derivations of their rows, made into one page."""

from __future__ import annotations

from perfeval.core.problems import Lang
from perfeval.documents.writers.report.write_review_html import ReportForm, write_review_html
from perfeval.review.explain import explain_row
from perfeval.uses.checking import Checking


def review_page(checking: Checking, lang: Lang) -> str:
    """The page of a whole run: every form, every row with the lines that `explain` gives for it."""
    forms = [
        ReportForm(
            each, {row.row: explain_row(row, each.result, lang)[1:] for row in each.result.rows if row.steps}
        )
        for each in checking.forms
    ]
    return write_review_html(forms, checking.problems, lang).rstrip("\n")
