"""A form laid out (版面): every cell of the official form with its place and text, the same for every writer of it.

Rows count from 0 as on a sheet: the title, the year, then the table from row `TOP` on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from perfeval.core.claim import PENDING
from perfeval.core.exact import round_to, show
from perfeval.core.form import FundLine, Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.form_shapes import TOTAL, Column, FormShape, shape_of
from perfeval.documents.writers.form.official_form import (
    blocks,
    fund_lines,
    levels,
    names,
    shown_total,
)

TOP = 2
"""First row of the table."""

Role = Literal[
    "label", "name", "level", "value", "prose", "amount", "plain", "rate", "points", "score", "sum", "total"
]
"""What stands in a cell: a printed word, a name or note, a level, a target or actual value, prose, an amount, what is
printed as it is, the execution rate, marks, a score, the sum of the marks, the total."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell, or the cells merged into one; `about` is the number of the row of the form that it belongs to.

    A `fixed` cell shows what was submitted: nothing is computed in it.
    """

    row: int
    column: int
    role: Role
    text: str = ""
    height: int = 1
    width: int = 1
    about: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class FormLayout:
    """A form laid out: its cells, and the rows of the funds' header, the goals, the indicators' header and 总分."""

    shape: FormShape
    title: str
    year: str
    cells: tuple[FormCell, ...]
    funds: int
    goals: int
    header: int
    total: int
    rows: int

    def indicator(self, number: int) -> int:
        """Row of an indicator, numbered from 1."""
        return self.header + number


def laid_out(result: FormResult, as_submitted: bool = False) -> FormLayout:
    """The layout of a form; its scores are those of the rules, or as they were submitted."""
    shape, form = shape_of(result.form), result.form
    draft = _Draft(shape, result, as_submitted)
    funds = TOP + len(shape.head)
    managed = funds + 2 + len(fund_lines(form))
    goals = managed + (1 + len(shape.management) if shape.management else 0)
    header = goals + 2
    total = header + 1 + len(form.indicators)
    cells = [
        *draft.head(),
        *draft.funds(funds),
        *draft.management(managed),
        *draft.goals(goals),
        *draft.indicators(header),
        *draft.closing(total),
    ]
    year = "（　　　年度）" if form.year is None else f"（{form.year}年度）"
    last = max(cell.row + cell.height for cell in cells)
    return FormLayout(shape, shape.title, year, tuple(cells), funds, goals, header, total, last)


@dataclass(frozen=True, slots=True)
class _Draft:
    shape: FormShape
    result: FormResult
    as_submitted: bool

    @property
    def form(self) -> SelfEvaluationForm:
        return self.result.form

    def head(self) -> Iterator[FormCell]:
        for row, pairs in enumerate(self.shape.head, TOP):
            column = 0
            for label, field, label_width, width in pairs:
                yield FormCell(row, column, "label", label, width=label_width)
                text = self.form.extra.get(field) or getattr(self.form, field, None) or ""
                yield FormCell(row, column + label_width, "value", text, width=width)
                column += label_width + width

    def funds(self, row: int) -> Iterator[FormCell]:
        shape, lines, funds = self.shape, fund_lines(self.form), self.form.funds or Funds()
        name = shape.fund_name
        unit = shape.funds.format(unit=funds.money_unit)
        yield FormCell(row, 0, "label", unit, height=2 + len(lines))
        for column in (name, *shape.fund_columns):
            yield FormCell(row, column.start, "label", column.header, width=column.width)
        yield FormCell(row + 1, name.start, "name", shape.fund_total, width=name.width)
        texts: Mapping[str, tuple[Role, str | None]] = {
            "initial_budget": ("amount", funds.initial_budget),
            "budget": ("amount", funds.budget),
            "executed": ("amount", funds.executed),
            "points": ("points", funds.points),
            "rate": ("rate", self._rate()),
            "score": ("score", self._execution_score()),
        }
        for column in shape.fund_columns:
            role, text = texts[column.field]
            yield self._cell(row + 1, column, role, text)
        for place, line in enumerate(lines, row + 2):
            yield FormCell(place, name.start, "name", line.name, width=name.width)
            for column in shape.fund_columns:
                yield _source_cell(place, column.start, column.width, line, column.field)

    def management(self, row: int) -> Iterator[FormCell]:
        shape = self.shape
        if not shape.management:
            return
        reports = shape.fund_columns[0].start
        half = next(column for column in shape.goal_columns if column.field == "achieved")
        yield FormCell(row, 0, "label", "资金管理情况", height=1 + len(shape.management))
        yield FormCell(row, 1, "label", "", width=2)
        yield FormCell(row, reports, "label", "情况说明", width=half.start - reports)
        yield FormCell(row, half.start, "label", "存在问题和改进措施", width=half.width)
        for place, label in enumerate(shape.management, row + 1):
            yield FormCell(place, 1, "name", label, width=2)
            text = self.form.extra.get(label, "")
            yield FormCell(place, reports, "value", text, width=half.start - reports)
            yield FormCell(place, half.start, "value", "", width=half.width)

    def goals(self, row: int) -> Iterator[FormCell]:
        yield FormCell(row, 0, "label", self.shape.goals, height=2)
        for column in self.shape.goal_columns:
            yield FormCell(row, column.start, "label", column.header, width=column.width)
            text = getattr(self.form.goal, column.field) or ""
            yield FormCell(row + 1, column.start, "prose", text, width=column.width)

    def indicators(self, header: int) -> Iterator[FormCell]:
        shape, rows = self.shape, self.form.indicators
        if shape.indicators:
            yield FormCell(header, 0, "label", shape.indicators, height=1 + len(rows))
        for column in shape.columns:
            yield FormCell(header, column.start, "label", column.header, width=column.width)
        for field, runs in zip(("dimension", "category"), levels(rows), strict=True):
            for run in runs:
                yield FormCell(
                    header + 1 + run.first, shape.place(field), "level", run.text, height=run.count
                )
        merged: Mapping[int, int] = {run.first: run.count for run in blocks(rows)}
        covered = {start + offset for start, count in merged.items() for offset in range(1, count)}
        known = zip(self.result.indicators, rows, names(rows), strict=True)
        for number, (row, indicator, name) in enumerate(known):
            named = indicator.model_copy(update={"name": name})
            cells = self._indicator(header + 1 + number, row, named, merged.get(number, 1))
            yield from (
                each for each in cells if number not in covered or each.role not in ("points", "score")
            )

    def _indicator(self, place: int, row: RowResult, indicator: Indicator, height: int) -> Iterator[FormCell]:
        texts: Mapping[str, tuple[Role, str | None]] = {
            "name": ("name", indicator.name),
            "target": ("value", indicator.target),
            "actual": ("value", indicator.actual),
            "points": ("points", indicator.points),
            "score": ("score", self.score(row, indicator.submitted_score)),
            "note": ("name", indicator.deviation_note),
        }
        for column in self.shape.columns:
            if column.field in ("dimension", "category"):
                continue
            role, text = texts.get(column.field, ("name", indicator.extra.get(column.field)))
            yield self._cell(place, column, role, text, height if role in ("points", "score") else 1, row.row)

    def _cell(
        self, row: int, column: Column, role: Role, text: str | None, height: int = 1, about: int = 0
    ) -> FormCell:
        fixed = self.as_submitted and role in ("rate", "score")
        return FormCell(row, column.start, role, text or "", height, column.width, about, fixed)

    def closing(self, row: int) -> Iterator[FormCell]:
        shape = self.shape
        if shape.has_marks:
            points, score, note = (shape.place(field) for field in ("points", "score", "note"))
            yield FormCell(row, 0, "label", TOTAL, width=points)
            yield FormCell(row, points, "sum", self._sum(), fixed=self.as_submitted)
            yield FormCell(row, score, "total", self._total(), fixed=self.as_submitted)
            yield FormCell(row, note, "plain")
            row += 1
        if shape.remarks:
            yield FormCell(row, 0, "label", shape.remarks)
            yield FormCell(row, 1, "prose", self.form.extra.get(shape.remarks, ""), width=shape.last)

    def score(self, row: RowResult, submitted: str | None) -> str:
        """What the score cell of a row shows: the rules' number, else what was submitted, else 待核."""
        if self.as_submitted or row.score is None or row.points is None:
            return submitted or ""
        if not row.score.is_point:
            return submitted or PENDING
        return f"{row.score.low}{_unit(submitted)}"

    def _execution_score(self) -> str:
        submitted = (self.form.funds or Funds()).submitted_score
        return self.score(self.result.execution, submitted) if self.result.execution else submitted or ""

    def _rate(self) -> str | None:
        rate, submitted = self.result.execution_rate, (self.form.funds or Funds()).submitted_rate
        if rate is None or (self.as_submitted and submitted):
            return submitted
        return f"{round_to(rate * 100, 2, 'half_up')}%"

    def _sum(self) -> str:
        form, rows = self.form, [row for row in self.result.rows if row.status != "ignored"]
        if self.as_submitted and form.submitted_points:
            return form.submitted_points
        if all(row.points is None for row in self.result.indicators):
            return show(self.result.ruleset.total.points)
        return show(sum((row.points for row in rows if row.points is not None), Fraction(0)))

    def _total(self) -> str:
        submitted = self.form.submitted_score
        if self.as_submitted:
            return submitted or ""
        exact_total = self.result.ruleset.total.add == "exact" and self.result.total.confirmed is not None
        total = self.result.total.confirmed if exact_total else shown_total(self.result)
        return "" if total is None else f"{total}{_unit(submitted)}"


def _source_cell(row: int, column: int, width: int, line: FundLine, field: str) -> FormCell:
    """A cell of a line under the total of the funds; what is not scored there is printed as 其中 lines have it."""
    texts = {"rate": line.submitted_rate, "score": line.submitted_score, "points": line.points}
    if field in texts:
        return FormCell(row, column, "plain", texts[field] or ("" if line.executed else "—"), width=width)
    return FormCell(row, column, "amount", getattr(line, field) or "", width=width)


def _unit(submitted: str | None) -> str:
    return "分" if (submitted or "").strip().endswith("分") else ""
