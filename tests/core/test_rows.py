"""One row: what is met, what is left out, which rule, and the notices that others read."""

from __future__ import annotations

from fractions import Fraction

import pytest
from invented import FORWARD, SOURCE, form, indicator, meaning, rules, ruleset

from perfeval.core.actual import Words
from perfeval.core.form import Indicator
from perfeval.core.problems import Place
from perfeval.core.results import RowResult
from perfeval.core.ruleset import Clause, Ruleset
from perfeval.core.scoring import score_form


def scored(target: str | None, actual: str | None, told: Ruleset | None = None, **cells: object) -> RowResult:
    (row,) = score_form(form(indicator(target, actual, **cells)), told or ruleset()).indicators
    return row


def text(row: RowResult) -> tuple[str, str, bool, bool]:
    assert row.score is not None
    return str(row.score.low), str(row.score.high), row.score.low_open, row.score.high_open


def codes(row: RowResult) -> list[str]:
    return [each.code for each in row.problems]


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("稳步提高", "达成", True),
        ("稳步提高", "部分达成", False),
        ("稳步提高", "未达成", False),
        ("≥10个", "10个", True),
        ("≥10个", "9个", False),
        ("10个", "8个", None),  # one comparator says so, another does not
    ],
)
def test_whether_a_row_is_met(target: str, actual: str, met: bool | None) -> None:
    assert scored(target, actual).met is met


@pytest.mark.parametrize(
    ("facts", "met"), [({}, None), ({"finished": "yes"}, True), ({"finished": "no"}, False)]
)
def test_whether_a_row_is_met_may_hang_on_what_nobody_recorded(
    facts: dict[str, str], met: bool | None
) -> None:
    def band(share: str) -> dict[str, object]:
        return {"kind": "bands", "levels": [{"name": "done", "words": ["达成"], "share": share}]}

    told = ruleset(
        rules=rules(
            bands={
                "kind": "by_fact",
                "fact": "finished",
                "cases": {"yes": band("[0.8, 1]"), "no": band("[0, 0.5]")},
            }
        )
    )
    assert scored("稳步提高", "达成", told, facts=facts).met is met


@pytest.mark.parametrize(("share", "met"), [("[0.8, 1]", True), ("[0.8, 1)", False)])
def test_a_level_that_comes_near_the_full_mark_does_not_earn_it(share: str, met: bool) -> None:
    levels = [{"name": "done", "words": ["达成"], "share": share}]
    told = ruleset(rules=rules(bands={"kind": "bands", "levels": levels}))
    assert scored("稳步提高", "达成", told).met is met


def test_words_against_two_targets_keep_both_readings() -> None:
    told = ruleset(meaning=meaning(target_column="unstated"))
    row = scored("稳步提高", "达成", told, initial_target="大幅提高")
    assert [(str(each.target), each.met) for each in row.readings] == [("稳步提高", None), ("大幅提高", None)]


@pytest.mark.parametrize(("target", "initial"), [("稳步提高", None), (None, "稳步提高")])
def test_a_refused_row_tells_how_its_cells_were_read(target: str | None, initial: str | None) -> None:
    row = scored(target, "还行", initial_target=initial)
    assert (row.status, row.reason) == ("refused", "level-unknown")
    assert [(str(each.target), str(each.actual)) for each in row.readings] == [
        ("稳步提高", str(Words("还行")))
    ]


def test_words_that_a_rule_scores_by_no_level_are_neither_met_nor_missed() -> None:
    told = ruleset(rules=rules(bands={"kind": "coefficient_column"}))
    for coefficient in ("1", "0.5"):
        row = scored("稳步提高", "达成", told, coefficient=coefficient)
        assert (row.status, row.met, row.level) == ("unsubmitted", None, None)


@pytest.mark.parametrize(
    ("cells", "score", "status", "reason"),
    [
        ({"name": "", "points": "/"}, None, "ignored", "template-leftover"),
        ({"name": "", "points": None}, "5", "unmarked", None),
        ({"points": None}, None, "unmarked", None),
    ],
)
def test_a_line_of_the_template_is_one_that_says_nothing_at_all(
    cells: dict[str, str | None], score: str | None, status: str, reason: str | None
) -> None:
    row = scored(None, None, submitted_score=score, **cells)
    assert (row.status, row.reason) == (status, reason)
    assert codes(row) == ([] if status == "ignored" else ["target-missing"])


def test_a_leftover_with_an_unreadable_score_says_so() -> None:
    row = scored("—", None, name="", points=None, submitted_score="十分")
    assert codes(row) == ["score-unreadable"]


@pytest.mark.parametrize(("actual", "expected"), [("还行", []), ("达成", []), (None, ["actual-missing"])])
def test_rows_without_marks_keep_what_still_has_to_be_mended(actual: str | None, expected: list[str]) -> None:
    row = scored("稳步提高", actual, points=None)
    assert (row.status, row.points, row.score, row.level, row.steps) == ("unmarked", None, None, None, ())
    assert codes(row) == expected


def test_a_cost_without_marks_under_which_nothing_was_spent_is_no_notice() -> None:
    assert codes(scored("≤5万元", "0万元", points=None, dimension="成本指标", category="经济成本指标")) == []


def test_a_miss_without_marks_says_by_how_much() -> None:
    row = scored("≥3个", "2个", points=None, submitted_score="7")
    (problem,) = row.problems
    assert (problem.code, problem.values["completion"]) == ("target-missed-by", "66.67")
    assert (row.status, row.submitted, row.met) == ("unmarked", Fraction(7), False)
    (dated,) = scored("6月30日前", "7月1日", points=None).problems
    assert dated.code == "target-missed"


@pytest.mark.parametrize(
    ("target", "actual", "rule"),
    [("≥10个", "10个", "at-least"), ("≤10个", "12个", "at-most"), ("10个", "10个", None)],
)
def test_the_rule_is_named_where_one_rule_judged_every_reading(
    target: str, actual: str, rule: str | None
) -> None:
    assert scored(target, actual).rule == rule


def test_what_misses_a_strict_limit_never_earns_full_marks_and_what_earns_less_keeps_it() -> None:
    assert text(scored(">5次", "5次")) == ("0.00", "10.00", False, True)
    assert text(scored("<5次", "5次")) == ("0.00", "10.00", False, True)
    nothing = ruleset(
        rules=rules(at_least={"kind": "full_when_met", "otherwise": {"kind": "all_or_nothing"}})
    )
    assert text(scored(">5次", "5次", nothing)) == ("0.00", "0.00", False, False)
    assert text(scored(">5次", "5次", points="0")) == ("0.00", "0.00", False, False)
    assert [
        step.label for step in scored(">5次", "5次", points="0").steps if step.operation == "assume"
    ] == []


def test_what_lies_beside_a_range_has_a_reading_that_is_missed() -> None:
    row = scored("5-10家", "12家", submitted_score="10")
    assert row.score is not None
    assert [
        (each.cells, str(each.low), str(each.high), each.high_open) for each in row.score.alternatives
    ] == [
        ("range=exact", "0.00", "10.00", True),
        ("range=at_least", "10.00", "10.00", False),
    ]
    assert (row.status, row.met) == ("undecided", None)
    assumed = [
        step for child in row.steps[0].children for step in child.children if step.operation == "assume"
    ]
    assert [(step.label, step.value, step.high) for step in assumed] == [("outside_range", 0, 10)]


def test_a_refused_actual_value_is_addressed_by_its_cell() -> None:
    place = Place(sheet="a", cell="E5")
    row = scored("稳步提高", "还行", places={"actual": place}, place=Place(sheet="a", cell="A5"))
    assert [each.place for each in row.problems] == [place]


@pytest.mark.parametrize(("clause", "title"), [("c1", "第五条"), ("c2", "c2"), (None, "interpretation")])
def test_over_completion_names_its_clause(clause: str | None, title: str) -> None:
    source = {"clause": clause} if clause else SOURCE
    told = ruleset(
        over_completion={"above": "1.2", "when_target_too_low": "unstated", "source": source}
    ).model_copy(update={"clauses": {"c1": Clause(key="c1", title="第五条", evidence="read")}})
    (problem,) = scored("≥10个", "15个", told).problems
    assert (problem.values["clause"], problem.values["completion"]) == (title, "150.00")


def test_full_marks_for_nothing_spent_are_noticed_under_a_ceiling_only() -> None:
    cost = {"dimension": "成本指标", "category": "经济成本指标"}
    told = ruleset(
        rules=rules(
            at_least={"kind": "pass_threshold", "threshold": "0.6", "below": "0.2", "reached": FORWARD}
        )
    )
    assert codes(scored("≥5万元", "0万元", told, **cost)) == []
    assert codes(scored("<5万元", "0万元", **cost)) == ["nothing-spent"]
    assert codes(scored("≤1元", "0元", **cost)) == ["nothing-spent"]
    assert codes(scored("≤5万元", "0万元")) == []
    nothing = ruleset(rules=rules(at_most={"kind": "proportional", "ratio": "actual/target"}))
    assert codes(scored("≤5万元", "0万元", nothing, **cost)) == []


@pytest.mark.parametrize(
    ("then", "ends", "source"),
    [
        ("unstated", ("0.00", "10.00", False, False), "meaning.not_applicable"),
        ("full_marks", ("10.00", "10.00", False, False), "meaning.not_applicable"),
    ],
)
def test_a_row_that_does_not_apply_cites_its_treatment(
    then: str, ends: tuple[str, str, bool, bool], source: str
) -> None:
    row = scored("不适用", "—", ruleset(meaning=meaning(not_applicable=then)))
    assert text(row) == ends
    assert {step.source for step in row.steps if step.operation == "multiply"} <= {source}
    assert source in {step.source for step in row.steps}


@pytest.mark.parametrize(
    ("target", "actual", "chosen", "status"),
    [
        ("≥10个", "10个", {"blank_target": "ignore"}, "unsubmitted"),
        ("≥10个", "10个", {"blank_actual": "ignore"}, "unsubmitted"),
        ("—", "10个", {"blank_actual": "ignore"}, "refused"),
        ("≥10个", "—", {"blank_target": "ignore"}, "refused"),
        ("≥10个", "—", {"blank_actual": "zero"}, "unsubmitted"),
    ],
)
def test_only_the_blank_cell_that_the_rule_set_names_leaves_a_row_out(
    target: str, actual: str, chosen: dict[str, str], status: str
) -> None:
    assert scored(target, actual, ruleset(meaning=meaning(**chosen))).status == status


def test_a_zero_target_cites_its_treatment() -> None:
    told = ruleset(meaning=meaning(zero_target="all_or_nothing"))
    row = scored("=0起", "1起", told)
    (step,) = [each for each in row.steps if each.label == "zero_target"]
    assert (step.value, step.detail, step.source) == (0, "all_or_nothing", "meaning.zero_target")
    assert row.steps[-2].source == "meaning.zero_target"
    assert (
        scored("=0起", "1起", ruleset(meaning=meaning(zero_target="refuse"))).reason == "target-not-positive"
    )


def test_an_empty_row_of_a_form_is_left_over_beside_others() -> None:
    empty = Indicator(name="", dimension="产出指标", category="数量指标")
    first, second = score_form(form(empty, indicator()), ruleset()).indicators
    assert (first.status, second.status) == ("ignored", "unsubmitted")
