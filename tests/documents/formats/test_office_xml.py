"""Word and Excel documents that are one XML file, as export programs of offices write them."""

import pytest
from office_files import cell, paragraph, table, word_part
from table_writers import Box, boxes_of

from perfeval.documents.formats.office_xml import read_office_xml
from perfeval.documents.formats.sniff import sniff
from perfeval.documents.grid import Document

WORDML = "http://schemas.microsoft.com/office/word/2003/wordml"
DOWN, ON = "<w:vmerge w:val='restart'/>", "<w:vmerge/>"


def word_2003(body: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="{WORDML}" xmlns:wx="x"><w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>'
    ).encode()


def workbook(rows: str, more: str = "", styles: str = "") -> Document:
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    page = (
        f'<?xml version="1.0"?><Workbook xmlns="{namespace}" xmlns:ss="{namespace}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table>{more}</Worksheet></Workbook>'
    ).encode()
    assert sniff(page) == ".xml"
    return read_office_xml(page, "f.xls")


def test_word_2003() -> None:
    body = paragraph("标题") + table(
        cell("甲", properties=DOWN) + cell("乙"), cell("", properties=ON) + cell("丙")
    )
    data = word_2003(body)
    assert sniff(data) == ".xml"
    (grid,) = read_office_xml(data, "f.doc").grids
    assert boxes_of(grid) == [Box(1, 1, "甲", rows=2), Box(1, 2, "乙"), Box(2, 2, "丙")]
    assert grid.heading == ("标题",)


def test_a_flat_docx() -> None:
    document = word_part("document", f"<w:body>{table(cell('甲'))}</w:body>")
    part = f"<pkg:part><pkg:xmlData>{document}</pkg:xmlData></pkg:part>"
    flat = f"<?xml version='1.0'?><pkg:package xmlns:pkg='p'>{part}</pkg:package>"
    assert sniff(flat.encode()) == ".xml"
    (grid,) = read_office_xml(flat.encode(), "f.doc").grids
    assert boxes_of(grid) == [Box(1, 1, "甲")]


@pytest.mark.parametrize(
    ("cells", "text", "stored", "formula"),
    [
        ('<Cell><Data ss:Type="String">甲<B>乙</B></Data></Cell>', "甲乙", None, None),
        ('<Cell ss:StyleID="p"><Data ss:Type="Number">0.9</Data></Cell>', "90.00%", "0.9", None),
        ('<Cell ss:StyleID="c"><Data ss:Type="Number">9</Data></Cell>', "9家", "9", None),
        (
            '<Cell ss:StyleID="d"><Data ss:Type="DateTime">2023-12-31T12:00:00.000</Data></Cell>',
            "2023/12/31",
            "45291.5",
            None,
        ),
        ('<Cell><Data ss:Type="DateTime">later</Data></Cell>', "later", None, None),
        ('<Cell><Data ss:Type="Boolean">1</Data></Cell>', "TRUE", None, None),
        ('<Cell ss:Formula="=R[1]C"><Data ss:Type="Number">5</Data></Cell>', "5", None, "=R[1]C"),
    ],
)
def test_cells_of_a_workbook(cells: str, text: str, stored: str | None, formula: str | None) -> None:
    styles = "".join(
        f'<Style ss:ID="{name}"><NumberFormat ss:Format="{code}"/></Style>'
        for name, code in (("p", "Percent"), ("c", "0&quot;家&quot;"), ("d", "Short Date"))
    )
    document = workbook(f"<Row>{cells}</Row>", styles=styles)
    assert document.problems == ()
    assert [(cell.text, cell.stored, cell.formula) for cell in document.grids[0].cells] == [
        (text, stored, formula)
    ]


def data(text: str, attributes: str = "") -> str:
    return f'<Cell {attributes}><Data ss:Type="String">{text}</Data></Cell>'


def test_merged_cells_with_and_without_index() -> None:
    first = data("甲", "ss:MergeDown='1' ss:MergeAcross='1'") + data("乙")
    second = data("丙") + data("丁", "ss:Index='6'")
    rows = f"<Row>{first}</Row><Row>{second}</Row><Row ss:Index='5'>{data('戊')}</Row>"
    assert boxes_of(workbook(rows).grids[0]) == [
        Box(1, 1, "甲", 2, 2),
        Box(1, 3, "乙"),
        Box(2, 3, "丙"),
        Box(2, 6, "丁"),
        Box(5, 1, "戊"),
    ]


def test_hidden_parts_and_a_formula_without_a_result_are_named() -> None:
    document = workbook(
        f'<Column ss:Index="2" ss:Hidden="1"/><Row ss:Hidden="1">{data("甲")}{data("乙")}'
        '<Cell ss:Formula="=RC[1]"/></Row>',
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>",
    )
    assert [problem.code for problem in document.problems] == ["formula-without-value", *["hidden-rows"] * 3]
    assert [problem.values.get("names") for problem in document.problems[1:]] == ["1", "B", "表"]


def test_entities_are_refused() -> None:
    bomb = word_2003(paragraph("x")).replace(b"<w:word", b'<!DOCTYPE a [<!ENTITY b "c">]><w:word', 1)
    assert [problem.code for problem in read_office_xml(bomb, "f").problems] == ["xml-entities"]
