"""What a person would not read of a Word document is not read: codes of fields, colours on their own, styles, boxes."""

from __future__ import annotations

import pytest
from office_files import cell, docx_of, relations, table, word_part

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.office_xml import read_office_xml
from perfeval.documents.grid import Document

WHITE, RED = "<w:color w:val='FFFFFF'/>", "<w:color w:val='FF0000'/>"


def told(document: Document) -> tuple[str, list[str]]:
    return document.grids[0].cells[0].text, [problem.code for problem in document.problems]


def run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def shaded(fill: str) -> str:
    return f"<w:shd w:val='clear' w:fill='{fill}'/>"


def mark(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


BEGIN, MIDDLE, END = map(mark, ("begin", "separate", "end"))


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [
        (f"{BEGIN}{run('', 'QUOTE 8')}{MIDDLE}{run('', '9')}{END}", "9场", ["hidden-text"]),
        (
            f"{BEGIN}{BEGIN}{MIDDLE}{run('', '1')}{END}{run('', '=1')}{MIDDLE}{run('', '9')}{END}",
            "9场",
            ["hidden-text"],
        ),
        (f"{BEGIN}{MIDDLE}{run('', '9')}{END}", "9场", []),
        (f"{MIDDLE}{END}{run('', '9')}", "9场", []),
    ],
)
def test_the_code_of_a_field_is_not_read(field: str, text: str, codes: list[str]) -> None:
    body = table(cell(f"<w:p>{field}{run('', '场')}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == (text, codes)


@pytest.mark.parametrize(
    ("first", "behind", "text"),
    [
        (RED, shaded("FF0000"), "9场"),
        (RED, shaded("FFFF00"), "19场"),
        ("<w:color w:val='000000'/>", shaded("000000"), "场"),
        (WHITE, shaded("FFFFFF"), "9场"),
        (f"{WHITE}<w:highlight w:val='white'/>", shaded("4472C4"), "9场"),
        (f"{WHITE}<w:highlight w:val='darkBlue'/>", "", "19场"),
        ("<w:color w:themeColor='accent1'/>", "<w:shd w:val='clear' w:themeFill='accent1'/>", "9场"),
        ("<w:color w:themeColor='accent1'/>", "<w:shd w:val='pct50' w:themeFill='accent1'/>", "19场"),
        ("<w:textFill><w:noFill/></w:textFill>", "", "9场"),
    ],
)
def test_text_in_the_colour_behind_it(first: str, behind: str, text: str) -> None:
    second = first if text == "场" else ""
    words = (
        f"<w:p>{run(first, '1')}{run(second, '9')}{run(RED if 'FF0000' not in behind else '', '场')}</w:p>"
    )
    outer = f"<w:tblPr>{shaded('4472C4')}</w:tblPr>"
    body = f"<w:tbl>{outer if behind else ''}<w:tr>{cell(words, properties=behind)}</w:tr></w:tbl>"
    codes = [] if text == "19场" else ["hidden-text"]
    assert told(read_docx(docx_of(body), "f.docx")) == (text, codes)


STYLES = (
    "<w:style w:type='paragraph' w:default='1' w:styleId='a'><w:rPr><w:strike/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='plain'/><w:style w:type='table' w:styleId='T'>"
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)


@pytest.mark.parametrize(
    ("of_table", "of_paragraph", "code"),
    [
        ("", "", "struck-text"),
        ("<w:tblPr><w:tblStyle w:val='T'/></w:tblPr>", "<w:pStyle w:val='plain'/>", "hidden-text"),
        ("", "<w:pStyle w:val='plain'/>", None),
        (
            "",
            "<w:pStyle w:val='plain'/><w:spacing w:line='20' w:lineRule='exact'/>",
            "hidden-text",
        ),
    ],
)
def test_looks_that_a_run_does_not_name_itself(of_table: str, of_paragraph: str, code: str | None) -> None:
    words = f"<w:p><w:pPr>{of_paragraph}</w:pPr>{run('', '9场')}</w:p>"
    body = f"<w:tbl>{of_table}<w:tr>{cell(words)}</w:tr></w:tbl>"
    parts = {
        "word/styles.xml": word_part("styles", STYLES),
        "word/_rels/document.xml.rels": relations(s=("styles", "styles.xml")),
    }
    assert told(read_docx(docx_of(body, parts), "f.docx")) == (("", [code]) if code else ("9场", []))


def box(around: str) -> str:
    return around.format(f"<w:txbxContent><w:p>{run('', '8')}</w:p></w:txbxContent>")


@pytest.mark.parametrize(
    "shape",
    [
        "<w:r><w:pict><v:shape style='visibility:hidden'>{}</v:shape></w:pict></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:shape>{}</v:shape></w:pict></w:r>",
        "<w:r><w:drawing><a:anchor><a:docPr hidden='1'/><wps:txbx>{}</wps:txbx></a:anchor></w:drawing></w:r>",
    ],
)
def test_a_text_box_that_is_not_drawn(shape: str) -> None:
    body = table(cell(f"<w:p>{run('', '9场')}{box(shape)}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == ("9场", ["hidden-text"])


def test_decorated_letters_are_a_picture() -> None:
    letters = "<w:r><w:pict><v:shape><v:textpath string='9场'/></v:shape></w:pict></w:r>"
    body = table(cell(f"<w:p>{letters}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == ("", ["cell-is-picture", "pictures-unread"])


def test_a_line_goes_on_after_a_deleted_end_of_paragraph() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('', '9')}</w:p>"
    body = table(cell(first, f"<w:p>{run('', '5场')}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == ("95场", [])


COMMENT = "<w:p><w:r><w:t>8</w:t></w:r></w:p>"
OLD = "http://schemas.microsoft.com/office/word/2003/wordml"


@pytest.mark.parametrize(
    ("first", "codes"),
    [
        ("<w:r><w:rPr><w:rStyle w:val='S'/></w:rPr><w:t>8</w:t></w:r>", ["struck-text"]),
        (f"<w:r><a:annotation xmlns:a='a' w:type='Word.Comment'>{COMMENT}</a:annotation></w:r>", []),
    ],
)
def test_a_document_that_is_one_xml_file(first: str, codes: list[str]) -> None:
    style = "<w:style w:type='character' w:styleId='S'><w:rPr><w:strike/></w:rPr></w:style>"
    cells = f"<w:tc><w:p>{first}<w:r><w:t>9场</w:t></w:r></w:p></w:tc>"
    page = (
        f"<w:wordDocument xmlns:w='{OLD}'><w:styles>{style}</w:styles><w:body><w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        "</w:body></w:wordDocument>"
    )
    assert told(read_office_xml(page.encode(), "f.xml")) == ("9场", codes)


@pytest.mark.parametrize(
    ("number", "text", "codes"),
    [("1", "9场", ["list-number-unread"]), ("0", "9场", []), ("1", "培训", [])],
)
def test_a_number_that_word_writes_before_a_number_is_named(number: str, text: str, codes: list[str]) -> None:
    numbering = f"<w:pPr><w:numPr><w:numId w:val='{number}'/></w:numPr></w:pPr>"
    body = table(cell(f"<w:p>{numbering}{run('', text)}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == (text, codes)
