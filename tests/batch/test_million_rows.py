"""A table of a million rows: keys that are keys, exported, joined with last year's by key and never by order."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.tables import TOYLAND
from typer.testing import CliRunner

from perfeval.cli import app

pytestmark = pytest.mark.slow

ROWS = int(os.environ.get("PERFEVAL_ROWS", "1000000"))
_EACH = 10
RULES = ["--rules", "toyland-benchmark", "--rules-dir", str(TOYLAND)]


def write_year(folder: Path, projects: np.ndarray, shift: int) -> None:
    """Ten rows of nine marks for each project, and its funds, in the order of the projects given."""
    folder.mkdir()
    number = np.repeat(projects, _EACH)
    row = np.tile(np.arange(_EACH), len(projects))
    done = (number * 7 + row * 13 + shift) % 120
    texts = [f"{each}个" for each in range(120)]
    rows = {
        "project_id": pa.array([f"P{each:07d}" for each in projects.tolist()]).take(
            pa.array(np.repeat(np.arange(len(projects)), _EACH))
        ),
        "level1": pa.array(["产出指标"]).take(pa.array(np.zeros(len(number), np.int32))),
        "level2": pa.array(["数量指标", "质量指标"]).take(pa.array(row % 2)),
        "target": pa.array([">=100个"]).take(pa.array(np.zeros(len(number), np.int32))),
        "actual": pa.array(texts).take(pa.array(done)),
        "points": pa.array(["9"]).take(pa.array(np.zeros(len(number), np.int32))),
        "submitted_score": pa.array(["9", "8.1"]).take(pa.array((number + row) % 2)),
    }
    pq.write_table(pa.table(rows), folder / "indicators.parquet", row_group_size=131_072)
    funds = {
        "project_id": [f"P{each:07d}" for each in projects.tolist()],
        "budget": ["100"] * len(projects),
        "executed": [str(60 + each % 41) for each in projects.tolist()],
        "points": ["10"] * len(projects),
        "主管部门": [f"{each % 40:02d}局" for each in projects.tolist()],
    }
    pq.write_table(pa.table(funds), folder / "funds.parquet")


@pytest.mark.long
def test_a_million_rows_are_joined_by_their_keys(tmp_path: Path) -> None:
    count = ROWS // _EACH
    # Last year has other projects, too, and stands in another order.
    write_year(tmp_path / "now", np.arange(count), 0)
    write_year(
        tmp_path / "before", np.random.default_rng(3).permutation(np.arange(count // 10, count + 5)), 50
    )
    database = tmp_path / "years.sqlite"
    for year, label in (("before", "2022"), ("now", "2023")):
        out, inputs = tmp_path / f"out-{label}", tmp_path / year
        tables = [str(inputs / "indicators.parquet"), "--funds", str(inputs / "funds.parquet")]
        timed("batch", ["batch", *tables, *RULES, "--no-summary", "--label", label, "-o", str(out)], (0, 1))
        timed("export to SQLite", ["export", str(out), *tables, "--to", str(database)])
        timed(
            "export to Parquet",
            ["export", str(out), *tables, "--to", str(tmp_path / f"parquet-{label}"), "--format", "parquet"],
        )
    found = duckdb.connect()
    for label in ("2022", "2023"):
        for name in ("scores", "totals"):
            path = tmp_path / f"parquet-{label}/{name}.parquet"
            found.execute(f"CREATE VIEW {name}_{label} AS SELECT * FROM '{path}'")
    keys = found.execute("SELECT count(*), count(DISTINCT (project_id, row)) FROM scores_2023").fetchone()
    # Every row, and an execution row for each project.
    assert keys == (ROWS + count, ROWS + count)
    assert found.execute("SELECT count(*), count(DISTINCT project_id) FROM totals_2023").fetchone() == (
        count,
        count,
    )
    # The totals are the sums of their rows, found by key alone; and so is what each row says in the input.
    query = """
    SELECT count(*) FROM (SELECT project_id, sum(low) AS low FROM scores_2023 GROUP BY project_id) s
    JOIN totals_2023 t USING (project_id) WHERE s.low = t.low
    """
    assert found.execute(query).fetchone() == (count,)
    query = f"""
    SELECT count(*) FROM (SELECT *, row_number() OVER () - 1 AS row FROM '{tmp_path}/now/indicators.parquet') i
    JOIN scores_2023 s USING (project_id, row) WHERE i.actual = s.actual AND i.submitted_score = s.submitted_text
    """
    assert found.execute(query).fetchone() == (ROWS,)
    both = count - count // 10
    change = "SELECT count(*), sum(n.low - o.low) FROM {now} n JOIN {before} o ON o.project_id = n.project_id {where}"
    expected = found.execute(change.format(now="totals_2023", before="totals_2022", where="")).fetchone()
    assert expected is not None
    assert expected[0] == both
    with sqlite3.connect(database) as light:
        begun = time.perf_counter()
        where = "AND o.run = '2022' WHERE n.run = '2023'"
        joined = light.execute(change.format(now="totals", before="totals", where=where)).fetchone()
        print(f"joined in SQLite: {time.perf_counter() - begun:.1f} s")
    assert (joined[0], round(joined[1], 2)) == (both, float(expected[1]))


def timed(what: str, words: list[str], codes: tuple[int, ...] = (0,)) -> None:
    begun = time.perf_counter()
    done = CliRunner().invoke(app, words)
    assert done.exit_code in codes, done.output
    print(f"{what}: {time.perf_counter() - begun:.1f} s")
