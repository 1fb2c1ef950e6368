"""Old Word documents by way of LibreOffice: where it is, where it is not, and where it fails."""

import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from office_files import zipped
from table_writers import SMALL_FORM, boxes_of, compound_of, to_docx

from perfeval.documents.formats import doc
from perfeval.documents.formats.doc import read_doc
from perfeval.documents.formats.safety import Limits

OLD_WORD = compound_of({"WordDocument": b"x"})


def a_program(folder: Path, script: str) -> str:
    """A program that stands in for LibreOffice; `{out}` and `{source}` are what it is asked to write and read."""
    path = folder / "office.py"
    path.write_text(
        "import sys, time, pathlib, shutil\n"
        "source = pathlib.Path(sys.argv[-1])\n"
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\n"
        "profile = next(word for word in sys.argv if word.startswith('-env:UserInstallation='))\n" + script
    )
    launcher = folder / "soffice"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} {path} "$@"\n')
    launcher.chmod(0o755)
    return str(launcher)


def codes_with(program: str | None, monkeypatch: pytest.MonkeyPatch, data: bytes = OLD_WORD) -> list[str]:
    monkeypatch.setattr(shutil, "which", lambda name: program)
    return [problem.code for problem in read_doc(data, "f.doc").problems]


def test_without_libreoffice_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes_with(None, monkeypatch) == ["converter-missing"]
    (problem,) = read_doc(OLD_WORD, "f.doc").problems
    assert (
        problem.message() == "读取 .doc 需要 LibreOffice，本机没有：请安装，或用 Word、WPS 另存为 .docx 再试"
    )


def test_what_the_program_saves_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "saved.docx").write_bytes(to_docx(SMALL_FORM))
    script = f"out.mkdir(); shutil.copy({str(tmp_path / 'saved.docx')!r}, out / 'document.docx')\n"
    assert codes_with(a_program(tmp_path, script), monkeypatch) == []
    assert boxes_of(read_doc(OLD_WORD, "f.doc").grids[0]) == list(SMALL_FORM)


def test_the_profile_forbids_macros_and_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "settings.xcu"
    script = (
        "from urllib.parse import unquote, urlparse\n"
        "folder = pathlib.Path(unquote(urlparse(profile.partition('=')[2]).path))\n"
        f"shutil.copy(folder / 'user' / 'registrymodifications.xcu', {str(copy)!r})\n"
    )
    codes_with(a_program(tmp_path, script), monkeypatch)
    settings = copy.read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent"):
        assert f'oor:name="{name}" oor:op="fuse"><value>true</value>' in settings


def test_a_program_that_saves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shutil, "which", lambda name: a_program(tmp_path, "print('Error: source file could not be loaded')\n")
    )
    (problem,) = read_doc(OLD_WORD, "f.doc").problems
    assert problem.code == "converter-failed"
    assert problem.values["reason"] == "Error: source file could not be loaded"


def test_a_program_that_saves_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "LIMITS", Limits(file_bytes=10))
    script = "out.mkdir(); (out / 'document.docx').write_bytes(b'x' * 11)\n"
    assert codes_with(a_program(tmp_path, script), monkeypatch) == ["file-too-large"]


@pytest.mark.slow
def test_a_program_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "LIMITS", Limits(child_seconds=1, patience=1))
    assert codes_with(a_program(tmp_path, "time.sleep(60)\n"), monkeypatch) == ["reader-stopped"]


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "file-empty"), (compound_of({"EncryptedPackage": b"x"}), "file-encrypted")]
)
def test_what_is_not_even_tried(data: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes_with("never run", monkeypatch, data) == [code]


@pytest.mark.slow
@pytest.mark.parametrize(
    "target",
    ["doc", pytest.param("rtf", marks=pytest.mark.slow), pytest.param("odt", marks=pytest.mark.slow)],
)
def test_with_libreoffice_itself(target: str, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: .doc, .rtf and .odt cannot be read here")
    if not any(Path("/usr/share/fonts").rglob("*.?t[fc]")):
        pytest.skip("LibreOffice does not start on a machine without any font")
    (tmp_path / "form.docx").write_bytes(to_docx(SMALL_FORM))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", target, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=300)
    document = read_doc((tmp_path / f"form.{target}").read_bytes(), "f")
    assert document.problems == ()
    assert boxes_of(document.grids[0]) == list(SMALL_FORM)


@pytest.mark.slow
def test_libreoffice_follows_no_link(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed: whether it follows links cannot be seen here")
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        document = read_doc(
            odt_with_a_picture_at(f"http://127.0.0.1:{server.server_port}/picture.png"), "f.odt"
        )
        server.shutdown()
    assert [problem.code for problem in document.problems] == ["pictures-unread"]
    assert asked == []


def odt_with_a_picture_at(address: str) -> bytes:
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"' for name, uri in names.items()
    )
    picture = (
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
    )
    frame = f'<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{picture}</draw:frame>'
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text><text:p>x{frame}</text:p></office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )
