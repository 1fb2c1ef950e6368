"""From a finished run to its summary (生成汇总): load, ask every check, write the findings, the workbook, the page."""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from perfeval.batch.forensics import FORENSICS, Asked, ask_all
from perfeval.batch.forensics.findings import NAME, settle, write_findings
from perfeval.batch.summary.summary import Summary, summarise
from perfeval.batch.summary.write_summary_html import write_summary_html
from perfeval.batch.summary.write_summary_xlsx import write_summary_xlsx
from perfeval.batch.year.year import Run, YearError, open_year
from perfeval.core.problems import Lang
from perfeval.files.lock import InUseError, locked
from perfeval.files.whole import write_whole

__all__ = ["WRITTEN", "Run", "YearError", "write_summary"]

PAGE, WORKBOOK = "summary.html", "summary.xlsx"
WRITTEN = (NAME, WORKBOOK, PAGE)
"""What a summary adds to the folder of a run."""


def write_summary(
    run: Run,
    last_year: Run | None = None,
    lang: Lang = "zh",
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Summary:
    """Write forensics.parquet, summary.xlsx and summary.html beside the run; raises YearError.

    They depend on the run, its input and last year's alone: the same bytes every time. `progress` is told the steps
    done and all steps: loading, each check, the findings, the figures, the two files.
    """
    steps = len(FORENSICS) + 4
    done = iter(range(1, steps + 1))

    def step() -> None:
        progress(next(done), steps)

    try:
        with locked(run.folder):
            return _write(run, last_year, lang, step)
    except InUseError as error:
        raise YearError(
            f"「{run.folder}」正被一次批量复算使用，请等它结束 (in use by another run)"
        ) from error
    except (OSError, duckdb.IOException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise YearError(f"写不了「{run.folder}」里的汇总：{reason} (cannot write the summary)") from error


def _write(run: Run, last_year: Run | None, lang: Lang, step: Callable[[], None]) -> Summary:
    with open_year(run, last_year) as year:
        step()
        asked: tuple[Asked, ...] = ask_all(year, asked=step)
        settle(year)
        write_findings(year, run.folder, FORENSICS)
        step()
        summary = summarise(year, asked)
    step()
    write_whole(run.folder / WORKBOOK, write_summary_xlsx(summary, lang))
    write_whole(run.folder / PAGE, write_summary_html(summary, lang).encode())
    step()
    return summary
