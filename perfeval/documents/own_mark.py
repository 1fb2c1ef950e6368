"""The mark of what perfeval itself wrote about forms (自产文件标记), by which it is never read as a form again.

Reports, working papers, summaries, comparisons and letters carry it; a form that `form` wrote does not: it is a form
like any other, whoever filled it in.
"""

from __future__ import annotations

import re

from perfeval.documents.formats.archive import Archive
from perfeval.documents.formats.safety import Refused

OWN = "perfeval:report"
"""The category in the properties of an Office file, and the generator of a web page."""
HTML_MARK = f'<meta name="generator" content="{OWN}">'
CSV_MARK = b"file,form,row,indicator,dimension,category,target,actual,points,submitted_score"

_BEGINNING = 4096
_JSON = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"perfeval\.')
_TEXT = re.compile(r"(?:规则集|rule set|A) [a-z0-9][a-z0-9.-]*[:：]|# 由填报得分反推的草稿")
"""How a table of results in plain text begins."""
_PROPERTIES = "docProps/core.xml"


def is_own(data: bytes, suffix: str) -> bool:
    """Whether a file of this format, by its suffix, is one of perfeval's reports."""
    match suffix:
        case ".xlsx" | ".docx":
            try:
                return OWN.encode() in (Archive(data).part(_PROPERTIES) or b"")
            except Refused:
                return False
        case ".html":
            return HTML_MARK.encode() in data[:_BEGINNING]
        case ".json":
            return bool(_JSON.match(data[:_BEGINNING]))
        case ".csv":
            return data.removeprefix(b"\xef\xbb\xbf").startswith(CSV_MARK)
        case ".txt":
            return bool(_TEXT.match(data[:_BEGINNING].decode("utf-8", "ignore")))
        case _:
            return False
