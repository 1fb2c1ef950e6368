"""One thing changed in a clean form raises exactly the codes that it should; the clean form raises none."""

from __future__ import annotations

import pytest
from review.clean import CLEAN, REASON, ROWS, codes, rules, scored, with_funds, with_goal, with_rows

from perfeval.core.form import FundLine, Goal, SelfEvaluationForm
from perfeval.core.ruleset import Ruleset
from perfeval.review.checks import FORM_CHECKS, review_form

DIFFERS = {"score-differs", "total-differs"}
LATE = "因物流延误，下一步加强督促"


def _exactly_met() -> SelfEvaluationForm:
    met = {
        "r1": {"actual": "100人次"},
        "r3": {"actual": "95%"},
        "r4": {"actual": "90%"},
        "r6": {"actual": "30万元"},
        "r7": {"actual": "20万元"},
        "r8": {"actual": "40人", "submitted_score": "10", "deviation_note": None},
        "r10": {"actual": "90%"},
    }
    spent = (
        FundLine(name="其中：当年财政拨款", initial_budget="40", budget="40", executed="40"),
        FundLine(name="其他资金", initial_budget="10", budget="10", executed="10"),
    )
    form = with_goal(achieved="培训基层人员100人次，建设站点4个。")
    form = with_funds(form, executed="50", submitted_rate="100%", submitted_score="10", sources=spent)
    return with_rows(form, **met)


def _half_spent() -> SelfEvaluationForm:
    spent = (FundLine(name="其中：当年财政拨款", initial_budget="50", budget="50", executed="20"),)
    form = with_funds(executed="20", submitted_rate="40.00%", submitted_score="4", sources=spent)
    return with_rows(form, r6={"actual": "12万元"}, r7={"actual": "8万元"})


def _heavy() -> SelfEvaluationForm:
    rows = (
        ROWS[0].model_copy(update={"points": "60", "submitted_score": "60"}),
        ROWS[8].model_copy(update={"points": "20", "submitted_score": "20"}),
        ROWS[9],
    )
    goal = with_goal("培训基层人员100人次", "培训基层人员102人次")
    return goal.model_copy(update={"indicators": rows})


def _in_yuan() -> SelfEvaluationForm:
    lines = (
        FundLine(name="其中：当年财政拨款", initial_budget="400000", budget="40", executed="38"),
        FundLine(name="其他资金", initial_budget="100000", budget="10", executed="10"),
    )
    return with_funds(initial_budget="500000", sources=lines)


def _without_satisfaction() -> SelfEvaluationForm:
    rows = (*ROWS[:8], ROWS[8].model_copy(update={"points": "20", "submitted_score": "20"}))
    return CLEAN.model_copy(update={"indicators": rows})


def _short_source() -> SelfEvaluationForm:
    lines = (
        FundLine(name="其中：当年财政拨款", initial_budget="40", budget="45", executed="38"),
        FundLine(name="其他资金", initial_budget="10", budget="10", executed="10"),
    )
    return with_funds(sources=lines)


def _without_achievement() -> SelfEvaluationForm:
    return CLEAN.model_copy(update={"goal": CLEAN.goal.model_copy(update={"achieved": None})})


def _no_total() -> SelfEvaluationForm:
    form = with_goal(expected="培训基层人员100人次")
    return with_funds(form, budget="0", initial_budget="0", executed="0")


NO_TOTAL = {"funds-total-blank", "zero-budget"}
MUTATIONS: tuple[tuple[str, SelfEvaluationForm, set[str]], ...] = (
    ("unit left blank", CLEAN.model_copy(update={"body": None}), {"field-blank"}),
    ("achievement left blank", _without_achievement(), {"field-blank"}),
    ("responsible unit left blank", CLEAN.model_copy(update={"department": ""}), {"field-blank"}),
    ("a score left blank", with_rows(r4={"submitted_score": None}), {"score-blank", "total-differs"}),
    ("another year's file", CLEAN.model_copy(update={"file": "a/2022年.docx"}), {"year-not-in-file-name"}),
    ("placeholder", with_rows(r1={"name": "培训基层人员人次(≥**人次)"}), {"placeholder-left"}),
    ("no satisfaction row", _without_satisfaction(), {"dimension-missing", "block-weight-differs"}),
    (
        "a row without marks",
        with_rows(r3={"points": "15", "submitted_score": "15"}, r4={"points": "0", "submitted_score": "0"}),
        {"points-zero"},
    ),
    (
        "score above its marks",
        with_rows(r4={"submitted_score": "6"}),
        {"score-out-of-range", "difference-unexplained", *DIFFERS},
    ),
    (
        "marks of a block",
        with_rows(**{f"r{n}": {"dimension": "产出指标（50分）"} for n in range(1, 6)}),
        {"block-points-not-sum"},
    ),
    (
        "a weight",
        with_rows(r1={"points": "12", "submitted_score": "12"}),
        {"marks-not-whole", "block-weight-differs"},
    ),
    (
        "two weights",
        with_rows(r1={"points": "12", "submitted_score": "12"}, r9={"points": "8", "submitted_score": "8"}),
        {"block-weight-differs"},
    ),
    (
        "marks of execution",
        with_funds(points="12", submitted_score="11.52"),
        {"execution-points-differ", "marks-not-whole", "block-weight-differs"},
    ),
    ("printed total", CLEAN.model_copy(update={"submitted_score": "99"}), {"total-not-sum", "total-differs"}),
    ("printed marks", CLEAN.model_copy(update={"submitted_points": "110"}), {"points-not-sum"}),
    ("printed rate", with_funds(submitted_rate="97.00%"), {"rate-not-computed"}),
    ("a source of funds", _short_source(), {"funds-not-sum"}),
    ("no total of funds", _no_total(), NO_TOTAL),
    ("initial budget in 元", _in_yuan(), {"money-scale"}),
    ("= passed", with_rows(with_goal(achieved="建设站点5个"), r2={"actual": "5个"}), {"equal-to-exceeded"}),
    (
        "children scored too",
        with_rows(r3={"name": "一、建设管理"}, r4={"name": "1、进度"}, r5={"name": "2、时间"}),
        {"parent-and-children"},
    ),
    ("rate above 100 %", with_rows(r3={"actual": "103%"}), {"rate-out-of-range"}),
    (
        "done next year",
        with_rows(r5={"actual": "2024年1月10日", "submitted_score": "0", "deviation_note": LATE}),
        {"done-after-year"},
    ),
    ("everything exact", _exactly_met(), {"all-exactly-met"}),
    (
        "far above, no note",
        with_rows(with_goal(achieved="建设站点4个"), r1={"actual": "135人次"}),
        {"over-completion-unexplained"},
    ),
    (
        "far above, with a note",
        with_rows(
            with_goal(achieved="建设站点4个"), r1={"actual": "150人次", "deviation_note": "新增两期培训"}
        ),
        {"over-completion-listed"},
    ),
    (
        "half a person",
        with_rows(with_goal(achieved="建设站点4个"), r1={"actual": "102.5人次"}),
        {"count-not-whole"},
    ),
    ("an output with ≤", with_rows(r2={"target": "≤4个"}), {"direction-doubtful"}),
    ("half spent", _half_spent(), {"done-but-unspent"}),
    (
        "nothing accepted",
        with_rows(r3={"actual": "0%", "submitted_score": "0", "deviation_note": LATE}),
        {"accepted-none"},
    ),
    ("comparator of a cost", with_rows(r6={"target": "≥29万元"}), {"cost-at-least"}),
    (
        "cost above its ceiling",
        with_rows(r6={"actual": "31万元"}, r7={"actual": "17万元"}),
        {"cost-over-target", "difference-caused", *DIFFERS},
    ),
    ("cost rows", with_rows(r6={"actual": "25万元"}), {"cost-rows-against-executed"}),
    (
        "claimed percentage",
        with_rows(r8={"deviation_note": REASON.replace("92.5", "97.5")}),
        {"claimed-rate-wrong"},
    ),
    (
        "claimed deviation",
        with_rows(r8={"deviation_note": "企业推迟招聘，偏差率为12%，下一步督促"}),
        {"claimed-deviation-wrong"},
    ),
    ("claimed surplus", with_rows(r1={"deviation_note": "新增一期，多培训5人次"}), {"claimed-surplus-wrong"}),
    ("claimed amount", with_rows(r6={"deviation_note": "实际支付28万元"}), {"claimed-amount-wrong"}),
    (
        "no deviation at all",
        with_rows(r2={"deviation_note": "选址调整，出现偏差"}),
        {"claimed-deviation-none"},
    ),
    ("another goal", with_goal(expected="培训基层人员120人次"), {"goal-contradicts-row"}),
    ("another achievement", with_goal(achieved="培训基层人员110人次"), {"achievement-contradicts-row"}),
    ("a number without a row", with_goal(achieved="编印手册300册"), {"number-not-carried"}),
    ("another year", with_goal(expected="提升2022年度服务水平"), {"other-year"}),
    ("a promise", with_goal(expected="确保全年零事故"), {"promise-not-measured"}),
    ("a rate under 数量指标", with_rows(r3={"category": "数量指标"}), {"rate-under-quantity"}),
    ("payment under 数量指标", with_rows(r4={"category": "数量指标"}), {"payment-under-quantity"}),
    (
        "the same row twice",
        with_rows(r4={"name": "工程验收合格率", "target": "≥95%", "actual": "98%"}),
        {"indicator-twice"},
    ),
    ("a count in words", with_rows(r9={"name": "群众受益人数"}), {"measure-in-words"}),
    ("words without a measure", with_rows(r9={"target": "显著提升"}), {"words-not-measurable"}),
    ("all satisfied", with_rows(r10={"actual": "100%"}), {"satisfaction-unproven"}),
    ("dropped note", with_rows(r8={"deviation_note": None}), {"note-missing"}),
    (
        "full marks, unfinished",
        with_rows(r1={"deviation_note": "部分课程尚未完成"}),
        {"note-says-unfinished"},
    ),
    ("missed, done", with_rows(r8={"deviation_note": "已完成年度目标，下一步继续"}), {"note-says-done"}),
    ("empty talk", with_rows(r8={"deviation_note": "加强管理。"}), {"note-empty-talk"}),
    (
        "the same note twice",
        with_rows(r1={"deviation_note": "受天气影响有所调整"}, r3={"deviation_note": "受天气影响有所调整"}),
        {"note-repeated"},
    ),
    ("no measure", with_rows(r8={"deviation_note": "两家企业招聘延迟"}), {"note-without-measure"}),
    (
        "two scores swapped",
        with_rows(r6={"submitted_score": "9.25"}, r8={"submitted_score": "10"}),
        {"score-differs", "difference-caused", "note-missing"},
    ),
    ("a unit", with_rows(r1={"actual": "102场"}), {"unit-mismatch-refused"}),
    ("full marks although missed", with_rows(r8={"submitted_score": "10"}), {"difference-caused", *DIFFERS}),
    (
        "a score from nowhere",
        with_rows(r8={"submitted_score": "7.3"}),
        {"score-differs", "difference-unexplained"},
    ),
)
UNDER_OTHER_RULES: tuple[tuple[str, SelfEvaluationForm, Ruleset, set[str]], ...] = (
    ("few rows", CLEAN, rules(fewest_indicators="20"), {"too-few-indicators"}),
    ("low satisfaction target", CLEAN, rules(satisfaction_least="0.95"), {"satisfaction-target-low"}),
    ("long note", CLEAN, rules(note_longest="5"), {"note-too-long"}),
    ("low execution", CLEAN, rules(execution_reason_below="0.99"), {"execution-note-missing"}),
    ("one heavy row", _heavy(), rules().model_copy(update={"weights": None}), {"one-row-heavy"}),
)


def test_the_clean_form_raises_nothing() -> None:
    assert codes(CLEAN) == set()


@pytest.mark.parametrize(
    ("form", "expected"), [row[1:] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS]
)
def test_one_change_raises_exactly_its_codes(form: SelfEvaluationForm, expected: set[str]) -> None:
    assert codes(form) == expected


@pytest.mark.parametrize(
    ("form", "ruleset", "expected"),
    [row[1:] for row in UNDER_OTHER_RULES],
    ids=[row[0] for row in UNDER_OTHER_RULES],
)
def test_a_threshold_of_the_rule_set_raises_its_code(
    form: SelfEvaluationForm, ruleset: Ruleset, expected: set[str]
) -> None:
    assert codes(form, ruleset) == expected


def test_a_field_that_the_layout_may_not_have_is_only_remarked() -> None:
    def severity(**fields: object) -> str:
        (found,) = review_form(scored(CLEAN.model_copy(update={"department": None, **fields})))
        assert found.code == "field-blank"
        return found.severity

    assert severity() == severity(goal=Goal()) == "info"
    assert severity(body=None) == severity(department="") == severity(year=None) == "warning"


def test_every_check_of_a_form_has_a_form_that_raises_it() -> None:
    raised = {code for *_, expected in (*MUTATIONS, *UNDER_OTHER_RULES) for code in expected}
    assert {check.code for check in FORM_CHECKS} <= raised
