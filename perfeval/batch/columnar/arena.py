"""Memory for one chunk of rows at a time (暂存区): asked of the system once, used again for the next chunk.

New memory is not free: the system clears every page on its first touch, and a run that takes it anew for each chunk
spends a fifth of its time on that. In one large piece it also comes in large pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Allocate = Callable[[int, Any], npt.NDArray[Any]]
"""Makes an uninitialised array of so many items of a type; `numpy.empty` is one."""
_PIECE = 1 << 26
_ALIGNED = 64


class Arena:
    """Arrays that live until `clear`; for one thread."""

    def __init__(self) -> None:
        self._pieces: list[npt.NDArray[np.uint8]] = []
        self._piece = self._used = 0

    def clear(self) -> None:
        """Take every array back: what is in them will be written over."""
        self._piece = self._used = 0

    def shrink(self) -> None:
        """Give back what is more than one piece, once nothing in it is used any more."""
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
