"""Proposed wording of the reasons for lost marks (偏差原因拟稿): what the form says, and blanks for what it does not.

Nobody but the unit knows why a target was missed. A proposal states the figures of the row and leaves the cause and
the measure to be written; what usually stands there is offered as a choice. It begins with 【拟稿】, and every check
takes a note that still does for no note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perfeval.core.category import Category, category_of, dimension_of
from perfeval.core.figures import percent
from perfeval.core.results import FormResult, RowResult
from perfeval.core.scoring import score_form
from perfeval.review.lost_marks import lost_marks
from perfeval.review.measured import PROPOSED, note_of

_USUAL: Mapping[Category | str, tuple[str, str]] = {
    "execution": ("付款节点未到、招标结余、资金下达较晚", "按进度提前备好支付资料、及时申请调减结余"),
    "quantity": ("年中任务调整、实施进度滞后、实际需求少于预计", "按实际需求测算指标值、按季跟踪进度"),
    "quality": ("验收发现的问题未整改完、标准提高", "加强过程检查、限期整改并复验"),
    "timeliness": ("招标或审批用时超出计划、天气影响施工、资金下达较晚", "倒排工期、提前启动前期工作"),
    "cost": ("价格或工程量变动、政策标准调整、预算测算偏差", "细化预算测算、按合同控制变更"),
    "benefit": ("受益对象减少、效益显现需要时间", "按统计口径核实、调整指标值"),
    "satisfaction": ("服务对象反映的具体问题、回收问卷偏少", "逐条整改反映的问题、扩大调查样本"),
    "other": ("计划调整、实施条件变化", "按实际情况调整计划"),
}
"""Usual causes and measures by category, as a choice; which of them holds is for the unit to say."""


@dataclass(frozen=True, slots=True)
class ProposedReason:
    """A row that lost marks and says no word about it, and the wording proposed for its note."""

    row: RowResult
    text: str


def proposed_reasons(result: FormResult) -> tuple[ProposedReason, ...]:
    """One proposal for each row that certainly loses marks, or was given fewer, and has no reason yet."""
    certain = {lost.row.row for lost in lost_marks(result) if lost.least > 0}
    return tuple(
        ProposedReason(row, _proposal(row, result))
        for row in result.rows
        if (row.row in certain or _was_given_fewer(row)) and not note_of(row)
    )


def with_proposed_reasons(result: FormResult) -> FormResult:
    """The form with the proposals in the empty notes of its indicators, scored; a note that says something stays."""
    texts = {each.row.row: each.text for each in proposed_reasons(result)}
    indicators = tuple(
        each.model_copy(update={"deviation_note": texts[number]}) if number in texts else each
        for number, each in enumerate(result.form.indicators, 1)
    )
    return score_form(result.form.model_copy(update={"indicators": indicators}), result.ruleset)


def _was_given_fewer(row: RowResult) -> bool:
    return (
        row.status in ("equal", "within")
        and row.points is not None
        and row.submitted is not None
        and row.submitted < row.points
    )


def _proposal(row: RowResult, result: FormResult) -> str:
    causes, measures = _USUAL[_kind(row)]
    facts = "，".join(_facts(row, result))
    return (
        f"{PROPOSED}{facts}。原因：____（如{causes}，据实填写）；改进措施：____（如{measures}，据实填写）。"
    )


def _kind(row: RowResult) -> str:
    indicator = row.indicator
    if indicator is None:
        return "execution"
    return category_of(indicator.category, dimension_of(indicator.dimension))[0]


def _facts(row: RowResult, result: FormResult) -> Iterator[str]:
    """What the form itself says of the row."""
    indicator, funds = row.indicator, result.form.funds
    if indicator is not None:
        yield f"年度指标值{indicator.target or ''}"
        yield f"实际完成{indicator.actual or ''}"
    elif funds is not None:
        yield f"全年预算{funds.budget or funds.initial_budget or ''}{funds.money_unit}"
        yield f"执行{funds.executed or ''}{funds.money_unit}"
    ratio = result.execution_rate if indicator is None else row.completion_ratio
    if ratio is not None:
        name = "执行率" if indicator is None else "完成率"
        yield f"{name}{percent(ratio)}"
