"""Tidy tables in (明细表): one row an indicator, one row a project's funds; a chunk of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.columnar.arena import Allocate
from perfeval.batch.columnar.pages import read_texts
from perfeval.batch.columnar.texts import Texts, texts_of
from perfeval.batch.table.columns import TableKind, columns_of
from perfeval.batch.table_error import TableError


@dataclass(frozen=True, slots=True)
class Source:
    """A Parquet table and which of its columns is what: our name to its own."""

    path: Path
    columns: Mapping[str, str]
    rows: int
    starts: tuple[int, ...]
    """The first row of each row group, counted from 0."""
    metadata: pq.FileMetaData

    @property
    def chunks(self) -> int:
        """Row groups."""
        return len(self.starts)


def open_table(path: Path, kind: TableKind) -> Source:
    """Find the columns of a Parquet table of `indicators` or `funds`; raises TableError."""
    file = pq.ParquetFile(path)
    columns = columns_of(file.schema_arrow.names, kind, str(path))
    sizes = (file.metadata.row_group(chunk).num_rows for chunk in range(file.num_row_groups))
    *starts, rows = accumulate(sizes, initial=0)
    return Source(path, columns, rows, tuple(starts), file.metadata)


def read_chunk(
    source: Source, chunk: int, wanted: tuple[str, ...], allocate: Allocate = np.empty
) -> dict[str, Texts]:
    """One row group by our names; raises TableError where it is damaged."""
    try:
        return _read_chunk(source, chunk, wanted, allocate)
    except (pa.ArrowException, OSError) as error:
        raise TableError(
            f"{source.path}: 第 {source.starts[chunk] + 1:,} 行起的一组行读不了，文件已损坏，请重新导出 "
            f"(damaged row group {chunk}: {error})"
        ) from error


def _read_chunk(source: Source, chunk: int, wanted: tuple[str, ...], allocate: Allocate) -> dict[str, Texts]:
    """Its pages as they stand, a column of another kind as Arrow reads it."""
    printed = {name: source.columns[name] for name in wanted if name in source.columns}
    schema = source.metadata.schema
    where = {schema.column(at).path: at for at in range(len(schema))}
    with source.path.open("rb", buffering=0) as file:
        found = {
            name: read_texts(file, source.metadata, chunk, where[each], allocate)
            for name, each in printed.items()
            if each in where
        }
    others = [each for name, each in printed.items() if found.get(name) is None]
    if others:
        with pq.ParquetFile(source.path, metadata=source.metadata) as reader:
            table = reader.read_row_group(chunk, columns=others, use_threads=False)
        found |= {name: texts_of(table[each]) for name, each in printed.items() if each in others}
    whole = {name: texts for name, texts in found.items() if texts is not None}
    rows = source.metadata.row_group(chunk).num_rows
    uneven = [printed[name] for name, texts in whole.items() if len(texts) != rows]
    if uneven:
        raise pa.ArrowInvalid(f"not {rows} rows in {', '.join(uneven)}")
    return whole
