"""One neutral view of a finished run, of documents or of a table, over which every figure is asked (年度视图)."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from perfeval.batch.body_names import one_writing
from perfeval.batch.parts import TABLES_FORMAT, sha256_of
from perfeval.batch.publishing import MANIFEST, mismatch
from perfeval.batch.year.year_load import Opened, load, opened
from perfeval.batch.year.year_schema import FORMS, MACROS, OF, SUMS, TABLES, Texts, views

Kind = Literal["documents", "table"]
Fact = Literal[
    "submitted", "department", "name", "funds", "quantities", "notes", "goals", "last_year", "rows"
]
"""What a year may lack: 填报得分、部门、指标名称、资金、可比的指标值、偏差说明、目标文字、上年、逐行数据."""

_WORK = ".year"
_CONFIG: Mapping[str, str | int] = {
    "memory_limit": "450MB",
    "block_allocator_memory": "300MB",
    "threads": 2,
    "force_compression": "uncompressed",
}
"""What the database may hold in memory, whatever the number of forms: the process takes some 500 MB beside it. Packing
columns takes longer than writing them; blocks that are kept need not be asked of the system again and again.
"""

UNWRITTEN = (OSError, duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)
"""How a disk on which there is no room, or a file that may not be written, comes to light."""


class YearError(ValueError):
    """A folder that is no finished run, or an input that is not the one it was made from."""


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: its folder; for a table also the table and its funds, which are not copied into the folder."""

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
def open_year(runs: Run | Sequence[Run], last_year: Run | None = None, *, beside: Path) -> Iterator[Year]:
    """The year of a run, or of several that have no project in common; raises YearError.

    What does not fit into memory lies in a folder inside `beside` (the caller holds it alone), gone afterwards.
    """
    every = (runs,) if isinstance(runs, Run) else tuple(runs)
    manifests = [read_manifest(run) for run in every]
    for run, manifest in zip(every, manifests, strict=True):
        refuse_half(run, manifest)
    with work_folder(beside) as folder:
        database = connect(folder)
        try:
            if last_year is not None:
                before = read_manifest(last_year)
                _refuse_the_same(last_year, before, every, manifests)
                (last,) = _opened((last_year,), (before,), folder / "last")
                last_texts = _load(database, last)
                gather_forms(database)
                put_aside(database, last_texts)
            found = _opened(every, manifests, folder)
            has_tables = any(each.kind == "table" for each in found)
            texts = [query for each in found for query in _load(database, each, has_tables)]
            if len(every) > 1:
                _refuse_common_projects(database, every)
            gather_forms(database)
            database.execute(views(texts))
            yield year_of(database, together(manifests), last_year is not None)
        finally:
            database.close()


def _refuse_the_same(
    last: Run, before: Mapping[str, Any], runs: Sequence[Run], manifests: Sequence[Mapping[str, Any]]
) -> None:
    """Raise YearError where last year's run is this year's, under whatever names: everything would repeat."""
    hashes = sorted(each["sha256"] for each in before["inputs"].values())
    for run, manifest in zip(runs, manifests, strict=True):
        if hashes == sorted(each["sha256"] for each in manifest["inputs"].values()):
            raise YearError(
                f"「{last.folder}」与「{run.folder}」是同一批输入，不能当作上年：请给出上一年的输出目录 "
                "(the same run: its inputs are those of this year)"
            )


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database in a folder, with the arithmetic and the empty tables of a year."""
    database = duckdb.connect(folder / "year.duckdb", config={**_CONFIG})
    # Nobody needs it afterwards: what is never committed need not wait for the disk either.
    database.begin()
    prepare(database)
    return database


def together(manifests: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One manifest for several runs; the manifest of a single run is returned unchanged."""
    if len(manifests) == 1:
        return manifests[0]
    return {
        "inputs": {name: each for manifest in manifests for name, each in manifest["inputs"].items()},
        "rulesets": {name: each for manifest in manifests for name, each in manifest["rulesets"].items()},
        "counts": dict(sum((Counter(manifest["counts"]) for manifest in manifests), Counter[str]())),
    }


def _refuse_common_projects(database: duckdb.DuckDBPyConnection, runs: Sequence[Run]) -> None:
    found = database.execute(
        "SELECT project, count(*) OVER () FROM raw_forms GROUP BY project_id, project HAVING count(*) > 1 "
        "ORDER BY project LIMIT 3"
    ).fetchall()
    if found:
        names = "、".join(f"「{name}」" for name, _ in found)
        folders = " ".join(str(run.folder) for run in runs)
        raise YearError(
            f"这几次运行有 {found[0][1]:,} 个相同的项目（{names}…），相加会重复计算。同一年按两套规则各算一遍时，请用："
            f"perfeval compare {folders} (projects in common: compare two runs of one year)"
        )


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """A folder inside the run's, where there is room on disk; what an interrupted summary left there is removed."""
    folder = beside / _WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def read_manifest(run: Run) -> dict[str, Any]:
    """The manifest of a finished run; raises YearError where the files are not those that it describes."""
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
    if not manifest["coverage"]["rows"]:
        raise YearError(f"「{run.folder}」这次运行没有得到自评表，没有可以汇总的 (a run without forms)")
    if (part := mismatch(run.folder, manifest)) is not None:
        raise YearError(
            f"「{run.folder}」里的「{part}」与 {MANIFEST} 不符：不是同一次运行的结果，请重新运行 batch "
            "(not of the run that the manifest describes)"
        )
    _refuse_other_tables(run, [each["sha256"] for each in manifest["inputs"].values()])
    return manifest


def _refuse_other_tables(run: Run, inputs: Sequence[str]) -> None:
    """Raise YearError where the table or the funds are not what the run was over, by SHA-256 and in order."""
    for at, given in enumerate((run.source, run.funds)):
        if given is None:
            continue
        if not given.is_file():
            raise YearError(f"找不到文件「{given}」 (no such file)")
        found = sha256_of(given)
        if found not in inputs:
            raise YearError(
                f"「{given}」不是「{run.folder}」这次运行的输入：内容已改变 (not the input of this run)"
            )
        if inputs[at : at + 1] != [found]:
            kind = ("资金表", "明细表")[at]
            raise YearError(
                f"「{given}」是「{run.folder}」这次运行的{kind}，请与另一张表对调 (table and funds swapped)"
            )


def refuse_half(run: Run, manifest: Mapping[str, Any]) -> None:
    """Raise YearError where a table is given without the funds that it was scored with: claims would lack execution."""
    if run.source is None or run.funds is not None or len(manifest["inputs"]) < 2:
        return
    *_, funds = manifest["inputs"]
    raise YearError(
        f"「{run.folder}」这次运行有资金表「{funds}」，请一并给出：--funds {funds}；"
        "没有它，填报总分会少算预算执行的得分 (give the funds table too, or claimed totals lack the execution score)"
    )


def prepare(database: duckdb.DuckDBPyConnection) -> None:
    """Give a database the arithmetic, the empty tables and the views of a year."""
    for each in (MACROS, TABLES, views()):
        database.execute(each)


def year_of(
    database: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], has_last_year: bool = False
) -> Year:
    """The year whose forms and rows a database holds, ready to be asked."""
    queries = {**_FACTS, "last_year": "SELECT count(*) FROM last_row_figures"} if has_last_year else _FACTS
    facts: set[Fact] = set()
    for fact, query in queries.items():
        row = database.execute(query).fetchone()
        if row and row[0]:
            facts.add(fact)
    kind: Kind = "documents" if "files" in manifest["counts"] else "table"
    return Year(database, manifest, kind, frozenset(facts))


def _opened(runs: Sequence[Run], manifests: Sequence[Mapping[str, Any]], work: Path) -> list[Opened]:
    """The runs, each with a folder of its own in `work`: their tables may have the same name (indicators.csv)."""
    return [
        opened(run.folder, manifest, run.source, run.funds, work / str(number))
        for number, (run, manifest) in enumerate(zip(runs, manifests, strict=True))
    ]


def _load(
    database: duckdb.DuckDBPyConnection, run: Opened, is_beside_tables: bool = False
) -> tuple[Texts, ...]:
    """Add a run to the year; the queries of texts that stay in its table."""
    before = database.execute("SELECT count(*) FROM row_figures").fetchone()
    texts = load(database, run, is_beside_tables)
    loaded = database.execute("SELECT count(*) FROM row_figures").fetchone()
    if run.kind == "documents" or run.source is None or before is None or loaded is None:
        return texts
    if loaded[0] - before[0] != run.manifest["counts"]["rows"]:
        raise YearError(
            f"「{run.source}」与「{run.folder}」的得分行数不符 (rows of the table and its scores differ)"
        )
    return texts


def gather_forms(database: duckdb.DuckDBPyConnection) -> None:
    """Make the table `forms` of what was read of the forms, and of what their rows come to."""
    _write_bodies_alike(database)
    for query in (f"CREATE TEMP TABLE sums AS {SUMS}", FORMS, "DROP TABLE sums", "DROP TABLE raw_forms"):
        database.execute(query)


def _write_bodies_alike(database: duckdb.DuckDBPyConnection) -> None:
    """Give all forms of a body the same writing of its name."""
    names = database.execute(
        f"SELECT {OF} AS name, count(*) FROM raw_forms GROUP BY name HAVING name IS NOT NULL"
    )
    others = [(new, old) for old, new in one_writing(dict(names.fetchall())).items() if new != old]
    if others:
        database.executemany("UPDATE raw_forms SET department = ? WHERE department = ?", others)
        rest = "UPDATE raw_forms SET body = ? WHERE body = ? AND coalesce(department, '') = ''"
        database.executemany(rest, others)


def put_aside(database: duckdb.DuckDBPyConnection, texts: Sequence[Texts] = ()) -> None:
    """Put `last_` before the names of the forms and rows, and make empty tables for this year."""
    for name in ("forms", "row_figures", "row_texts"):
        database.execute(f"ALTER TABLE {name} RENAME TO last_{name}")
    database.execute("DROP TABLE duplicates")
    database.execute(TABLES)
    database.execute(views(texts, of="last_"))


_FACTS: dict[Fact, str] = {
    "rows": "SELECT count(*) FROM row_figures",
    "submitted": "SELECT count(claimed) FROM forms",
    "department": "SELECT count(coalesce(department, body)) FROM forms",
    "name": "SELECT count(*) FROM (SELECT 1 FROM texts WHERE name IS NOT NULL LIMIT 1)",
    "funds": "SELECT count(rate) FROM forms",
    "quantities": "SELECT count(goal) FROM row_figures",
    "notes": "SELECT count(note) FROM row_texts",
    "goals": "SELECT count(coalesce(expected, achieved)) FROM forms",
}
