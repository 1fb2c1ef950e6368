"""Tidy tables in other files than Parquet (表格文件): workbooks and CSV, and Parquet whose targets stand in parts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.table.columns import TableKind
from perfeval.batch.table.csv_table import TEXTS, csv_as_parquet, encoding_of, find_header
from perfeval.batch.table.sheet_table import WORKBOOKS, has_sheet, sheet_as_parquet
from perfeval.batch.table.tables import open_table
from perfeval.batch.table.tidy import write_tidy
from perfeval.batch.table_error import TableError


def is_table(path: Path) -> bool:
    """Whether a file is a tidy table of indicators, and no document with forms: it has the columns of one."""
    try:
        if path.suffix.lower() in WORKBOOKS:
            return has_sheet(path, "indicators")
        if path.suffix.lower() in TEXTS:
            find_header(path, encoding_of(path), "indicators")
            return True
    except TableError:
        return False
    return path.suffix.lower() == ".parquet"


def as_parquet(path: Path, folder: Path, kind: TableKind = "indicators") -> Path:
    """The table as Parquet: itself, or what a workbook or CSV has, written once to `folder`, every cell as its text."""
    if path.suffix.lower() == ".parquet":
        columns = open_table(path, kind).columns
        return _with_whole_targets(path, columns, folder) if {"comparator", "unit"} & columns.keys() else path
    if path.suffix.lower() in WORKBOOKS:
        return sheet_as_parquet(path, kind, folder)
    if path.suffix.lower() in TEXTS:
        return csv_as_parquet(path, kind, folder)
    raise TableError(f"{path}: 表格须是 .parquet、.xlsx 或 .csv (a table must be .parquet, .xlsx or .csv)")


def _with_whole_targets(path: Path, columns: Mapping[str, str], folder: Path) -> Path:
    """A copy of a Parquet table in which the target is one column: sign, number and unit together."""
    target = folder / f"{path.stem}.whole.parquet"
    with pq.ParquetFile(path) as file:
        batches = file.iter_batches(columns=list(columns.values()))
        write_tidy((_as_texts(pa.table(batch), columns) for batch in batches), target, path)
    return target


def _as_texts(table: pa.Table, columns: Mapping[str, str]) -> pa.Table:
    return pa.table({name: table[printed].cast(pa.string()) for name, printed in columns.items()})
