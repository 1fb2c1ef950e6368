"""Tables of a PDF without walls between their columns: read by what stands below what, and said to be."""

import io

import pytest
from layout_kind import HEAD, TABLE, boxes
from reportlab.pdfgen.canvas import Canvas
from table_writers import to_pdf

from perfeval.documents.formats.pdf_document import read_pdf_document
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise

LONG = "渠道改造提升的总长度（含支渠和斗渠）"
MERGED = [[LONG if cell == "渠道长度" else cell for cell in row] for row in [*HEAD[1:], *TABLE]]
ROWS = [*MERGED[:3], ["产出指标", *MERGED[3][1:]], ["", *MERGED[4]], *MERGED[5:]]


def read(rows: list[list[str | tuple[str, int, int]]], lines: str | None) -> FileForms:
    data = to_pdf(boxes(rows), title="项目支出绩效自评表（2023年度）", lines=lines)
    return recognise(read_pdf_document(data, "f.pdf"), "f.pdf")


@pytest.mark.parametrize("lines", [None, "LINEABOVE", "LINEBELOW"])
def test_a_form_without_walls(lines: str | None) -> None:
    reading = read(ROWS, lines)
    (form,) = reading.forms
    assert (form.name, form.body, form.department, form.year) == ("渠道修复", "乙站", "甲县水利局", 2023)
    assert [
        (row.dimension, row.name, row.target, row.points, row.submitted_score) for row in form.indicators
    ] == [
        ("产出指标", LONG, "≥5千米", "60", "60"),
        ("产出指标", "合格率", "100%", "30", "30"),
    ]
    assert [problem.code for problem in reading.problems] == ["columns-by-position"]
    assert reading.unread == ()


def test_an_unknown_word_is_named() -> None:
    reading = read([["天书五卷" if cell == "实际完成值" else cell for cell in row] for row in ROWS], None)
    assert any("天书五卷" in str(problem.values) for problem in reading.problems)


def test_prose_and_columns_that_overlap_are_no_table() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    for at, line in enumerate(["one two three", "four five six", "seven eight nine"]):
        canvas.drawString(100, 700 - 20 * at, line)
    for at, shift in enumerate([0, 25, 50]):
        for column in range(4):
            canvas.drawString(60 + shift + 100 * column, 500 - 20 * at, "some words")
    canvas.save()
    document = read_pdf_document(out.getvalue(), "f.pdf")
    assert (document.grids, document.problems) == ((), ())
    assert len(document.prose) == 6


def test_a_text_halfway_between_two_rows_makes_no_table() -> None:
    """产出指标 may be that of both rows or of more."""
    reading = read(MERGED, None)
    assert (reading.forms, [problem.code for problem in reading.problems]) == ((), ["cells-not-separated"])
