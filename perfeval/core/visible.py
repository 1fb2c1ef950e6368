"""Characters that would steer a terminal or turn a line round, made to be seen (控制字符显示)."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufff9-\ufffb]"
)
_MARKS = re.compile("[\u200e\u200f\u061c]")
"""Marks of direction that print nothing and overrule nothing."""


def visible(text: str) -> str:
    """`text` with control characters and marks that overrule the direction of writing shown as such.

    Line breaks and tabs stay. Marks that only hint at a direction print nothing, and go.

    >>> visible("95%\\x1b[2J"), visible("a\\u202eb")
    ('95%␛[2J', 'a‹U+202E›b')
    """
    if text.isprintable():
        return text
    return _STEERING.sub(lambda found: _shown(ord(found[0])), _MARKS.sub("", text))


def json_visible(text: str) -> str:
    """JSON with the same characters, which only its strings can hold, as escapes."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def visible_line(text: str) -> str:
    """The same for a text that is to stay on one line, such as the name of a file."""
    return visible(text).replace("\n", "␊").replace("\t", "␉")


def _shown(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
