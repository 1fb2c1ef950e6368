"""Web archives (.mht), which Office saves under the names .doc and .xls -> grids of the pages inside."""

from __future__ import annotations

import email
import email.policy

from perfeval.core.problems import Problem
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.html import read_page
from perfeval.documents.formats.safety import Refused

_MOST_BOUNDARIES = 100


@file_reader
def read_mht(data: bytes, found: Collected) -> None:
    """Grids of all pages of a web archive, in their order."""
    if data.count(b"boundary") > _MOST_BOUNDARIES:
        raise Refused(Problem("nesting-too-deep", {"limit": str(_MOST_BOUNDARIES)}))
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise Refused(Problem("file-damaged", {"part": "text/html"}))
    for page in pages:
        content = page.get_payload(decode=True)
        if isinstance(content, bytes):
            read_page(content, found, str(page.get_param("charset", "")))
