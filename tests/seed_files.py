"""Good files of each format to be damaged: a form with merged cells, formulas, revisions, formats."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from layouts_as_rows import Rows, dump, ministry_rows, tabbed
from office_files import cell, docx_of, paragraph, relations, table, word_part, xlsx_of
from table_writers import SMALL_FORM, record, to_docx, to_html, to_ods, to_pdf, to_xls

from perfeval.documents.cases import read_cases

CASES = Path(__file__).parent.parent / "cases"


def a_docx() -> bytes:
    """Merged and nested tables, a revision, a header."""
    rows = (
        cell("项目名称", properties="<w:gridSpan w:val='2'/>") + cell("渠道修复"),
        cell("一级指标") + cell("三级指标") + cell("得分"),
        cell("产出指标", properties="<w:vMerge w:val='restart'/>")
        + cell("长度", table(cell("内")))
        + cell("10"),
        cell("", properties="<w:vMerge/>")
        + cell("<w:p><w:ins><w:r><w:t>合格率</w:t></w:r></w:ins></w:p>")
        + cell("9"),
    )
    parts = {
        "word/_rels/document.xml.rels": relations(a=("header", "header1.xml")),
        "word/header1.xml": word_part("hdr", paragraph("页眉")),
    }
    return docx_of(paragraph("项目支出绩效自评表") + table(*rows), parts)


def an_xlsx() -> bytes:
    """Shared texts, number formats, formulas, merged ranges, a hidden row."""
    rows = (
        "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' s='1'><v>0.9</v></c></row>"
        "<row r='2' hidden='1'><c r='A2' t='inlineStr'><is><t>三级指标</t></is></c>"
        "<c r='C2'><f>B1*10</f><v>9</v></c></row>"
        "<row r='3'><c r='A3' s='2'><v>45291</v></c><c r='B3' t='e'><f>6家</f><v>#NAME?</v></c></row>"
    )
    merged = "<mergeCells><mergeCell ref='B1:C1'/><mergeCell ref='A3:A5'/></mergeCells>"
    return xlsx_of(rows, after=merged, styles="0.00%\nyyyy/m/d", texts=("<t>得分</t>",))


def an_office_xml() -> bytes:
    """A workbook of Office 2003."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    rows = "".join(
        f'<Row ss:Index="{row}"><Cell ss:MergeDown="1"><Data ss:Type="Number">{row}</Data></Cell></Row>'
        for row in (1, 4, 9)
    )
    page = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a"><Table>{rows}'
    return f"{page}</Table></Worksheet></Workbook>".encode()


def an_xls() -> bytes:
    """Texts, and merged ranges."""
    return to_xls(SMALL_FORM) + record(0)


def a_doc() -> bytes:
    """An old Word document, as LibreOffice saves it."""
    with TemporaryDirectory() as name:
        source = Path(name) / "form.docx"
        source.write_bytes(to_docx(SMALL_FORM, before=["项目支出绩效自评表"]))
        profile = f"-env:UserInstallation={(Path(name) / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "doc", "--outdir", name, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return source.with_suffix(".doc").read_bytes()


def a_web_archive() -> bytes:
    """A page in an archive as Word saves it: quoted-printable, one part."""
    message = EmailMessage()
    message.set_content(to_html(SMALL_FORM).decode(), subtype="html", cte="quoted-printable")
    return message.as_bytes(policy=SMTP)


def a_case() -> str:
    """A form of this repository, as people write it by hand."""
    return (CASES / "cn-xinjiang/urumqi-giit-2023/08-research-travel.yaml").read_text(encoding="utf-8")


def a_text(write: Callable[[Rows], str]) -> bytes:
    """The same form as rows of text."""
    (form,) = read_cases(a_case().encode(), "case.yaml").forms
    return write(ministry_rows(form)).encode()


SEEDS: dict[str, Callable[[], bytes]] = {
    ".docx": a_docx,
    ".xlsx": an_xlsx,
    ".xls": an_xls,
    ".ods": lambda: to_ods(SMALL_FORM),
    ".html": lambda: to_html(SMALL_FORM, before=["项目支出绩效自评表"]),
    ".xml": an_office_xml,
    ".pdf": lambda: to_pdf(SMALL_FORM, title="Form"),
    ".doc": a_doc,
    ".mht": a_web_archive,
    ".txt": lambda: a_text(dump),
    ".csv": lambda: a_text(partial(tabbed, delimiter=",")),
    ".yaml": lambda: a_case().encode(),
    ".json": lambda: json.dumps(yaml.safe_load(a_case()), ensure_ascii=False, default=str).encode(),
}
