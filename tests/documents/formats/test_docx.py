"""Word documents: what is shown is read, what is not shown is named."""

import pytest
from office_files import cell, docx_of, paragraph, relations, table, word_part
from table_writers import Box, boxes_of

from perfeval.core.problems import Place
from perfeval.documents.formats.docx import read_docx
from perfeval.documents.grid import Document


def read(body: str, **parts: str | bytes) -> Document:
    return read_docx(docx_of(body, {name.replace("__", "/"): part for name, part in parts.items()}), "f.docx")


def text_of(content: str) -> str:
    """Text of a cell with this paragraph content."""
    document = read(table(cell(f"<w:p>{content}</w:p>")))
    assert document.problems == ()
    return document.grids[0].cells[0].text


RUN = "<w:r><w:t>{}</w:t></w:r>"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (RUN.format("9") + RUN.format("0%"), "90%"),
        ("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>", "一\n二\t三"),
        (f"<w:ins>{RUN.format('加')}</w:ins><w:del><w:r><w:delText>减</w:delText></w:r></w:del>", "加"),
        (f"<w:moveTo>{RUN.format('到')}</w:moveTo><w:moveFrom>{RUN.format('从')}</w:moveFrom>", "到"),
        (f"<w:bookmarkStart w:name='b'/>{RUN.format('书签')}<w:bookmarkEnd/>", "书签"),
        (f"<w:hyperlink r:id='x'>{RUN.format('链接')}</w:hyperlink>", "链接"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN.format('控件')}</w:sdtContent></w:sdt>", "控件"),
        # a field: its code is not shown, its result is
        ("<w:r><w:fldChar/><w:instrText>SUM(A1)</w:instrText><w:fldChar/></w:r>" + RUN.format("5"), "5"),
        ("<w:fldSimple w:instr='PAGE'>" + RUN.format("7") + "</w:fldSimple>", "7"),
        ("<w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>90%</w:t></w:r>", "≥90%"),
        ("<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0a3</w:t></w:r>", "≤"),
        ("<w:r><w:sym w:font='Wingdings 2' w:char='0052'/></w:r>", "☑"),
        ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>5</w:t></w:r>", "3-5"),
        # an equation: 1/2 must not become 12
        (
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
            "<m:sSup><m:e><m:r><m:t>m</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
            "1/2m^2",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase>"
            + RUN.format("拼")
            + "</w:rubyBase></w:ruby></w:r>",
            "拼",
        ),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显示</w:t></w:r>", "显示"),
    ],
)
def test_text_is_what_word_shows(content: str, text: str) -> None:
    assert text_of(content) == text


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once() -> None:
    assert text_of(RUN.format("外") + BOX.format(paragraph("框"))) == "外\n框"
    document = read(f"<w:p>{BOX.format(paragraph('标题') + table(cell('格')))}</w:p>")
    assert [line for _, line in document.prose] == ["标题"]
    assert [grid.heading for grid in document.grids] == [("标题",)]


def test_merged_cells_of_every_kind() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    document = read(
        table(
            cell("甲", properties=down) + cell("乙", properties="<w:gridSpan w:val='2'/>"),
            cell("", properties=on) + cell("丙") + cell("丁", properties=down),
            cell("", properties=on)
            + cell("戊", properties="<w:hMerge w:val='restart'/>")
            + cell("", properties="<w:hMerge/>"),
            "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("己") + cell("庚", properties=on),
        )
    )
    assert document.problems == ()
    assert boxes_of(document.grids[0]) == [
        Box(1, 1, "甲", rows=3),
        Box(1, 2, "乙", columns=2),
        Box(2, 2, "丙"),
        Box(2, 3, "丁"),
        Box(3, 2, "戊", columns=2),
        Box(4, 2, "己"),
        Box(4, 3, "庚"),  # goes on from nothing: the cell above is not merged downwards
    ]


def test_a_cell_of_other_width_does_not_go_on() -> None:
    document = read(
        table(
            cell("甲", properties="<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>"),
            cell("乙", properties="<w:vMerge/>") + cell("丙"),
        )
    )
    assert boxes_of(document.grids[0]) == [Box(1, 1, "甲", columns=2), Box(2, 1, "乙"), Box(2, 2, "丙")]


def test_a_deleted_row_is_not_shown() -> None:
    document = read(
        table(cell("一"), "<w:trPr><w:del/></w:trPr>" + cell("二"), "<w:trPr><w:ins/></w:trPr>" + cell("三"))
    )
    assert boxes_of(document.grids[0]) == [Box(1, 1, "一"), Box(2, 1, "三")]


def test_a_table_in_a_cell_follows_with_the_address_of_the_cell() -> None:
    inner = table(cell("内"))
    document = read(paragraph("前") + table(cell("外一") + cell("外二", inner, "外三")) + table(cell("后")))
    assert [[box.text for box in boxes_of(grid)] for grid in document.grids] == [
        ["外一", "外二\n外三"],
        ["内"],
        ["后"],
    ]
    assert [grid.heading for grid in document.grids] == [("前",), ("外二",), ()]
    assert [grid.place for grid in document.grids] == [
        Place(table=1),
        Place(table=1, row=1, column=2),
        Place(table=3),
    ]
    assert document.grids[1].cells[0].place == Place(table=2, row=1, column=1)


def test_headers_footers_and_notes_are_prose_after_the_body() -> None:
    document = read(
        paragraph("正文"),
        **{
            "word/_rels/document.xml.rels": relations(
                a=("header", "header1.xml"), b=("footnotes", "footnotes.xml"), c=("image", "a.png")
            ),
            "word/header1.xml": word_part("hdr", paragraph("页眉")),
            "word/footnotes.xml": word_part("footnotes", f"<w:footnote>{paragraph('脚注')}</w:footnote>"),
        },
    )
    assert [line for _, line in document.prose] == ["正文", "页眉", "脚注"]


def test_strict_documents_have_other_namespaces() -> None:
    data = docx_of(table(cell("甲")))
    strict = word_part("document", f"<w:body>{table(cell('甲'))}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_docx(docx_of("", {"word/document.xml": strict}), "f").grids == read_docx(data, "f").grids


@pytest.mark.parametrize(
    ("body", "parts", "code", "place"),
    [
        (
            table(cell("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>")),
            {},
            "hidden-text",
            Place(table=1, row=1, column=1),
        ),
        (
            table(cell("上", properties="<w:vMerge w:val='restart'/>"), cell("盖", properties="<w:vMerge/>")),
            {},
            "covered-text",
            Place(table=1, row=2, column=1),
        ),
        (
            table(cell("<w:p><w:r><w:sym w:font='Webdings' w:char='F061'/></w:r></w:p>")),
            {},
            "symbol-unknown",
            Place(table=1, row=1, column=1),
        ),
        (
            table(cell("甲", properties="<w:gridSpan w:val='1000000000'/>")),
            {},
            "span-clipped",
            Place(table=1, row=1, column=1),
        ),
        (paragraph("<w:r><w:drawing><a:blip r:embed='x'/></w:drawing></w:r>"), {}, "pictures-unread", None),
        (
            paragraph("<w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object></w:r>"),
            {},
            "embedded-unread",
            None,
        ),
        ("<w:altChunk r:id='x'/>", {}, "embedded-unread", None),
        (paragraph("文"), {"word/vbaProject.bin": b"x"}, "macros-ignored", None),
    ],
)
def test_what_is_not_read_is_named(
    body: str, parts: dict[str, bytes], code: str, place: Place | None
) -> None:
    document = read(body, **parts)
    assert [(problem.code, problem.place, problem.file) for problem in document.problems] == [
        (code, place, "f.docx")
    ]


def test_comments_are_counted_and_the_first_is_named() -> None:
    comment = word_part("comments", f"<w:comment>{paragraph('<w:r><w:t>应为93%</w:t></w:r>')}</w:comment>")
    parts = {
        "word/_rels/document.xml.rels": relations(c=("comments", "comments.xml")),
        "word/comments.xml": comment,
    }
    (problem,) = read_docx(docx_of(table(cell("95%")), parts), "f.docx").problems
    assert (problem.code, problem.values) == ("comments-unread", {"count": "1", "text": "应为93%"})


def test_tables_before_the_damage_are_kept() -> None:
    whole = word_part("document", f"<w:body>{table(cell('一'))}{table(cell('二'))}</w:body>")
    cut = whole[: whole.index("二")]
    document = read_docx(docx_of("", {"word/document.xml": cut}), "f")
    assert [grid.cells[0].text for grid in document.grids] == ["一"]
    assert [problem.code for problem in document.problems] == ["file-damaged"]
