"""Readers that run foreign code on hostile bytes, in a process of their own (隔离读取).

The process has limits of time and memory; whatever happens to it, the caller gets a document or a problem. It
hands over plain JSON, never objects, so that not even a hijacked reader reaches the caller.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from perfeval.core.problems import Place, Problem
from perfeval.documents.formats.safety import LIMITS, MIB, in_mib
from perfeval.documents.grid import Cell, Document, Grid

_PYTHON_ERROR = 1
_PLACE = tuple(field.name for field in fields(Place))


def read_guarded(module: str, function: str, data: bytes, file: str) -> Document:
    """Call `function(data, file) -> Document` of a module in another process.

    Raises RuntimeError for a mistake in the reader itself, which is no fault of the document.
    """
    seconds = LIMITS.child_seconds * (1 + len(data) // MIB)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "perfeval.documents.formats.guarded", module, function, file],
            input=data,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Document(problems=(Problem("reader-stopped", {"seconds": str(seconds)}, file=file),))
    if done.returncode == _PYTHON_ERROR and b"MemoryError" not in done.stderr:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    if done.returncode:
        limit = in_mib(LIMITS.child_memory)
        return Document(problems=(Problem("reader-crashed", {"limit": limit}, file=file),))
    return _from_json(json.loads(done.stdout), file)


def main() -> None:
    """The other process: read standard input, write the document to standard output."""
    _limit_memory(LIMITS.child_memory)
    module, function, file = sys.argv[1:]
    read: Callable[[bytes, str], Document] = getattr(importlib.import_module(module), function)
    document = read(sys.stdin.buffer.read(), file)
    sys.stdout.write(json.dumps(_to_json(document)))


def _limit_memory(size: int) -> None:
    """Limit the memory of this process, where the system can (not on Windows)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))


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
    prose = [[_coordinates(place), line] for place, line in document.prose]
    problems = [[found.code, found.values, _coordinates(found.place)] for found in document.problems]
    return [grids, prose, problems]


def _from_json(content: Any, file: str) -> Document:
    grids, prose, problems = content
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
