"""What became of each file of a run (文件清单): read, or not and why, a line a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.core.problems import Lang, Problem
from perfeval.documents.file_counts import FileCounts

NAME = "files.parquet"
FILES = pa.schema(
    [
        ("file", pa.string()),
        ("status", pa.string()),
        ("forms", pa.int64()),
        ("code", pa.string()),
        ("message", pa.string()),
    ]
)
NOT_READ = ("unread", "without_forms")
"""Statuses of files that someone handed in and that gave no form: FileCounts' names."""
_SHOWN = 10


def file_line(name: str, counts: FileCounts, forms: int, problems: Sequence[Problem]) -> dict[str, Any]:
    """A file as a line; why it gave no form is the first error, else the first thing said of it."""
    status = next((kind for kind, count in asdict(counts).items() if count), "unread")
    reason = None
    if status in NOT_READ:
        errors = (each for each in problems if each.severity == "error")
        reason = next(errors, None) or next(iter(problems), None)
    return {
        "file": name,
        "status": status,
        "forms": forms,
        "code": reason.code if reason else None,
        "message": reason.message("zh") if reason else None,
    }


def not_read(folder: Path) -> list[dict[str, Any]]:
    """The files of a finished run that gave no form, those that could not be read first."""
    lines = (
        line for part in sorted((folder / NAME).glob("*.parquet")) for line in pq.read_table(part).to_pylist()
    )
    found = [line for line in lines if line["status"] in NOT_READ]
    return sorted(found, key=lambda line: (NOT_READ.index(line["status"]), line["file"]))


def not_read_lines(found: Sequence[Mapping[str, Any]], lang: Lang) -> Iterator[str]:
    """The first of them by name, each with its reason, and where the others stand."""
    for line in found[:_SHOWN]:
        yield f"  {line['file']}: {line['message'] or line['code'] or line['status']}"
    if len(found) > _SHOWN:
        rest = len(found) - _SHOWN
        yield f"  另有 {rest:,} 个，见 {NAME}" if lang == "zh" else f"  and {rest:,} more: see {NAME}"
