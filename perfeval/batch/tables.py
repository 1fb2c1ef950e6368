"""Tidy tables in (明细表): one row an indicator, one row a project's funds; a chunk of rows at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from perfeval.batch.pages import read_texts
from perfeval.batch.texts import Texts, texts_of

_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "project_id": ("project_id", "project", "id", "项目编号", "项目编码", "项目代码", "项目名称", "项目"),
    "level1": ("level1", "dimension", "一级指标"),
    "level2": ("level2", "category", "二级指标"),
    "name": ("name", "indicator", "level3", "三级指标", "指标名称"),
    "target": ("target", "年度指标值", "指标值", "目标值", "年初指标值"),
    "actual": ("actual", "实际完成值", "完成值", "实际值", "全年完成值"),
    "points": ("points", "weight", "分值", "权重", "满分"),
    "submitted_score": ("submitted_score", "score", "得分", "自评得分", "填报得分"),
    "initial_budget": ("initial_budget", "年初预算数"),
    "budget": ("budget", "全年预算数", "预算数"),
    "executed": ("executed", "全年执行数", "执行数"),
}
NEEDED = {
    "indicators": ("project_id", "target", "actual", "points"),
    "funds": ("project_id", "budget", "executed", "points"),
}


class TableError(ValueError):
    """A table that cannot be used as it is: a column is missing, or named twice."""


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


def open_table(path: Path, kind: str) -> Source:
    """Find the columns of a Parquet table of `indicators` or `funds`; raises TableError."""
    file = pq.ParquetFile(path)
    columns: dict[str, str] = {}
    for printed in file.schema_arrow.names:
        plain = "".join(printed.split()).lower()
        name = next((name for name, words in _SYNONYMS.items() if plain in words), None)
        if name in columns:
            raise TableError(
                f"{path}: 「{columns[name]}」和「{printed}」是同一列，请只保留一列 (two columns for {name})"
            )
        if name is not None:
            columns[name] = printed
    missing = [name for name in NEEDED[kind] if name not in columns]
    if missing:
        words = "、".join(f"{name}（{'/'.join(_SYNONYMS[name])}）" for name in missing)
        raise TableError(f"{path}: 缺少列 {words} (missing columns)")
    sizes = (file.metadata.row_group(chunk).num_rows for chunk in range(file.num_row_groups))
    *starts, rows = accumulate(sizes, initial=0)
    return Source(path, columns, rows, tuple(starts), file.metadata)


def read_chunk(source: Source, chunk: int, wanted: tuple[str, ...]) -> dict[str, Texts]:
    """One row group by our names; raises TableError where it is damaged."""
    try:
        return _read_chunk(source, chunk, wanted)
    except (pa.ArrowException, OSError) as error:
        raise TableError(
            f"{source.path}: 第 {source.starts[chunk] + 1:,} 行起的一组行读不了，文件已损坏，请重新导出 "
            f"(damaged row group {chunk}: {error})"
        ) from error


def _read_chunk(source: Source, chunk: int, wanted: tuple[str, ...]) -> dict[str, Texts]:
    """Its pages as they stand, a column of another kind as Arrow reads it."""
    printed = {name: source.columns[name] for name in wanted if name in source.columns}
    schema = source.metadata.schema
    where = {schema.column(at).path: at for at in range(len(schema))}
    with source.path.open("rb") as file:
        found = {
            name: read_texts(file, source.metadata, chunk, where[each])
            for name, each in printed.items()
            if each in where
        }
    others = [each for name, each in printed.items() if found.get(name) is None]
    if others:
        with pq.ParquetFile(source.path, metadata=source.metadata) as reader:
            table = reader.read_row_group(chunk, columns=others, use_threads=False)
        found |= {name: texts_of(table[each]) for name, each in printed.items() if each in others}
    return {name: texts for name, texts in found.items() if texts is not None}


def as_parquet(path: Path, folder: Path) -> Path:
    """The table as Parquet: itself, or a CSV written once to `folder`, every cell as its text."""
    if path.suffix.lower() == ".parquet":
        return path
    if path.suffix.lower() != ".csv":
        raise TableError(f"{path}: 表格须是 .parquet 或 .csv (a table must be .parquet or .csv)")
    target = folder / f"{path.stem}.parquet"
    _csv_as_parquet(path, target)
    return target


def _csv_as_parquet(path: Path, target: Path) -> None:
    with pa_csv.open_csv(path) as peek:
        header = peek.schema.names
    options = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    with (
        pa_csv.open_csv(path, convert_options=options) as reader,
        pq.ParquetWriter(target, reader.schema) as writer,
    ):
        for batch in reader:
            writer.write_batch(batch)
