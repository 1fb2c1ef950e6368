"""Memory for one chunk of rows at a time (暂存区): allocated once and reused for every chunk.

The system clears every new page on first touch: allocating anew for each chunk would cost a fifth of a run's time. One
large block also gets large pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Allocate = Callable[[int, Any], npt.NDArray[Any]]
"""Allocates an uninitialised array of a number of items of a type; `numpy.empty` is one."""
_PIECE = 1 << 26
_ALIGNED = 64


class Arena:
    """Arrays that live until `clear`; for one thread."""

    def __init__(self) -> None:
        self._pieces: list[npt.NDArray[np.uint8]] = []
        self._piece = self._used = 0

    def clear(self) -> None:
        """Free all arrays at once: their memory is reused and overwritten."""
        self._piece = self._used = 0

    def shrink(self) -> None:
        """Release every block but the first; only while no array is in use."""
        del self._pieces[1:]
        self.clear()

    def empty(self, count: int, dtype: Any) -> npt.NDArray[Any]:
        """An uninitialised array."""
        kind = np.dtype(dtype)
        size = count * kind.itemsize
        while self._piece < len(self._pieces) and self._used + size > len(self._pieces[self._piece]):
            self._piece, self._used = self._piece + 1, 0
        if self._piece == len(self._pieces):
            self._pieces.append(np.empty(max(_PIECE, size), np.uint8))
        piece = self._pieces[self._piece]
        found: npt.NDArray[Any] = piece[self._used : self._used + size].view(kind)
        self._used += -(-size // _ALIGNED) * _ALIGNED
        return found
