"""What a person reads of marked text (所见文字): struck, hidden and raised pieces are told apart and named.

Struck text is what the writer took back, hidden text is what no reader sees: neither is read, both are named. A
raised or lowered digit beside a number may be a power, a footnote or a slip: it is kept as the raised character
(9²), which is no digit of the number. A raised mark elsewhere is a footnote's, left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from perfeval.core.problems import Place, Problem

Kind = Literal["shown", "hidden", "struck", "raised", "lowered", "ruby"]
"""How a piece of text stands: as usual, unseen, struck through, above or below the line, small above its word."""

_PLAIN = "0123456789+-()"
_SHIFTED = {
    "raised": str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾"),
    "ruby": str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾"),
    "lowered": str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
_FOOTNOTE = re.compile(
    r"[\s,，、]*(?:[\[［〔(（【]?(?:注|脚注)?[0-9]{1,3}[\]］〕)）】]?|[①-⒇*＊※†‡#]+|注)[\s,，、]*"
)
"""A footnote's mark: 1, [1], 注1, ①, *."""
_METRES = re.compile(r"(?:[mM]|米)\Z")
_UNIT_ENDS = 3
"""Characters before a raised piece that tell what it is."""


@dataclass(slots=True)
class ShownText:
    """Gathers the pieces of a text in their order."""

    pieces: list[tuple[str, Kind]] = field(default_factory=list)
    is_plain: bool = True
    """Whether all of it is shown as usual."""

    def add(self, text: str, kind: Kind = "shown") -> None:
        """Add a piece."""
        if text:
            self.pieces.append((text, kind))
            self.is_plain &= kind == "shown"

    @property
    def text(self) -> str:
        """The text as it is read."""
        if self.is_plain:
            return "".join([text for text, _ in self.pieces])
        return "".join(read for read, _, _ in self._read())

    def problems(self, place: Place | None = None) -> Iterator[Problem]:
        """What is not read, or not as the digits it is made of."""
        if self.is_plain:
            return
        kinds: tuple[tuple[Kind, str], ...] = (("hidden", "hidden-text"), ("struck", "struck-text"))
        for kind, code in kinds:
            if any(text.strip() for text, each in self.pieces if each == kind):
                yield Problem(code, {"text": self._of(kind)}, place)
        for code in ("raised-digits", "footnote-mark", "ruby-text"):
            named = [text.strip() for _, text, each in self._read() if each == code]
            if named:
                yield Problem(code, {"text": "、".join(named), "beside": self.text.strip()}, place)

    def _of(self, kind: Kind) -> str:
        """The pieces of a kind, side by side as they stand, or with … between them."""
        words = ""
        for index, (text, each) in enumerate(self.pieces):
            if each == kind:
                words += text
            elif words and index and self.pieces[index - 1][1] == kind:
                words += "…"
        return words.rstrip("…").strip()

    def _read(self) -> Iterator[tuple[str, str, str]]:
        """Of each piece: what is read, what stands there, and the code of the problem that names it."""
        following, after = [""] * len(self.pieces), ""
        for index in range(len(self.pieces) - 1, -1, -1):
            following[index] = after
            text, kind = self.pieces[index]
            after = text[:1] if kind == "shown" else after
        before = ""
        for (text, kind), after in zip(self.pieces, following, strict=True):
            if kind == "shown":
                before = (before + text).rpartition("\n")[2][-_UNIT_ENDS:]
                yield text, text, ""
            elif kind in _SHIFTED:
                yield shifted(text, kind, before.rstrip(), after)
            else:
                yield "", text, ""


def shifted(text: str, kind: Kind, before: str, after: str) -> tuple[str, str, str]:
    """A raised or lowered piece between what stands before and after it."""
    has_digit = any(map(str.isdigit, text))
    if has_digit and (before[-1:].isdigit() or (not before and after.isdigit())):
        return text.translate(_SHIFTED[kind]), text, "raised-digits"
    if kind == "ruby":
        return "", text, "ruby-text" if has_digit or before[-1:].isdigit() else ""
    if kind == "raised" and has_digit and _METRES.search(before):
        return text.translate(_SHIFTED[kind]), text, ""
    is_after_words = before != "" and (not before[-1].isascii() or before[-1] in "%)")
    if kind == "raised" and is_after_words and _FOOTNOTE.fullmatch(text):
        return "", text, "footnote-mark"
    if kind == "raised" and before[-1:].isdigit() and _FOOTNOTE.fullmatch(text):
        return "", text, "footnote-mark"
    return text, text, ""
