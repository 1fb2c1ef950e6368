"""The official form as a Word document (填报表), laid out as the ministry prints it, with merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from perfeval.core.exact import round_to, show
from perfeval.core.form import FundLine, Funds, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult
from perfeval.documents.writers.form.official_form import (
    FUND_HEADERS,
    FUND_TOTAL,
    GOAL_HEADERS,
    INDICATOR_HEADERS,
    NAME_LABELS,
    TITLES,
    TOTAL,
    blocks,
    counted_rows,
    fund_lines,
    levels,
    shown_total,
)
from perfeval.documents.writers.word_file import saved

_WIDTHS = (12, 17, 18, 32, 22, 23, 13, 18, 35)
"""Millimetres of the columns: an A4 page between margins of 10 mm."""
_COLUMNS = len(_WIDTHS)
_LOWEST_ROW = 7
_PADDING = 0.7
_LONG = 14
"""Characters of a target or actual value that is prose and begins on the left."""
_BODY, _TITLE = "宋体", "黑体"
_LEFT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


def write_form_docx(results: Sequence[FormResult]) -> bytes:
    """Document of forms, one a page; every score that the rule determines is the recomputed one.

    For an empty form, score `plan.unfilled(form)` and pass its result.
    """
    document = docx.Document()
    _page(document)
    for number, result in enumerate(results):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _form(document, result)
    return saved(document)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(12)
    style = document.styles["Normal"]
    style.font.name = _BODY
    style.font.size = Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)


def _form(document: Document, result: FormResult) -> None:
    form = result.form
    _line(document, TITLES[form.kind], _TITLE, 16)
    _line(document, "（　　　年度）" if form.year is None else f"（{form.year}年度）", _BODY, 10)
    lines = fund_lines(form)
    height = 2 + 2 + len(lines) + 2 + 1 + len(form.indicators) + 1
    grid = _Grid(document.add_table(height, _COLUMNS))
    line = _head(grid, form)
    line = _funds(grid, line, result)
    line = _goals(grid, line, form)
    line = _indicators(grid, line, result)
    _total(grid, line, result)


def _line(document: Document, text: str, font: str, size: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(3)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


class _Grid:
    """The table of a form: text into cells, and into cells merged over rows and columns."""

    def __init__(self, table: Table) -> None:
        self._table = table
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        # python-docx looks every cell up anew in the whole table; one list of all cells is read once.
        cells = table._cells
        self._rows = [cells[start : start + _COLUMNS] for start in range(0, len(cells), _COLUMNS)]
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Mm(width)
        for row in self._rows:
            for cell, width in zip(row, _WIDTHS, strict=True):
                cell.width = Mm(width)
        for line in table.rows:
            line.height = Mm(_LOWEST_ROW)
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _pad(table)

    def put(
        self,
        row: int,
        column: int,
        text: str | None,
        *,
        height: int = 1,
        width: int = 1,
        centred: bool = True,
        bold: bool = False,
    ) -> None:
        """Write a text into the cell that spans so many rows and columns."""
        cell = self._rows[row][column]
        if height > 1 or width > 1:
            cell = cell.merge(self._rows[row + height - 1][column + width - 1])
        _fill(cell, text or "", _CENTRE if centred else _LEFT, bold)

    def head(self, row: int, column: int, text: str, height: int = 1, width: int = 1) -> None:
        """Write a header or label."""
        self.put(row, column, text, height=height, width=width, bold=True)


def _pad(table: Table) -> None:
    """Room between text and lines above and below, where Word has none."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "bottom"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(_PADDING).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    # Word wants the properties of a table in their order, and python-docx ends them with this one.
    properties.insert(len(properties) - 1, margins)


def _fill(cell: _Cell, text: str, alignment: WD_ALIGN_PARAGRAPH, bold: bool) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    first, *rest = text.split("\n")
    for line, paragraph in zip((first, *rest), _paragraphs(cell, len(rest)), strict=True):
        paragraph.alignment = alignment
        run = paragraph.add_run(_printable(line))
        run.bold = bold


def _paragraphs(cell: _Cell, more: int) -> list[Paragraph]:
    """The empty paragraph of a cell (merging leaves one for each cell merged), and as many more as needed."""
    first, *others = cell.paragraphs
    for each in others:
        each._element.getparent().remove(each._element)
    return [first, *(cell.add_paragraph() for _ in range(more))]


def _printable(text: str) -> str:
    """Text that XML can hold: a control character is shown as the sign for one that cannot be."""
    return "".join(each if each >= " " or each == "\t" else "\ufffd" for each in text)


def _head(grid: _Grid, form: SelfEvaluationForm) -> int:
    grid.head(0, 0, NAME_LABELS[form.kind], width=3)
    grid.put(0, 3, form.name, width=6)
    grid.head(1, 0, "主管部门", width=3)
    grid.put(1, 3, form.department, width=2)
    grid.head(1, 5, "实施单位")
    grid.put(1, 6, form.body, width=3)
    return 2


def _funds(grid: _Grid, line: int, result: FormResult) -> int:
    funds, lines = result.form.funds or Funds(), fund_lines(result.form)
    grid.head(line, 0, f"项目资金（{funds.money_unit}）", height=2 + len(lines))
    grid.head(line, 1, "", width=2)
    for column, header in enumerate(FUND_HEADERS, 3):
        grid.head(line, column, header)
    rate = result.execution_rate
    shown = funds.submitted_rate if rate is None else f"{round_to(rate * 100, 2, 'half_up')}%"
    score = _score(result.execution, funds.submitted_score) if result.execution else funds.submitted_score
    total = (funds.initial_budget, funds.budget, funds.executed, funds.points, shown, score)
    _money(grid, line + 1, FUND_TOTAL, total)
    for position, source in enumerate(lines, line + 2):
        _money(grid, position, source.name, _cells(source))
    return line + 2 + len(lines)


def _cells(source: FundLine) -> tuple[str | None, ...]:
    nothing = None if source.executed else "—"
    marks = (source.points, source.submitted_rate, source.submitted_score)
    return (source.initial_budget, source.budget, source.executed, *(each or nothing for each in marks))


def _money(grid: _Grid, line: int, name: str, texts: Sequence[str | None]) -> None:
    grid.put(line, 1, name, width=2, centred=False)
    for column, text in enumerate(texts, 3):
        grid.put(line, column, text)


def _goals(grid: _Grid, line: int, form: SelfEvaluationForm) -> int:
    grid.head(line, 0, "年度总体目标", height=2)
    grid.head(line, 1, GOAL_HEADERS[0], width=4)
    grid.head(line, 5, GOAL_HEADERS[1], width=4)
    grid.put(line + 1, 1, form.goal.expected, width=4, centred=False)
    grid.put(line + 1, 5, form.goal.achieved, width=4, centred=False)
    return line + 2


def _indicators(grid: _Grid, line: int, result: FormResult) -> int:
    rows, first = result.form.indicators, line + 1
    grid.head(line, 0, "绩效指标", height=1 + len(rows))
    for column, header in enumerate(INDICATOR_HEADERS, 1):
        grid.head(line, column, header)
    for column, runs in zip((1, 2), levels(rows), strict=True):
        for run in runs:
            grid.put(first + run.first, column, run.text, height=run.count)
    merged: Mapping[int, int] = {run.first: run.count for run in blocks(rows)}
    covered = {start + offset for start, count in merged.items() for offset in range(1, count)}
    for number, (row, indicator) in enumerate(zip(result.indicators, rows, strict=True)):
        place = first + number
        grid.put(place, 3, indicator.name, centred=False)
        for column, text in ((4, indicator.target), (5, indicator.actual)):
            grid.put(place, column, text, centred=len(text or "") <= _LONG)
        grid.put(place, 8, indicator.deviation_note, centred=False)
        if number not in covered:
            grid.put(place, 6, indicator.points, height=merged.get(number, 1))
            grid.put(place, 7, _score(row, indicator.submitted_score), height=merged.get(number, 1))
    return first + len(rows)


def _score(row: RowResult, submitted: str | None) -> str | None:
    """The recomputed score where the rule gives one number, else what was submitted."""
    if row.score is None or not row.score.is_point:
        return submitted
    unit = "分" if (submitted or "").strip().endswith("分") else ""
    return f"{row.score.low}{unit}"


def _total(grid: _Grid, line: int, result: FormResult) -> None:
    grid.head(line, 0, TOTAL, width=6)
    counted = counted_rows(result)
    points = show(sum((row.points for row in counted if row.points is not None), Fraction(0)))
    is_planned = any(row.points is not None for row in result.indicators)
    grid.head(line, 6, points if counted and is_planned else result.form.submitted_points or "")
    total = result.total.confirmed if result.ruleset.total.add == "exact" else shown_total(result)
    unit = "分" if (result.form.submitted_score or "").strip().endswith("分") else ""
    grid.head(line, 7, "" if total is None else f"{total}{unit}")
    grid.put(line, 8, "")
