"""One file -> forms: the format is chosen by content, and what cannot be read says why."""

from pathlib import Path

import pytest
from layouts_as_rows import HEADER, dump, tabbed

from perfeval.documents.read import format_of, read_bytes, read_file

ROWS = [
    ["项目支出绩效自评表"],
    ["项目名称", "修复"],
    HEADER,
    ["", "产出指标", "数量指标", "渠道", ">=5千米", "6千米", "100", "100", ""],
    ["总分", "100", "100分", ""],
]
DUMP = dump(ROWS).encode()
CASE = "form:\n  name: 修复\n  indicators: [{name: 渠道, points: '5'}]\n".encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (DUMP, "f.txt"),
        (DUMP.decode().encode("gb18030"), "f.txt"),
        (DUMP, "-"),  # standard input: text unless it begins like a case
        (DUMP, "f"),
        (DUMP, "F.TXT"),
        (tabbed(ROWS).encode("utf-16"), "f.tsv"),
        (tabbed(ROWS, ",").encode(), "f.csv"),
        (CASE, "f.yaml"),
        (CASE, "f.YML"),
        (CASE, "-"),
        (b'{"form": {"name": "\\u4fee\\u590d"}}', "f.json"),
        (b'{"form": {"name": "\\u4fee\\u590d"}}', "-"),
    ],
)
def test_formats(data: bytes, name: str) -> None:
    reading = read_bytes(data, name)
    assert [form.name for form in reading.forms] == ["修复"]
    assert reading.problems == ()
    assert {form.file for form in reading.forms} == {name}


def test_a_document_under_a_wrong_name_is_read_by_its_content() -> None:
    reading = read_bytes(CASE, "f.docx")
    assert [form.name for form in reading.forms] == ["修复"]
    (problem,) = reading.problems
    assert (problem.code, problem.values) == ("format-mismatch", {"suffix": ".docx", "found": ".yaml"})


@pytest.mark.parametrize(
    ("data", "suffix", "found"),
    [
        (b"%PDF-1.7", ".txt", ".pdf"),
        (b"PK\x03\x04....word/document.xml", ".doc", ".docx"),
        (b"PK\x03\x04....xl/workbook.xml", ".xls", ".xlsx"),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "", ".ods"),
        (b"\xd0\xcf\x11\xe0..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", ".txt", ".doc"),
        (b"\xd0\xcf\x11\xe0..W\0o\0r\0k\0b\0o\0o\0k\0", ".doc", ".xls"),
        (
            b"\xef\xbb\xbf<!DOCTYPE html><table>",
            ".xls",
            ".html",
        ),  # Excel opens web pages under its own suffix
        (b"<table>", ".txt", ".html"),
        (b"form: {}", ".txt", ".txt"),  # the name decides between kinds of text
        (b"form: {}", "", ".yaml"),
        (b"\0\1\2", ".jpg", ".jpg"),
        ("得分".encode("utf-16"), "", ".txt"),  # the standard input has no suffix
        (b"", ".txt", ".txt"),
    ],
)
def test_content_decides(data: bytes, suffix: str, found: str) -> None:
    assert format_of(data, suffix) == found


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "f.txt", "file-empty"),
        (b"\x89PNG\0", "f.txt", "not-text"),
        (b"\x89PNG\0", "f.png", "format-unsupported"),
        (b"text", "f.txt", "no-form-found"),
        (b"\xff\xff", "f.yaml", "not-text"),
        (b"a: [", "f.yaml", "yaml-syntax"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, code: str) -> None:
    reading = read_bytes(data, name)
    assert reading.forms == ()
    assert [(problem.code, problem.file, problem.severity) for problem in reading.problems] == [
        (code, name, "error")
    ]
    assert all(problem.message(lang) for problem in reading.problems for lang in ("zh", "en"))


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".doc"])
def test_a_broken_document_is_called_what_its_owner_calls_it(suffix: str) -> None:
    """And not by the archive that it is inside, or as another format."""
    begins = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" if suffix == ".doc" else b"PK\x03\x04"
    (problem,) = read_bytes(begins + b"[Content_Types].xml" + bytes(600), f"f{suffix}").problems
    assert (problem.code, problem.values["part"]) == ("file-damaged", suffix)


def test_files(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_bytes(DUMP)
    (tmp_path / "empty").mkdir()
    assert [form.name for form in read_file(tmp_path / "f.txt").forms] == ["修复"]
    assert [problem.code for problem in read_file(tmp_path / "none.txt").problems] == ["file-missing"]
    assert [problem.code for problem in read_file(tmp_path / "empty").problems] == ["folder-empty"]


def test_a_file_that_is_too_large_is_not_even_loaded(tmp_path: Path) -> None:
    with (tmp_path / "f.txt").open("wb") as file:
        file.truncate(3 << 30)
    (problem,) = read_file(tmp_path / "f.txt").problems
    assert (problem.code, problem.values["size"]) == ("file-too-large", "3072 MiB")
