"""What a long run tells while it works (运行记录): a line of progress, JSON lines for machines, a log file."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO

import typer

from perfeval.cli.output import notice

Shape = Literal["auto", "json", "none"]
Tell = Callable[[int, int], None]
_UNITS = {"files": "个文件", "rows": "行", "steps": "步"}


@dataclass(frozen=True, slots=True)
class JobNotes:
    """Where a run tells what: to standard error in a shape, and to a log of one JSON object a line."""

    shape: Shape = "auto"
    log: TextIO | None = None

    def tell(self, event: str, **values: object) -> None:
        """Something that happened: to the log, and to machines that read along."""
        line = json.dumps(
            {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **values},
            ensure_ascii=False,
        )
        if self.log is not None:
            self.log.write(f"{line}\n")
            self.log.flush()
        if self.shape == "json":
            typer.echo(line, err=True)

    def say(self, text: object) -> None:
        """A notice for people; machines get it as an event."""
        self.tell("notice", text=str(text))
        if self.shape != "json":
            notice(text)

    def progress(self, stage: str, unit: Literal["files", "rows", "steps"], is_quiet: bool = False) -> Tell:
        """A function to call with what is done and what there is; `is_quiet`: no line where nobody watches."""
        from perfeval.batch.progress import progress_line

        drawn = None
        if self.shape == "auto" and (sys.stderr.isatty() or not is_quiet):
            drawn = progress_line(_UNITS[unit])

        def tell(done: int, of: int) -> None:
            self.tell("progress", stage=stage, unit=unit, done=done, of=of)
            if drawn is not None:
                drawn(done, of)

        return tell


_INTERRUPTED = {
    "batch": "已中断；算完的部分留着，加 --resume 接着运行 (interrupted; what is done is kept: --resume goes on)",
    "": "已中断；原有的结果没有改动 (interrupted; what was there is as it was)",
}


@contextmanager
def job_notes(shape: Shape, log: Path | None, command: str, **begun: object) -> Iterator[JobNotes]:
    """The notes of one command: that it began and how it ended, whatever ended it, is told too."""
    since = time.monotonic()
    file = _opened(log) if log else None
    notes = JobNotes(shape, file)
    notes.tell("begin", command=command, **begun)
    try:
        yield notes
    except typer.Exit as exit_:
        notes.tell("end", exit_code=exit_.exit_code, seconds=round(time.monotonic() - since, 1))
        raise
    except BaseException as error:
        notes.tell("stopped", reason=type(error).__name__, seconds=round(time.monotonic() - since, 1))
        if isinstance(error, KeyboardInterrupt):
            notes.say(_INTERRUPTED.get(command, _INTERRUPTED[""]))
        elif isinstance(error, Exception) and not hasattr(error, "exit_code"):
            # Python's own exit code, 1, would say that a row differs.
            traceback.print_exc()
            raise typer.Exit(2) from error
        raise
    finally:
        if file is not None:
            file.close()


def _opened(log: Path) -> TextIO:
    """The log to add to; raises BadParameter for a file that is no log of ours, or that cannot be written."""
    try:
        if log.is_file() and log.stat().st_size:
            with log.open("rb") as file:
                if not file.readline().startswith(b'{"time": "'):
                    raise typer.BadParameter(
                        f"「{log}」不是 perfeval 的日志，不会写入 is no log of perfeval", param_hint="--log"
                    )
        return log.open("a", encoding="utf-8")
    except OSError as error:
        said = f"「{log}」写不了：{error.strerror} cannot be written"
        raise typer.BadParameter(said, param_hint="--log") from error
