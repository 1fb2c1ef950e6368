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
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from perfeval.core.problems import Place, Problem
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
    own = [sys.executable, "-m", "perfeval.documents.formats.guarded"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with TemporaryDirectory(prefix="perfeval-", ignore_cleanup_errors=True) as folder:
        content, said = Path(folder) / "content", Path(folder) / "said"
        content.write_bytes(data)
        with (
            content.open("rb") as given,
            said.open("wb") as errors,
            subprocess.Popen(
                [*own, str(seconds), module, function, file],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
            ) as process,
        ):
            try:
                output = outcome(process, LIMITS.waiting(len(data)), lambda: _pass_on(said, progress))
            except subprocess.TimeoutExpired:
                process.kill()
                return stopped
        _pass_on(said, progress)
        errors_said = said.read_bytes()
    if process.returncode == _PYTHON_ERROR and b"MemoryError" not in errors_said:
        raise RuntimeError(errors_said.decode("utf-8", "replace"))
    if process.returncode == _OUT_OF_TIME:
        return stopped
    if process.returncode:
        limit = in_mib(LIMITS.child_memory)
        return Document(problems=(Problem("reader-crashed", {"limit": limit}, file=file),))
    return _from_json(json.loads(output), file)


def _pass_on(said: Path, progress: Progress) -> None:
    """Tell how far the other process said last that it is."""
    told = _PAGES.findall(said.read_bytes())
    if told:
        done, of = told[-1]
        progress(Step("pages", int(done), int(of)))


def _tell(step: Step) -> None:
    """In the other process: say how far it is."""
    if step.unit == "pages":
        print(f"{step.done} of {step.of} pages", file=sys.stderr, flush=True)


def main() -> None:
    """The other process: read standard input, write the document to standard output."""
    seconds, module, function, file = sys.argv[1:]
    _limit(LIMITS.child_memory, int(seconds))
    read: Callable[[bytes, str, Progress], Document] = getattr(importlib.import_module(module), function)
    document = read(sys.stdin.buffer.read(), file, _tell)
    sys.stdout.write(json.dumps(_to_json(document)))


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
    main()
