"""A finished run into the tables of a year (装入年度库): its Parquet parts, and a table's own input beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.table.sheet_table import funds_beside
from perfeval.batch.table.table_files import as_parquet
from perfeval.batch.table.tables import open_table
from perfeval.core.category import keys_of

_CHUNK = 1 << 18

_DOCUMENT_FORMS = """
INSERT INTO raw_forms
SELECT row_number() OVER (ORDER BY t.file, t.form), t.project_id, t.lasting_id, t.file, t.form, t.project, t.department,
  t.body, t.kind, t.year, t.ruleset, t.whole, t.full_points,
  t.points, t.submitted, t.low, t.high, t.confirmed, t.grade, t.undecided, t.refused,
  t.budget, t.executed, e.points, e.submitted, e.confirmed, e.status, t.goal_expected, t.goal_achieved
FROM read_parquet($totals) t
LEFT JOIN read_parquet($scores) e ON e.file = t.file AND e.form = t.form AND e.row = 0
WHERE t.counted
"""
_DOCUMENT_ROWS = """
INSERT INTO rows
SELECT f.f, row_number() OVER (ORDER BY f.f, s.row), s.row, s.dimension, s.category, s.dimension_key, s.category_key,
  s.name, s.target, s.actual, s.points, s.submitted, s.confirmed, s.status,
  s.comparator, s.goal, s.reached, s.unit, s.level, s.note
FROM read_parquet($scores) s JOIN raw_forms f ON f.file = s.file AND f.form = s.form
WHERE s.row > 0
"""
_DUPLICATES = """
INSERT INTO duplicates SELECT project_id, file, form, counted_file, counted_form, same FROM read_parquet($duplicates)
"""


def load_documents(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The forms and rows of a run over documents, each project once, and which forms are left out for that."""
    files = {name: f"{folder}/{name}.parquet/*.parquet" for name in ("scores", "totals")}
    database.execute(_DUPLICATES, {"duplicates": f"{folder}/duplicates.parquet/*.parquet"})
    database.execute(_DOCUMENT_FORMS, files)
    database.execute(_DOCUMENT_ROWS, {"scores": files["scores"]})


_FURTHER = {
    "department": ("主管部门", "预算部门", "部门", "department"),
    "body": ("实施单位", "项目单位", "body"),
    "title": ("项目名称", "project_name", "title"),
}
"""Columns that scoring does not need: of whom, and what it is called; in the funds table, else in the rows."""

_TABLE_FORMS = """
INSERT INTO raw_forms
SELECT row_number() OVER (ORDER BY t.project_id), t.project_id, t.project_id, NULL, NULL,
  coalesce(b.title, t.project_id), b.department, b.body, 'project', $year::BIGINT, $ruleset, t.whole, t.full_points,
  t.points, NULL, t.low, t.high, t.confirmed, t.grade, t.undecided, t.refused,
  money(b.budget), money(b.executed), marks(b.points), marks(b.submitted),
  {execution}, {status}, NULL, NULL
FROM read_parquet($totals) t LEFT JOIN ({funds}) b ON b.project_id = t.project_id
"""
_NO_FUNDS = """
SELECT NULL::VARCHAR AS project_id, NULL::VARCHAR AS budget, NULL::VARCHAR AS executed, NULL::VARCHAR AS points,
  NULL::VARCHAR AS submitted, NULL::VARCHAR AS department, NULL::VARCHAR AS body, NULL::VARCHAR AS title WHERE false
"""
_TABLE_ROWS = """
INSERT INTO rows
SELECT f.f, s.r, s.r, s.level1, s.level2, k.dimension_key, k.category_key, s.name, s.target, s.actual,
  marks(s.points), marks(s.submitted_score),
  signed(s.low::DECIMAL(18,6), s.high::DECIMAL(18,6), marks(s.submitted_score), s.status), s.status,
  s.comparator, s.goal, s.reached, s.unit, NULL, NULL
FROM chunk s JOIN (SELECT f, project_id FROM raw_forms WHERE project_id BETWEEN $first AND $last) f
  ON f.project_id = coalesce(s.project_id, '')
LEFT JOIN level_keys k ON k.level1 = coalesce(s.level1, '') AND k.level2 = coalesce(s.level2, '')
"""
"""Projects mostly stand in order, as the forms do: those between the first and the last of a chunk are a few."""


def load_table(
    database: duckdb.DuckDBPyConnection,
    folder: Path,
    source: Path | None,
    funds: Path | None,
    work: Path,
    scored_under: tuple[str | None, int | None],
) -> None:
    """The projects and rows of a run over a tidy table; without the table, the totals alone.

    `scored_under`: the rule set and the year of the run.
    """
    totals = f"{folder}/totals.parquet/*.parquet"
    if funds is not None:
        funds = as_parquet(funds, work, "funds")
    elif source is not None:
        funds = funds_beside(source, work)
    with_execution = (
        funds is not None and "execution_low" in pq.read_schema(_first(folder / "totals.parquet")).names
    )
    execution = (
        "signed(t.execution_low::DECIMAL(18,6), t.execution_high::DECIMAL(18,6), marks(b.submitted), "
        "t.execution_status)"
    )
    query = _TABLE_FORMS.format(
        execution=execution if with_execution else "NULL",
        status="t.execution_status" if with_execution else "NULL",
        funds=_funds_query(funds) if funds else _NO_FUNDS,
    )
    ruleset, year = scored_under
    database.execute(query, {"totals": totals, "ruleset": ruleset, "year": year})
    if source is not None:
        database.execute(_LEVEL_KEYS)
        for chunk in _rows_with_scores(as_parquet(source, work), folder):
            ends = pc.min_max(pc.fill_null(chunk["project_id"], "")).as_py()
            database.register("chunk", chunk)
            _add_level_keys(database)
            database.execute(_TABLE_ROWS, {"first": ends["min"], "last": ends["max"]})
            database.unregister("chunk")


def _add_level_keys(database: duckdb.DuckDBPyConnection) -> None:
    """What the level cells of a chunk name, for those not met before."""
    found = database.execute(_NEW_LEVELS).fetchall()
    if found:
        keys = [(*levels, *keys_of(*levels)) for levels in found]
        database.executemany("INSERT INTO level_keys VALUES (?, ?, ?, ?)", keys)


_LEVEL_KEYS = """
CREATE OR REPLACE TABLE level_keys (level1 VARCHAR, level2 VARCHAR, dimension_key VARCHAR, category_key VARCHAR)
"""
_NEW_LEVELS = """
SELECT DISTINCT coalesce(level1, ''), coalesce(level2, '') FROM chunk
EXCEPT SELECT level1, level2 FROM level_keys ORDER BY ALL
"""


def _first(table: Path) -> Path:
    return min(table.glob("*.parquet"))


def _funds_query(funds: Path) -> str:
    """The funds under our names; of a project that stands there twice, no line."""
    source = open_table(funds, "funds")
    names = {
        "budget": source.columns.get("budget"),
        "executed": source.columns.get("executed"),
        "points": source.columns.get("points"),
        "submitted": source.columns.get("submitted_score"),
    }
    names |= _further(
        pq.read_schema(funds).names, (source.columns["project_id"], *filter(None, names.values()))
    )
    columns = ", ".join(
        f'any_value("{printed}")::VARCHAR AS {name}' if printed else f"NULL::VARCHAR AS {name}"
        for name, printed in names.items()
    )
    key = source.columns["project_id"]
    path = str(funds).replace("'", "''")
    return (
        f"""SELECT "{key}" AS project_id, {columns} FROM read_parquet('{path}') """
        f'GROUP BY "{key}" HAVING count(*) = 1'
    )


def _further(printed: list[str], taken: tuple[str, ...]) -> dict[str, str | None]:
    free = {"".join(name.split()).lower(): name for name in printed if name not in taken and '"' not in name}
    return {
        ours: next((free[word] for word in words if word in free), None) for ours, words in _FURTHER.items()
    }


_SCORED = ("low", "high", "status", "comparator", "goal", "reached", "unit")
_WANTED = ("project_id", "level1", "level2", "name", "target", "actual", "points", "submitted_score")


def _rows_with_scores(table: Path, folder: Path) -> Iterator[pa.Table]:
    """The rows of the table beside their scores, which stand in the same order, some at a time."""
    source = open_table(table, "indicators")
    names = {source.columns[name]: name for name in _WANTED if name in source.columns}
    scores = _Scores(folder / "scores.parquet")
    start = 0
    for batch in pq.ParquetFile(table).iter_batches(_CHUNK, columns=list(names)):
        rows = pa.Table.from_batches([batch])
        rows = rows.rename_columns([names[name] for name in rows.column_names]).cast(
            pa.schema([(names[name], pa.string()) for name in rows.column_names])
        )
        for missing in sorted(set(_WANTED) - set(rows.column_names)):
            rows = rows.append_column(missing, pa.nulls(len(rows), pa.string()))
        for name, column in zip(_SCORED, scores.take(len(rows)).columns, strict=True):
            rows = rows.append_column(name, column)
        yield rows.append_column("r", pa.array(np.arange(start, start + len(rows), dtype=np.int64)))
        start += len(rows)


class _Scores:
    """The parts of scores.parquet one after another, so many rows at a time."""

    def __init__(self, folder: Path) -> None:
        self._parts = iter(sorted(folder.glob("*.parquet")))
        self._held = pa.table({})

    def take(self, count: int) -> pa.Table:
        """The next rows: the columns _SCORED."""
        while len(self._held) < count and (part := next(self._parts, None)) is not None:
            read = pq.read_table(part, columns=list(_SCORED))
            self._held = pa.concat_tables([self._held, read]) if len(self._held) else read
        found, self._held = self._held.slice(0, count), self._held.slice(count)
        return found
