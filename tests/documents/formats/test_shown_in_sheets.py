"""The same of spreadsheets: struck, raised, white and tiny text, rows without height, cells that come twice."""

from __future__ import annotations

import struct

import pytest
from office_files import xlsx_of
from table_writers import ods_of, record, xls_of

from perfeval.documents.formats.ods import read_ods
from perfeval.documents.formats.office_xml import read_office_xml
from perfeval.documents.formats.xls import read_xls
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.grid import Document


def told(document: Document) -> tuple[str, list[str]]:
    text = document.grids[0].cells[0].text if document.grids else ""
    return text, [problem.code for problem in document.problems]


RICH = "<c r='A1' t='inlineStr'><is><r><t>9</t></r><r><rPr>{}</rPr><t>2</t></r><r><t>场</t></r></is></c>"


@pytest.mark.parametrize(
    ("font", "text", "codes"),
    [
        ("<strike/>", "9场", ["struck-text"]),
        ("<vertAlign val='superscript'/>", "9²场", ["raised-digits"]),
        ("<vertAlign val='subscript'/>", "9₂场", ["raised-digits"]),
        ("<sz val='1'/>", "9场", ["hidden-text"]),
        ("<strike val='0'/>", "92场", []),
    ],
)
def test_rich_text_of_a_workbook(font: str, text: str, codes: list[str]) -> None:
    inline = read_xlsx(xlsx_of(f"<row r='1'>{RICH.format(font)}</row>"), "f.xlsx")
    assert told(inline) == (text, codes)
    pieces = f"<r><t>9</t></r><r><rPr>{font}</rPr><t>2</t></r><r><t>场</t></r>"
    shared = read_xlsx(xlsx_of("<row r='1'><c r='A1' t='s'><v>0</v></c></row>", texts=(pieces,)), "f.xlsx")
    assert told(shared) == (text, codes)


BLUE = "<fill><patternFill patternType='solid'><fgColor rgb='FF4472C4'/></patternFill></fill>"


@pytest.mark.parametrize(
    ("run", "font", "fill", "text", "codes"),
    [
        ("<color rgb='FFFFFFFF'/>", "", "<fill/>", "9场", ["hidden-text"]),
        ("<color theme='0'/>", "", "<fill/>", "9场", ["hidden-text"]),
        ("<color rgb='FFFFFFFF'/>", "", BLUE, "92场", []),
        ("<color rgb='FF4472C4'/>", "", BLUE, "9场", ["hidden-text"]),
        ("<color rgb='FF000000'/>", "<color rgb='FFFFFFFF'/>", "<fill/>", "2", ["hidden-text"]),
        ("<color rgb='FF000000'/>", "<strike/>", "<fill/>", "2", ["struck-text"]),
    ],
)
def test_rich_text_on_the_colour_of_its_cell(
    run: str, font: str, fill: str, text: str, codes: list[str]
) -> None:
    styles = (
        f"<styleSheet xmlns='{SPACE}'><fonts><font>{font}</font></fonts><fills>{fill}</fills>"
        "<cellXfs><xf/></cellXfs></styleSheet>"
    )
    pieces = RICH.format(run)
    inline = read_xlsx(xlsx_of(f"<row r='1'>{pieces}</row>", parts={"xl/styles.xml": styles}), "f.xlsx")
    assert told(inline) == (text, codes)
    shared = pieces.partition("<is>")[2].partition("</is>")[0]
    row = "<row r='1'><c r='A1' t='s'><v>0</v></c></row>"
    document = read_xlsx(xlsx_of(row, texts=(shared,), parts={"xl/styles.xml": styles}), "f.xlsx")
    assert told(document) == (text, codes)


@pytest.mark.parametrize(
    ("format_", "text", "codes"),
    [
        (";;;", "", ["hidden-text"]),
        ("0;0;0;[White]@", "", ["hidden-text"]),
        ("0;0;0;&quot;10场&quot;", "9", ["number-format-unknown"]),
        ("@&quot;0场&quot;", "9", ["number-format-unknown"]),
        ("@&quot;场&quot;", "9场", []),
        ("0.00", "9", []),
    ],
)
def test_number_formats_of_texts(format_: str, text: str, codes: list[str]) -> None:
    row = "<row r='1'><c r='A1' s='1' t='inlineStr'><is><t>9</t></is></c></row>"
    assert told(read_xlsx(xlsx_of(row, styles=format_), "f.xlsx")) == (text, codes)


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styled(font: str, fill: str = "<fill/>") -> bytes:
    """A workbook whose cell A1 (9 under 0.0) has this font; B1 follows."""
    styles = (
        f"<styleSheet xmlns='{SPACE}'><fonts><font/><font>{font}</font></fonts><fills>{fill}</fills>"
        "<cellXfs><xf/><xf fontId='1' fillId='0'/></cellXfs></styleSheet>"
    )
    row = "<row r='1'><c r='A1' s='1'><v>9</v></c><c r='B1'><v>7</v></c></row>"
    return xlsx_of(row, parts={"xl/styles.xml": styles})


@pytest.mark.parametrize(
    ("font", "code"),
    [
        ("<strike/>", "struck-text"),
        ("<color rgb='FFFFFFFF'/>", "hidden-text"),
        ("<color theme='0'/>", "hidden-text"),
        ("<color indexed='9'/>", "hidden-text"),
        ("<color rgb='FFFDFEFE'/>", "hidden-text"),
        ("<color theme='1' tint='1'/>", "hidden-text"),
        ("<sz val='1'/>", "hidden-text"),
    ],
)
def test_whole_cells_of_a_workbook(font: str, code: str) -> None:
    document = read_xlsx(styled(font), "f.xlsx")
    assert told(document) == ("7", [code])
    assert document.problems[0].values["text"] == "9"


def test_white_numbers_on_a_filled_cell_are_read() -> None:
    fill = "<fill><patternFill patternType='solid'><fgColor rgb='FF4472C4'/></patternFill></fill>"
    assert told(read_xlsx(styled("<color rgb='FFFFFFFF'/>", fill), "f.xlsx")) == ("9", [])


def test_numbers_in_the_colour_of_their_cell_are_hidden() -> None:
    fill = "<fill><patternFill patternType='solid'><fgColor rgb='FF4472C4'/></patternFill></fill>"
    assert told(read_xlsx(styled("<color rgb='FF4472C4'/>", fill), "f.xlsx")) == ("7", ["hidden-text"])


@pytest.mark.parametrize(
    ("format_", "text", "codes"),
    [
        (";;;", "", ["hidden-text"]),
        ("&quot; &quot;", "", ["hidden-text"]),
        ("[White]0", "", ["hidden-text"]),
        ("&quot;10场&quot;", "9", ["number-format-unknown"]),
        ("0&quot;0场&quot;", "9", ["number-format-unknown"]),
        ("&quot;8&quot;0", "9", ["number-format-unknown"]),
        ("8General", "9", ["number-format-unknown"]),
        ("0&quot;场&quot;", "9场", []),
        ("[Red]0", "9", []),
        ("yyyy&quot;年1月&quot;", "1900年1月", []),
    ],
)
def test_a_format_that_hides_a_number_or_writes_into_it(format_: str, text: str, codes: list[str]) -> None:
    data = xlsx_of("<row r='1'><c r='A1' s='1'><v>9</v></c></row>", styles=format_)
    assert told(read_xlsx(data, "f.xlsx")) == (text, codes)


@pytest.mark.parametrize("row", ["hidden='1'", "ht='0' customHeight='1'", "ht='0.1'"])
def test_rows_that_a_workbook_does_not_show(row: str) -> None:
    document = read_xlsx(xlsx_of(f"<row r='1' {row}><c r='A1'><v>9</v></c></row>"), "f.xlsx")
    assert told(document) == ("9", ["hidden-rows"])


def test_a_column_without_width_is_named() -> None:
    cols = "<cols><col min='1' max='1' width='0'/></cols>"
    document = read_xlsx(xlsx_of("<row r='1'><c r='A1'><v>9</v></c></row>", before=cols), "f.xlsx")
    assert told(document) == ("9", ["hidden-rows"])


def test_a_cell_or_row_that_comes_twice_is_named_and_the_first_read() -> None:
    twice = "<row r='1'><c r='A1'><v>9</v></c><c r='A1'><v>8</v></c></row>"
    assert told(read_xlsx(xlsx_of(twice), "f.xlsx")) == ("9", ["cell-repeated"])
    rows = "<row r='1'><c r='A1'><v>9</v></c></row><row r='1'><c r='B1'><v>8</v></c></row>"
    document = read_xlsx(xlsx_of(rows), "f.xlsx")
    assert told(document) == ("9", ["row-repeated"])
    assert document.problems[0].values["text"] == "8"


ODS_STYLE = "<style:style style:name='s' style:family='text'><style:text-properties {}/></style:style>"


@pytest.mark.parametrize(
    ("properties", "text", "codes"),
    [
        ("style:text-line-through-style='solid'", "9场", ["struck-text"]),
        ("text:display='none'", "9场", ["hidden-text"]),
        ("style:text-position='super 58%'", "9²场", ["raised-digits"]),
        ("style:text-position='-33% 58%'", "9₂场", ["raised-digits"]),
        ("style:font-size='1pt'", "9场", ["hidden-text"]),
        ("style:text-line-through-style='none'", "92场", []),
    ],
)
def test_open_document_spans(properties: str, text: str, codes: list[str]) -> None:
    content = "<text:p>9<text:span text:style-name='s'>2</text:span>场</text:p>"
    row = f"<table:table-row><table:table-cell>{content}</table:table-cell></table:table-row>"
    rows = f"<table:table table:name='a'>{row}</table:table>"
    assert told(read_ods(ods_of(rows, ODS_STYLE.format(properties)), "f.ods")) == (text, codes)


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        ("<text:hidden-text text:is-hidden='true'>8</text:hidden-text>9场", ["hidden-text"]),
        ("9<text:note><text:note-body><text:p>7</text:p></text:note-body></text:note>场", []),
    ],
)
def test_fields_of_an_open_document(content: str, codes: list[str]) -> None:
    row = (
        f"<table:table-row><table:table-cell><text:p>{content}</text:p></table:table-cell></table:table-row>"
    )
    rows = f"<table:table table:name='a'>{row}</table:table>"
    assert told(read_ods(ods_of(rows), "f.ods")) == ("9场", codes)


def in_style(name: str, family: str, text: str = "", fill: str = "", above: str = "") -> str:
    cell = f"<style:table-cell-properties style:background-color='{fill}'/>" if fill else ""
    return (
        f"<style:style style:name='{name}' style:family='{family}' style:parent-style-name='{above}'>"
        f"{cell}<style:text-properties {text}/></style:style>"
    )


STRIKE, WHITE = "style:text-line-through-style='solid'", "style:color='#ffffff'"


@pytest.mark.parametrize(
    ("styles", "attributes", "row", "text", "codes"),
    [
        (in_style("T", "text", WHITE), "", "", "9场", ["hidden-text"]),
        (in_style("T", "text", WHITE) + in_style("C", "table-cell", "", "#4472c4"), "C", "", "89场", []),
        (
            in_style("T", "text", "style:color='#4472c4'") + in_style("C", "table-cell", WHITE, "#4472c4"),
            "C",
            "",
            "9场",
            ["hidden-text"],
        ),
        (
            in_style("T", "text", "", above="P") + in_style("P", "text", STRIKE),
            "",
            "",
            "9场",
            ["struck-text"],
        ),
        (
            in_style("C", "table-cell", STRIKE) + in_style("T", "text", STRIKE.replace("solid", "none")),
            "C",
            "",
            "8",
            ["struck-text"],
        ),
        (in_style("C", "table-cell", STRIKE), "", "C", "", ["struck-text"]),
    ],
)
def test_styles_of_an_open_document(
    styles: str, attributes: str, row: str, text: str, codes: list[str]
) -> None:
    own = f"table:style-name='{attributes}'" if attributes else ""
    words = "<text:p><text:span text:style-name='T'>8</text:span>9场</text:p>"
    cell = f"<table:table-cell {own}>{words}</table:table-cell>"
    column = f"<table:table-column table:default-cell-style-name='{row}'/>" if row else ""
    rows = f"<table:table table:name='a'>{column}<table:table-row>{cell}</table:table-row></table:table>"
    assert told(read_ods(ods_of(rows, styles), "f.ods")) == (text, codes)


def test_what_an_open_document_shows_nothing_of_and_comments_are_named() -> None:
    cells = (
        "<table:table-cell office:value-type='float' office:value='8'><text:p/></table:table-cell>"
        "<table:table-cell><office:annotation><text:p>改</text:p></office:annotation><text:p>9</text:p></table:table-cell>"
    )
    rows = f"<table:table table:name='a'><table:table-row>{cells}</table:table-row></table:table>"
    assert told(read_ods(ods_of(rows), "f.ods")) == ("9", ["comments-unread", "hidden-text"])


@pytest.mark.parametrize(
    ("style", "data", "text", "codes"),
    [
        ("", "9<h:S>2</h:S>场", "9场", ["struck-text"]),
        ("", "9<h:Sup>2</h:Sup>场", "9²场", ["raised-digits"]),
        ("<Font ss:StrikeThrough='1'/>", "9", "7", ["struck-text"]),
        ("<Font ss:Color='#FFFFFF'/>", "9", "7", ["hidden-text"]),
        ("<Font ss:Color='#FFFFFF'/><Interior ss:Color='#333333' ss:Pattern='Solid'/>", "9", "9", []),
        (
            "<Font ss:Color='#333333'/><Interior ss:Color='#333333' ss:Pattern='Solid'/>",
            "9",
            "7",
            ["hidden-text"],
        ),
        ("<Font ss:Size='1'/>", "9", "7", ["hidden-text"]),
        ("", "<h:B><h:Font h:Color='#FFFFFF'>8</h:Font></h:B>9场", "9场", ["hidden-text"]),
        ("", "<h:Font h:Size='1'>8</h:Font>9场", "9场", ["hidden-text"]),
        (
            "<Interior ss:Color='#333333' ss:Pattern='Solid'/>",
            "<h:Font h:Color='#FFFFFF'>8</h:Font>9",
            "89",
            [],
        ),
    ],
)
def test_excel_2003_xml(style: str, data: str, text: str, codes: list[str]) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    page = (
        f"<?xml version='1.0'?><Workbook xmlns='{space}' xmlns:ss='{space}' xmlns:h='http://www.w3.org/TR/REC-html40'>"
        f"<Styles><Style ss:ID='s'>{style}</Style></Styles><Worksheet ss:Name='a'><Table><Row>"
        f"<Cell ss:StyleID='s'><Data ss:Type='String'>{data}</Data></Cell>"
        "<Cell><Data ss:Type='String'>7</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    assert told(read_office_xml(page.encode(), "f.xml")) == (text, codes)


def font(flags: int = 0, color: int = 0x7FFF, height: int = 220, escapement: int = 0) -> bytes:
    return record(0x0031, struct.pack("<5H", height, flags, color, 400, escapement) + b"\0" * 4 + b"\x01\0A")


STYLES = record(0x00E0, struct.pack("<2H", 0, 0) + bytes(16)) + record(
    0x00E0, struct.pack("<2H", 1, 0) + bytes(16)
)


@pytest.mark.parametrize(
    ("marked", "code"),
    [(font(flags=8), "struck-text"), (font(color=9), "hidden-text"), (font(height=20), "hidden-text")],
)
def test_old_workbooks(marked: bytes, code: str) -> None:
    number = struct.pack("<3Hd", 0, 0, 1, 9.0)
    other = struct.pack("<3Hd", 0, 1, 0, 7.0)
    data = xls_of(record(0x0203, number) + record(0x0203, other), font() + marked + STYLES)
    assert told(read_xls(data, "f.xls")) == ("7", [code])


RESULT = struct.pack("<HIH", 0, 0, 3) + b"\x1e\x09\x00"


@pytest.mark.parametrize(
    "cell",
    [
        record(0x00BD, struct.pack("<2HHiHiH", 0, 0, 1, 9 << 2 | 2, 1, 8 << 2 | 2, 1)),
        record(0x0006, struct.pack("<3Hd", 0, 0, 1, 9.0) + RESULT),
        record(0x0006, struct.pack("<3H", 0, 0, 1) + b"\0\0\0\0\0\0\xff\xff" + RESULT)
        + record(0x0207, struct.pack("<HB", 1, 0) + b"9"),
    ],
)
def test_every_kind_of_cell_of_old_workbooks(cell: bytes) -> None:
    other = record(0x0203, struct.pack("<3Hd", 0, 2, 0, 7.0))
    text, codes = told(read_xls(xls_of(cell + other, font() + font(flags=8) + STYLES), "f.xls"))
    assert (text, {*codes}) == ("7", {"struck-text"})


def test_white_pieces_of_old_workbooks_are_hidden_where_nothing_fills_the_cell() -> None:
    rich = struct.pack("<HBH", 3, 0x09, 2) + "92场".encode("utf-16-le") + struct.pack("<4H", 1, 1, 2, 0)
    shared = record(0x00FC, struct.pack("<2I", 1, 1) + rich)
    label = record(0x00FD, struct.pack("<3HI", 0, 0, 0, 0))
    filled = record(0x00E0, struct.pack("<2H", 0, 0) + bytes(13) + bytes([1 << 2]) + struct.pack("<H", 30))
    white = font() + font(color=9)
    assert told(read_xls(xls_of(label, white + STYLES + shared), "f.xls")) == ("9场", ["hidden-text"])
    assert told(read_xls(xls_of(label, white + filled + shared), "f.xls")) == ("92场", [])


@pytest.mark.parametrize(
    ("marked", "text", "codes"),
    [(font(flags=8), "9场", ["struck-text"]), (font(escapement=1), "9²场", ["raised-digits"])],
)
def test_rich_text_of_old_workbooks(marked: bytes, text: str, codes: list[str]) -> None:
    rich = struct.pack("<HBH", 3, 0x09, 2) + "92场".encode("utf-16-le") + struct.pack("<4H", 1, 1, 2, 0)
    shared = record(0x00FC, struct.pack("<2I", 1, 1) + rich)
    data = xls_of(record(0x00FD, struct.pack("<3HI", 0, 0, 0, 0)), font() + marked + STYLES + shared)
    assert told(read_xls(data, "f.xls")) == (text, codes)
