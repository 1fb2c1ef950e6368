"""Findings on disk and in order (排查结果): each with its sentence and the rows behind it; forms by what counts
against them.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.ahead import ahead
from perfeval.batch.forensics.forensic import Forensic
from perfeval.batch.year.year import Year
from perfeval.files.whole import whole_file

NAME = "forensics.parquet"
_SHOWN = 20
"""Rows or forms that a finding carries at most; `behind` says how many there are."""
_BATCH = 50_000
_FIGURE = re.compile(r"\{(\w+)\}")

_RANKING = """
CREATE TEMP TABLE ranking AS
WITH against AS (
  SELECT f, place, max(weight)::BIGINT AS weight
  FROM (SELECT unnest(forms) AS f, place, weight FROM findings WHERE counts) GROUP BY f, place
)
SELECT f, sum(weight)::BIGINT AS weight, count(*) AS checks, max(weight) AS worst FROM against GROUP BY f
"""
"""Each check counts once against a form, with its heaviest finding."""

_EVIDENCE = f"""
CREATE TEMP TABLE evidence AS
WITH by_row AS MATERIALIZED (
  SELECT n, unnest(rows[1:{_SHOWN}]) AS r, generate_subscripts(rows[1:{_SHOWN}], 1) AS turn FROM findings
),
of_row AS MATERIALIZED (SELECT f, r, points, claimed, earned FROM row_figures SEMI JOIN by_row USING (r)),
said AS MATERIALIZED (SELECT r, row, name, target, actual FROM texts SEMI JOIN by_row USING (r)),
by_form AS (
  SELECT n, unnest(forms[1:{_SHOWN}]) AS f, generate_subscripts(forms[1:{_SHOWN}], 1) AS turn
  FROM findings WHERE rows = []
)
SELECT n, turn, f.project_id, f.file, f.form, f.project, t.row::BIGINT AS row, t.name, t.target, t.actual,
  of_row.points, of_row.claimed, of_row.earned
FROM by_row JOIN of_row USING (r) JOIN said t USING (r) JOIN forms f USING (f)
UNION ALL
SELECT n, turn, project_id, file, form, project, NULL, NULL, NULL, NULL, points, claimed, confirmed
FROM by_form JOIN forms USING (f)
ORDER BY n, turn
"""
_BEHIND = """
SELECT n, {'project_id': project_id, 'file': file, 'form': form, 'project': project, 'row': row, 'name': name,
  'target': target, 'actual': actual, 'points': points::DECIMAL(38,6), 'submitted': claimed::DECIMAL(38,6),
  'recomputed': earned} AS evidence
FROM evidence WHERE n BETWEEN $first AND $last ORDER BY n, turn
"""


def settle(year: Year) -> None:
    """Gather what is behind the findings, and rank the forms by them."""
    for query in (_RANKING, _EVIDENCE):
        year.database.execute(query)


def with_evidence(year: Year, query: str, first: int, last: int) -> pa.Table:
    """The findings from number `first` to `last` by a query in their order, each with the rows behind it, or null."""
    numbers = {"first": first, "last": last}
    found, behind = (year.database.sql(each, params=numbers).to_arrow_table() for each in (query, _BEHIND))
    ends = np.searchsorted(behind["n"], np.arange(first, first + len(found) + 1))
    rows = behind["evidence"].combine_chunks()
    offsets = pa.array(ends, pa.int32(), mask=np.append(ends[1:] == ends[:-1], False))
    return found.append_column(
        "evidence", pa.ListArray.from_arrays(offsets, rows, pa.list_(pa.field("l", rows.type)))
    )


def write_findings(year: Year, folder: Path, checks: tuple[Forensic, ...]) -> None:
    """Write forensics.parquet: every finding in order, the same bytes every time."""
    query = f"""
    SELECT "check", {_by_check({each.code: f"'{each.rc}'" for each in checks})} AS rc, weight, size,
      title AS subject, department,
      {_by_check({each.code: _sentence(each.says.zh) for each in checks})} AS said, figures, behind
    FROM findings WHERE n BETWEEN $first AND $last ORDER BY n
    """
    findings = year.number("SELECT count(*) FROM findings")
    firsts = range(1, max(findings, 1) + 1, _BATCH)
    with ThreadPoolExecutor(1) as pool, whole_file(folder / NAME) as path:
        tables = ahead(pool, lambda first: with_evidence(year, query, first, first + _BATCH - 1), firsts, 1)
        head = next(tables)
        with pq.ParquetWriter(path, head.schema) as writer:
            for table in chain([head], tables):
                writer.write_table(table)


def _by_check(values: dict[str, str]) -> str:
    cases = " ".join(f"""WHEN '{code}' THEN {value}""" for code, value in values.items())
    return f'CASE "check" {cases} END'


def _sentence(template: str) -> str:
    """A sentence with its figures, in SQL."""
    parts = [
        f"coalesce(figures['{part}'], '—')" if at % 2 else f"'{part.replace(chr(39), chr(39) * 2)}'"
        for at, part in enumerate(_FIGURE.split(template))
    ]
    return " || ".join(parts)
