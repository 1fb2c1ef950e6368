"""One table written in every format, with libraries or by hand, never with perfeval's own code."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.utils import get_column_letter
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from perfeval.documents.grid import Document, Grid


@dataclass(frozen=True)
class Box:
    """A cell to be written: row and column from 1, its text and spans."""

    row: int
    column: int
    text: str = ""
    rows: int = 1
    columns: int = 1


Boxes = Sequence[Box]

SMALL_FORM: Boxes = (
    Box(1, 1, "项目名称"),
    Box(1, 2, "渠道修复", columns=4),
    Box(2, 1, "一级指标"),
    Box(2, 2, "三级指标"),
    Box(2, 3, "年度指标值"),
    Box(2, 4, "实际完成值"),
    Box(2, 5, "得分"),
    Box(3, 1, "产出指标", rows=2),
    Box(3, 2, "渠道长度（千米）"),
    Box(3, 3, ">=5千米"),
    Box(3, 4, "6千米"),
    Box(3, 5, "10.00", rows=2),
    Box(4, 2, "合格率"),
    Box(4, 3, "=100%"),
    Box(4, 4, "98.5%"),
    Box(5, 1, "总分", columns=4),
    Box(5, 5, "10.00分"),
)


def boxes_of(grid: Grid) -> list[Box]:
    """The cells of a grid that was read, to compare with those that were written."""
    return [Box(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid.cells]


def only_grid(document: Document) -> Grid:
    """The one grid of a document that was read without problems."""
    assert document.problems == ()
    (grid,) = document.grids
    return grid


def size(boxes: Boxes) -> tuple[int, int]:
    """Rows and columns."""
    return max(box.row + box.rows - 1 for box in boxes), max(box.column + box.columns - 1 for box in boxes)


def to_docx(*tables: Boxes, before: Sequence[str] = ()) -> bytes:
    """The package by python-docx, the table's markup by hand: merging cells with python-docx takes a second a form."""
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    for boxes in tables:
        table = document.add_table(1, 1)._tbl
        table.getparent().replace(table, parse_xml(_word_table(boxes)))
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _word_table(boxes: Boxes) -> str:
    rows, columns = size(boxes)
    lines: list[dict[int, str]] = [
        {column: _word_cell(1, "", "") for column in range(columns)} for _ in range(rows)
    ]
    for box in boxes:
        for row in range(box.row, box.row + box.rows):
            first = row == box.row
            merge = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
            for column in range(box.column - 1, box.column + box.columns - 1):
                lines[row - 1].pop(column, None)
            lines[row - 1][box.column - 1] = _word_cell(box.columns, merge, box.text if first else "")
    grid = '<w:gridCol w:w="1000"/>' * columns
    body = "".join(f"<w:tr>{''.join(line[column] for column in sorted(line))}</w:tr>" for line in lines)
    return f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _word_cell(columns: int, merge: str, text: str) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    runs = "<w:br/>".join(
        "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in line.split("\t"))
        for line in text.split("\n")
    )
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr><w:p><w:r>{runs}</w:r></w:p></w:tc>"


def to_xlsx(boxes: Boxes) -> bytes:
    """Written with openpyxl, every cell as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for box in boxes:
        if box.text:
            cell = sheet.cell(box.row, box.column, "x")
            cell.value = box.text
            cell.data_type = "s"
        if box.rows > 1 or box.columns > 1:
            sheet.merge_cells(
                start_row=box.row,
                start_column=box.column,
                end_row=box.row + box.rows - 1,
                end_column=box.column + box.columns - 1,
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_html(boxes: Boxes, *, before: Sequence[str] = ()) -> bytes:
    """Written by hand."""
    rows = [
        "".join(
            f"<td rowspan={box.rows} colspan='{box.columns}'>{escape(box.text).replace(chr(10), '<br>')}</td>"
            for box in sorted(boxes, key=lambda box: box.column)
            if box.row == row
        )
        for row in range(1, size(boxes)[0] + 1)
    ]
    lines = "".join(f"<p>{escape(line)}</p>" for line in before)
    table = "".join(f"<tr>{row}</tr>\n" for row in rows)
    return f"<!DOCTYPE html><meta charset=utf-8><body>{lines}<table>{table}</table></body>".encode()


def to_ods(boxes: Boxes) -> bytes:
    """Written by hand: content.xml alone, with empty and covered cells in between."""
    height, width = size(boxes)
    at = {(box.row, box.column): box for box in boxes}
    covered = {
        (row, column)
        for box in boxes
        for row in range(box.row, box.row + box.rows)
        for column in range(box.column, box.column + box.columns)
    } - set(at)

    def cell(row: int, column: int) -> str:
        if (row, column) in covered:
            return "<table:covered-table-cell/>"
        box = at.get((row, column))
        if box is None:
            return "<table:table-cell/>"
        spans = f'table:number-rows-spanned="{box.rows}" table:number-columns-spanned="{box.columns}"'
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in box.text.split("\n"))
        return f'<table:table-cell {spans} office:value-type="string">{lines}</table:table-cell>'

    rows = "".join(
        f"<table:table-row>{''.join(cell(row, column) for column in range(1, width + 1))}</table:table-row>"
        for row in range(1, height + 1)
    )
    return ods_of(f'<table:table table:name="Sheet">{rows}</table:table>')


def ods_of(tables: str, styles: str = "") -> bytes:
    """An OpenDocument spreadsheet with these tables."""
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


_FONT = "STSong-Light"


def to_pdf(
    boxes: Boxes,
    *,
    column_width: float = 90,
    row_height: float | None = None,
    repeat: int = 0,
    title: str | None = None,
    lines: str | None = "GRID",
) -> bytes:
    """Written with reportlab: a table with ruled lines around every cell, or fewer; long ones go on over the page."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("cell", fontName=_FONT, fontSize=9, leading=11, wordWrap="CJK")
    height, width = size(boxes)
    content: list[list[object]] = [["" for _ in range(width)] for _ in range(height)]
    commands: list[tuple[object, ...]] = [(lines, (0, 0), (-1, -1), 0.5, colors.black)] if lines else []
    for box in boxes:
        content[box.row - 1][box.column - 1] = Paragraph(escape(box.text), style)
        end = (box.column + box.columns - 2, box.row + box.rows - 2)
        if box.rows > 1 or box.columns > 1:
            commands.append(("SPAN", (box.column - 1, box.row - 1), end))
    out = io.BytesIO()
    page = SimpleDocTemplate(out, pagesize=landscape(A4), leftMargin=20, rightMargin=20)
    table = Table(content, [column_width] * width, [row_height] * height, style=commands, repeatRows=repeat)
    page.build([*([Paragraph(title, style)] if title else []), table])
    return out.getvalue()


def to_xls(boxes: Boxes) -> bytes:
    """Written by hand as the records of one sheet: texts, and merged ranges."""
    labels = b"".join(_label(box) for box in boxes if box.text)
    ranges = [box for box in boxes if box.rows > 1 or box.columns > 1]
    merged = b"".join(
        struct.pack("<4H", box.row - 1, box.row + box.rows - 2, box.column - 1, box.column + box.columns - 2)
        for box in ranges
    )
    return xls_of(labels + record(0x00E5, struct.pack("<H", len(ranges)) + merged))


def xls_of(sheet: bytes, more_globals: bytes = b"") -> bytes:
    """A workbook of one sheet called 表 with these records."""
    name = "表"
    begin = struct.pack("<HH", 0x0600, 0x0005) + bytes(12)
    begin_sheet = struct.pack("<HH", 0x0600, 0x0010) + bytes(12)
    before = record(0x0809, begin) + more_globals
    encoded = name.encode("utf-16-le")
    length = 4 + 8 + len(encoded) + 4
    bound = struct.pack("<IBBBB", len(before) + length, 0, 0, len(name), 1) + encoded
    stream = (
        before + record(0x0085, bound) + record(0x000A) + record(0x0809, begin_sheet) + sheet + record(0x000A)
    )
    return compound_of({"Workbook": stream})


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of a workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def _label(box: Box) -> bytes:
    text = box.text.encode("utf-16-le")
    content = struct.pack("<HHHHB", box.row - 1, box.column - 1, 0, len(text) // 2, 1) + text
    return record(0x0204, content)


def compound_of(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams under its root, all of them in ordinary sectors."""
    padded = {
        name: content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        for name, content in streams.items()
    }
    table: list[int] = []
    starts = {}
    for name, content in padded.items():
        starts[name] = len(table)
        count = len(content) // 512
        table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    entries = [("Root Entry", 5, 1, 0xFFFFFFFE, 0)]
    entries += [(name, 2, 0xFFFFFFFF, starts[name], len(padded[name])) for name in padded]
    directory = b""
    for index, (name, kind, child, start, length) in enumerate(entries):
        encoded = (name + "\0").encode("utf-16-le")
        right = index + 1 if 0 < index < len(entries) - 1 else 0xFFFFFFFF
        links = struct.pack("<III", 0xFFFFFFFF, right, child if index == 0 else 0xFFFFFFFF)
        directory += encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1) + links
        directory += bytes(36) + struct.pack("<IQ", start, length)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first_of_directory = len(table)
    count = len(directory) // 512
    table += [*range(len(table) + 1, len(table) + count), 0xFFFFFFFE]
    sectors = -(-(len(table) + 1) // 127)
    first_of_table = len(table)
    table += [0xFFFFFFFD] * sectors
    table += [0xFFFFFFFF] * (sectors * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, sectors, first_of_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    listed = [*range(first_of_table, first_of_table + sectors)]
    header += struct.pack("<109I", *listed, *[0xFFFFFFFF] * (109 - sectors))
    return header + b"".join(padded.values()) + directory + struct.pack(f"<{len(table)}I", *table)


def column_name(column: int) -> str:
    """A1 name of a column, by openpyxl."""
    return get_column_letter(column)
