"""The files in a zip archive (压缩包成员), unpacked in memory within the limits; also with names in GBK."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from perfeval.core.problems import Problem
from perfeval.core.visible import visible_line
from perfeval.documents.formats.archive import content_of, grows, opened, refuse_encrypted, too_large
from perfeval.documents.formats.safety import LIMITS, Refused

_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: the key it is found by, its name as shown, and its name spelled out in ASCII."""

    key: str
    shown: str
    spelled: str


class Members:
    """The files of an archive; raises Refused for one that is damaged or has too many."""

    def __init__(self, data: bytes) -> None:
        self._zip = opened(data)
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if total > LIMITS.unpacked_bytes:
            raise too_large("zip", total, LIMITS.unpacked_bytes)
        self._entries = {str(number): entry for number, entry in enumerate(entries) if not entry.is_dir()}

    def files(self) -> Iterator[Member]:
        """The files in the order of their names; the key is the number of the entry, for names may repeat."""
        found = [Member(key, _shown(entry), _spelled(entry)) for key, entry in self._entries.items()]
        yield from sorted(found, key=lambda member: (member.shown, int(member.key)))

    def content(self, key: str) -> bytes:
        """Content of a file; too large, damaged or encrypted ones are refused."""
        entry = self._entries.get(key)
        if entry is None:
            raise Refused(Problem("file-damaged", {"part": "zip"}))
        refuse_encrypted(entry)
        if entry.file_size > LIMITS.file_bytes or grows(entry):
            raise too_large(_shown(entry), entry.file_size, LIMITS.file_bytes)
        return content_of(self._zip, entry, _shown(entry))


def _raw(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8_NAME else "cp437", "surrogateescape")


def _shown(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: UTF-8 where it says so or is, else GB18030, as Chinese Windows writes it."""
    raw = _raw(entry)
    name = _unicode_path(entry, raw) or next(
        (text for code in ("utf-8", "gb18030") if (text := _decoded(raw, code))), ""
    )
    name = (name or raw.decode("cp437")).replace("\\", "/").replace("\0", "␀")
    return visible_line("/".join(part for part in name.split("/") if part not in ("", ".", "..")) or "—")


def _spelled(entry: zipfile.ZipInfo) -> str:
    return visible_line(_raw(entry).decode("ascii", "backslashreplace").strip("/"))


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _unicode_path(entry: zipfile.ZipInfo, raw: bytes) -> str:
    """The name in the field that Info-ZIP adds, where it belongs to the name beside it."""
    extra, position = entry.extra, 0
    while position + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at : at + 2], "little") for at in (position, position + 2))
        field = extra[position + 4 : position + 4 + size]
        if (
            kind == _UNICODE_PATH
            and len(field) > 5
            and int.from_bytes(field[1:5], "little") == zlib.crc32(raw)
        ):
            return _decoded(field[5:], "utf-8")
        position += 4 + size
    return ""
