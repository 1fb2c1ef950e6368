"""LibreOffice as a person uses it: cells typed one by one, rows inserted and deleted, the file saved."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_BRIDGE = Path(__file__).parent / "office_bridge.py"
_PYTHON = "/usr/bin/python3"
XLSX, XLS, PDF = "Calc MS Excel 2007 XML", "MS Excel 97", "calc_pdf_Export"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows: empty, number, text or error; its text as on the screen; its number."""

    kind: str
    text: str
    value: float | None
    formula: str | None
    error: int


class Office:
    """A LibreOffice without a window that tests type into."""

    def __init__(self, bridge: subprocess.Popen[str]) -> None:
        self._bridge = bridge

    def ask(self, name: str, *arguments: object) -> Any:
        """Run a command of the bridge; fails the test with its error."""
        assert self._bridge.stdin is not None
        assert self._bridge.stdout is not None
        self._bridge.stdin.write(json.dumps([name, arguments]) + "\n")
        self._bridge.stdin.flush()
        answer = json.loads(self._bridge.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    @contextmanager
    def book(self, path: Path) -> Iterator[Book]:
        """A workbook, open for typing; closed without saving."""
        self.ask("open", str(path))
        try:
            yield Book(self)
        finally:
            self.ask("close")


class Book:
    """The open workbook; `sheet` is the name of a sheet throughout."""

    def __init__(self, office: Office) -> None:
        self._ask = office.ask

    def type(self, sheet: str, texts: Mapping[str, str]) -> None:
        """Type a text into each cell, as at the keyboard."""
        self._ask("type", sheet, dict(texts))

    def paste_number(self, sheet: str, cell: str, value: float, shape: str) -> None:
        """Put a number with its number format into a cell, as pasting from another workbook does."""
        self._ask("number", sheet, cell, value, shape)

    def shown(self, sheet: str, *cells: str) -> list[Shown]:
        """What the cells show."""
        found = self._ask("read", sheet, cells)
        return [Shown(**found[cell]) for cell in cells]

    def texts(self, sheet: str, *cells: str) -> list[str]:
        """What the cells show, as text."""
        return [each.text for each in self.shown(sheet, *cells)]

    def rows(self, sheet: str, area: str) -> list[list[Any]]:
        """Numbers and texts of an area."""
        return list(self._ask("column", sheet, area))

    def fill(self, sheet: str, area: str, rows: list[list[Any]]) -> None:
        """Put texts and numbers into an area at once, as pasting values does."""
        self._ask("fill", sheet, area, rows)

    def insert_row(self, sheet: str, row: int) -> None:
        """Insert a row above the row of this number."""
        self._ask("insert_row", sheet, row)

    def delete_row(self, sheet: str, row: int) -> None:
        """Delete the row of this number."""
        self._ask("delete_row", sheet, row)

    def copy(self, sheet: str, source: str, to: str) -> None:
        """Copy a cell onto another."""
        self._ask("copy", sheet, source, to)

    def unmerge(self, sheet: str, area: str) -> None:
        """Break a merged cell (取消合并)."""
        self._ask("unmerge", sheet, area)

    def sort(self, sheet: str, area: str, column: int) -> None:
        """Sort the rows of an area by one of its columns, counted from 0."""
        self._ask("sort", sheet, area, column)

    def save(self, path: Path, kind: str = XLSX) -> bytes:
        """Save a copy; its bytes."""
        self._ask("save", str(path), kind)
        return path.read_bytes()


def why_not() -> str | None:
    """Why nothing can be typed here; None where LibreOffice and its bridge are installed."""
    if shutil.which("soffice") is None:
        return "LibreOffice (soffice) is not installed: nothing can be typed into the form here"
    if not Path(_PYTHON).exists() or subprocess.run([_PYTHON, "-c", "import uno"], check=False).returncode:
        return "python3-uno is not installed for /usr/bin/python3: nothing can be typed into the form here"
    return None


@contextmanager
def running_office(folder: Path) -> Iterator[Office]:
    """LibreOffice with a profile of its own in a folder; skips the test where it is not installed."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    pipe = f"perfeval-{folder.name}-{os.getpid()}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    listen = f"--accept=pipe,name={pipe};urp;"
    command = ["soffice", "--headless", "--norestore", "--nologo", profile, listen]
    with (
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as office,
        subprocess.Popen(
            [_PYTHON, str(_BRIDGE), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as bridge,
    ):
        assert bridge.stdout is not None
        try:
            ready = bridge.stdout.readline()
            assert ready, "LibreOffice did not answer"
            found = Office(bridge)
            yield found
            found.ask("quit")
            # One that is slow to leave is ended below.
            with suppress(subprocess.TimeoutExpired):
                office.wait(timeout=60)
        finally:
            # The launcher has a child that does the work; both end with the group.
            with suppress(ProcessLookupError):
                os.killpg(office.pid, signal.SIGKILL)
            bridge.kill()
