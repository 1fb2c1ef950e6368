"""Scores and total on the sheet 自评表: formulas where the rules determine them, typed numbers in bands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.official_form import (
    TOTAL,
    counted_rows,
    fund_lines,
    is_rescaled,
    shown_total,
)
from perfeval.documents.writers.form.scoring_sheet import Scored
from perfeval.documents.writers.live.formulas import number, rounded
from perfeval.documents.writers.live.row_cells import places_of
from perfeval.documents.writers.workbook import BOX, Area, Sheet, Style, at, decimal_format

HEAD: Style = {**BOX, "align": "center", "bold": True}
MARK: Style = {**BOX, "align": "center"}
FUND_ROW = 4
_BETWEEN = "待定"
"""What a score cell says while the rule leaves more than one number."""


@dataclass(frozen=True, slots=True)
class Positions:
    """Rows of the sheet, from 0: header of the funds, of the goals, of the indicators, and the total."""

    goals: int
    header: int
    total: int

    def indicator(self, number: int) -> int:
        """Row of an indicator, numbered from 1."""
        return self.header + number


def positions(result: FormResult) -> Positions:
    """Where the parts of a form stand."""
    goals = FUND_ROW + 2 + len(fund_lines(result.form))
    return Positions(goals, goals + 2, goals + 3 + len(result.indicators))


def write_score(sheet: Sheet, area: Area, row: RowResult, scored: Scored, submitted: str | None) -> None:
    """The score: a formula where the rule determines it, else the recomputed number, else as typed."""
    score, live = row.score, scored.live
    style = {**MARK, "num_format": decimal_format(places_of(row), submitted)}
    determined = row.submitted is None if score is None else score.is_point
    if live is not None and determined:
        low, high = scored.low, scored.high
        formula = low if live.is_point else f'IF({low}={high},{low},"{_BETWEEN}")'
        sheet.formula(area, formula, "" if score is None else score.low, style)
    elif score is not None and score.is_point:
        sheet.number(area, score.low, style)
        sheet.remark(area, "由 perfeval 按规则算出；此行没有公式，改动数字后请重新计算。")
    else:
        sheet.printed(area, submitted, MARK)
        _band(sheet, area, row, scored)


def _band(sheet: Sheet, area: Area, row: RowResult, scored: Scored) -> None:
    """What a person may type where the rule leaves a band, or cannot be applied."""
    score = row.score
    if score is None:
        reasons = "\n".join(problem.message("zh") for problem in row.problems)
        if reasons:
            sheet.remark(area, f"规则无法算出此分：{reasons}")
        return
    band = f"{'(' if score.low_open else '['}{score.low}, {score.high}{')' if score.high_open else ']'}"
    level = f"（{row.level}）" if row.level else ""
    beyond = f"OR({area.name}<{scored.low},{area.name}>{scored.high})"
    sheet.mark(area, f"AND(ISNUMBER({area.name}),{beyond})", {"bg_color": "#F8D7DA"})
    sheet.remark(area, f"规则只给出区间 {band}{level}，由人工在区间内打分。")
    sheet.allow(
        [area],
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": f"={scored.low}",
            "maximum": f"={scored.high}",
            "error_title": "超出规则区间",
            "error_message": f"规则允许的区间是 {band}。确需打在区间外，请写明理由。",
            "error_type": "warning",
        },
    )


def write_total(sheet: Sheet, result: FormResult, where: Positions) -> None:
    """The row 总分."""
    sheet.text(at(where.total, 0, 1, 6), TOTAL, HEAD)
    sheet.height(where.total, 1)
    rows = [row for row in result.rows if row.status != "ignored"]
    if not rows:
        sheet.text(at(where.total, 6), "", HEAD)
        sheet.text(at(where.total, 7), "", HEAD)
    else:
        points = ",".join(_ranges([_mark_cell(row, where, 6, 6) for row in rows]))
        scores = ",".join(_ranges([_mark_cell(row, where, 8, 7) for row in rows]))
        marks = sum((row.points for row in rows if row.points is not None), Fraction(0))
        sheet.formula(at(where.total, 6), f"SUM({points})", marks, {**HEAD, "num_format": "General"})
        _total_score(sheet, at(where.total, 7), result, scores, points)
    sheet.text(at(where.total, 8), "", BOX)


def _total_score(sheet: Sheet, area: Area, result: FormResult, scores: str, points: str) -> None:
    """The sum of the rows, once every row has a score; of exact rows it is written as a number."""
    rule = result.ruleset.total
    style = {**HEAD, "num_format": decimal_format(rule.places, result.form.submitted_score)}
    if rule.add == "exact" and result.total.confirmed is not None:
        sheet.number(area, result.total.confirmed, style)
        sheet.remark(area, "各行未取整的得分相加后取整，由 perfeval 算出。")
        return
    factor = f"*{number(rule.points)}/SUM({points})" if is_rescaled(result) else ""
    added = rounded(f"SUM({scores}){factor}", rule.places, rule.mode)
    # Empty lines of the form wait for a score only once they have marks.
    needed = f"MAX({len(counted_rows(result))},COUNT({points}))"
    total = shown_total(result)
    sheet.formula(area, f'IF(COUNT({scores})<{needed},"",{added})', "" if total is None else total, style)


def _mark_cell(row: RowResult, where: Positions, fund_column: int, column: int) -> tuple[int, int]:
    return (FUND_ROW + 1, fund_column) if row.row == 0 else (where.indicator(row.row), column)


def _ranges(cells: list[tuple[int, int]]) -> list[str]:
    """Cells as ranges, those below one another together: H12:H15."""
    found: list[tuple[Area, Area]] = []
    for row, column in cells:
        cell = at(row, column)
        if found and found[-1][1].row + 1 == row and found[-1][1].column == column:
            found[-1] = (found[-1][0], cell)
        else:
            found.append((cell, cell))
    return [first.name if first == last else f"{first.name}:{last.name}" for first, last in found]
