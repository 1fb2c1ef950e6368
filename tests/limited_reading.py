"""Reads files in a process with 512 MiB of memory and five seconds for each; run as a program.

Arguments: format, first and last number of the altered files, the reader (`module:function`, or `read_bytes`).
"""

from __future__ import annotations

import faulthandler
import importlib
import random
import resource
import sys
import time

from mutated_files import mutated
from seed_files import SEEDS

MEMORY = 512 * 1024 * 1024
SECONDS = 5
"""Of computing, for each file."""
HANGING = 60
"""Seconds by the clock after which a file counts as hanging, however busy the computer is."""


def main() -> None:
    """Make each altered file from its number, read it, and say what came of it."""
    suffix, first, last, reader = sys.argv[1:]
    module, _, function = reader.partition(":")
    read = getattr(importlib.import_module(module), function)
    seed = SEEDS[suffix]()
    read(seed, f"seed{suffix}")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(int(first), int(last)):
        data = mutated(seed, suffix, random.Random(f"{suffix} {number}"))
        faulthandler.dump_traceback_later(HANGING, exit=True)
        began = time.process_time()
        print(number, end=" ", flush=True)
        reading = read(data, f"{number}{suffix}")
        faulthandler.cancel_dump_traceback_later()
        assert time.process_time() - began < SECONDS
        found = getattr(reading, "forms", getattr(reading, "grids", ()))
        prose = getattr(reading, "prose", ())
        codes = {problem.code for problem in reading.problems}
        for problem in reading.problems:
            assert problem.message("zh")
            assert problem.message("en")
        assert found or codes or prose, f"{number}: nothing, and no reason"
        print("read" if found else "named", *sorted(codes), sep=",")


if __name__ == "__main__":
    main()
