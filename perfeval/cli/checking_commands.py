"""Commands on the scores of forms (复核命令): check, score, explain, infer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from perfeval.core.results import CheckedForm, RowResult
    from perfeval.uses.checking import Checking
from perfeval.cli.app import app
from perfeval.cli.options import (
    CheckFormat,
    Facts,
    Files,
    Jurisdiction,
    Language,
    Out,
    ReportFormat,
    Rules,
    RulesDir,
    Shape,
    SomeFiles,
    Year,
    checked_files,
    named,
    options_of,
    spread,
    standard_input,
)
from perfeval.cli.output import Lang, json_text, save, show, warn


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
    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    wanted = shape or _REPORT_BY_SUFFIX.get(output.suffix.lower() if output else "", "table")
    if wanted == "xlsx":
        from perfeval.documents.writers.working_papers.write_review_xlsx import write_review_xlsx

        save(write_review_xlsx(checking.forms, checking.problems), output)
    elif wanted == "html":
        from perfeval.uses.reporting import review_page

        show(review_page(checking, lang), output)
    else:
        show(_report(checking, wanted, lang, named(files)), output)
    raise typer.Exit(checking.exit_code)


_REPORT_BY_SUFFIX: dict[str, ReportFormat] = {
    ".json": "json",
    ".csv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
}


def _check_reviewed(path: Path, lang: Lang) -> int:
    from perfeval.documents.writers.report.write_table import problem_lines
    from perfeval.uses.writing import read_reviewed

    review, problems = read_reviewed(path)
    lines = list(problem_lines(problems, lang))
    rows = sum(row.reviewed is not None for row in review.rows)
    lines.append(
        f"复核底稿 {len(review.rows)} 行，已填 {rows} 行，问题 {len(problems)} 个。"
        if lang == "zh"
        else f"{len(review.rows)} rows, {rows} filled in, {len(problems)} findings."
    )
    show("\n".join(lines), None)
    if not review.rows:
        return 2
    return int(any(problem.severity == "error" for problem in problems))


def _report(checking: Checking, shape: CheckFormat, lang: Lang, command: str) -> str:
    forms: tuple[CheckedForm, ...] = checking.forms
    if shape == "json":
        from perfeval.documents.writers.report.write_json import check_report

        return json_text(check_report(forms, checking.problems, lang))
    if shape == "csv":
        from perfeval.documents.writers.report.write_csv import check_csv

        warn(checking.problems, lang)
        return check_csv(forms, lang).rstrip("\n")
    from perfeval.documents.writers.report.write_table import check_table

    return check_table(forms, checking.problems, lang, command)


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
    from perfeval.documents.writers.report.write_table import score_table

    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    if shape == "table":
        if checking.forms:
            show("\n\n".join(score_table(each, lang) for each in checking.forms), output)
        warn(checking.problems, lang)
    else:
        show(_report(checking, shape, lang, named(files)), output)
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

    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    blocks = [
        "\n".join(explain_row(each, checked.result, lang))
        for checked in checking.forms
        if form is None or form in checked.result.form.name
        for each in checked.result.rows
        if _wanted(each, row, indicator)
    ]
    warn(tuple(each for each in checking.problems if each.severity == "error"), lang)
    if not blocks and not checking.unreadable:
        typer.echo(
            "没有符合条件的行；用 perfeval check 查看行号"
            if lang == "zh"
            else "no such row; see perfeval check",
            err=True,
        )
        raise typer.Exit(2)
    if blocks:
        show("\n\n".join(blocks), None)
    raise typer.Exit(2 if checking.unreadable else 0)


def _wanted(each: RowResult, row: int | None, indicator: str | None) -> bool:
    if row is None and indicator is None:
        return each.status in ("differs", "refused")
    return (row is None or each.row == row) and (indicator is None or indicator in each.name)


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
    from perfeval.uses.inferring import Wanted, infer_files

    wanted = Wanted(year, tuple(rules_dir or ()), identity, lang)
    found = infer_files(spread(files), wanted, standard_input(files))
    warn(found.problems, lang)
    if not found.forms:
        raise typer.Exit(2)
    show("\n".join(found.lines), None)
    if output is not None:
        show(found.draft.rstrip("\n"), output)
        warn(found.draft_problems, lang)
    raise typer.Exit(2 if found.unreadable else 0)
