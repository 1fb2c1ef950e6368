"""OpenDocument spreadsheets, written by hand."""

import pytest
from office_files import zipped
from table_writers import Box, boxes_of, ods_of

from perfeval.documents.formats.ods import read_ods
from perfeval.documents.grid import Document


def read(rows: str, attributes: str = "", styles: str = "") -> Document:
    return read_ods(ods_of(table(rows, f"table:name='表' {attributes}"), styles), "f.ods")


def table(rows: str, attributes: str = "") -> str:
    return f"<table:table {attributes}>{rows}</table:table>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str | None = None, attributes: str = "") -> str:
    paragraph = "" if text is None else f"<text:p>{text}</text:p>"
    return f"<table:table-cell {attributes}>{paragraph}</table:table-cell>"


@pytest.mark.parametrize(
    ("content", "text", "stored", "formula"),
    [
        (cell("90%", "office:value-type='percentage' office:value='0.9'"), "90%", "0.9", None),
        (cell("5", "office:value-type='float' office:value='5'"), "5", None, None),
        (cell(None, "office:value-type='float' office:value='5'"), "5", None, None),
        (
            cell("7", "table:formula='of:=SUM([.A2])' office:value-type='float' office:value='7'"),
            "7",
            None,
            "=SUM([.A2])",
        ),
        (cell("#NAME?", "table:formula='of:=6家' office:value-type='string'"), "=6家", "#NAME?", "=6家"),
        (cell("一<text:s text:c='2'/>二<text:tab/>三<text:line-break/>四"), "一  二\t三\n四", None, None),
        (
            cell("一<text:span>二</text:span>三<office:annotation><text:p>批注</text:p></office:annotation>"),
            "一二三",
            None,
            None,
        ),
    ],
)
def test_every_kind_of_cell(content: str, text: str, stored: str | None, formula: str | None) -> None:
    (found,) = (found for grid in read(row(content)).grids for found in grid.cells)
    assert (found.text, found.stored, found.formula) == (text, stored, formula)


def test_repeated_cells_and_rows_are_read_as_often_as_they_stand() -> None:
    document = read(
        row(cell(None, "table:number-columns-repeated='3'"), cell("甲", "table:number-columns-repeated='2'"))
        + row(cell(), attributes="table:number-rows-repeated='1000000'")
        + row(cell("乙"), attributes="table:number-rows-repeated='2'")
    )
    assert document.problems == ()
    assert boxes_of(document.grids[0]) == [
        Box(1, 4, "甲"),
        Box(1, 5, "甲"),
        Box(1_000_002, 1, "乙"),
        Box(1_000_003, 1, "乙"),
    ]


def test_rows_in_groups_and_several_sheets() -> None:
    header = f"<table:table-header-rows>{row(cell('一'))}</table:table-header-rows>"
    group = f"<table:table-row-group>{header}{row(cell('二'))}</table:table-row-group>"
    data = ods_of(table(group, "table:name='甲'") + table(row(cell("三")), "table:name='乙'"))
    grids = read_ods(data, "f").grids
    assert [[box.text for box in boxes_of(grid)] for grid in grids] == [["一", "二"], ["三"]]
    assert [str(grid.place) for grid in grids] == ['sheet "甲"', 'sheet "乙"']


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    document = read(
        "<table:table-column table:visibility='collapse'/>"
        + row(cell("一"), attributes="table:visibility='filter'"),
        "table:style-name='ta1'",
        "<style:style style:name='ta1'><style:table-properties table:display='false'/></style:style>",
    )
    assert [box.text for box in boxes_of(document.grids[0])] == ["一"]
    assert [problem.values["names"] for problem in document.problems] == ["1", "A", "表"]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (
            ods_of(table(row(cell(None, "table:formula='of:=[.B1]'")))),
            ["formula-without-value"],
        ),
        (zipped({"META-INF/manifest.xml": "<encryption-data/>", "content.xml": b"\0"}), ["file-encrypted"]),
        (zipped({"mimetype": "x"}), ["file-damaged"]),
        (zipped({"content.xml": "<a><b>"}), ["file-damaged"]),
        (
            zipped({"content.xml": "<a/>", "Basic/script-lc.xml": "", "Pictures/1.png": ""}),
            ["macros-ignored", "pictures-unread"],
        ),
        (
            ods_of(table(row(cell("x", "table:number-columns-repeated='2000000'")))),
            ["too-many-cells"],
        ),
    ],
)
def test_what_is_not_read_is_named(data: bytes, codes: list[str]) -> None:
    assert [problem.code for problem in read_ods(data, "f").problems] == codes


def test_text_boxes_are_lines_before_the_table_and_named_over_a_number() -> None:
    space = "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"
    box = f"<draw:frame {space}><draw:text-box><text:p>{{}}</text:p></draw:text-box></draw:frame>"
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p>{box.format('8场') if text == '9场' else ''}</table:table-cell>"
        for text in ("培训", "9场", "20")
    )
    shapes = f"<table:shapes>{box.format('自评表')}</table:shapes>"
    sheet = f"<table:table table:name='a'>{shapes}<table:table-row>{cells}</table:table-row></table:table>"
    document = read_ods(ods_of(sheet), "f.ods")
    assert [text for _, text in document.prose] == ["自评表", "8场"]
    assert [(problem.code, problem.values["under"]) for problem in document.problems] == [
        ("box-over-text", "9场")
    ]
