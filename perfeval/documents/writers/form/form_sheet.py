"""The sheet 自评表 of a form's workbook, as the ministry prints it: funds, goals, indicators, total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfeval.core.exact import round_to
from perfeval.core.form import FundLine, Funds, Indicator
from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_scores import (
    FUND_ROW,
    HEAD,
    MARK,
    WRONG,
    Positions,
    positions,
    write_score,
    write_score_hints,
    write_total,
)
from perfeval.documents.writers.form.official_form import (
    FUND_HEADERS,
    FUND_TOTAL,
    GOAL_HEADERS,
    INDICATOR_HEADERS,
    NAME_LABELS,
    TITLES,
    blocks,
    fund_lines,
    levels,
)
from perfeval.documents.writers.form.scoring_sheet import FundCells, ScoringPlaces
from perfeval.documents.writers.live.row_cells import budget_column
from perfeval.documents.writers.typed.row_steps import FormColumns
from perfeval.documents.writers.workbook import BODY, BOX, Area, Sheet, Style, at, lines_needed

_WIDTHS = (6, 10, 11, 20, 13, 13, 7, 9, 18)
"""Characters: as wide as A4 takes at nearly full size."""
_HINTS_WIDTH = 40
_LONG = 14
"""Characters of a target or actual value that is prose and begins on the left."""
_LAST = len(_WIDTHS) - 1
_LEFT: Style = {**BOX, "align": "left", "indent": 1}
_CENTRE: Style = {**BOX, "align": "center"}


def form_columns(sheet: Sheet, result: FormResult) -> FormColumns:
    """Where the indicators stand on the sheet."""
    where = positions(result)
    quoted = sheet.address(at(0, 0)).partition("!")[0]
    return FormColumns(quoted, sheet.absolute(at(where.header, 0)), sheet.absolute(at(where.total, 0)))


def fund_cells(sheet: Sheet, result: FormResult) -> FundCells:
    """Where the amounts of the execution rate stand on the sheet."""
    budget = 3 if budget_column(result) == "initial_budget" else 4
    points, under, over = (sheet.absolute(at(FUND_ROW + 1, column)) for column in (6, budget, 5))
    return FundCells(points, under, over, (result.form.funds or Funds()).money_unit)


def write_form_sheet(sheet: Sheet, result: FormResult, scoring: ScoringPlaces) -> None:
    """Write the form; `scoring` says where the scores of its rows are computed."""
    sheet.widths((*_WIDTHS, _HINTS_WIDTH))
    sheet.raw.set_paper(9)
    sheet.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.center_horizontally()
    where = positions(result)
    sheet.raw.print_area(0, 0, where.total, _LAST)
    sheet.raw.repeat_rows(where.header)
    sheet.raw.set_footer("&C第 &P 页")
    _head(sheet, result)
    _funds(sheet, result, scoring)
    _goals(sheet, result, where)
    _indicators(sheet, result, where, scoring)
    write_total(sheet, result, where)
    write_score_hints(sheet, where, len(result.indicators), scoring)
    sheet.raw.ignore_errors({"number_stored_as_text": f"A1:I{where.total + 1}"})


def _head(sheet: Sheet, result: FormResult) -> None:
    form = result.form
    title: Style = {**BODY, "font_name": "黑体", "font_size": 16, "align": "center"}
    sheet.text(at(0, 0, 1, _LAST + 1), TITLES[form.kind], title)
    sheet.height(0, 2)
    year = "（　　　年度）" if form.year is None else f"（{form.year}年度）"
    sheet.text(at(1, 0, 1, _LAST + 1), year, {**BODY, "align": "center"})
    sheet.text(at(2, 0, 1, 3), NAME_LABELS[form.kind], HEAD)
    sheet.text(at(2, 3, 1, 6), form.name, _CENTRE)
    sheet.text(at(3, 0, 1, 3), "主管部门", HEAD)
    sheet.text(at(3, 3, 1, 2), form.department or "", _CENTRE)
    sheet.text(at(3, 5), "实施单位", HEAD)
    sheet.text(at(3, 6, 1, 3), form.body or "", _CENTRE)
    sheet.height(2, lines_needed(form.name, sum(_WIDTHS[3:])))
    sheet.height(3, _most_lines(((form.department, _WIDTHS[3:5]), (form.body, _WIDTHS[6:]))))


# --- funds ------------------------------------------------------------------------------------------------


def _funds(sheet: Sheet, result: FormResult, scoring: ScoringPlaces) -> None:
    funds = result.form.funds or Funds()
    lines = fund_lines(result.form)
    sheet.text(at(FUND_ROW, 0, 2 + len(lines), 1), f"项目资金（{funds.money_unit}）", HEAD)
    sheet.text(at(FUND_ROW, 1, 1, 2), "", HEAD)
    for column, header in enumerate(FUND_HEADERS, 3):
        sheet.text(at(FUND_ROW, column), header, HEAD)
    line = FUND_ROW + 1
    sheet.text(at(line, 1, 1, 2), FUND_TOTAL, _LEFT)
    _amounts(sheet, line, funds)
    for column in (3, 4, 5):
        sheet.mark(at(line, column), scoring.in_other_unit, WRONG)
    _amount(sheet, at(line, 6), funds.points)
    _rate(sheet, line, result, scoring)
    if result.execution is None:
        sheet.printed(at(line, 8), funds.submitted_score, MARK)
    else:
        write_score(sheet, at(line, 8), result.execution, scoring, funds.submitted_score)
    for row in (FUND_ROW, line):
        sheet.height(row, 1)
    for position, source in enumerate(lines, line + 1):
        _source(sheet, position, source)


def _amounts(sheet: Sheet, line: int, amounts: Funds | FundLine) -> None:
    for column, text in enumerate((amounts.initial_budget, amounts.budget, amounts.executed), 3):
        _amount(sheet, at(line, column), text)


def _amount(sheet: Sheet, area: Area, text: str | None) -> None:
    """An amount or a mark: a number, or an empty cell into which a number can be typed."""
    if text:
        sheet.printed(area, text, MARK)
    else:
        sheet.input(area, {**MARK, "num_format": "General"})


def _source(sheet: Sheet, line: int, source: FundLine) -> None:
    sheet.text(at(line, 1, 1, 2), source.name, _LEFT)
    sheet.height(line, lines_needed(source.name, sum(_WIDTHS[1:3])))
    _amounts(sheet, line, source)
    nothing = "" if source.executed else "—"
    for column, text in ((6, source.points), (7, source.submitted_rate), (8, source.submitted_score)):
        sheet.printed(at(line, column), text or nothing, MARK)


def _rate(sheet: Sheet, line: int, result: FormResult, scoring: ScoringPlaces) -> None:
    """The execution rate (执行率), which follows the amounts."""
    ratio = scoring.of_execution("比例")
    formula = f'IF(ISNUMBER({ratio}),ROUND({ratio},4),"")'
    style = {**MARK, "num_format": "0.00%"}
    rate = result.execution_rate
    sheet.formula(at(line, 7), formula, "" if rate is None else round_to(rate, 4, "half_up"), style)


# --- goals and indicators ---------------------------------------------------------------------------------


def _goals(sheet: Sheet, result: FormResult, where: Positions) -> None:
    goal, line = result.form.goal, where.goals
    sheet.text(at(line, 0, 2, 1), "年度总体目标", HEAD)
    sheet.text(at(line, 1, 1, 4), GOAL_HEADERS[0], HEAD)
    sheet.text(at(line, 5, 1, 4), GOAL_HEADERS[1], HEAD)
    top: Style = {**_LEFT, "valign": "top"}
    sheet.text(at(line + 1, 1, 1, 4), goal.expected or "", top)
    sheet.text(at(line + 1, 5, 1, 4), goal.achieved or "", top)
    sheet.height(line, 1)
    needed = _most_lines(((goal.expected, _WIDTHS[1:5]), (goal.achieved, _WIDTHS[5:])))
    sheet.height(line + 1, max(needed, 4))


def _indicators(sheet: Sheet, result: FormResult, where: Positions, scoring: ScoringPlaces) -> None:
    indicators, first = result.form.indicators, where.indicator(1)
    sheet.text(at(where.header, 0, 1 + len(indicators), 1), "绩效指标", HEAD)
    for column, header in enumerate(INDICATOR_HEADERS, 1):
        sheet.text(at(where.header, column), header, HEAD)
    sheet.height(where.header, 2)
    shares: dict[int, int] = {}
    for column, runs in zip((1, 2), levels(indicators), strict=True):
        for run in runs:
            sheet.text(at(first + run.first, column, run.count), run.text, _CENTRE)
            # Hidden under the merged cell, so that a row which is moved or left alone still knows what it is.
            for below in range(first + run.first + 1, first + run.first + run.count):
                sheet.text(at(below, column), run.text, _CENTRE)
            share = -(-lines_needed(run.text, _WIDTHS[column]) // run.count)
            for line in range(first + run.first, first + run.first + run.count):
                shares[line] = max(shares.get(line, 1), share)
    merged = {first + run.first: run.count for run in blocks(indicators)}
    covered = {first + run.first + row for run in blocks(indicators) for row in range(1, run.count)}
    for row, indicator in zip(result.indicators, indicators, strict=True):
        line = where.indicator(row.row)
        _words(sheet, line, indicator, shares[line])
        if line not in covered:
            height = merged.get(line, 1)
            _amount(sheet, at(line, 6, height), indicator.points)
            write_score(sheet, at(line, 7, height), row, scoring, indicator.submitted_score)


def _words(sheet: Sheet, line: int, indicator: Indicator, least: int) -> None:
    """Write the words of an indicator; its row has `least` lines at least, its share of the merged levels."""
    texts = (indicator.name, indicator.target, indicator.actual)
    for column, text in enumerate(texts, 3):
        sheet.text(at(line, column), text or "", _LEFT if column == 3 or len(text or "") > _LONG else _CENTRE)
    sheet.text(at(line, 8), indicator.deviation_note or "", _LEFT)
    widths = [(text, _WIDTHS[column : column + 1]) for column, text in enumerate(texts, 3)]
    sheet.height(line, max(least, _most_lines((*widths, (indicator.deviation_note, _WIDTHS[8:])))))


def _most_lines(texts: Iterable[tuple[str | None, Sequence[int]]]) -> int:
    """Lines that the longest of some texts takes, each in a cell over columns of these widths."""
    return max(lines_needed(text or "", sum(widths)) for text, widths in texts)
