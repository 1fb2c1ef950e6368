"""Thirty-one payloads in every field of a form: no output runs, draws or steers anything (注入)."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree, html
from typer.testing import CliRunner

from perfeval.cli import app

PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "</td></tr></table><h1>x</h1>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<meta http-equiv=refresh content=0;url=//x>",
    "<base href=//x>",
    "<form action=//x><input name=a>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;script&#x3e;",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|'/c calc'!A1",
    "-2+3+cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd|'/c calc'!A1",
    "\t=1+1",
    "\r=1+1",
    "{=1+1}",
    "{{7*7}}{% raw %}",
    "${7*7}#{7*7}",
    "a\x1b[2J\x1b]0;PWNED\x07",
    "a\x9b31m\x08\x7f",
    "‮场9⁦场⁩",
    "%s%n%x{0}{name}",
)
FORMATS = ("table", "json", "csv", "html", "xlsx")
RUN = CliRunner()
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("payloads")
    rows = [
        {"name": each, "target": each, "actual": each, "points": "3", "score": "3", "note": each}
        for each in PAYLOADS
    ]
    form = {"name": PAYLOADS[0], "body": PAYLOADS[1], "department": PAYLOADS[17], "indicators": rows}
    source = folder / "case.json"
    source.write_text(json.dumps({"form": form}), encoding="utf-8")
    made = {}
    for kind in FORMATS:
        out = folder / f"out.{kind.replace('table', 'txt')}"
        done = RUN.invoke(app, ["check", str(source), "--format", kind, "-o", str(out)])
        assert done.exit_code == 1, done.output[-500:]
        made[kind] = out.read_bytes()
    for command, name in ((["explain"], "explain"), (["form"], "form.xlsx"), (["form"], "form.docx")):
        out = folder / name
        done = RUN.invoke(app, [*command, str(source), *([] if name == "explain" else ["-o", str(out)])])
        assert "Traceback" not in done.output
        made[name] = done.stdout_bytes if name == "explain" else out.read_bytes()
    return made


def test_there_are_thirty_one() -> None:
    assert len(set(PAYLOADS)) == 31


@pytest.mark.parametrize("kind", ["table", "explain"])
def test_nothing_steers_a_terminal(kind: str, outputs: dict[str, bytes]) -> None:
    text = outputs[kind].decode("utf-8")
    steering = {each for each in text if unicodedata.category(each) in ("Cc", "Cf") and each not in "\n\t"}
    assert steering == set()


def test_json_is_data(outputs: dict[str, bytes]) -> None:
    (form,) = json.loads(outputs["json"])["forms"]
    assert len(form["indicators"]) == len(PAYLOADS)
    assert b"\x1b" not in outputs["json"]


def test_no_cell_of_the_csv_begins_a_formula(outputs: dict[str, bytes]) -> None:
    cells = [cell for row in csv.reader(io.StringIO(outputs["csv"].decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert not [cell for cell in cells if cell.startswith("-") and "cmd" in cell]


def test_the_page_has_no_element_or_attribute_of_a_document(outputs: dict[str, bytes]) -> None:
    tree = html.fromstring(outputs["html"])
    assert not tree.xpath("//script | //iframe | //img | //base | //form | //meta[@http-equiv='refresh']")
    assert not tree.xpath(
        "//@*[starts-with(name(), 'on') or starts-with(., 'javascript:') or starts-with(., 'data:')]"
    )
    assert tree.xpath("//*[contains(text(), '<script>alert(1)')]")


@pytest.mark.parametrize("kind", ["xlsx", "form.xlsx"])
def test_no_formula_of_a_workbook_is_a_document_s(kind: str, outputs: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(outputs[kind]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [each for each in formulas if "cmd|" in each or "HYPERLINK" in each]
    assert [cell for cell in cells if cell.value == PAYLOADS[17] and cell.data_type == "s"]
    assert not [name for name in zipfile.ZipFile(io.BytesIO(outputs[kind])).namelist() if "external" in name]


def test_the_document_holds_text_alone(outputs: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(outputs["form.docx"])) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    names = {etree.QName(each).localname for each in tree.iter() if isinstance(each.tag, str)}
    assert not names & {"script", "hyperlink", "instrText", "fldSimple", "object", "altChunk"}
    assert any("<script>alert(1)" in (each.text or "") for each in tree.iter("{*}t"))


def test_no_file_was_written_beside(outputs: dict[str, bytes]) -> None:
    assert not Path("PWNED").exists()
