"""How text of a web page looks (网页外观): what its elements, `style` attributes and style sheets do to it.

Sources: CSS 2.2 chapters 11 (visibility) and 16 (text decoration); CSS Color 4 for colours and opacity.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import tinycss2
from tinycss2.color4 import parse_color

from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.style_sheets import (
    FAR_AWAY,
    LENGTHS,
    TINY,
    Declarations,
    declared_in,
    font_size,
    inline,
    is_nothing,
    sheet_of,
    variables_of,
    with_values,
)
from perfeval.documents.formats.xml_parts import Element

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_SHIFTED_TAGS: Mapping[str, Kind] = {"sup": "raised", "sub": "lowered", "rt": "ruby"}
_SHIFTS: Mapping[str, Kind] = {"super": "raised", "sub": "lowered", "baseline": "shown"}
_NO_FILL = re.compile(r"none|inherit|initial|unset|auto", re.IGNORECASE)
_FAINT = re.compile(r"0*(?:\.0\d*)?%?|[0-4](?:\.\d*)?%")
_VANISHING = {
    "content-visibility": re.compile("hidden"),
    "clip": re.compile(r"rect\((?:\s*0?(?:px)?\s*,?\s*){4}\)|rect\((\S+)[\s,]+(\S+)[\s,]+\1[\s,]+\2\)"),
    "clip-path": re.compile(r"inset\(\s*(?:100|[5-9]\d)(?:\.\d*)?%|(?:circle|ellipse)\(\s*0"),
    "transform": re.compile(
        r"scale[xy]?\(\s*0?(?:\.0\d*)?\s*[,)]|rotate[xy]\(\s*-?(?:90|270)deg|translate[xy3d]*\([^)]{0,80}-\d{4,}"
    ),
    "translate": re.compile(r"-\d{4,}"),
    "scale": re.compile(r"^(?:0+(?:\.0\d*)?|\.0\d*)(?:\s|$)"),
    "filter": re.compile(r"opacity\(\s*0?(?:\.0\d*)?%?\s*\)"),
    "zoom": re.compile(r"^0*\.0\d*$|^[0-4]%$"),
}
"""Values of a property with which nothing is seen."""
_SAYS = re.compile(r"[\w%‰<>=≥≤]")
_LONGEST_CONTENT = 1_000
_FAINTEST, _LEAST_CONTRAST = 0.05, 0.02


@dataclass(frozen=True, slots=True)
class Look:
    """What holds for the text in an element."""

    is_gone: bool = False
    is_invisible: bool = False
    is_struck: bool = False
    shift: Kind = "shown"
    ink: Colour | None = (0.0, 0.0, 0.0)
    paper: Colour | None = (1.0, 1.0, 1.0)
    """Colours of the text and behind it; None where nothing is drawn, or where it is a picture."""
    is_tiny: bool = False
    is_reversed: bool = False

    @property
    def kind(self) -> Kind:
        """What the text is."""
        is_unseen = self.ink is None or (self.paper is not None and _are_alike(self.ink, self.paper))
        if self.is_gone or self.is_invisible or self.is_tiny or is_unseen:
            return "hidden"
        return "struck" if self.is_struck else self.shift


@dataclass
class PageLooks:
    """The looks of a page's elements."""

    sheets: Mapping[Element, Declarations] = field(default_factory=dict)
    written: Mapping[tuple[Element, str], str] = field(default_factory=dict)
    """What a style sheet writes `before` and `after` the text of an element."""
    parts: Mapping[tuple[Element, str], Declarations] = field(default_factory=dict)
    """How that looks."""
    variables: Mapping[str, str] = field(default_factory=dict)
    _known: dict[Element, Look] = field(default_factory=dict)

    @staticmethod
    def of(root: Element, beside: str = "") -> PageLooks:
        """The looks of a page with its own style sheets, and with those that came with it."""
        sheet = f"{beside}\n{sheet_of(root)}"
        variables = variables_of(sheet)
        found = declared_in(root, with_values(sheet, variables))
        written = {key: text for key, said in found.items() if key[1] and (text := _written(said, key[0]))}
        return PageLooks(
            {element: said for (element, part), said in found.items() if not part},
            written,
            {key: found[key] for key in written},
            variables,
        )

    def of_written(self, look: Look, element: Element, part: str) -> Kind:
        """What a text that a style sheet writes before or after that of an element is."""
        return _with(look, self.parts.get((element, part), {})).kind

    def at(self, element: Element) -> Look:
        """The look of an element, from the root down."""
        above: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self._known:
            above.append(at)
            at = at.getparent()
        look = Look() if at is None else self._known[at]
        for each in reversed(above):
            look = self._known[each] = self.inside(look, each)
        return look

    def inside(self, look: Look, element: Element) -> Look:
        """The look of an element inside one that looks so."""
        name = element.tag
        style, declared = element.get("style"), self.sheets.get(element)
        if not isinstance(name, str):
            return look
        if name in _STRUCK_TAGS:
            look = replace(look, is_struck=True)
        elif name in _SHIFTED_TAGS:
            look = replace(look, shift=_SHIFTED_TAGS[name])
        if element.get("hidden") is not None or (name == "dialog" and element.get("open") is None):
            look = replace(look, is_gone=True)
        if name == "bdo":
            look = replace(look, is_reversed=(element.get("dir") or "").lower() == "rtl")
        if (color := element.get("color")) and name == "font":
            look = _with(look, {"color": color})
        if background := element.get("bgcolor"):
            look = _with(look, {"background-color": background})
        if declared:
            look = _with(look, declared)
        return _with(look, inline(with_values(style, self.variables))) if style else look


def _with(look: Look, declared: Declarations) -> Look:
    if not declared:
        return look
    return replace(
        look,
        is_gone=look.is_gone or _is_gone(declared),
        is_invisible=_is_invisible(declared, look.is_invisible),
        is_struck=look.is_struck
        or "line-through" in _either(declared, "text-decoration-line", "text-decoration"),
        shift=_SHIFTS.get(declared.get("vertical-align", ""), look.shift),
        ink=_colour(ink, look.ink)
        if (ink := _either(declared, "-webkit-text-fill-color", "color"))
        else look.ink,
        paper=_paper(declared, look.paper),
        is_tiny=bool(TINY.fullmatch(size)) if (size := font_size(declared)) else look.is_tiny,
        is_reversed="override" in declared["unicode-bidi"] and declared.get("direction") == "rtl"
        if "unicode-bidi" in declared
        else look.is_reversed,
    )


def _is_gone(declared: Declarations) -> bool:
    """Whether nothing inside is drawn, whatever it says itself."""
    if declared.get("display") == "none" or declared.get("mso-hide") == "all":
        return True
    opacity = declared.get("opacity", "1")
    if (_FAINT.fullmatch(opacity) and opacity) or any(
        pattern.search(declared.get(name, "")) for name, pattern in _VANISHING.items()
    ):
        return True
    is_cut = declared.get("overflow", "") in ("hidden", "clip")
    if is_cut and any(is_nothing(declared.get(name)) for name in LENGTHS):
        return True
    if FAR_AWAY.fullmatch(declared.get("text-indent", "")):
        return True
    if any(FAR_AWAY.fullmatch(declared.get(name, "")) for name in ("margin-left", "margin-top")):
        return True
    is_placed = declared.get("position", "") in ("absolute", "fixed", "relative")
    return is_placed and any(
        FAR_AWAY.fullmatch(declared.get(name, "")) for name in ("left", "top", "right", "bottom")
    )


def _is_invisible(declared: Declarations, before: bool) -> bool:
    visibility = declared.get("visibility", "")
    return visibility in ("hidden", "collapse") if visibility in ("hidden", "collapse", "visible") else before


def _paper(declared: Declarations, before: Colour | None) -> Colour | None:
    fill = _either(declared, "background-color", "background")
    if not fill or _NO_FILL.fullmatch(fill):
        return before
    return next((found for part in fill.split() if (found := _colour(part, None))), _colour(fill, None)) or (
        before if fill in ("transparent", "window") else None
    )


@lru_cache(maxsize=1024)
def _colour(text: str, unknown: Colour | None) -> Colour | None:
    """The colour that CSS names so; None where nothing of it is seen, `unknown` for what is none."""
    found = parse_color(text)
    if found is None or found == "currentcolor":
        return (1.0, 1.0, 1.0) if text == "window" else unknown
    if found.alpha < _FAINTEST:
        return None
    one, two, three = (part or 0.0 for part in found.coordinates)
    match found.space:
        case "srgb":
            return one, two, three
        case "hsl":
            return colorsys.hls_to_rgb(one / 360, three / 100, two / 100)
        case "lab" | "lch" | "oklab" | "oklch" if one is not None:
            lightest = 1.0 if found.space.startswith("ok") else 100.0
            return (1.0, 1.0, 1.0) if one >= 0.99 * lightest else unknown
        case _:
            return unknown


def _are_alike(one: Colour, other: Colour) -> bool:
    return all(abs(first - second) < _LEAST_CONTRAST for first, second in zip(one, other, strict=True))


def _either(declared: Declarations, *names: str) -> str:
    return next((declared[name] for name in names if name in declared), "")


def _written(declared: Declarations, element: Element) -> str:
    """The text that `content` writes; marks and pictures that no number holds are nothing."""
    content = declared.get("content", "")[:_LONGEST_CONTENT]
    text = "".join(text if kind == "string" else element.get(text) or "" for kind, text in _pieces(content))
    return text if _SAYS.search(text) and not _is_gone(declared) else ""


@lru_cache(maxsize=256)
def _pieces(content: str) -> tuple[tuple[str, str], ...]:
    """What `content` is put together of: strings, and the values of attributes by their names."""
    found = []
    for node in tinycss2.parse_component_value_list(content):
        if node.type == "string":
            found.append(("string", node.value))
        elif node.type == "function" and node.lower_name == "attr":
            found.append(("attr", tinycss2.serialize(node.arguments).strip()))
    return tuple(found)
