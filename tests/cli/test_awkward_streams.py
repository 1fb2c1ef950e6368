"""Input and output that end badly: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROW = "{name: a, target: '>=1个', actual: 1个, points: '10', score: '10'}"
FORM = f"form:\n  name: 甲\u2066\n  indicators:\n  - {ROW}\n"


def run(words: str, tmp_path: Path) -> subprocess.CompletedProcess[bytes]:
    (tmp_path / "f.yaml").write_text(FORM, encoding="utf-8")
    (tmp_path / "none.rar").write_bytes(b"Rar!")
    command = f"cd '{tmp_path}' && '{sys.executable}' -m perfeval {words}"
    return subprocess.run(["bash", "-c", command], capture_output=True, check=False)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("check - <&-", {2, 3}),
        ("check - < /dev/null", {2, 3}),
        ("check /dev/zero", {2, 3}),
        ("check .", {1, 3}),
        ("check f.yaml > /dev/full", {2}),
        ("rules lint /dev/zero", {1, 2}),
        ("check missing.docx", {2, 3}),
    ],
)
def test_streams(words: str, codes: set[int], tmp_path: Path) -> None:
    ended = run(words, tmp_path)
    said = ended.stdout + ended.stderr
    assert b"Traceback" not in said, said.decode()
    assert ended.returncode in codes, (ended.returncode, said.decode())
    assert said.strip()


@pytest.mark.parametrize(
    "words", ["check f.yaml", "check f.yaml --format json", "check f.yaml --format csv", "read f.yaml"]
)
def test_no_output_turns_its_line_round(words: str, tmp_path: Path) -> None:
    assert "\u2066".encode() not in run(words, tmp_path).stdout
