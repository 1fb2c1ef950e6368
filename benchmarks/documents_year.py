"""A year of documents in one run: rate, computing time, memory, and whether every one is accounted for.

    python benchmarks/documents_year.py --workers 2                           # both mixes, then each kind by itself
    python benchmarks/documents_year.py --workers 2 --only quarter docx pdf   # some of them

makes invented documents (tests/year_documents.py) and runs `perfeval batch` on them: `ten` is the ten kinds in equal
parts, `quarter` two PDF, two docx, two xlsx, one html and one txt of every eight. One in a hundred of a mix is broken.
Every broken one must be named in problems.parquet and every other form have the scores that the core gives to the form
it was made from, which no reader has seen: `wrong` counts those for which that is not so. A txt holds three forms, all
others one. `start` is a run over one document and as many empty files as it takes for every worker to start, the better
of two: what a run takes before and after its documents, imports above all.
Needs the extra `dev`, whose libraries write the documents.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from year_documents import WRITERS, MadeDocument, year
from year_expected import expected_rows, files_with_problems, found_rows

from perfeval.batch.document_run import PART
from perfeval.core.ruleset import Ruleset
from perfeval.rulebook.library import load_library

RULES = "cn-caiyu-2020-10"
MIB = 1024
MIXES: dict[str, tuple[str, ...]] = {
    "ten": tuple(WRITERS),
    "quarter": ("pdf", "docx", "xlsx", "html", "pdf", "txt", "docx", "xlsx"),
}
_HEAD = (
    *("of what", "documents", "forms", "s", "documents/s", "without start", "CPU ms each"),
    *("each second of a GHz", "parent MiB", "workers MiB", "wrong"),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took; `peaks` are the largest memory of the command itself and of its workers, in MiB."""

    seconds: float
    computing: float
    peaks: tuple[int, ...]


def main() -> int:
    """Parse the options, run, print a line for each mix and kind; 1 where something is not accounted for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--count", type=int, default=3000, help="documents of a mix")
    options.add_argument("--each", type=int, default=600, help="documents of a kind")
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options.add_argument("--seed", type=int, default=6)
    options.add_argument("--only", nargs="*", choices=[*MIXES, *WRITERS], default=[*MIXES, *WRITERS])
    chosen = options.parse_args()
    ruleset = load_library(()).find(RULES)
    assert isinstance(ruleset, Ruleset)
    ghz = _gigahertz()
    print(f"{chosen.workers} workers; {ghz or 'unknown'} GHz; rule set {RULES}")
    one = [next(year(1, chosen.seed, ("yaml",)))]
    empty = [MadeDocument(f"{at:05d}.txt", b"", ()) for at in range(1, chosen.workers * PART)]
    tries = [_measured([*one, *empty], chosen.workers, ruleset) for _ in range(2)]
    start, wrong = min(tries, key=lambda each: each[0].seconds)
    lines, is_wrong = [_line("start", one, start, None, ghz, len(wrong))], bool(wrong)
    for name in chosen.only:
        documents = list(
            year(chosen.count if name in MIXES else chosen.each, chosen.seed, MIXES.get(name, (name,)))
        )
        if name not in MIXES:
            documents = [each for each in documents if not each.broken]
        run, wrong = _measured(documents, chosen.workers, ruleset)
        lines.append(_line(name, documents, run, start, ghz, len(wrong)))
        is_wrong |= bool(wrong)
        print(f"{name}: {len(documents)} in {run.seconds:.1f} s", *wrong[:10], sep="\n  ", file=sys.stderr)
    print(tabulate(lines, _HEAD, floatfmt=".1f", disable_numparse=True))
    return int(is_wrong)


def _line(
    name: str, documents: Sequence[MadeDocument], run: Run, start: Run | None, ghz: float | None, wrong: int
) -> tuple[object, ...]:
    count, computing = len(documents), run.computing - (start.computing if start else 0)
    forms = sum(len(each.forms) for each in documents)
    rates = ["", "", "", ""]
    if start is not None:
        seconds = run.seconds - start.seconds
        per_gigahertz = f"{count / computing / ghz:.1f}" if ghz else ""
        rates = [
            f"{count / run.seconds:.1f}",
            f"{count / seconds:.1f}",
            f"{computing / count * 1000:.1f}",
            per_gigahertz,
        ]
    parent, *workers = run.peaks
    return (
        name,
        count,
        forms,
        f"{run.seconds:.1f}",
        *rates,
        parent,
        " ".join(map(str, sorted(workers))),
        wrong,
    )


def _gigahertz() -> float | None:
    """What the processor says of its speed; None where it does not."""
    try:
        found = re.search(r"cpu MHz\s*: ([0-9.]+)", Path("/proc/cpuinfo").read_text())
    except OSError:
        return None
    return round(float(found[1]) / 1000, 2) if found else None


def _measured(documents: Sequence[MadeDocument], workers: int, ruleset: Ruleset) -> tuple[Run, list[str]]:
    """What a run over some documents took, and what is wrong with it."""
    with TemporaryDirectory(prefix="perfeval-year-") as name:
        folder, output = Path(name) / "year", Path(name) / "out"
        folder.mkdir()
        for document in documents:
            (folder / document.name).write_bytes(document.data)
        used = _used()
        seconds, peaks = _run(folder, output, workers)
        return Run(seconds, _used() - used, tuple(peaks)), _wrong(documents, output, ruleset)


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


def _wrong(documents: Sequence[MadeDocument], output: Path, ruleset: Ruleset) -> list[str]:
    """Broken documents that no problem names, and forms with other scores than the core gives."""
    expected, found = expected_rows(documents, ruleset), found_rows(output)
    named = files_with_problems(output)
    silent = [f"{each.name} ({each.broken})" for each in documents if each.broken and each.name not in named]
    other = sorted(key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key))
    return [*silent, *map(str, other)]


if __name__ == "__main__":
    raise SystemExit(main())
