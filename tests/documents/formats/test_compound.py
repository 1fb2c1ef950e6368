"""Compound files: small streams, which share sectors, and damage."""

import struct

import pytest
from table_writers import compound_of

from perfeval.documents.formats.compound import CompoundFile
from perfeval.documents.formats.safety import Refused

FREE, END = 0xFFFFFFFF, 0xFFFFFFFE


def with_a_small_stream(content: bytes, *, start: int = 0, length: int | None = None) -> bytes:
    """A file whose one stream lies in the short sectors of 64 bytes, which themselves are a stream."""
    short = len(content) // 64 + 1
    table = [0xFFFFFFFD, END, END, *range(4, 3 + -(-short * 64 // 512)), END]
    sectors = [
        struct.pack("<128I", *table, *[FREE] * (128 - len(table))),
        struct.pack("<128I", *range(1, short), END, *[FREE] * (128 - short)),
        entry("Root Entry", 5, 1, 3, short * 64)
        + entry("Small", 2, FREE, start, length or len(content))
        + bytes(256),
        content.ljust(-(-short * 64 // 512) * 512, b"\0"),
    ]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 2, 0, 4096, 1, 1, END, 0) + struct.pack(
        "<109I", 0, *[FREE] * 108
    )
    return header + b"".join(sectors)


def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", FREE, FREE, child)
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBB", len(encoded), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, length)
    )


@pytest.mark.parametrize("length", [1, 64, 100, 1000])
def test_small_streams(length: int) -> None:
    content = bytes(number % 251 for number in range(length))
    file = CompoundFile(with_a_small_stream(content))
    assert file.names() == {"Small"}
    assert file.stream("Small") == content
    assert file.stream("Other") is None


def test_large_streams_side_by_side() -> None:
    streams = {"A": b"a" * 4096, "B": b"b" * 5120, "C": b"c" * 9216}
    file = CompoundFile(compound_of(streams))
    assert {name: file.stream(name) for name in file.names()} == streams


@pytest.mark.parametrize(
    "data",
    [
        with_a_small_stream(b"x" * 100, start=90),  # begins behind the table
        with_a_small_stream(b"x" * 100, length=4000),  # says that it is longer than it is
        with_a_small_stream(b"x")[:600],
        compound_of({"A": b""})[:30]
        + b"\xff\xff"
        + compound_of({"A": b""})[32:],  # sectors of an impossible size
        b"",
    ],
)
def test_damage_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        CompoundFile(data).stream("Small")
