"""What strikes out the text of a PDF page (划掉的字) or is printed over it: lines, strokes by hand, other characters.

Lengths are whole hundredths of a point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from perfeval.documents.formats.page_glyphs import Glyph
from perfeval.documents.formats.ruling import Line

Scribble = Sequence[tuple[int, int]]
"""The points of a stroke that is neither level nor upright."""
Seen = Sequence[Glyph | None]
"""The characters of a page in their order; None where one is not seen anyway."""

_SLACK = 100
_FINE_STEP = 100
_BAND = (0.28, 0.68)
"""Between which parts of its height a line goes through a character, and not under or over it."""
_HIGH = 3_000
"""No stroke through a word is higher: a slanted line through a whole cell says that it is empty."""
_MOST_POINTS = 200
_STEPS = 8
_CORE = 4
"""A stroke goes through a character where it comes this part of its size near to its middle."""
_GRID = 400


class Strikes:
    """The characters of a page, found by their height."""

    def __init__(self, glyphs: Seen) -> None:
        self._glyphs = glyphs
        self._bands: dict[int, list[int]] = defaultdict(list)
        for index, glyph in enumerate(glyphs):
            if glyph is not None:
                low, high = _band(glyph)
                for step in range(low // _FINE_STEP, high // _FINE_STEP + 1):
                    self._bands[step].append(index)

    def by_lines(self, lines: Sequence[Line]) -> Iterator[tuple[Line, list[int]]]:
        """Each level line of its own, which touches no wall of a table, and the characters it goes through."""
        for line in lines:
            x0, y0, x1, y1 = line
            left, right, y = min(x0, x1), max(x0, x1), (y0 + y1) // 2
            if abs(y1 - y0) * 4 > right - left:
                continue
            near = self._at(y)
            through = [index for index, glyph in near if _goes_through(glyph, left, right, y)]
            is_own = bool(through) and self._are_its_own(through, left, right)
            if is_own and not any(_touches(other, left, right, y) for other in lines):
                yield line, through

    def by_hand(self, scribbles: Sequence[Scribble]) -> Iterator[int]:
        """The characters through which a slanted or curved stroke of about their height goes."""
        for points in scribbles:
            xs, ys = zip(*points, strict=True)
            left, right, low, high = min(xs), max(xs), min(ys), max(ys)
            steps = range(low // _FINE_STEP, high // _FINE_STEP + 1)
            near = {index: glyph for step in steps for index, glyph in self._at(step * _FINE_STEP)}
            through = [
                index
                for index, glyph in near.items()
                if 2 * (high - low) <= 3 * glyph.height
                and left <= glyph.right
                and glyph.left <= right
                and _crosses(points, glyph)
            ]
            if through and self._are_its_own(through, left, right):
                yield from through

    def _at(self, y: int) -> Iterator[tuple[int, Glyph]]:
        for index in self._bands.get(y // _FINE_STEP, ()):
            glyph = self._glyphs[index]
            if glyph is not None:
                yield index, glyph

    def _are_its_own(self, through: Sequence[int], left: int, right: int) -> bool:
        """Whether a stroke does not go on far beyond the characters."""
        glyphs = [glyph for index in through if (glyph := self._glyphs[index]) is not None]
        reach = max(glyph.height for glyph in glyphs) * 2 // 3
        starts, ends = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
        return starts - reach <= left and right <= ends + reach


def scribble_of(points: Scribble) -> Scribble | None:
    """A stroke that may be one by hand through a word; None for a line, or for what is too large."""
    if not 2 <= len(points) <= _MOST_POINTS:
        return None
    xs, ys = zip(*points, strict=True)
    is_flat = max(xs) - min(xs) <= _SLACK // 2 or max(ys) - min(ys) <= _SLACK // 2
    return None if is_flat or max(ys) - min(ys) > _HIGH else points


def overprinted(glyphs: Seen) -> list[int]:
    """The characters of which another one hides most, as where one number is printed over another."""
    places: dict[tuple[int, int], list[int]] = defaultdict(list)
    found: set[int] = set()
    for index, glyph in enumerate(glyphs):
        if glyph is None or not glyph.character.isalnum():
            continue
        column, row = glyph.left // _GRID, glyph.middle // _GRID
        for near in ((column + across, row + up) for across in (-1, 0, 1) for up in (-1, 0, 1)):
            for other in places.get(near, ()):
                below = glyphs[other]
                if below is not None and below.character != glyph.character and _are_one(below, glyph):
                    found |= {other, index}
        places[column, row].append(index)
    return sorted(found)


def _are_one(one: Glyph, other: Glyph) -> bool:
    """Whether two characters have more than six tenths of the larger one's box in common."""
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    widest = max(one.right - one.left, other.right - other.left)
    return 10 * across > 6 * widest and 10 * up > 6 * max(one.height, other.height)


def _crosses(points: Scribble, glyph: Glyph) -> bool:
    """Whether a stroke comes near to the middle of a character."""
    wide, high = (glyph.right - glyph.left) // _CORE, glyph.height // _CORE
    middle = (glyph.left + glyph.right) // 2
    for (x0, y0), (x1, y1) in pairwise(points):
        for step in range(_STEPS + 1):
            x, y = x0 + (x1 - x0) * step // _STEPS, y0 + (y1 - y0) * step // _STEPS
            if abs(x - middle) <= wide and abs(y - glyph.middle) <= high:
                return True
    return False


def _touches(line: Line, left: int, right: int, y: int) -> bool:
    """Whether a line stands upright at an end of another one that lies at `y`."""
    x0, y0, x1, y1 = line
    is_upright = abs(x1 - x0) <= _SLACK < abs(y1 - y0)
    at_an_end = min(abs(x0 - left), abs(x0 - right)) <= _SLACK
    return is_upright and at_an_end and min(y0, y1) - _SLACK <= y <= max(y0, y1) + _SLACK


def _goes_through(glyph: Glyph, left: int, right: int, y: int) -> bool:
    over = min(glyph.right, right) - max(glyph.left, left)
    low, high = _band(glyph)
    return 2 * over > glyph.right - glyph.left and low <= y <= high


def _band(glyph: Glyph) -> tuple[int, int]:
    low, high = _BAND
    return glyph.bottom + int(glyph.height * low), glyph.bottom + int(glyph.height * high)
