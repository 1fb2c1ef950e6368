"""Tables of the same rows read side by side (对齐读取): part by part, so that memory does not grow with the year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Columns = Mapping[str, tuple[str, pa.DataType]]
"""Our name of a column -> its name in the file, its type here; one that the file has not is null throughout."""
_ROWS = 65_536


class UnequalLengthsError(ValueError):
    """Tables that should have the same rows differ in length."""


def by_name(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    """The columns of a table by their names."""
    return dict(zip(table.column_names, table.columns, strict=True))


def rows_of(table: Path, columns: Columns) -> Iterator[pa.Table]:
    """The rows of a Parquet file, or of the parts of a run's table in order, some at a time."""
    for path in sorted(table.glob("part-*.parquet")) if table.is_dir() else (table,):
        file = pq.ParquetFile(path)
        there = [printed for printed, _ in columns.values() if printed in file.schema_arrow.names]
        for batch in file.iter_batches(_ROWS, columns=there):
            if batch.num_rows:
                yield pa.table(
                    {
                        name: batch[printed].cast(kind) if printed in there else pa.nulls(len(batch), kind)
                        for name, (printed, kind) in columns.items()
                    }
                )


def aligned(*streams: Iterator[pa.Table]) -> Iterator[tuple[pa.Table, ...]]:
    """Batches with the same rows of every stream, whatever the sizes of their batches; raises UnequalLengthsError."""
    held: list[pa.Table | None] = [next(each, None) for each in streams]
    while there := [each for each in held if each is not None]:
        if len(there) < len(held):
            raise UnequalLengthsError
        count = min(map(len, there))
        yield tuple(each.slice(0, count) for each in there)
        held = [
            each.slice(count) if len(each) > count else next(stream, None)
            for each, stream in zip(there, streams, strict=True)
        ]
