"""A page of a PDF file as it is painted (页面图像): whether anything can be seen where a character should be.

Painting a page costs more than reading it. It is done where reading alone cannot tell what is seen: text in layers
that a reader may switch off, and colours that run into each other.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_SCALE = 2.0
_MOST_PIXELS = 3_000
_LEAST_CONTRAST = 24
"""Of 255: between the lightest and the darkest point in the box of a character."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A painted page in shades of grey, line after line from the top."""

    page: Any
    width: int
    height: int
    stride: int
    points: bytes

    def shows(self, box: Any) -> bool:
        """Whether a character is seen in a box of the page's own points."""
        left, top = self._at(box.left, box.top)
        right, bottom = self._at(box.right, box.bottom)
        left, right = max(min(left, right), 0), min(max(left, right) + 1, self.width)
        top, bottom = max(min(top, bottom), 0), min(max(top, bottom) + 1, self.height)
        seen = b"".join(
            self.points[y * self.stride + left : y * self.stride + right] for y in range(top, bottom)
        )
        return bool(seen) and max(seen) - min(seen) >= _LEAST_CONTRAST

    def _at(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (0, 0, self.width, self.height, 0)
        pdfium.FPDF_PageToDevice(self.page, *size, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value, down.value


def painted_paper(page: Any) -> Paper | None:
    """Paint a page; None where it has no size."""
    size = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)]
    if min(size) <= 0:
        return None
    scale = min(_SCALE, _MOST_PIXELS / max(size))
    width, height = (max(int(length * scale), 1) for length in size)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return None
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        points = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Paper(page, width, height, stride, points)
