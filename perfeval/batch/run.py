"""One run of `perfeval batch`: what goes in is fixed first, what comes out is whole, and a manifest says both."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from perfeval import __version__
from perfeval.batch.document_check import Options, open_rulebook
from perfeval.batch.document_run import DocumentJob, run_documents
from perfeval.batch.duplicates import fold_duplicates
from perfeval.batch.inputs import changed, documents_by_name, stamps_of, tables_by_name
from perfeval.batch.parts import TABLES_FORMAT, WORK, Output, sha256_of
from perfeval.batch.publishing import MANIFEST, finish, manifest_of, mismatch, outputs_of, publish
from perfeval.batch.rule_map import RuleMap
from perfeval.batch.table.csv_table import TEXTS
from perfeval.batch.table.sheet_table import WORKBOOKS, funds_beside
from perfeval.batch.table.table_files import as_parquet
from perfeval.batch.table_error import TableError
from perfeval.core.codes import CODES
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import CONSISTENT, SCORED, STATUSES
from perfeval.core.ruleset import Ruleset
from perfeval.documents.files_below import FoundFile
from perfeval.documents.suffixes import SUFFIXES
from perfeval.files.lock import InUseError, locked
from perfeval.files.whole import why_unwritten
from perfeval.rulebook.select import select

if TYPE_CHECKING:
    from perfeval.batch.table.table_run import TableJob

Progress = Callable[[int, int], None]
_PLAN = f"{WORK}/run.json"
_ALONE = frozenset(SUFFIXES).difference(TEXTS, WORKBOOKS)
"""Suffixes of documents that are never tables."""
_CHANGES = (("输入", "inputs"), ("规则", "rulesets"), ("选项", "options"), ("程序版本", "engine"))


class BatchError(ValueError):
    """A run that cannot begin: the input is missing, the table cannot be used, or another run is in the folder."""


@dataclass(frozen=True, slots=True)
class Job:
    """A folder of documents or cases, or a tidy table with its funds; the options of `check`; workers.

    `label` is what the run is called beside others.

    With a Spark master (`local[4]`, `spark://host:7077`, `yarn` …) the workers are Spark's.
    """

    source: Path
    options: Options
    funds: Path | None = None
    workers: int = 2
    master: str | None = None
    label: str | None = None


def run_batch(
    job: Job,
    folder: Path,
    resume: bool = False,
    progress: Progress = lambda done, of: None,
    replace: bool = True,
) -> dict[str, Any]:
    """Run a job into `folder`; returns its manifest, which depends on the input and the rules alone, and `by_core`
    and `reused`: rows that went to the core, files or rows that an interrupted run had finished.

    What an earlier run left in the folder stays as it is until this one is complete; without `replace`, a complete one
    stays for good. With `resume`, what an interrupted run of the same job finished is kept, but for one on Spark, which
    repeats lost work by itself and leaves nothing to go on from. Raises BatchError; also where the folder is in use, or
    cannot be written.
    """
    _refuse_what_cannot_be_run(job, folder)
    if job.funds is not None and not job.funds.is_file():
        raise BatchError(f"找不到资金表「{job.funds}」 (no such funds table)")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            return _run_alone(job, folder, resume, progress, replace)
    except InUseError as error:
        raise BatchError(
            f"「{folder}」正被另一次批量复算使用：请等它结束，或换一个输出目录 (in use by another run)"
        ) from error
    except OSError as error:
        where = error.filename or folder
        raise BatchError(
            f"读写「{where}」失败：{why_unwritten(error)}；原有结果没有改动，排除后可加 --resume 接着运行 "
            "(cannot read or write it; an earlier result is as it was)"
        ) from error


def _refuse_what_cannot_be_run(job: Job, folder: Path) -> None:
    if not job.source.exists():
        raise BatchError(f"找不到「{job.source}」 (no such file or folder)")
    if job.source.is_dir() and not DocumentJob(job.source, job.options, without=(folder,)).files:
        raise BatchError(f"「{job.source}」里没有文件：请给出放着自评表的目录 (an empty folder)")
    if job.source.is_file() and job.source.suffix.lower() in _ALONE:
        raise BatchError(
            f"「{job.source}」是一个文件：批量复算要一个目录，如 perfeval batch {job.source.parent} -o out；"
            f"只看这一个，用 perfeval check {job.source.name} (one document: give its folder, or use check)"
        )


def _run_alone(job: Job, folder: Path, resume: bool, progress: Progress, replace: bool) -> dict[str, Any]:
    finish(folder)
    staging = folder / WORK
    files = DocumentJob(job.source, job.options, without=(folder,)).files if job.source.is_dir() else ()
    inputs = documents_by_name(files) if job.source.is_dir() else tables_by_name(job.source, job.funds)
    before = stamps_of(inputs)
    plan = _plan(job, files, inputs)
    if resume and _done(folder, plan):
        if staging.exists():
            shutil.rmtree(staging)
        manifest = manifest_of(folder)
        return {**manifest, "reused": manifest["counts"].get("files.found", manifest["coverage"]["rows"])}
    if not replace and (folder / MANIFEST).is_file():
        _refuse_to_replace(folder, plan, resume)
    output = Output(staging)
    started = staging / _PLAN
    if resume and started.is_file() and json.loads(started.read_text(encoding="utf-8")) != plan:
        raise BatchError(
            f"「{folder}」中未完成的是另一次运行：输入、规则或选项已改变；去掉 --resume 重新开始，或换一个目录 "
            "(another run)"
        )
    resume = resume and started.is_file()
    if staging.exists() and not resume:
        shutil.rmtree(staging)
    output.prepare(())
    try:
        if job.master is None:
            output.write_json(_PLAN, plan)
            counts = _run(job, folder, resume, progress)
        else:
            counts = _run_on_spark(job, folder, job.master, progress)
    except TableError as error:
        raise BatchError(str(error)) from error
    if others := changed(before, inputs):
        named = "、".join(f"「{each}」" for each in others[:5])
        raise BatchError(
            f"运行期间有 {len(others)} 个输入文件被改动或移走：{named}；结果没有写出，原有结果没有改动，"
            "请等文件不再改动后重新运行 (inputs changed while they were read: run again)"
        )
    if job.source.is_dir():
        counts["duplicates"] = fold_duplicates(staging)
    # How many rows went to the core can hang on which thread met a spelling first: told, but not a part of the result.
    by_core, reused = counts.pop("by_core", 0), counts.pop("reused", 0)
    manifest = {
        **plan,
        **({"label": job.label} if job.label else {}),
        **_unmet(job, staging),
        "coverage": _coverage(counts),
        "clean": _is_clean(counts),
        "counts": dict(sorted(counts.items())),
        "outputs": outputs_of(staging),
    }
    publish(folder, manifest)
    return {**manifest, "by_core": by_core, "reused": reused}


def _refuse_to_replace(folder: Path, plan: Mapping[str, Any], resume: bool) -> None:
    """Raise BatchError: a complete run is there, and `resume` cannot take it over as it is."""
    there = manifest_of(folder)
    rows = f"{there['coverage']['rows']:,}"
    said = f"「{folder}」里已有一次完整的运行（{len(there['inputs'])} 个输入，{rows} 行）"
    if resume:
        changed = [name for name, key in _CHANGES if there.get(key) != plan.get(key)]
        said += f"，而{'、'.join(changed) or '结果文件'}已经改变"
    raise BatchError(
        f"{said}：请换一个输出目录，或加 --force 重算后替换它 (a complete run: take another folder, or --force)"
    )


def _run(job: Job, folder: Path, resume: bool, progress: Progress) -> Counter[str]:
    if job.source.is_dir():
        documents = DocumentJob(job.source, job.options, job.workers, without=(folder,))
        return run_documents(documents, folder / WORK, resume, progress)
    from perfeval.batch.table.table_run import run_table

    return run_table(_table_job(job, folder / WORK), folder / WORK, resume, progress)


def _run_on_spark(job: Job, folder: Path, master: str, progress: Progress) -> Counter[str]:
    try:
        from perfeval.batch.spark.spark_run import run_documents_on_spark, run_table_on_spark
        from perfeval.batch.spark.spark_session import SparkError
    except ModuleNotFoundError as error:
        raise BatchError(
            f"缺少 {error.name}，请先安装：pip install 'perfeval[spark]' (install the extra)"
        ) from error
    try:
        if job.source.is_dir():
            documents = DocumentJob(job.source, job.options, job.workers, without=(folder,))
            return run_documents_on_spark(documents, folder / WORK, master, progress)
        return run_table_on_spark(_table_job(job, folder / WORK), folder / WORK, master, progress)
    except SparkError as error:
        raise BatchError(str(error)) from error


def _table_job(job: Job, folder: Path) -> TableJob:
    from perfeval.batch.table.table_run import TableJob

    work = folder / WORK
    funds = as_parquet(job.funds, work, "funds") if job.funds else funds_beside(job.source, work)
    return TableJob(as_parquet(job.source, work), funds, _ruleset(job.options), job.options.year, job.workers)


def _ruleset(options: Options) -> Ruleset:
    """The rule set of a whole table: the one named, else the default of the jurisdiction and year."""
    if options.rule_map is not None:
        raise BatchError(
            "--map 用于文档目录，明细表一次只用一套规则：请把表按规则拆成几个文件，各运行一次（--rules、--label），"
            "再用 perfeval summary 合成一份汇总；拆表的写法见 docs/batch.md "
            "(--map is for folders of documents: split a table by rule set, run each part, then sum the runs)"
        )
    rulebook = open_rulebook(options)
    form = SelfEvaluationForm(year=options.year)
    chosen = select(form, rulebook.library, rulebook.bodies, options.rules, options.jurisdiction)
    if isinstance(chosen, Problem):
        raise BatchError(chosen.message("zh"))
    return chosen.ruleset


def _plan(job: Job, files: Sequence[FoundFile], inputs: Mapping[str, Path]) -> dict[str, Any]:
    """What decides the result: the engine, the bytes of the input, the rules, the options."""
    if job.source.is_dir():
        rulesets = open_rulebook(job.options).library.rulesets
        asked = job.options.rules if job.options.rule_map is None else None
        rules = [each for each in rulesets if asked in (None, each.id)]
        _refuse_unknown_folders(job.options.rule_map, [each.name for each in files])
    else:
        rules = [_ruleset(job.options)]
    return {
        "format": "perfeval.batch/1",
        "tables": TABLES_FORMAT,
        "engine": __version__,
        "inputs": {
            name: {"sha256": sha256_of(path), "bytes": path.stat().st_size} for name, path in inputs.items()
        },
        "rulesets": {each.id: {"version": each.version, "sha256": each.sha256} for each in rules},
        "options": {
            "rules": job.options.rules,
            "jurisdiction": job.options.jurisdiction,
            "year": job.options.year,
            **({"map": _map_lines(job.options.rule_map)} if job.options.rule_map else {}),
        },
    }


def _map_lines(rule_map: RuleMap) -> list[dict[str, Any]]:
    """The lines of a rule map as the manifest keeps them."""
    return [
        {
            "folder": each.folder,
            "body": each.body,
            "rules": each.rules,
            "jurisdiction": each.jurisdiction,
            "year": each.year,
            "facts": [f"{name}={value}" for name, value in each.facts],
        }
        for each in rule_map.lines
    ]


def _refuse_unknown_folders(rule_map: RuleMap | None, files: list[str]) -> None:
    unknown = rule_map.unknown_folders(files) if rule_map else ()
    if unknown:
        named = "、".join(f"第{each.number}行「{each.folder}」" for each in unknown)
        raise BatchError(
            f"规则对照表里的文件夹没有文件：{named}；请写输入目录之下的路径，如「教育局」「教育局/二中」 "
            "(no file in these folders of the map)"
        )


def _unmet(job: Job, staging: Path) -> dict[str, Any]:
    """The bodies of a rule map of which the run had no form."""
    if job.options.rule_map is None:
        return {}
    totals = pq.read_table(staging / "totals.parquet", columns=["body", "department"])
    met = {each for column in totals.columns for each in column.unique().to_pylist()}
    return {"map_unmet": list(job.options.rule_map.unmet_bodies(met))}


def _done(folder: Path, plan: Mapping[str, Any]) -> bool:
    path = folder / MANIFEST
    if not path.is_file():
        return False
    manifest = json.loads(path.read_text(encoding="utf-8"))
    is_same = all(manifest.get(key) == value for key, value in plan.items())
    return is_same and mismatch(folder, manifest) is None


def _coverage(counts: Counter[str]) -> dict[str, int]:
    """How many rows were scored, refused, left without marks and ignored, execution rows included."""
    everywhere = {status: counts[status] + counts[f"execution.{status}"] for status in STATUSES}
    others: dict[str, int] = {status: everywhere[status] for status in STATUSES if status not in SCORED}
    return {
        "rows": sum(everywhere.values()),
        "scored": sum(everywhere[status] for status in SCORED),
        **others,
    }


def _is_clean(counts: Counter[str]) -> bool:
    """No row differs, is undecided or refused, no file without forms, and nothing found is an error."""
    wrong = [status for status in STATUSES if status not in CONSISTENT]
    bad = [*wrong, *(f"execution.{status}" for status in wrong), "files_without_forms"]
    codes = [name.removeprefix("problem.") for name in counts if name.startswith("problem.")]
    return not any(counts[name] for name in bad) and all(CODES[code].severity != "error" for code in codes)
