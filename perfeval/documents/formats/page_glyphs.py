"""Characters placed on a page (字形) -> lines of text, and the text of a cell without the breaks of its wrapping.

Lengths are whole hundredths of a point; x grows to the right, y upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_OPENING = frozenset("（([【《〈“‘「『")
_CLOSING = frozenset("，。、；：？！）)]】》〉”’」』％%‰℃,.;:?!…—")


class Glyph(NamedTuple):
    """One character and the box it takes on the page."""

    character: str
    left: int
    bottom: int
    right: int
    top: int

    @property
    def middle(self) -> int:
        """Half of its height."""
        return (self.bottom + self.top) // 2

    @property
    def height(self) -> int:
        """Height of its line, about the size of the font."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class TextLine:
    """Glyphs side by side, from left to right, none of them a space at either end."""

    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> int:
        """Where it begins."""
        return self.glyphs[0].left

    @property
    def right(self) -> int:
        """Where it ends."""
        return max(glyph.right for glyph in self.glyphs)

    @property
    def top(self) -> int:
        """Upper edge."""
        return max(glyph.top for glyph in self.glyphs)

    @property
    def size(self) -> int:
        """Largest height of a glyph."""
        return max(glyph.height for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The characters, with a space where words stand apart without one."""
        text = self.glyphs[0].character
        for before, glyph in pairwise(self.glyphs):
            gap = glyph.left - before.right
            are_words = _is_word(before.character) and _is_word(glyph.character)
            needed = glyph.height // 4 if are_words else glyph.height
            is_apart = gap > needed and not (before.character.isspace() or glyph.character.isspace())
            text += (" " if is_apart else "") + glyph.character
        return text


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from top to bottom; a glyph belongs to a line if its middle is less than half a height away."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.middle, glyph.left)):
        first = lines[-1][0] if lines else None
        if first and 2 * (first.middle - glyph.middle) < min(first.height, glyph.height):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    stripped = (_stripped(sorted(line, key=lambda glyph: glyph.left)) for line in lines)
    return [TextLine(tuple(line)) for line in stripped if line]


def padding(lines: Iterable[tuple[TextLine, int, int]]) -> int:
    """The least distance between text and wall in a table: (line, left wall, right wall) of all its lines."""
    distances = [min(line.left - left, right - line.right) for line, left, right in lines]
    return max(min(distances, default=0), 0)


def unwrapped(lines: Sequence[TextLine], width: int) -> str:
    """Text of a cell whose text may be `width` wide.

    A line that could have held the beginning of the next one was ended by hand, and the break stays (`\\n`).
    Otherwise the line was full and the break goes; between two words a space stands in its place, unless they
    would fit into the cell together: then they are one word that did not.
    """
    text = lines[0].text if lines else ""
    for line, following in pairwise(lines):
        if not is_full(line, following, width - line.size):
            text += "\n"
        elif _is_word(line.glyphs[-1].character) and _is_word(following.glyphs[0].character):
            last, first = _unbreakable(line.glyphs[::-1]), _unbreakable(following.glyphs)
            text += " " if _width(last) + _width(first) <= width else ""
        text += following.text
    return text


def is_full(line: TextLine, following: TextLine, width: int) -> bool:
    """Whether a line of that width had no room for the beginning of the next one."""
    return line.right - line.left + _width(_unbreakable(following.glyphs)) > width


def _stripped(line: list[Glyph]) -> list[Glyph]:
    while line and line[-1].character.isspace():
        line.pop()
    start = next((index for index, glyph in enumerate(line) if not glyph.character.isspace()), 0)
    return line[start:]


def _unbreakable(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs from the beginning that no program would separate: a word, or a character and its marks."""
    taken: list[Glyph] = []
    for glyph in glyphs:
        before = taken[-1].character if taken else ""
        goes_on = (
            not taken
            or before in _OPENING
            or glyph.character in _CLOSING
            or (_is_latin(before) and _is_latin(glyph.character))
        )
        if not goes_on:
            break
        taken.append(glyph)
    return taken


def _width(glyphs: Sequence[Glyph]) -> int:
    return max(glyph.right for glyph in glyphs) - min(glyph.left for glyph in glyphs)


def _is_latin(character: str) -> bool:
    return character.isascii() and not character.isspace()


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
