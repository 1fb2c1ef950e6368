"""The tables of a run over documents (文档运行的表): their columns, and a form and its rows as lines of them.

Every number is DECIMAL; the text as it was printed stands beside it where a person wrote it. A number that has more
digits than its column is null there, and its text still stands.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa

from perfeval.batch.project_ids import ProjectId
from perfeval.core.category import keys_of
from perfeval.core.compared import compared
from perfeval.core.results import CheckedForm, RowResult
from perfeval.review.amounts import in_ten_thousands
from perfeval.review.measured import note_of

PLACES, DIGITS = 6, 18
MARKS = pa.decimal128(DIGITS, PLACES)
"""Marks, amounts of 万元, quantities of targets."""
_TEXT, _COUNT, _FLAG = pa.string(), pa.int64(), pa.bool_()
SCORES = pa.schema(
    [
        ("project_id", _TEXT),
        ("row", _COUNT),
        ("file", _TEXT),
        ("form", _COUNT),
        *((name, _TEXT) for name in ("project", "dimension", "category", "dimension_key", "category_key")),
        *((name, _TEXT) for name in ("name", "target", "actual")),
        ("points", MARKS),
        ("points_text", _TEXT),
        ("submitted", MARKS),
        ("submitted_text", _TEXT),
        *((name, MARKS) for name in ("low", "high")),
        *((name, _FLAG) for name in ("low_open", "high_open")),
        ("confirmed", MARKS),
        *((name, _TEXT) for name in ("status", "reason", "rule", "problems", "comparator", "evidence")),
        *((name, MARKS) for name in ("goal", "reached")),
        *((name, _TEXT) for name in ("unit", "level", "note")),
    ]
)
TOTALS = pa.schema(
    [
        *((name, _TEXT) for name in ("project_id", "lasting_id", "code", "file")),
        ("form", _COUNT),
        *((name, _TEXT) for name in ("project", "body", "department")),
        ("year", _COUNT),
        *((name, _TEXT) for name in ("kind", "ruleset", "chosen")),
        *((name, _FLAG) for name in ("counted", "whole")),
        ("status", _TEXT),
        *((name, MARKS) for name in ("full_points", "points")),
        ("points_text", _TEXT),
        ("submitted", MARKS),
        ("submitted_text", _TEXT),
        *((name, MARKS) for name in ("low", "high", "confirmed", "determined_low", "determined_high")),
        *((name, _TEXT) for name in ("grade", "grade_low", "grade_high")),
        *((name, _COUNT) for name in ("rows", "scored", "undecided", "refused", "unmarked", "ignored")),
        ("budget", MARKS),
        ("budget_text", _TEXT),
        ("executed", MARKS),
        ("executed_text", _TEXT),
        *((name, _TEXT) for name in ("money_unit", "goal_expected", "goal_achieved", "content")),
    ]
)


def score_line(file: str, number: int, of: ProjectId, form: CheckedForm, row: RowResult) -> dict[str, Any]:
    """One row of a form as a line of scores.parquet."""
    indicator, score, quantities = row.indicator, row.score, compared(row)
    goal, reached = (fitting(quantities.goal), fitting(quantities.reached)) if quantities else (None, None)
    funds = form.result.form.funds if row.row == 0 else None
    printed = indicator or funds
    keys = keys_of(indicator.dimension, indicator.category) if indicator else ("execution", None)
    return {
        "project_id": of.project_id,
        "row": row.row,
        "file": file,
        "form": number,
        "project": form.result.form.name,
        "dimension": indicator.dimension if indicator else None,
        "category": indicator.category if indicator else None,
        "dimension_key": keys[0],
        "category_key": keys[1],
        "name": row.name,
        "target": indicator.target if indicator else None,
        "actual": indicator.actual if indicator else None,
        "points": fitting(row.points),
        "points_text": printed.points if printed else None,
        "submitted": fitting(row.submitted),
        "submitted_text": printed.submitted_score if printed else None,
        "low": fitting(score.low if score else None),
        "high": fitting(score.high if score else None),
        "low_open": score.low_open if score else None,
        "high_open": score.high_open if score else None,
        "confirmed": fitting(row.confirmed),
        "status": row.status,
        "reason": row.reason,
        "rule": row.rule,
        "problems": ";".join(problem.code for problem in row.problems) or None,
        "comparator": quantities.comparator if quantities else None,
        "evidence": quantities.evidence if quantities else None,
        "goal": None if reached is None else goal,
        "reached": None if goal is None else reached,
        "unit": quantities.unit if quantities else None,
        "level": row.level,
        "note": note_of(row) or None,
    }


def total_line(file: str, number: int, of: ProjectId, checked: CheckedForm) -> dict[str, Any]:
    """One form as a line of totals.parquet; `counted` is settled when every file is read."""
    form, total, coverage = checked.result.form, checked.result.total, checked.result.coverage
    funds = form.funds
    return {
        "project_id": of.project_id,
        "lasting_id": of.lasting_id,
        "code": of.code,
        "file": file,
        "form": number,
        "project": form.name,
        "body": form.body,
        "department": form.department,
        "year": form.year,
        "kind": form.kind,
        "ruleset": checked.result.ruleset.id,
        "chosen": checked.chosen,
        "counted": True,
        "whole": total.is_whole,
        "status": total.status,
        "full_points": fitting(checked.result.ruleset.total.points),
        "points": fitting(total.points),
        "points_text": form.submitted_points,
        "submitted": fitting(total.submitted),
        "submitted_text": form.submitted_score,
        "low": fitting(total.score.low if total.score else None),
        "high": fitting(total.score.high if total.score else None),
        "confirmed": fitting(total.confirmed),
        "determined_low": fitting(total.determined.low if total.determined else None),
        "determined_high": fitting(total.determined.high if total.determined else None),
        "grade": total.grade,
        "grade_low": total.grade_low,
        "grade_high": total.grade_high,
        "rows": coverage.rows,
        "scored": coverage.scored,
        "undecided": sum(row.status == "undecided" for row in checked.result.rows),
        "refused": coverage.refused,
        "unmarked": coverage.unmarked,
        "ignored": coverage.ignored,
        "budget": fitting(in_ten_thousands("budget", funds)) if funds else None,
        "budget_text": funds.budget if funds else None,
        "executed": fitting(in_ten_thousands("executed", funds)) if funds else None,
        "executed_text": funds.executed if funds else None,
        "money_unit": funds.money_unit if funds else None,
        "goal_expected": form.goal.expected,
        "goal_achieved": form.goal.achieved,
        "content": of.content,
    }


def fitting(value: Fraction | Decimal | None) -> Decimal | None:
    """A number for a column of numbers; None where it has more digits, before or behind the point."""
    if value is None:
        return None
    numerator, denominator = value.as_integer_ratio()
    scaled, rest = divmod(numerator * 10**PLACES, denominator)
    return None if rest or abs(scaled) >= 10**DIGITS else Decimal(scaled).scaleb(-PLACES)
