"""Rows of a spreadsheet or CSV as a tidy table (明细表): our names for its columns, each cell as its text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.table_error import TableError
from perfeval.documents.recognition.indicators import joined_target

_GROUP = 1 << 17
"""Rows of a row group: what is scored at once."""
_PARTS = ("target", "comparator", "unit")
_SEPARATOR = "\x1f"


def write_tidy(tables: Iterable[pa.Table], target: Path, source: Path) -> None:
    """Write tables with our names for columns as one Parquet file, targets put together from their parts.

    Raises TableError, which names the `source`, where there is no row.
    """
    writer: pq.ParquetWriter | None = None
    held: list[pa.Table] = []
    try:
        for table in tables:
            tidy = _with_whole_targets(table)
            writer = writer or pq.ParquetWriter(target, tidy.schema)
            held.append(tidy)
            if sum(map(len, held)) >= _GROUP:
                writer.write_table(pa.concat_tables(held).combine_chunks())
                held.clear()
        if writer is not None and held:
            writer.write_table(pa.concat_tables(held).combine_chunks())
        if writer is None:
            raise TableError(f"{source}: 只有表头，没有数据行 (a header and no rows)")
    finally:
        if writer is not None:
            writer.close()


def _with_whole_targets(table: pa.Table) -> pa.Table:
    """The target as one text where comparator or unit have columns of their own; each spelling is joined once."""
    if not {"comparator", "unit"} & {*table.column_names} or "target" not in table.column_names:
        return table
    empty = pa.nulls(len(table), pa.string())
    texts = [table[name] if name in table.column_names else empty for name in _PARTS]
    filled = (pc.fill_null(each, "") for each in texts)
    coded = pc.binary_join_element_wise(*filled, _SEPARATOR).combine_chunks().dictionary_encode()
    joined = [
        joined_target(*map(str.strip, text.split(_SEPARATOR)[:3])) for text in coded.dictionary.to_pylist()
    ]
    whole = pa.array(joined, pa.string()).take(coded.indices)
    kept = table.drop_columns([name for name in ("comparator", "unit") if name in table.column_names])
    return kept.set_column(kept.column_names.index("target"), "target", whole)
