"""Fonts for PDF files that embed none (替代字体): one of our own, so that a file reads the same on every machine.

Where a font is not embedded, PDFium asks the system for another one and takes the boxes of characters from it. Without
any, a text of a single character has no width and is dropped in silence; with a different one, boxes differ.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as pdfium

_ASIAN = frozenset((128, 129, 130, 134, 136))
"""Character sets of Windows for Japanese, Korean and Chinese; for all others PDFium carries fonts itself."""
_WHOLE_FILE = 0
_THE_FONT = 1


@cache
def use_stand_in() -> None:
    """Have PDFium take the stand-in for every Asian font that a file does not embed, and no font of the system."""
    _FONTS.version = 1
    for name, answer in _ANSWERS.items():
        setattr(_FONTS, name, _TYPES[name](answer))
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_FONTS))


_FONT = files("perfeval.documents.formats").joinpath("stand_in.ttf").read_bytes()
_FONTS = pdfium.FPDF_SYSFONTINFO()
"""PDFium keeps the address: it must live as long as the process."""
_TYPES: dict[str, Any] = dict(pdfium.FPDF_SYSFONTINFO._fields_)


def _map_font(_info: Any, _weight: int, _italic: int, charset: int, *_name: Any) -> int | None:
    return _THE_FONT if charset in _ASIAN else None


def _font_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
    """The bytes of the font, and how many they are; a collection (ttcf) or single tables are not to be had."""
    if table != _WHOLE_FILE:
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


_ANSWERS = {
    "MapFont": _map_font,
    "GetFontData": _font_data,
}
