"""A year under two rule sets (全年口径比较): two batch runs of the same inputs, read side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from perfeval.batch.parts import TABLES_FORMAT, WORK, Output, sha256_of
from perfeval.batch.publishing import MANIFEST, mismatch
from perfeval.batch.run import BatchError, Job, Progress, run_batch
from perfeval.batch.table.columns import columns_of
from perfeval.batch.table.sheet_table import funds_beside
from perfeval.batch.table.table_files import as_parquet
from perfeval.batch.table_error import TableError
from perfeval.batch.year.aligned import Columns, UnequalLengthsError, aligned, by_name, rows_of
from perfeval.batch.year.compared import TABLES, Tally
from perfeval.batch.year.departments import Departments
from perfeval.batch.year.moves import SCORE, with_moves
from perfeval.batch.year.uncompared import uncompared
from perfeval.core.category import keys_of
from perfeval.core.problems import Problem
from perfeval.documents.writers.comparison.year_comparison import ComparedSet, YearComparison
from perfeval.rulebook.library import Library, load_library

_TEXT, _COUNT = pa.string(), pa.int64()
_EXECUTION = "execution"
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Tables:
    """The tidy table that was scored, and its funds: what the runs' own output does not repeat."""

    indicators: Path
    funds: Path | None = None


def compare_year(
    job: Job, rules: tuple[str, str], folder: Path, progress: Progress = lambda done, of: None
) -> YearComparison:
    """Run a job under both rule sets into `folder`/A and `folder`/B, then compare; what is there is used again."""
    runs = folder / "A", folder / "B"
    for run, identity in zip(runs, rules, strict=True):
        run_batch(replace(job, options=replace(job.options, rules=identity)), run, True, progress)
    tables = None if job.source.is_dir() else Tables(job.source, job.funds)
    return compare_runs(*runs, folder, tables, job.options.rules_dirs)


def compare_runs(
    first: Path, second: Path, folder: Path, tables: Tables | None = None, rules_dirs: tuple[Path, ...] = ()
) -> YearComparison:
    """Compare two finished runs of the same inputs into the tables of `folder`; raises BatchError."""
    manifests = _manifest(first), _manifest(second)
    _refuse_different(manifests[0]["inputs"], manifests[1]["inputs"])
    is_table = not _has_files(first)
    if is_table and tables is None:
        raise BatchError(
            "两次运行算的是明细表：请用 --table（和 --funds）给出原表 (name the table that was scored)"
        )
    output = Output(folder)
    output.prepare(TABLES)
    output.clear()
    try:
        if tables is None:
            again = _handed_in_again(first)
            totals, rows = _document_totals(first, second, again), _document_rows(first, second, again)
        else:
            _refuse_other(tables, manifests[0]["inputs"])
            parquet = _as_parquet(tables, folder / WORK)
            totals, rows = _table_totals(first, second, parquet), _table_rows(first, second, parquet)
        tally = Tally(output)
        for each in totals:
            tally.add_totals(with_moves(each))
        for each in rows:
            scored = each.filter(_is_scored(each))
            tally.add_rows(with_moves(scored), _groups(scored))
    except UnequalLengthsError as error:
        raise BatchError("两次运行的行数不同，不能比较；请用同一版本重新运行 (different rows)") from error
    except TableError as error:
        raise BatchError(str(error)) from error
    output.finish()
    library = load_library(rules_dirs)
    sets = [_set(each, library) for each in manifests]
    found = tally.finished(sets[0], sets[1], list(manifests[0]["inputs"]))
    return replace(found, uncompared=uncompared(first, second))


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise BatchError(
            f"「{folder}」不是完整的批量复算结果：没有 {MANIFEST} (not the output of a finished batch)"
        )
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("tables") != TABLES_FORMAT:
        raise BatchError(
            f"「{folder}」由较早的版本生成，表的列已不同，请重新运行 batch (of an earlier version: run batch again)"
        )
    if (part := mismatch(folder, manifest)) is not None:
        raise BatchError(
            f"「{folder}」里的「{part}」与 {MANIFEST} 不符：不是同一次运行的结果，请重新运行 batch "
            "(not of the run that the manifest describes)"
        )
    return manifest


def _refuse_different(first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    different = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    if different:
        named = "、".join(different[:3]) + ("…" if len(different) > 3 else "")
        raise BatchError(
            f"两次运行的输入不同，不能比较：{named}（{len(different)} 个文件） (the runs have different inputs)"
        )


def _refuse_other(tables: Tables, inputs: Mapping[str, Any]) -> None:
    known = {each["sha256"] for each in inputs.values()}
    for path in (tables.indicators, tables.funds):
        if path is not None and not path.exists():
            raise BatchError(f"找不到「{path}」 (no such file)")
        if path is not None and sha256_of(path) not in known:
            raise BatchError(f"「{path}」不是这两次运行算过的表 (not the table that was scored)")


def _as_parquet(tables: Tables, work: Path) -> Tables:
    funds = as_parquet(tables.funds, work, "funds") if tables.funds else funds_beside(tables.indicators, work)
    return Tables(as_parquet(tables.indicators, work), funds)


def _has_files(run: Path) -> bool:
    part = next(run.glob("totals.parquet/part-*.parquet"), None)
    return part is not None and "file" in pq.ParquetFile(part).schema_arrow.names


def _set(manifest: Mapping[str, Any], library: Library) -> ComparedSet:
    """The rules of a run, under the run's label where it has one."""
    found = _rules_of(manifest, library)
    if not (label := manifest.get("label")):
        return found
    return replace(found, title={lang: f"{label}：{title}" for lang, title in found.title.items()})


def _rules_of(manifest: Mapping[str, Any], library: Library) -> ComparedSet:
    rulesets: Mapping[str, Mapping[str, str]] = manifest["rulesets"]
    used = [each for each in rulesets if len(rulesets) == 1 or manifest["counts"].get(f"ruleset.{each}")]
    if len(used) != 1:
        words = {"zh": "按地区、年度或规则对照表选用", "en": "chosen by jurisdiction, year or map"}
        return ComparedSet("、".join(used) or "—", words, "", "")
    (identity,) = used
    stated = rulesets[identity]
    found = library.find(identity)
    if isinstance(found, Problem) or found.sha256 != stated["sha256"]:
        return ComparedSet(identity, {"zh": identity, "en": identity}, stated["version"], "")
    return ComparedSet(
        identity, {"zh": found.title.zh, "en": found.title.of("en")}, found.version, found.evidence
    )


_ENDS: Columns = {"low": ("low", SCORE), "high": ("high", SCORE)}


def _texts(*names: str) -> Columns:
    return {name: (name, _TEXT) for name in names}


def _sides(first: Path, second: Path, table: str, columns: Columns) -> Iterator[tuple[pa.Table, pa.Table]]:
    return aligned(rows_of(first / table, columns), rows_of(second / table, columns))


def _refuse_unaligned(one: pa.Table, other: pa.Table, keys: tuple[str, ...]) -> None:
    if not one.select(keys).equals(other.select(keys)):
        raise UnequalLengthsError


def _ends(one: pa.Table, other: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {
        f"{side}_{end}": each[end]
        for side, each in (("first", one), ("second", other))
        for end in ("low", "high")
    }


def _is_scored(rows: pa.Table) -> pa.ChunkedArray:
    """Rows that at least one set does not ignore."""
    ignored = (pc.equal(rows[f"{side}_status"], "ignored") for side in ("first", "second"))
    return pc.invert(pc.fill_null(pc.and_(*ignored), False))


def _groups(rows: pa.Table) -> pa.Table:
    """Dimension and category of each row by their keys in the core; each spelling is looked at once."""
    printed = (pc.fill_null(rows[name], "") for name in ("dimension", "category"))
    coded = pc.binary_join_element_wise(*printed, _SEPARATOR).combine_chunks().dictionary_encode()
    keys = [_keys(*text.split(_SEPARATOR)[:2]) for text in coded.dictionary.to_pylist()]
    named = {
        name: pa.array([key[at] for key in keys], _TEXT).take(coded.indices)
        for at, name in enumerate(("dimension", "category"))
    }
    return pa.table(named)


@cache
def _keys(dimension: str, category: str) -> tuple[str, str | None]:
    if dimension == _EXECUTION:
        return _EXECUTION, None
    return keys_of(dimension, category)


def _handed_in_again(run: Path) -> pa.Array:
    """The keys of the forms that do not count in a run: of projects that were handed in more than once."""
    parts = sorted(run.glob("duplicates.parquet/*.parquet"))
    return pa.array(chain.from_iterable(_form_keys(pq.read_table(part)).to_pylist() for part in parts), _TEXT)


def _form_keys(lines: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(lines["file"], pc.cast(lines["form"], _TEXT), _SEPARATOR)


def _document_totals(first: Path, second: Path, again: pa.Array) -> Iterator[pa.Table]:
    named = {
        **_ENDS,
        **_texts("project_id", "file", "project", "body", "department"),
        "form": ("form", _COUNT),
    }
    for one, other in _sides(first, second, "totals.parquet", named):
        _refuse_unaligned(one, other, ("file", "form"))
        departments, bodies = (
            pc.if_else(pc.equal(one[name], ""), None, one[name]) for name in ("department", "body")
        )
        names = {name: one[name] for name in ("project_id", "file", "form", "project")}
        counted = pc.invert(pc.is_in(_form_keys(one), again))
        described = {**names, "department": pc.coalesce(departments, bodies), "counted": counted}
        yield pa.table({**described, **_ends(one, other)})


def _document_rows(first: Path, second: Path, again: pa.Array) -> Iterator[pa.Table]:
    named = {
        **_ENDS,
        **_texts(
            "project_id",
            "file",
            "project",
            "dimension",
            "category",
            "name",
            "target",
            "actual",
            "status",
            "rule",
        ),
        "form": ("form", _COUNT),
        "row": ("row", _COUNT),
    }
    for one, other in _sides(first, second, "scores.parquet", named):
        _refuse_unaligned(one, other, ("file", "form", "row"))
        names = (
            *("project_id", "row", "file", "form", "project"),
            *("dimension", "category", "name", "target", "actual"),
        )
        rules = {"first_rule": one["rule"], "second_rule": other["rule"]}
        dimension = pc.if_else(pc.equal(one["row"], 0), _EXECUTION, one["dimension"])
        described = {**{name: one[name] for name in names}, "dimension": dimension}
        rows = pa.table({**described, **_ends(one, other), **_statuses(one, other), **rules})
        yield rows.filter(pc.invert(pc.is_in(_form_keys(rows), again)))


def _table_totals(first: Path, second: Path, tables: Tables) -> Iterator[pa.Table]:
    departments = Departments({"funds": tables.funds, "indicators": tables.indicators})
    for one, other in _sides(first, second, "totals.parquet", {**_ENDS, **_texts("project_id")}):
        _refuse_unaligned(one, other, ("project_id",))
        projects = one["project_id"]
        named = {"project_id": projects, "project": projects, "department": departments.of(projects)}
        yield pa.table({**named, **_ends(one, other)})


def _table_rows(first: Path, second: Path, tables: Tables) -> Iterator[pa.Table]:
    names = pq.ParquetFile(tables.indicators).schema_arrow.names
    columns = columns_of(names, "indicators", str(tables.indicators))
    wanted = {"project": "project_id", "dimension": "level1", "category": "level2"}
    wanted |= {name: name for name in ("name", "target", "actual")}
    described = rows_of(
        tables.indicators, {name: (columns.get(ours, ""), _TEXT) for name, ours in wanted.items()}
    )
    scored = {**_ENDS, **_texts("status")}
    sides = (rows_of(run / "scores.parquet", scored) for run in (first, second))
    at = 0
    for one, other, rows in aligned(*sides, described):
        numbers = pa.array(range(at, at + len(rows)), _COUNT)
        at += len(rows)
        yield pa.table(
            {
                "project_id": rows["project"],
                "row": numbers,
                **by_name(rows),
                **_ends(one, other),
                **_statuses(one, other),
            }
        )
    yield from _execution_rows(first, second)


def _execution_rows(first: Path, second: Path) -> Iterator[pa.Table]:
    """The execution rows, which a table's run keeps beside the totals; none where there were no funds."""
    columns: Columns = {
        "project": ("project_id", _TEXT),
        "status": ("execution_status", _TEXT),
        "low": ("execution_low", SCORE),
        "high": ("execution_high", SCORE),
    }
    for one, other in _sides(first, second, "totals.parquet", columns):
        if one["status"].null_count == len(one):
            return
        empty = pa.nulls(len(one), _TEXT)
        yield pa.table(
            {
                "project_id": one["project"],
                "row": pa.nulls(len(one), _COUNT),
                "project": one["project"],
                "dimension": pa.array([_EXECUTION] * len(one)),
                **dict.fromkeys(("category", "name", "target", "actual"), empty),
                **_ends(one, other),
                **_statuses(one, other),
            }
        )


def _statuses(one: pa.Table, other: pa.Table) -> dict[str, pa.ChunkedArray]:
    return {"first_status": one["status"], "second_status": other["status"]}
