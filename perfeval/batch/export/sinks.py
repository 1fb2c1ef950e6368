"""Where tables are exported to (导出目标): a database or a folder of files; a run is there as a whole or not at all.

A database holds several runs, each under its label. PostgreSQL is written through ADBC: it takes Arrow columns as they
are by COPY, decimals exactly, and is Apache-2.0 with wheels for Linux, macOS and Windows. SQLAlchemy would turn twelve
million rows into Python objects one by one, and needs a driver of its own.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from perfeval.batch.export.tables import TABLES
from perfeval.batch.export.views import VIEWS
from perfeval.files.lock import locked

NAMES = (*TABLES, *VIEWS)
"""What an export makes, and nothing else is touched."""


class ExportError(ValueError):
    """A target that cannot be written: there already, of no known kind, out of reach."""


class Sink(Protocol):
    """A place that takes the tables of one run, some rows at a time."""

    def add(self, name: str, rows: pa.Table) -> None:
        """More rows of a table."""


def occupied(target: Path | str, label: str, what: str) -> ExportError:
    """What is said where a run would be written over."""
    return ExportError(
        f"「{target}」{what}「{label}」；换一个 --label 或目标，或加 --force 替换 "
        f"(it has {label}: another --label or target, or --force to replace it)"
    )


# --- SQLite -----------------------------------------------------------------------------------------------------


@contextmanager
def sqlite_sink(path: Path, label: str, force: bool) -> Iterator[Sink]:
    """An SQLite database. It has no decimals: numbers are kept to 15 digits, and the texts beside them whole."""
    is_new = not path.exists()
    try:
        database = sqlite3.connect(path, isolation_level=None)
    except sqlite3.Error as error:
        raise _not_written(path, error) from error
    with _whole(path, is_new, database.close):
        database.execute("BEGIN IMMEDIATE")
        for name, schema in TABLES.items():
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} ({_columns(schema, _SQLITE)})")
            there = database.execute(f"PRAGMA table_info({name})").fetchall()
            _refuse_other_columns(path, name, schema, [each[1] for each in there])
        _make_room(database, path, label, force)
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW IF NOT EXISTS {name} AS {query}")
        yield _Sqlite(database)
        for name, columns in _INDEXES.items():
            database.execute(f"CREATE INDEX IF NOT EXISTS {name}_key ON {name} ({columns})")
        database.execute("COMMIT")


class _Sqlite:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def add(self, name: str, rows: pa.Table) -> None:
        marks = ", ".join("?" * rows.num_columns)
        columns = [
            (column.cast(pa.string()) if pa.types.is_decimal(column.type) else column).to_pylist()
            for column in rows.columns
        ]
        self._database.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*columns, strict=True))


@contextmanager
def _whole(path: Path, is_new: bool, close: Callable[[], None]) -> Iterator[None]:
    """Close a database at the end; where it was not finished it is as it was, or not there."""
    is_whole = False
    try:
        yield
        is_whole = True
    except (sqlite3.Error, duckdb.Error) as error:
        raise _not_written(path, error) from error
    finally:
        close()
        if is_new and not is_whole:
            path.unlink(missing_ok=True)


def _not_written(path: Path, error: sqlite3.Error | duckdb.Error) -> ExportError:
    is_busy = "database is locked" in str(error) or "Could not set lock" in str(error)
    if is_busy:
        return ExportError(
            f"「{path}」正被别的程序使用，请关闭它再导出；里面的内容没有改动 (open in another program; it is as it was)"
        )
    return ExportError(f"写不了「{path}」：{error} (not written; it is as it was)")


def _make_room(database: Any, target: Path | str, label: str, force: bool) -> None:
    """Refuse a label that is there, or take its run out; in SQLite and DuckDB."""
    if database.execute("SELECT 1 FROM runs WHERE run = ?", (label,)).fetchall():
        if not force:
            raise occupied(target, label, "里已有运行")
        for name in TABLES:
            database.execute(f"DELETE FROM {name} WHERE run = ?", (label,))


# --- DuckDB -----------------------------------------------------------------------------------------------------


@contextmanager
def duckdb_sink(path: Path, label: str, force: bool) -> Iterator[Sink]:
    """A DuckDB database; all numbers exact."""
    is_new = not path.exists()
    try:
        database = duckdb.connect(str(path))
    except duckdb.Error as error:
        if is_new:
            path.unlink(missing_ok=True)
        raise _not_written(path, error) from error
    with _whole(path, is_new, database.close):
        database.execute("BEGIN")
        for name, schema in TABLES.items():
            database.execute(f"CREATE TABLE IF NOT EXISTS {name} ({_columns(schema, _DUCKDB)})")
            there = database.execute(f"SELECT * FROM {name} LIMIT 0").description
            _refuse_other_columns(path, name, schema, [each[0] for each in there or ()])
        _make_room(database, path, label, force)
        for name, query in VIEWS.items():
            database.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
        yield _Duckdb(database)
        database.execute("COMMIT")


class _Duckdb:
    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._database = database

    def add(self, name: str, rows: pa.Table) -> None:
        self._database.register("added", rows)
        self._database.execute(f"INSERT INTO {name} SELECT * FROM added")
        self._database.unregister("added")


# --- PostgreSQL -------------------------------------------------------------------------------------------------


@contextmanager
def postgresql_sink(url: str, label: str, force: bool) -> Iterator[Sink]:
    """A PostgreSQL database, in the first schema of its search path; all numbers exact."""
    try:
        from adbc_driver_manager import Error
        from adbc_driver_postgresql import dbapi
    except ModuleNotFoundError as error:
        raise ExportError(
            f"缺少 {error.name}，请先安装：pip install 'perfeval[postgresql]' (install the extra)"
        ) from error
    shown = url.split("@")[-1]
    try:
        database = dbapi.connect(url)
    except Error as error:
        raise ExportError(f"连不上「{shown}」：{error} (cannot connect)") from error
    try:
        with database.cursor() as cursor:
            for name, schema in TABLES.items():
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {name} ({_columns(schema, _POSTGRESQL)})")
                cursor.execute(f"SELECT * FROM {name} LIMIT 0")
                _refuse_other_columns(shown, name, schema, [each[0] for each in cursor.description or ()])
            cursor.execute("SELECT 1 FROM runs WHERE run = $1", (label,))
            if cursor.fetchall():
                if not force:
                    raise occupied(shown, label, "里已有运行")
                for name in TABLES:
                    cursor.execute(f"DELETE FROM {name} WHERE run = $1", (label,))
            for name, query in VIEWS.items():
                cursor.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")
            yield _Postgresql(cursor)
            for name, columns in _INDEXES.items():
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {name}_key ON {name} ({columns})")
        database.commit()
    except Error as error:
        raise ExportError(f"写不了「{shown}」：{error} (not written; it is as it was)") from error
    finally:
        database.close()


class _Postgresql:
    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def add(self, name: str, rows: pa.Table) -> None:
        if len(rows):
            self._cursor.adbc_ingest(name, rows, mode="append")


# --- files ------------------------------------------------------------------------------------------------------


@contextmanager
def folder_sink(folder: Path, suffix: str, force: bool) -> Iterator[Sink]:
    """A folder with a file a table: CSV with a mark, which Excel reads as UTF-8, or Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = folder / ".unfinished"
    with locked(folder):
        there = [name for name in NAMES if (folder / f"{name}.{suffix}").exists()]
        if there and not force:
            raise occupied(folder, f"{there[0]}.{suffix}", "里已有")
        shutil.rmtree(parts, ignore_errors=True)
        parts.mkdir()
        sink = _Folder(parts, suffix)
        try:
            yield sink
            sink.finish()
            for name in TABLES:
                os.replace(parts / f"{name}.{suffix}", folder / f"{name}.{suffix}")
        finally:
            # What could not be written has been said.
            with suppress(OSError):
                sink.close()
            shutil.rmtree(parts)


class _Folder:
    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder, self._suffix = folder, suffix
        self._writers: dict[str, Any] = {}
        self._opened = ExitStack()

    def add(self, name: str, rows: pa.Table) -> None:
        self._writer(name).write_table(_harmless(rows) if self._suffix == "csv" else rows)

    def finish(self) -> None:
        """Write what is held back, and a file for each table that has no rows."""
        for name in TABLES:
            self._writer(name)
        self.close()

    def close(self) -> None:
        self._opened.close()

    def _writer(self, name: str) -> Any:
        if name not in self._writers:
            path, schema = self._folder / f"{name}.{self._suffix}", TABLES[name]
            if self._suffix == "csv":
                file = self._opened.enter_context(path.open("wb"))
                file.write(b"\xef\xbb\xbf")
                writer = pa_csv.CSVWriter(file, schema)
            else:
                writer = pq.ParquetWriter(path, schema, store_schema=False)
            self._writers[name] = self._opened.enter_context(writer)
        return self._writers[name]


def _harmless(rows: pa.Table) -> pa.Table:
    """The rows, with an apostrophe before each text that Excel would take for a formula (=80%)."""
    for at, field in enumerate(rows.schema):
        if field.type == pa.string():
            texts = rows.column(at)
            is_number = pc.match_substring_regex(texts, r"^[+-][0-9]+([.][0-9]+)?$")
            runs = pc.and_not(pc.match_substring_regex(texts, r"^[=+@\t\r-]"), is_number)
            if pc.any(runs).as_py():
                quoted = pc.binary_join_element_wise("'", texts, "")
                rows = rows.set_column(at, field, pc.if_else(runs, quoted, texts))
    return rows


# --- columns ----------------------------------------------------------------------------------------------------

_SQLITE: Mapping[str, str] = {"string": "TEXT", "int64": "INTEGER", "bool": "BOOLEAN"}
_DUCKDB: Mapping[str, str] = {"string": "VARCHAR", "int64": "BIGINT", "bool": "BOOLEAN"}
_POSTGRESQL: Mapping[str, str] = {"string": "text", "int64": "bigint", "bool": "boolean"}
_INDEXES = {"scores": "run, project_id", "totals": "run, project_id"}


def _columns(schema: pa.Schema, types: Mapping[str, str]) -> str:
    return ", ".join(f"{_named(each.name)} {_type(each.type, types)}" for each in schema)


def _type(kind: pa.DataType, types: Mapping[str, str]) -> str:
    is_decimal = pa.types.is_decimal(kind)
    return f"DECIMAL({kind.precision},{kind.scale})" if is_decimal else types[str(kind)]


def _named(column: str) -> str:
    """The name of a column, in quotes where it is a word of SQL."""
    return f'"{column}"' if column in ("check", "row", "rows", "form", "year") else column


def _refuse_other_columns(target: Path | str, name: str, schema: pa.Schema, there: list[str]) -> None:
    if there != schema.names:
        raise ExportError(
            f"「{target}」里有一张别的表也叫 {name}，或由另一版本写成；请换一个目标 (another table of this name)"
        )
