"""Files altered by chance: no crash, five seconds and 512 MiB at most, and each is read or says why not.

Fifteen of each format always; over ten thousand in all with `pytest -m slow` on this file, where a PDF
is read in a process of its own as in earnest, and old Word documents are read too.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from limited_reading import ONE_THREAD
from seed_files import SEEDS

pytestmark = pytest.mark.slow

FEW = 15
MANY = dict.fromkeys(SEEDS, 850) | {".doc": 100}
"""More than ten thousand; LibreOffice needs a second for each old Word document."""
IN_THIS_PROCESS = {".pdf": "perfeval.documents.formats.pdf_document:read_pdf_document"}
AS_IN_EARNEST = "perfeval.documents.read:read_bytes"


def outcomes(suffix: str, first: int, last: int, reader: str) -> list[str]:
    """What came of each file: `read` or `named`, and the codes of its problems."""
    done = subprocess.run(
        [
            sys.executable,
            str(Path(__file__).parents[2] / "limited_reading.py"),
            suffix,
            str(first),
            str(last),
            reader,
        ],
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-200:]}\n{done.stderr[-3000:]}"
    print(suffix, done.stderr.strip())
    return done.stdout.splitlines()


@pytest.mark.parametrize("suffix", [suffix for suffix in SEEDS if suffix != ".doc"])
def test_a_few(suffix: str) -> None:
    lines = outcomes(suffix, 0, FEW, IN_THIS_PROCESS.get(suffix, AS_IN_EARNEST))
    assert len(lines) == FEW
    assert any("named" in line or "," in line for line in lines)


@pytest.mark.long
@pytest.mark.parametrize("suffix", SEEDS)
def test_many(suffix: str) -> None:
    if suffix == ".doc" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) is not installed: .doc cannot be read here")
    assert len(outcomes(suffix, FEW, FEW + MANY[suffix], AS_IN_EARNEST)) == MANY[suffix]
