"""What the tests of the window share: its address, and the real forms."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FORMS = Path(__file__).parents[1] / "cases" / "cn-xinjiang" / "urumqi-giit-2023"
ADDRESS = "http://127.0.0.1:8000"
OWN = {"origin": ADDRESS}
"""What a request from an own page carries."""


def form_file(part: str) -> tuple[str, bytes]:
    """One of the real forms by a part of its name."""
    (path,) = (each for each in sorted(FORMS.glob("*.yaml")) if part in each.name)
    return path.name, path.read_bytes()


@contextmanager
def running(folder: Path, port: int = 0) -> Iterator[tuple[str, str]]:
    """`perfeval serve` as a person starts it: its address and the token that it printed."""
    server = start(folder, port)
    try:
        yield address_and_token(server)
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout is not None
        server.stdout.close()


def start(folder: Path, port: int = 0, *more: str) -> subprocess.Popen[str]:
    """The process of `perfeval serve`, with more options where they are given."""
    command = [
        sys.executable,
        "-m",
        "perfeval",
        "serve",
        str(folder),
        "--port",
        str(port),
        "--no-browser",
        *more,
    ]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=environment)


def address_and_token(server: subprocess.Popen[str]) -> tuple[str, str]:
    """What the server printed: its address and its token."""
    assert server.stdout is not None
    link = token = ""
    for line in server.stdout:
        if "/enter?token=" in line:
            link = line[line.index("http") :].strip()
        if line.startswith("token "):
            token = line.removeprefix("token ").strip()
            break
    return link.split("/enter")[0], token
