"""What a person would not read is not read, in every format, and named."""

from __future__ import annotations

import pytest
from office_files import cell, docx_of, relations, table, word_part

from perfeval.documents.formats.docx import read_docx
from perfeval.documents.formats.html import read_html
from perfeval.documents.formats.shown import ShownText
from perfeval.documents.grid import Document

Read = tuple[str, list[str]]
"""Text of the first cell and the codes of all problems."""


def told(document: Document) -> Read:
    text = document.grids[0].cells[0].text if document.grids else ""
    return text, [problem.code for problem in document.problems]


@pytest.mark.parametrize(
    ("pieces", "text", "codes"),
    [
        ([("8", "struck"), ("9场", "shown")], "9场", ["struck-text"]),
        ([("1", "hidden"), ("9场", "shown")], "9场", ["hidden-text"]),
        ([("9", "shown"), ("2", "raised"), ("场", "shown")], "9²场", ["raised-digits"]),
        ([("9", "shown"), ("0", "lowered"), ("场", "shown")], "9₀场", ["raised-digits"]),
        ([("1", "raised"), ("9场", "shown")], "¹9场", ["raised-digits"]),
        ([("8", "struck"), ("1", "raised"), ("9场", "shown")], "¹9场", ["struck-text", "raised-digits"]),
        ([("500m", "shown"), ("2", "raised")], "500m²", []),
        ([("500米", "shown"), ("2", "raised")], "500米²", []),
        ([("CO", "shown"), ("2", "lowered"), ("排放", "shown")], "CO2排放", []),
        ([("9场", "shown"), ("2", "raised")], "9场", ["footnote-mark"]),
        ([("95%", "shown"), ("[1]", "raised")], "95%", ["footnote-mark"]),
        ([("95", "shown"), ("①", "raised"), ("%", "shown")], "95①%", ["raised-digits"]),
        ([("95%", "shown"), ("*", "raised")], "95%", ["footnote-mark"]),
        ([("合格率", "shown"), ("注1", "raised")], "合格率", ["footnote-mark"]),
        ([("5", "shown"), ("th", "raised")], "5th", []),
        ([("9", "raised")], "9", []),
        ([("9", "shown"), ("jiu", "ruby"), ("场", "shown")], "9场", ["ruby-text"]),
        ([("9", "shown"), ("8", "ruby"), ("场", "shown")], "9⁸场", ["raised-digits"]),
        ([("拼", "shown"), ("pin", "ruby")], "拼", []),
        ([("一\n", "shown"), ("1", "raised"), ("注", "shown")], "一\n1注", []),
    ],
)
def test_pieces_are_told_apart(pieces: list[tuple[str, str]], text: str, codes: list[str]) -> None:
    shown = ShownText()
    for piece, kind in pieces:
        shown.add(piece, kind)  # type: ignore[arg-type]
    assert (shown.text, [problem.code for problem in shown.problems()]) == (text, codes)


def run(properties: str, text: str) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ("<w:strike/>", "struck-text"),
        ("<w:dstrike w:val='true'/>", "struck-text"),
        ("<w:rStyle w:val='Out'/>", "struck-text"),
        ("<w:rStyle w:val='OutBelow'/>", "struck-text"),
        ("<w:vanish/>", "hidden-text"),
        ("<w:color w:val='FFFFFF'/>", "hidden-text"),
        ("<w:color w:val='auto' w:themeColor='background1'/>", "hidden-text"),
        ("<w:sz w:val='2'/>", "hidden-text"),
        ("<w:rStyle w:val='White'/>", "hidden-text"),
        ("<w:highlight w:val='black'/>", "hidden-text"),
        ("<w:color w:val='FF0000'/><w:shd w:val='clear' w:fill='FF0000'/>", "hidden-text"),
        ("<w:w w:val='1'/>", "hidden-text"),
    ],
)
def test_word_runs(properties: str, code: str) -> None:
    styles = word_part(
        "styles",
        "<w:style w:styleId='Out'><w:rPr><w:strike/></w:rPr></w:style>"
        "<w:style w:styleId='OutBelow'><w:basedOn w:val='Out'/></w:style>"
        "<w:style w:styleId='White'><w:rPr><w:color w:val='ffffff'/></w:rPr></w:style>",
    )
    parts = {"word/styles.xml": styles, "word/_rels/document.xml.rels": relations(s=("styles", "styles.xml"))}
    body = table(cell(f"<w:p>{run(properties, '8')}{run('', '9场')}</w:p>"))
    assert told(read_docx(docx_of(body, parts), "f.docx")) == ("9场", [code])


@pytest.mark.parametrize(
    "properties",
    [
        "<w:strike w:val='0'/>",
        "<w:color w:val='FF0000'/>",
        "<w:sz w:val='21'/>",
        "<w:vertAlign w:val='baseline'/>",
        "<w:highlight w:val='yellow'/>",
        "<w:color w:val='FF0000'/><w:shd w:val='clear' w:fill='FFFF00'/>",
        "<w:w w:val='80'/>",
        "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>",
    ],
)
def test_word_runs_that_are_read(properties: str) -> None:
    body = table(cell(f"<w:p>{run(properties, '8')}{run('', '9场')}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == ("89场", [])


@pytest.mark.parametrize(
    "shading", ["<w:shd w:val='clear' w:fill='4472C4'/>", "<w:shd w:val='pct50' w:fill='auto'/>"]
)
def test_white_words_on_a_coloured_cell_are_read(shading: str) -> None:
    white = run("<w:color w:val='FFFFFF'/>", "指标")
    body = table(cell(f"<w:p>{white}</w:p>", properties=shading))
    assert told(read_docx(docx_of(body), "f.docx")) == ("指标", [])


@pytest.mark.parametrize("row", ["<w:hidden/>", "<w:trHeight w:val='10' w:hRule='exact'/>"])
def test_rows_that_word_does_not_show(row: str) -> None:
    hidden = f"<w:tr><w:trPr>{row}</w:trPr>{cell('600人')}</w:tr>"
    document = read_docx(docx_of(f"<w:tbl>{hidden}<w:tr>{cell('450人')}</w:tr></w:tbl>"), "f.docx")
    assert told(document) == ("450人", ["hidden-text"])


@pytest.mark.parametrize(
    ("page", "text", "codes"),
    [
        ("<del>8</del>9场", "9场", ["struck-text"]),
        ("<s>8</s><ins>9场</ins>", "9场", ["struck-text"]),
        ("<span style='text-decoration: line-through'>8<b>8</b></span>9场", "9场", ["struck-text"]),
        ("<span style='TEXT-DECORATION-LINE:line-through underline'>8</span>9场", "9场", ["struck-text"]),
        ("<span class='x y'>8</span>9场", "9场", ["struck-text"]),
        ("<p id='z'>8</p>9场", "9场", ["hidden-text"]),
        ("<span class=h>8</span>9场", "9场", ["hidden-text"]),
        ("<span class=v>8</span>9场", "9场", ["hidden-text"]),
        ("<span class=v>8<b style='visibility:visible'>7</b></span>9场", "79场", ["hidden-text"]),
        ("<span style='opacity:0'>8</span>9场", "9场", ["hidden-text"]),
        ("<font color=white>8</font>9场", "9场", ["hidden-text"]),
        ("<span style='color:#fff'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:transparent'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:#FFFFFF;background:#333'>8</span>9场", "89场", []),
        ("<span style='font-size:0'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='font-size:12pt'>8</span>9场", "89场", []),
        ("<span style='position:absolute;left:-9999px'>8</span>9场", "9场", ["hidden-text"]),
        ("<div style='height:0;overflow:hidden'>8</div>9场", "9场", ["hidden-text"]),
        ("<span class=print>8</span>9场", "89场", []),
        ("9<sup>2</sup>场", "9²场", ["raised-digits"]),
        ("9<span style='vertical-align:super'>2</span>场", "9²场", ["raised-digits"]),
        ("9<sub>2</sub>场", "9₂场", ["raised-digits"]),
        ("<ruby>9<rp>(</rp><rt>jiu</rt><rp>)</rp></ruby>场", "9场", ["ruby-text"]),
        ("<span style='color:hsl(0,0%,100%)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:#336699;background:#336699'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='opacity:.02'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='transform:scale(0)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='clip-path:inset(100%)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='position:absolute;clip:rect(0 0 0 0)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='content-visibility:hidden'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='margin-left:-9999px'>8</span>9场", "9场", ["hidden-text"]),
        ("<span class=wide>8</span>9场", "9场", ["hidden-text"]),
        ("<span class=narrow>8</span>9场", "89场", []),
        ("<span class=layer>8</span>9场", "9场", ["hidden-text"]),
        ("<dialog>8</dialog>9场", "9场", ["hidden-text"]),
        ("<span style='font:0/0 a'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='font:bold 12pt/1.5 a'>8</span>9场", "89场", []),
        ("<span style='opacity:calc(0)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='transform:translateX(-9999px)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='transform:translateY(-2px)'>8</span>9场", "89场", []),
        ("<span style='scale:0'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='scale:0.9'>8</span>9场", "89场", []),
        ("<span style='position:absolute;right:-9999px'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='-webkit-text-fill-color:#fff'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:oklch(1 0 0)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:lab(20% 0 0)'>8</span>9场", "89场", []),
        ("<span style='color:var(--ink)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:var(--none,#fff)'>8</span>9场", "9场", ["hidden-text"]),
        ("<span style='color:var(--two)'>8</span>9场", "89场", []),
        ("<span class=var>8</span>9场", "9场", ["hidden-text"]),
        ("<i><span class=inner>8</span></i>9场", "9场", ["hidden-text"]),
        ("<span class=inner>8</span>9场", "89场", []),
        ("<span class=dark>8</span>9场", "89场", []),
        ("<span class=supports>8</span>9场", "89场", []),
        ("<span class=screen>8</span>9场", "9场", ["hidden-text"]),
        ("<b class=value data-v=8>9</b>场", "89场", []),
        ("<b class=faint>9</b>场", "9场", ["hidden-text"]),
        ("<svg><title>1</title><desc>2</desc></svg>9场", "9场", []),
        ("<input type=radio checked>是<input type=radio>否", "☑是☐否", []),
        ("<canvas>8</canvas><video>8</video>9场", "9场", []),
        ("<b class=one>9</b>场", "19场", []),
        ("<b class=more>9</b>场", "9%场", []),
        ("<b class=icon>9</b>场", "9场", []),
        ("<bdo dir=rtl>69</bdo>场", "‹U+202E›69‹U+202C›场", []),
        ("<b style='direction:rtl;unicode-bidi:bidi-override'>69</b>场", "‹U+202E›69‹U+202C›场", []),
        ("<math><mfrac><mn>9</mn><mn>2</mn></mfrac></math>场", "9/2场", []),
        ("<math><msup><mn>9</mn><mn>2</mn></msup></math>场", "9^2场", []),
        ("<math><msqrt><mn>9</mn></msqrt></math>场", "√9场", []),
    ],
)
def test_web_pages(page: str, text: str, codes: list[str]) -> None:
    style = """<style><!-- :root{--ink:#fff;--two:#fff} .x{--two:#000;--gone:none} .var{display:var(--gone)}
      i { & .inner{display:none} } @media (prefers-color-scheme:dark){.dark{display:none}}
      @supports not (display:grid){.supports{display:none}} @media not print{.screen{display:none}}
      .value::before{content:attr(data-v)} .faint::before{content:"1";color:#fff}
      .one::before{content:"1"} .more:after{content:"%"} .icon::before{content:"\\f101"}
      @media screen and (min-width:9px){.wide{display:none}} @media (max-width:9px){.narrow{display:none}}
      @layer a{.layer{display:none}}
      .x.y { text-decoration : line-through } #z{display:none} span.h{display:none!important}
      span.h{display:inline} .v{visibility:hidden} @media print { .print{display:none} } --></style>"""
    page = f"<html><head>{style}</head><body><table><tr><td>{page}</td></tr></table></body></html>"
    assert told(read_html(page.encode(), "f.html")) == (text, codes)


@pytest.mark.parametrize(
    "row",
    [
        "<tr class=h>",
        "<tr style='visibility:collapse'>",
        "<tbody class=h><tr>",
        "<tr hidden>",
        "<tr style='height:0;overflow:hidden'>",
    ],
)
def test_rows_that_a_page_does_not_show(row: str) -> None:
    page = f"<style>.h{{display:none}}</style><table>{row}<td>600人</td></tr><tbody><tr><td>450人</td></tr></table>"
    assert told(read_html(page.encode(), "f.html")) == ("450人", ["hidden-text"])


@pytest.mark.parametrize(
    "column", ["<col width=0 style='display:none'>", "<colgroup><col class=h></colgroup>"]
)
def test_a_column_that_excel_hid_is_read_and_named(column: str) -> None:
    page = f"<style>.h{{visibility:collapse}}</style><table>{column}<col><tr><td>600人</td><td>9</td></tr></table>"
    assert told(read_html(page.encode(), "f.html")) == ("600人", ["hidden-rows"])


def test_an_invisible_cell_keeps_its_place() -> None:
    page = "<table><tr><td style='visibility:hidden'>8</td><td>9</td></tr></table>"
    document = read_html(page.encode(), "f.html")
    assert [(each.column, each.text) for each in document.grids[0].cells] == [(1, ""), (2, "9")]


def equation(name: str, properties: str = "", **parts: str) -> str:
    inner = "".join(f"<m:{part}><m:r><m:t>{text}</m:t></m:r></m:{part}>" for part, text in parts.items())
    return f"<m:oMath><m:{name}>{properties}{inner}</m:{name}></m:oMath>"


@pytest.mark.parametrize(
    ("formula", "text", "codes"),
    [
        (equation("f", num="9", den="2"), "9/2场", []),
        (equation("sSup", e="9", sup="2"), "9^2场", []),
        (equation("sSub", e="9", sub="2"), "9_2场", []),
        (equation("rad", e="9"), "√9场", []),
        (equation("rad", deg="3", e="9"), "3√9场", []),
        (equation("d", e="9"), "(9)场", []),
        (equation("limUpp", e="9", lim="2"), "9^2场", []),
        (equation("borderBox", "<m:borderBoxPr><m:strikeH/></m:borderBoxPr>", e="8"), "场", ["struck-text"]),
        (equation("phant", "<m:phantPr><m:show m:val='0'/></m:phantPr>", e="8"), "场", ["hidden-text"]),
        (equation("borderBox", e="9"), "9场", []),
        ("<m:oMath><m:r><m:t>9</m:t></m:r></m:oMath>", "9场", []),
    ],
)
def test_equations(formula: str, text: str, codes: list[str]) -> None:
    body = table(cell(f"<w:p>{formula}{run('', '场')}</w:p>"))
    assert told(read_docx(docx_of(body), "f.docx")) == (text, codes)


def test_a_document_inside_of_a_cell_is_named() -> None:
    body = table(cell(f"<w:p>{run('', '9场')}</w:p><w:altChunk r:id='a'/>"))
    assert told(read_docx(docx_of(body), "f.docx")) == ("9场", ["embedded-unread"])


@pytest.mark.parametrize(
    ("sheet", "attribute"),
    [("a{transform:" + "translate(" * 5000, ""), ("", "color:" + "([{" * 5000), ("a{color:" * 5000, "")],
)
def test_brackets_without_end_are_refused(sheet: str, attribute: str) -> None:
    page = f"<style>{sheet}</style><table><tr><td style='{attribute}'>9</td></tr></table>"
    assert [problem.code for problem in read_html(page.encode(), "f.html").problems] == ["table-too-large"]


def test_what_a_style_sheet_writes_has_an_end() -> None:
    page = f"<style>b::before{{content:{'attr(x) ' * 5000}}}</style><table><tr><td><b x=1>9</b></td></tr></table>"
    assert told(read_html(page.encode(), "f.html")) == ("1" * 125 + "9", [])
