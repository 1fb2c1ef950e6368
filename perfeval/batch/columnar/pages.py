"""Pages of a Parquet file as texts, without making a text for each row (列存页).

A writer has already numbered the texts of a column: its pages hold a dictionary and the rows' numbers and, once the
dictionary is full, plain texts. Arrow brings both into one shape, row by row; here each is taken as it stands, at a
third of the time and less (docs/benchmarks.md). Only what nearly every writer writes is read: flat columns of texts,
in dictionary or plain pages of either version. Anything else is None, for Arrow to read, and so is any page that is
not as it should be: Arrow then says what is wrong. The layout: https://github.com/apache/parquet-format.
"""

from __future__ import annotations

from io import FileIO
from os import fstat

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.machine_words import PADDING
from perfeval.batch.columnar.page_bytes import (
    DICTIONARY,
    ENCODING,
    IS_PACKED,
    KIND,
    LEVELS,
    OFFSET,
    PACKED,
    PLAIN,
    START,
    UNPACKED,
    VALUES,
    read_header,
    read_pages,
)
from perfeval.batch.columnar.texts import Bytes, Texts

Page = npt.NDArray[np.int64]
_CODECS = {"SNAPPY": "snappy", "GZIP": "gzip", "ZSTD": "zstd", "BROTLI": "brotli", "UNCOMPRESSED": None}
_LARGEST = 1 << 30
"""Bytes of a column chunk, unpacked, and rows; a larger one is left to Arrow."""


def read_texts(
    file: FileIO, metadata: pq.FileMetaData, group: int, column: int, allocate: Allocate = np.empty
) -> Texts | None:
    """One column of a row group; None where it is not of the common kind."""
    chunk, schema = metadata.row_group(group).column(column), metadata.schema.column(column)
    sizes = chunk.total_compressed_size, chunk.total_uncompressed_size, chunk.num_values
    offsets = [at for at in (chunk.dictionary_page_offset, chunk.data_page_offset) if at]
    is_common = (
        chunk.physical_type == "BYTE_ARRAY"
        and schema.converted_type == "UTF8"
        and schema.max_repetition_level == 0
        and schema.max_definition_level <= 1
        and chunk.compression in _CODECS
        and min(sizes) >= 0
        and max(sizes) < _LARGEST
        and chunk.num_values == metadata.row_group(group).num_rows
        and offsets
        and min(offsets) + chunk.total_compressed_size <= fstat(file.fileno()).st_size
    )
    if not is_common:
        return None
    file.seek(min(offsets))
    packed = np.frombuffer(file.read(chunk.total_compressed_size), np.uint8)
    pages = _pages(packed, chunk.compression != "UNCOMPRESSED")
    if (
        pages is None
        or sum(int(page[VALUES]) for page in pages if page[KIND] != DICTIONARY) != chunk.num_values
    ):
        return None
    codec = _CODECS[chunk.compression]
    unpack = pa.Codec(codec) if codec else None
    return _texts(packed, pages, unpack, schema.max_definition_level, chunk.num_values, allocate)


def _pages(packed: Bytes, is_packed: bool) -> list[Page] | None:
    """Every page of a column chunk; None where one is of another kind."""
    pages, at = [], 0
    while at < len(packed):
        page = np.empty(9, np.int64)
        start = read_header(packed, at, page)
        at = start + int(page[PACKED])
        is_whole = (is_packed and page[IS_PACKED]) or page[PACKED] == page[UNPACKED]
        if start < 0 or not start <= at <= len(packed) or not is_whole:
            return None
        pages.append(page)
    return pages if sum(int(page[UNPACKED]) for page in pages) < _LARGEST else None


def _texts(
    packed: Bytes, pages: list[Page], codec: pa.Codec | None, optional: int, rows: int, allocate: Allocate
) -> Texts | None:
    of_texts = [page for page in pages if page[KIND] == DICTIONARY or page[ENCODING] == PLAIN]
    # A text takes four bytes at least, whatever a page says of the number of its values.
    most = 1 + sum(min(int(page[VALUES]), int(page[UNPACKED]) // 4) for page in of_texts)
    data = allocate(sum(int(page[UNPACKED]) for page in pages) + PADDING, np.uint8)
    numbers, starts, ends = (allocate(count, np.int32) for count in (rows, most, most))
    starts[0] = ends[0] = end = 0
    for page in pages:
        page[OFFSET] = end
        try:
            end += _unpack(packed, page, codec, data[end : end + int(page[UNPACKED])])
        except OSError:
            return None
    known = read_pages(data, np.array(pages), optional, numbers, starts, ends)
    return None if known < 0 else Texts(numbers, starts[:known], ends[:known], data)


def _unpack(packed: Bytes, page: Page, codec: pa.Codec | None, unpacked: Bytes) -> int:
    """Write a page's bytes as they are without compression; returns their number."""
    content = packed[int(page[START]) : int(page[START] + page[PACKED])]
    if codec is None or not page[IS_PACKED]:
        unpacked[:] = content
    else:
        levels = max(int(page[LEVELS]), 0)
        unpacked[:levels] = content[:levels]
        values = codec.decompress(pa.py_buffer(content[levels:]), len(unpacked) - levels)
        unpacked[levels:] = np.frombuffer(values, np.uint8)
    return len(unpacked)
