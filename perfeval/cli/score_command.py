"""The command of who fills a form in (自评命令): score."""

from __future__ import annotations

from typing import Annotated

import typer

from perfeval.cli.app import app
from perfeval.cli.options import (
    CheckFormat,
    Facts,
    Files,
    Force,
    Jurisdiction,
    Language,
    Out,
    Rules,
    RulesDir,
    Shape,
    Year,
    checked_files,
    options_of,
)
from perfeval.cli.output import destination, format_of, report_text, show, warn

_SCORES: tuple[CheckFormat, ...] = ("table", "json", "csv")


@app.command()
def score(
    files: Files,
    rules: Rules = None,
    jurisdiction: Jurisdiction = None,
    year: Year = None,
    rules_dir: RulesDir = None,
    fact: Facts = None,
    shape: Shape = None,
    output: Out = None,
    force: Force = False,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="ROW=VALUE",
            help="试算：某行完成值改成别的会怎样，可重复；第0行是执行数。 What if a row said otherwise; repeatable.",
        ),
    ] = None,
    lang: Language = "zh",
) -> None:
    """自评：给正在填的表打分，列出每行失分、怎样挽回。

    Score a form that is being filled in; show what each row loses and what would regain it.

    例 Examples:

      perfeval score 自评表.xlsx

      perfeval score 自评表.xlsx --set 3=40场

    退出码 Exit code: 0 没有要看的 nothing to look at; 1 有不一致、待判断、无法计分或错误 something to look at;
    2 文件读不了 unreadable.
    """
    from perfeval.documents.writers.report.write_score import score_table

    wanted, to = format_of(shape, output, _SCORES), destination(output, files, force)
    checking = checked_files(files, options_of(rules, jurisdiction, year, rules_dir, fact), lang)
    texts = _changes(change or [])
    if texts:
        from perfeval.uses.scoring import tried

        if wanted != "table":
            raise typer.BadParameter("只能与表格输出同用 with --format table only", param_hint="--set")
        if len(checking.forms) != 1:
            raise typer.BadParameter("一次只能试算一张表 with one form only", param_hint="--set")
        try:
            form, rows = tried(checking.forms[0], texts)
        except KeyError as missing:
            raise typer.BadParameter(f"没有第 {missing} 行 no such row", param_hint="--set") from missing
        show(score_table(form, lang, rows), to)
        raise typer.Exit(0 if form.is_clean else 1)
    if wanted == "table":
        if checking.forms:
            show("\n\n".join(score_table(each, lang) for each in checking.forms), to)
        warn(checking.problems, lang)
    else:
        show(report_text(checking, wanted, lang), to)
    raise typer.Exit(checking.exit_code)


def _changes(texts: list[str]) -> dict[int, str]:
    """Rows and what they are to say, of ROW=VALUE."""
    found: dict[int, str] = {}
    for text in texts:
        row, sign, value = text.partition("=")
        if not sign or not row.strip().isdecimal() or not value.strip():
            raise typer.BadParameter("应写成 行号=完成值，如 3=40场 such as 3=40", param_hint="--set")
        found[int(row)] = value.strip()
    return found
