"""The sheet 自评表 of a form's workbook: the layout drawn cell by cell, with formulas where the sheet computes."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from perfeval.core.form import Funds
from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_layout import FormCell, FormLayout
from perfeval.documents.writers.form.form_scores import (
    HEAD,
    MARK,
    WRONG,
    SheetPlaces,
    write_score,
    write_score_hints,
    write_sum,
    write_total,
)
from perfeval.documents.writers.form.official_form import fund_lines
from perfeval.documents.writers.form.scoring_sheet import FundCells, ScoringPlaces
from perfeval.documents.writers.live.row_cells import budget_column
from perfeval.documents.writers.typed.row_steps import FormColumns
from perfeval.documents.writers.workbook import BODY, BOX, Area, Sheet, Style, at, lines_needed, number_format

_MILLIMETRES = 1.95
"""Of a character of the sheet's font."""
_HINTS_WIDTH = 40
_LONG = 14
"""Characters of a target or actual value that is prose and begins on the left."""
_ONE_PAGE = 62
"""Lines of text up to which a form is printed on one page and still read."""
_LEAST_GOALS = 4
_LEFT: Style = {**BOX, "align": "left", "indent": 1}
_CENTRE: Style = {**BOX, "align": "center"}
_TOP: Style = {**_LEFT, "valign": "top"}


def form_columns(sheet: Sheet, layout: FormLayout) -> FormColumns:
    """Where the indicators stand on the sheet."""
    quoted = sheet.address(at(0, 0)).partition("!")[0]
    fields = ("dimension", "category", "name", "target", "actual", "points")
    letters = {field: xl_col_to_name(layout.shape.place(field)) for field in fields}
    return FormColumns(
        quoted, *(sheet.absolute(at(row, 0)) for row in (layout.header, layout.total, 1)), **letters
    )


def fund_cells(sheet: Sheet, result: FormResult, layout: FormLayout) -> FundCells:
    """Where the amounts of the execution rate stand on the sheet."""
    areas = [fund_area(layout, field) for field in ("points", budget_column(result), "executed")]
    points, under, over = map(sheet.absolute, areas)
    columns = (layout.shape.fund_name.start, areas[1].column, areas[2].column)
    lines = tuple(
        (
            sheet.absolute(at(row, columns[0])),
            sheet.absolute(at(row, columns[1])),
            sheet.absolute(at(row, columns[2])),
        )
        for row in range(layout.funds + 2, layout.funds + 2 + len(fund_lines(result.form)))
    )
    return FundCells(points, under, over, (result.form.funds or Funds()).money_unit, lines)


def fund_area(layout: FormLayout, field: str) -> Area:
    """The cell of the total of the funds; the annual budget where the form prints no initial one."""
    column = layout.shape.fund_place(field)
    if column is None:
        column = layout.shape.fund_place("budget")
    assert column is not None
    return at(layout.funds + 1, column)


def write_form_sheet(
    sheet: Sheet, result: FormResult, layout: FormLayout, scoring: ScoringPlaces | None
) -> None:
    """Write the form; `scoring` says where the scores of its rows are computed, None where the form has no marks."""
    shape = layout.shape
    sheet.widths([round(width / _MILLIMETRES, 1) for width in shape.widths])
    title: Style = {**BODY, "font_name": "黑体", "font_size": 16, "align": "center"}
    sheet.text(at(0, 0, 1, shape.last + 1), layout.title, title)
    sheet.text(at(1, 0, 1, shape.last + 1), layout.year, {**BODY, "align": "center"})
    places = SheetPlaces(layout)
    for cell in layout.cells:
        _draw(sheet, cell, result, places, scoring)
    lines = _heights(layout)
    sheet.height(0, 2)
    for row, needed in lines.items():
        sheet.height(row, needed)
    _page(sheet, layout, sum(lines.values()))
    if scoring is not None:
        sheet.raw.set_column(shape.last + 1, shape.last + 1, _HINTS_WIDTH)
        for field in ("initial_budget", "budget", "executed"):
            if shape.fund_place(field) is not None:
                sheet.mark(fund_area(layout, field), scoring.in_other_unit, WRONG)
        write_score_hints(sheet, places, len(result.indicators), scoring)


def _page(sheet: Sheet, layout: FormLayout, lines: int) -> None:
    """One page A4; a form with more lines than can be read on it takes more, with its header on each."""
    sheet.raw.set_paper(9)
    sheet.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.raw.fit_to_pages(1, 1 if lines <= _ONE_PAGE else 0)
    sheet.raw.center_horizontally()
    sheet.raw.print_area(0, 0, layout.rows - 1, layout.shape.last)
    sheet.raw.repeat_rows(layout.header)
    sheet.raw.set_footer("&C第 &P 页" if lines > _ONE_PAGE else "")
    last = xl_col_to_name(layout.shape.last)
    sheet.raw.ignore_errors({"number_stored_as_text": f"A1:{last}{layout.rows}"})


def _draw(
    sheet: Sheet, cell: FormCell, result: FormResult, places: SheetPlaces, scoring: ScoringPlaces | None
) -> None:
    area = at(cell.row, cell.column, cell.height, cell.width)
    match cell.role:
        case "score" if scoring is not None and cell.about is not None:
            row = result.execution if cell.about == 0 else result.indicators[cell.about - 1]
            write_score(sheet, area, cell, row, scoring, places)
        case "rate" | "sum" | "total" if cell.fixed:
            sheet.printed(area, cell.text, MARK)
        case "rate" if cell.text and result.execution_rate is None:
            sheet.printed(area, cell.text, MARK)
        case "rate":
            _rate(sheet, area, cell, scoring, places)
        case "sum":
            write_sum(sheet, area, cell, result, places)
        case "total":
            write_total(sheet, area, cell, result, places)
        case "amount" | "points":
            _amount(sheet, area, cell.text)
        case "plain" | "score":
            sheet.printed(area, cell.text, MARK)
        case "level":
            _level(sheet, area, cell.text)
        case _:
            sheet.text(area, cell.text, _style(cell))


def _style(cell: FormCell) -> Style:
    if cell.role == "label":
        return HEAD
    if cell.role == "prose":
        return _TOP
    return _LEFT if cell.role == "name" or len(cell.text) > _LONG * cell.width else _CENTRE


def _amount(sheet: Sheet, area: Area, text: str) -> None:
    """An amount or a mark: a number, or an empty cell into which a number can be typed."""
    if text:
        sheet.printed(area, text, MARK)
    else:
        sheet.input(area, {**MARK, "num_format": "General"})


def _level(sheet: Sheet, area: Area, text: str) -> None:
    """A level over its rows; hidden under it for each row, so that one which is moved still knows what it is."""
    sheet.text(area, text, _CENTRE)
    for below in range(area.row + 1, area.last_row + 1):
        sheet.text(at(below, area.column), text, _CENTRE)


def _rate(
    sheet: Sheet, area: Area, cell: FormCell, scoring: ScoringPlaces | None, places: SheetPlaces
) -> None:
    """The execution rate (执行率), which follows the amounts."""
    if scoring is None:
        under, over = (fund_area(places.layout, field).name for field in ("budget", "executed"))
        ratio = f'IF(COUNT({under},{over})<2,"",IF({under}>0,{over}/{under},""))'
    else:
        ratio = scoring.of_execution("比例")
    found = number_format(cell.text)
    value = found[0] if found else ""
    formula = f'IF(ISNUMBER({ratio}),ROUND({ratio},4),"")'
    sheet.formula(area, formula, value, {**MARK, "num_format": "0.00%"})


def _heights(layout: FormLayout) -> dict[int, int]:
    """Lines that each row of the table takes: the longest of its cells, a merged one over the rows it covers."""
    characters = [width / _MILLIMETRES for width in layout.shape.widths]
    found = dict.fromkeys(range(2, layout.rows), 1)
    found[layout.goals + 1] = _LEAST_GOALS
    found[layout.header] = 2
    for cell in layout.cells:
        width = sum(characters[cell.column : cell.column + cell.width])
        share = -(-lines_needed(cell.text, width) // cell.height)
        for row in range(cell.row, cell.row + cell.height):
            found[row] = max(found[row], share)
    return found
