"""Results to standard output or a file, notices to standard error (输出)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import typer

Lang = Literal["zh", "en"]


def json_text(value: object) -> str:
    """JSON as it is printed: Chinese as it is, one key a line."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=1)


def warn(problems: tuple[object, ...], lang: Lang) -> None:
    """Problems to standard error, a line each."""
    from perfeval.core.problems import Problem
    from perfeval.documents.writers.report.write_table import problem_lines

    found = [problem for problem in problems if isinstance(problem, Problem)]
    for line in problem_lines(found, lang):
        typer.echo(line, err=True)


def save(data: bytes, output: Path | None) -> None:
    """Bytes to a file, which must be named."""
    if output is None:
        raise typer.BadParameter("请用 -o 指定文件 name the file with -o", param_hint="-o")
    write_file(data, output)


def show(text: str, output: Path | None) -> None:
    """A text to standard output or to a file."""
    if output is None:
        typer.echo(text)
    else:
        write_file(f"{text}\n".encode(), output)


def write_file(data: bytes, output: Path) -> None:
    """Write a file and say so; a place that cannot be written is wrong usage."""
    from perfeval.files.whole import write_whole

    try:
        write_whole(output, data)
    except OSError as error:
        raise typer.BadParameter(
            f"写不了「{output}」：{error.strerror} cannot write it", param_hint="-o"
        ) from error
    typer.echo(f"→ {output}", err=True)


def extra_missing(error: ModuleNotFoundError) -> int:
    """Say that the extra is not installed; the exit code."""
    typer.echo(f"缺少 {error.name}，请先安装：pip install 'perfeval[batch]' (install the extra)", err=True)
    return 2
