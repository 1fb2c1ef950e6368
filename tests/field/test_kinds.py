"""Rows of many kinds with the verdict that a person gives: negations, frequencies, deadlines, shares, limits."""

from __future__ import annotations

from field_rows import KINDS, STATUSES, indicator_of

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

RULES = load_library().find("cn-caiyu-2020-10")


def test_rows_are_judged_as_a_person_judges_them() -> None:
    assert KINDS
    assert [wrong for row in KINDS if (wrong := otherwise(row))] == []


def otherwise(row: dict[str, str]) -> str:
    """What the row came to, where that is not a person's verdict, with the person's reason."""
    form = SelfEvaluationForm(year=2023, indicators=(indicator_of(row),))
    found = score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there
    low = str(found.score.low) if found.score else ""
    is_right = found.status in STATUSES[row["verdict"]] and row["low"] in ("", low)
    said = f"{row['id']} {row['target']} ← {row['actual']}: {found.status} {low}"
    return "" if is_right else f"{said}, not {row['verdict']} {row['low']}: {row['why']}"
