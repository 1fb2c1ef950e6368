"""Laws of a number without a unit: read alone, it scores as it would with the unit that was read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.scoring import score_form
from perfeval.core.words.units import LADDERS
from perfeval.rulebook.library import load_library

RULES = load_library().find("cn-caiyu-2020-10")
UNITS = (*dict.fromkeys(unit for ladder in LADDERS for unit in ladder), "万亩", "万吨", "人", "件", "元/人")


def scored(target: str, actual: str) -> RowResult:
    indicator = Indicator(
        name="示例", category="数量指标", target=target, actual=actual, points="10", submitted_score="10"
    )
    form = SelfEvaluationForm(year=2023, indicators=(indicator,))
    return score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there


@pytest.mark.property
@given(
    st.sampled_from(("≥", "≤")),
    st.integers(1, 900),
    st.sampled_from(UNITS),
    st.integers(1, 99999),
    st.sampled_from((1, 10, 1000)),
)
def test_a_bare_number_scores_as_with_the_unit_that_was_read(
    comparator: str, goal: int, unit: str, number: int, parts: int
) -> None:
    """Issue 12, scale and kind: the way that is plausible is read and said, or every way that is."""
    actual = f"{Fraction(number, parts).numerator / Fraction(number, parts).denominator:g}"
    target = f"{comparator}{goal}{unit}"
    bare = scored(target, actual)
    assert bare.score is not None
    by_cells = {each.cells: each for each in bare.score.alternatives}
    if set(by_cells) == {""}:
        read = next(
            (each.values["read"] for each in bare.problems if each.code == "magnitude-assumed"), actual + unit
        )
        written = scored(target, read)
        assert written.score is not None
        assert written.score.alternatives == bare.score.alternatives
        return
    for cells in by_cells:
        written = scored(target, cells.removeprefix("bare="))
        assert written.score is not None
        own = tuple(each for each in bare.score.alternatives if each.cells == cells)
        assert own == written.score.alternatives
