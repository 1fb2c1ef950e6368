"""What is a number and what is a phrase that contains one (数值与文字之别)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from perfeval.core.cursor import Cursor
from perfeval.core.notation import NotationError

T = TypeVar("T")

_ROUGHLY = re.compile("大约|约|将近|接近|近")
_ENDS_OF_PHRASE = ("trailing", "unit-unknown", "numeral-malformed", "number-expected")
"""Mistakes after which letters tell that the text was no number: 7×24小时运维保障, 2个项目完成验收."""


def read_unless_phrase(cursor: Cursor, begins: re.Pattern[str], read: Callable[[Cursor], T]) -> T | None:
    """What `read` makes of a text that begins like a number; None where the text is a phrase.

    Raises the cursor's error for a number that goes wrong, for one that is approximate (约30个), and for a text
    of digits and signs only that begins like none.
    """
    start = cursor.at
    word = cursor.take(_ROUGHLY)
    if not cursor.sees(begins):
        if not has_letter(cursor.plain):
            raise cursor.mistake("number-expected", 0, len(cursor.plain))
        return None
    try:
        found = read(cursor)
    except NotationError as mistake:
        if mistake.mistake in _ENDS_OF_PHRASE and has_letter(mistake.text[mistake.position :]):
            return None
        raise
    if word:
        raise cursor.mistake("approximate", start, start + len(word), word=word)
    return found


def has_letter(text: str) -> bool:
    """Whether a text has any letter, Chinese ones included."""
    return any(character.isalpha() for character in text)
