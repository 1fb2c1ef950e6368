"""A form as its project manager tries it out (试算): other actual values, the same rules, all checks anew."""

from __future__ import annotations

from dataclasses import replace

from perfeval.core.results import CheckedForm
from perfeval.review.checks import review_form
from perfeval.review.lost_marks import WhatIf, what_if


def tried(checked: CheckedForm, texts: dict[int, str]) -> tuple[CheckedForm, tuple[WhatIf, ...]]:
    """The form with other actual values by row number, 0 being the executed amount, and what each row comes to.

    Raises KeyError for a row that the form does not have.
    """
    result, rows = what_if(checked.result, texts)
    return replace(checked, result=result, findings=review_form(result)), rows
