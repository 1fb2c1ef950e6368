"""What a page of a PDF file shows when it is painted: layers, annotations, colours, marks that tell another text."""

from __future__ import annotations

import pytest
from hostile_files import CATALOGUE, PAGES, pdf_of, stream

from perfeval.documents.formats.pdf_document import read_pdf_document

WALLS = (
    b"100 480 m 400 480 l 100 530 m 400 530 l 100 480 m 100 530 l 190 480 m 190 530 l 400 480 m 400 530 l S "
    b"BT /F 12 Tf 110 500 Td (left) Tj ET "
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
LAYER = b"<</Type/OCG/Name(draft)>>"


def drawn(x: int, text: bytes, before: bytes = b"") -> bytes:
    return b"BT %s /F 12 Tf %d 500 Td (%s) Tj ET " % (before, x, text)


def told(
    content: bytes,
    page: bytes = b"",
    resources: bytes = b"",
    last: bytes = b"null",
    catalogue: bytes = CATALOGUE,
) -> tuple[str, list[str]]:
    """Text of the right cell and the problems' codes; `last` is object 6."""
    head = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]%s/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
    )
    objects = [catalogue, PAGES, head % (page, resources), stream(WALLS + content), FONT, last]
    document = read_pdf_document(pdf_of(objects), "f.pdf")
    return document.grids[0].cells[-1].text, [problem.code for problem in document.problems]


@pytest.mark.parametrize(("state", "text", "codes"), [(b"OFF", "450", ["hidden-text"]), (b"ON", "8450", [])])
def test_a_layer_that_is_switched_off_is_hidden(state: bytes, text: str, codes: list[str]) -> None:
    layers = b"<</OCGs[6 0 R]/D<</%s[6 0 R]>>>>" % state
    catalogue = b"<</Type/Catalog/Pages 2 0 R/OCProperties %s>>" % layers
    content = b"/OC /L BDC " + drawn(200, b"8") + b"EMC " + drawn(207, b"450")
    assert told(content, b"", b"/Properties<</L 6 0 R>>", LAYER, catalogue) == (text, codes)


def test_what_is_painted_counts_and_no_other_text() -> None:
    assert told(b"/Span <</ActualText(600)>> BDC " + drawn(200, b"450") + b"EMC ") == ("450", [])


@pytest.mark.parametrize(
    ("line", "text", "codes"),
    [
        (b"199 504 m 207 504 l S ", "450", ["struck-text"]),
        (b"199 504 8 0.8 re f ", "450", ["hidden-text"]),  # a bar over its middle covers it
        (b"199 497 m 228 497 l S ", "8450", []),  # below the digits: underlined
        (b"199 498 m 207 512 l S ", "450", ["struck-text"]),  # slanted
        (b"199 504 m 201 506 205 502 207 504 c S ", "450", ["struck-text"]),  # a wavy one
        (b"191 481 m 399 529 l S ", "8450", []),  # through the whole cell
        (b"196 504 m 196 512 211 512 211 504 c 211 496 196 496 196 504 c S ", "8450", []),  # a ring around it
    ],
)
def test_a_line_through_a_digit_strikes_it_out(line: bytes, text: str, codes: list[str]) -> None:
    assert told(drawn(200, b"8") + drawn(207, b"450") + line) == (text, codes)


@pytest.mark.parametrize(
    ("annotation", "text", "codes"),
    [
        (
            b"/StrikeOut/Rect[199 498 207 510]/QuadPoints[199 510 207 510 199 498 207 498]",
            "450",
            ["struck-text"],
        ),
        (
            b"/StrikeOut/F 2/Rect[199 498 207 510]/QuadPoints[199 510 207 510 199 498 207 498]",
            "8450",
            [],
        ),
        (b"/Widget/FT/Tx/T(a)/V(600)/Rect[300 498 350 510]", "8450", ["annotation-unread"]),
    ],
)
def test_annotations(annotation: bytes, text: str, codes: list[str]) -> None:
    shown = b"" if b"/F " in annotation else b"/F 4"
    page = b"/Annots[<</Type/Annot%s/Subtype%s>>]" % (shown, annotation)
    assert told(drawn(200, b"8") + drawn(207, b"450"), page) == (text, codes)


@pytest.mark.parametrize(
    ("first", "text", "codes"),
    [
        (drawn(207, b"600"), "▒▒▒▒0", ["overprinted-text"]),
        (drawn(206, b"450"), "450", []),  # printed twice, to be bold
        (b"BT /F 12 Tf -1 0 0 -1 206 508 Tm (6) Tj ET ", "450", ["watermark-text"]),
        (b"BT /F 12 Tf -1 0 0 1 206 500 Tm (6) Tj ET ", "450", ["watermark-text"]),
        (drawn(200, b"8", b"1 Tr 1 1 1 RG") + b"0 G BT 0 Tr ET ", "450", ["hidden-text"]),
    ],
)
def test_other_text_beside_or_under_it(first: bytes, text: str, codes: list[str]) -> None:
    assert told(first + drawn(207, b"450")) == (text, codes)


BLEND = b"/ExtGState<</G<</ca 0.01>>/H<</ca 1>>>>"
SHADE = (
    b"/Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 1 1]/Extend[true true]"
    b"/Function<</FunctionType 2/Domain[0 1]/C0[1 1 1]/C1[1 1 1]/N 1>>>>>>"
)


@pytest.mark.parametrize(
    ("first", "resources"),
    [
        (b"/G gs " + drawn(200, b"8") + b"/H gs ", BLEND),
        (drawn(200, b"8", b"7 Tr") + b"BT 0 Tr ET ", b""),
        (b"0 0 1 rg 191 481 15 40 re f " + drawn(200, b"8") + b"0 g ", b""),
        (drawn(200, b"8") + b"q 199 497 8 14 re W n /S sh Q ", SHADE),
    ],
)
def test_text_that_runs_into_its_paper_is_hidden(first: bytes, resources: bytes) -> None:
    assert told(first + drawn(207, b"450"), b"", resources) == ("450", ["hidden-text"])
