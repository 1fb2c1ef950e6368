"""How text in the styles of an OpenDocument file looks (样式外观): struck, hidden, white, tiny, raised.

Source: OASIS OpenDocument 1.3, part 3, 16 (styles) and 20 (formatting attributes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.xml_parts import Element, attribute, child

_NOTHING = re.compile(r"0*(?:\.0[0-9]*)?(?:in|cm|mm|pt|px)")
_TINY = re.compile(r"(?:0*\.[0-9]+|[012](?:\.0*)?)pt")
_WHITE = frozenset({"#ffffff", "#fefefe", "#fdfdfd"})
_NO_FILL = frozenset({"", "none", "transparent"})
_TOLD = (
    *("text-line-through-style", "text-line-through-type", "color", "use-window-font-color", "font-size"),
    *("display", "text-position", "background-color"),
)
_OF_CELL = "cell-background"
_DEEPEST = 12
Told = Mapping[str, str]


@dataclass
class OdsLooks:
    """The styles of a document by family and name: what each says, and the one that it is based on."""

    styles: dict[tuple[str, str], tuple[Told, str]] = field(default_factory=dict)
    known: dict[tuple[str, ...], Kind] = field(default_factory=dict)
    """What text in a cell of the first style and in spans of the others is."""
    hidden_sheets: set[str] = field(default_factory=set)
    """Styles of sheets that are not shown."""
    flat: set[str] = field(default_factory=set)
    """Styles of rows and columns without any height or width."""

    def add(self, style: Element) -> None:
        """Take a style in."""
        name, family = attribute(style, "name") or "", attribute(style, "family") or ""
        sheet, text = child(style, "table-properties"), child(style, "text-properties")
        if sheet is not None and attribute(sheet, "display") == "false":
            self.hidden_sheets.add(name)
        if is_flat_style(style):
            self.flat.add(name)
        told = {} if text is None else {key: attribute(text, key) for key in _TOLD}
        cell = child(style, "table-cell-properties")
        told[_OF_CELL] = None if cell is None else attribute(cell, "background-color")
        kept = {key: value for key, value in told.items() if value is not None}
        for called in (name, attribute(style, "display-name")):
            if called is not None:
                self.styles[family, called] = kept, attribute(style, "parent-style-name") or ""

    def kind(self, cell: str, spans: tuple[str, ...] = ()) -> Kind:
        """What text is inside of spans with these styles, the outer ones first, in a cell with a style."""
        names = (cell, *spans)
        if names not in self.known:
            told: dict[str, str] = {}
            for family, name in (("table-cell", cell), *(("text", each) for each in spans)):
                for each in reversed([*self._chain(family, name)]):
                    told.update(each)
            self.known[names] = _kind(told)
        return self.known[names]

    def _chain(self, family: str, name: str) -> Iterator[Told]:
        for _ in range(_DEEPEST):
            if (family, name) not in self.styles:
                return
            told, name = self.styles[family, name]
            yield told


def _kind(told: Told) -> Kind:
    lines = [told[key] for key in told if key.startswith("text-line-through")]
    if lines and "none" not in lines:
        return "struck"
    fills = (told.get(name, "").lower() for name in ("background-color", _OF_CELL))
    fill = _colour(next((each for each in fills if each not in _NO_FILL), "#ffffff"))
    is_chosen = told.get("use-window-font-color") == "true"
    ink = "" if is_chosen else _colour(told.get("color", "#000000").lower())
    if told.get("display") == "none" or _TINY.fullmatch(told.get("font-size", "")) or ink == fill:
        return "hidden"
    position = told.get("text-position", "").split(" ")[0]
    if position == "super" or (position.rstrip("%").isdigit() and position not in ("0%", "0")):
        return "raised"
    return "lowered" if position == "sub" or position.startswith("-") else "shown"


def _colour(code: str) -> str:
    return "#ffffff" if code in _WHITE else code


def is_flat_style(style: Element) -> bool:
    """Whether rows or columns in a style have no height or width to be seen in."""
    row, column = child(style, "table-row-properties"), child(style, "table-column-properties")
    height = None if row is None else attribute(row, "row-height")
    width = None if column is None else attribute(column, "column-width")
    return any(length is not None and _NOTHING.fullmatch(length) is not None for length in (height, width))
