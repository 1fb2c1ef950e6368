"""Reads files in a process with 512 MiB of memory and five seconds for each; run as a program.

Arguments: format, first and last number of the altered files, the reader (`module:function`, or `read_bytes`).
"""

from __future__ import annotations

import faulthandler
import importlib
import random
import resource
import sys
from pathlib import Path

from mutated_files import mutated
from seed_files import SEEDS

MEMORY = 512 * 1024 * 1024
ONE_THREAD = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Environment: threads of libraries that only write the test files would reserve half of the memory allowed."""
KINDS = {".doc": resource.RLIMIT_DATA}
"""What of memory is limited where it is not all of it: LibreOffice maps a gigabyte of libraries before it begins."""
SECONDS = 5
"""Of computing, for each file, in this process and those it starts."""
HANGING = 180
"""Seconds by the clock after which a file counts as hanging, however busy the computer is."""


def main() -> None:
    """Make each altered file from its number, read it, and say what came of it."""
    suffix, first, last, reader = sys.argv[1:]
    module, _, function = reader.partition(":")
    read = getattr(importlib.import_module(module), function)
    seed = SEEDS[suffix]()
    read(seed, f"seed{suffix}")
    resource.setrlimit(KINDS.get(suffix, resource.RLIMIT_AS), (MEMORY, MEMORY))
    longest = 0.0
    for number in range(int(first), int(last)):
        data = mutated(seed, suffix, random.Random(f"{suffix} {number}"))
        faulthandler.dump_traceback_later(HANGING, exit=True)
        began = computed()
        print(number, end=" ", flush=True)
        reading = read(data, f"{number}{suffix}")
        faulthandler.cancel_dump_traceback_later()
        longest = max(longest, computed() - began)
        assert longest < SECONDS
        found = getattr(reading, "forms", getattr(reading, "grids", ()))
        prose = getattr(reading, "prose", ())
        codes = {problem.code for problem in reading.problems}
        for problem in reading.problems:
            assert problem.message("zh")
            assert problem.message("en")
        assert found or codes or prose, f"{number}: nothing, and no reason"
        print("read" if found else "named", *sorted(codes), sep=",")
    peak = max(own_peak(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    assert peak * 1024 < MEMORY
    print(f"longest {longest:.1f} s of computing, peak {peak // 1024} MiB", file=sys.stderr)


PROCESSES = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def own_peak() -> int:
    """KiB of memory that this program had at most; what getrusage says begins with those of the process before it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def computed() -> float:
    """Seconds of computing by this process and those that it started and that ended."""
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, PROCESSES))


if __name__ == "__main__":
    main()
