"""What can be seen of the text on a page of a PDF file (页面可见性): covered, clipped, white, slanted, struck, raised.

PDF paints one object after the other. Text is unseen where a later opaque rectangle lies over it, outside of its clip
or of the page, in white on nothing, or in an invisible mode without a scan to belong to.
"""

from __future__ import annotations

import ctypes
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from perfeval.documents.formats.page_glyphs import Glyph
from perfeval.documents.formats.pdf_strikes import Scribble, Strikes, overprinted
from perfeval.documents.formats.ruling import Line
from perfeval.documents.formats.shown import Kind, shifted

Color = tuple[int, int, int]
"""Red, green and blue up to 255."""
WHITE: Color = (255, 255, 255)

Box = tuple[int, int, int, int]
"""Left, bottom, right and top in hundredths of a point."""

_SLANT = 8
"""Degrees from the nearest quarter turn: a page that was put askew into a scanner stays within these."""
_LEAST_CONTRAST, _FAINTEST = 6, 13
_TINY = 100
_INVISIBLE = (3, 7)
_SLACK = 100
_ILLEGIBLE = "▒"
"""What stands for a character that cannot be made out."""
_OUTLINED = (1, 5)
_SMALLER, _HIGHER = 0.85, 0.12


@dataclass(frozen=True, slots=True)
class Fill:
    """An opaque filled rectangle, or a picture, and when it is painted."""

    order: int
    box: Box
    color: Color | None
    is_picture: bool = False

    def covers(self, glyph: Glyph) -> bool:
        """Whether the middle of a character lies under it, from a quarter of its width to three."""
        left, bottom, right, top = self.box
        quarter = (glyph.right - glyph.left) // 4
        return (
            left <= glyph.left + quarter and glyph.right - quarter <= right and bottom <= glyph.middle <= top
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A text object: when it is painted, how, and inside which box."""

    order: int
    color: Color | None
    is_invisible: bool
    is_slanted: bool
    clip: Box | None
    size: float
    address: int = 0


@dataclass
class Painted:
    """The text objects of a page by their address, and what is filled."""

    runs: dict[int, Run] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)
    scribbles: list[Scribble] = field(default_factory=list)
    count: int = 0
    is_doubtful: bool = False
    """Whether what is seen depends on layers, or on colours that run into each other."""

    def next(self) -> int:
        """The order of one more object."""
        self.count += 1
        return self.count


class Mark(NamedTuple):
    """A character as PDFium gives it: its glyph, the text object it is of, its baseline."""

    glyph: Glyph
    run: Run | None
    baseline: int
    is_painted: bool = True


def text_run(item: Any, order: int, matrix: Sequence[float], clip: Box | None) -> Run:
    """How a text object is painted; `matrix` turns its own lengths into hundredths on the page."""
    a, b, c, d = matrix[:4]
    angle = math.degrees(math.atan2(b, a))
    is_turned_round = abs(angle) > 180 - _SLANT or a * d - b * c < 0
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size))
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    is_plain = mode in (0, 4, *_OUTLINED)
    color = _color(item, pdfium.FPDFPageObj_GetStrokeColor if mode in _OUTLINED else None)
    return Run(
        order,
        color[:3] if is_plain and color is not None else None,
        mode in _INVISIBLE or (is_plain and color is not None and color[3] < _FAINTEST),
        _SLANT < angle % 90 < 90 - _SLANT or is_turned_round,
        clip,
        size.value * math.hypot(c, d) * 100,
        address_of(item),
    )


def address_of(item: Any) -> int:
    """The address of an object, by which two pointers to it are the same."""
    return ctypes.addressof(item.contents) if item else 0


def fill_of(item: Any, order: int, outlines: Iterable[Sequence[tuple[int, int]]]) -> Iterator[Fill]:
    """The rectangles that a path fills and nothing shows through."""
    boxes = []
    for points in outlines:
        left, bottom, right, top = box = box_of(points)
        if all(x in (left, right) and y in (bottom, top) for x, y in points):
            boxes.append(box)
    color = _color(item) if boxes else None
    if color is not None and color[3] == 255 and not pdfium.FPDFPageObj_HasTransparency(item):
        yield from (Fill(order, box, color[:3]) for box in boxes)


def box_of(points: Iterable[tuple[int, int]]) -> Box:
    """The smallest box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _color(item: Any, of: Any = None) -> tuple[int, int, int, int] | None:
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    byref = ctypes.byref
    if not (of or pdfium.FPDFPageObj_GetFillColor)(item, byref(red), byref(green), byref(blue), byref(alpha)):
        return None
    return red.value, green.value, blue.value, alpha.value


@dataclass
class Seen:
    """What is read of a page's text, and what is not, with the code of the problem that names it."""

    glyphs: list[Glyph] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    hidden_runs: set[int] = field(default_factory=set)
    """Addresses of the text objects of which nothing is seen."""
    struck_by: set[Line] = field(default_factory=set)


def seen(marks: Sequence[Mark], painted: Painted, lines: Sequence[Line], page: Box | None) -> Seen:
    """Sort the characters of a page into those that are read and those that are named."""
    found = Seen()
    pictures = [fill for fill in painted.fills if fill.is_picture]
    rows = _by_height([fill for fill in painted.fills if not fill.is_picture])
    kinds = [_unseen(mark, rows, page, bool(pictures)) for mark in marks]
    glyphs = [
        None if kind or mark.glyph.character.isspace() else mark.glyph
        for kind, mark in zip(kinds, marks, strict=True)
    ]
    strikes = Strikes(glyphs)
    for line, through in strikes.by_lines(lines):
        found.struck_by.add(line)
        for index in through:
            kinds[index] = "struck-text"
    for index in strikes.by_hand(painted.scribbles):
        kinds[index] = "struck-text"
    illegible = [index for index in overprinted(glyphs) if not kinds[index]]
    if illegible:
        text = "".join(marks[index].glyph.character for index in illegible)
        found.unread.append(("overprinted-text", text))
        marks = list(marks)
        for index in illegible:
            glyph = marks[index].glyph._replace(character=_ILLEGIBLE)
            marks[index] = marks[index]._replace(glyph=glyph)
    every = {mark.run.address for mark in marks if mark.run}
    found.hidden_runs = every - {
        mark.run.address
        for kind, mark in zip(kinds, marks, strict=True)
        if mark.run and kind != "hidden-text"
    }
    for code, group in groupby(zip(kinds, marks, strict=True), key=lambda each: each[0]):
        members = [mark for _, mark in group]
        if code:
            text = "".join(mark.glyph.character for mark in members).strip()
            found.unread += [(code, text)] if text else []
        else:
            _add_shown(members, found)
    under = [mark for mark in marks if mark.run and any(_lies_over(fill, mark) for fill in pictures)]
    if under and len(under) < len(marks):
        found.unread.append(("picture-over-text", "".join(mark.glyph.character for mark in under).strip()))
    return found


def _lies_over(fill: Fill, mark: Mark) -> bool:
    return mark.run is not None and fill.order > mark.run.order and fill.covers(mark.glyph)


_STEP = 1_000


def _by_height(fills: Iterable[Fill]) -> dict[int, list[Fill]]:
    """Fills by each ten points of height that they touch."""
    rows: dict[int, list[Fill]] = defaultdict(list)
    for fill in fills:
        for step in range(fill.box[1] // _STEP, fill.box[3] // _STEP + 1):
            rows[step].append(fill)
    return rows


def _unseen(mark: Mark, rows: dict[int, list[Fill]], page: Box | None, is_scan: bool) -> str:
    """The code that names a character which cannot be seen, or nothing."""
    run, glyph = mark.run, mark.glyph
    if run is None:
        return ""
    if run.is_slanted:
        return "watermark-text"
    if run.is_invisible:
        return "" if is_scan else "hidden-text"
    if (
        not mark.is_painted
        or not _is_inside(glyph, page)
        or not _is_inside(glyph, run.clip)
        or glyph.height < _TINY
    ):
        return "hidden-text"
    around = [fill for fill in rows.get(glyph.middle // _STEP, ()) if fill.covers(glyph)]
    if any(fill.order > run.order for fill in around):
        return "hidden-text"
    below = [fill.color for fill in around if fill.order < run.order]
    return "hidden-text" if _are_alike(run.color, below[-1] if below else WHITE) and not is_scan else ""


def _are_alike(ink: Color | None, paper: Color | None) -> bool:
    if ink is None or paper is None:
        return False
    return (
        abs(ink[0] - paper[0]) < _LEAST_CONTRAST
        and abs(ink[1] - paper[1]) < _LEAST_CONTRAST
        and abs(ink[2] - paper[2]) < _LEAST_CONTRAST
    )


def _is_inside(glyph: Glyph, box: Box | None) -> bool:
    if box is None:
        return True
    left, bottom, right, top = box
    across = (glyph.left + glyph.right) // 2
    return left - _SLACK <= across <= right + _SLACK and bottom - _SLACK <= glyph.middle <= top + _SLACK


def _add_shown(marks: Sequence[Mark], found: Seen) -> None:
    """Add characters that are seen; raised and lowered ones as what is read of them."""
    kinds = _shifts(marks)
    groups = [
        (kind, [mark.glyph for _, mark in group])
        for kind, group in groupby(zip(kinds, marks, strict=True), key=lambda each: each[0])
    ]
    for number, (kind, glyphs) in enumerate(groups):
        if kind == "shown":
            found.glyphs += glyphs
            continue
        before = "".join(glyph.character for glyph in groups[number - 1][1][-3:]) if number else ""
        after = groups[number + 1][1][0].character if number + 1 < len(groups) else ""
        text = "".join(glyph.character for glyph in glyphs)
        read, _, code = shifted(text, kind, before.rstrip(), after)
        if code:
            found.unread.append((code, text))
        beside = groups[number - 1][1][-1] if number else glyphs[0]
        found.glyphs += [
            Glyph(character, glyph.left, beside.bottom, glyph.right, beside.top)
            for character, glyph in zip(read, glyphs, strict=False)
        ]


def _shifts(marks: Sequence[Mark]) -> list[Kind]:
    """Which characters are smaller than the one before them and stand above or below its line."""
    kinds: list[Kind] = []
    main: Mark | None = None
    for mark in marks:
        kind: Kind = "shown"
        if main is not None and main.run is not None and mark.run is not None:
            size, gap = main.run.size, mark.glyph.left - main.glyph.right
            rise = mark.baseline - main.baseline
            is_beside = -size / 2 < gap < 2 * size and abs(rise) < size
            if mark.run.size < _SMALLER * size and is_beside and abs(rise) > _HIGHER * size:
                kind = "raised" if rise > 0 else "lowered"
        kinds.append(kind)
        if kind == "shown" and not mark.glyph.character.isspace():
            main = mark
    return kinds
