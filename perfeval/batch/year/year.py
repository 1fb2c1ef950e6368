"""One neutral view of a finished run, of documents or of a table, over which every figure is asked (年度视图)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from perfeval.batch.parts import TABLES_FORMAT, sha256_of
from perfeval.batch.publishing import MANIFEST, mismatch
from perfeval.batch.year.year_load import load_documents, load_table
from perfeval.batch.year.year_schema import FORMS, MACROS, TABLES

Kind = Literal["documents", "table"]
Fact = Literal[
    "submitted", "department", "name", "funds", "quantities", "notes", "goals", "last_year", "rows"
]
"""What a year may lack: 填报得分、部门、指标名称、资金、可比的指标值、偏差说明、目标文字、上年、逐行数据."""

_WORK = ".year"
_MEMORY = "1GB"
"""What the database may hold in memory, whatever the number of forms; it works on disk beyond that."""


class YearError(ValueError):
    """A folder that is no finished run, or an input that is not the one it was made from."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: its folder; for a table also the table and its funds, which it holds no copy of."""

    folder: Path
    source: Path | None = None
    funds: Path | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """A year ready to be asked: its database, its manifest, and which facts it has."""

    database: duckdb.DuckDBPyConnection
    manifest: Mapping[str, Any]
    kind: Kind
    facts: frozenset[Fact]

    def ask(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        found = self.database.execute(query)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def number(self, query: str) -> Any:
        """The one value of a query."""
        rows = self.database.execute(query).fetchall()
        return rows[0][0] if rows else None


@contextmanager
def open_year(run: Run, last_year: Run | None = None) -> Iterator[Year]:
    """The year of a run, in a database on disk that is gone afterwards; raises YearError."""
    manifest = _manifest(run)
    with _work_folder(run.folder) as folder:
        database = duckdb.connect(
            f"{folder}/year.duckdb",
            config={"memory_limit": _MEMORY, "temp_directory": str(folder), "threads": 2},
        )
        try:
            prepare(database)
            if last_year is not None:
                _load(database, last_year, _manifest(last_year), folder)
                put_aside(database)
            _load(database, run, manifest, folder)
            yield year_of(database, manifest, last_year is not None)
        finally:
            database.close()


@contextmanager
def _work_folder(beside: Path) -> Iterator[Path]:
    """A folder inside the run's, where there is room on disk; what an interrupted summary left there is removed."""
    folder = beside / _WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _manifest(run: Run) -> dict[str, Any]:
    path = run.folder / MANIFEST
    if not path.is_file():
        raise YearError(
            f"「{run.folder}」不是完成的批量运行：缺少 {MANIFEST} (no finished run; use perfeval batch)"
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("tables") != TABLES_FORMAT:
        raise YearError(
            f"「{run.folder}」由较早的版本生成，表的列已不同，请重新运行 batch (of an earlier version: run batch again)"
        )
    if (part := mismatch(run.folder, manifest)) is not None:
        raise YearError(
            f"「{run.folder}」里的「{part}」与 {MANIFEST} 不符：不是同一次运行的结果，请重新运行 batch "
            "(not of the run that the manifest describes)"
        )
    for given in (run.source, run.funds):
        if given is not None:
            if not given.is_file():
                raise YearError(f"找不到文件「{given}」 (no such file)")
            stated = manifest["inputs"].get(given.name)
            if stated is None or stated["sha256"] != sha256_of(given):
                raise YearError(
                    f"「{given}」不是「{run.folder}」这次运行的输入：内容已改变 (not the input of this run)"
                )
    return manifest


def prepare(database: duckdb.DuckDBPyConnection) -> None:
    """Give a database the arithmetic and the empty tables of a year."""
    database.execute(MACROS)
    database.execute(TABLES)


def year_of(
    database: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], has_last_year: bool = False
) -> Year:
    """The year whose forms and rows a database holds, ready to be asked."""
    queries = {**_FACTS, "last_year": "SELECT count(*) FROM last_rows"} if has_last_year else _FACTS
    facts: set[Fact] = set()
    for fact, query in queries.items():
        row = database.execute(query).fetchone()
        if row and row[0]:
            facts.add(fact)
    return Year(database, manifest, _kind(manifest), frozenset(facts))


def _kind(manifest: Mapping[str, Any]) -> Kind:
    return "documents" if "files" in manifest["counts"] else "table"


def _load(database: duckdb.DuckDBPyConnection, run: Run, manifest: Mapping[str, Any], folder: Path) -> None:
    if _kind(manifest) == "documents":
        load_documents(database, run.folder)
    else:
        # A table is scored under one rule set.
        (ruleset,) = manifest["rulesets"]
        scored_under = (ruleset, manifest["options"]["year"])
        load_table(database, run.folder, run.source, run.funds, folder, scored_under)
        loaded = database.execute("SELECT count(*) FROM rows").fetchone()
        if run.source is not None and loaded != (manifest["counts"]["rows"],):
            raise YearError(
                f"「{run.source}」与「{run.folder}」的得分行数不符 (rows of the table and its scores differ)"
            )
    database.execute(FORMS)


def put_aside(database: duckdb.DuckDBPyConnection) -> None:
    """Keep the forms and rows that a database holds as last_forms and last_rows, and make place for this year's."""
    for name in ("forms", "rows"):
        database.execute(f"ALTER TABLE {name} RENAME TO last_{name}")
    for name in ("sums", "raw_forms", "duplicates"):
        database.execute(f"DROP TABLE {name}")
    database.execute(TABLES)


_FACTS: dict[Fact, str] = {
    "rows": "SELECT count(*) FROM rows",
    "submitted": "SELECT count(claimed) FROM forms",
    "department": "SELECT count(coalesce(department, body)) FROM forms",
    "name": "SELECT count(name) FROM rows",
    "funds": "SELECT count(rate) FROM forms",
    "quantities": "SELECT count(goal) FROM rows",
    "notes": "SELECT count(note) FROM rows",
    "goals": "SELECT count(coalesce(expected, achieved)) FROM forms",
}
