"""Every check of the review (复核检查), and the findings of a form and of a whole document."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.review.checks import (
    across,
    arithmetic,
    causes,
    claims,
    completeness,
    consistency,
    design,
    goals,
    money,
    reasons,
    values,
)
from perfeval.review.checks.check import Check, Report, checks_in

__all__ = [
    "CHECKS",
    "FORM_CHECKS",
    "REPORT_CHECKS",
    "Check",
    "Report",
    "find_check",
    "review_form",
    "review_report",
]

FORM_CHECKS: tuple[Check[FormResult], ...] = checks_in(
    completeness, arithmetic, money, causes, values, consistency, claims, goals, design, reasons
)
"""Checks of one form."""

REPORT_CHECKS: tuple[Check[Report], ...] = checks_in(across)
"""Checks of a whole document."""

CHECKS: tuple[Check[FormResult] | Check[Report], ...] = (*FORM_CHECKS, *REPORT_CHECKS)
"""All checks in the order of the reviewers' checklist's themes."""

_SEVERITIES = ("error", "warning", "info")


def review_form(result: FormResult) -> tuple[Problem, ...]:
    """Every finding about one form: errors first, then by the marks that are at stake."""
    found = (problem for check in FORM_CHECKS for problem in check(result))
    return _in_order(found, result)


def review_report(report: Report) -> tuple[Problem, ...]:
    """Every finding about a document as a whole."""
    return tuple(problem for check in REPORT_CHECKS for problem in check(report))


def find_check(code: str) -> Check[FormResult] | Check[Report] | None:
    """The check of this code; None where there is none."""
    return next((check for check in CHECKS if check.code == code), None)


def _in_order(found: Iterable[Problem], result: FormResult) -> tuple[Problem, ...]:
    """Errors before warnings before information; the findings that put most submitted marks in question first."""
    at_stake = {row.row: row.submitted or row.points or Fraction(0) for row in result.rows}
    whole = max(at_stake.values(), default=Fraction(0))

    def key(problem: Problem) -> tuple[int, Fraction, int]:
        stake = whole if problem.row is None else at_stake.get(problem.row, Fraction(0))
        return _SEVERITIES.index(problem.severity), -stake, problem.row or 0

    return tuple(sorted(found, key=key))
