"""Whether a Parquet file is encrypted (加密的 Parquet), told from its footer.

Arrow ends the whole process where it is asked for an encrypted column of a file whose footer is plain, so this is
looked up before. Sources: Apache Parquet format, FileMetaData (field 8, encryption_algorithm) and "Parquet Modular
Encryption"; Apache Thrift compact protocol.
"""

from __future__ import annotations

from pathlib import Path

_PLAIN, _ENCRYPTED_FOOTER = b"PAR1", b"PARE"
_ALGORITHM = 8
_END = 8
_VARINTS, _BINARY, _LISTS, _MAP, _STRUCT = (4, 5, 6), 8, (9, 10), 11, 12
_FIXED = {1: 0, 2: 0, 3: 1, 7: 8}
_DEEPEST = 32


def is_encrypted(path: Path) -> bool:
    """Whether the footer, or any column, of a file is encrypted; False for what is no Parquet file."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _END, 0))
        end = file.read(_END)
        if end[4:] == _ENCRYPTED_FOOTER:
            return True
        length = int.from_bytes(end[:4], "little")
        if end[4:] != _PLAIN or length > size - _END:
            return False
        file.seek(size - _END - length)
        footer = file.read(length)
    try:
        return _ALGORITHM in _Footer(footer).fields()
    except (IndexError, RecursionError):
        return False


class _Footer:
    """Walks over the fields of the outermost structure without looking into them."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def fields(self) -> set[int]:
        """The numbers of its fields."""
        return self._struct(0)

    def _struct(self, depth: int) -> set[int]:
        found: set[int] = set()
        number = 0
        while head := self._byte():
            step = head >> 4
            number = number + step if step else self._signed()
            found.add(number)
            self._skip(head & 0x0F, depth)
        return found

    def _skip(self, kind: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise IndexError
        if kind in _FIXED:
            self._at += _FIXED[kind]
        elif kind in _VARINTS:
            self._varint()
        elif kind == _BINARY:
            length = self._varint()
            self._at += length
        elif kind in _LISTS:
            head = self._byte()
            count = head >> 4 if head >> 4 != 15 else self._varint()
            self._elements(count, [head & 0x0F], depth)
        elif kind == _MAP:
            count = self._varint()
            kinds = self._byte() if count else 0
            self._elements(count, [kinds >> 4, kinds & 0x0F], depth)
        elif kind == _STRUCT:
            self._struct(depth + 1)
        else:
            raise IndexError

    def _elements(self, count: int, kinds: list[int], depth: int) -> None:
        for _ in range(count):
            for kind in kinds:
                # In a list a yes or no is a byte of its own.
                self._at += kind in (1, 2)
                self._skip(kind, depth + 1)
                if self._at > len(self._data):
                    raise IndexError

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def _signed(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
