"""Laws of bare targets: a better result never scores less, and a person is asked only where readings disagree."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

NAMES = [
    [part.strip() for part in line.split("|")]
    for line in (Path(__file__).parents[1] / "core" / "data" / "directions.txt")
    .read_text("utf-8")
    .splitlines()
    if line.strip() and not line.startswith("#")
]
RULES = load_library().find("cn-caiyu-2020-10")
UNITS = ("%", "人", "起", "天", "万元", "个", "")
numbers = st.integers(1, 400)


def scored(name: str, category: str, target: str, actual: str, submitted: str = "10") -> RowResult:
    indicator = Indicator(
        name=name, category=category, target=target, actual=actual, points="10", submitted_score=submitted
    )
    form = SelfEvaluationForm(year=2023, indicators=(indicator,))
    return score_form(form, RULES).indicators[0]  # type: ignore[arg-type]  # the shipped set is there


@pytest.mark.property
@given(st.sampled_from(NAMES), st.sampled_from(UNITS), numbers, numbers, numbers)
def test_a_better_result_never_scores_less(
    named: list[str], unit: str, goal: int, one: int, other: int
) -> None:
    """Design, section 4: the direction of a bare target is inferred as a person would, and decides what is better."""
    name, category, _, _ = named
    first = scored(name, category, f"{goal}{unit}", f"{one}{unit}")
    second = scored(name, category, f"{goal}{unit}", f"{other}{unit}")
    assume(first.direction is not None and not first.direction.is_contested)
    assume(first.score is not None and second.score is not None)
    assert first.direction is not None
    assert first.score is not None
    assert second.score is not None
    is_floor = first.direction.name in ("at_least", "more_than")
    better, worse = (first, second) if (one >= other) == is_floor else (second, first)
    assert better.score is not None
    assert worse.score is not None
    assert better.score.high >= worse.score.high
    assert better.score.low >= worse.score.low


@pytest.mark.property
@given(st.sampled_from(NAMES), st.sampled_from(UNITS), numbers, numbers, st.integers(0, 10))
def test_undecided_only_where_readings_of_the_cells_disagree(
    named: list[str], unit: str, goal: int, reached: int, claimed: int
) -> None:
    """Design, section 4: undecided, where the cells can be read in ways that give different verdicts."""
    row = scored(named[0], named[1], f"{goal}{unit}", f"{reached}{unit}", str(claimed))
    assume(row.score is not None)
    assert row.score is not None
    by_reading: dict[str, bool] = {}
    for each in row.score.alternatives:
        by_reading[each.cells] = by_reading.get(each.cells, False) or each.holds(Fraction(claimed))
    assert (row.status == "undecided") is (len(set(by_reading.values())) > 1)
