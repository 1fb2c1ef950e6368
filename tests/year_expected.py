"""What a batch over invented documents must have found, from their forms alone: read by nothing, scored by the core."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq
from year_documents import MadeDocument

from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form

Rows = list[tuple[object, ...]]
_COLUMNS = ("row", "name", "low", "high", "status")


def expected_rows(documents: Iterable[MadeDocument], ruleset: Ruleset) -> dict[tuple[str, int], Rows]:
    """By file and number of the form: each row with its score."""
    return {
        (document.name, number): [
            (row.row, row.name, row.score and row.score.low, row.score and row.score.high, row.status)
            for row in score_form(form, ruleset).rows
        ]
        for document in documents
        for number, form in enumerate(document.forms, 1)
    }


def found_rows(output: Path) -> dict[tuple[str, int], Rows]:
    """The same, of a batch."""
    rows: dict[tuple[str, int], Rows] = defaultdict(list)
    for each in pq.read_table(output / "scores.parquet").to_pylist():
        rows[each["file"], each["form"]].append(tuple(each[name] for name in _COLUMNS))
    return dict(rows)


def files_with_problems(output: Path, severities: tuple[str, ...] = ("error", "warning")) -> set[str]:
    """Files that problems.parquet names."""
    table = pq.read_table(output / "problems.parquet").to_pylist()
    return {each["file"] for each in table if each["severity"] in severities}
