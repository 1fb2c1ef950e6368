"""Commands on forms themselves (表格命令): form, read, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from perfeval.cli.app import app
from perfeval.cli.options import (
    BY_SUFFIX,
    Files,
    Force,
    Jurisdiction,
    Language,
    Out,
    Rules,
    RulesDir,
    SomeFiles,
    Year,
    checked_files,
    options_of,
    standard_input,
)
from perfeval.cli.output import destination, format_of, json_text, save, show, unread_code, warn


@app.command()
def form(
    files: SomeFiles = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="写入 .xlsx 或 .docx。 The file to write."),
    ] = None,
    force: Force = False,
    blank: Annotated[
        bool, typer.Option("--blank", help="空表：只留年初计划，附填写提示。 Only the plan, with hints.")
    ] = False,
    following: Annotated[
        bool,
        typer.Option(
            "--next-year",
            help="结转到下年：目标和分值保留，金额和结果清空，年度加一。 The plan of the year after.",
        ),
    ] = False,
    as_submitted: Annotated[
        bool,
        typer.Option(
            "--as-submitted", help="得分、总分按填报的写，不换成应得的分。 Keep the submitted scores."
        ),
    ] = False,
    reasons: Annotated[
        bool,
        typer.Option(
            "--reasons",
            help="失分而没写原因的行填入拟稿（标明【拟稿】，须据实改写）。 Proposed reasons for lost marks.",
        ),
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

      perfeval form 去年.xlsx --next-year -o 今年.xlsx

      perfeval form 自评表.xlsx --reasons -o 带拟稿.xlsx
    """
    from perfeval.core.problems import Problem
    from perfeval.review.proposed_reasons import with_proposed_reasons
    from perfeval.uses.checking import open_rulebook
    from perfeval.uses.writing import empty_result, of_next_year, replaced, unwritten, write_official

    if output is None:
        raise typer.BadParameter(
            "请用 -o 指定 .xlsx 或 .docx 文件 name a .xlsx or .docx file", param_hint="-o"
        )
    wanted = format_of(None, output, ("xlsx", "docx"))
    to = destination(output, files or (), force)
    if not files and not blank:
        raise typer.BadParameter("请给出文件，或用 --blank name a FILE, or use --blank", param_hint="FILE")
    if (blank or following) and (reasons or as_submitted):
        raise typer.BadParameter(
            "空表和下年的表没有得分，不能与 --reasons、--as-submitted 同用 a form without results has neither",
            param_hint="--blank, --next-year",
        )
    options = options_of(rules, jurisdiction, year, rules_dir)
    unread = 0
    if files:
        checking = checked_files(files, options, lang)
        unread = unread_code(True, bool(checking.unreadable))
        results = [each.result for each in checking.forms]
        # What a review would remark on is for check, not for who fills a form in.
        told = [each for each in checking.problems if each.severity != "info" or each.check is None]
        warn((*told, *unwritten(results)), lang)
        if following:
            planned = of_next_year(results, year)
            if isinstance(planned, Problem):
                warn((planned,), lang)
                raise typer.Exit(2)
            results = planned
        elif not blank:
            warn(() if as_submitted else replaced(results), lang)
            if reasons:
                results = [with_proposed_reasons(each) for each in results]
    else:
        empty = empty_result(kind, options, open_rulebook(options))
        if isinstance(empty, Problem):
            warn((empty,), lang)
            raise typer.Exit(2)
        results = [empty]
    if not results:
        raise typer.Exit(2)
    save(write_official(results, ".docx" if wanted == "docx" else ".xlsx", blank, as_submitted), to)
    raise typer.Exit(unread)


@app.command()
def read(
    files: Files,
    shape: Annotated[Literal["yaml", "json"] | None, BY_SUFFIX] = None,
    unread: Annotated[
        bool,
        typer.Option(
            "--unread",
            help="只列出自评表内没有读入任何一栏的单元格及位置。 List only the cells that were read into no field.",
        ),
    ] = False,
    output: Out = None,
    force: Force = False,
    lang: Language = "zh",
) -> None:
    """读表：把文档中的自评表读成 YAML 案例，可手工更正后再复核。

    Read the forms of a document as YAML cases, ready to correct by hand and to check again.

    例 Examples:

      perfeval read report.txt -o forms.yaml

      perfeval read report.docx --unread
    """
    from perfeval.cli.terminal import progress_shown
    from perfeval.documents.read import files_of, read_files
    from perfeval.documents.writers.case.write_cases import write_forms
    from perfeval.documents.writers.case.write_unread import write_unread

    formats: tuple[Literal["yaml", "json"], ...] = ("yaml", "json")
    wanted, to = format_of(shape, output, formats), destination(output, files, force)
    with progress_shown(lang) as progress:
        readings = [reading for _, reading in read_files(files_of(files), standard_input(files), progress)]
    forms = [form for reading in readings for form in reading.forms]
    problems = [problem for reading in readings for problem in reading.problems]
    left = [cell for reading in readings for cell in reading.unread]
    if forms:
        show(write_unread(left, wanted, lang) if unread else write_forms(forms, wanted), to)
    warn(tuple(problems), lang)
    unread_files = any(not reading.forms for reading in readings)
    if code := unread_code(bool(forms), unread_files):
        raise typer.Exit(code)
    wrong = any(problem.severity == "error" for problem in problems)
    raise typer.Exit(int(wrong or (unread and not all(cell.is_explained for cell in left))))


@app.command()
def schema(
    kind: Annotated[
        Literal["form", "ruleset", "report"],
        typer.Argument(help="案例、规则集或复核结果。 Cases, rule sets or reports."),
    ],
    output: Out = None,
    force: Force = False,
) -> None:
    """导出 JSON Schema，供其他系统读写。 Export a JSON Schema for other systems.

    例 Example:  perfeval schema ruleset -o ruleset.schema.json
    """
    from perfeval.uses.schema import json_schema

    format_of("json", output, ("json",))
    show(json_text(json_schema(kind)), destination(output, (), force))
