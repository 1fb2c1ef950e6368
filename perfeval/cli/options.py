"""What several commands take (公共选项): their options, and the files and rules that are meant by them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from perfeval.cli.output import Lang, warn

if TYPE_CHECKING:
    from perfeval.core.ruleset import Ruleset
    from perfeval.uses.checking import Checking, Options


CheckFormat = Literal["table", "json", "csv"]
ReportFormat = Literal["table", "json", "csv", "html", "xlsx"]
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
ReviewPath = Annotated[
    Path | None,
    typer.Option(
        "--review",
        metavar="R",
        help="复核记录，如 2023.review.json，没有就新建。 Review file; made where there is none.",
    ),
]
Who = Annotated[
    str | None, typer.Option(metavar="NAME", help="复核人，缺省为登录名。 Who decides; else the login name.")
]
At = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="时间，缺省为现在，如 2024-03-01T08:00:00Z。 When; else now."),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="OUT 已存在时覆盖（输入文件除外）。 Overwrite OUT, but never an input."),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="并行数，缺省为处理器核数。 Processes, or threads for tables; else one a core."),
]
Shown = Annotated[
    Literal["auto", "json", "none"],
    typer.Option(
        "--progress",
        help="进度：自动，每行一个 JSON（供程序读），不显示。 Progress: a line, JSON lines, none.",
    ),
]
Log = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="日志，逐行 JSON，接着原有的写。 A log of JSON lines, added to."),
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
BY_SUFFIX = typer.Option(
    "--format", help="输出格式，默认看 -o 的扩展名。 Format; by default by the suffix of -o."
)
Shape = Annotated[CheckFormat | None, BY_SUFFIX]
Funds = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="资金表，与明细表配套。 The funds table beside a tidy table."),
]
FormName = Annotated[str | None, typer.Option(help="表名中的文字。 Part of the form's name.")]
TableShape = Annotated[Literal["table", "json"], typer.Option("--format", help="输出格式。 Output format.")]


def options_of(
    rules: str | None,
    jurisdiction: str | None,
    year: int | None,
    rules_dir: list[Path] | None,
    facts: list[str] | None = None,
) -> Options:
    """The options of a check; raises BadParameter for a fact that is not written NAME=VALUE."""
    from perfeval.uses.checking import Options

    pairs = tuple((name, value) for name, _, value in (each.partition("=") for each in facts or ()))
    if any(not name or not value for name, value in pairs):
        raise typer.BadParameter("应写成 NAME=VALUE such as finished=yes", param_hint="--fact")
    return Options(rules, jurisdiction, year, tuple(rules_dir or ()), pairs)


def checked_files(files: list[Path], options: Options, lang: Lang) -> Checking:
    """Check the files, with progress on a terminal; raises BadParameter for an unknown rule set or fact."""
    from perfeval.cli.terminal import progress_shown
    from perfeval.uses.checking import check_files, open_rulebook

    rulebook = open_rulebook(options)
    if options.rules is not None:
        known_ruleset(options.rules, rulebook.library, lang)
    known = {fact for ruleset in rulebook.library.rulesets for fact in ruleset.facts}
    if unknown := [name for name, _ in options.facts if name not in known]:
        raise typer.BadParameter(f"{'、'.join(unknown)}; {'、'.join(sorted(known))}", param_hint="--fact")
    with progress_shown(lang) as progress:
        return check_files(files, options, rulebook, standard_input(files), progress)


def standard_input(files: list[Path]) -> bytes:
    """What the standard input holds, where a file is "-"."""
    from perfeval.documents.formats.safety import LIMITS

    if sys.stdin is None or not any(str(path) == "-" for path in files):
        return b""
    # One byte beyond the limit is enough to be refused.
    return sys.stdin.buffer.read(LIMITS.file_bytes + 1)


def known_ruleset(identity: str, library: object, lang: Lang) -> Ruleset:
    """A rule set by its id; one that is not there is wrong usage, said after the rule files that cannot be read."""
    from perfeval.core.problems import Problem
    from perfeval.rulebook.library import Library

    assert isinstance(library, Library)
    found = library.find(identity)
    if isinstance(found, Problem):
        warn((*library.problems, found), lang)
        raise typer.Exit(2)
    return found


def named(files: list[Path]) -> str:
    """The files as they were given, for a command line that can be copied."""
    import shlex

    return " ".join(shlex.quote(str(path)) for path in files)


def person(name: str | None) -> str:
    """Who decides: as given, else the login name."""
    import getpass

    return name or getpass.getuser()


def moment(at: str | None) -> str:
    """When, in UTC to the second: as given, else now; raises BadParameter for what is no time."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(at) if at else datetime.now(UTC)
    except ValueError as error:
        raise typer.BadParameter(f"「{at}」应写成 2024-03-01T08:00:00Z", param_hint="--at") from error
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def cores() -> int:
    """The cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def existing(path: Path, hint: str) -> Path:
    """The path of a file or folder that exists; another one is wrong usage."""
    if not path.exists():
        raise typer.BadParameter(f"找不到「{path}」 no such file", param_hint=hint)
    return path
