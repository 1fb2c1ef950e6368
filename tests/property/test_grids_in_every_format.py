"""Any table with merged cells, written in any format by another library, is read back as it is."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_writers import Box, boxes_of, only_grid, to_docx, to_html, to_ods, to_pdf, to_xls, to_xlsx

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.ods import read_ods
from perfeval.documents.formats.pdf_document import read_pdf_document
from perfeval.documents.formats.xls import read_xls
from perfeval.documents.formats.xlsx import read_xlsx

pytestmark = pytest.mark.property

CHARACTERS = "产出指标家万元分（）“”≥0123456789.,%<>=&'-"
WORDS = st.text(CHARACTERS, max_size=8)
LINES = st.lists(st.text(CHARACTERS, min_size=1, max_size=8), max_size=3).map("\n".join)


@st.composite
def tables(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> list[Box]:
    """A rectangle cut into cells, each as large as drawn where there is room; the first one has text."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    covered: set[tuple[int, int]] = set()
    boxes = []
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            if (row, column) in covered:
                continue
            free = next((c for c in range(column, width + 1) if (row, c) in covered), width + 1) - column
            columns = min(draw(st.integers(1, 3)), free)
            rows = min(draw(st.integers(1, 3)), height + 1 - row)
            covered |= {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            boxes.append(Box(row, column, draw(texts), rows, columns))
    return [replace(boxes[0], text=boxes[0].text or "一"), *boxes[1:]]


def without_blanks(boxes: list[Box]) -> list[Box]:
    """What a sheet holds: empty cells that are not merged are nothing."""
    return [box for box in boxes if box.text or box.rows > 1 or box.columns > 1]


def with_ruled_lines_only(boxes: list[Box]) -> list[Box]:
    """What a page shows: rows and columns that no cell begins or ends with have no line."""
    rows = sorted({box.row for box in boxes} | {box.row + box.rows for box in boxes})
    columns = sorted({box.column for box in boxes} | {box.column + box.columns for box in boxes})
    return [
        Box(
            rows.index(box.row) + 1,
            columns.index(box.column) + 1,
            box.text,
            rows.index(box.row + box.rows) - rows.index(box.row),
            columns.index(box.column + box.columns) - columns.index(box.column),
        )
        for box in boxes
    ]


@pytest.mark.slow
@given(tables(LINES))
def test_word(boxes: list[Box]) -> None:
    assert boxes_of(only_grid(read_docx(to_docx(boxes), "f"))) == boxes


@given(tables(LINES))
def test_web_page(boxes: list[Box]) -> None:
    assert boxes_of(only_grid(read_html(to_html(boxes), "f"))) == boxes


@pytest.mark.parametrize(
    ("write", "read"),
    [(to_xlsx, read_xlsx), (to_xls, read_xls), (to_ods, read_ods)],
    ids=["xlsx", "xls", "ods"],
)
@given(boxes=tables(LINES))
def test_workbooks(write: Callable[..., bytes], read: Callable[..., object], boxes: list[Box]) -> None:
    assert boxes_of(only_grid(read(write(boxes), "f"))) == without_blanks(boxes)


@given(tables(WORDS))
def test_pdf(boxes: list[Box]) -> None:
    """Read in this process: what a process of its own adds is tested with the other formats."""
    assert boxes_of(only_grid(read_pdf_document(to_pdf(boxes, row_height=30), "f"))) == with_ruled_lines_only(
        boxes
    )
