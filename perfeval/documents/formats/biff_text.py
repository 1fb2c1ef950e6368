"""Texts in the records of an .xls file (记录中的文字), one or two bytes a character.

Source: [MS-XLS] 2.5.293 XLUnicodeRichExtendedString and 2.4.265 SST.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import LIMITS, Refused

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


def read_text(data: bytes, position: int, length_bytes: int = 2) -> str:
    """A text that begins with its length, of one or two bytes, and lies in one record."""
    length = int.from_bytes(data[position : position + length_bytes], "little")
    position += length_bytes
    is_wide = bool(data[position : position + 1] and data[position] & _WIDE)
    return _decoded(data[position + 1 : position + 1 + length * (2 if is_wide else 1)], is_wide)


Run = tuple[int, int]
"""Where characters in another font begin, from 0, and the number of the font."""


def read_shared_texts(records: Sequence[bytes]) -> list[tuple[str, tuple[Run, ...]]]:
    """The table of shared texts with their runs, which goes on over the records that continue it."""
    count = struct.unpack_from("<4xI", records[0])[0]
    if count > LIMITS.records:
        raise Refused(Problem("too-many-cells", {"limit": str(LIMITS.records)}))
    reader = _Reader(records, position=8)
    texts: list[tuple[str, tuple[Run, ...]]] = []
    while len(texts) < count and not reader.is_at_end():
        texts.append(reader.text())
    return texts


class _Reader:
    """Reads texts one after the other across the borders of records."""

    def __init__(self, records: Sequence[bytes], position: int) -> None:
        self._records = records
        self._number = 0
        self._position = position

    def is_at_end(self) -> bool:
        self._go_to_next_record()
        return self._number >= len(self._records)

    def text(self) -> tuple[str, tuple[Run, ...]]:
        length, flags = struct.unpack("<HB", self._bytes(3))
        runs = struct.unpack("<H", self._bytes(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._bytes(4))[0] if flags & _EXTENDED else 0
        text = self._characters(length, bool(flags & _WIDE))
        fonts = tuple(struct.unpack("<HH", self._bytes(4)) for _ in range(runs))
        self._skip(extra)
        return text, fonts

    def _characters(self, length: int, is_wide: bool) -> str:
        """Characters; where a record ends among them, the next one begins with its own width."""
        pieces = []
        while length:
            if self._position >= len(self._record()):
                self._number, self._position = self._number + 1, 1
                is_wide = bool(self._record()[0] & _WIDE)
            size = 2 if is_wide else 1
            taken = min(length, (len(self._record()) - self._position) // size)
            end = self._position + taken * size
            pieces.append(_decoded(self._record()[self._position : end], is_wide))
            self._position = end if taken else len(self._record())
            length -= taken
        return "".join(pieces)

    def _bytes(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            self._go_to_next_record()
            piece = self._record()[self._position : self._position + count - len(taken)]
            self._position += len(piece)
            taken += piece
        return taken

    def _skip(self, count: int) -> None:
        while count and not self.is_at_end():
            step = min(count, len(self._record()) - self._position)
            self._position += step
            count -= step

    def _go_to_next_record(self) -> None:
        while self._number < len(self._records) and self._position >= len(self._records[self._number]):
            self._number, self._position = self._number + 1, 0

    def _record(self) -> bytes:
        if self._number >= len(self._records) or not self._records[self._number]:
            raise Refused(Problem("file-damaged", {"part": "SST"}))
        return self._records[self._number]


def _decoded(data: bytes, is_wide: bool) -> str:
    text = data.decode("utf-16-le", "replace") if is_wide else data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")
