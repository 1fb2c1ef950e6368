"""Rows of many kinds with the verdict that a person gives: negations, frequencies, deadlines, shares, limits."""

from __future__ import annotations

import pytest
from field_rows import FIFTIES, STATUSES, indicator_of

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.results import Alternative, RowResult
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

FOLLOWING = ("score-differs", "score-undecided", "score-at-open-end")
"""What is said of any row with such a score and such a claim."""
RULES = load_library().find("cn-caiyu-2020-10")


@pytest.mark.parametrize("numbers", FIFTIES)
def test_rows_are_judged_as_a_person_judges_them(numbers: str) -> None:
    assert [wrong for row in FIFTIES[numbers] if (wrong := otherwise(row))] == []


def otherwise(row: dict[str, str]) -> str:
    """What the row came to, where that is neither a person's verdict nor what follows from it, with the reason."""
    form = SelfEvaluationForm(year=2023, indicators=(indicator_of(row),))
    found = score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there
    is_right = found.status in STATUSES[row["verdict"]] and row["result"] == comes_to(found)
    said = f"{row['id']} {row['target']} ← {row['actual']}: {found.status} {comes_to(found)}"
    return "" if is_right else f"{said}, not {row['verdict']} {row['result']}: {row['why']}"


def comes_to(found: RowResult) -> str:
    """Every score that a row may have (6.67 / 5.00 / 0.00, [8.00, 10.00]), or the code of what refuses it; and what it
    took to read it: 9.17; counted-as.
    """
    scores = "" if found.score is None else " / ".join(map(_ends, found.score.alternatives))
    notes = (each.code for each in found.problems if each.code not in (found.reason, *FOLLOWING))
    return "; ".join((scores or found.reason or "", *notes))


def _ends(score: Alternative) -> str:
    low, high = (
        f"{'(' if score.low_open else '['}{score.low}",
        f"{score.high}{')' if score.high_open else ']'}",
    )
    return str(score.low) if score.is_point else f"{low}, {high}"
