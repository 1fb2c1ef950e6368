"""The format of a file by its content."""

import pytest
from office_files import docx_of, xlsx_of, zipped
from table_writers import SMALL_FORM, compound_of, ods_of, to_docx

from perfeval.documents.formats.safety import Refused
from perfeval.documents.formats.sniff import sniff

CASES = {
    "text": (b"text", ""),
    "empty": (b"", ""),
    "an HTML word inside a text": (b"see <table>", ""),
    "page behind a comment": (b"<!-- saved from url -->\r\n<html>", ".html"),
    "XHTML": (b"\xef\xbb\xbf<?xml version='1.0'?><!DOCTYPE html>", ".html"),
    "page in UTF-16": ("<html>绩".encode("utf-16"), ".html"),
    "PDF after a line of mail": (b"\r\nX: y\r\n%PDF-1.4", ".pdf"),
    "RTF": (b"{\\rtf1", ".rtf"),
    "web archive": (b"From: <saved by Microsoft>\r\nMIME-Version: 1.0\r\n", ".mht"),
    "a header like a mail's, but none": (b"Subject: x\n\ntext", ""),
    "Word": (to_docx(SMALL_FORM), ".docx"),
    "a Word document in a workbook": (xlsx_of("", parts={"xl/embeddings/word/document.xml": b"x"}), ".xlsx"),
    "a workbook in a Word document": (docx_of("", {"word/embeddings/xl/workbook.xml": b"x"}), ".docx"),
    "binary workbook": (zipped({"xl/workbook.bin": b""}), ".xlsb"),
    "ods": (ods_of(""), ".ods"),
    "odt": (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), ".odt"),
    "some archive": (zipped({"a.txt": b""}), ".zip"),
    "cut archive": (to_docx(SMALL_FORM)[:-500], ".docx"),
    "old Word": (compound_of({"1Table": b"", "WordDocument": b"x"}), ".doc"),
    "old Excel": (compound_of({"Workbook": b"x"}), ".xls"),
    "older Excel": (compound_of({"Book": b"x"}), ".xls"),
    "other compound file": (compound_of({"PowerPoint Document": b"x"}), ".ole"),
    "cut compound file": (compound_of({"Workbook": b"x"})[:-600], ".xls"),
}


@pytest.mark.parametrize("name", CASES)
def test_content_tells(name: str) -> None:
    data, suffix = CASES[name]
    assert sniff(data) == suffix


def test_a_file_behind_a_password_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        sniff(compound_of({"EncryptedPackage": b"x"}))
    assert refused.value.problem.code == "file-encrypted"
