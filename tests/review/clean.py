"""A form in which no check finds anything, and how to change one thing in it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from invented import SOURCE, ruleset

from perfeval.core.exact import exact, show
from perfeval.core.form import FundLine, Funds, Goal, Indicator, SelfEvaluationForm
from perfeval.core.results import CheckedForm, FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.review.checks import review_form

WEIGHTS = {
    "profiles": [
        {"blocks": {"execution": "10", "output": "40", "cost": "20", "benefit": "20", "satisfaction": "10"}}
    ],
    "strict": "fixed",
    "source": SOURCE,
}


def rules(**thresholds: str) -> Ruleset:
    """Toyland with weights, and with the thresholds that a test asks for."""
    named = {name: {"value": value, "source": SOURCE} for name, value in thresholds.items()}
    return ruleset(weights=WEIGHTS, thresholds=named)


OUTPUT, COST, BENEFIT = "产出指标", "成本指标", "效益指标"
REASON = "因两家企业推迟招聘，少带动3人，完成率92.5%；下一步督促企业招聘到位。"


def _row(
    dimension: str, category: str, name: str, target: str, actual: str, points: str, **cells: str
) -> Indicator:
    given = {"submitted_score": points, **cells}
    return Indicator(
        dimension=dimension,
        category=category,
        name=name,
        target=target,
        actual=actual,
        points=points,
        **given,
    )


ROWS = (
    _row(OUTPUT, "数量指标", "培训基层人员人次", "≥100人次", "102人次", "10"),
    _row(OUTPUT, "数量指标", "建设站点数量", "=4个", "4个", "10"),
    _row(OUTPUT, "质量指标", "工程验收合格率", "≥95%", "98%", "10"),
    _row(OUTPUT, "时效指标", "资金拨付及时率", "≥90%", "92%", "5"),
    _row(OUTPUT, "时效指标", "完成时间", "2023年12月31日前", "2023年11月30日", "5"),
    _row(COST, "经济成本指标", "材料费", "≤30万元", "29万元", "10"),
    _row(COST, "经济成本指标", "人工费", "≤20万元", "19万元", "10"),
    _row(
        BENEFIT,
        "社会效益指标",
        "带动就业人数",
        "≥40人",
        "37人",
        "10",
        submitted_score="9.25",
        deviation_note=REASON,
    ),
    _row(BENEFIT, "社会效益指标", "群众办事便利程度", "办事时间缩短到半天以内", "达成", "10"),
    _row("满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", "96%", "10"),
)
FUNDS = Funds(
    initial_budget="50",
    budget="50",
    executed="48",
    points="10",
    submitted_rate="96.00%",
    submitted_score="9.6",
    sources=(
        FundLine(name="其中：当年财政拨款", initial_budget="40", budget="40", executed="38"),
        FundLine(name="其他资金", initial_budget="10", budget="10", executed="10"),
    ),
)
CLEAN = SelfEvaluationForm(
    name="示例培训项目",
    body="示例单位",
    department="示例部门",
    year=2023,
    file="示例.docx",
    funds=FUNDS,
    goal=Goal(
        expected="培训基层人员100人次，建设站点4个，总成本不超过50万元。",
        achieved="培训基层人员102人次，建设站点4个。",
    ),
    indicators=ROWS,
)


def with_rows(form: SelfEvaluationForm = CLEAN, **rows: dict[str, Any]) -> SelfEvaluationForm:
    """The form with cells of some rows changed: `with_rows(r1={"actual": "99人次"})`."""
    changed = list(form.indicators)
    for name, cells in rows.items():
        position = int(name[1:]) - 1
        changed[position] = changed[position].model_copy(update=cells)
    return form.model_copy(update={"indicators": tuple(changed)})


def with_funds(form: SelfEvaluationForm = CLEAN, **cells: Any) -> SelfEvaluationForm:
    """The form with cells of the execution row changed."""
    assert form.funds is not None
    return form.model_copy(update={"funds": form.funds.model_copy(update=cells)})


def with_goal(expected: str | None = None, achieved: str | None = None) -> SelfEvaluationForm:
    """The clean form with another goal or achievement."""
    goal = CLEAN.goal
    texts = {"expected": expected or goal.expected, "achieved": achieved or goal.achieved}
    return CLEAN.model_copy(update={"goal": Goal(**texts)})


def totalled(form: SelfEvaluationForm) -> SelfEvaluationForm:
    """The form with printed sums of its own marks and scores, where it prints none yet."""
    funds = form.funds
    lines = [*form.indicators, *([funds] if funds else [])]
    sums = {
        name: show(sum((exact(text) for line in lines if (text := getattr(line, name))), Fraction(0)))
        for name in ("points", "submitted_score")
    }
    return form.model_copy(
        update={
            "submitted_points": form.submitted_points or sums["points"],
            "submitted_score": form.submitted_score or sums["submitted_score"],
        }
    )


def scored(form: SelfEvaluationForm, rules_: Ruleset | None = None) -> FormResult:
    """The form with its sums, recomputed."""
    return score_form(totalled(form), rules_ or rules())


def codes(form: SelfEvaluationForm, rules_: Ruleset | None = None) -> set[str]:
    """Codes of everything that scoring and the review find."""
    result = scored(form, rules_)
    return {problem.code for problem in (*result.all_problems, *review_form(result))}


def checked_form(form: SelfEvaluationForm = CLEAN, **fields: Any) -> CheckedForm:
    """The clean form with other fields, recomputed and reviewed."""
    result = scored(form.model_copy(update=fields))
    return CheckedForm(result, "named", review_form(result))
