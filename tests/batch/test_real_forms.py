"""The fifteen real forms score in a run as `check` scores them: as documents, and as a tidy table with its funds."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from batch.real_forms import FOLDER, write_tidy

from perfeval.batch.run import Job, run_batch
from perfeval.uses.checking import Options, check_files, open_rulebook

pytestmark = pytest.mark.slow

URUMQI = Options(rules="urumqi-giit-2023")


def test_the_fifteen_real_forms_score_as_check_does(tmp_path: Path) -> None:
    checking = check_files(sorted(FOLDER.iterdir()), URUMQI, open_rulebook(URUMQI))
    results = [form.result for form in checking.forms]
    rows = [
        (result.form.name, row.row, row.status, row.score.low, row.score.high)
        for result in results
        for row in result.rows
        if row.score
    ]
    assert len(rows) == 168

    run_batch(Job(FOLDER, URUMQI), tmp_path / "documents")
    found = pq.read_table(tmp_path / "documents/scores.parquet").to_pylist()
    assert [
        (each["project"], each["row"], each["status"], each["low"], each["high"]) for each in found
    ] == rows

    indicators, funds = write_tidy([result.form for result in results], tmp_path)
    run_batch(Job(indicators, URUMQI, funds), tmp_path / "table")
    found = pq.read_table(tmp_path / "table/scores.parquet").to_pylist()
    assert [(each["status"], each["low"], each["high"]) for each in found] == [
        (status, low, high) for _, row, status, low, high in rows if row
    ]
    totals = pq.read_table(tmp_path / "table/totals.parquet").to_pylist()
    assert {
        each["project_id"]: (
            *(each["low"], each["high"], each["confirmed"], each["grade"]),
            *(each["execution_status"], each["execution_low"]),
        )
        for each in totals
    } == {
        result.form.name: (
            *(result.total.score.low, result.total.score.high, result.total.confirmed, result.total.grade),
            *(result.execution.status, result.execution.score.low),
        )
        for result in results
        if result.total.score and result.execution and result.execution.score
    }
    assert len(totals) == 15
