"""A year in department folders under three rule sets: one run, every figure made again from PostgreSQL and SQLite."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from batch.department_year import MAP_SETS, large_year
from batch.headline_by_hand import Exported, assert_the_groups, assert_the_headline, from_sqlite
from typer.testing import CliRunner

from perfeval.batch.export.tables import TABLES
from perfeval.batch.year.headline import by_body, by_category, headline
from perfeval.batch.year.year import Run, open_year
from perfeval.cli import app

pytestmark = pytest.mark.slow

DOCUMENTS = int(os.environ.get("PERFEVAL_YEAR", "3000"))


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The URL of a server of Debian's packages that is started for one test, reached by a socket alone."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    folder, binaries = Path(tempfile.mkdtemp(prefix="perfeval-pg-")), programs[-1].parent
    as_owner: list[str] = []
    if os.geteuid() == 0:
        # The server refuses to run as root.
        shutil.chown(folder, "postgres", "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def call(program: str, *words: str) -> None:
        done = subprocess.run(
            [*as_owner, str(binaries / program), *words], cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout

    data = folder / "data"
    call("initdb", "-D", str(data), "-A", "trust", "-U", "perfeval", "-E", "UTF8", "--locale=C")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    call("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://perfeval@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def from_postgresql(url: str) -> Exported:
    from adbc_driver_postgresql import dbapi

    found = {}
    with dbapi.connect(url) as database, database.cursor() as cursor:
        for name in ("scores", "totals", "duplicates"):
            # A NUMERIC of PostgreSQL comes as its text, exactly.
            cursor.execute(f"SELECT * FROM {name}")
            table = cursor.fetch_arrow_table()
            found[name] = pa.table(
                [
                    column.cast(pa.string()).cast(field.type)
                    if pa.types.is_decimal(field.type)
                    else column.cast(field.type)
                    for column, field in zip(table.columns, TABLES[name], strict=True)
                ],
                schema=TABLES[name],
            )
    return found


@pytest.mark.processes
def test_a_year_of_forty_departments_under_three_rule_sets(postgresql: str, tmp_path: Path) -> None:
    broken, again = large_year(tmp_path / "in", DOCUMENTS)
    out = tmp_path / "out"
    words = [
        "batch",
        str(tmp_path / "in"),
        "--map",
        str(tmp_path / "map.csv"),
        "-o",
        str(out),
        "--label",
        "首次",
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code in (1, 3), done.output
    print(done.stdout, f"broken {broken}, handed in again {again}")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"]["duplicates"] == again
    with open_year(Run(out), beside=tmp_path) as year:
        bodies, categories = by_body(year), by_category(year)
        head = headline(year, categories)
    print(head)
    assert {each.id for each in head.rules} == set(MAP_SETS)
    assert head.duplicates == again
    totals = pq.read_table(out / "totals.parquet").to_pylist()
    assert all(each["ruleset"] == MAP_SETS[(int(each["file"][:2]) - 1) % len(MAP_SETS)] for each in totals)
    for target in (str(tmp_path / "year.sqlite"), postgresql):
        done = CliRunner().invoke(app, ["export", str(out), "--to", target])
        assert done.exit_code == 0, done.output
    for tables in (from_sqlite(tmp_path / "year.sqlite"), from_postgresql(postgresql)):
        assert_the_headline(tables, head)
        assert_the_groups(tables, bodies, categories)
    # The same label again, and with --force.
    once_more = ["export", str(out), "--to", postgresql]
    assert CliRunner().invoke(app, once_more).exit_code == 2
    assert CliRunner().invoke(app, [*once_more, "--force"]).exit_code == 0
    if kept := os.environ.get("PERFEVAL_KEEP"):
        shutil.copytree(out, kept)


def test_queries_of_the_page_run_on_every_database(postgresql: str, tmp_path: Path) -> None:
    from adbc_driver_postgresql import dbapi
    from batch.test_export import queries_of_the_page

    large_year(tmp_path / "in", 100, 3)
    out = tmp_path / "out"
    CliRunner().invoke(
        app,
        [
            "batch",
            str(tmp_path / "in"),
            "--map",
            str(tmp_path / "map.csv"),
            "-o",
            str(out),
            "--label",
            "2023",
        ],
    )
    for target in (postgresql, str(tmp_path / "a.duckdb")):
        assert CliRunner().invoke(app, ["export", str(out), "--to", target]).exit_code == 0
    with (
        dbapi.connect(postgresql) as server,
        server.cursor() as cursor,
        duckdb.connect(str(tmp_path / "a.duckdb")) as duck,
    ):
        for query in queries_of_the_page():
            cursor.execute(query)
            assert cursor.fetch_arrow_table().num_rows == len(duck.execute(query).fetchall())
