"""Encoding of web pages (网页编码): what the bytes say goes before what the page says of itself."""

from __future__ import annotations

import codecs
import re

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_KNOWN = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "unicode": "utf-16",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
"""Names that pages use, in lower case; GB18030 holds GB2312 and GBK."""


def decode_page(data: bytes, declared: str = "") -> tuple[str, str, int]:
    """Text of a page, the encoding used, and how many characters could not be read (they become U+FFFD).

    Bytes that are valid UTF-8 are UTF-8, even where the page says GB2312: text in GB2312 hardly ever is.
    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    if marked:
        return _lossy(data, marked)
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    named = _KNOWN.get((declared or (found[1].decode("ascii") if found else "")).lower(), "utf-8")
    for encoding in ("utf-8", named, "gb18030"):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    return _lossy(data, named)


def _lossy(data: bytes, encoding: str) -> tuple[str, str, int]:
    text = data.decode(encoding, "replace")
    return text, encoding, text.count("\N{REPLACEMENT CHARACTER}")
