"""Tidy tables as CSV (明细表 .csv): UTF-8 with or without a mark, GB18030, UTF-16; commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv

from perfeval.batch.table.columns import TableKind, columns_among
from perfeval.batch.table.tidy import write_tidy
from perfeval.batch.table_error import TableError

TEXTS = (".csv", ".tsv", ".txt")
_PIECE = 1 << 20
_DELIMITERS = ",;\t"
_HEADER_ROWS = 20
"""Lines from the top among which the header is: a title may stand above it."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def csv_as_parquet(path: Path, kind: TableKind, folder: Path) -> Path:
    """The table as Parquet in `folder`, every cell as its text; raises TableError."""
    encoding = encoding_of(path)
    header, delimiter, names = find_header(path, encoding, kind)
    columns, _ = columns_among(dict(enumerate(names)), kind, f"{path} 第{header + 1}行")
    positions = [f"f{at}" for at in range(len(names))]
    wanted = {f"f{at}": ours for ours, at in columns.items()}
    target = folder / f"{path.stem}.{kind}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with pa_csv.open_csv(
            path,
            # Columns are taken by their place, since those that are not used may have any name, or one twice.
            pa_csv.ReadOptions(
                encoding=encoding.removesuffix("-sig"), skip_rows=header + 1, column_names=positions
            ),
            pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(positions, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                include_columns=list(wanted),
            ),
        ) as reader:
            tables = (pa.Table.from_batches([batch]) for batch in reader)
            write_tidy((each.rename_columns([*wanted.values()]) for each in tables), target, path)
    except pa.ArrowInvalid as error:
        raise TableError(f"{path}: 不是整齐的 CSV 表 (not a regular CSV table): {error}") from error
    return target


def encoding_of(path: Path) -> str:
    """UTF-8, by its mark or because every byte fits; else what Chinese spreadsheets write."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        if _fits(path, encoding):
            return encoding
    raise TableError(f"{path}: 文字编码无法识别，请另存为 UTF-8 (neither UTF-8 nor GB18030)")


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def find_header(path: Path, encoding: str, kind: TableKind) -> tuple[int, str, list[str]]:
    """The number of the header's line from 0, the delimiter, the names of the columns; raises TableError."""
    best: tuple[int, int, str, tuple[str, ...]] = (0, 0, "", ())
    for number, line in enumerate(_first_lines(path, encoding)):
        for delimiter in _DELIMITERS:
            (names,) = csv.reader([line], delimiter=delimiter)
            found, missing = columns_among(dict(enumerate(names)), kind, f"{path} 第{number + 1}行")
            if not missing:
                return number, delimiter, names
            if len(found) > best[0]:
                best = len(found), number, delimiter, missing
    if not best[0]:
        raise TableError(f"{path}: 前{_HEADER_ROWS}行没有表头 (no header in the first lines)")
    raise TableError(f"{path} 第{best[1] + 1}行: 缺少列 {'、'.join(best[3])} (missing columns)")


def _first_lines(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        for _, line in zip(range(_HEADER_ROWS), file, strict=False):
            yield line.rstrip("\r\n")
