"""How text of a web page looks (网页外观): what its elements, `style` attributes and style sheets do to it.

Sources: CSS 2.2 chapters 6 (cascade), 11 (visibility), 16 (text decoration); CSS Color 4 for opacity. Sheets that are
not in the page are not fetched; rules for print or for narrow screens are passed over.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import cssselect
import tinycss2
from tinycss2.color4 import parse_color

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.shown import Kind
from perfeval.documents.formats.xml_parts import Element

Declarations = Mapping[str, str]
Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""

_STRUCK_TAGS = frozenset({"del", "s", "strike"})
_SHIFTED_TAGS: Mapping[str, Kind] = {"sup": "raised", "sub": "lowered", "rt": "ruby"}
_SHIFTS: Mapping[str, Kind] = {"super": "raised", "sub": "lowered", "baseline": "shown"}
_PROPERTIES = re.compile(
    r"display|visibility|opacity|text-decoration|vertical-align|color|background|font|text-indent|position|left|top"
    r"|overflow|height|width|clip|mso-hide|direction|bidi|transform|zoom|filter|content|margin",
    re.IGNORECASE,
)
_NO_FILL = re.compile(r"none|inherit|initial|unset|auto", re.IGNORECASE)
_NOTHING = re.compile(r"0*\.?0*(?:px|pt|em|rem|cm|mm|in|%)?")
_FAINT = re.compile(r"0*(?:\.0\d*)?%?|[0-4](?:\.\d*)?%")
_VANISHING = {
    "content-visibility": re.compile("hidden"),
    "clip": re.compile(r"rect\((?:\s*0?(?:px)?\s*,?\s*){4}\)|rect\((\S+)[\s,]+(\S+)[\s,]+\1[\s,]+\2\)"),
    "clip-path": re.compile(r"inset\(\s*(?:100|[5-9]\d)(?:\.\d*)?%|circle\(\s*0"),
    "transform": re.compile(r"scale[xy]?\(\s*0?(?:\.0\d*)?\s*[,)]"),
    "filter": re.compile(r"opacity\(\s*0?(?:\.0\d*)?%?\s*\)"),
    "zoom": re.compile(r"^0*\.0\d*$|^[0-4]%$"),
}
"""Values of a property with which nothing is seen."""
_TINY = re.compile(r"(?:0*\.\d+|[01](?:\.\d+)?)px|(?:0*\.\d+|1(?:\.0*)?)pt|0*(?:\.0\d*)?(?:em|rem|%)?")
_FAR_AWAY = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)")
_NOT_FOR_SCREENS = re.compile(
    r"\b(?:print|speech|not|max-width|max-device-width|max-height)\b", re.IGNORECASE
)
_INSIDE = frozenset({"media", "supports", "layer", "container"})
_SAYS = re.compile(r"[\w%‰<>=≥≤]")
_FAINTEST, _LEAST_CONTRAST = 0.05, 0.02
_SHEET_LENGTH = 2_000_000
_SELECTOR_LENGTH = 1_000
_SELECTOR_STEPS = 20_000_000
"""Elements looked at for all selectors of a page together."""


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
    _known: dict[Element, Look] = field(default_factory=dict)

    @staticmethod
    def of(root: Element) -> PageLooks:
        """The looks of a page with its own style sheets."""
        found = _declared(root)
        return PageLooks(
            {element: said for (element, part), said in found.items() if not part},
            {key: text for key, said in found.items() if key[1] and (text := _written(said))},
        )

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
        return _with(look, _inline(style)) if style else look


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
        ink=_colour(declared["color"], look.ink) if "color" in declared else look.ink,
        paper=_paper(declared, look.paper),
        is_tiny=bool(_TINY.fullmatch(declared["font-size"])) if "font-size" in declared else look.is_tiny,
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
    if is_cut and any(
        _is_nothing(declared.get(name)) for name in ("height", "width", "max-height", "max-width")
    ):
        return True
    if _FAR_AWAY.fullmatch(declared.get("text-indent", "")):
        return True
    if any(_FAR_AWAY.fullmatch(declared.get(name, "")) for name in ("margin-left", "margin-top")):
        return True
    is_placed = declared.get("position", "") in ("absolute", "fixed", "relative")
    return is_placed and any(_FAR_AWAY.fullmatch(declared.get(name, "")) for name in ("left", "top"))


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
        case _:
            return unknown


def _are_alike(one: Colour, other: Colour) -> bool:
    return all(abs(first - second) < _LEAST_CONTRAST for first, second in zip(one, other, strict=True))


def _is_nothing(length: str | None) -> bool:
    return length is not None and length != "" and bool(_NOTHING.fullmatch(length))


def _either(declared: Declarations, *names: str) -> str:
    return next((declared[name] for name in names if name in declared), "")


@lru_cache(maxsize=4096)
def _inline(style: str) -> Declarations:
    if not _PROPERTIES.search(style):
        return {}
    found = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return {name: value for name, value, _ in _declarations(found)}


def _declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of the declarations that tell how text looks."""
    for node in nodes:
        if node.type == "declaration" and _PROPERTIES.search(node.lower_name):
            yield node.lower_name, tinycss2.serialize(node.value).strip().lower(), node.important


# --- style sheets -------------------------------------------------------------------------------------------


def _declared(root: Element) -> dict[tuple[Element, str], Declarations]:
    """What the page's style sheets say of each element, or of what they write before or after its text."""
    sheet = "\n".join(
        str(style.text or "") for style in root.iter("style") if _is_for_screens(style.get("media"))
    )
    if not _PROPERTIES.search(sheet):
        return {}
    _within(len(sheet), _SHEET_LENGTH)
    found: dict[tuple[Element, str], list[tuple[bool, tuple[int, int, int], int, str, str]]] = {}
    index = _Elements(root)
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    for order, (selectors, declared) in enumerate(_telling_rules(rules)):
        for selector in selectors:
            for element in index.matching(selector):
                entries = found.setdefault((element, selector.pseudo_element or ""), [])
                entries += [
                    (important, selector.specificity(), order, *rest) for *rest, important in declared
                ]
    return {key: {name: value for *_, name, value in sorted(entries)} for key, entries in found.items()}


def _written(declared: Declarations) -> str:
    """The text that `content` writes; marks and pictures that no number holds are nothing."""
    nodes = tinycss2.parse_component_value_list(declared.get("content", ""))
    text = "".join(node.value for node in nodes if node.type == "string")
    return text if _SAYS.search(text) and not _is_gone(declared) else ""


def _is_for_screens(media: str | None) -> bool:
    return any(not _NOT_FOR_SCREENS.search(each) for each in (media or "all").split(","))


def _telling_rules(rules: Iterable[Any]) -> Iterator[tuple[list[Any], list[tuple[str, str, bool]]]]:
    waiting = list(rules)[::-1]
    while waiting:
        rule = waiting.pop()
        if rule.type == "at-rule" and rule.lower_at_keyword in _INSIDE and rule.content is not None:
            if rule.lower_at_keyword != "media" or _is_for_screens(tinycss2.serialize(rule.prelude)):
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                waiting += list(inner)[::-1]
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            declared = [each for each in _declarations(inside) if _tells(each[0], each[1])]
            if declared:
                yield _selectors(tinycss2.serialize(rule.prelude)), declared


def _tells(name: str, value: str) -> bool:
    """Whether a declaration can matter: type of an ordinary size and colour is in every rule that Office writes."""
    if name == "color":
        return value not in ("black", "windowtext", "#000", "#000000", "inherit")
    if name == "font-size":
        return bool(_TINY.fullmatch(value))
    if name in ("height", "width", "max-height", "max-width"):
        return _is_nothing(value)
    if name.startswith("margin"):
        return bool(_FAR_AWAY.fullmatch(value))
    return not name.startswith("font")


def _selectors(text: str) -> list[Any]:
    _within(len(text), _SELECTOR_LENGTH)
    try:
        return list(cssselect.parse(text))
    except (cssselect.SelectorError, RecursionError):
        return []


class _Elements:
    """The elements of a page, found by selectors."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._count = 0
        self._by_class: dict[str, list[Element]] = {}
        for element in root.iter():
            self._count += 1
            for name in (element.get("class") or "").split() if isinstance(element.tag, str) else ():
                self._by_class.setdefault(name, []).append(element)
        self._steps = 0

    def matching(self, selector: Any) -> list[Element]:
        """The elements that a selector means; none for what it says of a state or of lines and letters."""
        if selector.pseudo_element not in (None, "before", "after"):
            return []
        tree = selector.parsed_tree
        if isinstance(tree, cssselect.parser.Class) and isinstance(tree.selector, cssselect.parser.Element):
            tag, found = tree.selector.element, self._by_class.get(tree.class_name, [])
            return [each for each in found if tag is None or each.tag == tag.lower()]
        self._steps += self._count
        _within(self._steps, _SELECTOR_STEPS)
        try:
            path = cssselect.HTMLTranslator().selector_to_xpath(selector)
        except (cssselect.SelectorError, RecursionError):
            return []
        nodes = self._root.xpath(path)
        return [node for node in nodes if isinstance(node, Element)] if isinstance(nodes, list) else []


def _within(size: int, limit: int) -> None:
    if size > limit:
        raise Refused(
            Problem("table-too-large", {"part": "style", "limit": str(min(limit, LIMITS.html_nodes))})
        )
