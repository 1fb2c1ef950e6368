"""Whether a reviewer was consistent (复核前后一致): impossible scores, unexplained deductions, unequal deductions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from perfeval.core.codes import CODES
from perfeval.core.figures import two_decimals
from perfeval.core.problems import Problem
from perfeval.core.reviewed import ReviewedRow

_BY_RULE = frozenset(("score-differs",))
"""Codes whose deduction is computed from each row's own numbers, so that it may differ from row to row."""


def review_reviewer(rows: Sequence[ReviewedRow]) -> tuple[Problem, ...]:
    """Everything inconsistent in the reviewer's column, in the order of the rows, then across rows."""
    filled = [row for row in rows if row.reviewed is not None]
    missing = len(rows) - len(filled)
    found = [problem for row in filled for problem in _of_row(row)]
    found += _across(filled)
    if filled and missing:
        found.append(Problem("review-incomplete", {"count": str(missing), "rows": str(len(rows))}))
    if rows and not filled:
        found.append(Problem("review-empty", {"rows": str(len(rows))}))
    return tuple(found)


def _of_row(row: ReviewedRow) -> Iterator[Problem]:
    assert row.reviewed is not None
    if row.points is not None and row.reviewed > row.points:
        yield _problem("review-above-marks", row, points=two_decimals(row.points))
    elif row.reviewed < 0:
        yield _problem("review-below-zero", row)
    elif row.high is not None and row.reviewed > row.high:
        yield _problem("review-above-recomputed", row, recomputed=two_decimals(row.high))
    if row.deduction > 0 and not row.reason:
        yield _problem("review-without-reason", row, deduction=two_decimals(row.deduction))


def _across(rows: Sequence[ReviewedRow]) -> Iterator[Problem]:
    """The same defect deducted differently (同样问题不同核减): by the reviewer's own words, and by problem code."""
    groups: dict[tuple[str, str], list[ReviewedRow]] = defaultdict(list)
    for row in rows:
        if row.reason:
            groups["reason", " ".join(row.reason.split())].append(row)
        for code in filter(_is_defect, row.codes):
            groups["code", code].append(row)
    seen: set[tuple[tuple[str, int], ...]] = set()
    for (_, defect), members in groups.items():
        key = tuple((row.form, row.row) for row in members)
        shares = {share for row in members if (share := _share(row)) is not None}
        if len(shares) > 1 and key not in seen:
            seen.add(key)
            yield Problem("review-uneven", {"defect": defect, "rows": _listed(members)}, members[0].place)


def _is_defect(code: str) -> bool:
    """Whether a code names a defect that a reviewer deducts for, and not a remark or a row's own arithmetic."""
    return code in CODES and CODES[code].severity != "info" and code not in _BY_RULE


def _share(row: ReviewedRow) -> Fraction | None:
    """The deduction as a share of the full mark, so that rows of different weight compare."""
    if row.points is None or row.points <= 0 or row.submitted is None:
        return None
    return row.deduction / row.points


def _listed(rows: Sequence[ReviewedRow]) -> str:
    return "；".join(
        f"《{row.form}》{row.name} {two_decimals(row.deduction)}/{two_decimals(row.points or Fraction(0))}"
        for row in rows
    )


def _problem(code: str, row: ReviewedRow, **values: str) -> Problem:
    assert row.reviewed is not None
    given = {"reviewed": two_decimals(row.reviewed), "form": row.form, **values}
    return Problem(code, given, row.place, row=row.row, indicator=row.name)
