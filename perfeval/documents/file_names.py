"""Names of files as they are shown (文件名): of any bytes, on one line, and each different."""

from __future__ import annotations

import os
from pathlib import Path

from perfeval.core.visible import visible_line


def shown_name(name: str | Path) -> str:
    """A name in characters: UTF-8, else GB18030 as Chinese Windows writes it, else its bytes spelled out."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return visible_line(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return visible_line(raw.decode("utf-8", "backslashreplace"))


def spelled_name(name: str | Path) -> str:
    """A name whose shown form another file has already: the bytes that are not ASCII spelled out."""
    return visible_line(os.fsencode(name).decode("ascii", "backslashreplace"))
