"""How the text of a workbook looks (单元格外观): struck, white on no fill, tiny, raised; a run's or a whole cell's.

Source: ECMA-376 part 1, 18.8 (styles) and 18.4 (rich text).
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from perfeval.documents.formats.shown import Kind, ShownText
from perfeval.documents.formats.xml_parts import Element, child, local

_OFF = frozenset({"0", "false"})
_NEAR_WHITE = re.compile("(?:F[B-F]){3}")
_WHITE_INDEX = frozenset({"1", "9"})
_WHITE_THEME = "0"
_TINY = 2
"""Points: no one reads type of this size."""


def font_kind(font: Element | None, *, is_filled: bool = False) -> Kind:
    """What text in a font is; white text counts as hidden where its cell has no fill."""
    if font is None:
        return "shown"
    strike = child(font, "strike")
    if strike is not None and strike.get("val", "1") not in _OFF:
        return "struck"
    if _size(font) <= _TINY or (not is_filled and _is_white(child(font, "color"))):
        return "hidden"
    aligned = child(font, "vertAlign")
    kinds: dict[str | None, Kind] = {"superscript": "raised", "subscript": "lowered"}
    return "shown" if aligned is None else kinds.get(aligned.get("val"), "shown")


def style_kinds(root: Element) -> list[Kind]:
    """What the text of a cell is by the cell's style, which counts from 0."""
    fonts, fills, styled = (child(root, name) for name in ("fonts", "fills", "cellXfs"))
    looks = [] if fonts is None else list(fonts.iterchildren("{*}font"))
    behind = [] if fills is None else list(fills.iterchildren("{*}fill"))
    kinds: list[Kind] = []
    for entry in () if styled is None else styled.iterchildren("{*}xf"):
        font, fill = _number(entry.get("fontId")), _number(entry.get("fillId"))
        look, paper = (
            found[at] if at < len(found) else None for found, at in ((looks, font), (behind, fill))
        )
        is_filled = paper is not None and _is_fill(paper)
        kinds.append(
            "hidden" if is_filled and _are_alike(look, paper) else font_kind(look, is_filled=is_filled)
        )
    return kinds


def rich_text(entry: Element) -> str | ShownText:
    """The text of a shared or inline string, without phonetic guides; in pieces where some stand out."""
    pieces = ShownText()
    for element in entry:
        if local(element) == "t":
            pieces.add(element.text or "")
        elif local(element) == "r":
            run = child(element, "t")
            # Whether the cell has a fill is not known here: white is told by the cell's own style alone.
            pieces.add(
                "" if run is None else run.text or "", font_kind(child(element, "rPr"), is_filled=True)
            )
    return pieces.text if pieces.is_plain else pieces


def _are_alike(font: Element | None, fill: Element | None) -> bool:
    """Whether a font has the very colour of what is behind it."""
    pattern = None if fill is None else child(fill, "patternFill")
    if font is None or pattern is None or pattern.get("patternType") != "solid":
        return False
    ink, paper = child(font, "color"), child(pattern, "fgColor")
    return ink is not None and paper is not None and bool(ink.attrib) and ink.attrib == paper.attrib


def _is_white(color: Element | None) -> bool:
    if color is None:
        return False
    if color.get("tint", "0") not in ("0", "0.0"):
        return color.get("theme") == "1" and color.get("tint", "").startswith(("1", "0.99", "0.98"))
    rgb = (color.get("rgb") or "").upper()
    return (
        _NEAR_WHITE.fullmatch(rgb[-6:]) is not None
        or color.get("indexed") in _WHITE_INDEX
        or color.get("theme") == _WHITE_THEME
    )


def _is_fill(fill: Element) -> bool:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return len(fill) > 0
    return pattern.get("patternType", "none") != "none" and not _is_white(child(pattern, "fgColor"))


def _size(font: Element) -> Decimal:
    size = child(font, "sz")
    try:
        return Decimal("" if size is None else size.get("val", ""))
    except InvalidOperation:
        return Decimal(_TINY + 1)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
