"""The sheet 自评表 of a form's workbook, as the ministry prints it: funds, goals, indicators, total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.form import FundLine, Funds, Indicator
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.official_form import (
    FUND_HEADERS,
    FUND_TOTAL,
    GOAL_HEADERS,
    INDICATOR_HEADERS,
    NAME_LABELS,
    TITLES,
    TOTAL,
    blocks,
    fund_lines,
    levels,
)
from perfeval.documents.scoring_sheet import RowCells, Scored
from perfeval.documents.workbook import (
    BODY,
    BOX,
    Area,
    Sheet,
    Style,
    at,
    decimal_format,
    lines_needed,
    number_format,
)

_WIDTHS = (5, 12, 14, 25, 15, 16, 8, 10, 26)
_LAST = len(_WIDTHS) - 1
_CENTRE: Style = {**BOX, "align": "center"}
_HEAD: Style = {**_CENTRE, "bold": True}
_MARK: Style = {**BOX, "align": "center"}
_FUND_ROW = 4
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
    goals = _FUND_ROW + 2 + len(fund_lines(result.form))
    return Positions(goals, goals + 2, goals + 3 + len(result.indicators))


def row_cells(sheet: Sheet, result: FormResult) -> dict[int, RowCells]:
    """Where each row's marks, target (or budget) and actual value (or executed amount) stand on the sheet."""
    where = positions(result)
    found = {0: _cells(sheet, _FUND_ROW + 1, (6, 4, 5))} if result.execution else {}
    for row in result.indicators:
        found[row.row] = _cells(sheet, where.indicator(row.row), (6, 4, 5))
    return found


def _cells(sheet: Sheet, line: int, columns: tuple[int, int, int]) -> RowCells:
    return RowCells(*(sheet.address(at(line, column)) for column in columns))


def write_form_sheet(sheet: Sheet, result: FormResult, scored: Mapping[int, Scored]) -> None:
    """Write the form; `scored` says where the scores of its rows are computed."""
    sheet.widths(_WIDTHS)
    sheet.raw.set_paper(9)
    sheet.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.center_horizontally()
    where = positions(result)
    _head(sheet, result)
    _funds(sheet, result, scored)
    _goals(sheet, result, where)
    _indicators(sheet, result, where, scored)
    _total(sheet, result, where, scored)
    sheet.raw.ignore_errors({"number_stored_as_text": f"A1:I{where.total + 1}"})


def _head(sheet: Sheet, result: FormResult) -> None:
    form = result.form
    title: Style = {**BODY, "font_name": "黑体", "font_size": 16, "align": "center"}
    sheet.text(at(0, 0, 1, _LAST + 1), TITLES[form.kind], title)
    sheet.height(0, 2)
    year = "（　　　年度）" if form.year is None else f"（{form.year}年度）"
    sheet.text(at(1, 0, 1, _LAST + 1), year, {**BODY, "align": "center"})
    sheet.text(at(2, 0, 1, 3), NAME_LABELS[form.kind], _HEAD)
    sheet.text(at(2, 3, 1, 6), form.name, _CENTRE)
    sheet.text(at(3, 0, 1, 3), "主管部门", _HEAD)
    sheet.text(at(3, 3, 1, 2), form.department or "", _CENTRE)
    sheet.text(at(3, 5), "实施单位", _HEAD)
    sheet.text(at(3, 6, 1, 3), form.body or "", _CENTRE)
    sheet.height(2, lines_needed(form.name, sum(_WIDTHS[3:])))
    sheet.height(3, max(lines_needed(form.department or "", 40), lines_needed(form.body or "", 44)))


# --- funds ------------------------------------------------------------------------------------------------


def _funds(sheet: Sheet, result: FormResult, scored: Mapping[int, Scored]) -> None:
    funds = result.form.funds or Funds()
    lines = fund_lines(result.form)
    sheet.text(at(_FUND_ROW, 0, 2 + len(lines), 1), f"项目资金（{funds.money_unit}）", _HEAD)
    sheet.text(at(_FUND_ROW, 1, 1, 2), "", _HEAD)
    for column, header in enumerate(FUND_HEADERS, 3):
        sheet.text(at(_FUND_ROW, column), header, _HEAD)
    line = _FUND_ROW + 1
    sheet.text(at(line, 1, 1, 2), FUND_TOTAL, BOX)
    _amounts(sheet, line, funds)
    sheet.printed(at(line, 6), funds.points, _MARK)
    _rate(sheet, line, result)
    if result.execution is None:
        sheet.printed(at(line, 8), funds.submitted_score, _MARK)
    else:
        _score(sheet, at(line, 8), result.execution, scored[0], funds.submitted_score)
    for row in (_FUND_ROW, line):
        sheet.height(row, 1)
    for position, source in enumerate(lines, line + 1):
        _source(sheet, position, source)


def _amounts(sheet: Sheet, line: int, amounts: Funds | FundLine) -> None:
    for column, text in enumerate((amounts.initial_budget, amounts.budget, amounts.executed), 3):
        sheet.printed(at(line, column), text, _MARK)


def _source(sheet: Sheet, line: int, source: FundLine) -> None:
    sheet.text(at(line, 1, 1, 2), source.name, BOX)
    sheet.height(line, lines_needed(source.name, sum(_WIDTHS[1:3])))
    _amounts(sheet, line, source)
    nothing = "" if source.executed else "—"
    for column, text in ((6, source.points), (7, source.submitted_rate), (8, source.submitted_score)):
        sheet.printed(at(line, column), text or nothing, _MARK)


def _rate(sheet: Sheet, line: int, result: FormResult) -> None:
    """The execution rate (执行率) as a formula over the two amounts, where both are numbers of the sheet."""
    funds, area = result.form.funds or Funds(), at(line, 7)
    amounts = [None if text is None else number_format(text) for text in (funds.budget, funds.executed)]
    if (funds.budget is not None and amounts[0] is None) or (
        funds.executed is not None and amounts[1] is None
    ):
        sheet.printed(area, funds.submitted_rate, _MARK)
        return
    budget, executed = at(line, 4).name, at(line, 5).name
    value: Fraction | str = ""
    if amounts[0] and amounts[1] and amounts[0][0] > 0:
        value = Fraction(round_to(amounts[1][0] / amounts[0][0], 4, "half_up"))
    formula = f'IF(COUNT({budget},{executed})<2,"",IF({budget}=0,"",ROUND({executed}/{budget},4)))'
    sheet.formula(area, formula, value, {**_MARK, "num_format": "0.00%"})


# --- goals and indicators ---------------------------------------------------------------------------------


def _goals(sheet: Sheet, result: FormResult, where: Positions) -> None:
    goal, line = result.form.goal, where.goals
    sheet.text(at(line, 0, 2, 1), "年度总体目标", _HEAD)
    sheet.text(at(line, 1, 1, 4), GOAL_HEADERS[0], _HEAD)
    sheet.text(at(line, 5, 1, 4), GOAL_HEADERS[1], _HEAD)
    top: Style = {**BOX, "valign": "top"}
    sheet.text(at(line + 1, 1, 1, 4), goal.expected or "", top)
    sheet.text(at(line + 1, 5, 1, 4), goal.achieved or "", top)
    needed = max(
        lines_needed(goal.expected or "", sum(_WIDTHS[1:5])),
        lines_needed(goal.achieved or "", sum(_WIDTHS[5:])),
        4,
    )
    sheet.height(line, 1)
    sheet.height(line + 1, needed)


def _indicators(sheet: Sheet, result: FormResult, where: Positions, scored: Mapping[int, Scored]) -> None:
    indicators, first = result.form.indicators, where.indicator(1)
    sheet.text(at(where.header, 0, 1 + len(indicators), 1), "绩效指标", _HEAD)
    for column, header in enumerate(INDICATOR_HEADERS, 1):
        sheet.text(at(where.header, column), header, _HEAD)
    sheet.height(where.header, 1)
    for column, runs in zip((1, 2), levels(indicators), strict=True):
        for run in runs:
            sheet.text(at(first + run.first, column, run.count), run.text, _CENTRE)
    merged = {first + run.first: run.count for run in blocks(indicators)}
    covered = {first + run.first + row for run in blocks(indicators) for row in range(1, run.count)}
    for row, indicator in zip(result.indicators, indicators, strict=True):
        line = where.indicator(row.row)
        _words(sheet, line, indicator)
        if line not in covered:
            height = merged.get(line, 1)
            sheet.printed(at(line, 6, height), indicator.points, _MARK)
            _score(sheet, at(line, 7, height), row, scored[row.row], indicator.submitted_score)


def _words(sheet: Sheet, line: int, indicator: Indicator) -> None:
    texts = (indicator.name, indicator.target, indicator.actual)
    for column, text in enumerate(texts, 3):
        sheet.text(at(line, column), text or "", BOX if column == 3 else _CENTRE)
    sheet.text(at(line, 8), indicator.deviation_note or "")
    widths = (
        (indicator.name, 3),
        (indicator.target, 4),
        (indicator.actual, 5),
        (indicator.deviation_note, 8),
    )
    needed = max(lines_needed(text or "", _WIDTHS[column]) for text, column in widths)
    sheet.height(line, needed)


def _score(sheet: Sheet, area: Area, row: RowResult, scored: Scored, submitted: str | None) -> None:
    """The score: a formula where the rule determines it, else the recomputed number, else as typed."""
    value, score, live = shown_score(row, scored), row.score, scored.live
    style = {**_MARK, "num_format": decimal_format(_places(row), submitted)}
    if live is not None and (live.is_point or score is None or score.is_point):
        low, high = scored.low, scored.high
        formula = low if live.is_point else f'IF({low}={high},{low},"{_BETWEEN}")'
        sheet.formula(area, formula, "" if value is None else value, style)
    elif score is not None and score.is_point:
        sheet.number(area, score.low, style)
        sheet.remark(area, "由 perfeval 按规则算出；此行没有公式，改动数字后请重新计算。")
    else:
        sheet.printed(area, submitted, _MARK)
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


def shown_score(row: RowResult, scored: Scored) -> Decimal | Fraction | None:
    """The score that the form shows for a row now; None where the cell is empty."""
    if row.score is not None and row.score.is_point:
        return row.score.low
    waits = scored.live is not None and (scored.live.is_point or row.score is None)
    return None if waits else row.submitted


def _places(row: RowResult) -> int:
    return 2 if row.score is None else max(0, -int(row.score.low.as_tuple().exponent))


# --- the total --------------------------------------------------------------------------------------------


def _total(sheet: Sheet, result: FormResult, where: Positions, scored: Mapping[int, Scored]) -> None:
    sheet.text(at(where.total, 0, 1, 6), TOTAL, _HEAD)
    sheet.height(where.total, 1)
    counted = [row for row in result.rows if row.status != "ignored"]
    points = ",".join(_ranges([_mark_cell(row, where, 6, 6) for row in counted]))
    scores = ",".join(_ranges([_mark_cell(row, where, 8, 7) for row in counted]))
    style = {**_HEAD, "num_format": "General"}
    if not counted:
        sheet.text(at(where.total, 6), "", _HEAD)
        sheet.text(at(where.total, 7), "", _HEAD)
    else:
        marks = sum((row.points for row in counted if row.points is not None), Fraction(0))
        sheet.formula(at(where.total, 6), f"SUM({points})", marks, style)
        _total_score(sheet, at(where.total, 7), result, counted, scored, scores, points)
    sheet.text(at(where.total, 8), "", BOX)


def _total_score(
    sheet: Sheet,
    area: Area,
    result: FormResult,
    counted: list[RowResult],
    scored: Mapping[int, Scored],
    scores: str,
    points: str,
) -> None:
    """The sum of the rows, once every row has a score; of exact rows it is written as a number."""
    rule = result.ruleset.total
    style = {**_HEAD, "num_format": decimal_format(rule.places, result.form.submitted_score)}
    shown = [shown_score(row, scored[row.row]) for row in counted]
    known = [Fraction(score) for score in shown if score is not None]
    if rule.add == "exact" and result.total.confirmed is not None:
        sheet.number(area, result.total.confirmed, style)
        sheet.remark(area, "各行未取整的得分相加后取整，由 perfeval 算出。")
        return
    rescaled = any(row.reason == "not-applicable" and row.points for row in result.rows)
    factor = f"*{rule.points}/SUM({points})" if rescaled else ""
    formula = f'IF(COUNT({scores})<{len(counted)},"",ROUND(SUM({scores}){factor},{rule.places}))'
    scale = rule.points / result.total.points if rescaled else Fraction(1)
    total: Decimal | str = ""
    if len(known) == len(shown):
        total = round_to(sum(known, Fraction(0)) * scale, rule.places, rule.mode)
    sheet.formula(area, formula, total, style)


def _mark_cell(row: RowResult, where: Positions, fund_column: int, column: int) -> tuple[int, int]:
    return (_FUND_ROW + 1, fund_column) if row.row == 0 else (where.indicator(row.row), column)


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
