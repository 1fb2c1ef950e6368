"""Findings on disk and in order (排查结果): each with its sentence and the rows behind it; forms by what counts
against them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.forensics.base import Forensic
from perfeval.batch.year import Year

NAME = "forensics.parquet"
_SHOWN = 20
"""Rows or forms that a finding carries at most; `behind` says how many there are."""
_BATCH = 20_000
_FIGURE = re.compile(r"\{(\w+)\}")

_NUMBERED = """
CREATE TABLE numbered AS
SELECT row_number() OVER (ORDER BY place, weight DESC, size DESC, title, forms, rows) AS n, * FROM findings
"""
_RANKING = """
CREATE TABLE ranking AS
WITH against AS (
  SELECT f, place, max(weight)::BIGINT AS weight
  FROM (SELECT unnest(forms) AS f, place, weight FROM numbered WHERE counts) GROUP BY f, place
)
SELECT f, sum(weight)::BIGINT AS weight, count(*) AS checks, max(weight) AS worst FROM against GROUP BY f
"""
"""Each check counts once against a form, with its heaviest finding."""

_EVIDENCE = f"""
WITH by_row AS (
  SELECT n, unnest(rows[1:{_SHOWN}]) AS r, generate_subscripts(rows[1:{_SHOWN}], 1) AS turn FROM numbered
),
by_form AS (
  SELECT n, unnest(forms[1:{_SHOWN}]) AS f, generate_subscripts(forms[1:{_SHOWN}], 1) AS turn
  FROM numbered WHERE rows = []
),
evidence AS (
  SELECT n, turn, f.file, f.form, f.project, t.row, t.name, t.target, t.actual, t.points, t.claimed, t.earned
  FROM by_row JOIN rows t USING (r) JOIN forms f ON f.f = t.f
  UNION ALL
  SELECT n, turn, file, form, project, NULL, NULL, NULL, NULL, points, claimed, confirmed
  FROM by_form JOIN forms USING (f)
)
SELECT n, list({{'file': file, 'form': form, 'project': project, 'row': row, 'name': name, 'target': target,
  'actual': actual, 'points': points, 'submitted': claimed, 'recomputed': earned}} ORDER BY turn) AS evidence
FROM evidence GROUP BY n
"""


def settle(year: Year) -> None:
    """Number the findings in their final order, gather what is behind them, rank the forms."""
    year.database.execute(_NUMBERED)
    year.database.execute(_RANKING)
    year.database.execute(f"CREATE TABLE behind_them AS {_EVIDENCE}")


def write_findings(year: Year, folder: Path, checks: tuple[Forensic, ...]) -> None:
    """Write forensics.parquet: every finding in order, the same bytes every time."""
    query = f"""
    SELECT "check", {_by_check({each.code: f"'{each.rc}'" for each in checks})} AS rc, weight, size,
      title AS subject, department,
      {_by_check({each.code: _sentence(each.says.zh) for each in checks})} AS said, figures, behind, evidence
    FROM numbered LEFT JOIN behind_them USING (n) ORDER BY n
    """
    reader = year.database.sql(query).to_arrow_reader(_BATCH)
    target, unfinished = folder / NAME, folder / f"{NAME}.unfinished"
    with pq.ParquetWriter(unfinished, reader.schema) as writer:
        for table in _even(reader):
            writer.write_table(table)
    os.replace(unfinished, target)


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


def _even(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Tables of equal length, however the database cut its result."""
    held: list[pa.RecordBatch] = []
    for batch in reader:
        held.append(batch)
        while sum(map(len, held)) >= _BATCH:
            table = pa.Table.from_batches(held)
            yield table.slice(0, _BATCH).combine_chunks()
            held = table.slice(_BATCH).to_batches()
    if held:
        yield pa.Table.from_batches(held).combine_chunks()
