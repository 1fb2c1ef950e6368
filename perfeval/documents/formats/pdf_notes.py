"""Annotations of a page of a PDF file (批注): what is shown beside it, what strikes text out, what is not shown."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

_LONGEST_NOTE = 2_000
_MOST_SEGMENTS = 1_000


def remove_unshown(handle: Any) -> None:
    """Take the annotations off a page in memory that are not to be seen on a screen."""
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(handle))):
        if _is_not_shown(handle, index):
            pdfium.FPDFPage_RemoveAnnot(handle, index)


def _is_not_shown(handle: Any, index: int) -> bool:
    """Whether an annotation says itself that it is not to be seen on a screen."""
    note = pdfium.FPDFPage_GetAnnot(handle, index)
    flags = pdfium.FPDFAnnot_GetFlags(note) if note else 0
    pdfium.FPDFPage_CloseAnnot(note)
    return bool(flags & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW))


def notes_of(handle: Any) -> Iterator[str]:
    """Texts of notes on a page, which are shown beside it and not in it (注释)."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(handle)):
        note = pdfium.FPDFPage_GetAnnot(handle, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        is_note = kind == pdfium.FPDF_ANNOT_TEXT
        is_bare = kind in (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET) and not _has_looks(note)
        key = b"V" if kind == pdfium.FPDF_ANNOT_WIDGET else b"Contents"
        size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0) if is_note or is_bare else 0
        if 2 < size <= _LONGEST_NOTE:
            buffer = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
            yield bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        pdfium.FPDFPage_CloseAnnot(note)


def strokes_of(handle: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The lines through text that annotations ask for without drawing them (删除线批注)."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(handle)):
        note = pdfium.FPDFPage_GetAnnot(handle, index)
        if note and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT and not _has_looks(note):
            corners = pdfium.FS_QUADPOINTSF()
            for part in range(min(pdfium.FPDFAnnot_CountAttachmentPoints(note), _MOST_SEGMENTS)):
                if pdfium.FPDFAnnot_GetAttachmentPoints(note, part, ctypes.byref(corners)):
                    left, right = min(corners.x1, corners.x3), max(corners.x2, corners.x4)
                    middle = (corners.y1 + corners.y3) / 2
                    yield (left, middle), (right, middle)
        if note:
            pdfium.FPDFPage_CloseAnnot(note)


def _has_looks(note: Any) -> bool:
    """Whether an annotation is drawn as part of the page."""
    return bool(pdfium.FPDFAnnot_GetAP(note, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2)
