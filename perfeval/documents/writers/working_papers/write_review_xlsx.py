"""The working papers as a workbook (复核底稿): summary, list of findings, one sheet a form with live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.glossary import word
from perfeval.core.problems import Problem
from perfeval.core.results import STATUSES, CheckedForm, RowResult
from perfeval.documents.writers.workbook import BODY, BOX, Book, Sheet, Style, at, lines_needed
from perfeval.documents.writers.working_papers.review_sheet import TEXT, Totals, write_review_sheet
from perfeval.documents.writers.working_papers.review_words import ground, proposed, row_name

SUMMARY, FINDINGS = "汇总", "问题清单"
_SUMMARY_HEADERS = (
    "序号",
    "自评表",
    "实施单位",
    "年度",
    "规则集",
    "执行率",
    "填报总分",
    "复算下限",
    "复算上限",
    "可确认总分",
    "差异",
    "等级",
    "复核得分",
    "结论",
    "一致",
    "区间内",
    "不一致",
    "待判断",
    "未填",
    "无法复算",
    "没有分值",
    "不计分",
    "问题数",
)
_SUMMARY_WIDTHS = (6, 40, 24, 8, 22, 10, 10, 10, 10, 11, 9, 7, 10, 9, 7, 8, 8, 8, 7, 9, 9, 8, 8)
_FINDING_HEADERS = (
    "序号",
    "级别",
    "自评表",
    "行",
    "指标",
    "发现的问题",
    "依据",
    "问题代码",
    "清单编号",
    "位置",
    "拟写意见",
)
_FINDING_WIDTHS = (6, 8, 28, 5, 24, 46, 34, 22, 10, 22, 60)
_SEVERITIES = ("error", "warning", "info")
_COLOURS = {"error": "#F8D7DA", "warning": "#FFF3CD", "info": "#E7F0FA"}
_CENTRE: Style = {**BOX, "align": "center"}
_HEAD: Style = {**_CENTRE, "bold": True, "bg_color": "#DDE6F0"}
_MARK: Style = {**BOX, "align": "right", "num_format": "0.00"}


def write_review_xlsx(forms: Sequence[CheckedForm], problems: Sequence[Problem] = ()) -> bytes:
    """Workbook of checked forms; `problems` are those that belong to a file and no form.

    The reviewer fills 复核得分 and 核减理由 on the sheets; `read_review` reads them back.
    """
    book = Book("绩效自评复核底稿")
    summary, findings = book.sheet(SUMMARY), book.sheet(FINDINGS)
    totals = [
        write_review_sheet(book.sheet(f"{number}.{each.result.form.name[:24]}"), each)
        for number, each in enumerate(forms, 1)
    ]
    _summary(summary, forms, totals)
    _findings(findings, forms, problems)
    return book.finished()


def _begin(sheet: Sheet, title: str, note: str, headers: Sequence[str], widths: Sequence[float]) -> None:
    sheet.widths(widths)
    sheet.raw.set_landscape()
    sheet.raw.set_paper(8)
    sheet.raw.fit_to_pages(1, 0)
    sheet.raw.repeat_rows(2)
    sheet.raw.freeze_panes(3, 3)
    sheet.text(at(0, 0), title, {**BODY, "bold": True, "font_size": 14, "text_wrap": False})
    sheet.text(at(1, 0), note, {**BODY, "text_wrap": False})
    for column, header in enumerate(headers):
        sheet.text(at(2, column), header, _HEAD)
    sheet.height(0, 2)
    sheet.height(2, 1)


def _summary(sheet: Sheet, forms: Sequence[CheckedForm], totals: Sequence[Totals]) -> None:
    note = (
        "在各表的“复核得分”“核减理由”两栏填写；填完后用 perfeval check --reviewed 本文件 检查前后是否一致。"
    )
    _begin(sheet, "绩效自评复核汇总", note, _SUMMARY_HEADERS, _SUMMARY_WIDTHS)
    for line, (checked, total) in enumerate(zip(forms, totals, strict=True), 3):
        _summary_row(sheet, line, checked, total)


def _summary_row(sheet: Sheet, line: int, checked: CheckedForm, totals: Totals) -> None:
    result, form, total = checked.result, checked.result.form, checked.result.total
    rate = result.execution_rate
    year = "" if form.year is None else str(form.year)
    texts = (str(line - 2), form.name, form.body or "", year, result.ruleset.id)
    for column, text in enumerate(texts):
        sheet.text(at(line, column), text, TEXT if column in (1, 2, 4) else _CENTRE)
    numbers: tuple[tuple[int, Fraction | None, str], ...] = (
        (5, None if rate is None else Fraction(round_to(rate, 6, "half_up")), "0.00%"),
        (6, total.submitted, "0.00"),
        (9, None if total.confirmed is None else Fraction(total.confirmed), "0.00"),
        (10, total.difference, "+0.00;-0.00;0.00"),
    )
    for column, value, shape in numbers:
        if value is None:
            sheet.text(at(line, column), "—", _CENTRE)
        else:
            sheet.number(at(line, column), value, {**_MARK, "num_format": shape})
    ends = (None, None) if total.score is None else (total.score.low, total.score.high)
    for column, address, end in zip((7, 8), (totals.low, totals.high), ends, strict=True):
        sheet.formula(at(line, column), f'IF({address}="","",{address})', "" if end is None else end, _MARK)
    sheet.text(at(line, 11), total.grade or "—", _CENTRE)
    sheet.formula(at(line, 12), totals.reviewed, "", _MARK)
    sheet.text(at(line, 13), word(checked.verdict, "zh"), _CENTRE)
    statuses = [row.status for row in result.rows]
    for column, status in enumerate(STATUSES, 14):
        sheet.number(at(line, column), Fraction(statuses.count(status)), {**_CENTRE, "num_format": '0;;"·"'})
    sheet.number(
        at(line, 14 + len(STATUSES)), Fraction(len(checked.problems)), {**_CENTRE, "num_format": '0;;"·"'}
    )
    sheet.height(line, lines_needed(form.name, _SUMMARY_WIDTHS[1]))


def _findings(sheet: Sheet, forms: Sequence[CheckedForm], problems: Sequence[Problem]) -> None:
    _begin(
        sheet, "问题清单", "按严重程度排列；意见为拟稿，请复核人员修改。", _FINDING_HEADERS, _FINDING_WIDTHS
    )
    found: list[tuple[Problem, CheckedForm | None]] = [(each, None) for each in problems]
    found += [(each, checked) for checked in forms for each in checked.problems]
    found.sort(key=lambda pair: _SEVERITIES.index(pair[0].severity))
    for line, (problem, checked) in enumerate(found, 3):
        _finding(sheet, line, problem, checked)
    if found:
        sheet.raw.autofilter(2, 0, 2 + len(found), len(_FINDING_HEADERS) - 1)


def _finding(sheet: Sheet, line: int, problem: Problem, checked: CheckedForm | None) -> None:
    row = _row_of(problem, checked)
    place = problem.place.describe("zh") if problem.place else ""
    texts = (
        str(line - 2),
        word(problem.severity, "zh"),
        checked.result.form.name if checked else (problem.file or ""),
        "" if row is None else str(row.row),
        (problem.indicator or "") if row is None else row_name(row),
        problem.message("zh"),
        ground(row, checked.result) if checked else "",
        problem.code,
        problem.check or "",
        place,
        proposed(problem, row, checked.result) if checked else problem.message("zh"),
    )
    for column, text in enumerate(texts):
        colour = {"bg_color": _COLOURS[problem.severity]} if column == 1 else {}
        sheet.text(at(line, column), text, {**(_CENTRE if column in (0, 1, 3) else TEXT), **colour})
    needed = (lines_needed(text, width) for text, width in zip(texts, _FINDING_WIDTHS, strict=True))
    sheet.height(line, max(needed))


def _row_of(problem: Problem, checked: CheckedForm | None) -> RowResult | None:
    if checked is None or problem.row is None:
        return None
    return next((row for row in checked.result.rows if row.row == problem.row), None)
