"""What stands on a page of a PDF file (页面内容), read with PDFium: characters, ruled lines, pictures.

Lengths are whole hundredths of a point; a page that is shown turned is turned here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from perfeval.documents.formats.page_glyphs import Glyph
from perfeval.documents.formats.pdf_looks import (
    Box,
    Fill,
    Mark,
    Painted,
    address_of,
    box_of,
    fill_of,
    seen,
    text_run,
)
from perfeval.documents.formats.pdf_notes import notes_of, remove_unshown, strokes_of
from perfeval.documents.formats.pdf_paper import painted_paper
from perfeval.documents.formats.pdf_strikes import scribble_of
from perfeval.documents.formats.ruling import Line
from perfeval.documents.formats.safety import LIMITS

UNKNOWN = "\N{REPLACEMENT CHARACTER}"

Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.0
"""Points; a filled rectangle narrower than this is a line."""
_STRAIGHT = 0.5
_FARTHEST = 1e6
_DEEPEST_FORM = 12
_END_HYPHEN = 0x02
_MOST_CLIPS, _MOST_SEGMENTS = 50, 1_000
_TURNED: tuple[Matrix, ...] = (
    (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
    (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
)
"""How a page is turned for each quarter turn clockwise."""


class DamagedPageError(ValueError):
    """A page cannot be loaded."""


class TooCrowdedError(ValueError):
    """A page holds more characters or lines than the limit."""


@dataclass
class Page:
    """Characters and lines of one page; `unknown` characters have no Unicode, `pictures` cover that many."""

    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unknown: int = 0
    pictures: int = 0
    unread: list[tuple[str, str]] = field(default_factory=list)
    """What is on the page and not read: the code of the problem that names it, and the text."""


def read_page(document: Any, number: int) -> Page:
    """Read a page, counted from 0; filled-in form fields and stamps are read as part of it."""
    handle = _load(document, number)
    remove_unshown(handle)
    notes = [("annotation-unread", text) for text in notes_of(handle)]
    strokes = list(strokes_of(handle))
    if pdfium.FPDFPage_GetAnnotCount(handle):
        pdfium.FPDFPage_Flatten(handle, pdfium.FLAT_NORMALDISPLAY)
        pdfium.FPDF_ClosePage(handle)
        handle = _load(document, number)
    try:
        page = Page()
        turned = _TURNED[pdfium.FPDFPage_GetRotation(handle) % 4]
        count = pdfium.FPDFPage_CountObjects(handle)
        objects = (pdfium.FPDFPage_GetObject(handle, index) for index in range(count))
        painted = Painted()
        _read_objects(objects, turned, page, painted, 0)
        page.lines += [(*_point(turned, *start), *_point(turned, *end)) for start, end in strokes]
        box = _page_box(handle, turned)
        found = seen(_marks(handle, turned, painted), painted, page.lines, box)
        if _removed(handle, found.hidden_runs):
            # Of two characters in one place PDFium gives the first alone, which may be the hidden one.
            hidden = found.unread
            found = seen(_marks(handle, turned, painted), painted, page.lines, box)
            found.unread = [*(each for each in hidden if each[0] == "hidden-text"), *found.unread]
        page.glyphs, page.unread = found.glyphs, [*notes, *found.unread]
        page.lines = [line for line in page.lines if line not in found.struck_by]
        page.unknown = sum(1 for glyph in page.glyphs if not _is_known(glyph.character))
        return page
    finally:
        pdfium.FPDF_ClosePage(handle)


def _load(document: Any, number: int) -> Any:
    handle = pdfium.FPDF_LoadPage(document, number)
    if not handle:
        raise DamagedPageError
    return handle


def _marks(handle: Any, turned: Matrix, painted: Painted) -> list[Mark]:
    """The characters of a page in their order, each with the text object it is of."""
    marks: list[Mark] = []
    text = pdfium.FPDFText_LoadPage(handle)
    if not text:
        return marks
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > LIMITS.page_marks:
            raise TooCrowdedError
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        paper = painted_paper(handle) if painted.is_doubtful else None
        for index in range(count):
            if pdfium.FPDFText_IsGenerated(text, index) == 1:
                continue
            if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
                continue
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code == 0 or pdfium.FPDFText_HasUnicodeMapError(text, index) == 1:
                code = ord(UNKNOWN)
            x0, y0 = _point(turned, box.left, box.bottom)
            x1, y1 = _point(turned, box.right, box.top)
            character = "-" if code == _END_HYPHEN else chr(code)
            glyph = Glyph(character, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            pdfium.FPDFText_GetCharOrigin(text, index, ctypes.byref(x), ctypes.byref(y))
            baseline = _point(turned, x.value, y.value)[1]
            run = painted.runs.get(address_of(pdfium.FPDFText_GetTextObject(text, index)))
            is_painted = paper is None or character.isspace() or paper.shows(box)
            _add_mark(marks, Mark(glyph, run, baseline, is_painted))
    finally:
        pdfium.FPDFText_ClosePage(text)
    return marks


def _add_mark(marks: list[Mark], mark: Mark) -> None:
    """Add a character; the two halves of a rare one, which PDFium hands out one by one, become one."""
    before = marks[-1].glyph.character if marks else ""
    glyph = mark.glyph
    if "\ud800" <= before < "\udc00" <= glyph.character < "\ue000":
        pair = (before + glyph.character).encode("utf-16", "surrogatepass").decode("utf-16")
        last = marks.pop()
        whole = Glyph(pair, last.glyph.left, last.glyph.bottom, last.glyph.right, last.glyph.top)
        mark = Mark(whole, last.run, last.baseline, last.is_painted)
    marks.append(mark)


def _removed(handle: Any, addresses: set[int]) -> bool:
    """Take text objects off the page as it is in memory; whether there were any."""
    count = pdfium.FPDFPage_CountObjects(handle) if addresses else 0
    objects = [pdfium.FPDFPage_GetObject(handle, at) for at in range(count)]
    found = [item for item in objects if address_of(item) in addresses]
    for item in found:
        pdfium.FPDFPage_RemoveObject(handle, item)
    return bool(found)


def _is_known(character: str) -> bool:
    return character != UNKNOWN and not "\ud800" <= character < "\ue000"


def _read_objects(objects: Iterator[Any], matrix: Matrix, page: Page, painted: Painted, depth: int) -> None:
    for item in objects:
        kind = pdfium.FPDFPageObj_GetType(item)
        own = _combined(_matrix(item), matrix)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            is_filled, is_stroked = _draw_mode(item)
            outlines = list(_outlines(item, own)) if is_filled or is_stroked else []
            page.lines += _lines(outlines, is_stroked)
            points = [outline.points for outline in outlines]
            painted.scribbles += filter(None, map(scribble_of, points if is_stroked else ()))
            painted.fills += fill_of(item, painted.next(), points if is_filled else ())
            if len(page.lines) > LIMITS.page_marks or len(painted.fills) > LIMITS.page_marks:
                raise TooCrowdedError
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            painted.is_doubtful |= _reads_marks(item)
            painted.runs[address_of(item)] = text_run(item, painted.next(), own, _clip(item, matrix))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            page.pictures += 1
            corners = [_point(own, x, y) for x in (0, 1) for y in (0, 1)]
            painted.fills.append(Fill(painted.next(), box_of(corners), None, is_picture=True))
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            painted.is_doubtful = True
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            count = pdfium.FPDFFormObj_CountObjects(item)
            inner = (pdfium.FPDFFormObj_GetObject(item, index) for index in range(count))
            _read_objects(inner, own, page, painted, depth + 1)


def _reads_marks(text: Any) -> bool:
    """Whether text lies in a layer. What is painted is read, not the digits that a mark tells instead (ActualText)."""
    size, is_layered = ctypes.c_ulong(), False
    name = (ctypes.c_ushort * 4)()
    for index in reversed(range(max(pdfium.FPDFPageObj_CountMarks(text), 0))):
        mark = pdfium.FPDFPageObj_GetMark(text, index)
        given = (mark, b"ActualText")
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), ctypes.byref(size))
        is_layered |= bytes(name).decode("utf-16-le", "replace").rstrip("\0") == "OC"
        if not pdfium.FPDFPageObjMark_GetParamStringValue(*given, None, 0, ctypes.byref(size)):
            continue
        buffer = (ctypes.c_ushort * (size.value // 2 + 1))()
        pdfium.FPDFPageObjMark_GetParamStringValue(*given, buffer, size, ctypes.byref(size))
        if any(each.isnumeric() for each in bytes(buffer).decode("utf-16-le", "replace")):
            pdfium.FPDFPageObj_RemoveMark(text, mark)
    return is_layered


def _draw_mode(path: Any) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is drawn as lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return False, False
    return bool(fill.value), bool(stroke.value)


def _clip(item: Any, matrix: Matrix) -> Box | None:
    """The box that all the clips of an object leave, or None where it has none."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    box: Box | None = None
    for number in range(min(max(pdfium.FPDFClipPath_CountPaths(clip), 0), _MOST_CLIPS) if clip else 0):
        points = _clip_points(clip, number, matrix)
        if points:
            other = box_of(points)
            both = box or other
            box = (
                max(both[0], other[0]),
                max(both[1], other[1]),
                min(both[2], other[2]),
                min(both[3], other[3]),
            )
    return box


def _clip_points(clip: Any, number: int, matrix: Matrix) -> list[tuple[int, int]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(max(pdfium.FPDFClipPath_CountPathSegments(clip, number), 0), _MOST_SEGMENTS)):
        segment = pdfium.FPDFClipPath_GetPathSegment(clip, number, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        points.append(_point(matrix, x.value, y.value))
    return points


def _page_box(handle: Any, turned: Matrix) -> Box | None:
    """What of the paper is shown, or None where the page itself does not say."""
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    if not (pdfium.FPDFPage_GetCropBox(handle, *pointers) or pdfium.FPDFPage_GetMediaBox(handle, *pointers)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return box_of([_point(turned, left, bottom), _point(turned, right, top)])


def _lines(outlines: Iterable[_Outline], is_stroked: bool) -> Iterator[Line]:
    """Horizontal and vertical strokes of a path, and its filled rectangles that are thin enough to be lines."""
    for points, curves in outlines:
        if is_stroked:
            for number, ((x0, y0), (x1, y1)) in enumerate(pairwise(points), 1):
                if number not in curves and min(abs(x1 - x0), abs(y1 - y0)) <= _STRAIGHT * 100:
                    yield x0, y0, x1, y1
        else:
            left, bottom, right, top = box_of(points)
            if right - left <= _THIN * 100:
                yield (left + right) // 2, bottom, (left + right) // 2, top
            elif top - bottom <= _THIN * 100:
                yield left, (bottom + top) // 2, right, (bottom + top) // 2


class _Outline(NamedTuple):
    """A part of a path: its corners, and which of them a curve leads to or is drawn by."""

    points: Sequence[tuple[int, int]]
    curves: frozenset[int]


def _outlines(path: Any, matrix: Matrix) -> Iterator[_Outline]:
    """The parts of a path; a closed one has its first corner again at its end."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, int]] = []
    curves: set[int] = set()
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield _Outline(points, frozenset(curves))
            points, curves = [], set()
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curves.add(len(points))
        points.append(_point(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield _Outline(points, frozenset(curves))


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return _TURNED[0]
    return found.a, found.b, found.c, found.d, found.e, found.f


def _combined(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(matrix: Matrix, x: float, y: float) -> tuple[int, int]:
    a, b, c, d, e, f = matrix
    across, up = a * x + c * y + e, b * x + d * y + f
    # What lies far outside of any page, or is no number, is put at 0.
    return (
        int(across * 100) if abs(across) < _FARTHEST else 0,
        int(up * 100) if abs(up) < _FARTHEST else 0,
    )
