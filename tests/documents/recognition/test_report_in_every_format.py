"""The published report in every format: the same cells with the same spans, and the same forms."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.pdf import read_pdf
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document
from perfeval.documents.read import read_bytes

FOLDER = Path(__file__).parents[4] / "shared" / "reports" / "urumqi-giit-2023"
MISSING = f"the published report is not here ({FOLDER})"

Cells = dict[tuple[int, int], tuple[str, int, int]]


def content(suffix: str) -> bytes:
    path = FOLDER / f"report{suffix}"
    if not path.exists():
        pytest.skip(MISSING)
    return path.read_bytes()


def read(suffix: str, reader: Callable[[bytes, str], Document]) -> Document:
    return reader(content(suffix), f"report{suffix}")


def tables(document: Document) -> list[Cells]:
    """Text without spaces, rows and columns spanned, by row and column."""
    return [
        {
            (cell.row, cell.column): ("".join(cell.text.split()), cell.row_span, cell.column_span)
            for cell in grid.cells
        }
        for grid in document.grids
    ]


def test_word_and_web_page_are_the_same_document() -> None:
    word, page = read(".docx", read_docx), read(".html", read_html)
    assert word.grids == page.grids
    assert word.prose == page.prose
    assert word.problems == page.problems == ()
    assert (len(word.grids), sum(len(grid.cells) for grid in word.grids)) == (15, 1850)


def test_pdf_has_the_same_cells_but_where_the_file_has_no_lines() -> None:
    word, pdf = tables(read(".docx", read_docx)), read(".pdf", read_pdf)
    assert [(problem.code, str(problem.place)) for problem in pdf.problems] == [
        ("cell-not-rectangular", "page 6, table 1")
    ]
    different = {
        (number, place): (table.get(place), other.get(place))
        for number, (table, other) in enumerate(zip(word, tables(pdf), strict=True), 1)
        for place in {*table, *other}
        if table.get(place) != other.get(place)
    }
    # LibreOffice drew no walls left of these two rows; their own cells are right
    assert different == {
        (5, (9, 1)): (("年度绩效指标完成情况", 12, 1), ("年度绩效指标完成情况", 10, 1)),
        (5, (18, 2)): (("效益指标", 2, 1), ("效益指标", 1, 1)),
        (5, (18, 3)): (("社会效益指标", 2, 1), ("社会效益指标", 1, 1)),
        (5, (19, 1)): (None, ("", 1, 3)),
        (5, (20, 1)): (None, ("", 1, 1)),
    }
    assert [grid.heading for grid in pdf.grids] == [grid.heading for grid in read(".docx", read_docx).grids]


def test_the_workbook_has_the_same_cells_in_one_sheet() -> None:
    """Numbers were typed into it: 6,342.65 stands there as 6342.65; empty cells are left out."""
    (sheet,) = tables(read(".xlsx", read_xlsx))
    first_rows = [9, 31, 58, 83, 113, 141, 174, 199, 230, 257, 283, 311, 338, 365, 391]
    for first, table in zip(first_rows, tables(read(".docx", read_docx)), strict=True):
        for (row, column), (text, rows, columns) in table.items():
            found = sheet.get((row + first - 1, column), ("", 1, 1))
            assert found[1:] == (rows, columns)
            assert _number(found[0]) == _number(text)


def _number(text: str) -> str:
    """A text with numbers in one way of writing."""
    plain, percent = text.replace(",", "").removesuffix("%"), text.endswith("%")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", plain):
        return text
    return f"{Decimal(plain).normalize():f}" + "%" * percent


@pytest.mark.parametrize("suffix", [".docx", ".html", ".pdf", ".xlsx"])
def test_fifteen_forms_with_a_hundred_and_fifty_three_indicators(suffix: str) -> None:
    reading = read_bytes(content(suffix), f"report{suffix}")
    reference = read_bytes(content(".txt"), "report.txt")
    assert [form.name for form in reading.forms] == [form.name for form in reference.forms]
    assert [[indicator.name for indicator in form.indicators] for form in reading.forms] == [
        [indicator.name for indicator in form.indicators] for form in reference.forms
    ]
    assert sum(len(form.indicators) for form in reading.forms) == 153
    assert reading.unread == ()
    assert not [problem for problem in reading.problems if problem.severity == "error"]
