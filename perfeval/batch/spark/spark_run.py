"""A year on Spark (Spark 批量复算): the same functions as on one machine, called from Spark's own plan.

Spark reads (its Parquet and binaryFile readers), gives out the work, repeats what a lost executor had, brings the
rows of a project together and writes. Called on an executor are `score_rows`, `sum_rows`, `total_projects` and
`check_documents`; what is more than one table goes back as lists of rows. The rules go to the executors as text, since
the driver's files are not there.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812 - its name everywhere
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import TimestampNTZType, TimestampType

from perfeval import __version__
from perfeval.batch.columnar import kernel
from perfeval.batch.columnar.said import said_of
from perfeval.batch.columnar.scorer import (
    FUND_COLUMNS,
    TEXT_COLUMNS,
    Scored,
    Scorer,
    code_texts,
    columns_of,
)
from perfeval.batch.columnar.texts import texts_of
from perfeval.batch.document_check import Options, Rulebook, open_rulebook
from perfeval.batch.document_run import DocumentJob, check_part, readings
from perfeval.batch.parts import Output
from perfeval.batch.problem_table import Found, problems_table
from perfeval.batch.spark.spark_session import SparkError, session
from perfeval.batch.table.fund_rows import matched
from perfeval.batch.table.project_totals import (
    Runs,
    gathered,
    rows_table,
    runs_of,
    totals_table,
    with_execution,
    without_too_large,
)
from perfeval.batch.table.table_run import TableJob, counts_of, refuse_exact_totals
from perfeval.batch.table.tables import Source, open_table
from perfeval.batch.table_error import TableError
from perfeval.core.ruleset import Ruleset
from perfeval.documents.files_below import FoundFile
from perfeval.documents.formats.safety import LIMITS
from perfeval.documents.read import read_bytes
from perfeval.rulebook.library import Library
from perfeval.rulebook.load import Loaded

Batches = Iterable[pa.RecordBatch]
Work = Callable[[Batches], Iterator[pa.RecordBatch]]
ROWS_AT_A_TIME, DOCUMENTS_AT_A_TIME = 1 << 16, 1
"""Rows of an Arrow batch; a document may be as large as the limit on files."""
ROWS_OF_A_LIST = 1 << 12
"""Rows that Spark holds as one value: half a megabyte."""
ROWS_OF_A_PIECE = 1 << 21
"""Indicator rows whose projects are totalled together: some 200 000 projects, 50 MB."""
_EVERY_FOLDER = {"recursiveFileLookup": True, "ignoreCorruptFiles": True, "ignoreMissingFiles": True}
_RUNS = pa.schema([("project_id", pa.string()), ("sums", pa.list_(pa.int64()))])


@dataclass(frozen=True, slots=True)
class Shipped:
    """What executors are told of the rules: the rule sets and body names as text, and who sent them."""

    rulesets: tuple[str, ...]
    bodies: tuple[tuple[str, str], ...] = ()
    engine: str = __version__

    def opened(self) -> tuple[Ruleset, ...]:
        """The rule sets; an executor with another perfeval than the driver's has no say."""
        if self.engine != __version__:
            raise SparkError(
                f"执行节点上的 perfeval 是 {__version__}，应为 {self.engine} (another version on the executor)"
            )
        return tuple(Ruleset.model_validate_json(each) for each in self.rulesets)


def shipped(rulesets: Iterable[Ruleset], bodies: dict[str, str] | None = None) -> Shipped:
    """Rule sets and body names in the form that executors get them."""
    texts = tuple(each.model_dump_json(by_alias=True) for each in rulesets)
    return Shipped(texts, tuple((bodies or {}).items()))


@cache
def scorer_of(rules: Shipped, year: int | None) -> Scorer:
    """The scorer of a worker process, which learns as it goes from task to task."""
    (ruleset,) = rules.opened()
    return Scorer(ruleset, year)


@cache
def rulebook_of(rules: Shipped) -> Rulebook:
    """The rulebook of a worker process."""
    return Rulebook(Library(tuple(Loaded(each) for each in rules.opened())), dict(rules.bodies))


def run_table_on_spark(
    job: TableJob, folder: Path, master: str, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Score the tables into `folder` as `run_table` does, with the keys project_id and row beside every score."""
    refuse_exact_totals(job.ruleset)
    indicators = open_table(job.indicators, "indicators")
    funds = open_table(job.funds, "funds") if job.funds else None
    rules = shipped([job.ruleset])
    with session(master) as spark, _kept() as kept:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS_AT_A_TIME)
        rows = _read(spark, indicators, ("project_id", *TEXT_COLUMNS))
        # Scored twice: that is cheaper than to keep every score until the sums are read.
        _write(_mapped(rows, partial(score_rows, rules=rules, year=job.year)), folder / "scores.parquet")
        progress(indicators.rows, indicators.rows)
        summed = kept(_mapped(rows, partial(sum_rows, rules=rules, year=job.year)))
        sums = summed.select(F.inline("runs"))
        if funds is not None:
            texts = _read(spark, funds, ("project_id", *FUND_COLUMNS))
            # An empty list, as missing ones take Spark's Arrow writer time that grows with their square.
            of_funds = _mapped(texts, as_texts).withColumn("sums", F.array().cast("array<bigint>"))
            sums = sums.unionByName(of_funds, allowMissingColumns=True)
        total = partial(total_projects, rules=rules, year=job.year, funded=funds is not None)
        pieces = max(spark.sparkContext.defaultParallelism, indicators.rows // ROWS_OF_A_PIECE)
        totals = kept(_mapped(sums.repartition(pieces, "project_id"), total))
        _write(totals.select(F.inline("totals")), folder / "totals.parquet")
        both = summed.select("problems", "counts").union(totals.select("problems", "counts"))
        _write(both.select(F.inline("problems")), folder / "problems.parquet")
        return _counted(both)


def run_documents_on_spark(
    job: DocumentJob, folder: Path, master: str, progress: Callable[[int, int], None]
) -> Counter[str]:
    """Check every form of every file into `folder` as `run_documents` does."""
    files, root = job.files, Path(os.path.abspath(job.folder))
    rulebook = open_rulebook(job.options)
    rules = shipped(rulebook.library.rulesets, rulebook.bodies)
    check = partial(check_documents, rules=rules, options=job.options, root=str(root), folder=str(job.folder))
    with session(master) as spark, _kept() as kept:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", DOCUMENTS_AT_A_TIME)
        plain = [each for each in files if _is_plain(each)]
        paths = [(f"file:{root / each.path.relative_to(job.folder)}",) for each in plain]
        wanted = F.broadcast(spark.createDataFrame(paths, "path string"))
        found = spark.read.format("binaryFile").options(**_EVERY_FOLDER).load(_as_named(root))
        content = found.where(F.col("length") <= LIMITS.file_bytes).select("path", "content")
        checked = kept(_mapped(content.join(wanted, "path", "left_semi"), check, ()))
        for name in ("scores", "totals", "problems", "files"):
            _write(checked.select(F.inline(name)), folder / f"{name}.parquet")
        seen = {row.file for row in checked.select(F.inline("files")).collect()}
        counts = _counted(checked)
    # Spark's reader passes over names with a leading underscore, files that it may not read and those too large.
    left = [each for each in files if each.name not in seen]
    part = check_part(readings(left), job.options, rulebook)
    for name, table in part.tables.items():
        Output(folder).write(f"{name}.parquet", 0, table)
    progress(len(files), len(files))
    return counts + part.counts


def _is_plain(found: FoundFile) -> bool:
    """Whether a file is one that Spark can read: on the disk itself, under a name that is shown as it is."""
    is_read = not (found.members or found.problem or found.left_out or found.is_archive)
    return is_read and found.path.as_posix().endswith(found.name)


def score_rows(batches: Batches, rules: Shipped, year: int | None) -> Iterator[pa.RecordBatch]:
    """The scores of indicator rows, each beside its project and its row."""
    for table, scored in _scored(batches, scorer_of(rules, year)):
        scorer = scorer_of(rules, year)
        scores = rows_table(scored, code_texts(scored), scorer.places, scorer.units())
        keys = ("project_id", "row")
        columns = {name: table[name] for name in keys} | {name: scores[name] for name in scores.column_names}
        columns |= said_of(columns_of(table, TEXT_COLUMNS))
        yield pa.record_batch(_columns(pa.table(columns)), names=list(columns))


def sum_rows(batches: Batches, rules: Shipped, year: int | None) -> Iterator[pa.RecordBatch]:
    """What the totals need of indicator rows: the sums of each run of a project; the problems, and counts."""
    for table, scored in _scored(batches, scorer_of(rules, year)):
        ids, rows = table["project_id"], table["row"]
        runs = runs_of(texts_of(ids), scored)
        found = [(ids[at].as_py(), rows[at].as_py(), each) for at, each in scored.problems]
        yield emitted(
            counts_of(scored, code_texts(scored)),
            runs=pa.table([runs.ids, _lists(runs.sums)], schema=_RUNS),
            problems=problems_table(found),
        )


def _scored(batches: Batches, scorer: Scorer) -> Iterator[tuple[pa.Table, Scored]]:
    for batch in as_texts(batches):
        table = pa.Table.from_batches([batch])
        yield table, scorer.score(table)


def as_texts(batches: Batches) -> Iterator[pa.RecordBatch]:
    """Every cell as its text, as the local engine sees it, a missing project as the empty one; row numbers stay."""
    for batch in filter(len, batches):
        fields = [(name, pa.int64() if name == "row" else pa.string()) for name in batch.schema.names]
        texts = batch.cast(pa.schema(fields))
        at = texts.schema.get_field_index("project_id")
        yield texts.set_column(at, "project_id", pc.fill_null(texts["project_id"], ""))


def total_projects(
    batches: Batches, rules: Shipped, year: int | None, funded: bool
) -> Iterator[pa.RecordBatch]:
    """Total the projects whose sums, and rows of funds, are all of the rows of these batches."""
    every = list(batches)
    if not every:
        return
    scorer = scorer_of(rules, year)
    table = pa.Table.from_batches(every)
    is_sums = pc.greater(pc.fill_null(pc.list_value_length(table["sums"]), 0), 0)
    sums = table.filter(is_sums)
    numbers = sums["sums"].combine_chunks().flatten().to_numpy().reshape(-1, len(kernel.RUN_COLUMNS))
    runs = gathered(Runs(sums["project_id"].combine_chunks(), numbers))
    counts = Counter(projects=len(runs))
    found: list[Found] = []
    execution = pa.table({})
    if funded:
        funds = table.filter(pc.invert(is_sums)).sort_by("row")
        texts = {
            name: funds[name].combine_chunks()
            for name in ("project_id", *FUND_COLUMNS)
            if name in funds.column_names
        }
        scored, found = matched(runs.ids, [(texts["project_id"], scorer.score_funds(pa.table(texts)))])
        counts += Counter({f"execution.{name}": count for name, count in counts_of(scored, None).items()})
        execution = rows_table(scored, code_texts(scored, kernel.FUND_CODES), scorer.places)
        runs = with_execution(runs, [scored])
    runs, too_large = without_too_large(runs)
    found += too_large
    counts += Counter(f"problem.{problem.code}" for _, _, problem in found)
    if funded:
        found += [(runs.ids[at].as_py(), 0, each) for at, each in scored.problems]
    totals = totals_table(runs, scorer.ruleset, scorer.places)
    for name in execution.column_names:
        totals = totals.append_column(f"execution_{name}", execution[name])
    yield emitted(counts, totals=totals, problems=problems_table(found))


def check_documents(
    batches: Batches, rules: Shipped, options: Options, root: str, folder: str
) -> Iterator[pa.RecordBatch]:
    """Check files given as path and content; `root` is the folder as Spark names it, `folder` as the user did."""
    rulebook = rulebook_of(rules)
    for batch in batches:
        given = [
            (PurePosixPath(row["path"].removeprefix("file:")).relative_to(root).as_posix(), row["content"])
            for row in batch.to_pylist()
        ]
        found = (
            (FoundFile(Path(name), name), read_bytes(content, str(Path(folder) / name)))
            for name, content in given
        )
        part = check_part(found, options, rulebook)
        yield emitted(part.counts, **part.tables)


def emitted(counts: Counter[str], **tables: pa.Table) -> pa.RecordBatch:
    """Tables as lists of their rows, ROWS_OF_A_LIST in each; the counts stand beside the first."""
    count = max(1, *(-(-len(table) // ROWS_OF_A_LIST) for table in tables.values()))
    columns = {name: _as_lists(table, count) for name, table in tables.items()}
    told = [list(counts.items()), *[None] * (count - 1)]
    return pa.record_batch({**columns, "counts": pa.array(told, pa.map_(pa.string(), pa.int64()))})


def _as_lists(table: pa.Table, count: int) -> pa.ListArray:
    rows = pa.StructArray.from_arrays(_columns(table), names=table.column_names)
    ends = [min(number * ROWS_OF_A_LIST, len(rows)) for number in range(count + 1)]
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), rows)


def _columns(table: pa.Table) -> list[pa.Array]:
    """The columns in types that Spark knows, in one piece each."""
    schema = pa.schema([(field.name, _plain(field.type)) for field in table.schema])
    return [column.combine_chunks() for column in table.cast(schema).columns]


def _plain(kind: pa.DataType) -> pa.DataType:
    """The type that Spark knows: it has no dictionaries and no short decimals."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.decimal128(kind.precision, kind.scale) if pa.types.is_decimal(kind) else kind


def _lists(numbers: npt.NDArray[np.int64]) -> pa.ListArray:
    """The rows of a matrix as lists."""
    rows, width = numbers.shape
    return pa.ListArray.from_arrays(np.arange(rows + 1, dtype=np.int32) * width, numbers.reshape(-1))


def _read(spark: SparkSession, source: Source, wanted: tuple[str, ...]) -> DataFrame:
    """A Parquet table under our names, and the number of each row in its file, counted from 0."""
    printed = {name: source.columns[name] for name in wanted if name in source.columns}
    frame = spark.read.parquet(_as_named(source.path))
    for name in printed.values():
        if isinstance(frame.schema[name].dataType, (TimestampType, TimestampNTZType)):
            raise TableError(f"{source.path}: 「{name}」是时间列，请先转为文本 (a column of timestamps)")
    columns = [F.col(f"`{theirs.replace('`', '``')}`").alias(ours) for ours, theirs in printed.items()]
    return frame.select(*columns, F.col("_metadata.row_index").alias("row"))


def _address(path: Path) -> str:
    """The path as a URI of the file system that all machines share."""
    return f"file://{os.path.abspath(path)}"


def _as_named(path: Path) -> str:
    """The same for Spark's readers, to whom brackets and braces are a pattern."""
    return re.sub(r"([\\*?\[\]{}])", r"\\\1", _address(path))


@contextmanager
def _kept() -> Iterator[Callable[[DataFrame], DataFrame]]:
    """A function that keeps a frame on the executors' disks until the end, as several tables are made from it."""
    frames: list[DataFrame] = []

    def keep(frame: DataFrame) -> DataFrame:
        frames.append(frame.persist(StorageLevel.DISK_ONLY))
        return frames[-1]

    yield keep
    for frame in frames:
        frame.unpersist()


def _mapped(frame: DataFrame, function: Work, example: Sequence[Mapping[str, Any]] = ({},)) -> DataFrame:
    """The function over the batches of a frame; what it gives for an example, by default a row of nothing,
    says what its columns are.
    """
    batch = pa.RecordBatch.from_pylist(list(example), to_arrow_schema(frame.schema))
    return frame.mapInArrow(function, from_arrow_schema(next(function([batch])).schema))


def _write(frame: DataFrame, folder: Path) -> None:
    frame.write.mode("overwrite").parquet(_address(folder))


def _counted(frame: DataFrame) -> Counter[str]:
    every = frame.select(F.explode("counts")).groupBy("key").agg(F.sum("value").alias("sum"))
    return +Counter({row.key: row.sum for row in every.collect()})
