"""How a run of a Word document looks (文字外观): struck, hidden, white on white, tiny, raised; by itself or its style.

Source: ECMA-376 part 1, 17.3.2 (run properties) and 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.xml_parts import Element, attribute, child, local, parse

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

    @staticmethod
    def of(part: bytes | None) -> WordLooks:
        """The styles in the part `styles.xml`."""
        if part is None:
            return WordLooks()
        found = parse(part, "styles").iterchildren("{*}style")
        return WordLooks({attribute(style, "styleId") or "": style for style in found})

    def kind(self, run: Element | None, paragraph: Element) -> Kind:
        """What a run with these properties is in its paragraph."""
        if run is None and not self.styles:
            return "shown"
        every = list(self._properties(run, paragraph))
        if _first(every, "vanish", is_on) or _first(every, "specVanish", is_on):
            return "hidden"
        if _first(every, "strike", is_on) or _first(every, "dstrike", is_on):
            return "struck"
        size = _first(every, "sz", lambda each, name: _number(child(each, name), "val", _TINY + 1))
        if size is not None and size <= _TINY:
            return "hidden"
        if _first(every, "color", _is_white) and not self._is_filled(every, paragraph):
            return "hidden"
        if _is_blacked_out(every) or _first(
            every, "w", lambda each, name: _number(child(each, name), "val", 100) < _NARROW
        ):
            return "hidden"
        return _shift(every)

    def _properties(self, run: Element | None, paragraph: Element) -> Iterator[Element]:
        """The properties that hold for a run, the nearest first."""
        if run is not None:
            yield run
            yield from self._of_style(child(run, "rStyle"), "rPr")
        if self.styles:
            own = child(paragraph, "pPr")
            yield from self._of_style(None if own is None else child(own, "pStyle"), "rPr")

    def _of_style(self, link: Element | None, name: str) -> Iterator[Element]:
        for _ in range(_DEEPEST_STYLE):
            style = None if link is None else self.styles.get(attribute(link, "val") or "")
            if style is None:
                return
            properties = child(style, name)
            if properties is not None:
                yield properties
            link = child(style, "basedOn")

    def _is_filled(self, run: list[Element], paragraph: Element) -> bool:
        """Whether white text stands on a colour: of the run, its paragraph, cell, row or table, or a style of these."""
        if any(child(each, "highlight") is not None or _has_fill(each) for each in run):
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


def _is_blacked_out(every: list[Element]) -> bool:
    """Whether text stands on its own colour: on a highlight or a shading of its run."""
    found = [
        next((each for at in every if (each := child(at, name)) is not None), None)
        for name in ("color", "shd", "highlight")
    ]
    colour, shading, highlight = found
    ink = "000000" if colour is None else (attribute(colour, "val") or "auto").lower()
    ink = "000000" if ink == "auto" else ink
    if highlight is not None:
        return _HIGHLIGHTS.get(attribute(highlight, "val") or "") == ink
    return colour is not None and shading is not None and (attribute(shading, "fill") or "").lower() == ink


def _first(every: list[Element], name: str, value: Callable[[Element, str], bool | int]) -> bool | int | None:
    """The value of a property where it is nearest, or None where none has it."""
    return next((value(each, name) for each in every if child(each, name) is not None), None)


def _shift(every: list[Element]) -> Kind:
    aligned = next((found for each in every if (found := child(each, "vertAlign")) is not None), None)
    if aligned is not None:
        return {"superscript": "raised", "subscript": "lowered"}.get(attribute(aligned, "val") or "", "shown")  # type: ignore[return-value]
    moved = next((found for each in every if (found := child(each, "position")) is not None), None)
    by = 0 if moved is None else _number(moved, "val", 0)
    return "raised" if by >= _RAISED else "lowered" if by <= -_RAISED else "shown"


def _is_white(properties: Element, name: str) -> bool:
    colour = child(properties, name)
    if colour is None:
        return False
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
