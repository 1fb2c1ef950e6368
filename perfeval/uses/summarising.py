"""From a finished run to its summary (生成汇总): load, ask every check, write the findings, the workbook, the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from perfeval.batch.forensics import FORENSICS, Asked, ask_all
from perfeval.batch.forensics.findings import NAME, settle, write_findings
from perfeval.batch.parts import sha256_of
from perfeval.batch.publishing import manifest_of
from perfeval.batch.summary.summary import Summary, summarise
from perfeval.batch.summary.write_summary_html import write_summary_html
from perfeval.batch.summary.write_summary_xlsx import write_summary_xlsx
from perfeval.batch.year.year import UNWRITTEN, Run, YearError, open_year, read_manifest
from perfeval.core.problems import Lang
from perfeval.files.lock import InUseError, locked
from perfeval.files.whole import why_unwritten, write_whole

__all__ = ["WRITTEN", "Run", "YearError", "lacks_its_table", "manifest_of", "runs_of", "write_summary"]

PAGE, WORKBOOK = "summary.html", "summary.xlsx"
WRITTEN = (NAME, WORKBOOK, PAGE)
"""What a summary adds to the folder of a run."""


def runs_of(paths: Sequence[Path]) -> tuple[Run, ...]:
    """The runs in some folders, each with the tables among the paths that it was made from; raises YearError."""
    folders = [path for path in paths if path.is_dir()]
    tables = [path for path in paths if not path.is_dir()]
    if not folders:
        raise YearError(f"找不到 batch 的输出目录：{'、'.join(map(str, paths))} (no folder that batch wrote)")
    if missing := [path for path in tables if not path.is_file()]:
        raise YearError(f"找不到文件「{missing[0]}」 (no such file)")
    if len(folders) == 1:
        if len(tables) > 2:
            raise YearError(
                f"一次运行只有一张明细表和一张资金表，多了「{tables[2]}」 (a table and its funds, no more)"
            )
        if len(tables) == 2 and tables[0].name in list(manifest_of(folders[0])["inputs"])[1:]:
            tables.reverse()
        return (Run(folders[0], *tables),)
    digests = {path: sha256_of(path) for path in tables}
    found = []
    for folder in folders:
        inputs = read_manifest(Run(folder))["inputs"]
        own = [
            next((path for path in tables if digests[path] == each["sha256"]), None)
            for each in list(inputs.values())[:2]
        ]
        found.append(Run(folder, *own))
    used = {path for run in found for path in (run.source, run.funds)}
    if unused := [path for path in tables if path not in used]:
        raise YearError(f"「{unused[0]}」不是这几次运行的输入 (the input of none of these runs)")
    return tuple(found)


def lacks_its_table(run: Run) -> bool:
    """Whether a run over a table is without it, so that only its totals can be summed."""
    return run.source is None and "files" not in manifest_of(run.folder)["counts"]


def write_summary(
    runs: Run | Sequence[Run],
    last_year: Run | None = None,
    lang: Lang = "zh",
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    into: Path | None = None,
) -> Summary:
    """Write forensics.parquet, summary.xlsx and summary.html beside the run, or `into` a folder; raises YearError.

    They depend on the runs, their input and last year's alone: the same bytes every time. `progress` is told the steps
    done and all steps: loading, each check, the figures, the two files, the findings.
    """
    every = (runs,) if isinstance(runs, Run) else tuple(runs)
    folder = into or every[0].folder
    steps = len(FORENSICS) + 4
    done = iter(range(1, steps + 1))

    def step() -> None:
        progress(next(done), steps)

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            return _write(every, last_year, lang, step, folder)
    except InUseError as error:
        raise YearError(f"「{folder}」正被一次批量复算使用，请等它结束 (in use by another run)") from error
    except UNWRITTEN as error:
        reason = why_unwritten(error)
        raise YearError(f"写不了「{folder}」里的汇总：{reason} (cannot write the summary)") from error


def _write(
    runs: Sequence[Run], last_year: Run | None, lang: Lang, step: Callable[[], None], folder: Path
) -> Summary:
    with open_year(runs, last_year, beside=folder) as year:
        step()
        asked: tuple[Asked, ...] = ask_all(year, asked=step)
        settle(year)
        summary = summarise(year, asked)
        step()
        # The database gives out the findings while Python writes.
        with ThreadPoolExecutor(1) as pool:
            findings = pool.submit(write_findings, year, folder, FORENSICS)
            write_whole(folder / WORKBOOK, write_summary_xlsx(summary, lang))
            write_whole(folder / PAGE, write_summary_html(summary, lang).encode())
            step()
            findings.result()
    step()
    return summary
