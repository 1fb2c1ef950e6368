"""The letter as a Word document (复核意见): one body after another, each on a page of its own, with room to sign."""

from __future__ import annotations

from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from perfeval.documents.own_mark import OWN
from perfeval.documents.writers.letter import letter_words as words
from perfeval.documents.writers.word_file import saved
from perfeval.review.letter import Letter, LetterForm

_BODY, _TITLE = "宋体", "黑体"
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_SCORE_WIDTHS = (50, 14, 20, 20, 18, 38)
_TOTAL_WIDTHS = (12, 72, 22, 22, 18, 14)
"""Millimetres of the columns; an A4 page between margins of 25 mm holds 160."""


def write_letter_docx(letters: Sequence[Letter]) -> bytes:
    """Document of letters."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _BODY, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(3)
    style.paragraph_format.line_spacing = 1.3
    _number_pages(section.footer.paragraphs[0])
    for number, letter in enumerate(letters):
        _letter(document, letter, is_first=number == 0)
    return saved(document, OWN)


def _letter(document: Document, letter: Letter, is_first: bool) -> None:
    title = _line(document, words.TITLE, font=_TITLE, size=18)
    title.alignment = _CENTRE
    title.paragraph_format.page_break_before = not is_first
    title.paragraph_format.space_after = Pt(12)
    _line(document, f"{letter.body}：")
    _paragraph(document, words.opening(letter))
    for number, form in enumerate(letter.forms, 1):
        _form(document, number, form)
    heading = _line(document, f"{words.numeral(len(letter.forms) + 1)}、得分汇总", font=_TITLE)
    heading.paragraph_format.keep_with_next = True
    _table(document, words.TOTAL_HEADERS, _TOTAL_WIDTHS, words.total_lines(letter), left=(1,))
    if said := words.closing(letter):
        _paragraph(document, said).paragraph_format.space_before = Pt(6)
    signed = document.add_table(1, 2)
    for cell, name in zip(signed.rows[0].cells, words.SIGNATURES[:2], strict=True):
        _fill(cell, name, None)
    _keep(signed.rows[0].cells[0].paragraphs[0]).paragraph_format.space_before = Pt(24)
    signed.rows[0].cells[1].paragraphs[0].paragraph_format.space_before = Pt(24)
    for text in words.SIGNATURES[2:]:
        _line(document, text).alignment = _RIGHT


def _form(document: Document, number: int, form: LetterForm) -> None:
    heading = _line(document, words.form_heading(number, form), font=_TITLE)
    heading.paragraph_format.space_before = Pt(8)
    heading.paragraph_format.keep_with_next = True
    if form.file:
        _line(document, f"文件：{form.file}", size=9)
    for place, remark in enumerate(form.remarks, 1):
        _paragraph(document, words.remark_text(place, remark))
        for detail in remark.details:
            _paragraph(document, f"· {detail}", size=10.5)
    for note in words.form_notes(form):
        _paragraph(document, note)
    if form.scores:
        _table(document, words.SCORE_HEADERS, _SCORE_WIDTHS, words.score_lines(form), left=(0, 5))


def _line(document: Document, text: str, font: str = _BODY, size: float = 12) -> Paragraph:
    paragraph = document.add_paragraph()
    _run(paragraph, text, font, size)
    return paragraph


def _paragraph(document: Document, text: str, size: float = 12) -> Paragraph:
    paragraph = _line(document, text, size=size)
    paragraph.paragraph_format.first_line_indent = Pt(24)
    return paragraph


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(_printable(text))
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _printable(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(each if each >= " " or each in "\n\t" else "\ufffd" for each in text)


def _table(
    document: Document,
    headers: Sequence[str],
    widths: Sequence[int],
    lines: Sequence[Sequence[str]],
    left: tuple[int, ...],
) -> None:
    table = document.add_table(1 + len(lines), len(headers))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row, texts in zip(table.rows, (headers, *lines), strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for column, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
            cell.width = Mm(width)
            _fill(cell, text, None if column in left and texts is not headers else _CENTRE)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _fill(cell: _Cell, text: str, alignment: WD_ALIGN_PARAGRAPH | None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    _run(paragraph, text, _BODY, 10)


def _keep(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = _CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(9)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
