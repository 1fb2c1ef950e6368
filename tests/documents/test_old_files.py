"""Old files of one run: LibreOffice starts once; where it is missing that is said in full once."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from table_writers import SMALL_FORM, compound_of, to_docx, to_xls

from perfeval.documents.formats import doc
from perfeval.documents.read import files_of, read_files

PLAIN = (
    ("项目名称", "渠道修复", "", "", ""),
    ("一级指标", "三级指标", "年度指标值", "实际完成值", "得分"),
    ("产出指标", "渠道", "≥5千米", "6千米", "10"),
    ("总分", "", "", "", "10"),
)
OLD_WORD = compound_of({"WordDocument": b"x"})
OFFICE = """
import pathlib, shutil, sys
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
out.mkdir(exist_ok=True)
sources = [pathlib.Path(word) for word in sys.argv[sys.argv.index("--outdir") + 2 :]]
with open({log!r}, "a") as log:
    print(len(sources), file=log)
for source in sources:
    if not (len(sources) > 1 and source.name == {fails!r}):
        shutil.copy({saved!r}, out / (source.stem + ".docx"))
"""


def folder_of(where: Path, count: int) -> Path:
    folder = where / "old"
    folder.mkdir()
    for at in range(count):
        (folder / f"{at}.doc").write_bytes(OLD_WORD)
    (folder / "9.docx").write_bytes(to_docx(SMALL_FORM))
    return folder


def starts(where: Path, monkeypatch: pytest.MonkeyPatch, count: int, fails: str = "") -> list[str]:
    """Read so many old files with a program that stands in for LibreOffice: how many it was given each time."""
    log, saved = where / "log", where / "saved.docx"
    saved.write_bytes(to_docx(SMALL_FORM))
    program = where / "office.py"
    program.write_text(OFFICE.format(log=str(log), saved=str(saved), fails=fails))
    launcher = where / "soffice"
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} {program} "$@"\n')
    launcher.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(launcher))
    readings = [reading for _, reading in read_files(files_of([folder_of(where, count)]))]
    assert [len(reading.forms) for reading in readings] == [1] * (count + 1)
    return log.read_text().split()


def test_one_start_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(tmp_path, monkeypatch, 3) == ["3"]


def test_a_single_file_has_its_own_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(tmp_path, monkeypatch, 1) == ["1"]


def test_what_was_not_saved_together_is_tried_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert starts(tmp_path, monkeypatch, 3, fails="document1.doc") == ["3", "1"]


def test_without_the_program_it_is_said_in_full_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    readings = [reading for _, reading in read_files(files_of([folder_of(tmp_path, 3)]))]
    codes = [[problem.code for problem in reading.problems] for reading in readings]
    assert codes == [["converter-missing"], ["converter-missing-too"], ["converter-missing-too"], []]


def rich_text(rows: Sequence[Sequence[str]]) -> bytes:
    """Written by hand, without merged cells."""
    lines = []
    for row in rows:
        ends = "".join(f"\\cellx{1500 * column}" for column in range(1, len(row) + 1))
        letters = ("".join(f"\\u{ord(letter)}?" for letter in text) for text in row)
        lines.append(f"\\trowd{ends}\\pard\\intbl {''.join(f'{text} __ ' for text in letters)}\\row")
    return ("{\\rtf1\\ansi " + "\n".join(lines).replace(" __", "\\cell") + "\\pard\\par}").encode("ascii")


@pytest.mark.slow
def test_rtf_wps_and_et_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WPS saves .doc and .xls under names of its own; the sheet needs no other program."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: .rtf and .wps cannot be read here")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "b.docx").write_bytes(to_docx(SMALL_FORM))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "b.docx")], check=True, capture_output=True, timeout=300)
    (inbox / "a.rtf").write_bytes(rich_text(PLAIN))
    (tmp_path / "b.doc").rename(inbox / "b.wps")
    (inbox / "c.et").write_bytes(to_xls(SMALL_FORM))
    given: list[int] = []
    save = doc.save_together
    monkeypatch.setattr(
        doc, "save_together", lambda old, progress: given.append(len(old)) or save(old, progress)
    )
    readings = [reading for _, reading in read_files(files_of([inbox]))]
    assert [[form.name for form in reading.forms] for reading in readings] == [["渠道修复"]] * 3
    assert given == [2]
