"""How text in a style of an OpenDocument file looks (样式外观): struck, hidden, white, tiny, raised.

Source: OASIS OpenDocument 1.3, part 3, 20 (formatting attributes).
"""

from __future__ import annotations

import re

from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.xml_parts import Element, attribute, child

_NOTHING = re.compile(r"0*(?:\.0[0-9]*)?(?:in|cm|mm|pt|px)")
_TINY = re.compile(r"(?:0*\.[0-9]+|[012](?:\.0*)?)pt")
_WHITE = frozenset({"#ffffff", "#fefefe", "#fdfdfd", "transparent"})
_NO_FILL = _WHITE | {None, "", "none"}


def style_kind(style: Element) -> Kind:
    """What text in a style is; white text counts as hidden where the style itself gives no background."""
    text, cell = child(style, "text-properties"), child(style, "table-cell-properties")
    if text is None:
        return "shown"
    if attribute(text, "text-line-through-style") not in (None, "none"):
        return "struck"
    line = attribute(text, "text-line-through-type")
    if line not in (None, "none"):
        return "struck"
    fill = attribute(text, "background-color") or (
        None if cell is None else attribute(cell, "background-color")
    )
    is_white = (attribute(text, "color") or "").lower() in _WHITE and (fill or "").lower() in _NO_FILL
    is_tiny = _TINY.fullmatch(attribute(text, "font-size") or "") is not None
    if attribute(text, "display") == "none" or is_tiny:
        return "hidden"
    if is_white and attribute(style, "family") != "text":
        return "hidden"
    position = (attribute(text, "text-position") or "").split(" ")[0]
    if position == "super" or (position.rstrip("%").isdigit() and position not in ("0%", "0")):
        return "raised"
    return "lowered" if position == "sub" or position.startswith("-") else "shown"


def is_flat_style(style: Element) -> bool:
    """Whether rows or columns in a style have no height or width to be seen in."""
    row, column = child(style, "table-row-properties"), child(style, "table-column-properties")
    height = None if row is None else attribute(row, "row-height")
    width = None if column is None else attribute(column, "column-width")
    return any(length is not None and _NOTHING.fullmatch(length) is not None for length in (height, width))
