"""One project handed in more than once (重复报送): one of its forms counts, the others are listed.

Forms are of one project where their `project_id` is the same. The form that counts is the one with the fewest rows
left open; then the file that can be edited before the print-out made from it; then the first by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.parts import Output, write_part

NAME = "duplicates.parquet"
_TEXT, _COUNT = pa.string(), pa.int64()
SCHEMA = pa.schema(
    [
        *((name, _TEXT) for name in ("project_id", "project", "body")),
        ("year", _COUNT),
        ("file", _TEXT),
        ("form", _COUNT),
        ("counted_file", _TEXT),
        ("counted_form", _COUNT),
        ("same", pa.bool_()),
        ("handed_in", _COUNT),
    ]
)
_FIRST = (
    "yaml",
    "yml",
    "json",
    "docx",
    "xlsx",
    "doc",
    "wps",
    "xls",
    "et",
    "ods",
    "html",
    "htm",
    "txt",
    "pdf",
)
_READ = ("project_id", "project", "body", "year", "file", "form", "content", "whole", "undecided", "refused")
Line = dict[str, Any]


def fold_duplicates(staging: Path) -> int:
    """Mark in totals.parquet which forms count, and write the table of the others; how many these are."""
    parts = sorted((staging / "totals.parquet").glob("*.parquet"))
    by_project: dict[str, list[tuple[Path, Line]]] = defaultdict(list)
    for path in parts:
        for line in pq.read_table(path, columns=list(_READ)).to_pylist():
            by_project[line["project_id"]].append((path, line))
    passed: dict[Path, set[tuple[str, int]]] = defaultdict(set)
    listed: list[Line] = []
    for forms in by_project.values():
        _, counted = min(forms, key=lambda each: _order(each[1]))
        for path, line in forms:
            if line is not counted:
                passed[path].add((line["file"], line["form"]))
                listed.append(_listed(line, counted, len(forms)))
    for path, keys in passed.items():
        _mark(path, keys)
    listed.sort(key=lambda each: (each["file"], each["form"]))
    output = Output(staging)
    output.prepare((NAME,))
    output.write(NAME, 0, pa.Table.from_pylist(listed, SCHEMA))
    return len(listed)


def _order(line: Line) -> tuple[Any, ...]:
    suffix = line["file"].rpartition(".")[2].lower()
    rank = _FIRST.index(suffix) if suffix in _FIRST else len(_FIRST)
    return not line["whole"], line["undecided"] + line["refused"], rank, line["file"], line["form"]


def _listed(line: Line, counted: Line, count: int) -> Line:
    kept = {name: line[name] for name in ("project_id", "project", "body", "year", "file", "form")}
    return {
        **kept,
        "counted_file": counted["file"],
        "counted_form": counted["form"],
        "same": line["content"] == counted["content"],
        "handed_in": count,
    }


def _mark(path: Path, passed: Iterable[tuple[str, int]]) -> None:
    table = pq.read_table(path)
    keys = set(passed)
    forms = zip(table["file"].to_pylist(), table["form"].to_pylist(), strict=True)
    counted = pa.array([each not in keys for each in forms], pa.bool_())
    at = table.column_names.index("counted")
    write_part(path, table.set_column(at, "counted", counted))
