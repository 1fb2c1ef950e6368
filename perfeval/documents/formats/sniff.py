"""What format the content of a file is in (文件类型), whatever its name says.

Systems often export web pages or XML under the names .doc and .xls, and people rename files.
"""

from __future__ import annotations

import codecs
import re

from perfeval.core.problems import Problem
from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.compound import SIGNATURE, CompoundFile
from perfeval.documents.formats.safety import Refused

_ARCHIVE = b"PK\x03\x04"
_BEGINNING = 4096
_PDF = re.compile(rb".{0,1024}?%PDF-", re.DOTALL)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")
"""How PNG, JPEG, TIFF and GIF begin."""
_RTF = b"{\\rt"
_MAIL = re.compile(rb"\s*(?:[\w-]+:.*^)?MIME-Version:", re.DOTALL | re.MULTILINE | re.IGNORECASE)
_OFFICE_XML = re.compile(
    rb"\s*<\?xml.*(?:<w:wordDocument|<pkg:package|urn:schemas-microsoft-com:office:spreadsheet)", re.DOTALL
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|p|h[1-6]|center|section|article)\b",
    re.DOTALL | re.IGNORECASE,
)
_PARTS_OF_ARCHIVE = (
    ("word/document.xml", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
    b"application/vnd.oasis.opendocument.text": ".odt",
}
_STREAMS_OF_COMPOUND = (("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"))


def sniff(data: bytes) -> str:
    """Suffix that fits the content of a file; empty for text, and for what is not known.

    Raises Refused for an Office file behind a password, which hides what it is, for a picture, and for a file that is
    damaged so that nothing tells what it was.
    """
    if data.startswith(_PICTURES):
        raise Refused(Problem("file-is-picture"))
    if data.startswith(_ARCHIVE):
        return _in_archive(data)
    if data.startswith(SIGNATURE[:4]):
        return _in_compound(data)
    beginning = data[:_BEGINNING]
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        beginning = beginning.decode("utf-16", "replace").encode()
    beginning = beginning.removeprefix(codecs.BOM_UTF8)
    if _PDF.match(beginning):
        return ".pdf"
    if beginning.startswith(_RTF):
        return ".rtf"
    if _OFFICE_XML.match(beginning):
        return ".xml"
    if _HTML.match(beginning):
        return ".html"
    return ".mht" if _MAIL.match(beginning) else ""


def _in_archive(data: bytes) -> str:
    """Format of an archive by the parts it has; of a damaged one, by their names in it, if any is left."""
    try:
        archive = Archive(data)
    except Refused:
        names = {part.encode(): suffix for part, suffix in _PARTS_OF_ARCHIVE} | _OPEN_DOCUMENTS
        if found := next((suffix for name, suffix in names.items() if name in data), None):
            return found
        raise
    main = archive.main_part() if "_rels/.rels" in archive else ""
    kinds = dict(_PARTS_OF_ARCHIVE)
    open_document = _OPEN_DOCUMENTS.get((archive.part("mimetype") or b"").strip())
    by_part = next((suffix for part, suffix in _PARTS_OF_ARCHIVE if part in archive), ".zip")
    return open_document or kinds.get(main) or by_part


def _in_compound(data: bytes) -> str:
    """Format of a compound file by its streams; of a damaged one, by their names in it, if any is left."""
    try:
        names = CompoundFile(data).names()
    except Refused:
        left = (suffix for name, suffix in _STREAMS_OF_COMPOUND if name.encode("utf-16-le") in data)
        if found := next(left, None):
            return found
        raise
    if "EncryptedPackage" in names:
        raise Refused(Problem("file-encrypted"))
    return next((suffix for name, suffix in _STREAMS_OF_COMPOUND if name in names), ".ole")
