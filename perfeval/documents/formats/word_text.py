"""Text of a paragraph of a Word document as it is shown (段落文字), and what it holds besides text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from perfeval.documents.formats.shown import Kind, ShownText
from perfeval.documents.formats.word_looks import WordLooks, is_on, is_squeezed
from perfeval.documents.formats.word_symbols import is_symbol_code, symbol
from perfeval.documents.formats.xml_parts import Element, attribute, by_name, child, local

_NOT_SHOWN = frozenset(
    (
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "txPr", "fldData"),
    )
)
_EQUATIONS: Mapping[str, Mapping[str, str]] = {
    "f": {"num": "", "den": "/"},
    "sSup": {"e": "", "sup": "^"},
    "sSub": {"e": "", "sub": "_"},
    "sSubSup": {"e": "", "sub": "_", "sup": "^"},
    "sPre": {"sub": "_", "sup": "^", "e": " "},
    "limLow": {"e": "", "lim": "_"},
    "limUpp": {"e": "", "lim": "^"},
    "rad": {"deg": "", "e": "√"},
    "nary": {"sub": "∑_", "sup": "^", "e": " "},
    "d": {"e": "("},
    "m": {"mr": ";"},
    "eqArr": {"e": ";"},
    "phant": {"e": ""},
    "borderBox": {"e": ""},
}
"""The parts of an equation, each with the sign before it."""
_STROKES = ("strikeH", "strikeV", "strikeBLTR", "strikeTLBR")
_PIECES = frozenset({"r", *_EQUATIONS})
_FIXED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = frozenset({"blip", "imagedata", "chart", "relIds"})
_CONTENT = (
    frozenset({"t", "sym", "fldChar", "txbxContent", "OLEObject", "textpath"}) | _PICTURES | _FIXED.keys()
)
_UNSEEN = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
"""In the style of a shape that is not drawn."""
_BESIDE = "Word.Comment"


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its text, text boxes anchored in it, pictures and embedded objects."""

    shown: ShownText = field(default_factory=ShownText)
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
        elif name not in _NOT_SHOWN and not (
            name == "annotation" and (attribute(element, "type") or "").startswith(_BESIDE)
        ):
            waiting += list(element)[::-1]


def read_paragraph(paragraph: Element, looks: WordLooks) -> Paragraph:
    """Read a paragraph; a fraction of an equation becomes `a/b`, a power `a^b`, a root `√a`."""
    found = Paragraph()
    _Pieces(found, looks, paragraph, is_squeezed(paragraph)).read(paragraph)
    return found


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Reads what a paragraph is made of."""

    found: Paragraph
    looks: WordLooks
    paragraph: Element
    is_squeezed: bool = False
    codes: list[bool] = field(default_factory=list)
    """Of each field that has begun and not ended, whether its code (域代码) still goes on, which nobody sees."""

    def read(self, element: Element) -> None:
        for piece in shown(element, _PIECES):
            if local(piece) == "r":
                self._read_run(piece)
            else:
                self._read_equation(piece)

    def _read_equation(self, piece: Element) -> None:
        name, kind = local(piece), _kind_of_equation(piece)
        if kind != "shown":
            self.found.shown.add("".join(each.text or "" for each in piece.iter("{*}t")), kind)
            return
        signs = _EQUATIONS[name]
        for part in piece:
            if local(part) in signs:
                self.found.shown.add(signs[local(part)])
                self.read(part)
        self.found.shown.add(")" if name == "d" else "")

    def _read_run(self, run: Element) -> None:
        parts = by_name(run)
        properties = parts.get("rPr")
        text = ""
        for content in shown(run, _CONTENT):
            name = local(content)
            if name == "t":
                text += _in_font(content.text or "", properties)
            elif name == "sym":
                text += symbol(attribute(content, "font") or "", _hex(attribute(content, "char")))
            elif name == "txbxContent":
                self._read_box(content, properties)
            elif name == "fldChar":
                text += "".join(map(_chosen, content.iter("{*}ddList")))
                self._add(text, properties)
                text = ""
                self._pass_field(content)
            elif name == "OLEObject":
                self.found.objects += 1
            elif name in _PICTURES:
                self.found.pictures += 1
            elif name == "textpath":
                self.found.pictures += (attribute(content, "string") or "").strip() != ""
            else:
                text += _FIXED[name]
        self._add(text, properties)
        for above in parts["ruby"].iterchildren("{*}rt") if "ruby" in parts else ():
            self.found.shown.add("".join(each.text or "" for each in above.iter("{*}t")), "ruby")

    def _add(self, text: str, properties: Element | None) -> None:
        if text:
            self.found.shown.add(text, self._kind(properties))

    def _kind(self, properties: Element | None) -> Kind:
        is_unseen = self.is_squeezed or any(self.codes)
        return "hidden" if is_unseen else self.looks.kind(properties, self.paragraph)

    def _read_box(self, box: Element, properties: Element | None) -> None:
        """A text box; what it says is hidden where the run is, or where its shape is not drawn."""
        if self._kind(properties) == "hidden" or _is_undrawn(box):
            self.found.shown.add("".join(each.text or "" for each in box.iter("{*}t")), "hidden")
        else:
            self.found.boxes += (box,)

    def _pass_field(self, mark: Element) -> None:
        """Go over the beginning, the middle or the end of a field, which may stand in the code of another."""
        match attribute(mark, "fldCharType"):
            case "begin":
                self.codes.append(True)
            case "separate" if self.codes:
                self.codes[-1] = False
            case "end" if self.codes:
                self.codes.pop()


def _is_undrawn(box: Element) -> bool:
    for around in box.iterancestors():
        if local(around) == "r":
            return False
        named = child(around, "docPr")
        if (named is not None and named.get("hidden") in ("1", "true")) or _UNSEEN.search(
            around.get("style") or ""
        ):
            return True
    return False


def _kind_of_equation(piece: Element) -> Kind:
    """Whether a box of an equation strikes out what is in it, or a placeholder hides it."""
    properties = child(piece, f"{local(piece)}Pr")
    if local(piece) == "borderBox" and any(is_on(properties, name) for name in _STROKES):
        return "struck"
    is_hidden = local(piece) == "phant" and properties is not None and child(properties, "show") is not None
    return "hidden" if is_hidden and not is_on(properties, "show") else "shown"


def _chosen(field: Element) -> str:
    """The entry that is chosen in a drop-down field of a form (下拉型窗体域), which is stored by its number."""
    entries = [attribute(each, "val") or "" for each in field.iterchildren("{*}listEntry")]
    numbers = [attribute(each, "val") or "0" for each in field.iterchildren("{*}result")]
    chosen = numbers[0] if numbers else "0"
    return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""


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
