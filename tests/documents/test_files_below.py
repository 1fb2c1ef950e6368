"""No file of a folder is passed over: each is read, or named with why not."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from table_writers import SMALL_FORM, to_docx, to_html, to_xlsx

from perfeval.documents.file_counts import FileCounts, counts_of
from perfeval.documents.files_below import FoundFile
from perfeval.documents.formats.safety import LIMITS
from perfeval.documents.read import files_of, read_files

FORM = b"form:\n  name: \xe7\x94\xb2\n  indicators:\n  - {name: a, target: '1', actual: '1', points: '1', score: '1'}\n"


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def named_in_gbk(name: str, content: bytes) -> bytes:
    """An archive as Windows in Chinese writes it: the name in GBK, and nothing that says so."""
    ascii_name = "x" * len(name.encode("gbk"))
    return zipped({ascii_name: content}).replace(ascii_name.encode(), name.encode("gbk"))


def read(folder: Path) -> tuple[dict[str, str], FileCounts]:
    """Of each file `forms`, or the code of its first problem, or what it was left out for; and the counts."""
    told: dict[str, str] = {}
    counts = FileCounts()
    for found, reading in read_files(files_of([folder])):
        name = found.name.removeprefix(f"{folder}/")
        assert name not in told
        codes = [problem.code for problem in reading.problems]
        told[name] = found.left_out or (
            "archive" if found.is_archive else "forms" if reading.forms else codes[0]
        )
        counts += counts_of(found, reading)
        assert all(problem.file == found.name for problem in reading.problems)
    return told, counts


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    docx = to_docx(SMALL_FORM)
    files = {
        "a.yaml": FORM,
        "UP.YAML": FORM,
        "noext": docx,
        "form.docx.bak": docx,
        "noext-text": b"some words",
        "scan.jpg": b"\xff\xd8\xff",
        "r.rar": b"Rar!\x1a\x07",
        "s.7z": b"7z\xbc\xaf",
        "t.tar.gz": b"\x1f\x8b",
        "empty": b"",
        "empty.docx": b"",
        "broken.zip": b"PK\x03\x04 and no more",
        "renamed.docx": zipped({"a.txt": b"x"}),
        "empty.zip": zipped({}),
        "self-opening.zip": b"MZ" + b"\0" * 999 + zipped({"a.yaml": FORM}),
        "official.ofd": zipped({"OFD.xml": b"<x/>"}),
        "slides.pptx": zipped({"ppt/presentation.xml": b"<x/>"}),
        "~$a.docx": b"lock",
        ".hidden/x.yaml": FORM,
        "Thumbs.db": b"x",
        "sub/deep/b.yaml": FORM,
        "plain.txt": b"no form here",
        "docs.zip": zipped(
            {"c.yaml": FORM, "d.jpg": b"x", "in/e.zip": zipped({"f.yaml": FORM}), "__MACOSX/._c": b"x"}
        ),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.yaml").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.docx")
    (tmp_path / "loop").symlink_to(tmp_path)
    told, counts = read(tmp_path)
    assert told == {
        "a.yaml": "forms",
        "UP.YAML": "forms",
        "noext": "forms",
        "form.docx.bak": "suffix-unknown",
        "noext-text": "format-unsupported",
        "scan.jpg": "file-is-picture",
        "r.rar": "archive-unopened",
        "s.7z": "archive-unopened",
        "t.tar.gz": "archive-unopened",
        "empty": "file-empty",
        "empty.docx": "file-empty",
        "broken.zip": "file-damaged",
        "renamed.docx": "format-unsupported",
        "empty.zip": "file-empty",
        "self-opening.zip": "archive-unopened",
        "official.ofd": "format-unsupported",
        "slides.pptx": "format-unsupported",
        "~$a.docx": "system",
        ".hidden/x.yaml": "system",
        "Thumbs.db": "system",
        "sub/deep/b.yaml": "forms",
        "plain.txt": "no-form-found",
        "docs.zip": "archive",
        "docs.zip/c.yaml": "forms",
        "docs.zip/d.jpg": "format-unsupported",
        "docs.zip/in/e.zip": "archive",
        "docs.zip/in/e.zip/f.yaml": "forms",
        "docs.zip/__MACOSX/._c": "system",
        "link.yaml": "link-broken",
        "pipe.docx": "not-a-file",
    }
    assert counts == FileCounts(with_forms=6, without_forms=1, unread=17, system=4, archives=2)
    assert counts.found == len(told)


def test_archives_in_archives_beyond_the_limit_are_named(tmp_path: Path) -> None:
    content = FORM
    for name in ("c.yaml", "3.zip", "2.zip", "1.zip"):
        content = zipped({name: content})
    (tmp_path / "0.zip").write_bytes(content)
    told, _ = read(tmp_path)
    assert told["0.zip/1.zip/2.zip/3.zip"] == "folders-too-deep"


@pytest.mark.parametrize("name", ["甲单位/自评表.yaml", "２０２３年—绩效.yaml"])
def test_names_in_gbk_are_read_as_such(name: str, tmp_path: Path) -> None:
    (tmp_path / "报送.zip").write_bytes(named_in_gbk(name, FORM))
    told, _ = read(tmp_path)
    assert told == {"报送.zip": "archive", f"报送.zip/{name}": "forms"}


def test_names_of_any_bytes_are_read_and_stay_apart(tmp_path: Path) -> None:
    names = [
        "项目.yaml".encode(),
        "项目.yaml".encode("gbk"),
        b"\xff\xfe.yaml",
        b"a\x1b[2J.yaml",
        b"a\nb.yaml",
    ]
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(FORM)
    told, _ = read(tmp_path)
    assert sorted(told) == sorted(
        ["项目.yaml", "\\xcf\\xee\\xc4\\xbf.yaml", "\\xff\\xfe.yaml", "a␛[2J.yaml", "a␊b.yaml"]
    )
    assert set(told.values()) == {"forms"}


def test_equal_names_in_an_archive_are_both_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.yaml", FORM)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.yaml", FORM)
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    told, _ = read(tmp_path)
    assert Counter(told.values()) == {"archive": 1, "forms": 2}


def test_an_archive_behind_a_password_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.yaml": FORM}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        struct.pack_into("<H", data, at, 1)
    (tmp_path / "x.zip").write_bytes(bytes(data))
    assert read(tmp_path)[0] == {"x.zip": "archive", "x.zip/a.yaml": "file-encrypted"}


def test_a_bomb_in_an_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(LIMITS.free_bytes + 1))
        archive.writestr("b.yaml", FORM)
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    assert read(tmp_path)[0] == {"x.zip": "archive", "x.zip/a.txt": "part-too-large", "x.zip/b.yaml": "forms"}


def test_an_archive_given_by_its_name_is_opened(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(zipped({"a.yaml": FORM}))
    names = [found.name for found in files_of([tmp_path / "x.zip"])]
    assert names == [f"{tmp_path}/x.zip", f"{tmp_path}/x.zip/a.yaml"]


def test_a_folder_of_a_batch_is_left_out_and_counted(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/manifest.json").write_text('{\n "format": "perfeval.batch/1"}', encoding="utf-8")
    (tmp_path / "out/summary.html").write_bytes(to_html(SMALL_FORM))
    told, counts = read(tmp_path)
    assert told == {"out/manifest.json": "own", "out/summary.html": "own"}
    assert counts == FileCounts(own=2)
    assert files_of([tmp_path], without=[tmp_path / "out"])[0] == FoundFile(tmp_path, str(tmp_path))


def test_a_form_in_another_hand_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "f.xlsx").write_bytes(to_xlsx(SMALL_FORM))
    assert "own-report" not in read(tmp_path)[0].values()
