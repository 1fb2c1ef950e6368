"""Web archives (.mht), which Office saves under the names .doc and .xls -> grids of the pages inside."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from perfeval.core.problems import Problem
from perfeval.documents.formats.collect import Collected, file_reader
from perfeval.documents.formats.html import read_page
from perfeval.documents.formats.safety import Refused

_MOST_BOUNDARIES = 100


@file_reader
def read_mht(data: bytes, found: Collected) -> None:
    """Grids of all pages of a web archive, in their order, as its style sheets show them."""
    if data.count(b"boundary") > _MOST_BOUNDARIES:
        raise Refused(Problem("nesting-too-deep", {"limit": str(_MOST_BOUNDARIES)}))
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages:
        raise Refused(Problem("file-damaged", {"part": "text/html"}))
    styles = [_content(part) for part in message.walk() if part.get_content_type() == "text/css"]
    beside = "\n".join(style.decode("utf-8", "replace") for style in styles)
    for page in pages:
        read_page(_content(page), found, str(page.get_param("charset", "")), beside)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
