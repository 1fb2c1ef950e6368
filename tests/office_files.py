"""Office files put together part by part, for what no library writes: revisions, damage, traps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "r": _OFFICE,
}
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(**targets: tuple[str, str]) -> str:
    """A part of relations: id=(kind, target)."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def docx_of(body: str, parts: Mapping[str, str | bytes] | None = None, before: str = "") -> bytes:
    """A Word document with this body; `before` stands before the root element."""
    document = word_part("document", f"<w:body>{body}</w:body>")
    return zipped(
        {
            "_rels/.rels": relations(r1=("officeDocument", "word/document.xml")),
            "word/document.xml": before + document,
            **(parts or {}),
        }
    )


def word_part(root: str, content: str) -> str:
    """A part of a Word document with the usual namespaces."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    return f"<w:{root} {spaces}>{content}</w:{root}>"


def paragraph(*runs: str) -> str:
    """A paragraph of texts, or of runs where they are XML."""
    return f"<w:p>{''.join(run if run.startswith('<') else f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*content: str, properties: str = "") -> str:
    """A cell of paragraphs; texts become one each."""
    blocks = (block if block.startswith(("<w:p>", "<w:tbl>")) else paragraph(block) for block in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def xlsx_of(
    rows: str,
    *,
    after: str = "",
    before: str = "",
    styles: str = "",
    texts: tuple[str, ...] = (),
    workbook: str = "",
    sheet: str = 'name="Sheet"',
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet: its rows, what stands before and after them, number formats, shared texts."""
    formats = [code for code in styles.split("\n") if code]
    codes = "".join(
        f'<numFmt numFmtId="{200 + index}" formatCode="{code}"/>' for index, code in enumerate(formats)
    )
    cell_styles = '<xf numFmtId="0"/>' + "".join(
        f'<xf numFmtId="{200 + index}"/>' for index in range(len(formats))
    )
    shared = "".join(f"<si>{text}</si>" for text in texts)
    return zipped(
        {
            "_rels/.rels": relations(r1=("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relations(
                s=("worksheet", "worksheets/sheet1.xml"),
                t=("sharedStrings", "sharedStrings.xml"),
                f=("styles", "styles.xml"),
            ),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">{workbook}'
            f'<sheets><sheet {sheet} r:id="s"/></sheets></workbook>',
            "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><numFmts>{codes}</numFmts>'
            f"<cellXfs>{cell_styles}</cellXfs></styleSheet>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}">{before}<sheetData>{rows}</sheetData>'
            f"{after}</worksheet>",
            **(parts or {}),
        }
    )
