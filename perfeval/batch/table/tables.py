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
from perfeval.batch.columnar.texts import Texts, texts_as_they_stand, texts_of
from perfeval.batch.table.columns import TableKind, columns_of
from perfeval.batch.table.parquet_footer import is_encrypted
from perfeval.batch.table_error import TableError

_DIVERSE = 8
"""Bytes a row takes, unpacked, in a column whose writer soon gave up its dictionary: numbers of texts take fewer."""


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
    try:
        if is_encrypted(path):
            raise TableError(
                f"{path}: 表已加密，请导出未加密的 Parquet 或 CSV (encrypted: export it unencrypted)"
            )
        file = pq.ParquetFile(path)
        schema, metadata = file.schema_arrow, file.metadata
        sizes = [metadata.row_group(chunk).num_rows for chunk in range(metadata.num_row_groups)]
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise TableError(
            f"{path}: 不是完好的 Parquet 表（损坏、不完整、加密或另一种文件），请重新导出 "
            f"(no sound Parquet file: {error})"
        ) from error
    columns = columns_of(schema.names, kind, str(path))
    for printed in columns.values():
        _refuse_other_kinds(schema.field(printed), path)
    *starts, rows = accumulate(sizes, initial=0)
    if not rows:
        raise TableError(f"{path}: 只有表头，没有数据行 (a header and no rows)")
    return Source(path, columns, rows, tuple(starts), metadata)


def _refuse_other_kinds(field: pa.Field, path: Path) -> None:
    """Refuse a column that is neither text, number nor date: a length of time, a list, a structure."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if (
        pa.types.is_nested(kind)
        or pa.types.is_duration(kind)
        or pa.types.is_time(kind)
        or pa.types.is_interval(kind)
    ):
        raise TableError(
            f"{path}: 「{field.name}」列的类型是 {kind}，不能当作文字或数字读取，请改为文本列 "
            "(neither text nor number: make it a column of text)"
        )


def read_chunk(
    source: Source, chunk: int, wanted: tuple[str, ...], allocate: Allocate = np.empty
) -> dict[str, Texts]:
    """One row group by our names; raises TableError where it is damaged."""
    printed = {name: source.columns[name] for name in wanted if name in source.columns}
    try:
        return _read_chunk(source, chunk, printed, allocate)
    except (pa.ArrowException, OSError) as error:
        raise TableError(
            f"{source.path}: 第 {source.starts[chunk] + 1:,} 行起的一组行读不了，文件已损坏，请重新导出 "
            f"(damaged row group {chunk}: {error})"
        ) from error


def _read_chunk(
    source: Source, chunk: int, printed: Mapping[str, str], allocate: Allocate
) -> dict[str, Texts]:
    """Columns as dictionaries, whose texts are read once; but for those in which nearly every row is different."""
    group, columns = source.metadata.row_group(chunk), set(printed.values())
    sizes = {each.path_in_schema: each for each in map(group.column, range(group.num_columns))}
    diverse = {
        each
        for each in columns
        if each in sizes
        # Arrow reads no dictionaries from delta encodings.
        and (
            sizes[each].total_uncompressed_size > _DIVERSE * group.num_rows
            or any("DELTA" in kind for kind in sizes[each].encodings)
        )
    }
    with pq.ParquetFile(
        source.path, metadata=source.metadata, read_dictionary=sorted(columns - diverse)
    ) as file:
        found = {name: _column(file, chunk, each, allocate) for name, each in printed.items()}
    uneven = [printed[name] for name, texts in found.items() if len(texts) != group.num_rows]
    if uneven:
        raise pa.ArrowInvalid(f"not {group.num_rows} rows in {', '.join(uneven)}")
    return found


def _column(file: pq.ParquetFile, chunk: int, printed: str, allocate: Allocate) -> Texts:
    """One column; taken alone, its memory is used again for the next."""
    column = file.read_row_group(chunk, columns=[printed], use_threads=False)[printed]
    numbered = texts_as_they_stand if pa.types.is_string(column.type) else texts_of
    return numbered(column, allocate)
