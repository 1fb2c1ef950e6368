"""The worst that is known of a form (表的结论)."""

from __future__ import annotations

from perfeval.review.record.changes import FormReview

_WORST_FIRST = ("differs", "undecided", "refused", "unsubmitted", "unmarked", "within", "equal", "ignored")


def verdict_of(form: FormReview) -> str:
    """The worst status of a form's rows and total."""
    result = form.checked.result
    statuses = {row.status for row in result.rows} | {result.total.status}
    return next((each for each in _WORST_FIRST if each in statuses), "refused")
