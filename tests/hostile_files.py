"""Files made to cost memory or time, or to reach what they should not; each with what has to come of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from office_files import cell, docx_of, paragraph, relations, table, word_part, xlsx_of, zipped
from table_writers import SMALL_FORM, compound_of, ods_of, record, to_docx, xls_of

MIB = 1024 * 1024


@dataclass(frozen=True)
class Hostile:
    """A file, the suffix it comes under, and the codes of the problems that it must give, in any order."""

    make: Callable[[], bytes]
    suffix: str
    codes: frozenset[str]


def _hostile(make: Callable[[], bytes], suffix: str, *codes: str) -> Hostile:
    return Hostile(make, suffix, frozenset(codes))


LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'lol'>{}]>".format(
    "".join(f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" for level in range(1, 10))
)
OUTSIDE = "<!DOCTYPE a [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
OUTSIDE_DTD = "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/never.dtd'>"


def a_part_of(size: int, byte: bytes = b" ") -> bytes:
    """A document whose main part unpacks to this size, all of it the same byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations(r1=("officeDocument", "word/document.xml")))
        with archive.open("word/document.xml", "w") as part:
            for _ in range(size // MIB):
                part.write(byte * MIB)
    return out.getvalue()


def falsified(data: bytes, name: str, offset: int, value: int) -> bytes:
    """An archive with a number of an entry's header changed in the table of contents."""
    at = data.rindex(name.encode()) - 46 + offset
    changed = bytearray(data)
    struct.pack_into("<I", changed, at, value)
    return bytes(changed)


def nested(opening: str, closing: str, depth: int, middle: str = "x") -> str:
    return opening * depth + middle + closing * depth


def rows(count: int, cells: str) -> str:
    return "".join(f"<row r='{number}'>{cells}</row>" for number in range(1, count + 1))


def merges(ranges: Iterable[str]) -> str:
    return "<mergeCells>" + "".join(f"<mergeCell ref='{name}'/>" for name in ranges) + "</mergeCells>"


def ods_row(attributes: str, cell_attributes: str, text: str) -> bytes:
    cell_ = f"<table:table-cell {cell_attributes}><text:p>{text}</text:p></table:table-cell>"
    return ods_of(
        f"<table:table table:name='a'><table:table-row {attributes}>{cell_}</table:table-row></table:table>"
    )


def sheets_in_one_place(count: int) -> bytes:
    """A workbook whose sheets all begin at the same record of three thousand cells."""
    cells = b"".join(record(0x0203, struct.pack("<HHHd", row, 0, 0, 1)) for row in range(3000))
    begin, entry, own_entry, end = 20, 13, 18, 4
    position = begin + count * entry + own_entry + end
    entries = record(0x0085, struct.pack("<IBBBB", position, 0, 0, 1, 0) + b"a") * count
    return xls_of(cells, entries)


# --- PDF, object by object ------------------------------------------------------------------------------------


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, starts = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    end = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    return out + b"trailer <</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, end)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(resources: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>" % resources


def stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)


def packed(piece: bytes, times: int) -> bytes:
    """A stream that unpacks to many times a piece."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()
    return stream(content, b"/Filter/FlateDecode")


def twice_packed(size: int) -> bytes:
    packer, outer = zlib.compressobj(9), zlib.compressobj(9)
    content = b"".join(outer.compress(packer.compress(bytes(MIB))) for _ in range(size // MIB))
    content += outer.compress(packer.flush()) + outer.flush()
    return stream(content, b"/Filter[/FlateDecode/FlateDecode]")


def forms_in_forms(levels: int) -> bytes:
    """Ten of each form inside the next: 3 KB that draw 10 to the power of the levels."""
    use = b"/XObject<</X %d 0 R>>"
    objects = [CATALOGUE, PAGES, page(use % 5), stream(b"/X Do")]
    for number in range(5, 5 + levels):
        more = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s>>" % (use % (number + 1))
        objects.append(stream(b"/X Do " * 10, more))
    return pdf_of([*objects, stream(b"0 0 m 1 1 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]")])


HOSTILE: dict[str, Hostile] = {
    # entities and references
    "entities that multiply": _hostile(
        lambda: docx_of(paragraph("&l9;"), before=LAUGHS), ".docx", "xml-entities"
    ),
    "an entity from outside": _hostile(
        lambda: docx_of(paragraph("&f;"), before=OUTSIDE), ".docx", "xml-entities"
    ),
    "a DTD from outside": _hostile(
        lambda: docx_of(paragraph("x"), before=OUTSIDE_DTD), ".docx", "xml-entities"
    ),
    "entities in shared texts": _hostile(
        lambda: xlsx_of("", parts={"xl/sharedStrings.xml": LAUGHS + "<sst><si><t>&l9;</t></si></sst>"}),
        ".xlsx",
        "xml-entities",
    ),
    "entities in relations": _hostile(
        lambda: docx_of("", {"_rels/.rels": LAUGHS + "<Relationships>&l9;</Relationships>"}),
        ".docx",
        "xml-entities",
    ),
    "a document that is its own header": _hostile(
        lambda: docx_of(
            paragraph("x"), {"word/_rels/document.xml.rels": relations(a=("header", "document.xml"))}
        ),
        ".docx",
        "no-form-found",
    ),
    # archives
    "a part of 80 MiB": _hostile(lambda: a_part_of(80 * MIB), ".docx", "part-too-large"),
    "a part that grows a thousand times": _hostile(lambda: a_part_of(40 * MIB), ".docx", "part-too-large"),
    "a size that lies": _hostile(
        lambda: falsified(to_docx(SMALL_FORM), "word/document.xml", 24, 100), ".docx", "file-damaged"
    ),
    "a size of four gigabytes": _hostile(
        lambda: falsified(to_docx(SMALL_FORM), "word/document.xml", 24, 2**32 - 2), ".docx", "part-too-large"
    ),
    "six thousand entries": _hostile(
        lambda: zipped({"word/document.xml": "", **{str(number): "" for number in range(6000)}}),
        ".docx",
        "too-many-entries",
    ),
    "an entry with a password": _hostile(
        lambda: falsified(to_docx(SMALL_FORM), "word/document.xml", 8, 0x00080001), ".docx", "file-encrypted"
    ),
    "an unknown compression": _hostile(
        lambda: falsified(to_docx(SMALL_FORM), "word/document.xml", 10, 97), ".docx", "file-damaged"
    ),
    "paths out of the archive": _hostile(
        lambda: docx_of(paragraph("x"), {"../../../tmp/perfeval-was-here": "x", "/etc/x": "y", "C:\\x": "z"}),
        ".docx",
        "no-form-found",
    ),
    "an archive cut off": _hostile(lambda: to_docx(SMALL_FORM)[:-400], ".docx", "file-damaged"),
    "a file behind a password": _hostile(
        lambda: compound_of({"EncryptedPackage": b"x"}), ".xlsx", "file-encrypted"
    ),
    "65 MiB of text": _hostile(lambda: b"x" * (65 * MIB), ".html", "file-too-large"),
    # Word
    "tables in tables": _hostile(
        lambda: docx_of(nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 40, paragraph("x"))),
        ".docx",
        "nesting-too-deep",
    ),
    "tags three hundred deep": _hostile(
        lambda: docx_of(nested("<w:sdt>", "</w:sdt>", 300)), ".docx", "file-damaged"
    ),
    "a table of four hundred thousand cells": _hostile(
        lambda: docx_of(table(*["<w:tc><w:p/></w:tc>" * 1000] * 400)), ".docx", "table-too-large"
    ),
    "more than a million paragraphs": _hostile(
        lambda: docx_of("<w:p/>" * 1_200_000), ".docx", "table-too-large"
    ),
    "a hundred thousand attributes": _hostile(
        lambda: docx_of("<w:p " + " ".join(f"a{number}=''" for number in range(100_000)) + "/>"),
        ".docx",
        "no-form-found",
    ),
    "a span of a billion columns": _hostile(
        lambda: docx_of(table(cell("x", properties="<w:gridSpan w:val='1000000000'/>"))),
        ".docx",
        "span-clipped",
        "no-form-found",
    ),
    # workbooks
    "a million empty cells": _hostile(
        lambda: xlsx_of(rows(1000, "<c s='1'/>" * 1000)), ".xlsx", "no-form-found"
    ),
    "cells in the far corners": _hostile(
        lambda: xlsx_of(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
        ),
        ".xlsx",
        "no-form-found",
    ),
    "six hundred thousand filled cells": _hostile(
        lambda: xlsx_of(rows(600, "<c><v>1</v></c>" * 1000)), ".xlsx", "too-many-cells"
    ),
    "a row of a million cells": _hostile(
        lambda: xlsx_of(rows(1, "<c/>" * 1_100_000)), ".xlsx", "table-too-large"
    ),
    "merged ranges without end": _hostile(
        lambda: xlsx_of(
            "<row><c><v>1</v></c></row>", after=merges(f"A{row}:XFD{row}" for row in range(1, 6000))
        ),
        ".xlsx",
        "span-clipped",
        "too-many-cells",
    ),
    "every cell merged with every other": _hostile(
        lambda: xlsx_of(
            "<row><c><v>1</v></c></row>", after=merges(f"A{row}:Z9999" for row in range(1, 2000))
        ),
        ".xlsx",
        "cells-overlap",
        "no-form-found",
    ),
    "a billion cells by repetition": _hostile(
        lambda: ods_row("", "table:number-columns-repeated='1000000000'", "x"), ".ods", "too-many-cells"
    ),
    "a billion rows by repetition": _hostile(
        lambda: ods_row("table:number-rows-repeated='1000000000'", "", "x"), ".ods", "too-many-cells"
    ),
    "a billion empty rows by repetition": _hostile(
        lambda: ods_row(
            "table:number-rows-repeated='1000000000'", "table:number-columns-repeated='99999'", ""
        ).replace(b"<text:p></text:p>", b""),
        ".ods",
        "no-form-found",
    ),
    "four billion shared texts": _hostile(
        lambda: xls_of(b"", record(0x00FC, struct.pack("<II", 1, 2**32 - 1))), ".xls", "too-many-cells"
    ),
    "sheets that are all the same sheet": _hostile(lambda: sheets_in_one_place(600), ".xls", "file-damaged"),
    # web pages
    "attributes without end": _hostile(
        lambda: b"<table><td " + b" ".join(b"a%d" % number for number in range(100_000)) + b">x",
        ".html",
        "table-too-large",
    ),
    "tags without end": _hostile(lambda: b"<table>" + b"<td>" * 1_100_000, ".html", "table-too-large"),
    "tables three thousand deep": _hostile(
        lambda: b"<table><tr><td>" * 3000, ".html", "nesting-too-deep", "page-cut-off"
    ),
    "spans over each other": _hostile(
        lambda: b"<table>" + b"<tr><td rowspan=60000 colspan=1000>x" * 6000,
        ".html",
        "too-many-cells",
        "page-cut-off",
    ),
    # PDF
    "a stream of 600 MiB": _hostile(
        lambda: pdf_of([CATALOGUE, PAGES, page(), packed(bytes(MIB), 600)]), ".pdf", "reader-crashed"
    ),
    "a stream packed twice": _hostile(
        lambda: pdf_of([CATALOGUE, PAGES, page(), twice_packed(600 * MIB)]), ".pdf", "reader-crashed"
    ),
    "forms in forms": _hostile(lambda: forms_in_forms(15), ".pdf", "reader-crashed"),
    "a million lines": _hostile(
        lambda: pdf_of([CATALOGUE, PAGES, page(), packed(b"0 0 m 90 0 l S\n" * 1000, 300)]),
        ".pdf",
        "page-too-crowded",
        "pdf-without-text",
    ),
    "pages that contain themselves": _hostile(
        lambda: pdf_of([CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>", page(), stream(b"")]),
        ".pdf",
        "file-damaged",
        "pdf-without-text",
    ),
    "a document of nothing but a header": _hostile(lambda: b"%PDF-1.7\n%%EOF", ".pdf", "file-damaged"),
    "a main part that is no XML": _hostile(
        lambda: docx_of("", {"word/document.xml": b"\x00\x01"}), ".docx", "file-damaged"
    ),
    "a main part in an odd encoding": _hostile(
        lambda: docx_of("", {"word/document.xml": word_part("document", "").encode("utf-7")}),
        ".docx",
        "no-form-found",
    ),
}
