"""How perfeval/documents/formats/stand_in.ttf is made: `python tests/stand_in_font.py` writes it, byte for byte."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

FONT = Path(__file__).parents[1] / "perfeval/documents/formats/stand_in.ttf"
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x4FF),
    (0x2000, 0x2BFF),
    (0x2E80, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFFEF),
    (0x20000, 0x2FFFF),
)
"""Latin, Greek, Cyrillic, signs, and everything Chinese, Japanese and Korean."""
_EM, _ASCENT, _DESCENT = 1000, 800, -200
_CODE_PAGES = sum(1 << bit for bit in range(17, 22))
"""Japanese, simplified Chinese, Korean, traditional Chinese, Johab: for which PDFium asks."""


def font() -> bytes:
    """One bar of 100 by 700 for every character: PDFium takes its box for the character's, and never draws it."""
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", "bar"])
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "bar": _bar()})
    builder.setupHorizontalMetrics({".notdef": (_EM, 0), "bar": (_EM, 0)})
    builder.font["cmap"] = _every_character()
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": "perfeval stand-in", "styleName": "Regular"}, mac=False)
    builder.setupOS2(version=4, sTypoAscender=_ASCENT, sTypoDescender=_DESCENT, ulCodePageRange1=_CODE_PAGES)
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=0, modified=0)
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def _bar() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (100, 700), (100, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def _every_character() -> object:
    """A character map of format 13, many characters to one glyph, which keeps the file small."""
    characters = CmapSubtable.newSubtable(13)
    characters.platformID, characters.platEncID, characters.language = 3, 10, 0
    characters.cmap = {code: "bar" for first, last in RANGES for code in range(first, last + 1)}
    table = newTable("cmap")
    table.tableVersion, table.tables = 0, [characters]
    return table


if __name__ == "__main__":
    FONT.write_bytes(font())
