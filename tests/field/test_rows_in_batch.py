"""The rows that any evaluator reads at a glance, through `batch`: as documents, and as a tidy table with names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from field_rows import DIMENSIONS, KINDS, ROWS, STATUSES, write_rows
from typer.testing import CliRunner

from perfeval.cli import app

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")
RULES = ("--rules", "cn-caiyu-2020-10")


def run(source: Path, out: Path) -> None:
    done = CliRunner().invoke(
        app, ["batch", str(source), "-o", str(out), *RULES, "--no-summary", "--workers", "1"]
    )
    assert done.exit_code in (0, 1), done.output


def test_as_documents(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for row in ROWS:
        indicator = {
            "name": row["name"],
            "dimension": DIMENSIONS.get(row["category"][0], "产出指标"),
            "category": row["category"],
            **{key: row[key] for key in ("target", "actual", "points", "score")},
        }
        form = {"kind": "project", "name": row["id"], "year": "2023", "indicators": [indicator]}
        (folder / f"{row['id']}.yaml").write_text(
            yaml.safe_dump({"form": form}, allow_unicode=True), encoding="utf-8"
        )
    run(folder, tmp_path / "out")
    query = f"select project, status from '{tmp_path}/out/scores.parquet' where row = 1"
    found = dict(duckdb.connect().sql(query).fetchall())
    wrong = {
        row["id"]: found.get(row["id"])
        for row in ROWS
        if found.get(row["id"]) not in STATUSES[row["verdict"]]
    }
    assert wrong == {}


@pytest.mark.slow
def test_as_a_table_with_names(tmp_path: Path) -> None:
    rows = [*ROWS, *KINDS]
    write_rows(rows, tmp_path / "rows.parquet")
    done = CliRunner().invoke(
        app,
        [
            "batch",
            str(tmp_path / "rows.parquet"),
            "-o",
            str(tmp_path / "out"),
            *RULES,
            "--year",
            "2023",
            "--no-summary",
        ],
    )
    assert done.exit_code in (0, 1), done.output
    found = [
        each
        for (each,) in duckdb.connect().sql(f"select status from '{tmp_path}/out/scores.parquet'").fetchall()
    ]
    wrong = {
        row["id"]: status
        for row, status in zip(rows, found, strict=True)
        if status not in STATUSES[row["verdict"]]
    }
    assert wrong == {}
