"""What cannot be seen on a page of a PDF file is not read, and named."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from perfeval.documents.formats.pdf_document import read_pdf_document
from perfeval.documents.grid import Document

Draw = Callable[[Canvas], None]


def told(draw: Draw) -> tuple[str, list[str]]:
    """Text of the right cell of a table of one row, `left` and what is drawn at (200, 500), and the problems' codes."""
    document = read(draw)
    return document.grids[0].cells[-1].text, [problem.code for problem in document.problems]


def read(draw: Draw) -> Document:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.grid([100, 190, 400], [480, 530])
    canvas.drawString(110, 500, "left")
    draw(canvas)
    canvas.save()
    return read_pdf_document(out.getvalue(), "f.pdf")


def plain(canvas: Canvas, text: str = "450", x: float = 200) -> None:
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(x, 500, text)


def covered(canvas: Canvas) -> None:
    plain(canvas, "600")
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(195, 495, 60, 20, stroke=0, fill=1)
    plain(canvas)


def white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(200, 500, "6")
    plain(canvas, x=210)


def white_on_white(canvas: Canvas) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(191, 481, 200, 40, stroke=0, fill=1)
    white(canvas)


def white_on_blue(canvas: Canvas) -> None:
    canvas.setFillColorRGB(0.2, 0.3, 0.8)
    canvas.rect(191, 481, 200, 40, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(200, 500, "450")


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 490, 10, 10)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(200, 500, "6")
    canvas.restoreState()
    plain(canvas, x=210)


def clipped_around(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(190, 480, 210, 50)
    canvas.clipPath(path, stroke=0)
    plain(canvas)
    canvas.restoreState()


def invisible(canvas: Canvas) -> None:
    canvas.saveState()
    text = canvas.beginText(200, 500)
    text.setTextRenderMode(3)
    text.textOut("6")
    canvas.drawText(text)
    canvas.restoreState()
    plain(canvas, x=210)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.5)
    canvas.drawString(200, 500, "6")
    canvas.setFont("Helvetica", 12)
    plain(canvas, x=210)


def slanted(canvas: Canvas) -> None:
    plain(canvas)
    canvas.saveState()
    canvas.setFont("Helvetica", 60)
    canvas.setFillGray(0.8)
    canvas.translate(150, 470)
    canvas.rotate(30)
    canvas.drawString(0, 0, "2023")
    canvas.restoreState()


def huge(canvas: Canvas) -> None:
    plain(canvas)
    canvas.setFont("Helvetica", 150)
    canvas.setFillGray(0.8)
    canvas.drawString(195, 470, "3")


def askew(canvas: Canvas) -> None:
    canvas.rotate(1)
    canvas.drawString(208, 497, "450")


def struck(canvas: Canvas, ends: float = 0) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(200, 500, "8")
    canvas.line(200 - ends, 504, 206.7 + ends, 504)
    plain(canvas, x=206.7)


def struck_by_a_bar(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(200, 500, "8")
    canvas.rect(199.5, 503.7, 7.5, 0.6, stroke=0, fill=1)
    plain(canvas, x=207)


def underlined(canvas: Canvas) -> None:
    plain(canvas)
    canvas.line(200, 498.5, 220, 498.5)


def raised(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(200, 500, "9")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(206.7, 504, "2")
    canvas.setFont("Helvetica", 12)
    canvas.drawString(210.6, 500, "h")


def lowered(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(200, 500, "9")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(206.7, 497, "0")


def square_metres(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 12)
    canvas.drawString(200, 500, "90m")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(200 + canvas.stringWidth("90m", "Helvetica", 12), 504, "2")


@pytest.mark.parametrize(
    ("draw", "text", "codes"),
    [
        (plain, "450", []),
        (covered, "450", ["hidden-text"]),
        (white, "450", ["hidden-text"]),
        (white_on_white, "450", ["hidden-text"]),
        (white_on_blue, "450", []),
        (clipped, "450", ["hidden-text"]),
        (clipped_around, "450", []),
        (invisible, "450", ["hidden-text"]),
        (tiny, "450", ["hidden-text"]),
        (slanted, "450", ["watermark-text"]),
        (huge, "450", ["watermark-text"]),
        (askew, "450", []),
        (struck, "450", ["struck-text"]),
        (lambda canvas: struck(canvas, ends=2), "450", ["struck-text"]),
        (struck_by_a_bar, "450", ["struck-text"]),
        (underlined, "450", []),
        (raised, "9²h", ["raised-digits"]),
        (lowered, "9₀", ["raised-digits"]),
        (square_metres, "90m²", []),
    ],
)
def test_what_is_seen(draw: Draw, text: str, codes: list[str]) -> None:
    assert told(draw) == (text, codes)


def test_text_outside_of_the_paper_is_named() -> None:
    assert told(lambda canvas: (plain(canvas), canvas.drawString(-300, 500, "6"))[0]) == (
        "450",
        ["hidden-text"],
    )


def test_text_that_belongs_to_a_scan_is_read() -> None:
    """Text recognition puts invisible text over or under the picture of the page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 0, 0, 595, 842)
        text = canvas.beginText(200, 500)
        text.setTextRenderMode(3)
        text.textOut("450")
        canvas.drawText(text)

    assert told(scan)[0] == "450"


def test_a_picture_over_a_number_is_named() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def sticker(canvas: Canvas) -> None:
        plain(canvas)
        canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 195, 495, 40, 20)

    text, codes = told(sticker)
    assert (text, "picture-over-text" in codes) == ("450", True)


def test_many_hidden_pieces_of_a_page_have_one_notice_that_names_each() -> None:
    def draw(canvas: Canvas) -> None:
        plain(canvas)
        for number in range(1, 6):
            canvas.setFillColorRGB(1, 1, 1)
            canvas.drawString(100, 400 - 40 * number, str(number) * 3)
            canvas.setFillColorRGB(0, 0, 0)
            canvas.drawString(200, 400 - 40 * number, "seen")

    assert [(each.code, sorted(each.values["text"].split("」「"))) for each in read(draw).problems] == [
        ("hidden-text", ["111", "222", "333", "444", "555"])
    ]
