"""Readers that run foreign code on hostile bytes, in a process of their own (隔离读取).

The process has limits of time and memory; whatever happens to it, the caller gets a document or a problem. It
hands over plain JSON, never objects, so that not even a hijacked reader reaches the caller.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.fork_server import CAN_FORK, ServerGoneError, run_forked
from perfeval.documents.formats.outcome import outcome
from perfeval.documents.formats.safety import LIMITS, in_mib
from perfeval.documents.grid import Cell, Document, Grid
from perfeval.documents.progress import Progress, Step, silent

_PYTHON_ERROR = 1
_OUT_OF_TIME = -signal.SIGXCPU if sys.platform != "win32" else None
_PAGES = re.compile(rb"^(\d+) of (\d+) pages$", re.MULTILINE)
_PLACE = tuple(field.name for field in fields(Place))


def read_guarded(module: str, function: str, data: bytes, file: str, progress: Progress = silent) -> Document:
    """Call `function(data, file, progress) -> Document` of a module in another process.

    Raises RuntimeError for a mistake in the reader itself, which is no fault of the document.
    """
    seconds = LIMITS.computing(len(data))
    stopped = Document(problems=(Problem("reader-stopped", {"seconds": str(seconds)}, file=file),))
    with TemporaryDirectory(prefix="perfeval-", ignore_cleanup_errors=True) as folder:
        content, output, said = (Path(folder) / name for name in ("content", "output", "said"))
        content.write_bytes(data)
        words = [str(seconds), module, function, file, str(content), str(output), str(said)]
        ended = _ended(words, LIMITS.waiting(len(data)), lambda: _pass_on(said, progress))
        if ended is None:
            return stopped
        _pass_on(said, progress)
        errors_said = said.read_bytes() if said.exists() else b""
        written = output.read_bytes() if output.exists() else b""
    if ended == _PYTHON_ERROR and b"MemoryError" not in errors_said:
        raise RuntimeError(errors_said.decode("utf-8", "replace"))
    if ended == _OUT_OF_TIME:
        return stopped
    if ended:
        limit = in_mib(LIMITS.child_memory)
        return Document(problems=(Problem("reader-crashed", {"limit": limit}, file=file),))
    return _from_json(json.loads(written), file)


def _ended(words: Sequence[str], seconds: float, tell: Callable[[], None]) -> int | None:
    """How the other process ended; None if it took too long by the clock."""
    path = os.pathsep.join(sys.path)
    if CAN_FORK:
        try:
            modules = (__spec__.name, words[1])
            return run_forked(modules, read_alone.__name__, words, seconds, path, tell)
        except ServerGoneError:
            # What ended it is no document, of which it reads none; the new process says what is wrong.
            pass
    with (
        Path(words[-1]).open("ab") as errors,
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": path},
        ) as process,
    ):
        try:
            outcome(process, seconds, tell)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
    return process.returncode


def _pass_on(said: Path, progress: Progress) -> None:
    """Tell how far the other process said last that it is."""
    told = _PAGES.findall(said.read_bytes()) if said.exists() else []
    if told:
        done, of = told[-1]
        progress(Step("pages", int(done), int(of)))


def _tell(step: Step) -> None:
    """In the other process: say how far it is."""
    if step.unit == "pages":
        print(f"{step.done} of {step.of} pages", file=sys.stderr, flush=True)


def read_alone(seconds: str, module: str, function: str, file: str, content: str, output: str) -> None:
    """In the other process: read the file `content` and write its document to the file `output`."""
    read: Callable[[bytes, str, Progress], Document] = getattr(importlib.import_module(module), function)
    _limit(LIMITS.child_memory, int(seconds))
    document = read(Path(content).read_bytes(), file, _tell)
    Path(output).write_text(json.dumps(_to_json(document)), encoding="utf-8")


def _limit(size: int, seconds: int) -> None:
    """Limit the memory and the computing time of this process, where the system can (not on Windows)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def _to_json(document: Document) -> list[Any]:
    grids = [
        [
            [
                [
                    c.row,
                    c.column,
                    c.text,
                    c.row_span,
                    c.column_span,
                    c.stored,
                    c.formula,
                    _coordinates(c.place),
                ]
                for c in grid.cells
            ],
            grid.heading,
            _coordinates(grid.place),
        ]
        for grid in document.grids
    ]
    prose, below = (
        [[_coordinates(place), line] for place, line in lines] for lines in (document.prose, document.below)
    )
    problems = [[found.code, found.values, _coordinates(found.place)] for found in document.problems]
    return [grids, prose, problems, below]


def _from_json(content: Any, file: str) -> Document:
    grids, prose, problems, below = content
    return Document(
        tuple(
            Grid(
                tuple(_cell(values) for values in cells),
                tuple(heading),
                _place(coordinates),
            )
            for cells, heading, coordinates in grids
        ),
        tuple((Place(*coordinates), line) for coordinates, line in prose),
        tuple(Problem(code, values, _place(coordinates), file) for code, values, coordinates in problems),
        tuple((Place(*coordinates), line) for coordinates, line in below),
    )


def _cell(values: list[Any]) -> Cell:
    row, column, text, row_span, column_span, stored, formula, coordinates = values
    return Cell(row, column, text, row_span, column_span, stored, formula, _place(coordinates))


def _coordinates(place: Place | None) -> list[Any] | None:
    return None if place is None else [getattr(place, name) for name in _PLACE]


def _place(coordinates: list[Any] | None) -> Place | None:
    return None if coordinates is None else Place(*coordinates)


if __name__ == "__main__":
    read_alone(*sys.argv[1:-1])
