"""Text of a paragraph of a Word document as it is shown (段落文字), and what it holds besides text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from perfeval.documents.formats.word_symbols import is_symbol_code, symbol
from perfeval.documents.formats.xml_parts import Element, attribute, child, local

_NOT_SHOWN = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "txPr", "fldData"),
    )
)
_PIECES = frozenset({"r", "f", "sSup"})
_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = frozenset({"blip", "imagedata", "chart", "relIds"})
_CONTENT = frozenset({"t", "sym", "txbxContent", "OLEObject"}) | _PICTURES | _FIXED.keys()
_OFF = frozenset({"0", "false", "off"})


@dataclass
class Paragraph:
    """A paragraph: text, hidden text, text boxes anchored in it, pictures and embedded objects."""

    text: str = ""
    hidden: str = ""
    boxes: tuple[Element, ...] = ()
    pictures: int = 0
    objects: int = 0


def shown(elements: Iterable[Element], stops: Collection[str]) -> Iterator[Element]:
    """The elements called one of `stops` among these and inside them, without looking into the found ones.

    What Word does not show (deletions under revision, properties, field codes) is passed over, and of two
    alternative contents only the first is taken.
    """
    waiting = list(elements)[::-1]
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name in stops:
            yield element
        elif name == "AlternateContent":
            alternatives = (child(element, "Choice"), child(element, "Fallback"))
            waiting += [found for found in alternatives if found is not None][:1]
        elif name not in _NOT_SHOWN:
            waiting += list(element)[::-1]


def read_paragraph(paragraph: Element) -> Paragraph:
    """Read a paragraph; a fraction of an equation becomes `a/b`, a power `a^b`."""
    found = Paragraph()
    _read_pieces(paragraph, found)
    return found


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a property is set: there, and not switched off."""
    found = None if properties is None else child(properties, name)
    return found is not None and attribute(found, "val") not in _OFF


def _read_pieces(element: Element, found: Paragraph) -> None:
    for piece in shown(element, _PIECES):
        if local(piece) == "r":
            _read_run(piece, found)
        else:
            _read_equation(piece, found)


def _read_equation(piece: Element, found: Paragraph) -> None:
    names, sign = (("num", "den"), "/") if local(piece) == "f" else (("e", "sup"), "^")
    for name, before in zip(names, ("", sign), strict=True):
        part = child(piece, name)
        if part is not None:
            found.text += before
            _read_pieces(part, found)


def _read_run(run: Element, found: Paragraph) -> None:
    properties = child(run, "rPr")
    text = ""
    for content in shown(run, _CONTENT):
        name = local(content)
        if name == "t":
            text += _in_font(content.text or "", properties)
        elif name == "sym":
            text += symbol(attribute(content, "font") or "", _hex(attribute(content, "char")))
        elif name == "txbxContent":
            found.boxes += (content,)
        elif name == "OLEObject":
            found.objects += 1
        elif name in _PICTURES:
            found.pictures += 1
        else:
            text += _FIXED[name]
    if is_on(properties, "vanish"):
        found.hidden += text
    else:
        found.text += text


def _in_font(text: str, properties: Element | None) -> str:
    if not any(map(is_symbol_code, text)):
        return text
    fonts = None if properties is None else child(properties, "rFonts")
    font = "" if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or ""
    return "".join(symbol(font, ord(char)) if is_symbol_code(char) else char for char in text)


def _hex(digits: str | None) -> int:
    try:
        return int(digits or "", 16)
    except ValueError:
        return 0
