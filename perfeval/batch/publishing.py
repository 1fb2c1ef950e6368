"""From a finished run to its place (发布结果): the earlier result stays whole until the new one is, and no rows mix.

A run writes everything into `.work`. When it is complete, its manifest is written there too, with the hash of every
part as it lies on the disk; only then do the tables change places, the manifest last. A stop in between is made good
by whoever opens the folder next.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from perfeval.batch.parts import WORK, sha256_of
from perfeval.files.whole import write_whole

MANIFEST = "manifest.json"
SUMMARIES = ("forensics.parquet", "summary.xlsx", "summary.html")
"""What a summary adds beside a run, and what a new run therefore takes away."""
_BEFORE = "before"


def outputs_of(staging: Path) -> dict[str, Any]:
    """Of each table that was written: its rows, and the hash and size of each of its parts, read from the disk."""
    found: dict[str, Any] = {}
    for table in sorted(staging.glob("*.parquet")):
        parts = sorted(part for part in table.iterdir() if _is_part(part))
        found[table.name] = {
            "rows": sum(pq.read_metadata(part).num_rows for part in parts),
            "parts": {part.name: {"sha256": sha256_of(part), "bytes": part.stat().st_size} for part in parts},
        }
    return found


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run."""
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


def publish(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Put a complete run from `.work` in the place of an earlier one."""
    staging = folder / WORK
    write_whole(staging / MANIFEST, f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode())
    finish(folder)


def finish(folder: Path) -> bool:
    """Bring a run that is complete, and was stopped on the way to its place, there; whether there was one."""
    staging = folder / WORK
    if not (staging / MANIFEST).is_file():
        return False
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in SUMMARIES:
        (folder / name).unlink(missing_ok=True)
    tables = json.loads((staging / MANIFEST).read_text(encoding="utf-8"))["outputs"]
    for old in [each for each in folder.glob("*.parquet") if each.is_dir() and each.name not in tables]:
        _put_away(old, staging)
    for name in tables:
        if (staging / name).is_dir():
            if (folder / name).exists():
                _put_away(folder / name, staging)
            os.replace(staging / name, folder / name)
    os.replace(staging / MANIFEST, folder / MANIFEST)
    shutil.rmtree(staging)
    return True


def mismatch(folder: Path, manifest: Mapping[str, Any]) -> str | None:
    """The first part that is not as the manifest says, by its size; None where all are."""
    for name, table in manifest.get("outputs", {}).items():
        there = {part.name: part.stat().st_size for part in (folder / name).glob("*") if _is_part(part)}
        stated = {part: values["bytes"] for part, values in table["parts"].items()}
        if there != stated:
            different = sorted(set(there.items()) ^ set(stated.items()))
            return f"{name}/{different[0][0]}"
    return None


def _put_away(table: Path, staging: Path) -> None:
    before = staging / _BEFORE
    before.mkdir(exist_ok=True)
    place = before / table.name
    if place.exists():
        shutil.rmtree(place)
    os.replace(table, place)


def _is_part(path: Path) -> bool:
    return path.suffix == ".parquet" and not path.name.startswith((".", "_"))
