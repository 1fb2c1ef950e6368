"""Input and output that end badly: a sentence and an exit code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

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
        ("check - < <(head -c 400000000 /dev/zero)", {2, 3}),
        ("check .", {1, 3}),
        ("check f.yaml > /dev/full", {2}),
        ("check f.yaml >&-", {2}),
        ("check f.yaml --format json >&-", {2}),
        ("check f.yaml --lang en 2>&-", {0, 1}),
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


@pytest.mark.parametrize(
    "words", ["check f.yaml -o r.xlsx", "check f.yaml -o r.html", "read f.yaml -o r.json", "batch . -o out"]
)
def test_a_disk_that_is_full_half_way_leaves_what_was_there(words: str, tmp_path: Path) -> None:
    """No file may grow beyond 99 bytes (RLIMIT_FSIZE): the write itself fails, as on a full disk."""
    there = tmp_path / words.rpartition(" ")[2]
    if there.suffix:
        there.write_bytes(b"of yesterday")
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (99, 99)); "
    start = f"sys.argv[1:] = {[*words.split(), *(['--force'] if there.suffix else [])]!r}; "
    program = limit + start + "import perfeval.__main__"
    (tmp_path / "f.yaml").write_text(FORM, encoding="utf-8")
    ended = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    said = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 2, said
    assert "Traceback" not in said
    assert said.strip()
    if there.suffix:
        assert there.read_bytes() == b"of yesterday"
        assert {path.name for path in tmp_path.iterdir()} == {"f.yaml", there.name}
    else:
        assert not (there / "manifest.json").exists()
