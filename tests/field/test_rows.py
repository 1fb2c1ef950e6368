"""Rows that any evaluator reads at a glance: the verdict that a person gives on each submitted score, and why."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from field_rows import DIMENSIONS, ROWS, STATUSES
from typer.testing import CliRunner

from perfeval.cli import app


@cache
def verdicts() -> dict[str, dict[str, object]]:
    """What `check` says of each row, every row a form of its own."""
    with TemporaryDirectory() as folder:
        for row in ROWS:
            indicator = {
                "name": row["name"],
                "dimension": DIMENSIONS.get(row["category"][0], "产出指标"),
                "category": row["category"],
                "target": row["target"],
                "actual": row["actual"],
                "points": row["points"],
                "score": row["score"],
            }
            form = {"kind": "project", "name": row["id"], "year": "2023", "indicators": [indicator]}
            text = yaml.safe_dump({"form": form}, allow_unicode=True)
            Path(folder, f"{row['id']}.yaml").write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["check", folder, "--rules", "cn-caiyu-2020-10", "--format", "json"])
    forms = json.loads(result.stdout)["forms"]
    return {form["name"]: form["indicators"][0] for form in forms}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_is_judged_as_a_person_judges_it(row: dict[str, str]) -> None:
    found = verdicts()[row["id"]]
    assert found["status"] in STATUSES[row["verdict"]], row["why"]
    if "low" in row:
        assert (found["low"], found["high"]) == (row["low"], row["high"])
