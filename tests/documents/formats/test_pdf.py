"""PDF files made with reportlab: tables over pages, turned pages, pages without text."""

import io
from collections.abc import Callable

import pytest
from hostile_files import CATALOGUE, PAGES, page, pdf_of, stream
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from table_writers import SMALL_FORM, Box, boxes_of, to_pdf

from perfeval.core.problems import Place
from perfeval.documents.formats import pdf_document
from perfeval.documents.formats.pdf import read_pdf
from perfeval.documents.formats.pdf_document import read_pdf_document
from perfeval.documents.formats.safety import Limits
from perfeval.documents.grid import Document


def read(data: bytes) -> Document:
    """Read in this process: what the other process adds is tested in test_guarded."""
    return read_pdf_document(data, "f.pdf")


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)  # type: ignore[arg-type]
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def a_grid(canvas: Canvas) -> None:
    """Two columns, two rows, a word in each cell."""
    canvas.grid([100, 200, 300], [500, 550, 600])
    for x, y, word in ((110, 560, "one"), (210, 560, "two"), (110, 510, "three"), (210, 510, "four")):
        canvas.drawString(x, y, word)


WORDS = [Box(1, 1, "one"), Box(1, 2, "two"), Box(2, 1, "three"), Box(2, 2, "four")]


def a_picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8))), 0, 0, 400, 400)


def long_table(rows: int) -> list[Box]:
    """In each row a name long enough to wrap, and a score."""
    boxes = [Box(1, 1, "三级指标"), Box(1, 2, "得分")]
    for row in range(2, rows + 2):
        boxes += [Box(row, 1, f"第{row}项改造提升渠道的总长度（千米）"), Box(row, 2, f"{row}.00")]
    return boxes


def test_prose_stands_between_the_tables() -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Title of the form")
        a_grid(canvas)
        canvas.drawString(100, 400, "Below")
        canvas.drawString(280, 20, "- 1 -")

    document = read(drawn(sheet))
    assert [line for _, line in document.prose] == ["Title of the form", "Below", "- 1 -"]
    (grid,) = document.grids
    assert grid.heading == ("Title of the form",)
    assert boxes_of(grid) == WORDS
    assert grid.cells[3].place == Place(page=1, table=1, row=2, column=2)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_shown(turn: int) -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.setPageSize((1000, 1000))
        canvas.setPageRotation(turn)
        canvas.translate(300, 550)
        canvas.rotate(turn)
        canvas.translate(-300, -550)
        a_grid(canvas)

    (grid,) = read(drawn(sheet)).grids
    assert boxes_of(grid) == WORDS


def test_a_table_drawn_inside_a_form_object() -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.beginForm("f")
        a_grid(canvas)
        canvas.endForm()
        canvas.scale(0.5, 0.5)
        canvas.doForm("f")

    (grid,) = read(drawn(sheet)).grids
    assert boxes_of(grid) == WORDS


def test_walls_drawn_as_thin_rectangles() -> None:
    def sheet(canvas: Canvas) -> None:
        for x in (100, 200, 300):
            canvas.rect(x, 500, 0.5, 100, stroke=0, fill=1)
        for y in (500, 550, 600):
            canvas.rect(100, y, 200, 0.5, stroke=0, fill=1)
        canvas.setFillGray(0.9)
        canvas.rect(100, 500, 200, 50, stroke=0, fill=1)  # shading is no wall
        canvas.setFillGray(0)
        for x, y, word in ((110, 560, "one"), (210, 560, "two"), (110, 510, "three"), (210, 510, "four")):
            canvas.drawString(x, y, word)

    (grid,) = read(drawn(sheet)).grids
    assert boxes_of(grid) == WORDS


def test_a_field_that_was_filled_in_is_read() -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.grid([100, 300], [500, 550])
        canvas.acroForm.textfield(value="filled", x=110, y=510, width=150, height=30)

    (grid,) = read(drawn(sheet)).grids
    assert boxes_of(grid) == [Box(1, 1, "filled")]


# --- over the end of a page -----------------------------------------------------------------------------------


def test_a_table_over_several_pages_is_one() -> None:
    document = read(to_pdf(long_table(60)))
    assert document.problems == ()
    (grid,) = document.grids
    assert boxes_of(grid) == long_table(60)
    tops = [cell.place.page for cell in grid.cells if cell.place and cell.place.row == 1 and cell.column == 1]
    assert tops == [1, 2, 3, 4]


def test_a_repeated_header_is_left_out() -> None:
    (grid,) = read(to_pdf(long_table(60), repeat=1)).grids
    assert boxes_of(grid) == long_table(60)


def test_a_title_on_the_next_page_begins_another_table() -> None:
    def titled(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Next form")
        a_grid(canvas)

    assert [grid.heading for grid in read(drawn(a_grid, titled)).grids] == [(), ("Next form",)]


def test_a_table_of_other_width_on_the_next_page_is_another_table() -> None:
    def wider(canvas: Canvas) -> None:
        canvas.grid([50, 300], [500, 550])
        canvas.drawString(110, 510, "x")

    assert len(read(drawn(a_grid, wider)).grids) == 2


def test_pages_that_do_not_follow_each_other_are_not_joined() -> None:
    assert len(read(drawn(a_grid, lambda canvas: None, a_grid)).grids) == 2


# --- what cannot be read --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pages", "codes"),
    [
        ([a_picture], ["pdf-without-text"]),
        ([lambda canvas: None], ["pdf-without-text"]),
        ([a_grid, a_picture], ["page-is-picture"]),
        ([lambda canvas: (a_grid(canvas), a_picture(canvas))], ["pictures-unread"]),
    ],
)
def test_pages_without_text_are_named(pages: list[Callable[[Canvas], None]], codes: list[str]) -> None:
    assert [problem.code for problem in read(drawn(*pages)).problems] == codes


def test_lines_without_text_are_no_table() -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.grid([100, 200, 300], [500, 550, 600])
        canvas.drawString(100, 700, "A chart")

    assert read(drawn(sheet)).grids == ()


def test_incomplete_rules_are_named() -> None:
    def sheet(canvas: Canvas) -> None:
        canvas.lines([(100, 500, 300, 500), (100, 600, 300, 600), (100, 500, 100, 600), (300, 500, 300, 600)])
        canvas.lines([(200, 500, 200, 550), (200, 550, 300, 550)])
        canvas.drawString(110, 560, "one")

    document = read(drawn(sheet))
    assert [(problem.code, problem.place) for problem in document.problems] == [
        ("cell-not-rectangular", Place(page=1, table=1))
    ]
    assert boxes_of(document.grids[0]) == [Box(1, 1, "one", columns=2), Box(2, 1), Box(2, 2)]


def test_characters_of_a_font_without_encoding_are_counted() -> None:
    shapes = b"<</a 6 0 R/b 6 0 R>>/Encoding<</Type/Encoding/Differences[65/a/b]>>/FirstChar 65/LastChar 66"
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs" + shapes
    )
    objects = [
        *(CATALOGUE, PAGES, page(b"/Font<</F 5 0 R>>"), stream(b"BT /F 20 Tf 100 700 Td (AB) Tj ET")),
        *(font + b"/Widths[500 500]/Resources<<>>>>", stream(b"500 0 d0 0 0 400 400 re f")),
    ]
    document = read(pdf_of(objects))
    assert [(problem.code, problem.values) for problem in document.problems] == [
        ("text-unmapped", {"count": "2"})
    ]
    assert [line for _, line in document.prose] == ["\ufffd\ufffd"]


def test_a_pdf_behind_a_password() -> None:
    locked = drawn(a_grid, encrypt="secret")
    assert [problem.code for problem in read(locked).problems] == ["file-encrypted"]


def test_no_pdf_at_all() -> None:
    assert [problem.code for problem in read(b"%PDF-1.7 nothing").problems] == ["file-damaged"]


def test_limits_of_pages_and_of_what_is_on_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_document, "LIMITS", Limits(pages=1))
    document = read(drawn(a_grid, a_grid))
    assert [problem.code for problem in document.problems] == ["too-many-pages"]
    assert len(document.grids) == 1
    monkeypatch.setattr("perfeval.documents.formats.pdf_page.LIMITS", Limits(page_marks=10))
    assert "page-too-crowded" in [problem.code for problem in read(drawn(a_grid)).problems]


def test_the_reader_in_a_process_of_its_own_reads_the_same() -> None:
    data = to_pdf(SMALL_FORM)
    assert read_pdf(data, "f.pdf") == read(data)
