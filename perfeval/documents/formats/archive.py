"""Office files as archives of XML parts (压缩包), unpacked in memory within the limits."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from perfeval.core.problems import Problem
from perfeval.documents.formats.safety import LIMITS, Refused, in_mib
from perfeval.documents.formats.xml_parts import parse

_PIECE = 1 << 16
_ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OSError, NotImplementedError)
"""What zipfile raises for a broken archive; ValueError includes a name that is not UTF-8."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference between parts: `kind` is the last word of its type, `target` a name in the archive."""

    kind: str
    target: str


def opened(data: bytes | Path) -> zipfile.ZipFile:
    """An archive, its table of contents read; refuses what is none or has too many entries."""
    try:
        archive = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
    except DAMAGE as damage:
        raise Refused(Problem("file-damaged", {"part": "zip"})) from damage
    if (count := len(archive.infolist())) > LIMITS.archive_entries:
        values = {"count": str(count), "limit": str(LIMITS.archive_entries)}
        raise Refused(Problem("too-many-entries", values))
    return archive


def refuse_encrypted(entry: zipfile.ZipInfo) -> None:
    """Refuse a part behind a password."""
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(Problem("file-encrypted"))


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """A part unpacked in memory; a damaged one is refused under its name."""
    try:
        return archive.read(entry)
    except DAMAGE as damage:
        raise Refused(Problem("file-damaged", {"part": name})) from damage


class Archive:
    """The parts of an Office file by name; names are compared without case, as Office does."""

    def __init__(self, data: bytes | Path) -> None:
        """Read the table of contents only; refuses what is no archive or has too many entries."""
        self._zip = opened(data)
        self._entries = {_key(entry.filename): entry for entry in self._zip.infolist()}
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> tuple[str, ...]:
        """Names of all parts, lower case, with forward slashes."""
        return tuple(self._entries)

    def part(self, name: str) -> bytes | None:
        """Content of a part, or None if there is no such part; too large or damaged ones are refused."""
        entry = self._entries.get(_key(name))
        if entry is None:
            return None
        refuse_encrypted(entry)
        self._unpacked += entry.file_size
        _check_unpacked_size(entry, self._unpacked)
        return content_of(self._zip, entry, name)

    def pieces(self, name: str, most: int) -> Iterator[bytes]:
        """Content of a part piece by piece, never in memory as a whole; one larger than `most` is refused."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Refused(Problem("file-damaged", {"part": name}))
        refuse_encrypted(entry)
        if entry.file_size > most or grows(entry):
            raise too_large(entry.filename, entry.file_size, most)
        try:
            with self._zip.open(entry) as part:
                while piece := part.read(_PIECE):
                    yield piece
        except DAMAGE as damage:
            raise Refused(Problem("file-damaged", {"part": name})) from damage

    def relations(self, name: str) -> dict[str, Relation]:
        """References of a part by their id; those that leave the archive are left out."""
        folder, base = posixpath.split(name)
        data = self.part(posixpath.join(folder, "_rels", base + ".rels"))
        if data is None:
            return {}
        return {
            link.get("Id", ""): Relation(
                link.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, unquote(link.get("Target", "")))).lstrip("/"),
            )
            for link in parse(data, name).iterchildren("{*}Relationship")
            if link.get("TargetMode") != "External"
        }

    def main_part(self) -> str:
        """Name of the part that holds the document itself."""
        found = (link.target for link in self.relations("").values() if link.kind == "officeDocument")
        return next(found, "")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _check_unpacked_size(entry: zipfile.ZipInfo, total: int) -> None:
    """zipfile never unpacks more than the size an entry declares, so that the declared size is the bound."""
    if entry.file_size > LIMITS.part_bytes or total > LIMITS.total_bytes or grows(entry):
        raise too_large(entry.filename, entry.file_size, LIMITS.part_bytes)


def grows(entry: zipfile.ZipInfo) -> bool:
    """Whether a part grows out of proportion when unpacked."""
    return entry.file_size > LIMITS.free_bytes and entry.file_size > LIMITS.part_ratio * entry.compress_size


def too_large(name: str, size: int, most: int) -> Refused:
    """The refusal of a part, or of all parts, for its size."""
    return Refused(Problem("part-too-large", {"part": name, "size": in_mib(size), "limit": in_mib(most)}))
