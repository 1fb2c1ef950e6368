"""The same small form in every format, written without perfeval's code, read back cell for cell."""

from collections.abc import Callable

import pytest
from table_writers import (
    SMALL_FORM,
    Boxes,
    boxes_of,
    only_grid,
    to_docx,
    to_html,
    to_ods,
    to_pdf,
    to_xls,
    to_xlsx,
)

from perfeval.core.problems import Place
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.ods import read_ods
from perfeval.documents.formats.pdf import read_pdf
from perfeval.documents.formats.xls import read_xls
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document
from perfeval.documents.read import format_of

Write = Callable[[Boxes], bytes]
Read = Callable[[bytes, str], Document]

FORMATS: dict[str, tuple[Write, Read, Place]] = {
    ".docx": (to_docx, read_docx, Place(table=1, row=3, column=5)),
    ".xlsx": (to_xlsx, read_xlsx, Place(sheet="Sheet", cell="E3")),
    ".xls": (to_xls, read_xls, Place(sheet="表", cell="E3")),
    ".ods": (to_ods, read_ods, Place(sheet="Sheet", cell="E3")),
    ".html": (to_html, read_html, Place(table=1, row=3, column=5)),
    ".pdf": (to_pdf, read_pdf, Place(page=1, table=1, row=3, column=5)),
}


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_cell_with_its_spans_and_address(suffix: str) -> None:
    write, read, place = FORMATS[suffix]
    grid = only_grid(read(write(SMALL_FORM), "form"))
    assert boxes_of(grid) == list(SMALL_FORM)
    assert grid.cells[11].place == place


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_content_tells_the_format(suffix: str) -> None:
    write, _, _ = FORMATS[suffix]
    assert format_of(write(SMALL_FORM), ".doc") == suffix


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_file_and_a_cut_one_are_named(suffix: str) -> None:
    write, read, _ = FORMATS[suffix]
    assert [problem.code for problem in read(b"", "f").problems] == ["file-empty"]
    data = write(SMALL_FORM)
    cut = read(data[: len(data) // 2], "f")
    assert cut.problems or cut.grids
    assert all(problem.file == "f" for problem in cut.problems)


@pytest.mark.parametrize("write", [to_docx, to_html])
def test_lines_before_a_table_are_its_heading(write: Callable[..., bytes]) -> None:
    read = read_docx if write is to_docx else read_html
    lines = [f"第{number}段" for number in range(8)]
    document = read(write(SMALL_FORM, before=lines), "f")
    assert document.grids[0].heading == tuple(lines[-6:])
    assert [line for _, line in document.prose] == lines
