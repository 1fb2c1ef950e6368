"""What explains a difference (差异成因)?"""

from __future__ import annotations

from collections.abc import Iterator

from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.review.cause import is_explained, named
from perfeval.review.checks.check import check, of_row


@check("A", "差异的成因", "the cause of a difference")
def difference_caused(subject: FormResult) -> Iterator[Problem]:
    """The variant of the rule that gives the submitted score of a row that differs.

    What it does
        Tries the declared variants: other roundings, the ratio rounded first or not, other reverse formulas, full
        marks although missed, points lost although met, double weighting, another column's value.
    Why
        A difference that is understood is settled in one sentence.
    Example
        4.62 for 37/40 × 5 under half-up: rounded half to even.
    Source
        RC-17
    """
    for row in subject.rows:
        found = named(row, subject)
        if found:
            values = {
                "cause_zh": "；或".join(each.zh for each in found),
                "cause_en": "; or ".join(each.of("en") for each in found),
            }
            yield of_row("difference-caused", subject, row, "submitted_score", **values)


@check("A", "差异原因不明", "a difference that no variant explains")
def difference_unexplained(subject: FormResult) -> Iterator[Problem]:
    """No declared variant gives the submitted score of a row that differs.

    What it does
        Names the rows whose score none of the variants reproduces.
    Why
        It was typed by hand, or scored by a rule that nobody wrote down.
    Example
        7.3 for a row of 10 that was met by half.
    Source
        RC-17
    """
    for row in subject.rows:
        if row.status == "differs" and not is_explained(row, subject):
            yield of_row("difference-unexplained", subject, row, "submitted_score")
