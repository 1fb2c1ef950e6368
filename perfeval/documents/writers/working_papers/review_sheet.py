"""A form's sheet in the working papers (复核底稿): claim, recomputation, and an empty column for the reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.exact import exact
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
from perfeval.review.record.changes import FormReview, RowScore
from perfeval.review.record.events import Scored
from perfeval.review.record.papers import printed_subject

_PRINTED = (
    ("行", 4),
    ("一级指标", 9),
    ("二级指标", 10),
    ("三级指标", 20),
    ("年度指标值", 12),
    ("实际完成值", 12),
    ("分值", 6),
    ("填报得分", 8),
    ("复算下限", 8),
    ("复算上限", 8),
    ("差异", 8),
    ("结论", 8),
    ("复核得分", 8),
    ("核减", 7),
    ("核减理由", 18),
    ("发现的问题", 36),
)
_BESIDE = (
    ("问题代码", 20),
    ("偏差原因（填报）", 26),
    ("依据", 34),
    ("位置", 18),
    ("指标数", 11),
    ("完成数", 11),
    ("比例", 10),
    ("指纹", 30),
)
"""Columns that are printed on A4, and those beside them for the screen."""

HEADERS = tuple(name for name, _ in (*_PRINTED, *_BESIDE))
WIDTHS = tuple(width for _, width in (*_PRINTED, *_BESIDE))
HEADER_ROW = 3
_AT = {name: column for column, name in enumerate(HEADERS)}
_TARGET, _ACTUAL = _AT["年度指标值"], _AT["实际完成值"]
_POINTS, _SUBMITTED, _LOW, _HIGH = (_AT[name] for name in ("分值", "填报得分", "复算下限", "复算上限"))
_DIFFERENCE, _STATUS, _REVIEWED, _CUT = (_AT[name] for name in ("差异", "结论", "复核得分", "核减"))
_GOAL, _REACHED, _RATIO = (_AT[name] for name in ("指标数", "完成数", "比例"))
TEXT: Style = {**BOX, "indent": 1}
_CENTRE: Style = {**BOX, "align": "center"}
_HEAD: Style = {**_CENTRE, "bold": True, "bg_color": "#DDE6F0"}
_INPUT: Style = {**BOX, "align": "right", "bg_color": "#FFF8DC", "num_format": "0.00", "locked": False}
INPUT_TEXT: Style = {**_INPUT, "align": "left", "num_format": "@"}
_MARK: Style = {**BOX, "align": "right", "num_format": "0.00"}
_SIGNED: Style = {**BOX, "align": "right", "num_format": "+0.00;-0.00;0.00"}
STATUS_COLOURS: dict[str, str] = {
    "differs": "#F8D7DA",
    "error": "#F8D7DA",
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


def write_review_sheet(sheet: Sheet, form_review: FormReview) -> Totals:
    """Write the sheet of a form, its reviewed scores filled in; tells where its sums stand."""
    checked = form_review.checked
    result = checked.result
    sheet.widths(WIDTHS)
    print_list(sheet, HEADER_ROW, HEADER_ROW + 1 + len(result.rows), len(_PRINTED))
    form, ruleset = result.form, result.ruleset
    title: Style = {**BODY, "bold": True, "font_size": 14, "text_wrap": False}
    sheet.height(0, 2)
    sheet.height(HEADER_ROW, 2)
    sheet.text(at(0, 0), form.name, title)
    file = f"文件：{form.file}" if form.file else ""
    facts = (form.body or form.department or "", f"{form.year}年度" if form.year else "", file)
    sheet.text(at(1, 0), "　".join(fact for fact in facts if fact), {**BODY, "text_wrap": False})
    rules = f"规则集 {ruleset.id} v{ruleset.version}：{ruleset.title.zh}（{word(ruleset.evidence, 'zh')}）"
    sheet.text(at(2, 0), rules, {**BODY, "text_wrap": False})
    for column, header in enumerate(HEADERS):
        sheet.text(at(HEADER_ROW, column), header, _HEAD)
    for line, row in enumerate(result.rows, HEADER_ROW + 1):
        _row(sheet, line, row, form_review)
    return _total(sheet, HEADER_ROW + 1 + len(result.rows), checked)


def print_list(sheet: Sheet, header: int, last: int, columns: int) -> None:
    """Print the first columns of a list down to its last row, its header on every page."""
    sheet.lie_across()
    sheet.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.raw.print_area(0, 0, last, columns - 1)
    sheet.raw.set_footer("&C&A　第 &P 页，共 &N 页")
    sheet.raw.repeat_rows(header)
    sheet.raw.freeze_panes(header + 1, 4)


def _row(sheet: Sheet, line: int, row: RowResult, form_review: FormReview) -> None:
    checked = form_review.checked
    result, found = checked.result, problems_of(row, checked)
    stand = [each.finding for each in form_review.findings if each.finding.problem.row == row.row]
    messages = "\n".join(each.problem.message("zh").split("\n")[0] for each in stand)
    place = row.place.describe("zh") if row.place else ""
    sheet.text(at(line, 0), str(row.row), _CENTRE)
    target, actual, note = _printed(sheet, line, row, checked)
    _marks(sheet, line, row, checked)
    known = form_review.scores.get(row.row)
    reason = ""
    if known is not None and known.score is not None:
        sheet.number(at(line, _REVIEWED), exact(known.score.score), _INPUT)
        reason = known.score.reason
    sheet.input(at(line, _AT["核减理由"]), INPUT_TEXT, reason)
    messages = "\n".join(filter(None, (messages, _not_filled(known))))
    codes = "\n".join(dict.fromkeys(each.code for each in found))
    texts = {
        "发现的问题": messages,
        "问题代码": codes,
        "偏差原因（填报）": note,
        "依据": ground(row, result),
        "位置": place,
        "指纹": printed_subject(form_review.rows[row.row]),
    }
    for name, text in texts.items():
        sheet.text(at(line, _AT[name]), text, TEXT)
    texts |= {"三级指标": row.name, "年度指标值": target, "实际完成值": actual, "核减理由": reason}
    del texts["指纹"]
    sheet.height(line, max(lines_needed(text, WIDTHS[_AT[name]]) for name, text in texts.items()))


def _not_filled(known: RowScore | None) -> str:
    """Why a reviewed score of before is not filled in; empty where it is, or where there is none."""
    if known is None or known.score is not None:
        return ""
    scores = "、".join(
        f"{event.what.score}（{event.who}）" for event in known.events if isinstance(event.what, Scored)
    )
    return (
        f"复核得分不一致：{scores}，请定夺"
        if len(known.events) > 1
        else f"修改前的复核得分：{scores}，请重新复核"
    )


def _printed(sheet: Sheet, line: int, row: RowResult, checked: CheckedForm) -> tuple[str, str, str]:
    """Write what the form says; returns target, actual value and note."""
    indicator, funds = row.indicator, checked.result.form.funds
    if indicator is None:
        texts = ("预算执行", "", row_name(row))
        target, actual, note = (
            (budget_text(checked.result) or "", funds.executed or "", "") if funds else ("", "", "")
        )
        for column, text in zip((_TARGET, _ACTUAL), (target, actual), strict=True):
            sheet.printed(at(line, column), text, _CENTRE)
    else:
        texts = (indicator.dimension, indicator.category, row.name)
        target, actual = indicator.target or "", indicator.actual or ""
        note = indicator.deviation_note or ""
        for column, text in zip((_TARGET, _ACTUAL), (target, actual), strict=True):
            sheet.text(at(line, column), text, _CENTRE)
    for column, text in enumerate(texts, 1):
        sheet.text(at(line, column), text, TEXT)
    return target, actual, note


def _marks(sheet: Sheet, line: int, row: RowResult, checked: CheckedForm) -> None:
    cell = {column: at(line, column) for column in range(len(HEADERS))}
    cells = Addresses(*(cell[column].name for column in (_POINTS, _GOAL, _REACHED)))
    live = live_row(row, checked.result, cells)
    points = checked.result.form.funds.points if row.row == 0 and checked.result.form.funds else None
    sheet.printed(cell[_POINTS], row.indicator.points if row.indicator else points, _CENTRE)
    _number(sheet, cell[_SUBMITTED], row.submitted)
    write_ends(sheet, (cell[_LOW], cell[_HIGH]), row, live)
    _difference(sheet, cell, row.difference)
    colour = {"bg_color": STATUS_COLOURS[row.status]} if row.status in STATUS_COLOURS else {}
    sheet.text(cell[_STATUS], word(row.status, "zh"), {**_CENTRE, **colour})
    _reviewed(sheet, cell)
    printed = RowCells(*(cell[column].name for column in (_POINTS, _TARGET, _ACTUAL)))
    write_numbers(sheet, (cell[_GOAL], cell[_REACHED], cell[_RATIO]), row, checked.result, live, printed)


def _number(sheet: Sheet, area: Area, value: Fraction | None) -> None:
    shape = {} if value is None else {"num_format": decimal_format(_places(value))}
    sheet.figure(area, value, {**_MARK, **shape})


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
    cell = {column: at(line, column) for column in range(len(HEADERS))}
    sheet.text(at(line, 0, 1, 6), "总分", _HEAD)
    sheet.number(cell[_POINTS], total.points, {**head, "num_format": "General"})
    sheet.figure(cell[_SUBMITTED], total.submitted, head)
    ends = (None, None) if total.score is None else (total.score.low, total.score.high)
    for column, end in zip((_LOW, _HIGH), ends, strict=True):
        is_plain = result.ruleset.total.add == "exact"
        if end is None or is_plain or any(row.reason == "not-applicable" for row in result.rows):
            sheet.figure(cell[column], end, head)
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
    sheet.text(at(line, _AT["核减理由"], 1, 2), _confirmed(checked), {**_HEAD, "align": "left"})
    return Totals(*(sheet.address(cell[column]) for column in (_LOW, _HIGH, _REVIEWED)))


def _confirmed(checked: CheckedForm) -> str:
    total = checked.result.total
    if total.confirmed is None:
        return "有无法复算或未打分的行，复核总分不能确定"
    grade = f"，等级 {total.grade}" if total.grade else ""
    return f"复核可确认总分 {total.confirmed}{grade}"
