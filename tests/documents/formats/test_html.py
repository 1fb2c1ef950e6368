"""Web pages: tables as browsers form them, whatever the encoding and however the tags are kept."""

import pytest
from table_writers import Box, boxes_of

from perfeval.core.problems import Place
from perfeval.documents.formats.encoding import decode_page
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.mht import read_mht
from perfeval.documents.grid import Document


def read(page: str) -> Document:
    return read_html(page.encode(), "f.html")


def boxes(page: str) -> list[Box]:
    (grid,) = read(page).grids
    return boxes_of(grid)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<tr><td rowspan=2>一<td>二<tr><td>三", [Box(1, 1, "一", 2), Box(1, 2, "二"), Box(2, 2, "三")]),
        # a span of 0 rows reaches to the end of its group, never further
        (
            "<tbody><tr><td rowspan=0>一<td>二<tr><td>三<tbody><tr><td>四",
            [Box(1, 1, "一", 2), Box(1, 2, "二"), Box(2, 2, "三"), Box(3, 1, "四")],
        ),
        ("<tr><td rowspan=9>一<td>二", [Box(1, 1, "一"), Box(1, 2, "二")]),
        (
            "<tr><td colspan=0>一<td colspan=x>二<td colspan=-2>三",
            [Box(1, 1, "一"), Box(1, 2, "二"), Box(1, 3, "三")],
        ),
        ("<tr><td colspan='2 '>一<td colspan=2.9>二", [Box(1, 1, "一", 1, 2), Box(1, 3, "二", 1, 2)]),
        # the footer stands last wherever it is written
        ("<tfoot><tr><td>尾</tfoot><tbody><tr><td>身", [Box(1, 1, "身"), Box(2, 1, "尾")]),
        ("<td>一<td>二<tr><td>三", [Box(1, 1, "一"), Box(1, 2, "二"), Box(2, 1, "三")]),
        ("<form><tr><th>一</th></form></tr><tr><form><td>二</form>", [Box(1, 1, "一"), Box(2, 1, "二")]),
        ("<tr></tr><tr><td>一", [Box(2, 1, "一")]),
    ],
)
def test_rows_and_spans(table: str, expected: list[Box]) -> None:
    assert boxes(f"<table>{table}</table>") == expected


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("一<br>二", "一\n二"),
        ("<p>一</p><p>二</p>", "一\n二"),
        ("  一 \n <b>二</b>&nbsp;三 ", "一 二 三"),
        ("<div>一<div></div></div>二", "一\n二"),
        ("&gt;=90%", ">=90%"),
        ("一<script>alert(1)</script><style>td{}</style><!-- 二 -->", "一"),
        ("<input value='9.95'><input type=hidden value=x>", "9.95"),
        ("<textarea>一\n二</textarea>", "一\n二"),
        ("<select><option>优<option selected>良</select>", "良"),
        ("<select><option>优<option>良</select>", "优"),
        ("<o:p>一</o:p>", "一"),
    ],
)
def test_text_is_what_a_browser_shows(content: str, text: str) -> None:
    assert boxes(f"<table><tr><td>{content}</table>") == [Box(1, 1, text)]


def test_a_table_in_a_cell_follows_with_the_address_of_the_cell() -> None:
    document = read(
        "<p>前<table><caption>表名</caption><tr><td>外<table><tr><td>内</table>后</table><table><tr><td>末</table>"
    )
    assert [[box.text for box in boxes_of(grid)] for grid in document.grids] == [["外\n后"], ["内"], ["末"]]
    assert [grid.heading for grid in document.grids] == [("前", "表名"), ("外",), ()]
    assert [grid.place for grid in document.grids] == [
        Place(table=1),
        Place(table=1, row=1, column=1),
        Place(table=3),
    ]


def test_what_stands_between_the_cells_is_not_lost() -> None:
    document = read("<table>一<tr>二<p>三</p><td>四</td>五<table><tr><td>六</table></table>")
    assert [line for _, line in document.prose] == ["一", "二", "三", "五"]
    assert [[box.text for box in boxes_of(grid)] for grid in document.grids] == [["四"], ["六"]]


def test_numbers_and_formulas_of_pages_saved_by_excel() -> None:
    (grid,) = read("<table><td x:num='0.9' x:fmla='=A1'>90%<td x:num='5'>5<td x:num>7</table>").grids
    assert [(cell.text, cell.stored, cell.formula) for cell in grid.cells] == [
        ("90%", "0.9", "=A1"),
        ("5", None, None),
        ("7", None, None),
    ]


@pytest.mark.parametrize(
    ("page", "code", "place"),
    [
        ("<table><tr style='display: none'><td>一<tr><td>二</table>", "hidden-text", Place(table=1)),
        (
            "<table><td><span style='mso-hide:all'>一</span></table>",
            "hidden-text",
            Place(table=1, row=1, column=1),
        ),
        ("<p hidden>一", "hidden-text", None),
        ("<img src='http://example.invalid/form.png'>", "pictures-unread", None),
        ("<table><td colspan=1000000000>一</table>", "span-clipped", Place(table=1, row=1, column=1)),
        (
            "<table><tr><td>一<td rowspan=2>二<tr><td colspan=2>三</table>",
            "cells-overlap",
            Place(table=1, row=2, column=1),
        ),
    ],
)
def test_what_is_not_as_written_is_named(page: str, code: str, place: Place | None) -> None:
    assert [(problem.code, problem.place) for problem in read(page).problems] == [(code, place)]


def test_a_span_of_a_million_rows_costs_nothing() -> None:
    (grid,) = read("<table><tr><td rowspan=1000000>一<td>二</table>").grids
    assert grid.height == 1


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("<meta charset=utf-8>绩效".encode(), "utf-8"),
        ("<meta charset='gb2312'>绩效".encode("gbk"), "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>绩效镕".encode("gbk"), "gb18030"),
        ("<meta charset=big5>績效".encode("big5"), "big5hkscs"),
        ("绩效".encode("gbk"), "gb18030"),
        ("<meta charset=gb2312>绩效".encode(), "utf-8"),  # says GB2312, is UTF-8
        ("绩效".encode("utf-16"), "utf-16"),
        ("\ufeff绩效".encode(), "utf-8-sig"),
        (b"<meta charset=rot13>x", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    text, used, lost = decode_page(data)
    assert (used, lost) == (encoding, 0)
    assert "绩" in text or "績" in text or text.endswith("x")


def test_characters_that_cannot_be_read_are_counted() -> None:
    document = read_html("<table><td>绩效".encode("gbk") + b"\xff\xff</table>", "f")
    assert [problem.code for problem in document.problems] == ["characters-lost"]
    assert "\ufffd" in document.grids[0].cells[0].text


def test_deeply_nested_tags_are_cut_and_named() -> None:
    document = read("<table><td>一</table>" + "<div>" * 3000 + "<table><td>二</table>")
    assert [grid.cells[0].text for grid in document.grids] == ["一"]
    assert [problem.code for problem in document.problems] == ["file-damaged"]


@pytest.mark.parametrize("page", ["<table><tr><td>一", "<html><body><table><td>一</table><p>"])
def test_a_page_without_an_end_is_named(page: str) -> None:
    document = read(page)
    assert [grid.cells[0].text for grid in document.grids] == ["一"]
    assert [problem.code for problem in document.problems] == ["page-cut-off"]


def test_a_page_of_nothing_has_no_tables() -> None:
    assert read("<!-- -->") == Document()


MAIL = """MIME-Version: 1.0
Content-Type: multipart/related; boundary="x"

--x
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: base64

PHRhYmxlPjx0ZD68qNCn
--x
Content-Type: image/png

--x
Content-Type: text/html

<table><td>two</table>
--x--
"""


def test_a_web_archive_holds_pages() -> None:
    document = read_mht(MAIL.encode(), "f.mht")
    assert [(str(grid.place), grid.cells[0].text) for grid in document.grids] == [
        ("table 1", "绩效"),
        ("table 2", "two"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"MIME-Version: 1.0\n\nx", "file-damaged"), (MAIL.encode() + b"boundary=" * 101, "nesting-too-deep")],
)
def test_a_web_archive_that_is_none(data: bytes, code: str) -> None:
    assert [problem.code for problem in read_mht(data, "f").problems] == [code]


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        ("<frameset><frame src='a.files/sheet001.htm'></frameset>", ["frames-unread"]),
        ("<iframe srcdoc='9'></iframe>", ["frames-unread"]),
        ("<iframe src='b.htm'></iframe><table><tr><td>9</td></tr></table>", []),
    ],
)
def test_a_page_whose_content_is_elsewhere(page: str, codes: list[str]) -> None:
    assert [problem.code for problem in read_html(page.encode(), "f.html").problems] == codes
