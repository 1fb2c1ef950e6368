"""Reads each hostile file in a process with 512 MiB of memory; run as a program."""

from __future__ import annotations

import faulthandler
import json
import resource
import time

from hostile_files import HOSTILE

from perfeval.documents.read import read_bytes

MEMORY = 512 * 1024 * 1024
HANGING = 60
"""Seconds by the clock after which a file counts as hanging, however busy the computer is."""


def main() -> None:
    """Say for each file which problems it gave and how many seconds of computing it took."""
    made = {name: (hostile.make(), hostile.suffix) for name, hostile in HOSTILE.items()}
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for name, (data, suffix) in made.items():
        faulthandler.dump_traceback_later(HANGING, exit=True)
        began = time.process_time()
        reading = read_bytes(data, f"hostile{suffix}")
        faulthandler.cancel_dump_traceback_later()
        codes = sorted({problem.code for problem in reading.problems})
        print(json.dumps([name, codes, time.process_time() - began]), flush=True)


if __name__ == "__main__":
    main()
