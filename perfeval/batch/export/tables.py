"""The tables that are exported (导出的表): of documents and of a tidy table alike, so that one query fits both.

Every line has `run`, the label of its run, so that several runs stand in one database; `scores` has `counted`, so that
sums need no join; `totals` has `of_whom`, the department or body in one writing. Over a tidy table the texts come from
the table itself, and each execution row is a line with row -1.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.body_names import one_writing
from perfeval.batch.document_tables import MARKS, SCORES, TOTALS
from perfeval.batch.duplicates import SCHEMA as DUPLICATES
from perfeval.batch.file_table import FILES
from perfeval.batch.problem_table import SCHEMA as PROBLEMS
from perfeval.batch.year.year_load import Opened, funds_query, level_keys, rows_with_scores
from perfeval.batch.year.year_schema import OF

_ROWS = 65_536
_RUN = pa.field("run", pa.string())
_FINDINGS = pa.schema(
    [
        ("finding", pa.int64()),
        *((name, pa.string()) for name in ("check", "rc")),
        ("weight", pa.int64()),
        *((name, pa.string()) for name in ("subject", "department", "said")),
        ("behind", pa.int64()),
    ]
)
_EVIDENCE = pa.schema(
    [
        ("finding", pa.int64()),
        ("project_id", pa.string()),
        ("row", pa.int64()),
        ("file", pa.string()),
        ("form", pa.int64()),
        *((name, pa.string()) for name in ("project", "name", "target", "actual")),
        *((name, MARKS) for name in ("points", "submitted", "recomputed")),
    ]
)
_RUNS = pa.schema(
    [
        *((name, pa.string()) for name in ("run", "engine", "tables", "rulesets", "jurisdiction")),
        *((name, pa.int64()) for name in ("year", "inputs", "forms")),
    ]
)
TABLES: dict[str, pa.Schema] = {
    "runs": _RUNS,
    "scores": pa.schema([_RUN, *SCORES, ("counted", pa.bool_())]),
    "totals": pa.schema([_RUN, *TOTALS, ("of_whom", pa.string())]),
    "duplicates": pa.schema([_RUN, *DUPLICATES]),
    "files": pa.schema([_RUN, *FILES]),
    "problems": pa.schema([_RUN, *PROBLEMS]),
    "findings": pa.schema([_RUN, *_FINDINGS]),
    "evidence": pa.schema([_RUN, *_EVIDENCE]),
}
Batches = Iterator[pa.Table]

_OF_DOCUMENTS = {
    "scores": """
SELECT s.*, t.counted FROM read_parquet($scores) s
JOIN read_parquet($totals) t USING (project_id, file, form) ORDER BY s.file, s.form, s.row
""",
    "duplicates": "SELECT * FROM read_parquet($duplicates)",
    "files": "SELECT * FROM read_parquet($files)",
}


def tables_of(
    opened: Opened, database: duckdb.DuckDBPyConnection, label: str
) -> Iterator[tuple[str, Batches]]:
    """Each table of a run, by name, some rows at a time; the columns are those of TABLES."""
    yield "runs", iter([_run_line(opened, label)])
    if opened.kind == "documents":
        for name, query in _OF_DOCUMENTS.items():
            yield name, _asked(database, name, query, opened.folder, label)
        yield "totals", _totals(database, "SELECT * FROM read_parquet($totals)", opened.folder, label)
    else:
        yield "totals", _totals(database, _table_totals(opened), opened.folder, label)
        yield "scores", _table_scores(opened, database, label)
    problems = "SELECT * FROM read_parquet($problems)"
    if any((opened.folder / "problems.parquet").glob("*.parquet")):
        yield "problems", _asked(database, "problems", problems, opened.folder, label)
    if (opened.folder / "forensics.parquet").is_file():
        file = _quoted(opened.folder / "forensics.parquet")
        numbered = f"SELECT row_number() OVER () AS finding, * FROM read_parquet('{file}')"
        behind = f"SELECT finding, unnest(each, recursive := true) FROM ({numbered}) n, unnest(n.evidence) AS t(each)"
        yield "findings", _asked(database, "findings", numbered, opened.folder, label)
        yield "evidence", _asked(database, "evidence", behind, opened.folder, label)


def _run_line(opened: Opened, label: str) -> pa.Table:
    manifest = opened.manifest
    rules = "; ".join(f"{name} v{each['version']}" for name, each in sorted(manifest["rulesets"].items()))
    line = {
        "run": label,
        "engine": manifest["engine"],
        "tables": manifest["tables"],
        "rulesets": rules,
        "jurisdiction": manifest["options"]["jurisdiction"],
        "year": manifest["options"]["year"],
        "inputs": len(manifest["inputs"]),
        "forms": manifest["counts"].get("forms", manifest["counts"].get("projects")),
    }
    return pa.Table.from_pylist([line], _RUNS)


def _totals(database: duckdb.DuckDBPyConnection, query: str, folder: Path, label: str) -> Batches:
    """The totals, each with whose it is; the writing that most forms have stands for all."""
    names = f"SELECT {OF}, count(*) FILTER (counted) FROM ({query}) GROUP BY ALL HAVING {OF} IS NOT NULL"
    found = one_writing(dict(database.execute(names, _files(query, folder)).fetchall()))
    printed, writings = (pa.array(each, pa.string()) for each in (found.keys(), found.values()))
    at = TABLES["totals"].get_field_index("of_whom")
    for some in _asked(database, "totals", f"SELECT *, {OF} AS of_whom FROM ({query})", folder, label):
        yield some.set_column(
            at, "of_whom", writings.take(pc.index_in(some["of_whom"].combine_chunks(), printed))
        )


def _asked(database: duckdb.DuckDBPyConnection, name: str, query: str, folder: Path, label: str) -> Batches:
    reader: pa.RecordBatchReader = database.sql(query, params=_files(query, folder) or None).to_arrow_reader(
        _ROWS
    )
    for batch in reader:
        yield _shaped(pa.Table.from_batches([batch]), name, label)


def _files(query: str, folder: Path) -> dict[str, str]:
    return {each: f"{folder}/{each}.parquet/*.parquet" for each in TABLES if f"${each}" in query}


def _shaped(found: pa.Table, name: str, label: str) -> pa.Table:
    """The columns of a table in their order and types, null where the run has none of them."""
    there = set(found.column_names)
    columns = [
        pa.array([label] * len(found))
        if field.name == "run"
        else found[field.name].cast(field.type)
        if field.name in there
        else pa.nulls(len(found), field.type)
        for field in TABLES[name]
    ]
    return pa.table(columns, schema=TABLES[name])


def _table_totals(opened: Opened) -> str:
    return f"""
    SELECT t.*, t.project_id AS lasting_id, coalesce(b.title, t.project_id) AS project, b.body, b.department,
      {_number(opened.manifest["options"]["year"])} AS year, 'project' AS kind, '{opened.ruleset}' AS ruleset,
      true AS counted, t.scored + t.refused + t.unmarked + t.ignored AS rows,
      money(b.budget) AS budget, b.budget AS budget_text, money(b.executed) AS executed, b.executed AS executed_text,
      '万元' AS money_unit
    FROM read_parquet($totals) t LEFT JOIN ({funds_query(opened.funds)}) b ON b.project_id = t.project_id
    ORDER BY t.project_id
    """


def _table_scores(opened: Opened, database: duckdb.DuckDBPyConnection, label: str) -> Batches:
    """The rows of the table beside their scores, then the execution rows; without the table the scores alone."""
    if opened.source is None:
        yield from _asked(database, "scores", _scores_alone(opened), opened.folder, label)
    else:
        for chunk in rows_with_scores(opened.source, opened.folder, _TAKEN):
            with level_keys(database, chunk):
                yield _shaped(database.sql(_TABLE_SCORES).to_arrow_table(), "scores", label)
    if opened.scored_execution:
        yield from _asked(database, "scores", _execution(opened), opened.folder, label)


_TABLE_SCORES = """
SELECT coalesce(c.project_id, '') AS project_id, c.row, c.level1 AS dimension, c.level2 AS category, k.dimension_key,
  k.category_key, c.name, c.target, c.actual, marks(c.points) AS points, c.points AS points_text,
  marks(c.submitted_score) AS submitted, c.submitted_score AS submitted_text, c.low, c.high, c.low_open, c.high_open,
  signed(c.low::DECIMAL(18,6), c.high::DECIMAL(18,6), marks(c.submitted_score), c.status) AS confirmed,
  c.status, c.problems, c.comparator, c.evidence, c.goal, c.reached, c.unit, true AS counted
FROM chunk c LEFT JOIN levels k ON k.level1 = coalesce(c.level1, '') AND k.level2 = coalesce(c.level2, '')
ORDER BY c.row
"""
_TAKEN = (
    *("low", "high", "low_open", "high_open", "status", "problems"),
    *("comparator", "evidence", "goal", "reached", "unit"),
)


def _scores_alone(opened: Opened) -> str:
    first = min((opened.folder / "scores.parquet").glob("*.parquet"))
    claimed = "submitted" if "submitted" in pq.read_schema(first).names else "NULL::DECIMAL(18,6)"
    return f"""
    SELECT *, signed(low::DECIMAL(18,6), high::DECIMAL(18,6), {claimed}, status) AS confirmed, true AS counted
    FROM read_parquet($scores)
    """


def _execution(opened: Opened) -> str:
    if opened.funds is None:
        # What the execution row claims is unknown; its marks are what the other rows leave.
        return """
        SELECT t.project_id, -1 AS row, 'execution' AS dimension_key, true AS counted,
          t.points - coalesce(s.points, 0) AS points, t.execution_low AS low, t.execution_high AS high,
          t.execution_low_open AS low_open, t.execution_high_open AS high_open, t.execution_status AS status,
          t.execution_problems AS problems,
          signed(t.execution_low::DECIMAL(18,6), t.execution_high::DECIMAL(18,6), NULL, t.execution_status) AS confirmed
        FROM read_parquet($totals) t
        LEFT JOIN (SELECT project_id, sum(points) AS points FROM read_parquet($scores) GROUP BY project_id) s
          ON s.project_id = t.project_id
        WHERE t.execution_status IS NOT NULL ORDER BY t.project_id
        """
    return f"""
    SELECT t.project_id, -1 AS row, 'execution' AS dimension_key, true AS counted,
      marks(b.points) AS points, b.points AS points_text, marks(b.submitted) AS submitted,
      b.submitted AS submitted_text, t.execution_low AS low, t.execution_high AS high, t.execution_low_open AS low_open,
      t.execution_high_open AS high_open, t.execution_status AS status, t.execution_problems AS problems,
      signed(t.execution_low::DECIMAL(18,6), t.execution_high::DECIMAL(18,6), marks(b.submitted), t.execution_status)
        AS confirmed
    FROM read_parquet($totals) t LEFT JOIN ({funds_query(opened.funds)}) b ON b.project_id = t.project_id
    WHERE t.execution_status IS NOT NULL ORDER BY t.project_id
    """


def _number(value: int | None) -> str:
    return "NULL" if value is None else str(value)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
