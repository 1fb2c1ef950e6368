"""Inference on invented scores: what is determined, what is not, what goes together, what contradicts."""

from __future__ import annotations

import pytest
from invented import form, funds, indicator, ruleset

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.review.infer import infer, rank
from perfeval.review.infer_text import infer_lines
from perfeval.review.ruleset_draft import draft_ruleset
from perfeval.rulebook.load import load_ruleset


def results(*rows: Indicator, **cells: object) -> tuple[FormResult, ...]:
    return (score_form(form(*rows, **cells), ruleset()),)


def row(target: str, actual: str, points: str, score: str, category: str = "数量指标") -> Indicator:
    return indicator(target, actual, points=points, submitted_score=score, category=category)


def listed(found: tuple[FormResult, ...], key: str, own_execution: bool = False) -> tuple[str, ...]:
    parameter = infer(found, own_execution).parameter(key)
    return tuple(value.key for value in parameter.listed)


# The initial budget is far from the budget, so that the denominator is certain.
LOW = funds("2180", "400", initial_budget="9000", submitted_score="1.84")

# one row, the parameter it is a witness of, the values that it leaves
WITNESSES = (
    (row("≥40人次", "37人次", "5", "4.63"), "rounding", ("half_up", "up")),
    (row("≥40人次", "37人次", "5", "4.62"), "rounding", ("half_even", "down")),
    (row("≤8.90万元", "2.22万元", "10", "2.49", "成本指标"), "cost_met", ("ratio",)),
    (row("≤8.90万元", "2.22万元", "10", "10", "成本指标"), "cost_met", ("full",)),
    (row("≤8小时", "7小时", "10", "10"), "at_most_met", ("full",)),
    (row("≤8小时", "10小时", "10", "8"), "at_most_over", ("inverse",)),
    (row("≤8小时", "10小时", "10", "7.5"), "at_most_over", ("two-minus",)),
    (row("≤8小时", "10小时", "10", "10"), "at_most_over", ("full",)),
    (row("≥10个", "15个", "10", "10"), "at_least_over", ("full",)),
    (row("≥10个", "15个", "10", "15"), "at_least_over", ("uncapped",)),
    (row("≥10个", "9个", "10", "9"), "at_least_short", ("threshold(0,0.9]",)),
    (row("≥10个", "9个", "10", "0"), "at_least_short", ("threshold(0.9,1]",)),
    (row("=10个", "8个", "10", "8"), "equal_below", ("ratio",)),
    (row("=10个", "0个", "10", "0"), "equal_below", ("ratio", "nothing")),
    (row("=10个", "12个", "10", "10"), "equal_above", ("full",)),
    (row("=10个", "12个", "10", "8"), "equal_above", ("two-minus",)),
    (row("10个", "8个", "10", "8"), "bare_target", ("infer", "at_least", "at_most", "equal_to")),
    (row("10个", "12个", "10", "12"), "bare_target", ("infer", "at_least")),
)


@pytest.mark.parametrize(("witness", "key", "values"), WITNESSES)
def test_one_row_leaves_exactly_these_values(witness: Indicator, key: str, values: tuple[str, ...]) -> None:
    assert listed(results(witness), key) == values


def test_execution_and_its_rounding_go_together() -> None:
    found = results(funds=LOW)
    assert listed(found, "rounding") == ("half_up", "half_even", "up")
    assert listed(found, "execution") == ("rate-2", "exact")
    leaves = {coupling.context[0]: coupling.leaves["execution"] for coupling in infer(found).couplings}
    assert leaves == {"half_up": ("rate-2",), "half_even": ("rate-2",), "up": ("rate-2", "exact")}


def test_execution_may_be_rounded_on_its_own() -> None:
    rows = row("≥40人次", "37人次", "5", "4.63"), row("≤8.90万元", "2.22万元", "10", "2.49", "成本指标")
    found = results(*rows, funds=LOW)
    assert listed(found, "execution") == ("rate-2",)
    assert listed(found, "execution", own_execution=True) == ("rate-2", "exact")
    assert listed(found, "execution_rounding", own_execution=True) == ("half_up", "half_even", "up")


def test_the_denominator_shows_where_the_budgets_differ() -> None:
    found = results(funds=funds("100", "90", initial_budget="120", submitted_score="7.5"))
    assert listed(found, "execution") == ("initial-rate-2", "initial-exact")


def test_a_parameter_without_a_telling_row_is_undetermined() -> None:
    parameter = infer(results(row("≥10个", "10个", "10", "10"))).parameter("at_most_over")
    assert parameter.informative == 0
    assert len(parameter.listed) == len(parameter.values)


def test_a_row_met_exactly_that_loses_marks_is_an_outlier_under_every_rule() -> None:
    rows = row("≥10个", "10个", "10", "9"), row("≥10个", "15个", "10", "10")
    found = infer(results(*rows))
    assert [sample.row.row for sample in found.outliers] == [1]
    assert found.parameter("at_least_over").listed[0].key == "full"


def test_witnesses_are_the_rows_that_contradict_a_value() -> None:
    rows = tuple(row("≥10个", f"{actual}个", "10", "10") for actual in (11, 12, 13))
    uncapped = infer(results(*rows)).parameter("at_least_over").values[1]
    assert [sample.row.row for sample in uncapped.against] == [1, 2, 3]


def everything() -> SelfEvaluationForm:
    return form(
        row("≥40人次", "37人次", "5", "4.63"),
        row("≥10个", "15个", "10", "10"),
        row("≤8.90万元", "2.22万元", "10", "2.49", "成本指标"),
        row("≤8小时", "10小时", "10", "8"),
        row("=10个", "8个", "10", "8"),
        row("=10个", "12个", "10", "10"),
        indicator("逐步提高", "达成预期指标", submitted_score="9"),
        funds=funds("2180", "400", submitted_score="1.84"),
    )


def test_the_draft_is_a_valid_rule_set_that_explains_the_scores() -> None:
    found = (score_form(everything(), ruleset()),)
    text = draft_ruleset(infer(found), found, "drafted", "toyland")
    loaded = load_ruleset(text, None)
    assert loaded.problems == ()
    assert loaded.ruleset is not None
    assert loaded.ruleset.tier == loaded.ruleset.evidence == "inferred"
    statuses = [each.status for each in score_form(everything(), loaded.ruleset).rows]
    assert statuses == ["equal"] * 7 + ["within"]


def test_a_draft_of_nothing_leaves_everything_open() -> None:
    found = results(row("≥10个", "10个", "10", "10"))
    loaded = load_ruleset(draft_ruleset(infer(found), found, "drafted", "toyland"), None)
    assert loaded.problems == ()


def test_rule_sets_are_ranked_by_the_rows_that_contradict_them() -> None:
    found = (score_form(everything(), ruleset()),)
    draft = load_ruleset(draft_ruleset(infer(found), found, "drafted", "toyland"), None).ruleset
    assert draft is not None
    first, second = rank(found, (ruleset(), draft))
    assert (first.ruleset.id, first.differs, first.refused) == ("drafted", 0, 0)
    assert second.differs + second.refused > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_names_every_parameter_and_its_witnesses(lang: str) -> None:
    found = (score_form(everything(), ruleset()),)
    lines = "\n".join(infer_lines(infer(found), infer(found, True), rank(found, (ruleset(),)), lang))  # type: ignore[arg-type]
    assert "《示例项目》" in lines
    for parameter in infer(found).parameters:
        assert parameter.title.of(lang) in lines  # type: ignore[arg-type]
