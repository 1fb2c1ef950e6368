"""Rows of many kinds with the verdict that a person gives: negations, frequencies, deadlines, shares, limits."""

from __future__ import annotations

import pytest
from field_rows import KINDS, STATUSES, indicator_of

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

RULES = load_library().find("cn-caiyu-2020-10")


@pytest.mark.parametrize("row", KINDS, ids=lambda row: f"{row['id']}-{row['target']}-{row['actual']}")
def test_a_row_is_judged_as_a_person_judges_it(row: dict[str, str]) -> None:
    form = SelfEvaluationForm(year=2023, indicators=(indicator_of(row),))
    found = score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there
    assert found.status in STATUSES[row["verdict"]], row["why"]
    if row["low"]:
        assert found.score is not None
        assert str(found.score.low) == row["low"], row["why"]
