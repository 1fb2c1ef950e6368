"""Text of a web page as it is shown (网页文字): lines of text, and the tables between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from perfeval.documents.formats.xml_parts import Element

_NOT_SHOWN = frozenset(
    ("script", "style", "head", "template", "noscript", "object", "iframe", "title", "xml", "colgroup", "col")
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
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass
class Flow:
    """What stands in an element: pieces of text with line breaks, and tables, in order."""

    pieces: list[str | Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pictures: int = 0

    def parts(self) -> Iterator[list[str] | Element]:
        """Lines of text, a table, lines again, and so on; no line is empty or has spaces around it."""
        text = ""
        for piece in self.pieces:
            if isinstance(piece, str):
                text += piece
            else:
                yield _lines(text)
                yield piece
                text = ""
        yield _lines(text)


def read_flow(element: Element) -> Flow:
    """Read what is inside an element; tables are handed out as they are, to be read on their own."""
    flow = Flow([_collapsed(element.text)])
    waiting = [(child, True) for child in reversed(element)]
    while waiting:
        child, is_opening = waiting.pop()
        name = str(child.tag)
        if is_opening and name not in _NOT_SHOWN and not _is_hidden(child, flow):
            flow.pieces += _opening(child, name)
            flow.pictures += name == "img"
            if name not in ("table", "textarea", "select"):
                waiting.append((child, False))
                waiting += [(inner, True) for inner in reversed(child)]
                continue
        elif not is_opening:
            flow.pieces.append("\n" if name in _LINES else " " if name in _CELLS else "")
        flow.pieces.append(_collapsed(child.tail))
    return flow


def is_hidden(element: Element) -> bool:
    """Whether the page itself says that the element is not shown; style sheets are not read."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_hidden(element: Element, flow: Flow) -> bool:
    if not is_hidden(element):
        return False
    flow.hidden += _lines(_collapsed(" ".join(str(text) for text in element.itertext())))
    return True


def _opening(element: Element, name: str) -> list[str | Element]:
    """What an element shows before what is inside it; fields of a form show what is filled in."""
    match name:
        case "table":
            return [element]
        case "br":
            return ["\n"]
        case "input" if (element.get("type") or "").lower() in _TYPED:
            return [_collapsed(element.get("value"))]
        case "textarea":
            return [element.text or ""]
        case "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            return [_collapsed(" ".join(str(text) for option in chosen for text in option.itertext()))]
        case _:
            return ["\n" if name in _LINES else "", _collapsed(element.text)]


def _collapsed(text: str | None) -> str:
    return _SPACES.sub(" ", text or "")


def _lines(text: str) -> list[str]:
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]
