"""What an official form holds, whatever its shape: the empty form, its lines, merged cells, scores and total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from perfeval.core.exact import round_to
from perfeval.core.form import FormKind, FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.form_shapes import empty_shape, printed_labels, shape_of


@dataclass(frozen=True, slots=True)
class Run:
    """Rows that share one merged cell: the first of them, how many, and what the cell says."""

    first: int
    count: int
    text: str


def empty_form(kind: FormKind = "project", rows_each: int = 2) -> SelfEvaluationForm:
    """The form with nothing filled in: so many rows a level-2 indicator; 10 marks for execution if it has marks."""
    shape = empty_shape(kind)
    indicators = tuple(
        Indicator(name="", dimension=dimension, category=category)
        for dimension, categories in shape.levels
        for category in categories
        for _ in range(rows_each)
    )
    form = SelfEvaluationForm(kind=kind, indicators=indicators)
    if not shape.has_marks:
        return form
    return form.model_copy(update={"funds": Funds(points="10"), "submitted_points": "100"})


def names(indicators: Sequence[Indicator]) -> list[str]:
    """What the rows print as 三级指标; in an empty form the ministry's placeholders 指标1：, 指标2：, …… ."""
    if any(each.name for each in indicators):
        return [each.name for each in indicators]
    runs = levels(indicators)[1]
    return [_placeholder(number, run.count) for run in runs for number in range(1, run.count + 1)]


def _placeholder(number: int, of: int) -> str:
    return "……" if number == of > 2 else f"指标{number}："


def fund_lines(form: SelfEvaluationForm) -> tuple[FundLine, ...]:
    """Lines under the total of the funds: the form's own, or those that the empty form names."""
    if form.funds is not None and form.funds.sources:
        return form.funds.sources
    return tuple(FundLine(name=name) for name in empty_shape(form.kind).fund_sources)


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
    """Header words of what the form carries and its official shape has no cell for (没有对应栏目的内容)."""
    columns = {
        "年初指标值": any(each.initial_target not in (None, each.target) for each in form.indicators),
        "完成率": any(each.submitted_completion for each in form.indicators),
        "得分系数": any(each.coefficient for each in form.indicators),
        "分档指标值": any(each.graded_targets for each in form.indicators),
    }
    printed = printed_labels(shape_of(form))
    beside = [*(word for each in form.indicators for word in each.extra), *form.extra]
    words = [word for word, is_there in columns.items() if is_there]
    return tuple(word for word in dict.fromkeys([*words, *beside]) if word not in printed)


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
