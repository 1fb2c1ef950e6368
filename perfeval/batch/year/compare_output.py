"""Where a comparison of a year goes (比较输出): a page, a workbook, or a folder with both and the tables."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from perfeval.batch.publishing import MANIFEST
from perfeval.batch.run import BatchError, Job, Progress
from perfeval.batch.table.table_files import is_table
from perfeval.batch.year.year_compare import Tables, compare_runs, compare_year
from perfeval.core.problems import Lang
from perfeval.documents.writers.comparison.write_year_html import write_year_html
from perfeval.documents.writers.comparison.write_year_xlsx import write_year_xlsx
from perfeval.documents.writers.comparison.year_comparison import YearComparison
from perfeval.files.whole import why_unwritten, write_whole

PAGE, WORKBOOK = "compare.html", "compare.xlsx"
_WRITERS: dict[str, Callable[[YearComparison, Lang], bytes]] = {
    ".html": lambda found, lang: write_year_html(found, lang).encode(),
    ".xlsx": write_year_xlsx,
}


def is_run(path: Path) -> bool:
    """Whether a folder is the output of a finished batch."""
    return (path / MANIFEST).is_file()


def compare_into(
    output: Path | None, compare: Callable[[Path], YearComparison], lang: Lang
) -> tuple[YearComparison, tuple[Path, ...]]:
    """Compare, and write what the name of `output` asks for; the files written."""
    suffix = "" if output is None else output.suffix.lower()
    if output is not None and not suffix:
        found = compare(output)
        return found, tuple(_written(output / name, found, lang) for name in (PAGE, WORKBOOK))
    with TemporaryDirectory(prefix="perfeval-compare-") as folder:
        found = compare(Path(folder))
    return found, (_written(output, found, lang),) if output is not None and suffix in _WRITERS else ()


def comparison_of(
    paths: list[Path], job: Job, rules: list[str], table: Path | None, progress: Progress
) -> Callable[[Path], YearComparison]:
    """The comparison to make: of two finished runs, or of one input under two rule sets; raises BatchError."""
    if len(paths) == 2 and all(is_run(path) for path in paths) and not rules:
        tables = Tables(table, job.funds) if table else None
        return lambda folder: compare_runs(paths[0], paths[1], folder, tables, job.options.rules_dirs)
    if len(rules) != 2:
        raise BatchError(
            "请给出文档或明细表和两个 --rules，或两个批量复算的输出目录 "
            "(documents or a table and --rules twice, or two outputs of batch)"
        )
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise BatchError(f"找不到「{missing[0]}」 (no such file or folder)")

    def compare(folder: Path) -> YearComparison:
        with _one_source(paths, job.funds is not None) as source:
            return compare_year(replace(job, source=source), (rules[0], rules[1]), folder, progress)

    return compare


@contextmanager
def _one_source(paths: list[Path], has_funds: bool) -> Iterator[Path]:
    """The one folder or table there is, else a folder with the documents: the same files where the disk allows it."""
    if len(paths) == 1 and (paths[0].is_dir() or has_funds or is_table(paths[0])):
        yield paths[0]
        return
    with TemporaryDirectory(prefix="perfeval-documents-") as name:
        for number, path in enumerate(paths):
            folder = Path(name) if len(paths) == 1 else Path(name) / f"{number + 1:02d}"
            folder.mkdir(exist_ok=True)
            if path.is_dir():
                shutil.copytree(
                    path, folder / path.name, copy_function=_placed, ignore_dangling_symlinks=True
                )
            else:
                _placed(path, folder / path.name)
        yield Path(name)


def _placed(source: str | Path, target: str | Path) -> None:
    """The file under another name too; a copy where that name is on another disk."""
    try:
        os.link(os.path.realpath(source), target)
    except OSError:
        shutil.copyfile(source, target)


def _written(path: Path, found: YearComparison, lang: Lang) -> Path:
    try:
        write_whole(path, _WRITERS[path.suffix.lower()](found, lang))
    except OSError as error:
        raise BatchError(f"写不了「{path}」：{why_unwritten(error)} (cannot write it)") from error
    return path
