"""Damaged and altered files, made from good ones by chance: bytes, XML, entries of archives, records."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

Chance = random.Random

_TAG = re.compile(rb"<[^<>]{1,300}>")
_VALUE = re.compile(rb"=([\"'])[^\"']{0,80}\1")
_WORDS = (
    b"",
    b"0",
    b"-1",
    b"999999999999",
    b"1e999",
    b"A1:XFD1048576",
    b"nan",
    b"\xff\xfe",
    b"&#0;",
    b"&x;",
    b"../..",
)
_XML = (
    b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
    b"<w:tbl><w:tr><w:tc>" * 30,
    b"<table><tr><td>" * 30,
    b"<c r='XFD1048576'><v>1</v></c>",
    b"<![CDATA[",
    b"<!--",
    b"&x;",
    b"]]>",
    b"\0",
)
_TEXT = (
    b"&a *a",
    b"!!python/object:os.system x",
    b"[" * 3000,
    b"{a: " * 300,
    b"\0",
    b"\x1b[2J",
    b"\xff\xfe\x00",
    "‮".encode(),
    b"1e999999",
    b"," * 3000,
    b"\r",
    b'"',
)


def mutated(data: bytes, suffix: str, chance: Chance) -> bytes:
    """The file with one to three alterations."""
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_MUTATIONS[suffix])(data, chance)
    return data


def in_bytes(data: bytes, chance: Chance) -> bytes:
    """Bytes changed, cut off, left out, doubled, filled in."""
    if not data:
        return data
    at, length = chance.randrange(len(data)), chance.choice((1, 2, 8, 64, 1024))
    piece = data[at : at + length]
    return chance.choice(
        (
            data[:at] + bytes(chance.randrange(256) for _ in piece) + data[at + length :],
            data[:at],
            data[:at] + data[at + length :],
            data[:at] + piece * chance.choice((2, 50)) + data[at + length :],
            data[:at] + bytes(len(piece)) + data[at + length :],
            data[at:] + data[:at],
        )
    )


def in_xml(data: bytes, chance: Chance) -> bytes:
    """A tag left out, doubled, moved or renamed; a value replaced; something strange put in."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return in_bytes(data, chance)
    one, other = chance.choice(tags), chance.choice(tags)
    value = chance.choice(list(_VALUE.finditer(data)) or tags)
    return chance.choice(
        (
            data[: one.start()] + data[one.end() :],
            data[: one.end()] + one[0] * chance.choice((1, 300)) + data[one.end() :],
            data[: one.start()] + other[0] + data[one.end() :],
            data[: one.start() + 2] + b"z" + data[one.start() + 3 :],
            data[: value.start()] + b'="' + chance.choice(_WORDS) + b'"' + data[value.end() :],
            data[: one.end()] + chance.choice(_XML) + data[one.end() :],
            data[: min(one.end(), other.end())] + data[max(one.end(), other.end()) :],
        )
    )


def in_lines(data: bytes, chance: Chance) -> bytes:
    """A line left out, doubled, moved, cut or indented otherwise; a word replaced; something strange put in."""
    lines = data.split(b"\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[at]
    match chance.randrange(7):
        case 0:
            lines.pop(at)
        case 1:
            lines[at : at + 1] = [line] * chance.choice((2, 3000))
        case 2:
            lines[at], lines[other] = lines[other], line
        case 3:
            lines[at] = line[: chance.randrange(len(line) + 1)]
        case 4:
            lines[at] = chance.choice((b" ", b"\t", b"- ", b"  - {", b'"')) + line
        case 5:
            words = line.split(chance.choice((b",", b"\t", b":", b" ")))
            lines[at] = line.replace(chance.choice(words) or b"\0", chance.choice(_WORDS), 1)
        case 6:
            lines[at] = line + chance.choice((*_TEXT, chance.choice(lines)))
    return b"\n".join(lines)


def in_a_part(data: bytes, chance: Chance) -> bytes:
    """One part of an archive altered as XML or as bytes, and packed again."""
    return _repacked(data, chance, lambda content: chance.choice((in_xml, in_xml, in_bytes))(content, chance))


def in_entries(data: bytes, chance: Chance) -> bytes:
    """An entry of an archive left out, renamed, doubled, exchanged for another; its size or flags falsified."""
    parts = _parts(data)
    if len(parts) < 2:
        return in_bytes(data, chance)
    name, other = chance.sample(sorted(parts), 2)
    match chance.randrange(5):
        case 0:
            parts.pop(name)
        case 1:
            parts[chance.choice(("../../x", "/x", "?", other.upper(), "x" * 300))] = parts.pop(name)
        case 2:
            parts[name], parts[other] = parts[other], parts[name]
        case 3:
            parts[name] = b""
        case 4:
            packed = bytearray(_packed(parts))
            entry = packed.rfind(b"PK\x01\x02")
            struct.pack_into(
                "<I", packed, entry + chance.choice((8, 10, 20, 24, 42)), chance.randrange(2**32)
            )
            return bytes(packed)
    return _packed(parts)


def in_records(data: bytes, chance: Chance) -> bytes:
    """A record of an old workbook altered in its kind, its length or its content."""
    starts = []
    position = 512
    while position + 4 < len(data):
        starts.append(position)
        position += 4 + struct.unpack_from("<H", data, position + 2)[0]
    if not starts:
        return in_bytes(data, chance)
    altered = bytearray(data)
    at = chance.choice(starts) + chance.choice((0, 2, 4, 6, 8, 10))
    if at + 2 <= len(altered):
        struct.pack_into("<H", altered, at, chance.choice((0, 1, 0xFFFF, chance.randrange(2**16))))
    return bytes(altered)


def in_numbers(data: bytes, chance: Chance) -> bytes:
    """A number of a compound file altered where there is content: a sector, a length, a character's place."""
    places = [at for at in range(0, len(data) - 4, 2) if data[at : at + 2] not in (b"\0\0", b"\xff\xff")]
    if not places:
        return in_bytes(data, chance)
    altered = bytearray(data)
    number = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFE, chance.randrange(256), chance.randrange(2**32)))
    struct.pack_into("<I", altered, chance.choice(places), number)
    return bytes(altered)


def _repacked(data: bytes, chance: Chance, alter: Callable[[bytes], bytes]) -> bytes:
    parts = _parts(data)
    if not parts:
        return in_bytes(data, chance)
    name = chance.choice(sorted(parts))
    return _packed({**parts, name: alter(parts[name])})


def _parts(data: bytes) -> dict[str, bytes]:
    """Entries of an archive; none if earlier alterations broke it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError):
        return {}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_ARCHIVE = (in_bytes, in_a_part, in_a_part, in_a_part, in_entries)
_MUTATIONS: dict[str, tuple[Callable[[bytes, Chance], bytes], ...]] = {
    ".docx": _ARCHIVE,
    ".xlsx": _ARCHIVE,
    ".ods": _ARCHIVE,
    ".html": (in_bytes, in_xml, in_xml),
    ".xml": (in_bytes, in_xml, in_xml),
    ".xls": (in_bytes, in_records, in_records),
    ".pdf": (in_bytes, in_bytes, in_xml),
    ".doc": (in_bytes, in_numbers, in_numbers),
    ".mht": (in_bytes, in_xml, in_lines),
    ".txt": (in_bytes, in_lines, in_lines),
    ".csv": (in_bytes, in_lines, in_lines),
    ".yaml": (in_bytes, in_lines, in_lines),
    ".json": (in_bytes, in_xml, in_lines),
}
