"""Hostile files: each costs less than five seconds of computing and 512 MiB, and gives the problem that names it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_files import HOSTILE
from limited_reading import ONE_THREAD

from perfeval.core.codes import CODES

SECONDS = 5


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[list[str], float]]:
    """Codes and seconds of each file, all read by one limited process."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parents[2] / "limited_hostile.py")],
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return {name: (codes, seconds) for name, codes, seconds in map(json.loads, done.stdout.splitlines())}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_named_and_costs_little(name: str, outcomes: dict[str, tuple[list[str], float]]) -> None:
    codes, seconds = outcomes[name]
    assert set(codes) == HOSTILE[name].codes
    assert seconds < SECONDS


def test_nothing_was_written_outside() -> None:
    assert not Path("/tmp/perfeval-was-here").exists()


def test_every_refusal_says_what_to_do() -> None:
    for code in {code for hostile in HOSTILE.values() for code in hostile.codes}:
        assert "请" in CODES[code].zh or code == "no-form-found"
