"""Rows: every status, every refusal, readings and their hull, rounding, blocks, facts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import pytest
from invented import SOURCE, form, indicator, meaning, rules, ruleset

from perfeval.core.form import Funds
from perfeval.core.results import RowResult, Score
from perfeval.core.rollup import UnitRow, roll_up
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import holds


def scored(*cells: object, rules_: Ruleset | None = None, **more: object) -> RowResult:
    target, actual = (*cells, None)[:2] if cells else ("≥10个", "10个")
    (row,) = score_form(form(indicator(target, actual, **more)), rules_ or ruleset()).indicators  # type: ignore[arg-type]
    assert all(holds(step) for step in row.steps)
    return row


def ends(row: RowResult) -> tuple[str, str] | None:
    return None if row.score is None else (str(row.score.low), str(row.score.high))


@pytest.mark.parametrize(
    ("target", "actual", "low", "high"),
    [
        ("≥40人次", "37人次", "9.25", "9.25"),
        ("≥40人次", "=50人次", "10.00", "10.00"),  # capped; the actual value echoes a comparator
        ("≤10天", "12天", "8.00", "8.00"),
        ("≤10天", "25天", "0.00", "0.00"),  # beyond twice the target, floored
        ("=3套", "3套", "10.00", "10.00"),
        ("=3套", "2套", "6.67", "6.67"),
        (">5次", "5次", "0.00", "10.00"),  # not met, but the ratio is one
        ("90%-95%", "92%", "10.00", "10.00"),
        ("90%-95%", "45%", "5.00", "5.00"),
        ("100±5%", "104", "10.00", "10.00"),
        ("100±5%", "105", "10.00", "10.00"),
        ("100±5%", "95", "10.00", "10.00"),
        ("100±5%", "84", "8.84", "8.84"),
        ("12月31日前", "10月1日", "10.00", "10.00"),
        ("6月30日前", "7月1日", "0.00", "0.00"),
        ("L2", "L2", "10.00", "10.00"),
        ("L2", "L3", "10.00", "10.00"),
        ("稳步提高", "达成", "8.00", "10.00"),
        ("稳步提高", "部分达成", "6.00", "8.00"),
        ("稳步提高", "稳步提高", "8.00", "10.00"),  # the answer repeats the target
        ("≥5万元", "50000元", "10.00", "10.00"),
        ("≥1公里", "900米", "9.00", "9.00"),
    ],
)
def test_a_row_is_scored(target: str, actual: str, low: str, high: str) -> None:
    assert ends(scored(target, actual)) == (low, high)


@pytest.mark.parametrize(
    ("submitted", "status", "difference"),
    [
        ("9.25分", "equal", "0"),
        ("9.250", "equal", "0"),
        ("9.24", "differs", "-1/100"),
        ("9.26", "differs", "1/100"),
        (None, "unsubmitted", None),
        ("—", "unsubmitted", None),
    ],
)
def test_a_point_is_held_against_the_claim(
    submitted: str | None, status: str, difference: str | None
) -> None:
    row = scored("≥40人次", "37人次", submitted_score=submitted)
    assert row.status == status
    assert row.difference == (None if difference is None else Fraction(difference))
    assert [problem.code for problem in row.problems] == (["score-differs"] if status == "differs" else [])


@pytest.mark.parametrize(
    ("submitted", "status", "codes", "confirmed"),
    [
        ("10", "within", [], "10"),
        ("8", "within", ["below-band-top"], "8"),
        ("7.99", "differs", ["score-differs"], None),
        ("10.5", "differs", ["score-differs"], None),
    ],
)
def test_a_band_leaves_the_decision_to_a_person(
    submitted: str, status: str, codes: list[str], confirmed: str | None
) -> None:
    row = scored("稳步提高", "达成", submitted_score=submitted)
    assert (row.status, [problem.code for problem in row.problems]) == (status, codes)
    assert row.confirmed == (None if confirmed is None else Decimal(confirmed))


def test_an_open_end_is_outside_its_band() -> None:
    row = scored("稳步提高", "部分达成", submitted_score="8")
    assert row.score is not None
    assert row.score.high_open
    assert (row.status, row.difference) == ("differs", 0)
    (problem,) = row.problems
    assert problem.message() == "填报得分 8.00，复算应为 6.00–<8.00：8.00 本身不在其内"


@pytest.mark.parametrize(
    ("target", "actual", "more", "code"),
    [
        ("≥10个", "10个", {"points": "十分"}, "points-unreadable"),
        ("≥10个", "10个", {"points": "-5"}, "points-unreadable"),
        ("≥10个", "9个", {"points": "20/20"}, "points-unreadable"),
        (None, "10个", {}, "target-missing"),
        ("—", "10个", {}, "target-missing"),
        ("≥10个", None, {}, "actual-missing"),
        ("≥10个", " / ", {}, "actual-missing"),
        (">=90％％", "95%", {}, "target-unreadable"),
        ("≥10个", "9％％", {}, "actual-unreadable"),
        ("≥10个", "已完成", {}, "actual-not-number"),
        ("5-10个", "已完成", {}, "actual-not-number"),
        ("≤5次", "95%", {}, "rate-against-count"),
        ("≥95%", "45户", {}, "unit-mismatch-refused"),
        ("≥95%", "下降2%", {}, "change-unclear"),
        ("≥10个", "10家", {}, "unit-mismatch-refused"),
        ("5-10个", "7家", {}, "unit-mismatch-refused"),
        ("≥10个", "-1个", {}, "negative-actual-refused"),
        ("=0起", "1起", {}, "target-not-positive"),
        ("稳步提高", "还行", {}, "level-unknown"),
        ("稳步提高", "不适用", {}, "not-applicable-refused"),
        ("一级", "二级", {}, "grade-incomparable"),
        ("9月前", "9月", {}, "met-unknown"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_reason(
    target: str | None, actual: str | None, more: dict[str, str | None], code: str
) -> None:
    row = scored(target, actual, **more)
    assert (row.status, row.reason, row.score) == ("refused", code, None)
    assert code in [problem.code for problem in row.problems]
    assert all(problem.row == 1 and problem.indicator == "示例指标" for problem in row.problems)


def test_a_row_that_is_not_scored_says_why() -> None:
    row = scored("≥10个", "10个", ignored="breakdown", points=None)
    assert (row.status, row.reason) == ("ignored", "breakdown")


@pytest.mark.parametrize("score", ["十分", "9/10"])
def test_an_unreadable_score_is_a_problem_of_its_own(score: str) -> None:
    row = scored("≥10个", "10个", submitted_score=score)
    assert (row.status, [problem.code for problem in row.problems]) == ("unsubmitted", ["score-unreadable"])


class TestReadings:
    """Where the form or the rule leaves something open, the score is what the readings span."""

    def test_a_bare_target_met_exactly_is_a_point(self) -> None:
        row = scored("10个", "10个")
        assert ends(row) == ("10.00", "10.00")
        assert [problem.code for problem in row.problems] == ["comparator-assumed"]
        assert row.rule is None

    def test_a_bare_target_missed_spans_its_readings(self) -> None:
        assert ends(scored("10个", "8个")) == ("8.00", "10.00")

    @pytest.mark.parametrize(
        ("then", "expected"), [("at_least", "8.00"), ("at_most", "10.00"), ("equal_to", "8.00")]
    )
    def test_the_rule_set_may_settle_a_bare_target(self, then: str, expected: str) -> None:
        row = scored("10个", "8个", rules_=ruleset(meaning=meaning(bare_target=then)))
        assert ends(row) == (expected, expected)

    def test_or_refuse_it(self) -> None:
        row = scored("10个", "8个", rules_=ruleset(meaning=meaning(bare_target="refuse")))
        assert row.reason == "comparator-missing"

    @pytest.mark.parametrize(
        ("then", "expected"),
        [("exactly", ("7.00", "7.00")), ("at_least", ("10.00", "10.00")), ("unstated", ("7.00", "10.00"))],
    )
    def test_equal_to_may_mean_at_least(self, then: str, expected: tuple[str, str]) -> None:
        changed = ruleset(
            meaning=meaning(equal_to=then),
            rules=rules(equal_to={"kind": "full_when_met", "otherwise": {"kind": "symmetric_deviation"}}),
        )
        assert ends(scored("=10个", "13个", rules_=changed)) == expected

    @pytest.mark.parametrize(
        ("then", "expected"),
        [("adjusted", ("10.00", "10.00")), ("initial", ("5.00", "5.00")), ("unstated", ("5.00", "10.00"))],
    )
    def test_the_target_column(self, then: str, expected: tuple[str, str]) -> None:
        changed = ruleset(meaning=meaning(target_column=then))
        assert ends(scored("≥10个", "10个", initial_target="≥20个", rules_=changed)) == expected

    def test_an_initial_target_alone_counts(self) -> None:
        assert ends(scored(None, "10个", initial_target="≥20个")) == ("5.00", "5.00")

    def test_an_unstated_method_spans_its_known_readings(self) -> None:
        changed = ruleset(rules=rules(at_most={"kind": "full_when_met", "otherwise": "unstated"}))
        row = scored("≤5个", "6个", rules_=changed)
        assert ends(row) == ("0.00", "8.33")
        assert [step.operation for step in row.steps] == ["hull"]
        assert len(row.steps[0].children) == 3

    def test_readings_that_compute_the_same_are_one(self) -> None:
        changed = ruleset(rules=rules(at_most={"kind": "full_when_met", "otherwise": "unstated"}))
        row = scored("≤5个", "5个", rules_=changed)
        assert "hull" not in [step.operation for step in row.steps]

    @pytest.mark.parametrize(
        ("mode", "expected"), [("half_up", "4.63"), ("half_even", "4.62"), ("down", "4.62"), ("up", "4.63")]
    )
    def test_the_rule_set_says_how_to_round(self, mode: str, expected: str) -> None:
        changed = ruleset(rounding={"score": {"places": "2", "mode": mode}, "source": SOURCE})
        assert ends(scored("≥40", "37", points="5", rules_=changed)) == (expected, expected)

    def test_an_unstated_mode_spans_the_modes(self) -> None:
        changed = ruleset(rounding={"score": {"places": "2", "mode": "unstated"}, "source": SOURCE})
        assert ends(scored("≥40", "37", points="5", rules_=changed)) == ("4.62", "4.63")

    def test_a_rule_set_may_not_round_at_all(self) -> None:
        changed = ruleset(rounding={"score": {"places": "none"}, "source": SOURCE})
        assert ends(scored("≥8", "1", rules_=changed)) == ("1.250000000000", "1.250000000000")

    def test_the_ratio_may_be_rounded_first(self) -> None:
        changed = ruleset(
            rounding={"score": {"places": "2"}, "completion": {"places": "0"}, "source": SOURCE},
        )
        row = scored("≥3", "1", rules_=changed)
        assert ends(row) == ("3.30", "3.30")
        assert row.completion_ratio == Fraction(1, 3)


class TestNamedTreatments:
    """Zero targets, negative values, units, not-applicable rows: each by a named rule, or refused."""

    @pytest.mark.parametrize(("actual", "expected"), [("0起", "10.00"), ("1起", "0.00")])
    def test_a_zero_target_all_or_nothing(self, actual: str, expected: str) -> None:
        changed = ruleset(meaning=meaning(zero_target="all_or_nothing"))
        assert ends(scored("=0起", actual, rules_=changed)) == (expected, expected)

    @pytest.mark.parametrize(("then", "expected"), [("as_zero", "0.00"), ("allow", "0.00")])
    def test_a_negative_actual(self, then: str, expected: str) -> None:
        row = scored("≥10个", "-1个", rules_=ruleset(meaning=meaning(negative_actual=then)))
        assert ends(row) == (expected, expected)
        assert "negative-actual" in [problem.code for problem in row.problems]

    def test_other_units_compared_number_by_number(self) -> None:
        row = scored("≥10个", "9家", rules_=ruleset(meaning=meaning(unit_mismatch="compare")))
        assert ends(row) == ("9.00", "9.00")
        assert [problem.code for problem in row.problems] == ["unit-mismatch"]

    def test_a_missing_unit_is_noted(self) -> None:
        assert [problem.code for problem in scored("≥50个", "50").problems] == ["unit-assumed"]

    @pytest.mark.parametrize(
        ("then", "status", "expected"),
        [("full_marks", "unsubmitted", "10.00"), ("no_marks", "unsubmitted", "0.00")],
    )
    def test_a_row_that_does_not_apply(self, then: str, status: str, expected: str) -> None:
        row = scored("≥10个", "不适用", rules_=ruleset(meaning=meaning(not_applicable=then)))
        assert (row.status, ends(row)) == (status, (expected, expected))

    def test_or_it_is_left_out_and_the_total_rescaled(self) -> None:
        changed = ruleset(meaning=meaning(not_applicable="rescale"))
        result = score_form(
            form(
                indicator(points="10", actual="不适用"),
                indicator(points="80"),
                indicator("≥10个", "3个", points="10"),
            ),
            changed,
        )
        assert [row.status for row in result.indicators] == ["ignored", "unsubmitted", "unsubmitted"]
        assert result.total.score is not None
        assert result.total.score.low == Decimal("92.22")  # 83 of 90

    @pytest.mark.parametrize(
        ("target", "actual", "chosen", "reason"),
        [
            ("≥10个", "—", {"blank_actual": "ignore"}, "blank-actual"),
            (None, "10个", {"blank_target": "ignore"}, "blank-target"),
        ],
    )
    def test_a_blank_cell_may_leave_the_row_out(
        self, target: str | None, actual: str, chosen: dict[str, str], reason: str
    ) -> None:
        row = scored(target, actual, rules_=ruleset(meaning=meaning(**chosen)))
        assert (row.status, row.reason, row.confirmed) == ("ignored", reason, None)

    def test_an_unstated_treatment_of_negative_values_spans_both(self) -> None:
        uncapped = {"kind": "proportional", "ratio": "actual/target", "floor": "-1"}
        changed = ruleset(meaning=meaning(negative_actual="unstated"), rules=rules(at_least=uncapped))
        assert ends(scored("≥10个", "-5个", rules_=changed)) == ("-5.00", "0.00")

    def test_a_zero_target_does_not_excuse_another_refusal(self) -> None:
        changed = ruleset(
            meaning=meaning(zero_target="all_or_nothing"),
            rules=rules(equal_to={"kind": "coefficient_column"}),
        )
        assert scored("=0起", "1起", rules_=changed).reason == "coefficient-missing"

    def test_a_blank_actual_may_count_as_zero(self) -> None:
        assert ends(scored("≥10个", "", rules_=ruleset(meaning=meaning(blank_actual="zero")))) == (
            "0.00",
            "0.00",
        )


class TestOverCompletion:
    """Far beyond the target: a warning; marks move only when a person found the target too low."""

    OVER: ClassVar = {"above": "1.2", "when_target_too_low": "unstated", "source": SOURCE}

    def test_it_is_a_warning_at_full_marks(self) -> None:
        row = scored("≥10个", "15个", rules_=ruleset(over_completion=self.OVER))
        assert ends(row) == ("10.00", "10.00")
        assert [problem.code for problem in row.problems] == ["over-completion"]

    @pytest.mark.parametrize(("inclusive", "codes"), [("true", ["over-completion"]), ("false", [])])
    def test_the_edge(self, inclusive: str, codes: list[str]) -> None:
        changed = ruleset(over_completion={**self.OVER, "inclusive": inclusive})
        assert [problem.code for problem in scored("≥10个", "12个", rules_=changed).problems] == codes

    def test_much_is_what_a_threshold_says(self) -> None:
        due = {"over_completion_reason_from": {"value": "1.3", "source": SOURCE}}
        changed = ruleset(over_completion=self.OVER, thresholds=due)
        codes = [
            [each.code for each in scored("≥10个", actual, rules_=changed).problems]
            for actual in ("12.9个", "13个")
        ]
        assert codes == [[], ["over-completion"]]
        lowered = scored("≥10个", "12.9个", facts={"target_too_low": "yes"}, rules_=changed)
        assert ends(lowered) != ("10.00", "10.00")

    def test_a_target_found_too_low_spans_the_known_reductions(self) -> None:
        changed = ruleset(over_completion=self.OVER)
        row = scored("≥10个", "15个", facts={"target_too_low": "yes"}, rules_=changed)
        assert ends(row) == ("5.00", "8.00")

    def test_or_follows_the_rule_set(self) -> None:
        changed = ruleset(over_completion={**self.OVER, "when_target_too_low": {"kind": "all_or_nothing"}})
        assert ends(scored("≥10个", "15个", facts={"target_too_low": "yes"}, rules_=changed)) == (
            "10.00",
            "10.00",
        )

    def test_it_concerns_only_its_comparators(self) -> None:
        row = scored("≤10个", "15个", rules_=ruleset(over_completion=self.OVER))
        assert [problem.code for problem in row.problems] == []

    def test_a_bare_target_is_not_called_over_completed(self) -> None:
        row = scored("10个", "15个", rules_=ruleset(over_completion=self.OVER))
        assert [problem.code for problem in row.problems] == ["comparator-assumed"]


def test_a_ceiling_under_which_nothing_was_spent_is_worth_a_look() -> None:
    cost = {"dimension": "成本指标", "category": "经济成本指标"}
    assert [p.code for p in scored("≤5万元", "0万元", **cost).problems] == ["nothing-spent"]
    assert [p.code for p in scored("≤5万元", "1万元", **cost).problems] == []
    assert [p.code for p in scored("≤0万元", "0万元", **cost).problems] == []


@pytest.mark.parametrize(("kept", "code"), [((0,), "rule-missing"), ((0, 1, 2, 2), "rules-conflict")])
def test_exactly_one_rule_applies_never_the_first_that_fits(kept: tuple[int, ...], code: str) -> None:
    chosen = [
        {**ruleset().rules[at].model_dump(by_alias=True, mode="json"), "id": f"r{n}"}
        for n, at in enumerate(kept)
    ]
    assert scored("=3套", "3套", rules_=ruleset(rules=chosen)).reason == code


class TestMergedScores:
    """One score cell over several rows: the block is scored once, between its worst and best row."""

    def block(self, *actuals: str, **first: str | None) -> tuple[RowResult, ...]:
        given = {"points": "10", "submitted_score": "9", **first}
        head = indicator("≥10个", actuals[0], block=1, **given)
        others = [indicator("≥10个", actual, block=1, points=None) for actual in actuals[1:]]
        return score_form(form(head, *others), ruleset()).indicators

    def test_the_first_row_carries_it(self) -> None:
        first, second = self.block("10个", "8个")
        assert (ends(first), first.status) == (("8.00", "10.00"), "within")
        assert first.score is not None
        assert (first.score.low_open, first.score.high_open) == (True, True)
        assert (second.status, second.reason, second.met) == ("unmarked", "scored-with-block", False)

    def test_full_marks_over_a_missed_row_are_a_finding(self) -> None:
        first, _ = self.block("10个", "8个", submitted_score="10")
        assert first.status == "differs"
        assert [each.code for each in first.problems] == ["block-missed-full", "score-at-open-end"]

    def test_rows_that_are_all_met_earn_the_full_mark(self) -> None:
        first, second = self.block("10个", "12个", submitted_score="10")
        assert (ends(first), first.status, second.met) == (("10.00", "10.00"), "equal", True)

    def test_one_row_that_cannot_be_scored_refuses_the_block(self) -> None:
        first, second = self.block("10个", "若干")
        assert (first.status, first.reason) == ("refused", "actual-not-number")
        assert second.status == "unmarked"

    def test_without_marks_every_row_is_only_judged(self) -> None:
        rows = self.block("10个", "8个", points=None)
        assert [(row.status, row.met) for row in rows] == [("unmarked", True), ("unmarked", False)]

    def test_a_block_of_one_is_a_row(self) -> None:
        (row,) = self.block("9个")
        assert ends(row) == ("9.00", "9.00")


def test_graded_targets_and_coefficients_reach_their_methods() -> None:
    graded = rules(at_least={"kind": "interpolate", "of": "graded_targets", "shares": ["1", "0.5"]})
    row = scored("≥10个", "8个", graded_targets=("10", "6"), rules_=ruleset(rules=graded))
    assert ends(row) == ("7.50", "7.50")
    printed = rules(at_least={"kind": "coefficient_column"})
    assert ends(scored("≥10个", "8个", coefficient="80%", rules_=ruleset(rules=printed))) == ("8.00", "8.00")
    assert ends(scored("≥10个", "8个", coefficient="0.8", rules_=ruleset(rules=printed))) == ("8.00", "8.00")
    assert (
        scored("≥10个", "8个", coefficient="大半", rules_=ruleset(rules=printed)).reason
        == "coefficient-missing"
    )
    assert (
        scored("≥10个", "8个", coefficient="—", rules_=ruleset(rules=printed)).reason == "coefficient-missing"
    )
    assert (
        scored("≥10个", "8个", graded_targets=("九％％",), rules_=ruleset(rules=graded)).reason
        == "target-unreadable"
    )


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("95%±1%", "95分", ("10.00", "10.00")),
        ("95%±1%", "95户", "unit-mismatch-refused"),
        ("≥10套", "9台", ("9.00", "9.00")),
        ("≥10公里", "9万元", "unit-mismatch-refused"),
        ("≥10元/人", "9元/名", ("9.00", "9.00")),
        ("≥10元/人", "9元/户", "unit-mismatch-refused"),
        ("≥10个/户", "9家/人", "unit-mismatch-refused"),
        ("≤10个工作日", "9天", ("10.00", "10.00")),
        ("≥10小时", "9次", "unit-mismatch-refused"),
        ("≥10套", "900台", "unit-mismatch-refused"),
        ("≥10人次", "9专场", "unit-mismatch-refused"),
        ("≥10人", "9个", ("9.00", "9.00")),
    ],
)
def test_units_that_may_be_of_one_thing_are_compared_where_the_rule_set_says_so(
    target: str, actual: str, expected: tuple[str, str] | str
) -> None:
    row = scored(target, actual, rules_=ruleset(meaning=meaning(unit_mismatch="compare")))
    assert (row.reason if isinstance(expected, str) else ends(row)) == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("0", "5.00"), ("0.5", "percent-missing"), ("1", "percent-missing"), ("1.5", "5.00"), ("-2", "no-tier")],
)
def test_a_bare_number_is_in_per_cent_unless_it_may_be_a_share(actual: str, expected: str) -> None:
    tiers = {"kind": "tiers", "of": "percent", "tiers": [{"when": "[0, inf)", "share": "[0.5, 0.5]"}]}
    row = scored(
        "≥10", actual, rules_=ruleset(rules=rules(at_least=tiers), meaning=meaning(negative_actual="allow"))
    )
    assert (row.reason or ends(row)[0] if row.score is None else str(row.score.low)) == expected


def test_a_bare_number_beside_a_rate_per_thousand_is_one_per_thousand() -> None:
    tiers = [{"when": "[0, 1)", "share": "[0.5, 0.5]"}, {"when": "[1, inf)", "share": "[1, 1]"}]
    of_percent = rules(at_least={"kind": "tiers", "of": "percent", "tiers": tiers})
    assert ends(scored("≥5‰", "6", rules_=ruleset(rules=of_percent))) == ("5.00", "5.00")


@pytest.mark.parametrize(
    ("target", "actual", "codes"),
    [
        ("≥10个", "-2个", ["negative-actual"]),
        ("提升10%", "-2%", []),
        ("提升10%", "下降2%", ["change-opposite"]),
    ],
)
def test_a_number_below_zero_is_noted_unless_a_change_is_asked_for(
    target: str, actual: str, codes: list[str]
) -> None:
    row = scored(target, actual, rules_=ruleset(meaning=meaning(negative_actual="allow")))
    assert [problem.code for problem in row.problems] == codes


def test_a_target_of_zero_is_never_over_completed() -> None:
    over = {"above": "1.2", "when_target_too_low": "unstated", "source": SOURCE}
    row = scored("≥0个", "5个", rules_=ruleset(over_completion=over))
    assert (ends(row), [problem.code for problem in row.problems]) == (("10.00", "10.00"), [])


def test_an_execution_without_marks_tells_its_rate_all_the_same() -> None:
    bare = score_form(form(indicator(), funds=Funds(budget="200", executed="50")), ruleset())
    assert (bare.execution, bare.execution_rate) == (None, Fraction(1, 4))
    scored_without = score_form(
        form(indicator(), funds=Funds(budget="200", executed="50", submitted_score="9")), ruleset()
    )
    assert scored_without.execution is not None
    assert (scored_without.execution.status, scored_without.execution.completion_ratio) == (
        "unmarked",
        Fraction(1, 4),
    )
    refused = score_form(form(indicator(), funds=Funds(budget="x", executed="50", points="十")), ruleset())
    assert refused.execution is not None
    assert (refused.execution.reason, refused.execution_rate) == ("points-unreadable", None)


def test_what_a_row_rests_on() -> None:
    told = ruleset()
    assert told.execution is not None
    assert told.source_of("execution", None) == told.execution.source
    assert told.source_of("at-least", True) == told.rules[0].source
    assert told.source_of(None, None) is None
    assert ruleset(execution=None).source_of("execution", None) is None


@pytest.mark.parametrize(("target", "actual"), [("0.5-5", "3%"), ("-5~0.5", "0.3%")])
def test_an_end_of_a_range_that_may_be_a_share_refuses_the_row(target: str, actual: str) -> None:
    assert scored(target, actual).reason == "percent-scale"


def test_the_ratio_may_be_rounded_to_places_of_its_percentage() -> None:
    changed = ruleset(rounding={"score": {"places": "2"}, "completion": {"places": "2"}, "source": SOURCE})
    assert ends(scored("≥2180", "400", points="100", rules_=changed)) == ("18.35", "18.35")


def test_an_undecided_row_tells_each_reading_with_its_score() -> None:
    row = scored("5-10家", "12家", submitted_score="10")
    (problem,) = [each for each in row.problems if each.code == "score-undecided"]
    assert "0.00–<10.00" in problem.values["readings_zh"].split("；")[0]
    assert problem.values["readings_zh"].split("；")[1].endswith("得 10.00")
    assert problem.values["readings_en"].endswith(": 10.00")


@pytest.mark.parametrize("scores", ["pooled", "averaged"])
def test_units_without_a_unit_of_measure_are_rolled_up(scores: str) -> None:
    told = ruleset(roll_up={"scores": scores, "source": SOURCE})
    rows = [UnitRow(indicator("≥10", "8"), Fraction(1)), UnitRow(indicator("≥10", "9"), Fraction(1))]
    found = roll_up(rows, form(), told)
    assert isinstance(found, Score)
    assert (found.low, found.high) == (Decimal("8.50"), Decimal("8.50"))
