"""Text of a web page as it is shown (网页文字): lines of text, and the tables between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.html_looks import Look, PageLooks
from perfeval.documents.formats.shown import Kind, ShownText
from perfeval.documents.formats.xml_parts import Element

_NOT_SHOWN = frozenset(
    (
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "object",
        "iframe",
        "title",
        "xml",
        *("colgroup", "col", "rp", "video", "audio", "canvas", "progress", "meter", "noembed", "noframes"),
        *("datalist", "desc", "metadata", "defs"),
    )
)
_LINES = frozenset(
    (
        *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr"),
        *("section", "article", "header", "footer", "main", "form", "fieldset", "center", "caption"),
        *("body", "html", "address", "figure", "nav", "legend", "details", "summary", "aside", "tr", "tbody"),
        "blockquote",
    )
)
_CELLS = frozenset({"td", "th"})
_TYPED = frozenset({"", "text", "number", "date", "search", "tel"})
_CHECKED, _BOX = "☑", "☐"
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass
class Flow:
    """What stands in an element: stretches of text, and the tables between them, in order."""

    stretches: list[ShownText | Element] = field(default_factory=lambda: [ShownText()])
    pictures: int = 0

    def add(self, text: str, kind: Kind) -> None:
        """Add a piece of text."""
        last = self.stretches[-1]
        if not isinstance(last, ShownText):
            last = ShownText()
            self.stretches.append(last)
        last.add(text, kind)

    def parts(self) -> Iterator[list[str] | Element]:
        """Lines of text, a table, lines again, and so on; no line is empty or has spaces around it."""
        for stretch in self.stretches:
            yield _lines(stretch.text) if isinstance(stretch, ShownText) else stretch

    def problems(self, place: Place | None) -> Iterator[Problem]:
        """What of the text is not read as it stands."""
        for stretch in self.stretches:
            if isinstance(stretch, ShownText):
                yield from stretch.problems(place)


def read_flow(element: Element, looks: PageLooks) -> Flow:
    """Read what is inside an element; tables are handed out as they are, to be read on their own."""
    flow, outer = Flow(), looks.at(element)
    flow.add(_collapsed(element.text), outer.kind)
    waiting = [(child, outer, True) for child in reversed(element)]
    while waiting:
        child, around, is_opening = waiting.pop()
        name = str(child.tag)
        if is_opening and name not in _NOT_SHOWN:
            inside = looks.inside(around, child)
            if name == "table" and not inside.is_gone:
                flow.stretches.append(child)
            elif name == "table":
                flow.add(_collapsed(" ".join(str(text) for text in child.itertext())), "hidden")
            else:
                flow.add(_begun(child, around, inside), inside.kind)
                _add_written(flow, child, inside, looks, "before")
                flow.add(_opening(child, name), inside.kind)
                flow.pictures += name == "img" and not inside.is_gone
                if name not in ("textarea", "select"):
                    waiting.append((child, around, False))
                    waiting += [(inner, inside, True) for inner in reversed(child)]
                    continue
        elif not is_opening:
            inside = looks.inside(around, child)
            _add_written(flow, child, inside, looks, "after")
            flow.add(_ended(child, around, inside), inside.kind)
            flow.add("\n" if name in _LINES else " " if name in _CELLS else "", "shown")
        flow.add(_collapsed(child.tail), around.kind)
    return flow


_TURNED, _TURNED_BACK = "\u202e", "\u202c"


def _add_written(flow: Flow, element: Element, inside: Look, looks: PageLooks, part: str) -> None:
    """Add what a style sheet writes before or after the text of an element."""
    if text := looks.written.get((element, part)):
        flow.add(text, looks.of_written(inside, element, part))


def _begun(element: Element, around: Look, inside: Look) -> str:
    """What stands before the text of an element: a sign of a formula, and that it runs backwards."""
    turned = _TURNED if inside.is_reversed and not around.is_reversed else ""
    return _between(element) + turned + _MATH.get(str(element.tag), ("", ""))[0]


def _ended(element: Element, around: Look, inside: Look) -> str:
    turned = _TURNED_BACK if inside.is_reversed and not around.is_reversed else ""
    return _MATH.get(str(element.tag), ("", ""))[1] + turned


_MATH = {"msqrt": ("√", ""), "mroot": ("√", ""), "mfenced": ("(", ")")}
_MATH_SIGNS = {"mfrac": "/", "msup": "^", "msub": "_", "mover": "^", "munder": "_", "mroot": "^"}


def _between(element: Element) -> str:
    """The sign before a part of a formula: 9 over 2 is 9/2, and never 92."""
    above = element.getparent()
    is_first = next(element.itersiblings(preceding=True), None) is None
    return "" if above is None or is_first else _MATH_SIGNS.get(str(above.tag), "")


def _opening(element: Element, name: str) -> str:
    """What an element shows before what is inside it; fields of a form show what is filled in."""
    match name:
        case "br":
            return "\n"
        case "input" if (element.get("type") or "").lower() in _TYPED:
            return _collapsed(element.get("value"))
        case "input" if (element.get("type") or "").lower() in ("radio", "checkbox"):
            return _BOX if element.get("checked") is None else _CHECKED
        case "textarea":
            return element.text or ""
        case "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            return _collapsed(" ".join(str(text) for option in chosen for text in option.itertext()))
        case _:
            return ("\n" if name in _LINES else "") + _collapsed(element.text)


def _collapsed(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _lines(text: str) -> list[str]:
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]
