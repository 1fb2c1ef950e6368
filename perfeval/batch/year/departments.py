"""The department of each project (主管部门): read in step with the totals if both have the same order, otherwise looked
up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.table.columns import TableKind, columns_of
from perfeval.batch.year.aligned import rows_of

_TEXT = pa.string()


class Departments:
    """The department, else the body, of each project, by the first table that has such a column."""

    def __init__(self, tables: Mapping[TableKind, Path | None]) -> None:
        found = ((path, column) for kind, path in tables.items() if path and (column := _column(path, kind)))
        self._source = next(found, None)
        self._next = _pairs(*self._source) if self._source else iter(())
        self._held: pa.Table | None = None
        self._whole: pa.Table | None = None

    def of(self, projects: pa.ChunkedArray) -> pa.ChunkedArray:
        """The departments of the next projects; null where none is known."""
        if self._source is None:
            return pa.chunked_array([pa.nulls(len(projects), _TEXT)])
        if self._whole is None:
            pairs = self._take(len(projects))
            if pairs["project"].equals(projects):
                return pairs["department"]
            self._held, self._whole = None, pa.concat_tables(_pairs(*self._source)).combine_chunks()
        where = pc.index_in(projects, self._whole["project"].combine_chunks())
        return self._whole["department"].take(where)

    def _take(self, count: int) -> pa.Table:
        held = [] if self._held is None else [self._held]
        while sum(map(len, held)) < count and (found := next(self._next, None)) is not None:
            held.append(found)
        every = pa.concat_tables(held) if held else pa.table({"project": pa.array([], _TEXT)})
        self._held = every.slice(count)
        return every.slice(0, count)


def _column(path: Path, kind: TableKind) -> tuple[str, str] | None:
    columns = columns_of(pq.ParquetFile(path).schema_arrow.names, kind, str(path))
    name = columns.get("department") or columns.get("body")
    return (columns["project_id"], name) if name else None


def _pairs(path: Path, columns: tuple[str, str]) -> Iterator[pa.Table]:
    """Projects and their departments; consecutive rows of one project become one."""
    project, department = columns
    last: str | None = None
    for table in rows_of(path, {"project": (project, _TEXT), "department": (department, _TEXT)}):
        ids = table["project"].combine_chunks()
        before = pa.concat_arrays([pa.array([last], _TEXT), ids.slice(0, len(ids) - 1)])
        last = ids[-1].as_py()
        yield table.filter(pc.fill_null(pc.not_equal(ids, before), True))
