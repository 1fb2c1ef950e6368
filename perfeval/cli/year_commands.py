"""Commands on a whole year (全年命令): batch, summary, compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from perfeval.cli.app import app
from perfeval.cli.job_notes import JobNotes, job_notes
from perfeval.cli.options import (
    BY_SUFFIX,
    Files,
    Force,
    Funds,
    Jurisdiction,
    Language,
    LastYear,
    LastYearInput,
    Log,
    Out,
    Rules,
    RulesDir,
    Shown,
    TableShape,
    Workers,
    Year,
    cores,
    known_ruleset,
    options_of,
)
from perfeval.cli.output import (
    STANDARD_OUTPUT,
    Destination,
    Lang,
    destination,
    extra_missing,
    format_of,
    json_text,
    notice,
    show,
    unread_code,
    warn,
)

if TYPE_CHECKING:
    from perfeval.uses.checking import Options


@app.command()
def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            help="文档或案例目录，或明细表 .parquet/.csv/.xlsx。 A folder of documents or cases, or a tidy table.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="输出目录。 Folder to write.")
    ],
    funds: Funds = None,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    rule_map: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="规则对照表 .csv/.xlsx：文件夹或单位，各用哪个规则集、地区、年度、事实。 "
            "A table of folders or bodies with the rule set, jurisdiction, year, facts of each.",
        ),
    ] = None,
    label: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="这次运行的名称，如「修订后」。 What the run is called."),
    ] = None,
    workers: Workers = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="接着中断的运行，说明沿用了多少。 Go on with an interrupted run.")
    ] = False,
    summary: Annotated[
        bool, typer.Option(help="生成汇总与全年排查。 Write the summary and the forensics.")
    ] = True,
    last_year: LastYear = None,
    last_year_input: LastYearInput = None,
    shape: TableShape = "table",
    lang: Language = "zh",
    engine: Annotated[
        Literal["local", "spark"], typer.Option(help="在本机或在 Spark 上运行。 This machine, or Spark.")
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Spark 主节点，默认 local[并行数]。 Spark's master; default: local[N]."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="替换输出目录里完整的结果。 Replace a complete run in DIR.")
    ] = False,
    progress: Shown = "auto",
    log: Log = None,
) -> None:
    """批量复算：一年的文档或明细表一次算完，结果为 Parquet 表、manifest.json 和全年汇总。

    Score a whole year in one run: Parquet tables, a manifest, the summary of the year. Needs the extra `batch`.

    例 Examples:

      perfeval batch 2023年自评表/ -o out

      perfeval batch 2023年明细.xlsx -o out        指标、资金各一张工作表 indicators and funds on two sheets

      perfeval batch indicators.parquet --funds funds.parquet --rules cn-caiyu-2020-10 -o out --resume

      perfeval batch 2023年自评表/ --map 规则对照表.xlsx -o out

      perfeval batch 2023年自评表/ -o out --last-year out-2022

      perfeval batch indicators.parquet --funds funds.parquet -o out --engine spark --master spark://host:7077

      perfeval batch 2023年自评表/ -o out --resume --progress none --log batch.log     定时任务 for cron

    退出码 Exit code: 0 一致 clean; 1 有不一致或无法复算 something differs or is refused; 2 无法运行 cannot run;
    3 有文件没有读取 a file was not read.
    """
    try:
        from perfeval.batch.document_check import options_with_map
        from perfeval.batch.file_table import not_read
        from perfeval.batch.inputs import empty_folders
        from perfeval.batch.run import BatchError, Job, run_batch
        from perfeval.batch.write_run import run_lines
    except ModuleNotFoundError as error:
        raise typer.Exit(extra_missing(error)) from error

    if master is not None and engine != "spark":
        raise typer.BadParameter("--master 需要 --engine spark (only with --engine spark)")
    where = (master or f"local[{workers or cores()}]") if engine == "spark" else None
    options = options_of(rules, jurisdiction, year, rules_dir)
    try:
        mapped = options_with_map(options, rule_map) if rule_map else options
    except ValueError as error:
        notice(error)
        raise typer.Exit(2) from error
    if summary and last_year:
        _refuse_no_run(last_year, last_year_input)
    job = Job(source, mapped, funds, workers or cores(), where, label)
    if not source.is_dir() and engine == "local":
        _tell_of_compiling()
    with job_notes(progress, log, "batch", source=str(source), output=str(output)) as notes:
        tell = notes.progress("score", "files" if source.is_dir() else "rows")
        try:
            manifest = run_batch(job, output, resume, tell, replace=force)
        except BatchError as error:
            notes.say(error)
            raise typer.Exit(2) from error
        unread = not_read(output)
        for each in unread:
            notes.tell("not-read", file=each["file"], code=each["code"], text=each["message"])
        notes.tell("scored", reused=manifest["reused"], clean=manifest["clean"], **manifest["coverage"])
        if source.is_dir() and (empty := empty_folders(source)):
            named = "、".join(empty[:_NAMED]) + (" …" if len(empty) > _NAMED else "")
            notes.say(f"没有文件的文件夹 {len(empty)} 个：{named} (folders without a file)")
        show(json_text(manifest) if shape == "json" else "\n".join(run_lines(manifest, lang, unread)))
        code = _ran_code(manifest)
        if summary and code == NOTHING_READ:
            notes.say("没有可以汇总的自评表，没有生成汇总 (no form, so no summary)")
        elif summary:
            given = [output] if source.is_dir() else [output, source]
            _summarise(given, funds, (last_year, last_year_input), None, lang, notes)
        raise typer.Exit(code)


def _refuse_no_run(last_year: Path, table: Path | None) -> None:
    """End where last year's folder cannot be compared with, before the hours that this year takes."""
    from perfeval.batch.year.year import Run, YearError, read_manifest

    try:
        read_manifest(Run(last_year, table))
    except YearError as error:
        notice(error)
        raise typer.Exit(2) from error


_NAMED = 10
"""Folders that a notice names."""
NOTHING_READ = 2
"""The exit code of a run that ended without a form."""


def _ran_code(manifest: dict[str, Any]) -> int:
    """As for single files: 2 there was nothing to score, 3 a file was not read, 1 something needs eyes."""
    counts = manifest["counts"]
    is_read = bool(counts.get("forms") or counts.get("rows") or manifest["coverage"]["rows"])
    return unread_code(is_read, bool(counts.get("files_without_forms"))) or int(not manifest["clean"])


@app.command("summary")
def summary_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR… [INPUT…]",
            help="batch 的输出目录，可给几个；明细表的运行须给出原表和资金表。 Folders that batch wrote, one or "
            "several; and the tables, where a run was over one.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help="几次运行合成一份时的输出目录。 Folder for several runs."
        ),
    ] = None,
    funds: Annotated[Path | None, typer.Option(metavar="FILE", help="资金表。 The funds table.")] = None,
    last_year: LastYear = None,
    last_year_input: LastYearInput = None,
    lang: Language = "zh",
    progress: Shown = "auto",
    log: Log = None,
) -> None:
    """全年汇总：总分分布、失分构成、先看哪里、全年排查，写成 .xlsx 和 .html。

    The summary of a finished batch run: summary.xlsx, summary.html and forensics.parquet beside it; of several runs
    that have no project in common, in a folder of its own.

    例 Examples:

      perfeval summary out

      perfeval summary out indicators.parquet --funds funds.parquet --last-year out-2022

      perfeval summary out-教育 out-水务 out-交通 -o 全市

    退出码 Exit code: 同该次 batch as of the batch; 2 无法汇总 cannot summarise.
    """
    with job_notes(progress, log, "summary", paths=[str(each) for each in paths]) as notes:
        folders = _summarise(paths, funds, (last_year, last_year_input), output, lang, notes)
        from perfeval.batch.publishing import manifest_of

        raise typer.Exit(max(_ran_code(manifest_of(each)) for each in folders))


def _tell_of_compiling() -> None:
    """Say, to who waits at a terminal, why the first run over a table begins slowly."""
    from perfeval.batch.columnar.machine_words import is_compiled

    if sys.stderr.isatty() and not is_compiled():
        typer.echo(
            "本机首次运行，先编译计算核心，约十秒，以后不再需要 (compiling once, some ten seconds)", err=True
        )


def _summarise(
    paths: list[Path],
    funds: Path | None,
    last_year: tuple[Path | None, Path | None],
    output: Path | None,
    lang: Lang,
    notes: JobNotes,
) -> list[Path]:
    """Write a summary; the folders of the runs that it is of."""
    try:
        from perfeval.uses.summarising import (
            WRITTEN,
            Run,
            YearError,
            lacks_its_table,
            manifest_of,
            runs_of,
            write_summary,
        )
    except ModuleNotFoundError as error:
        typer.echo(
            f"缺少 {error.name}，请先安装：pip install 'perfeval[batch]' (install the extra)", err=True
        )
        raise typer.Exit(2) from error

    before, before_input = last_year
    # Small runs take no time; where nobody waits at a terminal, a line for each step would only be in the way.
    tell = notes.progress("summary", "steps", is_quiet=True)
    try:
        runs = runs_of([*paths, *([funds] if funds else [])])
        if len(runs) > 1 and output is None:
            raise YearError("几次运行合成一份汇总须用 -o 给出目录 (give a folder with -o for several runs)")
        last = Run(before, before_input) if before else None
        folder = output or runs[0].folder
        write_summary(runs, last, lang, tell, into=folder)
        for each in filter(lacks_its_table, runs):
            inputs = " --funds ".join(manifest_of(each.folder)["inputs"])
            notes.say(
                f"「{each.folder}」算的是明细表，而没有给出原表：汇总里只有总分，没有逐行的数和排查；全的请用 "
                f"perfeval summary {each.folder} {inputs} (totals alone: give the table too)"
            )
    except YearError as error:
        notes.say(error)
        raise typer.Exit(2) from error
    notes.tell("wrote", files=[str(folder / name) for name in WRITTEN])
    if notes.shape != "json":
        notice("  ".join(str(folder / name) for name in WRITTEN))
    return [each.folder for each in runs]


@app.command()
def compare(
    files: Files,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", metavar="ID", help="两个规则集，重复此选项。 Two rule sets: give it twice."),
    ] = None,
    funds: Funds = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="两次 batch 运行算过的明细表。 The table that two batches scored."),
    ] = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    workers: Workers = None,
    shape: Annotated[Literal["table", "json"] | None, BY_SUFFIX] = None,
    output: Out = None,
    force: Force = False,
    lang: Language = "zh",
) -> None:
    """比较：同一批表在两个规则集下，哪些行和总分变化、变多少、为什么。

    The same forms under two rule sets: which rows and totals change, by how much, why.
    A whole year (more than 30 documents, a tidy table, two outputs of batch) is summed by department and category.

    例 Examples:

      perfeval compare report.txt --rules cn-caiyu-2020-10 --rules cn-caiyu-2021-101

      perfeval compare 2023年自评表/ --rules cn-caiyu-2020-10 --rules cn-caiyu-2021-101 -o compare.html

      perfeval compare indicators.parquet --funds funds.parquet --rules A --rules B -o compare/

      perfeval compare out-a/ out-b/ --table indicators.parquet --funds funds.parquet -o compare.xlsx
    """
    from perfeval.documents.read import files_of
    from perfeval.documents.writers.comparison.write_compare import compare_json, compare_table
    from perfeval.rulebook.library import load_library
    from perfeval.uses.comparing import FEW, compare_files, is_year

    to = _compared_into(shape, output, [*files, *(each for each in (funds, table) if each)], force)
    library = load_library(tuple(rules_dir or ()))
    sets = [known_ruleset(identity, library, lang) for identity in rules or ()]
    if len(sets) not in (0, 2):
        raise typer.BadParameter("--rules A --rules B")
    paths = [found.path for found in files_of(files)] if sets else []
    asks_for_sums = not sets or bool(funds or table) or is_year(paths, output)
    is_json = shape == "json" or (output is not None and output.suffix.lower() == ".json")
    is_many = not asks_for_sums and len(paths) > FEW and not is_json
    if is_many:
        notice(
            f"{len(paths):,} 个文件，只列合计；要每一行的变化，用 --format json 或 -o 目录 "
            f"(more than {FEW} files are summed; for every row: --format json, or a folder with -o)"
        )
    if asks_for_sums or is_many:
        options = options_of(None, None, year, rules_dir)
        _compare_year(files, rules or [], funds, table, options, workers, shape, to, lang)
        return
    first, second = sets
    report, problems, read = compare_files(files, first, second, year)
    warn(problems, lang)
    if not report.forms:
        raise typer.Exit(2)
    show(json_text(compare_json(report)) if is_json else compare_table(report, lang), to)
    raise typer.Exit(unread_code(True, read.unread + read.without_forms > 0))


_COMPARISONS: tuple[Literal["table", "json", "html", "xlsx"], ...] = ("table", "json", "html", "xlsx")


def _compared_into(
    shape: Literal["table", "json"] | None, output: Path | None, inputs: list[Path], force: bool
) -> Destination:
    """Where a comparison goes: a file, or a folder, which must be empty or given with --force."""
    if output is None or output.suffix:
        format_of(shape, output, _COMPARISONS)
        return destination(output, inputs, force)
    if any(output.resolve() == each.resolve() for each in inputs):
        raise typer.BadParameter(f"「{output}」是输入 is an input", param_hint="-o")
    if output.exists() and not force and (not output.is_dir() or any(output.iterdir())):
        said = f"「{output}」已存在；换一个名字，或加 --force exists: take another name, or add --force"
        raise typer.BadParameter(said, param_hint="-o")
    return Destination(output, force)


def _compare_year(
    files: list[Path],
    rules: list[str],
    funds: Path | None,
    table: Path | None,
    options: Options,
    workers: int | None,
    shape: Literal["table", "json"] | None,
    to: Destination,
    lang: Lang,
) -> None:
    output = to.path
    try:
        from perfeval.batch.progress import progress_line
        from perfeval.batch.run import BatchError, Job
        from perfeval.batch.table.table_files import is_table
        from perfeval.batch.year.compare_output import compare_into, comparison_of
    except ModuleNotFoundError as error:
        raise typer.Exit(extra_missing(error)) from error
    from perfeval.documents.writers.comparison.write_year import year_json, year_table

    tell = progress_line("行" if funds or is_table(files[0]) else "个文件")
    try:
        job = Job(files[0], options, funds, workers or cores())
        found, written = compare_into(output, comparison_of(files, job, rules, table, tell), lang)
    except BatchError as error:
        notice(error)
        raise typer.Exit(2) from error
    for path in written:
        notice(f"→ {path}")
    if not found.totals.all:
        typer.echo("没有可以比较的自评表 (no form to compare)", err=True)
        raise typer.Exit(2)
    is_text = output is not None and output.suffix.lower() in (".json", ".txt")
    is_json = shape == "json" or (output is not None and output.suffix.lower() == ".json")
    text = json_text(year_json(found)) if is_json else year_table(found, lang)
    show(text, to if is_text else STANDARD_OUTPUT)
    raise typer.Exit(unread_code(True, bool(found.without_forms)))
