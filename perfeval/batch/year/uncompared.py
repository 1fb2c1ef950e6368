"""Why totals cannot be compared (不能比较的原因): what refused their rows under either set, counted by problem code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from perfeval.documents.writers.comparison.year_comparison import Uncompared

WITHOUT_MARKS = "total-without-marks"
"""Stands for forms of which no row is refused: their marks are missing, or do not make up the whole."""
_SAID = {WITHOUT_MARKS: "各行没有分值，或分值合计不足总分，得不出总分"}

_REASONS = """
WITH open AS (
  SELECT {keys}, {project} AS project, refused, {execution} AS execution FROM read_parquet($totals)
  WHERE low IS NULL{counted}
),
codes AS (
  SELECT {keys}, open.project, s.row, unnest(string_split(s.problems, ';')) AS code
  FROM read_parquet($scores) s JOIN open USING ({keys}) WHERE s.status = 'refused'
  UNION ALL
  SELECT {keys}, project, NULL::BIGINT, unnest(string_split(execution, ';')) FROM open
),
told AS (
  SELECT project_id, row, code, min(message) AS message FROM ({problems}) WHERE severity = 'error' GROUP BY ALL
),
counted AS (
  SELECT code, count(DISTINCT ({keys})) AS forms, arg_min(message, (project, message)) AS message,
    min(project) AS project
  FROM codes c JOIN told t USING (project_id, code) WHERE c.row IS NULL OR c.row = t.row GROUP BY code
)
SELECT code, forms, message, project FROM counted
UNION ALL
SELECT '{without}', count(*), NULL, min(project) FROM open WHERE refused = 0 HAVING count(*) > 0
ORDER BY forms DESC, code
"""
_NO_PROBLEMS = """
SELECT NULL::VARCHAR AS project_id, NULL::BIGINT AS row, NULL::VARCHAR AS code, NULL::VARCHAR AS message,
  NULL::VARCHAR AS severity WHERE false
"""


def uncompared(first: Path, second: Path) -> tuple[Uncompared, ...]:
    """The reasons of two runs together, those of most forms first."""
    found: dict[str, Uncompared] = {}
    for side, run in enumerate((first, second)):
        for code, forms, message, project in _reasons(run):
            said = message or _SAID.get(code, code)
            known = found.get(code) or Uncompared(code, said, project or "", (0, 0))
            counts = (forms, known.forms[1]) if side == 0 else (known.forms[0], forms)
            found[code] = Uncompared(code, known.message, known.project, counts)
    return tuple(sorted(found.values(), key=lambda each: (-max(each.forms), each.code)))


def _reasons(run: Path) -> Iterator[tuple[str, int, str | None, str | None]]:
    totals = sorted(run.glob("totals.parquet/*.parquet"))
    if not totals:
        return
    columns = pq.read_schema(totals[0]).names
    is_documents = "file" in columns
    files = {name: f"{run}/{name}.parquet/*.parquet" for name in ("totals", "scores", "problems")}
    has_problems = any(run.glob("problems.parquet/*.parquet"))
    if not has_problems:
        del files["problems"]
    query = _REASONS.format(
        keys="project_id, file, form" if is_documents else "project_id",
        project="project" if is_documents else "project_id",
        execution="execution_problems" if "execution_problems" in columns else "NULL::VARCHAR",
        problems="SELECT * FROM read_parquet($problems)" if has_problems else _NO_PROBLEMS,
        counted=" AND counted" if is_documents else "",
        without=WITHOUT_MARKS,
    )
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as database:
        yield from database.execute(query, files).fetchall()
