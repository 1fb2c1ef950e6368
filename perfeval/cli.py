"""The command line (命令行): parse options, call one function, print, exit code. No computation here.

Only typer is imported at the top: `perfeval --help` must answer in a blink.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from perfeval.checking import Checking, Options
    from perfeval.core.results import CheckedForm, RowResult
    from perfeval.core.ruleset import Ruleset

Lang = Literal["zh", "en"]
CheckFormat = Literal["table", "json", "csv"]
ReportFormat = Literal["table", "json", "csv", "html", "xlsx"]

app = typer.Typer(
    name="perfeval",
    help="精确复算预算绩效自评表。 Recompute budget-performance self-evaluation forms, exactly.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="规则集。 Rule sets.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")
checks_app = typer.Typer(help="复核检查。 Checks of the review.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(checks_app, name="checks")


def _version(wanted: bool) -> None:
    if wanted:
        from perfeval import __version__

        typer.echo(f"perfeval {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。 Version.")
    ] = False,
) -> None:
    """精确复算预算绩效自评表。 Recompute budget-performance self-evaluation forms, exactly."""


Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="文档、YAML 案例、目录，或 - 表示标准输入。 Documents, YAML cases, directories, or - for standard input.",
    ),
]
SomeFiles = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE...", help="同 check：文档、YAML 案例、目录或 -。 Documents, cases, directories, -."
    ),
]
Rules = Annotated[
    str | None,
    typer.Option("--rules", metavar="ID", help="指定规则集（默认按地区和年度选用）。 Rule set to use."),
]
Jurisdiction = Annotated[
    str | None, typer.Option(metavar="PATH", help="地区，如 cn/hubei。 Jurisdiction, such as cn/hubei.")
]
Year = Annotated[
    int | None, typer.Option(help="表中没有写年度时按此年度。 Fiscal year of forms that print none.")
]
RulesDir = Annotated[
    list[Path] | None,
    typer.Option("--rules-dir", metavar="DIR", help="另加规则目录，可重复。 Further directory of rule sets."),
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--fact",
        metavar="NAME=VALUE",
        help="表上没有的事实，如 finished=yes，可重复；见 rules show。 A fact that no form prints, repeatable.",
    ),
]
Out = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="写入文件。 Write to a file.")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="并行数，缺省为处理器核数。 Processes, or threads for tables; else one a core."),
]
Language = Annotated[Lang, typer.Option("--lang", help="输出语言。 Language of the output.")]
LastYear = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="上年 batch 的输出目录，用来比较。 Last year's folder, to compare with."
    ),
]
LastYearInput = Annotated[
    Path | None, typer.Option(metavar="FILE", help="上年的明细表。 Last year's table, where it was one.")
]
Shape = Annotated[CheckFormat, typer.Option("--format", help="输出格式。 Output format.")]


@app.command()
def check(
    files: SomeFiles = None,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    shape: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format", help="输出格式，默认看 -o 的扩展名。 Format; by default by the suffix of -o."
        ),
    ] = None,
    output: Out = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            metavar="REVIEW.xlsx", help="检查填好的复核底稿。 Check working papers that were filled in."
        ),
    ] = None,
    lang: Language = "zh",
) -> None:
    """复核：逐行复算填报得分，指出差异、条款和位置。

    Recompute every submitted score; show differences, clauses and places.

    例 Examples:

      perfeval check report.txt

      perfeval check report.txt --rules urumqi-giit-2023 --format json

      perfeval check report.docx -o 复核底稿.xlsx        填好“复核得分”后 then:

      perfeval check --reviewed 复核底稿.xlsx

      perfeval check report.docx -o 复核报告.html

    退出码 Exit code: 0 一致 clean; 1 有不一致或无法复算 something differs or is refused; 2 文件读不了 unreadable.
    """
    if reviewed is not None:
        raise typer.Exit(_check_reviewed(reviewed, lang))
    if not files:
        raise typer.BadParameter("请给出文件 name a FILE", param_hint="FILE")
    checking = _checked(files, _options(rules, jurisdiction, year, rules_dir, fact), lang)
    wanted = shape or _REPORT_BY_SUFFIX.get(output.suffix.lower() if output else "", "table")
    if wanted == "xlsx":
        from perfeval.documents.writers.write_review_xlsx import write_review_xlsx

        _save(write_review_xlsx(checking.forms, checking.problems), output)
    elif wanted == "html":
        from perfeval.reporting import review_page

        _print(review_page(checking, lang), output)
    else:
        _print(_report(checking, wanted, lang, _named(files)), output)
    raise typer.Exit(checking.exit_code)


_REPORT_BY_SUFFIX: dict[str, ReportFormat] = {
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
}


def _check_reviewed(path: Path, lang: Lang) -> int:
    from perfeval.documents.writers.write_table import problem_lines
    from perfeval.writing import read_reviewed

    review, problems = read_reviewed(path)
    lines = list(problem_lines(problems, lang))
    rows = sum(row.reviewed is not None for row in review.rows)
    lines.append(
        f"复核底稿 {len(review.rows)} 行，已填 {rows} 行，问题 {len(problems)} 个。"
        if lang == "zh"
        else f"{len(review.rows)} rows, {rows} filled in, {len(problems)} findings."
    )
    _print("\n".join(lines), None)
    if not review.rows:
        return 2
    return int(any(problem.severity == "error" for problem in problems))


@app.command()
def form(
    files: SomeFiles = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="写入 .xlsx 或 .docx。 The file to write."),
    ] = None,
    blank: Annotated[
        bool, typer.Option("--blank", help="空表：只留年初计划，附填写提示。 Only the plan, with hints.")
    ] = False,
    kind: Annotated[
        Literal["project", "department", "transfer"],
        typer.Option(help="没有 FILE 时空表的种类。 Kind of an empty form."),
    ] = "project",
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    lang: Language = "zh",
) -> None:
    """填表：生成财政部格式的自评表，规则能确定的得分是 Excel 活公式。

    Write the ministry's form; every score that a rule determines is a live formula.

    例 Examples:

      perfeval form report.docx -o 自评表.xlsx

      perfeval form plan.yaml --blank -o 空表.docx

      perfeval form --blank -o 空表.xlsx
    """
    from perfeval.checking import open_rulebook
    from perfeval.core.problems import Problem
    from perfeval.writing import empty_result, unwritten, write_official

    suffix = output.suffix.lower() if output else ""
    if output is None or suffix not in (".xlsx", ".docx"):
        raise typer.BadParameter(
            "请用 -o 指定 .xlsx 或 .docx 文件 name a .xlsx or .docx file", param_hint="-o"
        )
    if not files and not blank:
        raise typer.BadParameter("请给出文件，或用 --blank name a FILE, or use --blank", param_hint="FILE")
    options = _options(rules, jurisdiction, year, rules_dir)
    unread = 0
    if files:
        checking = _checked(files, options, lang)
        unread = 2 if checking.unreadable else 0
        results = [each.result for each in checking.forms]
        _warn((*checking.problems, *unwritten(results)), lang)
    else:
        empty = empty_result(kind, options, open_rulebook(options))
        if isinstance(empty, Problem):
            _warn((empty,), lang)
            raise typer.Exit(2)
        results = [empty]
    if not results:
        raise typer.Exit(2)
    _save(write_official(results, ".docx" if suffix == ".docx" else ".xlsx", blank), output)
    raise typer.Exit(unread)


@app.command()
def score(
    files: Files,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    shape: Shape = "table",
    output: Out = None,
    lang: Language = "zh",
) -> None:
    """自评：给正在填的表打分，列出每行失分。

    Score a form that is being filled in, and show what each row loses.

    例 Example:  perfeval score form.yaml
    """
    from perfeval.documents.writers.write_table import score_table

    checking = _checked(files, _options(rules, jurisdiction, year, rules_dir, fact), lang)
    if shape == "table":
        if checking.forms:
            _print("\n\n".join(score_table(each, lang) for each in checking.forms), output)
        _warn(checking.problems, lang)
    else:
        _print(_report(checking, shape, lang, _named(files)), output)
    refused = any(form.result.coverage.refused for form in checking.forms)
    raise typer.Exit(2 if checking.unreadable else int(refused))


@app.command()
def explain(
    files: Files,
    form: Annotated[str | None, typer.Option(help="表名中的文字。 Part of the form's name.")] = None,
    row: Annotated[
        int | None, typer.Option(help="行号，0 为预算执行率。 Row number; 0 is the execution row.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(help="指标名中的文字。 Part of the indicator's name.")
    ] = None,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    lang: Language = "zh",
) -> None:
    """解释：一行得分的计算过程、取整、条款和依据。

    The derivation of one row: numbers, rule, rounding, clause, evidence.
    Without --row or --indicator: every row that needs eyes.

    例 Examples:

      perfeval explain report.txt --form 益民大厦 --row 0

      perfeval explain report.txt --indicator 劳务费
    """
    from perfeval.review.explain import explain_row

    checking = _checked(files, _options(rules, jurisdiction, year, rules_dir, fact), lang)
    blocks = [
        "\n".join(explain_row(each, checked.result, lang))
        for checked in checking.forms
        if form is None or form in checked.result.form.name
        for each in checked.result.rows
        if _wanted(each, row, indicator)
    ]
    _warn(tuple(each for each in checking.problems if each.severity == "error"), lang)
    if not blocks and not checking.unreadable:
        typer.echo(
            "没有符合条件的行；用 perfeval check 查看行号"
            if lang == "zh"
            else "no such row; see perfeval check",
            err=True,
        )
        raise typer.Exit(2)
    if blocks:
        _print("\n\n".join(blocks), None)
    raise typer.Exit(2 if checking.unreadable else 0)


def _wanted(each: RowResult, row: int | None, indicator: str | None) -> bool:
    if row is None and indicator is None:
        return each.status in ("differs", "refused")
    return (row is None or each.row == row) and (indicator is None or indicator in each.name)


@app.command()
def compare(
    files: Files,
    rules: Annotated[
        list[str] | None,
        typer.Option("--rules", metavar="ID", help="两个规则集，重复此选项。 Two rule sets: give it twice."),
    ] = None,
    funds: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="资金表，与明细表配套。 The funds table beside a tidy table."),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="两次 batch 运行算过的明细表。 The table that two batches scored."),
    ] = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    workers: Workers = None,
    shape: Annotated[
        Literal["table", "json"], typer.Option("--format", help="输出格式。 Output format.")
    ] = "table",
    output: Out = None,
    lang: Language = "zh",
) -> None:
    """比较：同一批表在两个规则集下，哪些行和总分变化、变多少、为什么。

    The same forms under two rule sets: which rows and totals change, by how much, why.
    A whole year (many documents, a tidy table, two outputs of batch) is summed by department and category.

    例 Examples:

      perfeval compare report.txt --rules cn-caiyu-2020-10 --rules cn-caiyu-2021-101

      perfeval compare 2023年自评表/ --rules cn-caiyu-2020-10 --rules cn-caiyu-2021-101 -o compare.html

      perfeval compare indicators.parquet --funds funds.parquet --rules A --rules B -o compare/

      perfeval compare out-a/ out-b/ --table indicators.parquet --funds funds.parquet -o compare.xlsx
    """
    from perfeval.comparing import compare_files, is_year
    from perfeval.documents.writers.write_compare import compare_json, compare_table
    from perfeval.rulebook.library import load_library

    library = load_library(tuple(rules_dir or ()))
    sets = [_known_ruleset(identity, library, lang) for identity in rules or ()]
    if len(sets) not in (0, 2):
        raise typer.BadParameter("--rules A --rules B")
    if not sets or funds or table or is_year(_spread(files), output, shape):
        options = _options(None, None, year, rules_dir)
        _compare_year(files, rules or [], funds, table, options, workers, shape, output, lang)
        return
    first, second = sets
    report, problems = compare_files(_spread(files), first, second, year)
    _warn(problems, lang)
    if not report.totals:
        raise typer.Exit(2)
    _print(compare_table(report, lang) if shape == "table" else _json(compare_json(report)), output)


def _compare_year(
    files: list[Path],
    rules: list[str],
    funds: Path | None,
    table: Path | None,
    options: Options,
    workers: int | None,
    shape: Literal["table", "json"],
    output: Path | None,
    lang: Lang,
) -> None:
    try:
        from perfeval.batch.compare_output import compare_into, comparison_of
        from perfeval.batch.progress import progress_line
        from perfeval.batch.run import BatchError, Job
        from perfeval.batch.tables import is_table
    except ModuleNotFoundError as error:
        raise typer.Exit(_extra_missing(error)) from error
    from perfeval.documents.writers.write_year import year_json, year_table

    tell = progress_line("行" if funds or is_table(files[0]) else "个文件")
    try:
        job = Job(files[0], options, funds, workers or _cores())
        found, written = compare_into(output, comparison_of(files, job, rules, table, tell), lang)
    except BatchError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    for path in written:
        typer.echo(f"→ {path}", err=True)
    if not found.totals.all:
        typer.echo("没有可以比较的自评表 (no form to compare)", err=True)
        raise typer.Exit(2)
    to = output if output is not None and output.suffix == ".json" else None
    _print(_json(year_json(found)) if shape == "json" or to else year_table(found, lang), to)


@app.command()
def read(
    files: Files,
    shape: Annotated[
        Literal["yaml", "json"], typer.Option("--format", help="输出格式。 Output format.")
    ] = "yaml",
    output: Out = None,
    lang: Language = "zh",
) -> None:
    """读表：把文档中的自评表读成 YAML 案例，可手工更正后再复核。

    Read the forms of a document as YAML cases, ready to correct by hand and to check again.

    例 Example:  perfeval read report.txt -o forms.yaml
    """
    from perfeval.documents.read import read_files
    from perfeval.documents.writers.write_cases import write_forms
    from perfeval.terminal import progress_shown

    with progress_shown(lang) as progress:
        readings = [reading for _, reading in read_files(_spread(files), _standard_input(files), progress)]
    forms = [form for reading in readings for form in reading.forms]
    problems = [problem for reading in readings for problem in reading.problems]
    if forms:
        _print(write_forms(forms, shape), output)
    _warn(tuple(problems), lang)
    if any(not reading.forms for reading in readings):
        raise typer.Exit(2)
    raise typer.Exit(int(any(problem.severity == "error" for problem in problems)))


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
    funds: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="资金表，与明细表配套。 The funds table beside a tidy table."),
    ] = None,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    workers: Workers = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="接着中断的运行。 Go on with an interrupted run.")
    ] = False,
    summary: Annotated[
        bool, typer.Option(help="生成汇总与全年排查。 Write the summary and the forensics.")
    ] = True,
    last_year: LastYear = None,
    last_year_input: LastYearInput = None,
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
) -> None:
    """批量复算：一年的文档或明细表一次算完，结果为 Parquet 表、manifest.json 和全年汇总。

    Score a whole year in one run: Parquet tables, a manifest, the summary of the year. Needs the extra `batch`.

    例 Examples:

      perfeval batch 2023年自评表/ -o out

      perfeval batch 2023年明细.xlsx -o out        指标、资金各一张工作表 indicators and funds on two sheets

      perfeval batch indicators.parquet --funds funds.parquet --rules cn-caiyu-2020-10 -o out --resume

      perfeval batch 2023年自评表/ -o out --last-year out-2022

      perfeval batch indicators.parquet --funds funds.parquet -o out --engine spark --master spark://host:7077

    退出码 Exit code: 0 一致 clean; 1 有不一致或无法复算 something differs or is refused; 2 无法运行 cannot run.
    """
    try:
        from perfeval.batch.progress import progress_line
        from perfeval.batch.run import BatchError, Job, run_batch
    except ModuleNotFoundError as error:
        raise typer.Exit(_extra_missing(error)) from error

    tell = progress_line("个文件" if source.is_dir() else "行")
    if master is not None and engine != "spark":
        raise typer.BadParameter("--master 需要 --engine spark (only with --engine spark)")
    where = (master or f"local[{workers or _cores()}]") if engine == "spark" else None
    job = Job(source, _options(rules, jurisdiction, year, rules_dir), funds, workers or _cores(), where)
    try:
        manifest = run_batch(job, output, resume, tell)
    except BatchError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(_json(manifest["coverage"]))
    if summary:
        _summarise(output, None if source.is_dir() else source, funds, (last_year, last_year_input), lang)
    raise typer.Exit(int(not manifest["clean"]))


@app.command("summary")
def summary_(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="batch 的输出目录。 The folder that batch wrote.")
    ],
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[INPUT]", help="明细表的运行须给出原表。 The table, where the run was over one."
        ),
    ] = None,
    funds: Annotated[Path | None, typer.Option(metavar="FILE", help="资金表。 The funds table.")] = None,
    last_year: LastYear = None,
    last_year_input: LastYearInput = None,
    lang: Language = "zh",
) -> None:
    """全年汇总：总分分布、失分构成、先看哪里、全年排查，写成 .xlsx 和 .html。

    The summary of a finished batch run: summary.xlsx, summary.html and forensics.parquet beside it.

    例 Examples:

      perfeval summary out

      perfeval summary out indicators.parquet --funds funds.parquet --last-year out-2022
    """
    _summarise(folder, source, funds, (last_year, last_year_input), lang)


def _summarise(
    folder: Path,
    source: Path | None,
    funds: Path | None,
    last_year: tuple[Path | None, Path | None],
    lang: Lang,
) -> None:
    try:
        from perfeval.batch.summarising import WRITTEN, Run, YearError, write_summary
    except ModuleNotFoundError as error:
        typer.echo(
            f"缺少 {error.name}，请先安装：pip install 'perfeval[batch]' (install the extra)", err=True
        )
        raise typer.Exit(2) from error

    before, before_input = last_year
    try:
        write_summary(Run(folder, source, funds), Run(before, before_input) if before else None, lang)
    except YearError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo("  ".join(str(folder / name) for name in WRITTEN), err=True)


@app.command()
def infer(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="写出规则集草稿。 Write a draft rule set."),
    ] = None,
    identity: Annotated[str, typer.Option("--id", help="草稿的编号。 Id of the draft.")] = "inferred-draft",
    year: Year = None,
    rules_dir: RulesDir = None,
    lang: Language = "zh",
) -> None:
    """反推：哪些口径能解释填报得分，哪些行与之不符。

    Which conventions explain the submitted scores, and which rows contradict them.

    例 Examples:

      perfeval infer report.txt

      perfeval infer report.txt -o draft.yaml
    """
    from perfeval.inferring import Wanted, infer_files

    wanted = Wanted(year, tuple(rules_dir or ()), identity, lang)
    found = infer_files(_spread(files), wanted, _standard_input(files))
    _warn(found.problems, lang)
    if not found.forms:
        raise typer.Exit(2)
    _print("\n".join(found.lines), None)
    if output is not None:
        _print(found.draft.rstrip("\n"), output)
        _warn(found.draft_problems, lang)
    raise typer.Exit(2 if found.unreadable else 0)


@checks_app.command("list")
def checks_list(lang: Language = "zh") -> None:
    """列出全部复核检查：编号、清单号、程度、方式。 List the checks of the review.

    例 Example:  perfeval checks list
    """
    from perfeval.review.checks.pages import list_lines

    _print("\n".join(list_lines(lang)), None)


@checks_app.command("show")
def checks_show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="检查编号。 Code of the check.")],
    lang: Language = "zh",
) -> None:
    """一项检查：查什么、为什么、例子、来源。 One check: what it does, why, an example, its source.

    例 Example:  perfeval checks show claimed-rate-wrong
    """
    from perfeval.review.checks import find_check
    from perfeval.review.checks.pages import page_lines

    found = find_check(code)
    if found is None:
        typer.echo(f"没有名为「{code}」的检查。 No such check: {code}", err=True)
        raise typer.Exit(2)
    _print("\n".join(page_lines(found, lang)), None)


@rules_app.command("list")
def rules_list(
    rules_dir: RulesDir = None,
    shape: Annotated[
        Literal["table", "json"], typer.Option("--format", help="输出格式。 Output format.")
    ] = "table",
    lang: Language = "zh",
) -> None:
    """列出规则集：编号、地区、年度、来源性质。 List the rule sets.

    例 Example:  perfeval rules list
    """
    from perfeval.rulebook.library import load_library
    from perfeval.rulebook.show import list_json, list_table

    library = load_library(tuple(rules_dir or ()))
    _print(list_table(library, lang) if shape == "table" else _json(list_json(library)), None)
    _warn(library.problems, lang)
    raise typer.Exit(1 if library.problems else 0)


@rules_app.command("show")
def rules_show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="规则集编号。 Rule set id.")],
    rules_dir: RulesDir = None,
    lang: Language = "zh",
) -> None:
    """把一个规则集写成可读的页面：规则、公式、条款、依据。 One rule set as a page.

    例 Example:  perfeval rules show cn-caiyu-2020-10
    """
    from perfeval.core.problems import Problem
    from perfeval.rulebook.library import load_library
    from perfeval.rulebook.show import show_page

    library = load_library(tuple(rules_dir or ()))
    found = library.find(identity)
    if isinstance(found, Problem):
        _warn((*library.problems, found), lang)
        raise typer.Exit(2)
    _print(show_page(found, lang), None)


@rules_app.command("lint")
def rules_lint(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]",
            help="规则文件或目录，缺省为自带规则。 Rule files or directories; else those shipped.",
        ),
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="NAME", help="解释一项检查。 Explain one lint.")
    ] = None,
    lang: Language = "zh",
) -> None:
    """检查规则文件：键名、来源、分档缺口、适用范围。 Lint rule files.

    例 Examples:

      perfeval rules lint my-rules/

      perfeval rules lint --explain tiers-gap
    """
    from perfeval.rulebook.library import load_file, rule_files, shipped_rules
    from perfeval.rulebook.lint import explain_lint, lint_all

    if explain is not None:
        found = explain_lint(explain)
        typer.echo(found or f"没有名为「{explain}」的检查。 No such lint: {explain}", err=found is None)
        raise typer.Exit(0 if found else 2)
    shipped = rule_files(shipped_rules())
    named = [each for path in paths or () for each in (rule_files(path) if path.is_dir() else (path,))]
    if paths and not named:
        raise typer.BadParameter(" ".join(str(path) for path in paths))
    loaded = [load_file(path) for path in named or shipped]
    others = [load_file(path) for path in shipped] if named else []
    problems = lint_all(loaded, others)
    _warn(problems, lang)
    says = {"zh": "{} 个规则文件，{} 个问题", "en": "{} rule files, {} findings"}[lang]
    typer.echo(says.format(len(loaded), len(problems)))
    raise typer.Exit(int(bool(problems)))


@rules_app.command("diff")
def rules_diff(
    first: Annotated[str, typer.Argument(metavar="A", help="规则集编号。 Rule set id.")],
    second: Annotated[str, typer.Argument(metavar="B", help="规则集编号。 Rule set id.")],
    rules_dir: RulesDir = None,
    shape: Annotated[
        Literal["table", "json"], typer.Option("--format", help="输出格式。 Output format.")
    ] = "table",
    lang: Language = "zh",
) -> None:
    """比较两个规则集：逐项列出不同之处和各自条款。 What two rule sets say differently.

    例 Example:  perfeval rules diff cn-caiyu-2020-10 cn-caiyu-2021-101
    """
    from perfeval.core.problems import Problem
    from perfeval.rulebook.diff import diff_json, diff_page
    from perfeval.rulebook.library import load_library

    library = load_library(tuple(rules_dir or ()))
    one, other = library.find(first), library.find(second)
    if isinstance(one, Problem) or isinstance(other, Problem):
        _warn((one, other, *library.problems), lang)
        raise typer.Exit(2)
    page = diff_page(one, other, lang) if shape == "table" else _json(diff_json(one, other, lang))
    _print(page, None)


@rules_app.command("coverage")
def rules_coverage(
    cases: Annotated[Path, typer.Argument(metavar="CASES", help="案例目录。 Directory of cases.")],
    rules_dir: RulesDir = None,
    lang: Language = "zh",
) -> None:
    """列出每条规则由哪些案例验证；有未验证的退出码为1。 Which cases exercise each rule; exit 1 if any has none.

    例 Example:  perfeval rules coverage cases
    """
    from perfeval.rule_coverage import rule_coverage
    from perfeval.rulebook.library import load_library

    covered = rule_coverage(load_library(tuple(rules_dir or ())), cases)
    says = {"zh": "没有案例", "en": "no case"}[lang]
    for each in covered:
        _print(f"{each.ruleset}  {each.rule}  {'、'.join(each.cases[:3]) or says}", None)
    raise typer.Exit(int(any(not each.cases for each in covered)))


@app.command()
def schema(
    kind: Annotated[
        Literal["form", "ruleset", "report"],
        typer.Argument(help="案例、规则集或复核结果。 Cases, rule sets or reports."),
    ],
    output: Out = None,
) -> None:
    """导出 JSON Schema，供其他系统读写。 Export a JSON Schema for other systems.

    例 Example:  perfeval schema ruleset -o ruleset.schema.json
    """
    from perfeval.schema import json_schema

    _print(_json(json_schema(kind)), output)


def _cores() -> int:
    """The cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _extra_missing(error: ModuleNotFoundError) -> int:
    """Say that the extra is not installed; the exit code."""
    typer.echo(f"缺少 {error.name}，请先安装：pip install 'perfeval[batch]' (install the extra)", err=True)
    return 2


def _options(
    rules: str | None,
    jurisdiction: str | None,
    year: int | None,
    rules_dir: list[Path] | None,
    facts: list[str] | None = None,
) -> Options:
    from perfeval.checking import Options

    pairs = tuple((name, value) for name, _, value in (each.partition("=") for each in facts or ()))
    if any(not name or not value for name, value in pairs):
        raise typer.BadParameter("应写成 NAME=VALUE such as finished=yes", param_hint="--fact")
    return Options(rules, jurisdiction, year, tuple(rules_dir or ()), pairs)


def _checked(files: list[Path], options: Options, lang: Lang) -> Checking:
    from perfeval.checking import check_files, open_rulebook
    from perfeval.terminal import progress_shown

    rulebook = open_rulebook(options)
    if options.rules is not None:
        _known_ruleset(options.rules, rulebook.library, lang)
    known = {fact for ruleset in rulebook.library.rulesets for fact in ruleset.facts}
    if unknown := [name for name, _ in options.facts if name not in known]:
        raise typer.BadParameter(f"{'、'.join(unknown)}; {'、'.join(sorted(known))}", param_hint="--fact")
    with progress_shown(lang) as progress:
        return check_files(_spread(files), options, rulebook, _standard_input(files), progress)


def _standard_input(files: list[Path]) -> bytes:
    """What the standard input holds, where a file is "-"."""
    return sys.stdin.buffer.read() if any(str(path) == "-" for path in files) else b""


def _known_ruleset(identity: str, library: object, lang: Lang) -> Ruleset:
    """A rule set by its id; one that is not there is wrong usage, said after the rule files that cannot be read."""
    from perfeval.core.problems import Problem
    from perfeval.rulebook.library import Library

    assert isinstance(library, Library)
    found = library.find(identity)
    if isinstance(found, Problem):
        _warn((*library.problems, found), lang)
        raise typer.Exit(2)
    return found


def _spread(files: list[Path]) -> list[Path]:
    """Every file, a directory being all readable files below it by name; one without any stays, to be named."""
    from perfeval.documents.read import files_in

    return [each for path in files for each in ((path.is_dir() and files_in(path)) or (path,))]


def _named(files: list[Path]) -> str:
    return " ".join(str(path) for path in files)


def _report(checking: Checking, shape: CheckFormat, lang: Lang, command: str) -> str:
    forms: tuple[CheckedForm, ...] = checking.forms
    if shape == "json":
        from perfeval.documents.writers.write_json import check_report

        return _json(check_report(forms, checking.problems, lang))
    if shape == "csv":
        from perfeval.documents.writers.write_csv import check_csv

        _warn(checking.problems, lang)
        return check_csv(forms, lang).rstrip("\n")
    from perfeval.documents.writers.write_table import check_table

    return check_table(forms, checking.problems, lang, command)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1)


def _warn(problems: tuple[object, ...], lang: Lang) -> None:
    from perfeval.core.problems import Problem
    from perfeval.documents.writers.write_table import problem_lines

    found = [problem for problem in problems if isinstance(problem, Problem)]
    for line in problem_lines(found, lang):
        typer.echo(line, err=True)


def _save(data: bytes, output: Path | None) -> None:
    if output is None:
        raise typer.BadParameter("请用 -o 指定文件 name the file with -o", param_hint="-o")
    _write(data, output)


def _print(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text)
    else:
        _write(f"{text}\n".encode(), output)


def _write(data: bytes, output: Path) -> None:
    """Write a file and say so; a place that cannot be written is wrong usage."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise typer.BadParameter(
            f"写不了「{output}」：{error.strerror} cannot write it", param_hint="-o"
        ) from error
    typer.echo(f"→ {output}", err=True)
