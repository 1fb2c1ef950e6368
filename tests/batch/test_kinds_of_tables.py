"""One table of odd rows in thirty kinds of files: the batch gives for each row what the core gives."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import NAMES, by_core, rulesets

from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options

TARGETS = (
    "≥10场",
    ">=95%",
    "≤5万元",
    "90%-95%",
    "=3套",
    "持续提升",
    "12月31日前",
    "三万台",
    "≥1,200亩",
    "5～10家",
    "优",
    "≥10％％",
)
ACTUALS = (
    "9场",
    "94.5%",
    "48000",
    "９２％",
    "2套",
    "部分达成",
    "2024-01-05",
    "25000",
    "1,000亩",
    "11",
    "良",
    None,
    "",
    "约9场",
)
ROWS = [
    ("产出指标", "数量指标", target, ACTUALS[(3 * at + step) % len(ACTUALS)], str(10 + step), str(9 - step))
    for at, target in enumerate(TARGETS)
    for step in range(5)
]
HEADER = ("project_id", *NAMES)
Write = Callable[[Path, pa.Table], None]


def plain() -> pa.Table:
    columns = [
        pa.array([f"P{at}" for at, _ in enumerate(ROWS)]),
        *(pa.array(each) for each in zip(*ROWS, strict=True)),
    ]
    return pa.table(dict(zip(HEADER, columns, strict=True)))


def parquet(**options: object) -> Write:
    return lambda path, table: pq.write_table(table, path, **options)


def cast(kind: pa.DataType, **options: object) -> Write:
    def write(path: Path, table: pa.Table) -> None:
        fields = [pa.field(name, kind) for name in table.column_names]
        pq.write_table(table.cast(pa.schema(fields)), path, **options)

    return write


def coded(path: Path, table: pa.Table) -> None:
    pq.write_table(pa.table({name: table[name].dictionary_encode() for name in HEADER}), path)


def in_chunks(path: Path, table: pa.Table) -> None:
    with pq.ParquetWriter(path, table.schema) as writer:
        for at in range(0, len(table), 7):
            writer.write_table(table.slice(at, 7))
            writer.write_table(table.slice(0, 0))


def by_duckdb(path: Path, rows: pa.Table) -> None:
    duckdb.sql(f"copy (from rows) to '{path}' (format parquet)")


def by_pandas(path: Path, table: pa.Table) -> None:
    pytest.importorskip("pandas")
    table.to_pandas().to_parquet(path)


def by_polars(path: Path, table: pa.Table) -> None:
    polars = pytest.importorskip("polars")
    polars.from_arrow(table).write_parquet(path)


def text(
    delimiter: str = ",", encoding: str = "utf-8", ends: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> Write:
    def write(path: Path, table: pa.Table) -> None:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=ends, quoting=quoting)  # type: ignore[arg-type]
        writer.writerow(HEADER)
        columns = ([each or "" for each in table[name].to_pylist()] for name in HEADER)
        writer.writerows(zip(*columns, strict=True))
        path.write_bytes(out.getvalue().encode(encoding))

    return write


def workbook(path: Path, table: pa.Table) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER)
    for row in zip(*(table[name].to_pylist() for name in HEADER), strict=True):
        book.active.append(list(row))
    for cells in book.active.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)


KINDS: dict[str, tuple[str, Write]] = {
    **{
        f"Parquet, {kind}": ("parquet", parquet(compression=kind))
        for kind in ("none", "snappy", "gzip", "zstd", "brotli", "lz4")
    },
    "Parquet, pages of version 2": ("parquet", parquet(data_page_version="2.0")),
    "Parquet, version 1.0": ("parquet", parquet(version="1.0")),
    "Parquet, no dictionary": ("parquet", parquet(use_dictionary=False)),
    "Parquet, delta lengths": (
        "parquet",
        parquet(use_dictionary=False, column_encoding=dict.fromkeys(HEADER, "DELTA_LENGTH_BYTE_ARRAY")),
    ),
    "Parquet, delta texts": (
        "parquet",
        parquet(use_dictionary=False, column_encoding=dict.fromkeys(HEADER, "DELTA_BYTE_ARRAY")),
    ),
    "Parquet, groups of one row": ("parquet", parquet(row_group_size=1)),
    "Parquet, small pages": ("parquet", parquet(data_page_size=64, write_batch_size=3)),
    "Parquet, dictionaries that overflow": ("parquet", parquet(dictionary_pagesize_limit=16)),
    "Parquet, checksums and indexes": ("parquet", parquet(write_page_checksum=True, write_page_index=True)),
    "Parquet, without Arrow's schema": ("parquet", parquet(store_schema=False)),
    "Parquet, groups of seven and of none": ("parquet", in_chunks),
    "Parquet, long texts": ("parquet", cast(pa.large_string())),
    "Parquet, views": ("parquet", cast(pa.string_view())),
    "Parquet, bytes": ("parquet", cast(pa.binary())),
    "Parquet, categories": ("parquet", coded),
    "Parquet, by DuckDB": ("parquet", by_duckdb),
    "Parquet, by pandas": ("parquet", by_pandas),
    "Parquet, by Polars": ("parquet", by_polars),
    "CSV": ("csv", text()),
    "CSV, with a mark": ("csv", text(encoding="utf-8-sig")),
    "CSV, GB18030": ("csv", text(encoding="gb18030")),
    "CSV, UTF-16": ("csv", text(encoding="utf-16")),
    "CSV, semicolons": ("csv", text(";")),
    "CSV, tabs": ("csv", text("\t")),
    "CSV of Windows, all quoted": ("csv", text(ends="\r\n", quoting=csv.QUOTE_ALL)),
    "workbook": ("xlsx", workbook),
}


def test_there_are_at_least_thirty() -> None:
    assert len(KINDS) >= 30


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_as_by_the_core(kind: str, tmp_path: Path) -> None:
    known = [each for each in rulesets() if each.tier != "inferred" and not each.id.startswith("toyland")]
    rules = known[list(KINDS).index(kind) % len(known)]
    suffix, write = KINDS[kind]
    write(tmp_path / f"year.{suffix}", plain())
    options = Options(rules=rules.id, rules_dirs=())
    run_batch(Job(tmp_path / f"year.{suffix}", options), tmp_path / "out")
    names = ["low", "high", "low_open", "high_open", "status"]
    found = pq.read_table(tmp_path / "out/scores.parquet", columns=names).to_pylist()
    ends = [[row[name] if row["low"] is not None else None for name in names[:4]] for row in found]
    assert [(*end, row["status"]) for end, row in zip(ends, found, strict=True)] == [
        by_core(row, rules)[:5] for row in ROWS
    ]
