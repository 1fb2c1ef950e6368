"""What a row of a table says, as numbers: equal where the texts that the checks compare are equal, and only there."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from perfeval.batch.columnar.said import said_of
from perfeval.batch.columnar.scorer import TEXT_COLUMNS, columns_of
from perfeval.batch.text_numbers import level_number
from perfeval.batch.year.year import prepare
from perfeval.batch.year.year_load import take_read_rows

CELLS = ("level1", "level2", "name", "target", "actual")
ROWS = (
    ("产出指标", "数量指标", "培训（人数）", "≥10个", "=12 个"),
    ("产出指标", "数量指标", "培训人数", "≥10个", "12个"),
    ("产出指标", "质量指标", "培训 人数。", "≥10 个", "＝12个"),
    ("产出指标", "数量指标", "ABC", "=5", "5"),
    ("产出指标", "数量指标", "abc", "5", "=5"),
    ("产出指标", "数量指标", None, "5", "5"),
    ("效益指标", "数量指标。", None, "5", "5"),
    ("产出指标", "数量指标", "", "5", "5"),
    ("产出指标", None, None, "提升", None),
    ("产出指标", "", None, "提升", ""),
    ("产出指标", "数量指标", "培训人数", None, "12个"),
    ("产出指标", "数量指标", "5", "51", "2"),
    ("产出指标", "数量指标", "5", "5", "12"),
    ("产出指标", "数量指标", "培训人数", "≥10\v个", "12个"),
)
TEXTS = pa.table(list(zip(*ROWS, strict=True)), schema=pa.schema([(name, pa.string()) for name in CELLS]))
NUMBERS = {name: found.to_pylist() for name, found in said_of(columns_of(TEXTS, TEXT_COLUMNS)).items()}


def test_rows_have_one_number_where_the_database_says_one_thing() -> None:
    with duckdb.connect() as database:
        prepare(database)
        query = "SELECT CASE WHEN target IS NOT NULL THEN told_of(name, level2, target, actual) END FROM texts_here"
        told = [row[0] for row in database.register("texts_here", TEXTS).execute(query).fetchall()]
    assert [each is None for each in told] == [each is None for each in NUMBERS["said"]]
    for one, text in zip(NUMBERS["said"], told, strict=True):
        same = [other == one for other in NUMBERS["said"]]
        assert same == [other == text for other in told]


def test_the_last_bit_tells_of_a_digit_in_the_target() -> None:
    digits = [any(map(str.isdigit, row[3])) for row in ROWS if row[3]]
    assert [bool(each & 1) for each in NUMBERS["said"] if each is not None] == digits


def test_levels_are_found_again_by_their_number() -> None:
    assert NUMBERS["levels"] == [level_number(*row[:2]) for row in ROWS]


def test_rows_of_documents_beside_tables_have_the_numbers_of_tables() -> None:
    with duckdb.connect() as database:
        prepare(database)
        database.register("texts_here", TEXTS)
        database.execute(
            """CREATE TEMP TABLE read_rows AS
            SELECT 1 AS f, row_number() OVER () AS r, 1 AS row, level1 AS dimension, level2 AS category, name, target,
              actual, 10 AS points, NULL::INTEGER AS claimed, 10 AS earned, 'equal' AS status,
              NULL::VARCHAR AS comparator, NULL::INTEGER AS goal, NULL::INTEGER AS reached, NULL::VARCHAR AS unit,
              NULL::VARCHAR AS level, NULL::VARCHAR AS note FROM texts_here"""
        )
        take_read_rows(database, is_beside_tables=True)
        pieces = database.execute("SELECT piece FROM row_figures ORDER BY r").fetchall()
    assert [piece for (piece,) in pieces] == NUMBERS["said"]
