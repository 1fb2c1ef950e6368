"""A finished run into the tables of a year (装入年度库): its Parquet parts, and a table's own input beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from perfeval.batch.table.sheet_table import funds_beside
from perfeval.batch.table.table_files import as_parquet
from perfeval.batch.table.tables import open_table
from perfeval.batch.text_numbers import level_number
from perfeval.batch.year.year_schema import Texts
from perfeval.core.category import keys_of

_CHUNK = 1 << 18

_DOCUMENT_FORMS = """
INSERT INTO raw_forms
SELECT $forms + row_number() OVER (ORDER BY t.file, t.form), t.project_id, t.file, t.form, t.project,
  t.department, t.body, t.kind, t.year, t.ruleset, t.whole, t.full_points,
  t.points, t.submitted, t.low, t.high, t.confirmed, t.grade, t.undecided, t.refused,
  t.budget, t.executed, e.points, e.submitted, e.confirmed, e.status, t.goal_expected, t.goal_achieved
FROM read_parquet($totals) t
LEFT JOIN read_parquet($scores) e ON e.file = t.file AND e.form = t.form AND e.row = 0
WHERE t.counted
"""
_DOCUMENT_ROWS = """
SELECT f.f, $rows + row_number() OVER (ORDER BY f.f, s.row) AS r, s.row, s.dimension, s.category, s.name, s.target,
  s.actual, s.points, s.submitted AS claimed, s.confirmed AS earned, s.status, s.comparator, s.goal, s.reached, s.unit,
  s.level, s.note
FROM read_parquet($scores) s JOIN raw_forms f ON f.file = s.file AND f.form = s.form
WHERE s.row > 0 AND f.f > $forms
"""
_READ_ROWS = """
INSERT INTO row_figures
SELECT f, r, l, points, claimed, earned, status, goal, reached, floor_of(comparator),
  goal IS NULL AND regexp_matches(target, '[0-9]'), piece_of(name, category, target, actual)
FROM read_rows JOIN levels ON level1 = coalesce(dimension, '') AND level2 = coalesce(category, '')
"""
_READ_TEXTS = "INSERT INTO row_texts SELECT r, row, name, target, actual, level, note, unit FROM read_rows"
_DUPLICATES = """
INSERT INTO duplicates SELECT project_id, file, form, counted_file, counted_form, same FROM read_parquet($duplicates)
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A finished run whose manifest was read; of a table also its rows and funds as Parquet, where they were given."""

    folder: Path
    manifest: Mapping[str, Any]
    source: Path | None = None
    funds: Path | None = None

    @property
    def kind(self) -> Literal["documents", "table"]:
        """What the run was over."""
        return "documents" if "files" in self.manifest["counts"] else "table"

    @property
    def ruleset(self) -> str:
        """The one rule set of a table."""
        (found,) = self.manifest["rulesets"]
        return str(found)

    @property
    def scored_execution(self) -> bool:
        """Whether a table's totals hold execution rows."""
        first = min((self.folder / "totals.parquet").glob("*.parquet"))
        return "execution_low" in pq.read_schema(first).names

    @property
    def has_execution(self) -> bool:
        """The same, and the funds are known."""
        return self.funds is not None and self.scored_execution

    def files(self, *names: str) -> dict[str, str]:
        """The parts of some tables of the run, as DuckDB reads them."""
        return {name: f"{self.folder}/{name}.parquet/*.parquet" for name in names}


def opened(
    folder: Path, manifest: Mapping[str, Any], source: Path | None, funds: Path | None, work: Path
) -> Opened:
    """A run with its table and funds as Parquet, which are written into `work` where they are no Parquet yet."""
    if funds is not None:
        funds = as_parquet(funds, work, "funds")
    elif source is not None:
        funds = funds_beside(source, work)
    return Opened(folder, manifest, source and as_parquet(source, work), funds)


def load(database: duckdb.DuckDBPyConnection, run: Opened, is_beside_tables: bool) -> tuple[Texts, ...]:
    """Add the forms and rows of a run to those that a year has already.

    What rows of documents say is put into numbers in the database; beside tables, as these have it.
    Returns the queries that read the texts of rows which stay in the run's table.
    """
    forms, rows = (_count(database, name) for name in ("raw_forms", "row_figures"))
    if run.kind == "table":
        return _load_table(database, run, forms, rows)
    _load_documents(database, run, forms, rows, is_beside_tables)
    return ()


def _count(database: duckdb.DuckDBPyConnection, table: str) -> int:
    found = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0


def _load_documents(
    database: duckdb.DuckDBPyConnection, run: Opened, forms: int, rows: int, is_beside_tables: bool
) -> None:
    """Each project once, and which forms are left out for that."""
    database.execute(_DUPLICATES, run.files("duplicates"))
    database.execute(_DOCUMENT_FORMS, {**run.files("scores", "totals"), "forms": forms})
    among = {**run.files("scores"), "forms": forms, "rows": rows}
    database.execute(f"CREATE TEMP TABLE read_rows AS {_DOCUMENT_ROWS}", among)
    take_read_rows(database, is_beside_tables)


def take_read_rows(database: duckdb.DuckDBPyConnection, is_beside_tables: bool = False) -> None:
    """Take the rows of the table `read_rows`, each with its texts, into a year; the table is gone afterwards."""
    _add_levels(database, "SELECT dimension AS level1, category AS level2 FROM read_rows")
    for query in (_READ_ROWS, _READ_TEXTS):
        database.execute(query)
    if is_beside_tables:
        _number_as_tables_do(database)
    database.execute("DROP TABLE read_rows")


def _number_as_tables_do(database: duckdb.DuckDBPyConnection) -> None:
    # The compiled code is not loaded for documents alone.
    from perfeval.batch.columnar.said import said_of
    from perfeval.batch.columnar.scorer import TEXT_COLUMNS, columns_of

    texts = database.sql("SELECT r, name, category AS level2, target, actual FROM read_rows").to_arrow_table()
    said = texts.append_column("said", said_of(columns_of(texts, TEXT_COLUMNS))["said"])
    database.register("said", said)
    database.execute("UPDATE row_figures SET piece = said FROM said WHERE said.r = row_figures.r")
    database.unregister("said")


_FURTHER = {
    "department": ("主管部门", "预算部门", "部门", "department"),
    "body": ("实施单位", "项目单位", "body"),
    "title": ("项目名称", "project_name", "title"),
}
"""Columns that scoring does not need: of whom, and what it is called; in the funds table, else in the rows."""

_TABLE_FORMS = """
INSERT INTO raw_forms
SELECT t.f, t.project_id, NULL, NULL,
  coalesce(b.title, t.project_id), b.department, b.body, 'project', $year::BIGINT, $ruleset, t.whole, t.full_points,
  t.points, NULL, t.low, t.high, t.confirmed, t.grade, t.undecided, t.refused,
  money(b.budget), money(b.executed), marks(b.points), marks(b.submitted),
  {execution}, {status}, NULL, NULL
FROM (SELECT $forms + {number} AS f, * FROM read_parquet($totals, file_row_number = true)) t
LEFT JOIN ({funds}) b ON b.project_id = t.project_id
"""
_NO_FUNDS = """
SELECT NULL::VARCHAR AS project_id, NULL::VARCHAR AS budget, NULL::VARCHAR AS executed, NULL::VARCHAR AS points,
  NULL::VARCHAR AS submitted, NULL::VARCHAR AS department, NULL::VARCHAR AS body, NULL::VARCHAR AS title WHERE false
"""
_TABLE_ROWS = """
INSERT INTO row_figures
SELECT {form}, $rows + row + 1, levels, points, {claimed},
  coalesce(signed(low::DECIMAL(18,6), high::DECIMAL(18,6), NULL, status),
    CASE WHEN status IN ('equal', 'within') THEN {claimed} END),
  status, goal, reached, floor_of(comparator), goal IS NULL AND said & 1 = 1, said
FROM read_parquet($scores) {joined}
"""
_TABLE_TEXTS = """
SELECT file_row_number AS row, {columns}
FROM read_parquet({path}, file_row_number = true, binary_as_string = true)
"""
_TEXTS = """
SELECT ({rows} + row + 1)::INTEGER AS r, row::INTEGER AS row, name, target, actual, NULL::VARCHAR AS level,
  NULL::VARCHAR AS note
FROM ({texts})
"""
_UNITS = "SELECT ({rows} + row + 1)::INTEGER AS r, unit FROM read_parquet([{scores}])"


def _load_table(database: duckdb.DuckDBPyConnection, run: Opened, forms: int, rows: int) -> tuple[Texts, ...]:
    """The projects and rows of a tidy table; without the table, the totals alone."""
    execution = (
        "signed(t.execution_low::DECIMAL(18,6), t.execution_high::DECIMAL(18,6), marks(b.submitted), "
        "t.execution_status)"
    )
    scores = sorted((run.folder / "scores.parquet").glob("*.parquet"))
    totals = sorted((run.folder / "totals.parquet").glob("*.parquet"))
    is_rising = "nth_project" in pq.read_schema(scores[0]).names
    finished = list(accumulate(pq.read_metadata(each).num_rows for each in totals))
    query = _TABLE_FORMS.format(
        number=f"{_of_file([1, *(each + 1 for each in finished)])} + file_row_number"
        if is_rising
        else "row_number() OVER (ORDER BY project_id)",
        execution=execution if run.has_execution else "NULL",
        status="t.execution_status" if run.has_execution else "NULL",
        funds=funds_query(run.funds),
    )
    under = {"ruleset": run.ruleset, "year": run.manifest["options"]["year"]}
    database.execute(query, {**under, "totals": list(map(str, totals)), "forms": forms})
    if run.source is None:
        return ()
    texts, given = _texts_of(run.source)
    _add_levels(database, f"SELECT level1, level2 FROM ({texts})")
    form, joined = "f", f"JOIN (SELECT f, project_id FROM raw_forms WHERE f > {forms}) USING (project_id)"
    if is_rising:
        # The last project of a part waits for the next one.
        waiting = [*repeat(1, len(scores) - 1), 0]
        first = [
            end + wait - _projects(part) for end, wait, part in zip(finished, waiting, scores, strict=True)
        ]
        form, joined = f"{_of_file([forms + each + 1 for each in first])} + nth_project", ""
    claimed = "submitted" if "submitted_score" in given else "NULL::DECIMAL(18,6)"
    query = _TABLE_ROWS.format(form=form, joined=joined, claimed=claimed)
    database.execute(query, {"scores": list(map(str, scores)), "rows": rows})
    units = ", ".join(map(_quoted, scores))
    return (Texts(_TEXTS.format(rows=rows, texts=texts), _UNITS.format(rows=rows, scores=units)),)


def _of_file(numbers: Sequence[int]) -> str:
    """The number of the file that a row is read from."""
    return f"([{', '.join(map(str, numbers))}])[file_index::BIGINT + 1]"


def _projects(part: Path) -> int:
    """How many projects have lines in a part."""
    metadata = pq.read_metadata(part)
    column = metadata.schema.names.index("nth_project")
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return max((each.column(column).statistics.max for each in groups if each.num_rows), default=-1) + 1


def _texts_of(table: Path) -> tuple[str, set[str]]:
    """A query of a table's rows by number, with the texts of its cells, and which columns it has; binary numbers as
    scoring reads them.
    """
    source = open_table(table, "indicators")
    schema = source.metadata.schema.to_arrow_schema()
    columns = []
    for name in _WANTED:
        printed = source.columns.get(name)
        if printed is None:
            columns.append(f"NULL::VARCHAR AS {name}")
            continue
        cell = '"' + printed.replace('"', '""') + '"'
        is_binary = pa.types.is_floating(schema.field(printed).type)
        columns.append(f"printf('%.15g', {cell}) AS {name}" if is_binary else f"{cell}::VARCHAR AS {name}")
    query = _TABLE_TEXTS.format(columns=", ".join(columns), path=_quoted(table))
    return query, set(source.columns)


@contextmanager
def level_keys(database: duckdb.DuckDBPyConnection, chunk: pa.Table) -> Iterator[None]:
    """The rows as the view `chunk`, and what their level cells name in the table `levels`."""
    database.register("chunk", chunk)
    _add_levels(database, "SELECT level1, level2 FROM chunk")
    try:
        yield
    finally:
        database.unregister("chunk")


def _add_levels(database: duckdb.DuckDBPyConnection, printed: str) -> None:
    """What the level cells `level1` and `level2` of some rows name, for those not met before."""
    found = database.execute(_NEW_LEVELS.format(printed=printed)).fetchall()
    if found:
        keys = [(level_number(*levels), *levels, *keys_of(*levels)) for levels in found]
        database.executemany("INSERT INTO levels VALUES (?, ?, ?, ?, ?)", keys)


_NEW_LEVELS = """
SELECT DISTINCT coalesce(level1, ''), coalesce(level2, '') FROM ({printed})
EXCEPT SELECT level1, level2 FROM levels ORDER BY ALL
"""


def funds_query(funds: Path | None) -> str:
    """The funds under our column names; of a project that has several lines the first, as it is scored."""
    if funds is None:
        return _NO_FUNDS
    source = open_table(funds, "funds")
    names = {
        "budget": source.columns.get("budget"),
        "executed": source.columns.get("executed"),
        "points": source.columns.get("points"),
        "submitted": source.columns.get("submitted_score"),
    }
    names |= _further(
        pq.read_schema(funds).names, (source.columns["project_id"], *filter(None, names.values()))
    )
    columns = ", ".join(
        f'"{printed}"::VARCHAR AS {name}' if printed else f"NULL::VARCHAR AS {name}"
        for name, printed in names.items()
    )
    key = source.columns["project_id"]
    file = f"read_parquet({_quoted(funds)}, file_row_number = true)"
    lines = f'(SELECT "{key}" AS project_id, {columns}, file_row_number AS line FROM {file})'
    firsts = ", ".join(f"arg_min_null({name}, line) AS {name}" for name in names)
    return f"""
    WITH several AS MATERIALIZED (SELECT project_id FROM {lines} GROUP BY project_id HAVING count(*) > 1)
    SELECT * EXCLUDE (line) FROM {lines} ANTI JOIN several USING (project_id)
    UNION ALL
    SELECT project_id, {firsts} FROM {lines} SEMI JOIN several USING (project_id) GROUP BY project_id
    """


def _quoted(path: Path) -> str:
    text = str(path).replace("'", "''")
    return f"'{text}'"


def _further(printed: list[str], taken: tuple[str, ...]) -> dict[str, str | None]:
    free = {"".join(name.split()).lower(): name for name in printed if name not in taken and '"' not in name}
    return {
        ours: next((free[word] for word in words if word in free), None) for ours, words in _FURTHER.items()
    }


_WANTED = ("project_id", "level1", "level2", "name", "target", "actual", "points", "submitted_score")


def rows_with_scores(table: Path, folder: Path, wanted: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of the table with their scores, joined by position, in batches."""
    source = open_table(table, "indicators")
    names = {source.columns[name]: name for name in _WANTED if name in source.columns}
    scores = _Scores(folder / "scores.parquet", ("row", *wanted))
    for batch in pq.ParquetFile(table).iter_batches(_CHUNK, columns=list(names)):
        rows = pa.Table.from_batches([batch])
        rows = rows.rename_columns([names[name] for name in rows.column_names]).cast(
            pa.schema([(names[name], pa.string()) for name in rows.column_names])
        )
        for missing in sorted(set(_WANTED) - set(rows.column_names)):
            rows = rows.append_column(missing, pa.nulls(len(rows), pa.string()))
        beside = scores.take(len(rows))
        for name, column in zip(beside.column_names, beside.columns, strict=True):
            rows = rows.append_column(name, column)
        yield rows


class _Scores:
    """The parts of scores.parquet one after another, so many rows at a time."""

    def __init__(self, folder: Path, columns: Sequence[str]) -> None:
        self._columns = list(columns)
        self._parts = iter(sorted(folder.glob("*.parquet")))
        self._held = pa.table({})

    def take(self, count: int) -> pa.Table:
        """The next rows."""
        while len(self._held) < count and (part := next(self._parts, None)) is not None:
            read = pq.read_table(part, columns=self._columns)
            self._held = pa.concat_tables([self._held, read]) if len(self._held) else read
        found, self._held = self._held.slice(0, count), self._held.slice(count)
        return found
