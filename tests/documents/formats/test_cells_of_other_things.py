"""Cells whose value stands in a frame, a drop-down field, a picture or a note; and rows that end early."""

import io
from email.message import EmailMessage

import openpyxl
import PIL.Image
import pytest
from layout_kind import HEAD, TABLE, boxes
from office_files import docx_of
from openpyxl.drawing.image import Image as Picture
from reportlab.pdfgen.canvas import Canvas
from table_writers import to_html

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.pdf_document import read_pdf_document
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.read import read_bytes


def text(word: str) -> str:
    return f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>"


def row(*cells: str, after: int = 0) -> str:
    properties = f'<w:trPr><w:gridAfter w:val="{after}"/></w:trPr>' if after else ""
    return f"<w:tr>{properties}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def word_cells(*rows: str) -> tuple[list[list[str]], list[str]]:
    document = read_docx(docx_of(f"<w:tbl>{''.join(rows)}</w:tbl><w:p/>"), "f.docx")
    cells = document.grids[0].cells
    texts = [[cell.text for cell in cells if cell.row == at] for at in range(1, len(rows) + 1)]
    return texts, [problem.code for problem in document.problems]


def test_a_frame_around_a_score_is_the_cell_itself() -> None:
    frame = f"<w:tbl>{row(text('12'))}</w:tbl><w:p/>"
    assert word_cells(row(text("得分"), frame)) == ([["得分", "12"]], [])
    page = "<table><tr><td>得分</td><td><table><tr><td>12</td></tr></table></td></tr></table>"
    (grid,) = read_html(page.encode(), "f.html").grids
    assert [cell.text for cell in grid.cells] == ["得分", "12"]


def test_a_row_that_ends_early_has_an_empty_cell() -> None:
    assert word_cells(row(text("a"), text("b")), row(text("c"), after=1)) == ([["a", "b"], ["c", ""]], [])


def test_the_chosen_entry_of_a_drop_down_field() -> None:
    entries = '<w:listEntry w:val="优"/><w:listEntry w:val="良"/>'
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        f"{entries}</w:ddList></w:ffData></w:fldChar></w:r></w:p>"
    )
    assert word_cells(row(text("等级"), field)) == ([["等级", "良"]], [])


def test_a_cell_that_holds_only_a_picture_is_named() -> None:
    drawing = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    assert word_cells(row(text("得分"), drawing))[1] == ["cell-is-picture", "pictures-unread"]
    page = b"<table><tr><td>20</td><td><img src='a.png'></td></tr></table>"
    assert "cell-is-picture" in [problem.code for problem in read_html(page, "f.html").problems]


def test_a_picture_over_an_empty_cell_of_a_sheet_is_named() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["项目", "得分"], ["渠道", None], ["闸门", 12]):
        sheet.append(row)
    for anchor in ("B2", "B3", "E9"):
        picture = io.BytesIO()
        PIL.Image.new("RGB", (8, 8)).save(picture, "PNG")
        sheet.add_image(Picture(picture), anchor)
    out = io.BytesIO()
    book.save(out)
    problems = read_xlsx(out.getvalue(), "f.xlsx").problems
    assert [(problem.code, problem.place and problem.place.cell) for problem in problems] == [
        ("pictures-unread", None),
        ("cell-is-picture", "B2"),
    ]


def test_a_note_of_a_pdf_is_named_and_not_read() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "score")
    canvas.textAnnotation("20", Rect=[100, 600, 120, 620])
    canvas.showPage()
    canvas.save()
    problems = read_pdf_document(out.getvalue(), "f.pdf").problems
    assert [(problem.code, problem.values["text"]) for problem in problems] == [("annotation-unread", "20")]


@pytest.mark.parametrize("begins", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"GIF89a"])
def test_a_picture_is_said_to_be_one(begins: bytes) -> None:
    assert [problem.code for problem in read_bytes(begins, "扫描.doc").problems] == ["file-is-picture"]


@pytest.mark.parametrize("charset", ["gb2312", "utf-8"])
def test_a_web_archive_as_word_writes_it(charset: str) -> None:
    page = to_html(boxes([*HEAD, *TABLE])).decode().replace("charset=utf-8", f"charset={charset}")
    part = EmailMessage()
    part.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n'
        b"This document is a Single File Web Page.\r\n\r\n------=_Next\r\nContent-Location: file:///C:/a.htm\r\n"
        + part.as_bytes()
        + b"\r\n------=_Next--\r\n"
    )
    reading = read_bytes(archive, "f.mht")
    assert [form.name for form in reading.forms] == ["渠道修复"]
    assert reading.problems == ()
