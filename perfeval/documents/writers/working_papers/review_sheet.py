"""A form's sheet in the working papers (复核底稿): claim, recomputation, and an empty column for the reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.glossary import word
from perfeval.core.results import CheckedForm, RowResult
from perfeval.documents.writers.live.live_scores import Addresses
from perfeval.documents.writers.live.row_cells import (
    RowCells,
    budget_text,
    live_row,
    write_ends,
    write_numbers,
)
from perfeval.documents.writers.workbook import (
    BODY,
    BOX,
    Area,
    Sheet,
    Style,
    at,
    decimal_format,
    lines_needed,
)
from perfeval.documents.writers.working_papers.review_words import ground, problems_of, row_name

HEADERS = (
    "行",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "填报得分",
    "复算下限",
    "复算上限",
    "差异",
    "结论",
    "复核得分",
    "核减",
    "核减理由",
    "问题代码",
    "发现的问题",
    "偏差原因（填报）",
    "依据",
    "位置",
    "指标数",
    "完成数",
    "比例",
)
WIDTHS = (5, 12, 14, 28, 16, 16, 8, 10, 10, 10, 9, 10, 10, 9, 22, 20, 44, 26, 34, 18, 11, 11, 10)
HEADER_ROW = 3
_POINTS, _SUBMITTED, _LOW, _HIGH, _DIFFERENCE, _STATUS, _REVIEWED, _CUT = range(6, 14)
TEXT: Style = {**BOX, "indent": 1}
_CENTRE: Style = {**BOX, "align": "center"}
_HEAD: Style = {**_CENTRE, "bold": True, "bg_color": "#DDE6F0"}
_INPUT: Style = {**BOX, "align": "right", "bg_color": "#FFF8DC", "num_format": "0.00", "locked": False}
_MARK: Style = {**BOX, "align": "right", "num_format": "0.00"}
_SIGNED: Style = {**BOX, "align": "right", "num_format": "+0.00;-0.00;0.00"}
_COLOURS = {
    "differs": "#F8D7DA",
    "undecided": "#FDE7B0",
    "refused": "#FCE5CD",
    "unsubmitted": "#FFF3CD",
    "within": "#E7F0FA",
}


@dataclass(frozen=True, slots=True)
class Totals:
    """Addresses of a form's sums for the summary sheet."""

    low: str
    high: str
    reviewed: str


def write_review_sheet(sheet: Sheet, checked: CheckedForm) -> Totals:
    """Write the sheet of a form; tells where its sums stand."""
    result = checked.result
    sheet.widths(WIDTHS)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(8)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.repeat_rows(HEADER_ROW)
    sheet.raw.freeze_panes(HEADER_ROW + 1, 4)
    form, ruleset = result.form, result.ruleset
    title: Style = {**BODY, "bold": True, "font_size": 14, "text_wrap": False}
    sheet.height(0, 2)
    sheet.height(HEADER_ROW, 2)
    sheet.text(at(0, 0), form.name, title)
    facts = (form.body or form.department or "", f"{form.year}年度" if form.year else "", form.file or "")
    sheet.text(at(1, 0), "　".join(fact for fact in facts if fact), {**BODY, "text_wrap": False})
    rules = f"规则集 {ruleset.id} v{ruleset.version}：{ruleset.title.zh}（{word(ruleset.evidence, 'zh')}）"
    sheet.text(at(2, 0), rules, {**BODY, "text_wrap": False})
    for column, header in enumerate(HEADERS):
        sheet.text(at(HEADER_ROW, column), header, _HEAD)
    for line, row in enumerate(result.rows, HEADER_ROW + 1):
        _row(sheet, line, row, checked)
    return _total(sheet, HEADER_ROW + 1 + len(result.rows), checked)


def _row(sheet: Sheet, line: int, row: RowResult, checked: CheckedForm) -> None:
    result, found = checked.result, problems_of(row, checked)
    messages = "\n".join(each.message("zh").split("\n")[0] for each in found)
    basis, place = ground(row, result), row.place.describe("zh") if row.place else ""
    sheet.text(at(line, 0), str(row.row), _CENTRE)
    target, actual, note = _printed(sheet, line, row, checked)
    _marks(sheet, line, row, checked)
    sheet.input(at(line, 14), {**_INPUT, "align": "left", "num_format": "@"})
    codes = dict.fromkeys(f"{each.code}" for each in found)
    sheet.text(at(line, 15), "\n".join(codes), TEXT)
    for column, text in ((16, messages), (17, note), (18, basis), (19, place)):
        sheet.text(at(line, column), text, TEXT)
    texts = ((row.name, 3), (target, 4), (actual, 5), (messages, 16), (note, 17), (basis, 18), (place, 19))
    sheet.height(line, max(lines_needed(text, WIDTHS[column]) for text, column in texts))


def _printed(sheet: Sheet, line: int, row: RowResult, checked: CheckedForm) -> tuple[str, str, str]:
    """Write what the form says; returns target, actual value and note."""
    indicator, funds = row.indicator, checked.result.form.funds
    if indicator is None:
        texts = ("预算执行", "", row_name(row))
        target, actual, note = (
            (budget_text(checked.result) or "", funds.executed or "", "") if funds else ("", "", "")
        )
        for column, text in zip((4, 5), (target, actual), strict=True):
            sheet.printed(at(line, column), text, _CENTRE)
    else:
        texts = (indicator.dimension, indicator.category, row.name)
        target, actual = indicator.target or "", indicator.actual or ""
        note = indicator.deviation_note or ""
        for column, text in zip((4, 5), (target, actual), strict=True):
            sheet.text(at(line, column), text, _CENTRE)
    for column, text in enumerate(texts, 1):
        sheet.text(at(line, column), text, TEXT)
    return target, actual, note


def _marks(sheet: Sheet, line: int, row: RowResult, checked: CheckedForm) -> None:
    cell = {column: at(line, column) for column in range(4, 23)}
    cells = Addresses(*(cell[column].name for column in (_POINTS, 20, 21)))
    live = live_row(row, checked.result, cells)
    points = checked.result.form.funds.points if row.row == 0 and checked.result.form.funds else None
    sheet.printed(cell[_POINTS], row.indicator.points if row.indicator else points, _CENTRE)
    _number(sheet, cell[_SUBMITTED], row.submitted)
    write_ends(sheet, (cell[_LOW], cell[_HIGH]), row, live)
    _difference(sheet, cell, row.difference)
    colour = {"bg_color": _COLOURS[row.status]} if row.status in _COLOURS else {}
    sheet.text(cell[_STATUS], word(row.status, "zh"), {**_CENTRE, **colour})
    _reviewed(sheet, cell)
    printed = RowCells(*(cell[column].name for column in (_POINTS, 4, 5)))
    write_numbers(sheet, (cell[20], cell[21], cell[22]), row, checked.result, live, printed)


def _number(sheet: Sheet, area: Area, value: Fraction | None) -> None:
    if value is None:
        sheet.text(area, "", _MARK)
    else:
        sheet.number(area, value, {**_MARK, "num_format": decimal_format(_places(value))})


def _places(value: Fraction) -> int:
    """Decimals that show a claim in full, at least two."""
    return next((places for places in range(2, 7) if 10**places % value.denominator == 0), 6)


def _difference(sheet: Sheet, cell: dict[int, Area], value: Fraction | None) -> None:
    claim, low, high = (cell[column].name for column in (_SUBMITTED, _LOW, _HIGH))
    beyond = f"IF({claim}>{high},{claim}-{high},IF({claim}<{low},{claim}-{low},0))"
    formula = f'IF(COUNT({claim},{low},{high})<3,"",ROUND({beyond},6))'
    sheet.formula(cell[_DIFFERENCE], formula, "" if value is None else value, _SIGNED)


def _reviewed(sheet: Sheet, cell: dict[int, Area]) -> None:
    """The reviewer's own score, to be typed in, and what it takes off the claim."""
    reviewed, claim = cell[_REVIEWED].name, cell[_SUBMITTED].name
    sheet.input(cell[_REVIEWED], _INPUT)
    sheet.formula(cell[_CUT], f'IF(COUNT({reviewed},{claim})<2,"",{claim}-{reviewed})', "", _SIGNED)
    sheet.allow(
        [cell[_REVIEWED]],
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": f"={cell[_POINTS].name}",
            "error_title": "复核得分",
            "error_message": "复核得分应在0与分值之间。",
            "error_type": "warning",
        },
    )


def _total(sheet: Sheet, line: int, checked: CheckedForm) -> Totals:
    result, total = checked.result, checked.result.total
    rows = len(result.rows)
    head: Style = {**_HEAD, "align": "right", "num_format": "0.00"}
    cell = {column: at(line, column) for column in range(4, 23)}
    sheet.text(at(line, 0, 1, 6), "总分", _HEAD)
    sheet.number(cell[_POINTS], total.points, {**head, "num_format": "General"})
    if total.submitted is None:
        sheet.text(cell[_SUBMITTED], "", head)
    else:
        sheet.number(cell[_SUBMITTED], total.submitted, head)
    ends = (None, None) if total.score is None else (total.score.low, total.score.high)
    for column, end in zip((_LOW, _HIGH), ends, strict=True):
        if end is None:
            sheet.text(cell[column], "", head)
        elif result.ruleset.total.add == "exact" or any(
            row.reason == "not-applicable" for row in result.rows
        ):
            sheet.number(cell[column], end, head)
        else:
            first, last = at(line - rows, column).name, at(line - 1, column).name
            places = result.ruleset.total.places
            sheet.formula(cell[column], f"ROUND(SUM({first}:{last}),{places})", end, head)
    difference = None
    if total.score is not None and total.submitted is not None:
        difference = total.score.distance(total.submitted)
    _difference(sheet, cell, difference)
    sheet.text(cell[_STATUS], word(total.status, "zh"), _HEAD)
    column_of_rows = f"{at(line - rows, _REVIEWED).name}:{at(line - 1, _REVIEWED).name}"
    sheet.formula(cell[_REVIEWED], f'IF(COUNT({column_of_rows})=0,"",SUM({column_of_rows}))', "", head)
    reviewed, claim = cell[_REVIEWED].name, cell[_SUBMITTED].name
    sheet.formula(cell[_CUT], f'IF(COUNT({reviewed},{claim})<2,"",{claim}-{reviewed})', "", head)
    sheet.height(line, 1)
    sheet.text(at(line, 14, 1, 9), _confirmed(checked), {**_HEAD, "align": "left"})
    return Totals(*(sheet.address(cell[column]) for column in (_LOW, _HIGH, _REVIEWED)))


def _confirmed(checked: CheckedForm) -> str:
    total = checked.result.total
    if total.confirmed is None:
        return "有无法复算或未打分的行，复核总分不能确定"
    grade = f"，等级 {total.grade}" if total.grade else ""
    return f"复核可确认总分 {total.confirmed}{grade}"
