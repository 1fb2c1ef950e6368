"""The style sheets of a web page (网页样式表): what they declare of each element that can change how its text looks.

Sources: CSS 2.2 chapter 6 (cascade), CSS Nesting, CSS Custom Properties. Sheets that are not in the page are not
fetched; rules for print, for narrow or for dark screens are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import cssselect
import tinycss2

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import LIMITS, Refused
from perfeval.documents.formats.xml_parts import Element

Declarations = Mapping[str, str]

_PROPERTIES = re.compile(
    r"display|visibility|opacity|text-decoration|vertical-align|color|background|font|text-indent|position|left|top"
    r"|right|bottom|overflow|height|width|clip|mso-hide|direction|bidi|transform|translate|scale|zoom|filter|content"
    r"|margin",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"0*\.?0*(?:px|pt|em|rem|cm|mm|in|%)?")
TINY = re.compile(r"(?:0*\.\d+|[01](?:\.\d+)?|2)px|(?:0*\.\d+|1(?:\.0*)?)pt|0*(?:\.0\d*)?(?:em|rem|%)?")
FAR_AWAY = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%|v[wh])")
_NOT_FOR_SCREENS = re.compile(
    r"(?<!not )\b(?:print|speech)\b|\bnot\b(?! (?:print|speech))|\bmax-|width\s*<|height\s*<|\bprefers-"
    r"|\borientation\s*:\s*portrait|\bhover\s*:\s*none|\bpointer\s*:\s*coarse",
    re.IGNORECASE,
)
"""Print, speech, narrow screens, dark ones and those one touches."""
_FONT_SIZE = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)?)(?:\s*/|\s)")
_CALCULATED = re.compile(r"calc\(\s*([\w.%#-]+)\s*\)")
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;{}]*)")
_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_DEEPEST_VARIABLE, _LONGEST_VALUE = 4, 100
LENGTHS = ("height", "width", "max-height", "max-width", "line-height")
_INSIDE = frozenset({"media", "supports", "layer", "container"})
_SHEET_LENGTH = 1_000_000
_BRACKET = re.compile(r"[(\[{]|([)\]}])")
_DEEPEST_BRACKETS = 100
_SELECTOR_LENGTH = 1_000
_SELECTOR_STEPS = 20_000_000
"""Elements looked at for all selectors of a page together."""


def font_size(declared: Declarations) -> str:
    """The size of type that is declared, also in the shorthand `font`; empty where none is."""
    short = _FONT_SIZE.search(declared.get("font", ""))
    return declared.get("font-size", short[1] if short else "")


def is_nothing(length: str | None) -> bool:
    """Whether a length is declared and is zero."""
    return length is not None and length != "" and bool(_NOTHING.fullmatch(length))


@lru_cache(maxsize=4096)
def inline(style: str) -> Declarations:
    """What a `style` attribute declares."""
    if not _PROPERTIES.search(style):
        return {}
    _check_depth(style)
    found = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return {name: value for name, value, _ in _declarations(found)}


def _declarations(nodes: Iterable[Any]) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of the declarations that tell how text looks."""
    for node in nodes:
        if node.type == "declaration" and _PROPERTIES.search(node.lower_name):
            value = _CALCULATED.sub(r"\1", tinycss2.serialize(node.value).strip().lower())
            yield node.lower_name, value, node.important


def sheet_of(root: Element) -> str:
    """The style sheets that stand in a page and count on a screen, one after the other."""
    return "\n".join(
        str(style.text or "") for style in root.iter("style") if _is_for_screens(style.get("media"))
    )


def variables_of(sheet: str) -> dict[str, str]:
    """The values of custom properties (自定义属性); none for one that has several."""
    found: dict[str, set[str]] = {}
    for name, value in _VARIABLE.findall(sheet) if "var(" in sheet else ():
        found.setdefault(name, set()).add(value.strip()[:_LONGEST_VALUE])
    return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}


def with_values(text: str, variables: Mapping[str, str]) -> str:
    """Declarations with the values of the custom properties that they use."""
    for _ in range(_DEEPEST_VARIABLE if "var(" in text else 0):
        _within(len(text), _SHEET_LENGTH)
        text = _USED.sub(lambda used: variables.get(used[1], used[2] or "unknown"), text)
    return text


def declared_in(root: Element, sheet: str) -> dict[tuple[Element, str], Declarations]:
    """What a style sheet says of each element, or of what it writes before or after its text."""
    if not _PROPERTIES.search(sheet):
        return {}
    _within(len(sheet), _SHEET_LENGTH)
    _check_depth(sheet)
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


def _is_for_screens(media: str | None) -> bool:
    return any(not _NOT_FOR_SCREENS.search(each) for each in (media or "all").split(","))


def _telling_rules(rules: Iterable[Any]) -> Iterator[tuple[list[Any], list[tuple[str, str, bool]]]]:
    waiting = [(rule, "") for rule in list(rules)[::-1]]
    while waiting:
        rule, outer = waiting.pop()
        if rule.type == "at-rule" and rule.lower_at_keyword in _INSIDE and rule.content is not None:
            if _holds(rule.lower_at_keyword, tinycss2.serialize(rule.prelude)):
                contents = tinycss2.parse_blocks_contents if outer else tinycss2.parse_rule_list
                inner = contents(rule.content, skip_comments=True, skip_whitespace=True)
                waiting += [(each, outer) for each in inner][::-1]
        elif rule.type == "qualified-rule":
            inside = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
            selector = _nested(outer, tinycss2.serialize(rule.prelude))
            declared = [each for each in _declarations(inside) if _tells(each[0], each[1])]
            if declared:
                yield _selectors(selector), declared
            rules = [each for each in inside if each.type in ("qualified-rule", "at-rule")]
            waiting += [(each, selector) for each in reversed(rules)]


def _holds(kind: str, condition: str) -> bool:
    """Whether the rules inside of a condition count: on a wide screen, in a browser that knows all of CSS."""
    if kind == "supports":
        return not condition.strip().lower().startswith("not")
    return kind != "media" or _is_for_screens(condition)


def _nested(outer: str, inner: str) -> str:
    """The selector of a rule that stands inside of another rule."""
    if not outer:
        return inner
    _within(len(outer), _SELECTOR_LENGTH)
    around = f":is({outer.strip()})"
    return inner.replace("&", around) if "&" in inner else f"{around} {inner}"


def _tells(name: str, value: str) -> bool:
    """Whether a declaration can matter: type of an ordinary size and colour is in every rule that Office writes."""
    if name == "color":
        return value not in ("black", "windowtext", "#000", "#000000", "inherit")
    if name == "font-size":
        return bool(TINY.fullmatch(value))
    if name == "font":
        return bool(TINY.fullmatch(font_size({"font": value})))
    if name in LENGTHS:
        return is_nothing(value)
    if name.startswith("margin"):
        return bool(FAR_AWAY.fullmatch(value))
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


def _check_depth(text: str) -> None:
    """Refuse brackets in brackets that the parser, which calls itself for each, would not come out of."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = max(depth + (-1 if bracket[1] else 1), 0)
        _within(depth, _DEEPEST_BRACKETS)


def _within(size: int, limit: int) -> None:
    if size > limit:
        raise Refused(
            Problem("table-too-large", {"part": "style", "limit": str(min(limit, LIMITS.html_nodes))})
        )
