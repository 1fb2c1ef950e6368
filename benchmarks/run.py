"""The benchmark of the batch in one command: every peer in turn, in a process of its own, medians, exactness, memory.

python benchmarks/run.py [--projects 1000000] [--cardinality realistic|high] [--repeat 5] [--peers …]

Makes the data where it is missing (benchmarks/generate.py). Writes a Markdown table to stdout. A peer of another
checkout is written with its folder: perfeval@../before.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def one(peer: str, data: Path, out: Path) -> None:
    """Run one peer in this process and print its seconds of work and its peak memory."""
    sys.path.insert(0, str(HERE))
    # As perfeval's own command line does; the same for every peer.
    gc.set_threshold(100_000)
    atexit.register(gc.freeze)
    from peers import PEERS

    before = time.process_time()
    work = PEERS[peer](data, out)
    used = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"work": work, "cpu": used, "peak": peak}))


def measured(peer: str, data: Path, out: Path) -> dict[str, float]:
    """Run one peer in a process of its own, with the code of its checkout."""
    name, _, checkout = peer.partition("@")
    script = Path(checkout).resolve() / "benchmarks/run.py" if checkout else Path(__file__)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    start = time.perf_counter()
    command = [sys.executable, str(script), "--one", name, "--data", str(data), "--out", str(out)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return {"whole": time.perf_counter() - start, **json.loads(found.stdout.splitlines()[-1])}


def differences(reference: Path, out: Path) -> tuple[int, int]:
    """Rows and totals that are not those of the reference."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    def hundredths(folder: Path, names: tuple[str, ...], order: bool) -> np.ndarray:
        path = next(folder / name for name in names if (folder / name).exists())
        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        table = ds.dataset(files).to_table()
        table = table.sort_by("project_id") if order else table
        low = table["low"]
        scaled = pc.multiply(low, 100) if pa.types.is_decimal(low.type) else low
        return np.asarray(scaled.cast(pa.int64()))

    counts = []
    for names, order in ((("scores.parquet", "rows.parquet"), False), (("totals.parquet",), True)):
        one, other = hundredths(reference, names, order), hundredths(out, names, order)
        counts.append(int((one != other).sum()) if len(one) == len(other) else max(len(one), len(other)))
    return counts[0], counts[1]


def main() -> None:
    """Parse the options, run the peers in turn, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--projects", type=int, default=1_000_000)
    options.add_argument("--cardinality", choices=("realistic", "high"), default="realistic")
    options.add_argument("--repeat", type=int, default=5)
    options.add_argument(
        "--peers", default="duckdb-scan,duckdb-exact,polars-int64,perfeval,perfeval-full,naive"
    )
    options.add_argument("--data", type=Path)
    options.add_argument("--one")
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    if chosen.one:
        one(chosen.one, chosen.data, chosen.out)
        return
    data = (
        chosen.data or Path(tempfile.gettempdir()) / f"perfeval-bench-{chosen.cardinality}-{chosen.projects}"
    )
    if not (data / "funds.parquet").is_file():
        command = [sys.executable, str(HERE / "generate.py"), str(data), "--projects", str(chosen.projects)]
        subprocess.run([*command, "--cardinality", chosen.cardinality], check=True)
    peers = chosen.peers.split(",")
    results: dict[str, list[dict[str, float]]] = {peer: [] for peer in peers}
    with tempfile.TemporaryDirectory() as folder:
        outs = {peer: Path(folder) / str(number) for number, peer in enumerate(peers)}
        for turn in range(chosen.repeat):
            for peer in peers:
                if peer != "naive" or turn == 0:
                    results[peer].append(measured(peer, data, outs[peer]))
        reference = next((each for each in ("naive", "duckdb-exact") if each in peers), peers[0])
        wrong = {peer: differences(outs[reference], outs[peer]) for peer in peers if peer != "duckdb-scan"}
    unit = "duckdb-exact" if "duckdb-exact" in peers else peers[0]
    base, base_whole = (statistics.median(each[key] for each in results[unit]) for key in ("work", "whole"))
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}"
    )
    of = chosen.data or f"{chosen.projects:,} projects, {chosen.cardinality}"
    print(f"{of}, medians of {chosen.repeat} (naive: one run)\n")
    print(f"| peer | work, s | × {unit} | CPU, s | whole, s | × | wrong rows | wrong totals | peak MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for peer in peers:
        work, cpu, whole, peak = (
            statistics.median(each[key] for each in results[peer]) for key in ("work", "cpu", "whole", "peak")
        )
        rows, totals = wrong.get(peer, ("", ""))
        times = f"{work:.2f} | {base / work:.2f} | {cpu:.2f} | {whole:.2f} | {base_whole / whole:.2f}"
        print(f"| {peer} | {times} | {rows} | {totals} | {peak:.0f} |")


if __name__ == "__main__":
    main()
