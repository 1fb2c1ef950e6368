"""A year of documents in one run: rate, memory, and whether every one is accounted for.

    python benchmarks/documents_year.py --count 3000 --workers 2

makes so many invented documents in ten formats, one in a hundred broken, and runs `perfeval batch` on them. Every
broken one must be named in problems.parquet and every other form have the scores that the core gives to the form it
was made from, which no reader has seen. Beside the run: the time of reading the same bytes and doing nothing.
Needs the extra `dev`, whose libraries write the documents.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from year_documents import MadeDocument, year
from year_expected import expected_rows, files_with_problems, found_rows

from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.library import load_library

RULES = "cn-caiyu-2020-10"
MIB = 1024


def main() -> int:
    """Parse the options, run, print; 1 where something is not accounted for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--seed", type=int, default=6)
    chosen = options.parse_args()
    with TemporaryDirectory(prefix="perfeval-year-") as name:
        folder, output = Path(name) / "year", Path(name) / "out"
        folder.mkdir()
        documents = list(year(chosen.count, chosen.seed))
        for document in documents:
            (folder / document.name).write_bytes(document.data)
        bytes_only = _read_all(folder)
        used = _used()
        seconds, peaks = _run(folder, output, chosen.workers)
        print(f"{len(documents)} documents, {sum(len(each.data) for each in documents) >> 20} MiB")
        print(f"reading the bytes only: {bytes_only:.2f} s, {len(documents) / bytes_only:,.0f} documents/s")
        print(
            f"perfeval batch, {chosen.workers} workers: {seconds:.1f} s, {len(documents) / seconds:,.1f} documents/s"
        )
        print(f"  processor time of all its processes: {_used() - used:.1f} s")
        parent, *workers = peaks
        print(
            f"peak memory: parent {parent} MiB, workers {' '.join(f'{each} MiB' for each in sorted(workers))}"
        )
        return _accounted(documents, output)


def _read_all(folder: Path) -> float:
    begun = time.perf_counter()
    for path in sorted(folder.iterdir()):
        path.read_bytes()
    return time.perf_counter() - begun


def _used() -> float:
    """Processor seconds of all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _run(folder: Path, output: Path, workers: int) -> tuple[float, list[int]]:
    """Seconds, and the largest memory of the command's own process and of each that it started, in MiB."""
    words = ["batch", str(folder), "--rules", RULES, "-o", str(output), "--workers", str(workers)]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "perfeval", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peaks: dict[int, int] = {}
    while process.poll() is None:
        for each in (process.pid, *_children(process.pid)):
            peaks[each] = max(peaks.get(each, 0), _peak(each))
        time.sleep(0.2)
    seconds = time.perf_counter() - begun
    # Broken documents are not read, which ends a run with 3.
    if process.returncode not in (0, 1, 3):
        raise SystemExit(f"perfeval batch ended with {process.returncode}")
    # The helper that multiprocessing keeps for its semaphores is no worker.
    own = peaks.pop(process.pid)
    return seconds, [own // MIB, *(each // MIB for each in peaks.values() if each > 30 * MIB)]


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> int:
    """The largest memory of a process so far, in KiB; zero once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def _accounted(documents: list[MadeDocument], output: Path) -> int:
    ruleset = load_library(()).find(RULES)
    assert isinstance(ruleset, Ruleset)
    expected, found = expected_rows(documents, ruleset), found_rows(output)
    named = files_with_problems(output)
    broken = [each for each in documents if each.broken]
    silent = [each for each in broken if each.name not in named]
    wrong = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
    ways: Mapping[str | None, int] = Counter(each.broken for each in broken)
    print(f"broken: {len(broken)} in {len(ways)} ways, not named in problems.parquet: {len(silent)}")
    print(
        f"forms: {len(expected)}, {sum(map(len, expected.values()))} rows; not as the core scores them: {len(wrong)}"
    )
    for line in (*(f"{each.name} ({each.broken})" for each in silent), *map(str, sorted(wrong)[:10])):
        print("  ", line)
    return int(bool(silent or wrong))


if __name__ == "__main__":
    raise SystemExit(main())
