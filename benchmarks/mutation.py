"""Mutation testing of core/ (变异测试): does some test fail when a line of the arithmetic is wrong?

    python benchmarks/mutation.py 800 --seed 7

Uses cosmic-ray (`pip install cosmic-ray`), whose operators change comparisons, arithmetic, booleans, numbers and
keywords, and no texts. Of all mutants a sample by seed is tried, one after the other, against tests/core and
tests/toyland; those that survive are listed to be read one by one. Takes about as many test runs as mutants.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

CONFIG = """[cosmic-ray]
module-path = "perfeval/core"
timeout = 120.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -n 0 -p no:cacheprovider tests/core tests/toyland"

[cosmic-ray.distributor]
name = "local"
"""


def main() -> None:
    """Make the session, keep a sample of its mutants, run them, list the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, help="mutants to try")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, default=Path(".mutation"))
    wanted = parser.parse_args()
    wanted.folder.mkdir(exist_ok=True)
    config, session = wanted.folder / "config.toml", wanted.folder / "session.sqlite"
    config.write_text(CONFIG.format(python=sys.executable), encoding="utf-8")
    session.unlink(missing_ok=True)
    run = [str(Path(sys.executable).with_name("cosmic-ray"))]
    subprocess.run([*run, "init", config, session], check=True)
    with sqlite3.connect(session) as database:
        every = sorted(job for (job,) in database.execute("SELECT job_id FROM mutation_specs"))
        order = database.execute(
            "SELECT job_id FROM mutation_specs ORDER BY module_path, operator_name, occurrence"
        ).fetchall()
        kept = {job for (job,) in random.Random(wanted.seed).sample(order, min(wanted.count, len(order)))}
        for job in every:
            if job not in kept:
                database.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                database.execute("DELETE FROM work_items WHERE job_id = ?", (job,))
    print(f"{len(kept)} of {len(order)} mutants")
    subprocess.run([*run, "exec", config, session], check=True)
    subprocess.run(
        [str(Path(sys.executable).with_name("cr-report")), session, "--surviving-only"], check=True
    )


if __name__ == "__main__":
    main()
