"""The sheet 自评表 of a form's workbook, as the ministry prints it: funds, goals, indicators, total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.form import FundLine, Funds, Indicator
from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_scores import (
    FUND_ROW,
    HEAD,
    MARK,
    Positions,
    positions,
    write_score,
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
from perfeval.documents.writers.form.scoring_sheet import Scored
from perfeval.documents.writers.live.row_cells import RowCells, budget_column
from perfeval.documents.writers.workbook import (
    BODY,
    BOX,
    Sheet,
    Style,
    at,
    lines_needed,
    number_format,
)

_WIDTHS = (6, 10, 11, 20, 13, 13, 7, 9, 18)
"""Characters: as wide as A4 takes at nearly full size."""
_LONG = 14
"""Characters of a target or actual value that is prose and begins on the left."""
_LAST = len(_WIDTHS) - 1
_LEFT: Style = {**BOX, "align": "left", "indent": 1}
_CENTRE: Style = {**BOX, "align": "center"}


def row_cells(sheet: Sheet, result: FormResult) -> dict[int, RowCells]:
    """Where each row's marks, target (or budget) and actual value (or executed amount) stand on the sheet."""
    where = positions(result)
    budget = 3 if budget_column(result) == "initial_budget" else 4
    found = {0: _cells(sheet, FUND_ROW + 1, (6, budget, 5))} if result.execution else {}
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
    sheet.raw.print_area(0, 0, where.total, _LAST)
    sheet.raw.repeat_rows(where.header)
    sheet.raw.set_footer("&C第 &P 页，共 &N 页")
    _head(sheet, result)
    _funds(sheet, result, scored)
    _goals(sheet, result, where)
    _indicators(sheet, result, where, scored)
    write_total(sheet, result, where)
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


def _funds(sheet: Sheet, result: FormResult, scored: Mapping[int, Scored]) -> None:
    funds = result.form.funds or Funds()
    lines = fund_lines(result.form)
    sheet.text(at(FUND_ROW, 0, 2 + len(lines), 1), f"项目资金（{funds.money_unit}）", HEAD)
    sheet.text(at(FUND_ROW, 1, 1, 2), "", HEAD)
    for column, header in enumerate(FUND_HEADERS, 3):
        sheet.text(at(FUND_ROW, column), header, HEAD)
    line = FUND_ROW + 1
    sheet.text(at(line, 1, 1, 2), FUND_TOTAL, _LEFT)
    _amounts(sheet, line, funds)
    sheet.printed(at(line, 6), funds.points, MARK)
    _rate(sheet, line, result)
    if result.execution is None:
        sheet.printed(at(line, 8), funds.submitted_score, MARK)
    else:
        write_score(sheet, at(line, 8), result.execution, scored[0], funds.submitted_score)
    for row in (FUND_ROW, line):
        sheet.height(row, 1)
    for position, source in enumerate(lines, line + 1):
        _source(sheet, position, source)


def _amounts(sheet: Sheet, line: int, amounts: Funds | FundLine) -> None:
    for column, text in enumerate((amounts.initial_budget, amounts.budget, amounts.executed), 3):
        sheet.printed(at(line, column), text, MARK)


def _source(sheet: Sheet, line: int, source: FundLine) -> None:
    sheet.text(at(line, 1, 1, 2), source.name, _LEFT)
    sheet.height(line, lines_needed(source.name, sum(_WIDTHS[1:3])))
    _amounts(sheet, line, source)
    nothing = "" if source.executed else "—"
    for column, text in ((6, source.points), (7, source.submitted_rate), (8, source.submitted_score)):
        sheet.printed(at(line, column), text or nothing, MARK)


def _rate(sheet: Sheet, line: int, result: FormResult) -> None:
    """The execution rate (执行率) as a formula over the two amounts, where both are numbers of the sheet."""
    funds, area = result.form.funds or Funds(), at(line, 7)
    amounts = [None if text is None else number_format(text) for text in (funds.budget, funds.executed)]
    if (funds.budget is not None and amounts[0] is None) or (
        funds.executed is not None and amounts[1] is None
    ):
        sheet.printed(area, funds.submitted_rate, MARK)
        return
    budget, executed = at(line, 4).name, at(line, 5).name
    value: Fraction | str = ""
    if amounts[0] and amounts[1] and amounts[0][0] > 0:
        value = Fraction(round_to(amounts[1][0] / amounts[0][0], 4, "half_up"))
    formula = f'IF(COUNT({budget},{executed})<2,"",IF({budget}=0,"",ROUND({executed}/{budget},4)))'
    sheet.formula(area, formula, value, {**MARK, "num_format": "0.00%"})


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


def _indicators(sheet: Sheet, result: FormResult, where: Positions, scored: Mapping[int, Scored]) -> None:
    indicators, first = result.form.indicators, where.indicator(1)
    sheet.text(at(where.header, 0, 1 + len(indicators), 1), "绩效指标", HEAD)
    for column, header in enumerate(INDICATOR_HEADERS, 1):
        sheet.text(at(where.header, column), header, HEAD)
    sheet.height(where.header, 2)
    shares: dict[int, int] = {}
    for column, runs in zip((1, 2), levels(indicators), strict=True):
        for run in runs:
            sheet.text(at(first + run.first, column, run.count), run.text, _CENTRE)
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
            sheet.printed(at(line, 6, height), indicator.points, MARK)
            write_score(sheet, at(line, 7, height), row, scored[row.row], indicator.submitted_score)


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
