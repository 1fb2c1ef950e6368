"""What is exported is the run: every figure of the headline can be made again from it, in every target."""

from __future__ import annotations

import csv
import os
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.department_year import MAP_SETS, small_year
from batch.headline_by_hand import assert_the_groups, assert_the_headline, from_duckdb, from_sqlite
from batch.tables import TOYLAND
from batch.test_summary import OPTIONS, ROWS, write_table
from typer.testing import CliRunner

from perfeval.batch.document_check import options_with_map
from perfeval.batch.export.sinks import folder_sink
from perfeval.batch.export.tables import TABLES
from perfeval.batch.export.views import VIEWS
from perfeval.batch.run import Job, run_batch
from perfeval.batch.year.headline import by_body, by_category, headline
from perfeval.batch.year.year import Run, YearError, open_year
from perfeval.cli import app
from perfeval.uses.exporting import ExportError, export_run
from perfeval.uses.summarising import write_summary

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Documents of four departments under three rule sets, some handed in twice, some with open rows."""
    folder = tmp_path_factory.mktemp("year")
    small_year(folder / "in")
    options = options_with_map(OPTIONS_OF_MAP, folder / "map.csv")
    run_batch(Job(folder / "in", options, workers=1, label="首次"), folder / "out")
    return Run(folder / "out")


OPTIONS_OF_MAP = type(OPTIONS)(rules_dirs=(TOYLAND,))


def test_every_figure_of_the_headline_can_be_made_again(run: Run, tmp_path: Path) -> None:
    with open_year(run, beside=tmp_path) as year:
        bodies, categories = by_body(year), by_category(year)
        head = headline(year, categories)
    assert head.settled and head.open and head.partial and head.duplicates  # noqa: PT018
    assert {each.id for each in head.rules} == set(MAP_SETS)
    for target, read in (("year.sqlite", from_sqlite), ("year.duckdb", from_duckdb)):
        export_run(run, str(tmp_path / target))
        tables = read(tmp_path / target)
        assert_the_headline(tables, head)
        assert_the_groups(tables, bodies, categories)


def test_the_views_answer_in_sqlite_and_duckdb_alike(run: Run, tmp_path: Path) -> None:
    export_run(run, str(tmp_path / "a.sqlite"))
    export_run(run, str(tmp_path / "a.duckdb"))
    light, duck = sqlite3.connect(tmp_path / "a.sqlite"), duckdb.connect(str(tmp_path / "a.duckdb"))
    for name in VIEWS:
        query = f"SELECT * FROM {name}"
        one, other = light.execute(query).fetchall(), duck.execute(query).fetchall()
        assert len(one) == len(other) > 0, name
    query = "SELECT settled, recomputed_mean FROM headline WHERE run = '首次'"
    (one,), (other,) = light.execute(query).fetchall(), duck.execute(query).fetchall()
    assert one[0] == other[0]
    assert round(one[1], 6) == round(float(other[1]), 6)
    light.close()
    duck.close()


def test_a_table_has_its_texts_where_the_table_is_given(tmp_path: Path) -> None:
    indicators, funds = write_table(tmp_path, ROWS[:30])
    run_batch(Job(indicators, OPTIONS, funds), tmp_path / "out")
    whole = Run(tmp_path / "out", indicators, funds)
    write_summary(whole)
    with open_year(whole, beside=tmp_path) as year:
        bodies, categories = by_body(year), by_category(year)
        head = headline(year, categories)
    export_run(whole, str(tmp_path / "t.duckdb"))
    tables = from_duckdb(tmp_path / "t.duckdb")
    assert_the_headline(tables, head)
    assert_the_groups(tables, bodies, categories)
    named = tables["scores"].to_pylist()
    assert [each["target"] for each in named if each["row"] >= 0] == [row[4] for row in ROWS[:30]]
    assert sum(each["row"] == -1 for each in named) == 10
    # What findings rest on is found by key.
    query = """
    SELECT count(*), count(t.project_id) FROM evidence e
    LEFT JOIN totals t ON t.run = e.run AND t.project_id = e.project_id
    """
    with duckdb.connect(str(tmp_path / "t.duckdb")) as database:
        rows, joined = database.execute(query).fetchall()[0]
    assert rows == joined > 0
    # The same run without its table, beside the other under its own name.
    export_run(Run(tmp_path / "out"), str(tmp_path / "t.duckdb"), label="没有原表")
    with duckdb.connect(str(tmp_path / "t.duckdb")) as database:
        found = database.sql(
            "SELECT run, count(*), count(target) FROM scores GROUP BY run ORDER BY run"
        ).fetchall()
        means = database.sql(
            "SELECT claimed_mean, recomputed_mean, settled FROM headline ORDER BY run"
        ).fetchall()
        sums = database.sql(
            "SELECT run, sum(lost), sum(decided), sum(points) FROM year_rows GROUP BY run ORDER BY run"
        )
        (_, *own), (_, *alone) = sums.fetchall()
    assert found == [("out", 40, 30), ("没有原表", 40, 0)]
    # What an execution row claims stands in the funds alone: no total claimed is better than one without it.
    assert own == alone
    assert means[0][0] is not None
    assert means[1] == (None, *means[0][1:])
    for out_of in (export_run, lambda run, _: write_summary(run)):
        with pytest.raises(YearError, match="--funds funds"):
            out_of(Run(tmp_path / "out", indicators), str(tmp_path / "u.duckdb"))


def test_claims_and_amounts_are_those_that_were_scored(tmp_path: Path) -> None:
    """Of funds that stand there twice the first line counts, and digits of either width are digits."""
    row = ("产出指标", "数量指标", "≥5个", "5个", "90")
    rows = [("A", *row, "90"), ("B", *row, "８９．５"), ("C", *row, "90分")]
    funds = [
        ("A", "100", "90", "10", "9"),
        ("B", "１,０００.50万元", "1000.50", "10", "10"),
        ("A", "7", "7", "10", "10"),
    ]
    names = ("project_id", "level1", "level2", "target", "actual", "points", "submitted_score")
    money = ("project_id", "budget", "executed", "points", "submitted_score")
    paths = tmp_path / "indicators.parquet", tmp_path / "funds.parquet"
    for path, columns, lines in zip(paths, (names, money), (rows, funds), strict=True):
        pq.write_table(pa.table(list(zip(*lines, strict=True)), names=columns), path)
    run_batch(Job(paths[0], OPTIONS, paths[1]), tmp_path / "out")
    run = Run(tmp_path / "out", *paths)
    with open_year(run, beside=tmp_path) as year:
        head = headline(year, by_category(year))
        claims = dict(year.database.execute("SELECT project_id, claimed FROM forms").fetchall())
    assert claims == {"A": 99, "B": Decimal("99.5"), "C": 90}
    assert (head.money.budget, head.money.executed) == (Decimal("1100.5"), Decimal("1090.5"))
    export_run(run, str(tmp_path / "t.duckdb"))
    assert_the_headline(from_duckdb(tmp_path / "t.duckdb"), head)


@pytest.mark.parametrize("target", ["a.sqlite", "a.duckdb", "folder"])
def test_nothing_is_written_over_unless_told_to(run: Run, tmp_path: Path, target: str) -> None:
    counts = export_run(run, str(tmp_path / target))
    with pytest.raises(ExportError, match="--force"):
        export_run(run, str(tmp_path / target))
    assert export_run(run, str(tmp_path / target), force=True) == counts
    if target != "folder":
        second = {name: 2 * count for name, count in counts.items()}
        export_run(run, str(tmp_path / target), label="再次")
        database = (
            sqlite3.connect(tmp_path / target)
            if "sqlite" in target
            else duckdb.connect(str(tmp_path / target))
        )
        found = {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in second}  # type: ignore[index]
        assert found == second
        database.close()


def test_a_run_that_nobody_can_write_into_is_exported(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = run.folder.stat().st_mtime_ns
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert export_run(run, str(tmp_path / "csv"))["runs"] == 1
    assert run.folder.stat().st_mtime_ns == before


def test_another_table_of_the_same_name_is_left_alone(run: Run, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "theirs.db")
    database.execute("CREATE TABLE totals (a)")
    database.commit()
    database.close()
    before = (tmp_path / "theirs.db").read_bytes()
    with pytest.raises(ExportError, match="totals"):
        export_run(run, str(tmp_path / "theirs.db"))
    assert (tmp_path / "theirs.db").read_bytes() == before


def test_files_for_excel_and_for_readers_of_parquet(run: Run, tmp_path: Path) -> None:
    counts = export_run(run, str(tmp_path / "csv"))
    export_run(run, str(tmp_path / "parquet"), files="parquet")
    for name, schema in TABLES.items():
        data = (tmp_path / f"csv/{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        header, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
        assert header == schema.names
        assert (
            len(rows)
            == counts.get(name, 0)
            == pq.read_metadata(tmp_path / f"parquet/{name}.parquet").num_rows
        )


def test_no_text_of_a_csv_is_a_formula(tmp_path: Path) -> None:
    texts = ["=80%", "+8613", "-3", "-3+cmd|' /C'!A0", "@SUM(1)", "≥5个", "００12", " =1", None]
    rows = pa.table({each.name: pa.nulls(len(texts), each.type) for each in TABLES["problems"]})
    for suffix in ("csv", "parquet"):
        with folder_sink(tmp_path / suffix, suffix, force=False) as sink:
            sink.add("problems", rows.set_column(rows.schema.get_field_index("project"), "project", [texts]))
    found = list(csv.DictReader((tmp_path / "csv/problems.csv").read_text(encoding="utf-8-sig").splitlines()))
    expected = ["'=80%", "+8613", "-3", "'-3+cmd|' /C'!A0", "'@SUM(1)", "≥5个", "００12", " =1", ""]
    assert [each["project"] for each in found] == expected
    assert pq.read_table(tmp_path / "parquet/problems.parquet")["project"].to_pylist() == texts


def test_the_command_says_what_it_wrote_and_what_it_cannot(run: Run, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(run.folder), "--to", str(tmp_path / "y.sqlite")])
    assert (done.exit_code, done.stdout.split("\n")[0]) == (0, "runs: 1")
    again = CliRunner().invoke(app, ["export", str(run.folder), "--to", str(tmp_path / "y.sqlite")])
    assert (again.exit_code, "--label" in again.stderr) == (2, True)
    wrong = CliRunner().invoke(app, ["export", str(run.folder), "--to", str(tmp_path / "y.accdb")])
    assert (wrong.exit_code, "postgresql://" in wrong.stderr) == (2, True)
    nothing = CliRunner().invoke(app, ["export", str(tmp_path), "--to", str(tmp_path / "z.sqlite")])
    assert (nothing.exit_code, "manifest.json" in nothing.stderr) == (2, True)


def queries_of_the_page() -> list[str]:
    """Every SQL example of docs/export.md."""
    page = (Path(__file__).parents[2] / "docs/export.md").read_text(encoding="utf-8")
    return re.findall(r"```sql\n(.*?)```", page, re.S)


def test_queries_of_the_page_run_and_find_something(run: Run, tmp_path: Path) -> None:
    for label in ("2023", "修订后"):
        export_run(run, str(tmp_path / "a.sqlite"), label=label)
        export_run(run, str(tmp_path / "a.duckdb"), label=label)
    light, duck = sqlite3.connect(tmp_path / "a.sqlite"), duckdb.connect(str(tmp_path / "a.duckdb"))
    queries = queries_of_the_page()
    found = [len(duck.execute(query).fetchall()) for query in queries]
    assert found == [len(light.execute(query).fetchall()) for query in queries]
    # Nothing changed between the two runs, which are one, and there is no last year.
    assert [count > 0 for count in found] == [True] * (len(queries) - 2) + [False] * 2
    light.close()
    duck.close()


@pytest.mark.parametrize("target", ["a.sqlite", "a.duckdb", "folder"])
def test_an_export_that_stops_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    def stopped(*given: object) -> object:
        yield "runs", iter(())
        raise KeyboardInterrupt

    monkeypatch.setattr("perfeval.uses.exporting.tables_of", stopped)
    with pytest.raises(KeyboardInterrupt):
        export_run(run, str(tmp_path / target))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
