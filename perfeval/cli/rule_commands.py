"""Commands on rule sets and on the checks of the review (规则与检查命令)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from perfeval.cli.app import checks_app, rules_app
from perfeval.cli.options import Language, RulesDir, TableShape, existing
from perfeval.cli.output import json_text, show, warn


@checks_app.command("list")
def checks_list(lang: Language = "zh") -> None:
    """列出全部复核检查：编号、清单号、程度、方式。 List the checks of the review.

    例 Example:  perfeval checks list
    """
    from perfeval.review.checks.pages import list_lines

    show("\n".join(list_lines(lang)))


@checks_app.command("show")
def checks_show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="检查编号。 Code of the check.")],
    lang: Language = "zh",
) -> None:
    """一项检查或一个问题代码：做法、理由、程度、准确度。 One check or any other code: what, why, how sure.

    例 Example:  perfeval checks show claimed-rate-wrong
    """
    from perfeval.core.codes import CODES
    from perfeval.review.checks.pages import code_page

    if code not in CODES:
        typer.echo(f"没有名为「{code}」的检查或代码。 No such check or code: {code}", err=True)
        raise typer.Exit(2)
    show("\n".join(code_page(code, lang)))


@rules_app.command("list")
def rules_list(
    rules_dir: RulesDir = None,
    shape: TableShape = "table",
    lang: Language = "zh",
) -> None:
    """列出规则集：编号、地区、年度、来源性质。 List the rule sets.

    例 Example:  perfeval rules list
    """
    from perfeval.rulebook.library import load_library
    from perfeval.rulebook.show import list_json, list_table

    library = load_library(tuple(rules_dir or ()))
    show(list_table(library, lang) if shape == "table" else json_text(list_json(library)))
    warn(library.problems, lang)
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
        warn((*library.problems, found), lang)
        raise typer.Exit(2)
    show(show_page(found, lang))


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
    for path in paths or ():
        existing(path, "PATH")
    named = [each for path in paths or () for each in (rule_files(path) if path.is_dir() else (path,))]
    if paths and not named:
        raise typer.BadParameter(" ".join(str(path) for path in paths))
    loaded = [load_file(path) for path in named or shipped]
    given = {path.resolve() for path in named}
    others = [load_file(path) for path in shipped if path.resolve() not in given] if named else []
    problems = lint_all(loaded, others)
    warn(problems, lang)
    says = {"zh": "{} 个规则文件，{} 个问题", "en": "{} rule files, {} findings"}[lang]
    typer.echo(says.format(len(loaded), len(problems)))
    raise typer.Exit(int(bool(problems)))


@rules_app.command("diff")
def rules_diff(
    first: Annotated[str, typer.Argument(metavar="A", help="规则集编号。 Rule set id.")],
    second: Annotated[str, typer.Argument(metavar="B", help="规则集编号。 Rule set id.")],
    rules_dir: RulesDir = None,
    shape: TableShape = "table",
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
        warn((one, other, *library.problems), lang)
        raise typer.Exit(2)
    page = diff_page(one, other, lang) if shape == "table" else json_text(diff_json(one, other, lang))
    show(page)


@rules_app.command("coverage")
def rules_coverage(
    cases: Annotated[Path, typer.Argument(metavar="CASES", help="案例目录。 Directory of cases.")],
    rules_dir: RulesDir = None,
    lang: Language = "zh",
) -> None:
    """列出每条规则由哪些案例验证；有未验证的退出码为1。 Which cases exercise each rule; exit 1 if any has none.

    例 Example:  perfeval rules coverage cases
    """
    from perfeval.rulebook.library import load_library
    from perfeval.uses.rule_coverage import rule_coverage

    covered = rule_coverage(load_library(tuple(rules_dir or ())), existing(cases, "CASES"))
    says = {"zh": "没有案例", "en": "no case"}[lang]
    for each in covered:
        show(f"{each.ruleset}  {each.rule}  {'、'.join(each.cases[:3]) or says}")
    raise typer.Exit(int(any(not each.cases for each in covered)))
