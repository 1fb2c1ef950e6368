"""Compound files (OLE 复合文档), the container of .doc, .xls and of password-protected Office files.

Source: [MS-CFB] Compound File Binary File Format. Only the streams right under the root are read.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FIRST_MARK = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of chain, free, table."""
_HEADER = struct.Struct("<30xHH6x8xIIIIIII109I")
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_STORAGES = (1, 5)
_STREAM = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes) -> None:
        """Read the allocation tables and the directory; a damaged file is refused."""
        self._data = data
        if not data.startswith(SIGNATURE) or len(data) < _HEADER.size:
            raise _damaged()
        shift, _, directory, _, self._cutoff, mini, _, more, _, *tables = _HEADER.unpack_from(data)
        if shift not in (9, 12):
            raise _damaged()
        self._size = 1 << shift
        self._table: Sequence[int] = ()
        self._table = self._allocation_table(tables, more)
        self._mini_table = _numbers(self._sectors(mini)) if mini < _FIRST_MARK else ()
        self._entries = [_entry(found) for found in _ENTRY.iter_unpack(self._sectors(directory))]
        self._mini_stream = self._content(self._entries[0]) if self._entries else b""

    def names(self) -> frozenset[str]:
        """Names of the streams and storages under the root."""
        return frozenset(entry.name for entry in self._under_root())

    def stream(self, name: str) -> bytes | None:
        """Content of a stream under the root, or None if there is none of that name."""
        found = (entry for entry in self._under_root() if entry.kind == _STREAM and entry.name == name)
        entry = next(found, None)
        return None if entry is None else self._content(entry)

    def _under_root(self) -> list[_Entry]:
        found: list[_Entry] = []
        seen: set[int] = set()
        waiting = [self._entries[0].child] if self._entries else []
        while waiting:
            number = waiting.pop()
            if number < len(self._entries) and number not in seen:
                seen.add(number)
                entry = self._entries[number]
                found.append(entry)
                waiting += [entry.left, entry.right]
        return found

    def _content(self, entry: _Entry) -> bytes:
        if entry.kind == _STREAM and entry.size < self._cutoff:
            content = self._mini_sectors(entry.start)
        else:
            content = self._sectors(entry.start)
        if len(content) < entry.size:
            raise _damaged()
        return content[: entry.size]

    def _allocation_table(self, tables: list[int], more: int) -> tuple[int, ...]:
        """The table of all sectors: 109 of its sectors are listed in the header, the rest in a chain."""
        listed = [number for number in tables if number < _FIRST_MARK]
        most = len(self._data) // self._size + 1
        while more < _FIRST_MARK and len(listed) <= most:
            *numbers, more = _numbers(self._sector(more))
            listed += [number for number in numbers if number < _FIRST_MARK]
        if len(listed) > most:
            raise _damaged()
        return _numbers(b"".join(self._sector(number) for number in listed))

    def _sector(self, number: int) -> bytes:
        sector = self._data[(number + 1) * self._size : (number + 2) * self._size]
        if not sector:
            raise _damaged()
        return sector.ljust(self._size, b"\0")

    def _sectors(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _chain(self._table, start))

    def _mini_sectors(self, start: int) -> bytes:
        numbers = _chain(self._mini_table, start)
        return b"".join(self._mini_stream[number * 64 : number * 64 + 64] for number in numbers)


def _chain(table: Sequence[int], start: int) -> list[int]:
    """Numbers of the sectors of a chain; one that leaves the table or turns in a circle is damage."""
    chain: list[int] = []
    number = start
    while number < _FIRST_MARK:
        if number >= len(table) or len(chain) >= len(table):
            raise _damaged()
        chain.append(number)
        number = table[number]
    return chain


def _entry(found: tuple[bytes, int, int, int, int, int, int, int]) -> _Entry:
    name, length, *rest = found
    return _Entry(name[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"), *rest)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _damaged() -> Refused:
    return Refused(Problem("file-damaged", {"part": "OLE"}))
