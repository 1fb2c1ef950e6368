"""Excel workbooks: shown text, stored value, formula; what is hidden, missing or old is said."""

import io
from datetime import date

import openpyxl
import pytest
from office_files import relations, xlsx_of
from table_writers import Box, boxes_of

from perfeval.core.problems import Place
from perfeval.documents.formats.sheet import column_letters, column_number
from perfeval.documents.formats.sheet_xml import moved
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Cell, Document


def read(rows: str, **options: object) -> Document:
    return read_xlsx(xlsx_of(rows, **options), "f.xlsx")  # type: ignore[arg-type]


def cells(document: Document) -> list[Cell]:
    return [cell for grid in document.grids for cell in grid.cells]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_what_openpyxl_writes_is_read_as_excel_shows_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, (value, code) in enumerate(
        [
            (0.9, "0%"),
            (2180, "#,##0.00"),
            (9.95, "General"),
            (date(2023, 12, 31), 'yyyy"年"m"月"d"日"'),
            (">=90%", "General"),
            ("一\n二", "@"),
            (True, "General"),
            (12345, r'0\.0,"万元"'),
        ],
        1,
    ):
        cell = sheet.cell(row, 1, value)
        cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    document = read_xlsx(out.getvalue(), "f")
    assert document.problems == ()
    assert [(cell.text, cell.stored) for cell in cells(document)] == [
        ("90%", "0.9"),
        ("2,180.00", "2180"),
        ("9.95", None),
        ("2023年12月31日", "45291"),
        (">=90%", None),
        ("一\n二", None),
        ("TRUE", None),
        ("1.2万元", "12345"),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<c t='s'><v>0</v></c>", "共用"),
        ("<c t='s'><v>1</v></c>", "粗细"),
        ("<c t='inlineStr'><is><t>内嵌</t></is></c>", "内嵌"),
        ("<c t='str'><f>A2</f><v>算出</v></c>", "算出"),
        ("<c t='str'><f>A2</f><v></v></c>", ""),
        ("<c t='b'><v>0</v></c>", "FALSE"),
        ("<c t='e'><v>#DIV/0!</v></c>", "#DIV/0!"),
        ("<c><v>0.30000000000000004</v></c>", "0.3"),
        ("<c t='n'><v>abc</v></c>", "abc"),
        ("<c t='d'><v>2023-12-31</v></c>", "2023-12-31"),
        ("<c t='s'><v>2</v></c>", "一\n二"),
    ],
)
def test_every_kind_of_cell(cell: str, text: str) -> None:
    texts = (
        "<t>共用</t>",
        "<r><t>粗</t></r><r><rPr/><t>细</t></r><rPh><t>cūxì</t></rPh>",
        "<t>一_x000D_\n二</t>",
    )
    assert [found.text for found in cells(read(f"<row>{cell}</row>", texts=texts))] == [text]


def test_cells_without_names_stand_one_after_the_other() -> None:
    document = read("<row><c/><c><v>2</v></c></row><row r='5'><c r='C5'><v>3</v></c><c><v>4</v></c></row>")
    assert [(cell.row, cell.column) for cell in cells(document)] == [(1, 2), (5, 3), (5, 4)]
    assert cells(document)[-1].place == Place(sheet="Sheet", cell="D5")


def test_words_that_repeat_what_covers_them_are_not_named() -> None:
    def hidden(over: str, under: str) -> list[str]:
        cells = ((1, over), (2, under))
        rows = "".join(f"<row r='{n}'><c r='A{n}' t='str'><v>{text}</v></c></row>" for n, text in cells)
        merged = "<mergeCells><mergeCell ref='A1:A2'/></mergeCells>"
        return [problem.code for problem in read(rows, after=merged).problems]

    assert hidden("数量指标", "数量指标") == []
    assert hidden("数量指标", "质量指标") == ["covered-text"]
    assert hidden("10", "10") == ["covered-text"]


def test_a_merged_range_stands_once_and_hides_what_it_covers() -> None:
    document = read(
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row><row r='3'><c r='D3'><v>4</v></c></row>",
        after="<mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='D3:C2'/></mergeCells>",
    )
    assert boxes_of(document.grids[0]) == [Box(1, 1, "1", 2, 2), Box(2, 3, "", 2, 2)]
    assert [(problem.code, str(problem.place)) for problem in document.problems] == [
        ("covered-text", 'sheet "Sheet", cell B1'),
        ("covered-text", 'sheet "Sheet", cell D3'),
    ]


def test_of_two_ranges_that_overlap_the_earlier_counts() -> None:
    merged = "<mergeCells><mergeCell ref='A1:B2'/><mergeCell ref='B2:C3'/></mergeCells>"
    document = read("<row r='2'><c r='C2'><v>3</v></c></row>", after=merged)
    assert boxes_of(document.grids[0]) == [Box(1, 1, "", 2, 2), Box(2, 3, "3")]
    assert codes(document) == ["cells-overlap"]


def test_a_range_of_whole_columns_is_clipped() -> None:
    document = read(
        "<row><c><v>1</v></c></row>", after="<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    )
    (cell,) = cells(document)
    assert (cell.row_span, cell.column_span) == (65_534, 1_000)
    assert codes(document) == ["span-clipped"]


# --- formulas -------------------------------------------------------------------------------------------------


def test_the_stored_result_of_a_formula_is_read() -> None:
    (cell,) = cells(read("<row><c s='1'><f>SUM(B1:B9)</f><v>0.5</v></c></row>", styles="0%"))
    assert (cell.text, cell.stored, cell.formula) == ("50%", "0.5", "=SUM(B1:B9)")


def test_a_formula_without_a_result_is_blank_and_named() -> None:
    document = read("<row><c><f>SUM(B1:B9)</f></c></row>")
    assert [(cell.text, cell.formula) for cell in cells(document)] == [("", "=SUM(B1:B9)")]
    (problem,) = document.problems
    assert (problem.code, problem.values) == (
        "formula-without-value",
        {"formula": "=SUM(B1:B9)", "count": "1"},
    )
    assert problem.place == Place(sheet="Sheet", cell="A1")


def test_a_shared_formula_is_moved_to_where_it_stands() -> None:
    document = read(
        "<row><c><f t='shared' si='0'>A2*$B$1</f><v>1</v></c></row>"
        "<row><c><f t='shared' si='0'/><v>2</v></c></row>"
    )
    assert [cell.formula for cell in cells(document)] == ["=A2*$B$1", "=A3*$B$1"]


@pytest.mark.parametrize(
    ("formula", "copied"),
    [
        ("SUM(A1:B2)", "SUM(B3:C4)"),
        ("A$1+$A1", "B$1+$A3"),
        ('IF(A1="A1","B2",C3)', 'IF(B3="A1","B2",D5)'),
        ("'A1'!A1", "'A1'!B3"),
        ("LOG10(A1)", "LOG10(B3)"),
        ("R2D2x+A1", "R2D2x+B3"),
    ],
)
def test_copied_formulas(formula: str, copied: str) -> None:
    assert moved(formula, rows=2, columns=1) == copied


@pytest.mark.parametrize(
    ("workbook", "is_old"),
    [
        ("<calcPr calcMode='manual'/>", True),
        ("<calcPr fullCalcOnLoad='1'/>", True),  # written by a program that does not calculate
        ("<calcPr calcCompleted='0'/>", True),
        ("<calcPr calcId='1'/>", False),
        ("", False),
    ],
)
def test_results_that_may_be_old_are_named(workbook: str, is_old: bool) -> None:
    document = read("<row><c><f>A2</f><v>1</v></c></row>", workbook=workbook)
    assert codes(document) == (["formula-maybe-stale"] if is_old else [])
    assert codes(read("<row><c><v>1</v></c></row>", workbook=workbook)) == []


@pytest.mark.parametrize(
    ("cell", "text", "stored"),
    [
        ("<c t='e'><f>6家</f><v>#NAME?</v></c>", "=6家", "#NAME?"),
        ("<c t='e'><f>300元/人次</f><v>#NAME?</v></c>", "=300元/人次", "#NAME?"),
        ("<c s='1'><f>100%</f><v>1</v></c>", "=100%", "1"),
        ("<c s='1'><f>50%+50%</f><v>1</v></c>", "100%", "1"),  # a calculation
        ("<c><f>12</f><v>12</v></c>", "12", None),
        ("<c t='e'><f>XLOOKUP(A1)</f><v>#NAME?</v></c>", "#NAME?", None),
    ],
)
def test_a_target_that_was_taken_for_a_formula(cell: str, text: str, stored: str | None) -> None:
    document = read(f"<row>{cell}</row>", styles="0%")
    assert [(found.text, found.stored) for found in cells(document)] == [(text, stored)]
    assert codes(document) == (["formula-as-text"] if text.startswith("=") else [])


# --- hidden, unread -------------------------------------------------------------------------------------------


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    document = read(
        "<row r='1' hidden='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='C2'><v>2</v></c></row>"
        "<row r='3' hidden='1'/>",
        before="<cols><col min='3' max='9' hidden='1'/></cols>",
        sheet='name="旧表" state="veryHidden"',
    )
    assert [cell.text for cell in cells(document)] == ["1", "2"]
    assert [problem.values["names"] for problem in document.problems] == ["1", "C", "旧表"]
    assert {problem.code for problem in document.problems} == {"hidden-rows"}
    assert document.grids[0].hidden_columns == {3}


def test_text_boxes_over_a_sheet_are_its_heading() -> None:
    shape = "<a:p><a:r><a:t>项目支出</a:t></a:r><a:r><a:t>绩效自评表</a:t></a:r></a:p><a:p/>"
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(d=("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": f"<xdr:wsDr xmlns:xdr='x' xmlns:a='a'>{shape}</xdr:wsDr>",
    }
    document = read("<row><c><v>1</v></c></row>", parts=parts)
    assert document.grids[0].heading == ("项目支出绩效自评表",)
    assert document.prose == ((Place(sheet="Sheet"), "项目支出绩效自评表"),)


@pytest.mark.parametrize(
    ("end", "hidden", "codes"),
    [
        ((3, 0), "", ["box-over-text"]),
        ((3, 9), "", ["box-over-text", "box-over-text"]),
        ((3, 0), " hidden='1'", ["hidden-text"]),
        ((900, 0), "", []),
    ],
)
def test_a_text_box_over_the_numbers_of_a_table(end: tuple[int, int], hidden: str, codes: list[str]) -> None:
    shape = (
        f"<twoCellAnchor><from><col>1</col><row>0</row></from><to><col>{end[0]}</col><colOff>{end[1]}</colOff>"
        f"<row>1</row></to><sp><cNvPr{hidden}/><a:p><a:r><a:t>8场</a:t></a:r></a:p></sp></twoCellAnchor>"
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(d=("drawing", "../drawings/drawing1.xml")),
        "xl/drawings/drawing1.xml": f"<wsDr xmlns:a='a'>{shape}</wsDr>",
    }
    document = read("<row><c><v>1</v></c><c/><c><v>2</v></c><c><v>3</v></c></row>", parts=parts)
    assert [problem.code for problem in document.problems] == codes


def test_comments_on_cells_are_counted_and_the_first_is_named() -> None:
    comments = (
        "<comment ref='A1'><text><t>应为</t><t>2</t></text></comment><comment ref='A2'><text/></comment>"
    )
    parts = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(c=("comments", "../comments1.xml")),
        "xl/comments1.xml": f"<comments><commentList>{comments}</commentList></comments>",
    }
    (problem,) = read("<row><c><v>1</v></c></row>", parts=parts).problems
    assert (problem.code, problem.place) == ("comments-unread", Place(sheet="Sheet"))
    assert problem.values == {"count": "1", "text": "应为2"}


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "macros-ignored"),
        ("xl/media/image1.png", "pictures-unread"),
        ("xl/embeddings/oleObject1.bin", "embedded-unread"),
        ("xl/externalLinks/externalLink1.xml", "external-values"),
    ],
)
def test_what_is_not_read_is_named(part: str, code: str) -> None:
    assert codes(read("<row/>", parts={part: b"x"})) == [code]


def test_a_format_that_is_not_known_leaves_the_stored_value() -> None:
    document = read("<row><c s='1'><v>0.5</v></c></row>", styles="# ?/?")
    assert [cell.text for cell in cells(document)] == ["0.5"]
    assert [problem.values for problem in document.problems] == [{"format": "# ?/?", "stored": "0.5"}]


@pytest.mark.parametrize(
    "rows",
    [
        "<row r='9999999'><c><v>1</v></c></row>",
        "<row><c r='ZZZ1'><v>1</v></c></row>",
        "<row><c r='?'><v>1</v></c></row>",
        "<row><c t='s'><v>7</v></c></row>",
    ],
)
def test_addresses_that_cannot_be_are_damage(rows: str) -> None:
    assert codes(read(rows)) == ["file-damaged"]


def test_a_sheet_that_is_missing_is_named() -> None:
    missing = {"xl/_rels/workbook.xml.rels": relations(s=("worksheet", "nowhere.xml"))}
    assert codes(read("<row/>", parts=missing)) == ["file-damaged"]


def test_a_chart_sheet_is_passed_over() -> None:
    chart = {"xl/_rels/workbook.xml.rels": relations(s=("chartsheet", "worksheets/sheet1.xml"))}
    assert read("<row><c><v>1</v></c></row>", parts=chart) == Document()


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
)
def test_names_of_columns(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number


def test_a_number_format_that_is_not_known_is_named_and_the_stored_number_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, 1, 0.5).number_format = "# ?/?"
    out = io.BytesIO()
    book.save(out)
    document = read_xlsx(out.getvalue(), "f")
    assert [(cell.text, cell.place) for cell in cells(document)] == [("0.5", Place(sheet="Sheet", cell="A1"))]
    assert codes(document) == ["number-format-unknown"]
