"""A finished run into a database or files (导出), by the name of the target."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from perfeval.batch.export.sinks import (
    ExportError,
    Sink,
    duckdb_sink,
    folder_sink,
    postgresql_sink,
    sqlite_sink,
)
from perfeval.batch.export.tables import tables_of
from perfeval.batch.year.year import (
    UNWRITTEN,
    Run,
    YearError,
    connect,
    read_manifest,
    refuse_half,
    work_folder,
)
from perfeval.batch.year.year_load import opened
from perfeval.files.lock import InUseError, locked
from perfeval.files.whole import why_unwritten

__all__ = ["ExportError", "Run", "YearError", "export_run"]

Files = Literal["csv", "parquet"]
_DATABASES: dict[str, Callable[[Path, str, bool], AbstractContextManager[Sink]]] = {
    ".sqlite": sqlite_sink,
    ".sqlite3": sqlite_sink,
    ".db": sqlite_sink,
    ".duckdb": duckdb_sink,
}
_SERVERS = ("postgresql://", "postgres://")


def export_run(
    run: Run, target: str, label: str | None = None, files: Files = "csv", force: bool = False
) -> dict[str, int]:
    """Write a run under its label (that of the run, else the folder's name); how many rows each table has.

    Raises YearError for a folder that is no finished run, ExportError for a target that cannot be written.
    """
    manifest = read_manifest(run)
    refuse_half(run, manifest)
    name = label or manifest.get("label") or run.folder.resolve().name
    counts: dict[str, int] = {}
    try:
        with _room_beside(run.folder) as folder, closing(connect(folder)) as database:
            found = opened(run.folder, manifest, run.source, run.funds, folder)
            with _sink(target, name, files, force) as sink:
                for table, rows in tables_of(found, database, name):
                    for some in rows:
                        sink.add(table, some)
                        counts[table] = counts.get(table, 0) + len(some)
    except InUseError as error:
        raise ExportError(
            f"「{error.filename}」正被另一条命令使用，请等它结束 (in use by another run)"
        ) from error
    except UNWRITTEN as error:
        where = (isinstance(error, OSError) and error.filename) or target
        raise ExportError(f"读写「{where}」失败：{why_unwritten(error)} (cannot read or write it)") from error
    return counts


@contextmanager
def _room_beside(folder: Path) -> Iterator[Path]:
    """A folder to work in: inside the run's, which is held; elsewhere where nobody can write into the run's."""
    if os.access(folder, os.W_OK):
        with locked(folder), work_folder(folder) as work:
            yield work
    else:
        with TemporaryDirectory(prefix="perfeval-export-") as name:
            yield Path(name)


def _sink(target: str, label: str, files: Files, force: bool) -> AbstractContextManager[Sink]:
    if target.startswith(_SERVERS):
        return postgresql_sink(target, label, force)
    path = Path(target)
    if path.suffix.lower() in _DATABASES and not path.is_dir():
        return _DATABASES[path.suffix.lower()](path, label, force)
    if "://" in target or (path.suffix and not path.is_dir()):
        raise ExportError(
            f"不知道怎样写「{target}」：请给出 .sqlite、.duckdb 文件，postgresql:// 地址，或一个文件夹（每表一个 .csv）"
            " (give an .sqlite or .duckdb file, a postgresql:// URL, or a folder)"
        )
    return folder_sink(path, files, force)
