"""Tables that cannot be scored as they are: a sentence with what to do, never a traceback or an abort."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from perfeval.batch.columnar.texts import texts_of
from perfeval.batch.run import BatchError, Job, run_batch
from perfeval.batch.table.parquet_footer import is_encrypted
from perfeval.batch.table.tables import open_table
from perfeval.batch.table_error import TableError
from perfeval.uses.checking import Options

DATA = Path(__file__).parent / "data"
OPTIONS = Options(rules="cn-form-2017")
COLUMNS = {
    "project_id": ["P1", "P1"],
    "level1": ["产出指标"] * 2,
    "level2": ["数量指标"] * 2,
    "target": ["≥10场"] * 2,
    "actual": ["9场"] * 2,
    "points": ["10"] * 2,
}


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    pq.write_table(pa.table(COLUMNS), tmp_path / "sound.parquet")
    return tmp_path / "sound.parquet"


@pytest.mark.parametrize("name", ["enc.parquet", "enc_footer.parquet"])
def test_an_encrypted_table_is_refused_before_arrow_ends_the_process(name: str) -> None:
    assert is_encrypted(DATA / name)
    with pytest.raises(TableError, match="已加密"):
        open_table(DATA / name, "indicators")


def test_a_sound_table_is_not_encrypted(sound: Path) -> None:
    assert not is_encrypted(sound)
    assert open_table(sound, "indicators").rows == 2


def test_a_foreign_truncated_or_lying_file_is_refused(sound: Path, tmp_path: Path) -> None:
    whole = sound.read_bytes()
    lying = bytearray(whole)
    lying[-8:-4] = (10**9).to_bytes(4, "little")
    for number, content in enumerate((b"hello", b"", whole[:200], whole[:-20], bytes(lying), b"PAR1" * 4)):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(content)
        with pytest.raises(TableError, match=r"Parquet|没有数据行"):
            open_table(path, "indicators")


def test_every_flipped_bit_of_a_footer_is_read_or_refused(sound: Path, tmp_path: Path) -> None:
    whole = sound.read_bytes()
    length = int.from_bytes(whole[-8:-4], "little")
    refused = 0
    for at in range(len(whole) - 8 - length, len(whole), 3):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        path = tmp_path / "flipped.parquet"
        path.write_bytes(bytes(flipped))
        try:
            open_table(path, "indicators")
        except TableError:
            refused += 1
    assert refused > 0


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    arrays = [pa.array(values) for values in COLUMNS.values()]
    table = pa.Table.from_arrays([*arrays, pa.array(["5", "5"])], names=[*COLUMNS, "points"])
    pq.write_table(table, tmp_path / "two.parquet")
    with pytest.raises(TableError, match="2 列都叫「points」"):
        open_table(tmp_path / "two.parquet", "indicators")


@pytest.mark.parametrize(
    "values",
    [
        pa.array([timedelta(days=1)] * 2),
        pa.array([["9场"], ["8场"]]),
        pa.array([{"a": "9场"}, {"a": "8场"}]),
        pa.array([1, 2], pa.time64("us")),
    ],
)
def test_a_length_of_time_or_a_structure_is_no_number(values: pa.Array, tmp_path: Path) -> None:
    pq.write_table(pa.table({**COLUMNS, "actual": values}), tmp_path / "odd.parquet")
    with pytest.raises(TableError, match="actual"):
        open_table(tmp_path / "odd.parquet", "indicators")


@pytest.mark.slow
@pytest.mark.parametrize("column", ["target", "actual", "points"])
def test_a_page_that_unpacks_to_less_than_it_says_is_refused(column: str, tmp_path: Path) -> None:
    """A reader that trusts the header scores what lay in its memory before."""
    path = tmp_path / "short.parquet"
    rows = {name: values * 500 for name, values in COLUMNS.items()}
    pq.write_table(pa.table(rows), path, compression="snappy", use_dictionary=False)
    whole = bytearray(path.read_bytes())
    chunk = pq.read_metadata(path).row_group(0).column(list(COLUMNS).index(column))
    end = chunk.data_page_offset + chunk.total_compressed_size
    start = next(
        at
        for at in range(chunk.data_page_offset, end)
        if chunk.data_page_offset + chunk.total_uncompressed_size - at == varint(whole[at : at + 3])
    )
    whole[start:end] = one_literal(end - start)
    path.write_bytes(bytes(whole))
    with pytest.raises(BatchError, match="文件已损坏"):
        run_batch(Job(path, OPTIONS), tmp_path / "out")
    assert not (tmp_path / "out/manifest.json").exists()


def varint(data: bytes) -> int:
    return sum(
        (each & 0x7F) << 7 * at for at, each in enumerate(data[: 1 + (data[0] > 127) + (data[1] > 127)])
    )


def one_literal(length: int) -> bytes:
    """A whole stream of Snappy of this length, that says how long it is: one literal, nothing repeated."""
    content = length - 5
    size = bytes([content & 0x7F | 0x80, content >> 7])
    stream = size + bytes([61 << 2, (content - 1) & 0xFF, (content - 1) >> 8])
    return stream + b"9" * content


@pytest.mark.parametrize("form", ["header.csv", "header.parquet"])
def test_a_table_of_a_header_alone_is_refused(form: str, tmp_path: Path) -> None:
    path = tmp_path / form
    if form.endswith("csv"):
        path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({name: pa.array([], pa.string()) for name in COLUMNS}), path)
    with pytest.raises(BatchError, match="没有数据行"):
        run_batch(Job(path, OPTIONS), tmp_path / "out")
    assert not (tmp_path / "out/manifest.json").exists()


def test_missing_funds_are_said(sound: Path, tmp_path: Path) -> None:
    for funds in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BatchError, match="资金表"):
            run_batch(Job(sound, OPTIONS, funds), tmp_path / "out")


def test_a_binary_number_has_fifteen_digits() -> None:
    texts = texts_of(pa.chunked_array([pa.array([8.999999999999998, 0.1 + 0.2, 34.0, None, 1e-7])]))
    assert texts.all() == [None, "9", "0.3", "34", "1e-07"]


def test_the_inputs_are_not_touched(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / "copy.parquet")
    with pytest.raises(BatchError):
        run_batch(Job(tmp_path / "copy.parquet", OPTIONS, tmp_path / "none.csv"), tmp_path / "out")
    assert (tmp_path / "copy.parquet").read_bytes() == sound.read_bytes()
