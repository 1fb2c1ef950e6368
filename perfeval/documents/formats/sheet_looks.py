"""How the text of a workbook looks (单元格外观): struck, white on no fill, tiny, raised; a run's or a whole cell's.

Source: ECMA-376 part 1, 18.8 (styles) and 18.4 (rich text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from perfeval.documents.formats.shown import Kind, ShownText
from perfeval.documents.formats.xml_parts import Element, child, local

_OFF = frozenset({"0", "false"})
_NEAR_WHITE = re.compile("(?:F[B-F]){3}")
WHITE, BLACK, UNKNOWN = "FFFFFF", "000000", "?"
"""Colours; the last is what a pattern or a gradient gives."""
_INDEXED = {**dict.fromkeys("19", WHITE), **dict.fromkeys(("0", "8", "64"), BLACK), "65": WHITE}
TINY = 2
"""Points: no one reads type of this size."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """What the text of a cell is by the cell's style, and the colour that fills the cell."""

    kind: Kind = "shown"
    paper: str = WHITE


@dataclass(frozen=True, slots=True)
class RichText:
    """A text in pieces: of each its text, what it is by its own font, and its colour; None where it has the cell's."""

    pieces: tuple[tuple[str, Kind | None, str], ...]

    def on(self, look: CellLook) -> ShownText:
        """The text as it is shown in a cell that looks so."""
        shown = ShownText()
        for text, kind, ink in self.pieces:
            own = look.kind if kind is None else kind
            shown.add(text, "hidden" if kind is not None and own != "struck" and ink == look.paper else own)
        return shown


def style_looks(root: Element) -> list[CellLook]:
    """How the text of a cell looks by the cell's style, which counts from 0."""
    fonts, fills, styled = (child(root, name) for name in ("fonts", "fills", "cellXfs"))
    looks = [] if fonts is None else list(fonts.iterchildren("{*}font"))
    papers = [] if fills is None else [fill_colour(each) for each in fills.iterchildren("{*}fill")]
    found: list[CellLook] = []
    for entry in () if styled is None else styled.iterchildren("{*}xf"):
        font, fill = _number(entry.get("fontId")), _number(entry.get("fillId"))
        paper = papers[fill] if fill < len(papers) else WHITE
        own = looks[font] if font < len(looks) else None
        kind = _font_kind(own)
        is_unseen = kind != "struck" and font_colour(own) == paper
        found.append(CellLook("hidden" if is_unseen else kind, paper))
    return found


def rich_text(entry: Element) -> str | RichText:
    """The text of a shared or inline string, without phonetic guides; in pieces where some have a font of their own."""
    pieces: list[tuple[str, Kind | None, str]] = []
    for element in entry:
        if local(element) == "t":
            pieces.append((element.text or "", None, ""))
        elif local(element) == "r":
            run, font = child(element, "t"), child(element, "rPr")
            kind = None if font is None else _font_kind(font)
            pieces.append(("" if run is None else run.text or "", kind, font_colour(font)))
    is_plain = all(kind is None for _, kind, _ in pieces)
    return "".join([text for text, _, _ in pieces]) if is_plain else RichText(tuple(pieces))


def _font_kind(font: Element | None) -> Kind:
    """What text in a font is, whatever is behind it."""
    if font is None:
        return "shown"
    if is_struck(font):
        return "struck"
    if _size(font) <= TINY:
        return "hidden"
    aligned = child(font, "vertAlign")
    kinds: dict[str | None, Kind] = {"superscript": "raised", "subscript": "lowered"}
    return "shown" if aligned is None else kinds.get(aligned.get("val"), "shown")


def is_struck(font: Element) -> bool:
    """Whether a font strikes its text through."""
    strike = child(font, "strike")
    return strike is not None and strike.get("val", "1") not in _OFF


def font_colour(font: Element | None) -> str:
    """One word for the colour of a font."""
    return colour(None if font is None else child(font, "color"), BLACK)


def fill_colour(fill: Element | None) -> str:
    """One word for the colour of a fill."""
    pattern = None if fill is None else child(fill, "patternFill")
    if fill is None or pattern is None:
        return WHITE if fill is None or len(fill) == 0 else UNKNOWN
    match pattern.get("patternType", "none"):
        case "none":
            return WHITE
        case "solid":
            return colour(child(pattern, "fgColor"), UNKNOWN)
        case _:
            return UNKNOWN


def colour(color: Element | None, absent: str) -> str:
    """One word for a colour, `absent` for none."""
    if color is None or not color.attrib or color.get("auto") is not None:
        return absent
    if (rgb := color.get("rgb")) is not None:
        return named_colour(rgb)
    tint, theme = color.get("tint", "0"), color.get("theme")
    if tint in ("0", "0.0"):
        known = {"0": WHITE, "1": BLACK} if theme is not None else _INDEXED
        return known.get(theme or color.get("indexed") or "", f"{theme} {color.get('indexed')}")
    is_lightest = theme == "1" and tint.startswith(("1", "0.99", "0.98"))
    return WHITE if is_lightest else f"{theme} {color.get('indexed')} {tint}"


def named_colour(code: str) -> str:
    """One word for a colour of six hexadecimal digits, or of eight, of which the first two are its opacity."""
    code = code.upper()[-6:]
    return WHITE if _NEAR_WHITE.fullmatch(code) else code


def _size(font: Element) -> Decimal:
    size = child(font, "sz")
    try:
        return Decimal("" if size is None else size.get("val", ""))
    except InvalidOperation:
        return Decimal(TINY + 1)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
