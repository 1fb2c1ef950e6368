"""Problems as rows (问题清单): every refused row and every error of a run, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from perfeval.core.problems import Problem

SCHEMA = pa.schema(
    [
        ("project_id", pa.string()),
        ("project", pa.string()),
        ("row", pa.int64()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        ("place", pa.string()),
        ("file", pa.string()),
    ]
)

Found = tuple[str, int | None, Problem]
"""The project, the row (of the table from 0, of a form from 1; none for the project itself), the problem."""


def problems_table(found: Sequence[Found]) -> pa.Table:
    """The problems of a table's projects as a table with SCHEMA: a project is its own id."""
    return pa.Table.from_pylist([problem_line(each, each[0], each[2].file) for each in found], SCHEMA)


def problem_line(found: Found, project_id: str | None, file: str | None) -> dict[str, Any]:
    """A problem as a line with SCHEMA, its message in Chinese."""
    project, row, problem = found
    return {
        "project_id": project_id,
        "project": project,
        "row": row,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message("zh"),
        "place": problem.place.describe("zh") if problem.place else None,
        "file": file,
    }
