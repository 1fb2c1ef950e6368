"""Commands on the scores of forms (复核命令): check, explain, infer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfeval.cli.app import app
from perfeval.cli.options import (
    BY_SUFFIX,
    At,
    Facts,
    Files,
    Force,
    FormName,
    Jurisdiction,
    Language,
    Out,
    ReportFormat,
    ReviewPath,
    Rules,
    RulesDir,
    SomeFiles,
    Who,
    Year,
    checked_files,
    moment,
    named,
    options_of,
    person,
    standard_input,
)
from perfeval.cli.output import (
    Lang,
    destination,
    format_of,
    opened_record,
    record_saved,
    report_text,
    save,
    show,
    unread_code,
    warn,
)


@app.command()
def check(
    files: SomeFiles = None,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    shape: Annotated[ReportFormat | None, BY_SUFFIX] = None,
    output: Out = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            metavar="REVIEW.xlsx",
            help="检查填好的底稿；加 --review 则登记。 Check filled working papers; with --review take them in.",
        ),
    ] = None,
    review: ReviewPath = None,
    force: Force = False,
    everything: Annotated[
        bool, typer.Option("--all", help="已处理的发现也显示。 Show decided findings too.")
    ] = False,
    who: Who = None,
    at: At = None,
    lang: Language = "zh",
) -> None:
    """复核：逐行复算填报得分，指出差异、条款和位置。

    Recompute every submitted score; show differences, clauses and places.

    例 Examples:

      perfeval check report.txt

      perfeval check report.txt --rules urumqi-giit-2023 --format json

      perfeval check report.docx -o 复核报告.html

    复核一轮 A round of review (R = 2023.review.json):

      perfeval check inbox --review R -o 底稿.xlsx       填写“处理”“复核得分” fill in, then

      perfeval check --reviewed 底稿.xlsx --review R     登记 take in

      perfeval check inbox --review R                   只显示未处理的 what is still open

    退出码 Exit code: 0 无须再看 nothing to look at; 1 有不一致、无法复算或错误 something differs or is refused;
    2 没能运行 could not run; 3 有文件没有读取 a file was not read.
    """
    if reviewed is not None:
        raise typer.Exit(_check_reviewed(reviewed, review, (person(who), moment(at)), lang))
    if not files:
        raise typer.BadParameter("请给出文件 name a FILE", param_hint="FILE")
    wanted = format_of(shape, output, _REPORTS)
    to = destination(output, [*files, *([review] if review else [])], force)
    record = opened_record(review, lang)
    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    if review is None and wanted in ("json", "csv"):
        show(report_text(checking, wanted, lang), to)
        raise typer.Exit(checking.exit_code)
    from perfeval.uses.reviewing import held_beside, open_exit_code, remembered

    beside = held_beside(record, checking)
    if wanted == "xlsx":
        from perfeval.documents.writers.working_papers.write_review_xlsx import write_review_xlsx

        save(write_review_xlsx(beside, checking.unreadable), to)
    elif wanted == "html":
        from perfeval.uses.reporting import review_page

        show(review_page(checking, lang, beside), to)
    elif wanted == "table":
        from perfeval.documents.writers.report.write_table import Shown, check_table

        shown = Shown(checking.unreadable, named(files), review is not None, everything, checking.files)
        show(check_table(beside, lang, shown), to)
    else:
        show(report_text(checking, wanted, lang, beside if review is not None else None), to)
    if review is not None:
        record_saved(review, remembered(record, checking), lang)
        raise typer.Exit(open_exit_code(beside, checking.unreadable))
    raise typer.Exit(checking.exit_code)


_REPORTS: tuple[ReportFormat, ...] = ("table", "json", "csv", "html", "xlsx")


def _check_reviewed(path: Path, review: Path | None, by: tuple[str, str], lang: Lang) -> int:
    from perfeval.documents.writers.report.write_table import problem_lines
    from perfeval.uses.writing import read_reviewed

    found, problems = read_reviewed(path)
    lines = list(problem_lines(problems, lang))
    rows = sum(row.reviewed is not None for row in found.rows)
    decided = sum(bool(each.treatment) for each in found.findings)
    lines.append(
        f"复核底稿 {len(found.rows)} 行，已填 {rows} 行；发现 {len(found.findings)} 条，已处理 {decided} 条；"
        f"问题 {len(problems)} 个。"
        if lang == "zh"
        else f"{len(found.rows)} rows, {rows} filled in; {len(found.findings)} findings, {decided} decided; "
        f"{len(problems)} problems."
    )
    show("\n".join(lines))
    if not found.rows:
        return 2
    is_wrong = any(problem.severity == "error" for problem in problems)
    return (_taken_in(path, review, by, lang) if review else 0) or int(is_wrong)


def _taken_in(path: Path, review: Path, by: tuple[str, str], lang: Lang) -> int:
    from perfeval.uses.reviewing import conflicts, take_in_papers

    record = opened_record(review, lang)
    taken = take_in_papers(path, record, *by)
    found = (*taken.problems, *conflicts(taken.record))
    warn(found, lang)
    typer.echo(
        f"登记处理 {taken.decided} 条，复核得分 {taken.scored} 行。"
        if lang == "zh"
        else f"{taken.decided} decisions and {taken.scored} scores taken in."
    )
    record_saved(review, taken.record, lang)
    return int(bool(found))


@app.command()
def explain(
    files: Files,
    form: FormName = None,
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
    from perfeval.uses.explaining import derivations

    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    blocks = ["\n".join(each.lines) for each in derivations(checking.forms, form, row, indicator, lang)]
    warn(tuple(each for each in checking.problems if each.severity == "error"), lang)
    if blocks:
        show("\n\n".join(blocks))
    elif checking.forms and row is None and indicator is None and form is None:
        show("没有需要看的行。" if lang == "zh" else "No row needs eyes.")
    elif checking.forms:
        typer.echo(
            "没有符合条件的行；用 perfeval check 查看行号"
            if lang == "zh"
            else "no such row; see perfeval check",
            err=True,
        )
        raise typer.Exit(2)
    raise typer.Exit(unread_code(bool(checking.forms), bool(checking.unreadable)))


@app.command()
def infer(
    files: Files,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="写出规则集草稿。 Write a draft rule set."),
    ] = None,
    force: Force = False,
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
    from perfeval.uses.inferring import Wanted, infer_files

    format_of("yaml", output, ("yaml",))
    to = destination(output, files, force)
    wanted = Wanted(year, tuple(rules_dir or ()), identity, lang)
    found = infer_files(files, wanted, standard_input(files))
    warn(found.problems, lang)
    if not found.forms:
        raise typer.Exit(2)
    show("\n".join(found.lines))
    if output is not None:
        show(found.draft.rstrip("\n"), to)
        warn(found.draft_problems, lang)
    raise typer.Exit(unread_code(True, found.unreadable))
