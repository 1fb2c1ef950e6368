"""How a run of a Word document looks (文字外观): struck, hidden, white on white, tiny, raised; by itself or its style.

Source: ECMA-376 part 1, 17.3.2 (run properties) and 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
_HIGHLIGHTS = {"black": "000000", "red": "ff0000", "blue": "0000ff", "green": "00ff00", "yellow": "ffff00"}
_NO_FILL = _WHITE | {"auto", ""}
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


@dataclass(frozen=True, slots=True)
class WordLooks:
    """The styles of a document by their id."""

    styles: dict[str, Element] = field(default_factory=dict)
    of_styles: dict[str, dict[str, Element]] = field(default_factory=dict)
    """What each style gives a run, with those that it is based on: found when it is first met."""

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
        if "color" in told and _is_white(told["color"]) and not self._is_filled(run, paragraph):
            return "hidden"
        if _is_blacked_out(told) or ("w" in told and _number(told["w"], "val", 100) < _NARROW):
            return "hidden"
        return _shift(told)

    def _told(self, run: Element | None, paragraph: Element) -> dict[str, Element]:
        """The properties that hold for a run by their names: of each the nearest."""
        told = {} if run is None else by_name(run)
        for name in self._names(told.get("rStyle"), paragraph):
            told = {**self._of_style(name), **told}
        return told

    def _names(self, own: Element | None, paragraph: Element) -> Iterator[str]:
        """The styles that hold for a run: the one it names itself, and that of its paragraph."""
        if self.styles:
            if own is not None:
                yield attribute(own, "val") or ""
            properties = next(iter(paragraph), None)
            if properties is not None and local(properties) != "pPr":
                properties = child(paragraph, "pPr")
            link = None if properties is None else child(properties, "pStyle")
            if link is not None:
                yield attribute(link, "val") or ""

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

    def _is_filled(self, run: Element | None, paragraph: Element) -> bool:
        """Whether white text stands on a colour: of the run, its paragraph, cell, row or table, or a style of these."""
        names = self._names(None if run is None else child(run, "rStyle"), paragraph)
        every = [*([] if run is None else [run]), *(each for name in names for each in self._chain(name))]
        if any(child(each, "highlight") is not None or _has_fill(each) for each in every):
            return True
        for element in (paragraph, *paragraph.iterancestors("{*}tc", "{*}tr", "{*}tbl", "{*}background")):
            properties = (
                child(element, f"{local(element)}Pr") if local(element) != "p" else child(element, "pPr")
            )
            if properties is None:
                continue
            if any(_has_fill(each) for each in (properties, *properties.iterchildren("{*}tblPrEx"))):
                return True
            for link in ("pStyle", "tblStyle"):
                found = child(properties, link)
                style = None if found is None else self.styles.get(attribute(found, "val") or "")
                if style is not None and any(map(_is_colour, style.iter("{*}shd"))):
                    return True
        return False


def _styles(part: bytes) -> WordLooks:
    found = parse(part, "styles").iterchildren("{*}style")
    return WordLooks({attribute(style, "styleId") or "": style for style in found})


_kept = lru_cache(maxsize=2)(_styles)


def _is_blacked_out(told: Mapping[str, Element]) -> bool:
    """Whether text stands on its own colour: on a highlight or a shading of its run."""
    ink = (attribute(told["color"], "val") or "auto").lower() if "color" in told else "auto"
    ink = "000000" if ink == "auto" else ink
    if "highlight" in told:
        return _HIGHLIGHTS.get(attribute(told["highlight"], "val") or "") == ink
    shading = (attribute(told["shd"], "fill") or "").lower() if "shd" in told else None
    return "color" in told and shading == ink


def _is_set(told: Mapping[str, Element], name: str) -> bool:
    return name in told and attribute(told[name], "val") not in _OFF


def _shift(told: Mapping[str, Element]) -> Kind:
    if "vertAlign" in told:
        aligned = attribute(told["vertAlign"], "val") or ""
        return {"superscript": "raised", "subscript": "lowered"}.get(aligned, "shown")  # type: ignore[return-value]
    by = _number(told["position"], "val", 0) if "position" in told else 0
    return "raised" if by >= _RAISED else "lowered" if by <= -_RAISED else "shown"


def _is_white(colour: Element) -> bool:
    theme = attribute(colour, "themeColor")
    if theme is not None:
        return theme in ("background1", "light1") and attribute(colour, "themeShade") is None
    return (attribute(colour, "val") or "").lower().removeprefix("#") in _WHITE


def _has_fill(properties: Element) -> bool:
    return any(map(_is_colour, properties.iterchildren("{*}shd")))


def _is_colour(shading: Element) -> bool:
    fill = (attribute(shading, "fill") or "").lower().removeprefix("#")
    is_pattern = (attribute(shading, "val") or "clear") not in ("clear", "nil")
    return is_pattern or fill not in _NO_FILL or attribute(shading, "themeFill") not in (None, "background1")


def _number(element: Element | None, name: str, default: int) -> int:
    text = "" if element is None else attribute(element, name) or ""
    digits = text.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 9
    return int(text) if is_number else default
