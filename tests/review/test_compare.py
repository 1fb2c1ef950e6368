"""The same form under two rule sets: what changes, by how much, and that nothing changes under one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import SOURCE, form, funds, indicator, rules, ruleset

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.compare import Comparison, SetsCompared, compare_results, distribution
from perfeval.rulebook.library import load_library

STRICT = ruleset(id="strict", rules=rules(at_most={"kind": "all_or_nothing"}))
KIND = ruleset(id="kind", rules=rules(at_most={"kind": "full_when_met", "otherwise": "unstated"}))


def compared(given_form: SelfEvaluationForm, second: Ruleset, first: Ruleset | None = None) -> Comparison:
    return compare_results(score_form(given_form, first or ruleset()), score_form(given_form, second))


def test_a_row_that_changes_names_both_rules() -> None:
    found = compared(form(indicator("≤5个", "6个"), indicator()), STRICT)
    (change,) = found.rows
    assert (change.row, change.rise) == (1, (Fraction(-8), Fraction(-8)))
    assert change.first_ground is not None
    assert change.second_ground is not None
    assert (change.first_ground.rule, change.second_ground.clause) == ("at-most", "interpretation")
    assert found.total.rise == (Fraction(-8), Fraction(-8))


def test_the_grounds_are_told_in_the_language_of_the_reader() -> None:
    found = compared(form(indicator("≤5个", "6个"), indicator()), STRICT)
    ground = found.rows[0].second_ground
    assert ground is not None
    assert ground.shown("zh").endswith("· 本规则集的理解")
    assert ground.shown("en").endswith("· our interpretation")


def test_an_interval_moves_at_both_ends() -> None:
    (change,) = compared(form(indicator("≤5个", "6个")), KIND).rows
    assert change.rise == (Fraction(-8), Fraction("0.33"))


def test_a_row_that_one_set_refuses_has_no_move() -> None:
    other = ruleset(id="refusing", rules=rules(at_least={"kind": "coefficient_column"}))
    found = compared(form(indicator()), other)
    assert [(row.rise, row.second) for row in found.rows] == [(None, None)]
    assert found.total.rise is None


def test_a_row_that_can_be_read_in_several_ways_says_so_under_both_sets() -> None:
    national, older = (load_library().find(each) for each in ("cn-caiyu-2020-10", "cn-form-2017"))
    assert isinstance(national, Ruleset)
    assert isinstance(older, Ruleset)
    cells = {"name": "每人补助标准", "category": "成本指标", "points": "10", "submitted_score": "10"}
    (change,) = compared(form(indicator("500元/人", "480元/人", **cells)), older, national).rows
    assert (change.first_status, change.second_status) == ("undecided", "undecided")
    assert change.direction is not None
    assert change.direction.name == "contested"


def test_the_execution_row_is_compared_too() -> None:
    exact = ruleset(
        id="exact",
        execution={"rate": {"places": "none", "above_one": "cap", "zero_budget": "refuse"}, "source": SOURCE},
    )
    (change,) = compared(form(indicator(), funds=funds("2180", "400")), exact).rows
    assert (change.row, change.first and change.first.low, change.second and change.second.low) == (
        0,
        Decimal("1.84"),
        Decimal("1.83"),
    )


def test_different_forms_cannot_be_compared() -> None:
    first = score_form(form(indicator()), ruleset())
    with pytest.raises(ValueError, match="same form"):
        compare_results(first, score_form(form(), ruleset()))


def test_the_sums_count_every_form_once() -> None:
    falls, same = form(indicator("≤5个", "6个")), form(indicator())
    unknown = compared(falls, KIND)
    comparisons = [
        compared(falls, STRICT),
        compared(same, STRICT),
        unknown,
        compared(falls, ruleset(), STRICT),
    ]
    found = SetsCompared(STRICT, KIND, tuple(comparisons))
    counts = {"rise": 1, "fall": 1, "same": 1, "unknown": 1, "surely_rise": 1, "surely_fall": 1, "rows": 3}
    assert found.counts == counts
    assert found.rise == (Fraction(-8), Fraction("0.33"))
    assert sum(count for _, count in distribution(found.moves)) == 4
    assert dict(distribution(found.moves))["0"] == 1


@given(st.sampled_from(["≥", "≤", "=", ""]), st.integers(0, 20), st.integers(0, 20))
def test_a_rule_set_against_itself_changes_nothing(comparator: str, target: int, actual: int) -> None:
    given_form = form(indicator(f"{comparator}{target}个", f"{actual}个"))
    found = compared(given_form, KIND, KIND)
    assert found.rows == ()
    assert not found.total.is_change
