"""Rows of many kinds with the verdict that a person gives: negations, frequencies, deadlines, shares, limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from field_rows import STATUSES, indicator_of

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

ROWS = [
    [part.strip() for part in line.split("|")]
    for line in (Path(__file__).parent / "kinds.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
RULES = load_library().find("cn-caiyu-2020-10")


@pytest.mark.parametrize(
    ("category", "name", "target", "actual", "score", "verdict", "low", "why"),
    ROWS,
    ids=[f"{number}-{row[2]}-{row[3]}" for number, row in enumerate(ROWS, 1)],
)
def test_a_row_is_judged_as_a_person_judges_it(
    category: str, name: str, target: str, actual: str, score: str, verdict: str, low: str, why: str
) -> None:
    category = {"满意度": "服务对象满意度"}.get(category, category) + "指标"
    indicator = indicator_of(
        {"name": name, "category": category, "target": target, "actual": actual, "score": score}
    )
    form = SelfEvaluationForm(year=2023, indicators=(indicator,))
    found = score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there
    assert found.status in STATUSES[verdict], why
    if low:
        assert found.score is not None
        assert str(found.score.low) == low, why
