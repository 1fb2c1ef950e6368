"""Pages read as they stand hold the texts that Arrow reads, whatever wrote them; damaged pages are left to Arrow."""

from __future__ import annotations

import random
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfeval.batch.columnar.pages import read_texts
from perfeval.batch.columnar.texts import Texts, texts_of

ROWS = [None if at % 7 == 3 else f"≥{at % 40 + at // 300 * at}万元" for at in range(3000)]


def pages_of(path: Path) -> list[Texts | None]:
    """The texts of the first column, a row group at a time."""
    metadata = pq.read_metadata(path)
    with path.open("rb", buffering=0) as file:
        return [read_texts(file, metadata, group, 0) for group in range(metadata.num_row_groups)]


def shown(texts: Texts) -> list[str | None]:
    return texts.at(np.arange(len(texts)))


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli"])
@pytest.mark.parametrize(
    ("version", "dictionary", "nulls"), list(product(("1.0", "2.0"), (True, False), (True, False)))
)
def test_every_usual_kind_of_page(
    tmp_path: Path, compression: str, version: str, dictionary: bool, nulls: bool
) -> None:
    rows = ROWS if nulls else [text or "无" for text in ROWS]
    path = tmp_path / "t.parquet"
    field = pa.field("target", pa.string(), nullable=nulls)
    pq.write_table(
        pa.table({"target": rows}, schema=pa.schema([field])),
        path,
        compression=compression,
        data_page_version=version,
        use_dictionary=dictionary,
        dictionary_pagesize_limit=2000,
        data_page_size=900,
        row_group_size=1700,
    )
    found = pages_of(path)
    assert [text for texts in found if texts for text in shown(texts)] == rows


TEXTS = st.one_of(st.none(), st.sampled_from(("", "=5", ">=90%", "达成")), st.text(max_size=12))


@pytest.mark.property
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.one_of(TEXTS, st.integers(0, 400).map(str)), max_size=300),
    limit=st.sampled_from((0, 60, 100_000)),
    page=st.sampled_from((1, 200, 100_000)),
    repeat=st.integers(1, 40),
)
def test_pages_are_what_arrow_reads(
    tmp_path: Path, rows: list[str | None], limit: int, page: int, repeat: int
) -> None:
    path = tmp_path / "t.parquet"
    column = pa.array([text for text in rows for _ in range(repeat)], pa.string())
    pq.write_table(pa.table({"t": column}), path, dictionary_pagesize_limit=limit, data_page_size=page)
    found = pages_of(path)
    assert [text for texts in found if texts for text in shown(texts)] == column.to_pylist()
    whole = texts_of(pq.read_table(path)["t"])
    assert shown(whole) == column.to_pylist()


def test_other_writers(tmp_path: Path) -> None:
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    polars.DataFrame({"t": ROWS}).write_parquet(tmp_path / "polars.parquet")
    rows = pa.table({"t": ROWS})
    assert duckdb.from_arrow(rows).write_parquet(f"{tmp_path}/duckdb.parquet") is None
    for path in tmp_path.glob("*.parquet"):
        (found,) = pages_of(path)
        assert found is not None
        assert shown(found) == ROWS


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 2]),
        pa.array([b"1", b"2"]),
        pa.array([["1"], ["2"]]),
        pa.array([{"a": "1"}, None]),
    ],
    ids=["numbers", "bytes", "lists", "structures"],
)
def test_another_kind_of_column_is_left_to_arrow(tmp_path: Path, column: pa.Array) -> None:
    pq.write_table(pa.table({"t": column}), tmp_path / "t.parquet")
    assert pages_of(tmp_path / "t.parquet") == [None]


def test_another_encoding_is_left_to_arrow(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    encoding = {"t": "DELTA_BYTE_ARRAY"}
    pq.write_table(pa.table({"t": ["a", "b"]}), path, use_dictionary=False, column_encoding=encoding)
    assert pages_of(path) == [None]


@pytest.mark.parametrize("dictionary", [True, False], ids=["dictionary", "plain"])
def test_altered_bytes_give_texts_or_none_and_never_reach_outside(tmp_path: Path, dictionary: bool) -> None:
    path = tmp_path / "t.parquet"
    table = pa.table({"t": ROWS})
    pq.write_table(table, path, compression="none", use_dictionary=dictionary, data_page_size=2000)
    metadata, content, chance = pq.read_metadata(path), path.read_bytes(), random.Random(7)
    end = metadata.row_group(0).column(0).total_compressed_size
    given_up = 0
    for _ in range(600):
        altered = bytearray(content)
        for _ in range(chance.choice((1, 3, 40))):
            altered[chance.randrange(4, end)] = chance.choice((0, 1, 255, chance.randrange(256)))
        path.write_bytes(bytes(altered))
        with path.open("rb", buffering=0) as file:
            found = read_texts(file, metadata, 0, 0)
        given_up += found is None
        assert found is None or len(shown(found)) == 3000
    assert 0 < given_up < 600
