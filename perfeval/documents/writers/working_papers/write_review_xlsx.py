"""The working papers as a workbook (复核底稿): summary, list of findings, one sheet a form with live formulas."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.glossary import word
from perfeval.core.problems import Problem
from perfeval.core.results import STATUSES, CheckedForm, RowResult
from perfeval.documents.writers.workbook import BODY, BOX, Book, Sheet, Style, at, lines_needed
from perfeval.documents.writers.working_papers.review_sheet import (
    INPUT_TEXT,
    STATUS_COLOURS,
    TEXT,
    Totals,
    print_list,
    write_review_sheet,
)
from perfeval.documents.writers.working_papers.review_words import ground, proposed, row_name
from perfeval.review.findings import SEVERITIES
from perfeval.review.record.changes import FormReview, Judged, Review
from perfeval.review.record.events import STATE_WORDS, Decided
from perfeval.review.record.papers import printed_subject

SUMMARY, FINDINGS = "汇总", "问题清单"
_SUMMARY_COLUMNS = (
    ("表号", 5),
    ("自评表", 30),
    ("实施单位", 18),
    ("年度", 6),
    ("执行率", 9),
    ("填报总分", 9),
    ("可确认总分", 10),
    ("差异", 9),
    ("结论", 10),
    ("等级", 6),
    ("复核得分", 9),
    ("问题", 6),
    ("文件", 26),
)
_SUMMARY_BESIDE = (
    ("规则集", 22),
    ("复算下限", 10),
    ("复算上限", 10),
    ("一致", 7),
    ("区间内", 8),
    ("不一致", 8),
    ("待判断", 8),
    ("未填", 7),
    ("无法复算", 9),
    ("没有分值", 9),
    ("不计分", 8),
)
_FINDING_COLUMNS = (
    ("序号", 5),
    ("级别", 6),
    ("表号", 5),
    ("自评表", 20),
    ("行", 4),
    ("指标", 16),
    ("发现的问题", 40),
    ("位置", 15),
    ("变化", 7),
    ("处理", 8),
    ("处理理由", 20),
)
_FINDING_BESIDE = (
    ("备注", 20),
    ("拟写意见", 60),
    ("依据", 34),
    ("问题代码", 22),
    ("清单编号", 10),
    ("文件", 26),
    ("指纹", 30),
)
"""Columns that are printed on A4, and those beside them for the screen."""

_CHOICES = [words.zh for state, words in STATE_WORDS.items() if state != "open"]
_NARROW = ("序号", "级别", "表号", "行", "变化")
_COUNT = '0;;"·"'
_COLOURS = {"error": "#F8D7DA", "warning": "#FFF3CD", "info": "#E7F0FA"}
_CENTRE: Style = {**BOX, "align": "center"}
_HEAD: Style = {**_CENTRE, "bold": True, "bg_color": "#DDE6F0"}
_MARK: Style = {**BOX, "align": "right", "num_format": "0.00"}


def write_review_xlsx(review: Review, unread: Sequence[str] = ()) -> bytes:
    """Workbook of a run beside its record: what was decided is filled in. `unread` names the files without a form.

    The reviewer fills 处理 in the list of findings, 复核得分 and 核减理由 on the sheets; `read_review` reads them back.
    """
    book = Book("绩效自评复核底稿")
    summary, findings = book.sheet(SUMMARY), book.sheet(FINDINGS)
    totals = [
        write_review_sheet(book.sheet(f"{each.number}.{each.checked.result.form.name[:24]}"), each)
        for each in review.forms
    ]
    _summary(summary, review, totals, unread)
    _findings(findings, review)
    return book.finished()


_Columns = Sequence[tuple[str, float]]


def _begin(sheet: Sheet, texts: tuple[str, str], columns: _Columns, beside: _Columns, lines: int) -> None:
    title, note = texts
    sheet.widths(width for _, width in (*columns, *beside))
    print_list(sheet, 2, 2 + lines, len(columns))
    sheet.text(at(0, 0), title, {**BODY, "bold": True, "font_size": 14, "text_wrap": False})
    sheet.text(at(1, 0), note, {**BODY, "text_wrap": False})
    for column, (name, _) in enumerate((*columns, *beside)):
        sheet.text(at(2, column), name, _HEAD)
    sheet.height(0, 2)
    sheet.height(2, 1)


def _summary(sheet: Sheet, review: Review, totals: Sequence[Totals], unread: Sequence[str]) -> None:
    read = len({each.checked.result.form.file for each in review.forms})
    files = f"共 {read + len(unread)} 个文件，{read} 个已读。"
    note = f"{files}在“问题清单”填“处理”，在各表填“复核得分”“核减理由”；填完后 perfeval check --reviewed 本文件。"
    lines = len(review.forms) + len(unread)
    _begin(sheet, ("绩效自评复核汇总", note), _SUMMARY_COLUMNS, _SUMMARY_BESIDE, lines)
    for line, (form, total) in enumerate(zip(review.forms, totals, strict=True), 3):
        _summary_row(sheet, line, form, total)
    for line, file in enumerate(unread, 3 + len(review.forms)):
        texts = {"结论": "没有读取", "文件": file}
        for column, (name, _) in enumerate(_SUMMARY_COLUMNS):
            red = {"bg_color": _COLOURS["error"]} if name == "结论" else {}
            sheet.text(at(line, column), texts.get(name, "—"), {**_CENTRE, **red})


def _summary_row(sheet: Sheet, line: int, form_review: FormReview, totals: Totals) -> None:
    checked = form_review.checked
    result, form, total = checked.result, checked.result.form, checked.result.total
    places = {
        name: at(line, column) for column, (name, _) in enumerate((*_SUMMARY_COLUMNS, *_SUMMARY_BESIDE))
    }
    verdict = checked.verdict
    colour = {"bg_color": STATUS_COLOURS[verdict]} if verdict in STATUS_COLOURS else {}
    texts: dict[str, tuple[str, Style]] = {
        "表号": (str(form_review.number), _CENTRE),
        "自评表": (form.name, TEXT),
        "实施单位": (form.body or "", TEXT),
        "年度": ("" if form.year is None else str(form.year), _CENTRE),
        "结论": (word(verdict, "zh"), {**_CENTRE, **colour}),
        "等级": (total.grade or "—", _CENTRE),
        "文件": (_base(form.file), TEXT),
        "规则集": (result.ruleset.id, TEXT),
    }
    for name, (text, style) in texts.items():
        sheet.text(places[name], text, style)
    rate = result.execution_rate
    numbers: dict[str, tuple[Fraction | None, str]] = {
        "执行率": (None if rate is None else Fraction(round_to(rate, 6, "half_up")), "0.00%"),
        "填报总分": (total.submitted, "0.00"),
        "可确认总分": (None if total.confirmed is None else Fraction(total.confirmed), "0.00"),
        "差异": (total.difference, "+0.00;-0.00;0.00"),
        "问题": (Fraction(sum(each.finding.severity != "info" for each in form_review.findings)), _COUNT),
    }
    statuses = [row.status for row in result.rows]
    counted = zip(_SUMMARY_BESIDE[-len(STATUSES) :], STATUSES, strict=True)
    numbers |= {name: (Fraction(statuses.count(status)), _COUNT) for (name, _), status in counted}
    for name, (value, shape) in numbers.items():
        style = _CENTRE if value is None or shape == _COUNT else {**_MARK}
        sheet.figure(places[name], value, {**style, **({} if value is None else {"num_format": shape})}, "—")
    ends = (None, None) if total.score is None else (total.score.low, total.score.high)
    for name, address, end in zip(("复算下限", "复算上限"), (totals.low, totals.high), ends, strict=True):
        sheet.formula(places[name], f'IF({address}="","",{address})', "" if end is None else end, _MARK)
    sheet.formula(places["复核得分"], totals.reviewed, "", _MARK)
    needed = (
        lines_needed(texts[name][0], dict(_SUMMARY_COLUMNS)[name]) for name in ("自评表", "实施单位", "文件")
    )
    sheet.height(line, max(needed))


def _findings(sheet: Sheet, review: Review) -> None:
    found: list[tuple[Judged, FormReview | None]] = [(each, None) for each in review.others]
    found += [(each, form) for form in review.forms for each in form.findings]
    found.sort(key=lambda pair: SEVERITIES.index(pair[0].finding.severity))
    note = f"按严重程度排列；“处理”填：{'、'.join(_CHOICES)}。意见为拟稿，请复核人员修改。"
    _begin(sheet, ("问题清单", note), _FINDING_COLUMNS, _FINDING_BESIDE, len(found))
    for line, (judged, form) in enumerate(found, 3):
        _finding(sheet, line, judged, form)
    if found:
        last = len(_FINDING_COLUMNS) + len(_FINDING_BESIDE) - 1
        sheet.raw.autofilter(2, 0, 2 + len(found), last)


def _finding(sheet: Sheet, line: int, judged: Judged, form_review: FormReview | None) -> None:
    finding, checked = judged.finding, form_review.checked if form_review else None
    problem = finding.problem
    row = _row_of(problem, checked)
    decided = judged.decisions[0].what if judged.state != "open" else None
    typed = (
        (STATE_WORDS[judged.state].zh, decided.reason, decided.comment)
        if isinstance(decided, Decided)
        else ("",) * 3
    )
    texts = {
        "序号": str(line - 2),
        "级别": word(finding.severity, "zh"),
        "表号": str(form_review.number) if form_review else "",
        "自评表": checked.result.form.name if checked else "",
        "行": "" if row is None else str(row.row),
        "指标": (problem.indicator or "") if row is None else row_name(row),
        "发现的问题": "\n".join(
            (problem.message("zh"), *(f"· {each}" for each in finding.details_said("zh")))
        ),
        "位置": problem.place.describe("zh") if problem.place else "",
        "变化": "" if finding.severity == "info" else word(judged.since, "zh"),
        "处理": typed[0],
        "处理理由": typed[1],
        "备注": typed[2],
        "拟写意见": proposed(problem, row, checked.result) if checked else problem.message("zh"),
        "依据": ground(row, checked.result) if checked else "",
        "问题代码": problem.code,
        "清单编号": problem.check or "",
        "文件": _base(problem.file or (checked.result.form.file if checked else None)),
        "指纹": printed_subject(judged),
    }
    for column, (name, _) in enumerate((*_FINDING_COLUMNS, *_FINDING_BESIDE)):
        colour = {"bg_color": _COLOURS[finding.severity]} if name == "级别" else {}
        if name in ("处理", "处理理由", "备注"):
            sheet.input(at(line, column), INPUT_TEXT, texts[name])
        else:
            sheet.text(at(line, column), texts[name], {**(_CENTRE if name in _NARROW else TEXT), **colour})
        if name == "处理":
            sheet.allow([at(line, column)], {"validate": "list", "source": _CHOICES, "error_type": "warning"})
    needed = (lines_needed(texts[name], width) for name, width in (*_FINDING_COLUMNS, *_FINDING_BESIDE[:-1]))
    sheet.height(line, max(needed))


def _base(file: str | None) -> str:
    return (file or "").replace("\\", "/").rsplit("/", 1)[-1]


def _row_of(problem: Problem, checked: CheckedForm | None) -> RowResult | None:
    if checked is None or problem.row is None:
        return None
    return next((row for row in checked.result.rows if row.row == problem.row), None)
