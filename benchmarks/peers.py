"""The benchmark's rule written for other engines: each reads the same Parquet strings and writes the same two tables.

Every peer writes rows.parquet (`low`: score in hundredths of a mark, in row order) and totals.parquet (`project_id`,
`low`), and returns the seconds that this took after its imports.
"""

from __future__ import annotations

import re
import time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

CENT, HUNDRED = Decimal("0.01"), Decimal(100)
_CELL = re.compile(r"(>=|<=|=|≥|≤)?([0-9]+(?:\.[0-9]+)?)")


def naive(data: Path, out: Path) -> float:
    """A plain loop with a regular expression and Decimal, as most scripts of this field are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    start = time.perf_counter()
    totals: dict[str, int] = {}
    scores: list[int] = []
    for batch in pq.ParquetFile(data / "indicators.parquet").iter_batches(
        columns=["project_id", "target", "actual", "weight"]
    ):
        for project, target, actual, weight in zip(
            *(column.to_pylist() for column in batch.columns), strict=True
        ):
            score = int(_naive_row(target, actual, Decimal(weight)).scaleb(2))
            scores.append(score)
            totals[project] = totals.get(project, 0) + score
    for row in pq.read_table(data / "funds.parquet").to_pylist():
        totals[row["project_id"]] += int(_naive_execution(row).scaleb(2))
    pq.write_table(pa.table({"low": scores}), out / "rows.parquet")
    pq.write_table(
        pa.table({"project_id": list(totals), "low": list(totals.values())}), out / "totals.parquet"
    )
    return time.perf_counter() - start


def _naive_row(target: str, actual: str, weight: Decimal) -> Decimal:
    goal = _CELL.match(target)
    if goal is None or goal[1] is None:
        return weight.quantize(CENT, ROUND_HALF_UP)
    found = _CELL.match(actual)
    assert found is not None  # the generator answers a number with a number
    aim, done = Decimal(goal[2]), Decimal(found[2])
    met = {">=": done >= aim, "≥": done >= aim, "=": done == aim, "<=": done <= aim, "≤": done <= aim}[
        goal[1]
    ]
    if aim == 0 or (met and goal[1] not in ("<=", "≤")):
        return (weight * (met or aim > 0)).quantize(CENT, ROUND_HALF_UP)
    # Multiplied before it is divided: the quotient of two Decimals has lost its last digits.
    return (weight * min(done, aim) / aim).quantize(CENT, ROUND_HALF_UP)


def _naive_execution(row: dict[str, str]) -> Decimal:
    rate = (Decimal(row["executed"]) * HUNDRED / Decimal(row["budget"])).quantize(CENT, ROUND_HALF_UP)
    return (min(rate, HUNDRED) * Decimal(row["weight"]) / HUNDRED).quantize(CENT, ROUND_HALF_UP)


_ROWS = """
with cells as (
  select project_id,
    case when target like '>=%' or target like '≥%' then 0 when target like '<=%' or target like '≤%' then 1
         when target like '=%' then 2 else 3 end as op,
    regexp_extract(target, '[0-9]+(\\.[0-9]+)?') as aim_text,
    regexp_extract(actual, '[0-9]+(\\.[0-9]+)?') as done_text,
    (weight::decimal(18, 2) * 100)::bigint as w
  from read_parquet('{data}/indicators.parquet')
), numbers as (
  select project_id, op, w,
    case when op < 3 then (aim_text::decimal(18, 4) * 10000)::bigint end as a,
    case when op < 3 then (done_text::decimal(18, 4) * 10000)::bigint end as b
  from cells
)
select project_id,
  case when op = 3 then w
       when a = 0 then case when op = 0 or b = a then w else 0 end
       when op = 0 and b >= a then w
       else (w * least(a, b) * 2 + a) // (2 * a) end as low
from numbers
"""

_TOTALS = """
with funds as (
  select project_id, (weight::decimal(18, 2) * 100)::bigint as w,
    (budget::decimal(24, 6) * 1000000)::bigint as a, (executed::decimal(24, 6) * 1000000)::bigint as b
  from read_parquet('{data}/funds.parquet')
), rates as (select project_id, w, least((b::hugeint * 20000 + a) // (2 * a), 10000)::bigint as rate from funds),
execution as (select project_id, (rate * w * 2 + 10000) // 20000 as low from rates),
rows as (select project_id, sum(low)::bigint as low from '{out}/rows.parquet' group by project_id)
select project_id, rows.low + execution.low as low from rows join execution using (project_id)
"""


def duckdb_exact(data: Path, out: Path) -> float:
    """DuckDB in scaled BIGINT with integer division."""
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    start = time.perf_counter()
    base.execute(f"copy ({_ROWS.format(data=data)}) to '{out}/rows.parquet' (format parquet)")
    base.execute(f"copy ({_TOTALS.format(data=data, out=out)}) to '{out}/totals.parquet' (format parquet)")
    return time.perf_counter() - start


def duckdb_scan(data: Path, out: Path) -> float:
    """DuckDB only reads the four columns: the floor under every engine."""
    import duckdb

    base = duckdb.connect()
    base.execute("set threads = 2")
    start = time.perf_counter()
    columns = ", ".join(f"max(strlen({name}))" for name in ("project_id", "target", "actual", "weight"))
    base.execute(f"select {columns} from read_parquet('{data}/indicators.parquet')").fetchall()
    return time.perf_counter() - start


def polars_int64(data: Path, out: Path) -> float:
    """Polars in scaled Int64, read through Decimal and streamed: of eight ways tried the one that took least time."""
    import polars as pl

    def scaled(text: pl.Expr, places: int) -> pl.Expr:
        digits = text.str.extract(r"([0-9]+(?:\.[0-9]+)?)", 1)
        return (digits.cast(pl.Decimal(18, places)) * 10**places).cast(pl.Int64)

    start = time.perf_counter()
    at_least = pl.col("target").str.starts_with(">=") | pl.col("target").str.starts_with("≥")
    at_most = pl.col("target").str.starts_with("<=") | pl.col("target").str.starts_with("≤")
    equal = pl.col("target").str.starts_with("=")
    a, b, w = pl.col("a"), pl.col("b"), pl.col("w")
    share = (w * pl.min_horizontal(a, b) * 2 + a) // (2 * a)
    rows = (
        pl.scan_parquet(data / "indicators.parquet")
        .select(
            "project_id",
            pl.when(at_least).then(0).when(at_most).then(1).when(equal).then(2).otherwise(3).alias("op"),
            scaled(pl.col("target"), 4).alias("a"),
            scaled(pl.col("actual"), 4).alias("b"),
            scaled(pl.col("weight"), 2).alias("w"),
        )
        .select(
            "project_id",
            pl.when(pl.col("op") == 3)
            .then(w)
            .when(a == 0)
            .then(pl.when((pl.col("op") == 0) | (b == a)).then(w).otherwise(0))
            .when((pl.col("op") == 0) & (b >= a))
            .then(w)
            .otherwise(share)
            .alias("low"),
        )
        .collect(engine="streaming")
    )
    rows.select("low").write_parquet(out / "rows.parquet")
    rate = pl.min_horizontal((b * 20000 + a) // (2 * a), 10000)
    funds = (
        pl.scan_parquet(data / "funds.parquet")
        .select(
            "project_id",
            scaled(pl.col("budget"), 6).alias("a"),
            scaled(pl.col("executed"), 6).alias("b"),
            scaled(pl.col("weight"), 2).alias("w"),
        )
        .select("project_id", ((rate * w * 2 + 10000) // 20000).alias("execution"))
    )
    totals = rows.lazy().group_by("project_id", maintain_order=True).agg(pl.col("low").sum())
    joined = totals.join(funds, on="project_id").select("project_id", low=pl.col("low") + pl.col("execution"))
    joined.collect(engine="streaming").write_parquet(out / "totals.parquet")
    return time.perf_counter() - start


def perfeval(data: Path, out: Path, detail: bool = False) -> float:
    """Our kernel, by the same function as `perfeval batch`."""
    from perfeval.batch.table.table_run import TableJob, run_table, warm_up
    from perfeval.rulebook.library import load_file

    rule = Path(__file__).parent.parent / "tests/toyland/rules/toyland/benchmark/2030-01-01.yaml"
    ruleset = load_file(rule).ruleset
    assert ruleset is not None
    warm_up(ruleset)
    start = time.perf_counter()
    run_table(TableJob(data / "indicators.parquet", data / "funds.parquet", ruleset, detail=detail), out)
    return time.perf_counter() - start


def perfeval_full(data: Path, out: Path) -> float:
    """Our kernel with every column: both ends, status and problem codes of each row."""
    return perfeval(data, out, detail=True)


PEERS = {
    "duckdb-scan": duckdb_scan,
    "duckdb-exact": duckdb_exact,
    "polars-int64": polars_int64,
    "perfeval": perfeval,
    "perfeval-full": perfeval_full,
    "naive": naive,
}
