"""The command `export` (导出): a finished batch into the tools of its readers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from perfeval.cli.app import app
from perfeval.cli.options import Force
from perfeval.cli.output import extra_missing, notice, show


@app.command()
def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="batch 的输出目录。 The folder that batch wrote.")
    ],
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="FILE|URL",
            help="目标：.sqlite、.duckdb 文件，postgresql:// 地址，或文件夹（每表一个文件）。 "
            "Target: an .sqlite or .duckdb file, a postgresql:// URL, or a folder with a file a table.",
        ),
    ],
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[INPUT]",
            help="明细表的运行：给出原表，指标文字一并导出。 The table, where the run was over one, for its texts.",
        ),
    ] = None,
    funds: Annotated[Path | None, typer.Option(metavar="FILE", help="资金表。 The funds table.")] = None,
    label: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="这次运行在库中的名称，默认为运行的标签或目录名。 Its name in the database; default: label or folder.",
        ),
    ] = None,
    files: Annotated[
        Literal["csv", "parquet"],
        typer.Option("--format", help="文件夹内的格式；csv 带 BOM，Excel 可直接打开。 Files in a folder."),
    ] = "csv",
    force: Force = False,
) -> None:
    """导出：把批量复算的结果写进 SQLite、DuckDB、PostgreSQL，或每表一个 CSV、Parquet 文件。

    Export a finished batch with views for the usual questions. A database holds several runs, each under its label.

    例 Examples:

      perfeval export out --to 2023.sqlite

      perfeval export out --to postgresql://user@host/db

      perfeval export out indicators.parquet --funds funds.parquet --to 2023.duckdb

      perfeval export out --to csv/
    """
    try:
        from perfeval.uses.exporting import ExportError, Run, YearError, export_run
    except ModuleNotFoundError as error:
        raise typer.Exit(extra_missing(error)) from error

    try:
        counts = export_run(Run(folder, source, funds), to, label, files, force)
    except (YearError, ExportError) as error:
        notice(error)
        raise typer.Exit(2) from error
    show("\n".join(f"{name}: {count:,}" for name, count in counts.items()))
