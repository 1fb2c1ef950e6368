"""The ministry's form (项目支出绩效自评表): its words and blocks, for every writer of it.

Source: annex of 财预〔2020〕10号 as published forms show it (scoring-rules.md 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from perfeval.core.exact import round_to
from perfeval.core.form import FormKind, FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult

TITLES: Mapping[FormKind, str] = {
    "project": "项目支出绩效自评表",
    "department": "部门（单位）整体支出绩效自评表",
    "transfer": "转移支付项目绩效自评表",
}
NAME_LABELS: Mapping[FormKind, str] = {
    "project": "项目名称",
    "department": "部门（单位）名称",
    "transfer": "转移支付名称",
}
FUND_HEADERS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
FUND_TOTAL = "年度资金总额"
FUND_SOURCES = ("其中：当年财政拨款", "上年结转资金", "其他资金")
GOAL_HEADERS = ("预期目标", "实际完成情况")
INDICATOR_HEADERS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
TOTAL = "总分"

_EMPTY_ROWS: Mapping[str, Sequence[str]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that share one merged cell: the first of them, how many, and what the cell says."""

    first: int
    count: int
    text: str


def empty_form(kind: FormKind = "project", rows_each: int = 2) -> SelfEvaluationForm:
    """The form with nothing filled in: `rows_each` rows a level-2 indicator, 10 marks for execution."""
    indicators = tuple(
        Indicator(name="", dimension=dimension, category=category)
        for dimension, categories in _EMPTY_ROWS.items()
        for category in categories
        for _ in range(rows_each)
    )
    return SelfEvaluationForm(
        kind=kind, funds=Funds(points="10"), indicators=indicators, submitted_points="100"
    )


def fund_lines(form: SelfEvaluationForm) -> tuple[FundLine, ...]:
    """Lines under the total of the funds: the form's own, or those that the empty form names."""
    if form.funds is not None and form.funds.sources:
        return form.funds.sources
    return tuple(FundLine(name=name) for name in FUND_SOURCES)


def levels(indicators: Sequence[Indicator]) -> tuple[list[Run], list[Run]]:
    """Merged cells of 一级指标 and 二级指标 over the rows, counted from 0."""
    dimensions = list(_runs([each.dimension for each in indicators]))
    categories = [
        Run(run.first + inner.first, inner.count, inner.text)
        for run in dimensions
        for inner in _runs([each.category for each in indicators[run.first : run.first + run.count]])
    ]
    return dimensions, categories


def blocks(indicators: Sequence[Indicator]) -> list[Run]:
    """Merged cells of marks and score over several rows (合并得分), counted from 0."""
    keys = [None if each.block is None else str(each.block) for each in indicators]
    return [run for run in _runs(keys) if run.count > 1 and run.text]


def _runs(texts: Sequence[str | None]) -> Iterator[Run]:
    first = 0
    for text, group in groupby(texts):
        count = sum(1 for _ in group)
        yield Run(first, count, text or "")
        first += count


def without_cell(form: SelfEvaluationForm) -> tuple[str, ...]:
    """Header words of what the form carries and the ministry's form has no cell for (没有对应栏目的内容)."""
    columns = {
        "年初指标值": any(each.initial_target not in (None, each.target) for each in form.indicators),
        "完成率": any(each.submitted_completion for each in form.indicators),
        "得分系数": any(each.coefficient for each in form.indicators),
        "分档指标值": any(each.graded_targets for each in form.indicators),
    }
    words = [word for word, is_there in columns.items() if is_there]
    return tuple(dict.fromkeys([*words, *(word for each in form.indicators for word in each.extra)]))


def shown_score(row: RowResult) -> Decimal | Fraction | None:
    """The score that the form shows: what the rules determine, else what was submitted."""
    if row.score is not None and row.score.is_point:
        return row.score.low
    return row.submitted


def shown_total(result: FormResult) -> Decimal | None:
    """The total of the scores that the form shows; None while a row has none."""
    rule = result.ruleset.total
    shown = [shown_score(row) for row in counted_rows(result)]
    known = [Fraction(score) for score in shown if score is not None]
    if len(known) < len(shown) or not shown:
        return None
    scale = rule.points / result.total.points if is_rescaled(result) else Fraction(1)
    return round_to(sum(known, Fraction(0)) * scale, rule.places, rule.mode)


def counted_rows(result: FormResult) -> list[RowResult]:
    """Rows that the total adds up; an empty line of the form waits for nothing."""
    filled = [row for row in result.rows if row.name or row.points is not None or row.submitted is not None]
    return [row for row in filled if row.status != "ignored"]


def is_rescaled(result: FormResult) -> bool:
    """Whether rows that do not apply leave the others to make up the whole (按百分制折算)."""
    left_out = any(row.reason == "not-applicable" and row.points for row in result.rows)
    return left_out and result.total.points > 0
