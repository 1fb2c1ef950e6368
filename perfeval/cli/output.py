"""Results to standard output or a file, notices to standard error (输出)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import typer

from perfeval.cli.console import quiet_when_closed

if TYPE_CHECKING:
    from perfeval.review.record.changes import Review
    from perfeval.review.record.record import Record
    from perfeval.uses.checking import Checking

Lang = Literal["zh", "en"]
F = TypeVar("F", bound=str)


def json_text(value: object) -> str:
    """JSON as it is printed: Chinese as it is, one key a line."""
    import json

    from perfeval.core.visible import json_visible

    return json_visible(json.dumps(value, ensure_ascii=False, indent=1))


def warn(problems: tuple[object, ...], lang: Lang) -> None:
    """Problems to standard error, a line each."""
    from perfeval.core.problems import Problem
    from perfeval.documents.writers.report.write_table import problem_lines

    found = [problem for problem in problems if isinstance(problem, Problem)]
    for line in problem_lines(found, lang):
        notice(line)


def notice(text: object) -> None:
    """A notice to standard error; nothing in it steers the terminal."""
    from perfeval.core.visible import visible

    typer.echo(visible(str(text)), err=True)


SUFFIXES: dict[str, tuple[str, ...]] = {
    "table": (".txt", ""),
    "json": (".json", ".txt"),
    "csv": (".csv", ".txt"),
    "html": (".html", ".htm"),
    "yaml": (".yaml", ".yml", ".txt"),
    "xlsx": (".xlsx",),
    "docx": (".docx",),
}
"""Suffixes under which a format may be written; the first is the usual one."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a result goes: the standard output, or a file that is none of the user's (`force`: or an old result)."""

    path: Path | None = None
    force: bool = False


STANDARD_OUTPUT = Destination()


def format_of(shape: F | None, output: Path | None, formats: Sequence[F]) -> F:
    """The format that was asked for, or that of the file's suffix; the first where there is no file.

    Raises BadParameter where the command cannot write the suffix, or not in that format.
    """
    if output is None:
        return shape or formats[0]
    suffix = output.suffix.lower()
    for each in (shape,) if shape else formats:
        if suffix in SUFFIXES[each]:
            return each
    known = dict.fromkeys(
        name for each in ((shape,) if shape else formats) for name in SUFFIXES[each] if name
    )
    said = f"写不了扩展名「{suffix}」，可以写：{' '.join(known)} cannot write this suffix"
    raise typer.BadParameter(said, param_hint="-o")


def destination(output: Path | None, inputs: Sequence[Path], force: bool) -> Destination:
    """The file to write, looked at before anything is computed.

    Raises BadParameter for a file that is an input, whatever `force` says, and for one that exists without `force`.
    """
    if output is None:
        return STANDARD_OUTPUT
    if any(_is_same(output, each) for each in inputs):
        said = f"「{output}」是输入文件，不能覆盖；请换一个文件名 this is an input and is never overwritten"
        raise typer.BadParameter(said, param_hint="-o")
    if output.is_dir():
        raise typer.BadParameter(f"「{output}」是目录 is a folder", param_hint="-o")
    if output.is_file() and not force:
        said = (
            f"「{output}」已存在；换一个文件名，或加 --force 覆盖 exists: take another name, or add --force"
        )
        raise typer.BadParameter(said, param_hint="-o")
    return Destination(output, force)


def _is_same(output: Path, given: Path) -> bool:
    if output.exists() and given.exists():
        return output.samefile(given) or (given.is_dir() and _is_read_from(output, given))
    return output.resolve() == given.resolve()


def _is_read_from(output: Path, folder: Path) -> bool:
    """Whether a file is one of those that a folder is read from, and no earlier report of ours."""
    from perfeval.documents.file_counts import counts_of
    from perfeval.documents.read import files_of, read_found

    same = (found for found in files_of([folder]) if found.path.is_file() and output.samefile(found.path))
    return any(not counts_of(found, read_found(found)).own for found in same)


def save(data: bytes, to: Destination) -> None:
    """Bytes to a file, which must be named."""
    if to.path is None:
        raise typer.BadParameter("请用 -o 指定文件 name the file with -o", param_hint="-o")
    _write(data, to)


def show(text: str, to: Destination = STANDARD_OUTPUT) -> None:
    """A text to standard output or to a file; nothing in it steers a terminal."""
    from perfeval.core.visible import visible

    text = visible(text)
    if to.path is None:
        with quiet_when_closed():
            typer.echo(text)
    else:
        _write(f"{text}\n".encode(), to)


def _write(data: bytes, to: Destination) -> None:
    """Write a file whole and say so; a place that cannot be written is wrong usage."""
    from perfeval.files.whole import write_whole

    assert to.path is not None
    try:
        write_whole(to.path, data, replace=to.force)
    except OSError as error:
        raise _unwritable(to.path, error) from error
    notice(f"→ {to.path}")


def opened_record(path: Path | None, lang: Lang) -> Record:
    """The record of a review file, empty where there is none; one that cannot be used ends the command."""
    from perfeval.review.record.record import EMPTY
    from perfeval.uses.reviewing import open_record

    if path is None:
        return EMPTY
    opened = open_record(path)
    if opened.problems:
        warn(opened.problems, lang)
        raise typer.Exit(2)
    return opened.record


def record_saved(path: Path, record: Record, lang: Lang) -> None:
    """Save a review file, and say so; where it cannot be used or written, say why and leave it as it is."""
    from perfeval.uses.reviewing import save_record

    try:
        saved = save_record(path, record)
    except OSError as error:
        raise _unwritable(path, error) from error
    if saved.problems:
        warn(saved.problems, lang)
        raise typer.Exit(2)
    notice(f"→ {path}")


def _unwritable(path: Path, error: OSError) -> typer.BadParameter:
    from perfeval.files.whole import why_unwritten

    return typer.BadParameter(f"写不了「{path}」：{why_unwritten(error)} cannot write it", param_hint="-o")


def unread_code(is_read: bool, is_unread: bool) -> int:
    """Exit code for files: 0 all were read, 2 none was, 3 some were not."""
    if not is_read:
        return 2
    return 3 if is_unread else 0


def extra_missing(error: ModuleNotFoundError) -> int:
    """Say that the extra is not installed; the exit code."""
    typer.echo(f"缺少 {error.name}，请先安装：pip install 'perfeval[batch]' (install the extra)", err=True)
    return 2


def report_text(checking: Checking, shape: str, lang: Lang, review: Review | None = None) -> str:
    """Every row of all forms as JSON or CSV; with `review`, beside the record."""
    if shape == "json":
        from perfeval.documents.writers.report.write_json import check_report

        return json_text(check_report(checking.forms, checking.problems, lang, checking.files, review))
    from perfeval.documents.writers.report.write_csv import check_csv

    warn(checking.problems, lang)
    return check_csv(checking.forms, lang, review).rstrip("\n")
