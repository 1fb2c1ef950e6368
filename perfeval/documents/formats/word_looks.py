"""How a run of a Word document looks (文字外观): struck, hidden, white on white, tiny, raised; by itself or its style.

Source: ECMA-376 part 1, 17.3.2 (run properties) and 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.xml_parts import Element, attribute, by_name, child, local, parse

_OFF = frozenset({"0", "false", "off", "none"})
_TINY = 4
"""Half-points: no one reads type of two points."""
_RAISED = 4
"""Half-points above or below the line, where a run says so itself."""
_TINY_ROW = 60
"""Twentieths of a point: a row of exactly this height shows no text."""
_WHITE = frozenset({"ffffff", "fefefe", "fdfdfd"})
_NARROW = 10
"""Per cent of its width."""
_HIGHLIGHTS = {
    "black": "000000",
    "red": "ff0000",
    "blue": "0000ff",
    "green": "00ff00",
    "yellow": "ffff00",
    "white": "ffffff",
    "cyan": "00ffff",
    "magenta": "ff00ff",
    "darkRed": "800000",
    "darkBlue": "000080",
    "darkGreen": "008000",
    "darkYellow": "808000",
    "darkCyan": "008080",
    "darkMagenta": "800080",
    "darkGray": "808080",
    "lightGray": "c0c0c0",
}
_UNKNOWN = "?"
"""A colour that is not told: a pattern, or what a table's style gives some of its cells."""
_SQUEEZED = 40
"""Twentieths of a point: lines of exactly this height show nothing."""
_TELLING = ("strike", "dstrike", "vanish", "color", "sz", "vertAlign", "position", "w", "textFill")
_DEEPEST_STYLE = 12
_LARGEST_KEPT = 1 << 20
"""Bytes of styles that are kept for the next document."""


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property is set: there, and not switched off."""
    found = None if properties is None else child(properties, name)
    return found is not None and attribute(found, "val") not in _OFF


def is_unseen_row(properties: Element | None) -> bool:
    """Whether a row of a table is hidden, or so low that nothing of it shows."""
    height = None if properties is None else child(properties, "trHeight")
    is_exact = height is not None and attribute(height, "hRule") in ("exact", "h-rule:exact")
    return is_on(properties, "hidden") or (is_exact and _number(height, "val", _TINY_ROW + 1) <= _TINY_ROW)


def is_squeezed(paragraph: Element) -> bool:
    """Whether the lines of a paragraph are so low that nothing of them shows."""
    properties = child(paragraph, "pPr")
    spacing = None if properties is None else child(properties, "spacing")
    is_exact = spacing is not None and attribute(spacing, "lineRule") == "exact"
    return is_exact and _number(spacing, "line", _SQUEEZED + 1) <= _SQUEEZED


@dataclass(frozen=True, slots=True)
class WordLooks:
    """The styles of a document by their id."""

    styles: dict[str, Element] = field(default_factory=dict)
    of_styles: dict[str, dict[str, Element]] = field(default_factory=dict)
    """What each style gives a run, with those that it is based on: found when it is first met."""
    default: str = ""
    """The style of paragraphs that name none."""
    of_tables: frozenset[str] = frozenset()
    """The styles of tables that say how all of their text looks."""

    @staticmethod
    def of(part: bytes | None) -> WordLooks:
        """The styles in the part `styles.xml`; documents made from one template share them."""
        if part is None:
            return WordLooks()
        return _kept(part) if len(part) <= _LARGEST_KEPT else _styles(part)

    def kind(self, run: Element | None, paragraph: Element) -> Kind:
        """What a run with these properties is in its paragraph."""
        told = self._told(run, paragraph)
        if _is_set(told, "vanish") or _is_set(told, "specVanish"):
            return "hidden"
        if _is_set(told, "strike") or _is_set(told, "dstrike"):
            return "struck"
        if "sz" in told and _number(told["sz"], "val", _TINY + 1) <= _TINY:
            return "hidden"
        if self._is_unseen(told, run, paragraph) or (
            "w" in told and _number(told["w"], "val", 100) < _NARROW
        ):
            return "hidden"
        if "textFill" in told and child(told["textFill"], "noFill") is not None:
            return "hidden"
        return _shift(told)

    def _told(self, run: Element | None, paragraph: Element) -> dict[str, Element]:
        """The properties that hold for a run by their names: of each the nearest."""
        told = {} if run is None else by_name(run)
        for name in self._names(told.get("rStyle"), paragraph):
            told = {**self._of_style(name), **told}
        return told

    def _names(self, own: Element | None, paragraph: Element) -> Iterator[str]:
        """The styles that hold for a run, the nearest first: its own, that of its paragraph and that of its table."""
        if not self.styles:
            return
        if own is not None:
            yield attribute(own, "val") or ""
        properties = next(iter(paragraph), None)
        if properties is not None and local(properties) != "pPr":
            properties = child(paragraph, "pPr")
        link = None if properties is None else child(properties, "pStyle")
        yield self.default if link is None else attribute(link, "val") or ""
        if self.of_tables:
            yield from self.of_tables.intersection(_table_style(paragraph))

    def _of_style(self, name: str) -> dict[str, Element]:
        """The properties that a style gives a run, with those of the styles that it is based on."""
        if name not in self.of_styles:
            found = [by_name(properties) for properties in self._chain(name)]
            self.of_styles[name] = {key: each for told in reversed(found) for key, each in told.items()}
        return self.of_styles[name]

    def _chain(self, name: str) -> Iterator[Element]:
        style = self.styles.get(name)
        for _ in range(_DEEPEST_STYLE):
            if style is None:
                return
            properties, based = child(style, "rPr"), child(style, "basedOn")
            if properties is not None:
                yield properties
            style = None if based is None else self.styles.get(attribute(based, "val") or "")

    def _is_unseen(self, told: Mapping[str, Element], run: Element | None, paragraph: Element) -> bool:
        """Whether text has the colour of what is behind it."""
        ink = _ink(told["color"]) if "color" in told else ""
        if ink == "":
            # Word itself chooses a colour that shows on a shading, and black on a highlight.
            return "highlight" in told and attribute(told["highlight"], "val") == "black"
        return ink == self._paper(run, paragraph)

    def _paper(self, run: Element | None, paragraph: Element) -> str:
        """The colour behind a run: of the nearest of itself, its styles, its paragraph, cell, row and table."""
        names = self._names(None if run is None else child(run, "rStyle"), paragraph)
        for each in (
            *(() if run is None else (run,)),
            *(each for name in names for each in self._chain(name)),
        ):
            if fill := _highlight(each) or _fill(each):
                return fill
        for element in (paragraph, *paragraph.iterancestors("{*}tc", "{*}tr", "{*}tbl")):
            properties = child(element, f"{local(element)}Pr")
            if properties is None:
                continue
            for each in (properties, *properties.iterchildren("{*}tblPrEx")):
                if fill := _fill(each):
                    return fill
            for link in ("pStyle", "tblStyle"):
                found = child(properties, link)
                style = None if found is None else self.styles.get(attribute(found, "val") or "")
                if style is not None and any(map(_colour, style.iter("{*}shd"))):
                    return _UNKNOWN
        return "ffffff"


def _table_style(paragraph: Element) -> Iterator[str]:
    for table in paragraph.iterancestors("{*}tbl"):
        properties = child(table, "tblPr")
        style = None if properties is None else child(properties, "tblStyle")
        if style is not None:
            yield attribute(style, "val") or ""


def _styles(part: bytes) -> WordLooks:
    return styles_in(parse(part, "styles").iterchildren("{*}style"))


def styles_in(found: Iterable[Element]) -> WordLooks:
    """The looks of a document with these styles."""
    styles = {attribute(style, "styleId") or "": style for style in found}
    tables, default = set(), ""
    for name, style in styles.items():
        properties, of = child(style, "rPr"), attribute(style, "type")
        if of == "paragraph" and attribute(style, "default") not in (None, *_OFF):
            default = name
        elif of == "table" and properties is not None and by_name(properties).keys() & set(_TELLING):
            tables.add(name)
    return WordLooks(styles, default=default, of_tables=frozenset(tables))


_kept = lru_cache(maxsize=2)(_styles)


def _is_set(told: Mapping[str, Element], name: str) -> bool:
    return name in told and attribute(told[name], "val") not in _OFF


def _shift(told: Mapping[str, Element]) -> Kind:
    if "vertAlign" in told:
        aligned = attribute(told["vertAlign"], "val") or ""
        return {"superscript": "raised", "subscript": "lowered"}.get(aligned, "shown")  # type: ignore[return-value]
    by = _number(told["position"], "val", 0) if "position" in told else 0
    return "raised" if by >= _RAISED else "lowered" if by <= -_RAISED else "shown"


def _ink(colour: Element) -> str:
    """The colour of text; empty where Word chooses it."""
    return _named(attribute(colour, "themeColor"), attribute(colour, "val"), _shade(colour, "theme"))


def _highlight(properties: Element) -> str:
    mark = child(properties, "highlight")
    value = "none" if mark is None else attribute(mark, "val") or "none"
    return "" if value == "none" else _HIGHLIGHTS.get(value, _UNKNOWN)


def _fill(properties: Element) -> str:
    """The colour with which something fills what is behind its text; empty where it does not."""
    return next(filter(None, map(_colour, properties.iterchildren("{*}shd"))), "")


def _colour(shading: Element) -> str:
    if (attribute(shading, "val") or "clear") not in ("clear", "nil"):
        return _UNKNOWN
    theme = attribute(shading, "themeFill")
    return _named(theme, attribute(shading, "fill"), _shade(shading, "themeFill"))


def _shade(element: Element, name: str) -> str:
    return f"{attribute(element, f'{name}Shade') or ''}/{attribute(element, f'{name}Tint') or ''}"


def _named(theme: str | None, code: str | None, shade: str) -> str:
    """One word for a colour that is told by a theme or by six hexadecimal digits; empty for none."""
    if theme is not None:
        return "ffffff" if theme in ("background1", "light1") and shade == "/" else f"{theme}{shade}"
    code = (code or "").lower().removeprefix("#")
    return "ffffff" if code in _WHITE else "" if code == "auto" else code


def _number(element: Element | None, name: str, default: int) -> int:
    text = "" if element is None else attribute(element, name) or ""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 9
    return int(text) if is_number else default
