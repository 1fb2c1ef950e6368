"""Problems as rows (问题清单): every refused row and every error of a run, in words."""

from __future__ import annotations

from collections.abc import Sequence

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


def problems_table(found: Sequence[Found], ids: Sequence[str | None] | None = None) -> pa.Table:
    """The problems as a table with SCHEMA, messages in Chinese; without `ids` a project is its own id."""
    rows = [
        {
            "project_id": identity,
            "project": project,
            "row": row,
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message("zh"),
            "place": problem.place.describe("zh") if problem.place else None,
            "file": problem.file,
        }
        for (project, row, problem), identity in zip(
            found, [project for project, *_ in found] if ids is None else ids, strict=True
        )
    ]
    return pa.Table.from_pylist(rows, SCHEMA)
