"""The official form as a Word document (填报表), laid out as the ministry prints it, with merged cells."""

from __future__ import annotations

from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from perfeval.core.results import FormResult
from perfeval.documents.writers.form.form_layout import TOP, FormCell, FormLayout, laid_out
from perfeval.documents.writers.word_file import saved

_LOWEST_ROW, _HIGHEST_ROW = 5, 7
_ROOM = 236
"""Millimetres of a page for the rows of a table, between its margins and under its title."""
_PADDING, _SIDES = 0.3, 0.9
_LONG = 14
"""Characters of a target or actual value that is prose and begins on the left."""
_BODY, _TITLE = "宋体", "黑体"
_LEFT, _CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


def write_form_docx(results: Sequence[FormResult], as_submitted: bool = False) -> bytes:
    """Document of forms, one a page; every score that the rule determines is the recomputed one, or the submitted one.

    For an empty form, score `plan.unfilled(form)` and pass its result.
    """
    document = docx.Document()
    _page(document)
    for number, result in enumerate(results):
        if number:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _form(document, laid_out(result, as_submitted))
        _end(document)
    return saved(document)


def _end(document: Document) -> None:
    """The paragraph behind the table: without one a program that saves the document as .doc loses the table."""
    style = document.add_paragraph().paragraph_format
    style.space_before = style.space_after = Pt(0)
    style.line_spacing = Pt(1)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(10)
    section.top_margin = section.bottom_margin = Mm(12)
    style = document.styles["Normal"]
    style.font.name = _BODY
    style.font.size = Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)


def _form(document: Document, layout: FormLayout) -> None:
    _line(document, layout.title, _TITLE, 16)
    _line(document, layout.year, _BODY, 10)
    grid = _Grid(document.add_table(layout.rows - TOP, len(layout.shape.widths)), layout.shape.widths)
    for cell in layout.cells:
        grid.put(cell)


def _line(document: Document, text: str, font: str, size: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(3)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


class _Grid:
    """The table of a form: text into cells, and into cells merged over rows and columns."""

    def __init__(self, table: Table, widths: Sequence[int]) -> None:
        self._table = table
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        # python-docx looks every cell up anew in the whole table; one list of all cells is read once.
        cells = table._cells
        self._rows = [cells[start : start + len(widths)] for start in range(0, len(cells), len(widths))]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for row in self._rows:
            for cell, width in zip(row, widths, strict=True):
                cell.width = Mm(width)
        height = max(_LOWEST_ROW, min(_HIGHEST_ROW, _ROOM / len(self._rows)))
        for line in table.rows:
            line.height = Mm(height)
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _pad(table)

    def put(self, each: FormCell) -> None:
        """Write a cell of the layout."""
        row = each.row - TOP
        cell = self._rows[row][each.column]
        if each.height > 1 or each.width > 1:
            cell = cell.merge(self._rows[row + each.height - 1][each.column + each.width - 1])
        is_left = each.role in ("name", "prose") or (
            each.role == "value" and len(each.text) > _LONG * each.width
        )
        _fill(cell, each.text, _LEFT if is_left else _CENTRE, each.role in ("label", "sum", "total"))


def _pad(table: Table) -> None:
    """Room between text and lines: a little above and below, where Word has none, and less at the sides."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", _PADDING), ("left", _SIDES), ("bottom", _PADDING), ("right", _SIDES)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(width).twips))
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
