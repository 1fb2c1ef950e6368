"""What a run leaves on disk (产出): parts that are whole or absent, so that a run can stop and go on anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.files.whole import UNFINISHED, whole_file, write_whole

TABLES_FORMAT = "perfeval.tables/3"
"""The columns of every table, as docs/tables.md describes them; the number rises when a column goes or changes."""
_AS_THEY_STAND = ("said", "goal", "reached")
"""Whole numbers that take longer to pack than to write."""
_FEW = ("points", "submitted", "levels")
"""Whole numbers of which few are different, so that a dictionary is shorter than differences."""
WORK = ".work"
"""Folder inside the output for the state of an unfinished run; removed at the end."""


@dataclass(frozen=True, slots=True)
class Output:
    """The folder of a run. A table is a folder of numbered parts, readable as one Parquet data set."""

    folder: Path

    def prepare(self, tables: tuple[str, ...]) -> None:
        """Make the folders, without what a killed run was writing."""
        for name in (*tables, WORK):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self._clear_unfinished()

    def write(self, name: str, part: int, table: pa.Table) -> None:
        """Write one part of a table: it appears under its name only when it is whole."""
        write_part(self.folder / name / f"part-{part:05d}.parquet", table)

    def write_state(self, part: int, state: Mapping[str, Any]) -> None:
        """Note that a part is finished, with what the next one and the manifest need of it."""
        self.write_json(f"{WORK}/part-{part:05d}.json", state)

    def states(self) -> list[dict[str, Any]]:
        """The notes of all finished parts from the first on, without a gap."""
        found: list[dict[str, Any]] = []
        while (path := self.folder / WORK / f"part-{len(found):05d}.json").is_file():
            found.append(json.loads(path.read_text(encoding="utf-8")))
        return found

    def write_json(self, name: str, content: Mapping[str, Any]) -> None:
        """Write a JSON file whole or not at all."""
        write_whole(self.folder / name, f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode())

    def clear(self) -> None:
        """Remove what an earlier run left: its parts and its notes, nothing else."""
        for path in [*self.folder.glob("*.parquet/part-*"), *self.folder.glob(f"{WORK}/part-*")]:
            path.unlink()

    def _clear_unfinished(self) -> None:
        for pattern in ("", "*/"):
            for path in self.folder.glob(f"{pattern}.*{UNFINISHED}"):
                path.unlink()

    def finish(self) -> None:
        """Remove the notes of a run that is complete, where there still are any."""
        self._clear_unfinished()
        if (self.folder / WORK).is_dir():
            for path in (self.folder / WORK).iterdir():
                path.unlink()
            (self.folder / WORK).rmdir()


def write_part(target: Path, table: pa.Table) -> None:
    """Write a table as one Parquet file, whole or not at all."""
    with whole_file(target) as unfinished:
        # Without the Arrow schema, decimals are plain Parquet decimals to every reader.
        pq.write_table(
            table,
            unfinished,
            store_decimal_as_integer=True,
            store_schema=False,
            use_dictionary=[each.name for each in table.schema if _is_repeated(each)],
            compression={each.name: "none" if _is_whole(each) else "snappy" for each in table.schema},
            column_encoding={
                each.name: "DELTA_BINARY_PACKED"
                for each in table.schema
                if _is_whole(each) and each.name not in (*_FEW, *_AS_THEY_STAND)
            },
            # The least and the greatest are worth something where lines are looked for: by row, and by score.
            write_statistics=[
                each.name for each in table.schema if each.name in ("row", "low", "high", "nth_project")
            ],
        )


def _is_repeated(field: pa.Field) -> bool:
    """Whether a dictionary is worth it: ids are, where they come as one, a line of a project after another."""
    if field.name in _FEW:
        return True
    return not _is_whole(field) and (field.name != "project_id" or pa.types.is_dictionary(field.type))


def _is_whole(field: pa.Field) -> bool:
    """Whether Parquet keeps a column as whole 64-bit numbers, for which differences are shorter than a dictionary."""
    kind = field.type
    return bool(pa.types.is_int64(kind) or (pa.types.is_decimal(kind) and kind.precision <= 18))


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
