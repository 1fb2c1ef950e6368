"""A year in the window: every figure is DuckDB's over the same Parquet, from the summary down to a form."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb", reason="the year needs perfeval[batch]")

import duckdb
from starlette.testclient import TestClient
from tidy_year import ran
from typer.testing import CliRunner
from web_server import ADDRESS, FORMS, form_file

from perfeval.batch.run import Job, run_batch
from perfeval.batch.year.year import Run
from perfeval.cli import app as command_line
from perfeval.uses.checking import Options
from perfeval.uses.summarising import write_summary
from perfeval.web.app import create_app
from perfeval.web.settings import Settings

pytestmark = pytest.mark.slow


class Window:
    """A browser that has come in, and the runs that the server was given."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **asked: str) -> str:
        """A page, however long its run takes to load."""
        for _ in range(600):
            answer = self.client.get(path, params=asked or None)
            if answer.status_code != 202:
                assert answer.status_code == 200, answer.text[-2000:]
                return html.unescape(answer.text)
            time.sleep(0.2)
        raise AssertionError("never loaded")

    def found(self, path: str, **asked: str) -> int:
        """How many lines a list has in all."""
        number = re.search(r'id="found"[^>]*>共 (\d+) 条', self.get(path, **asked))
        assert number
        return int(number[1])


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("year")
    return ran(folder, 3_000)


def opened(*runs: Path, state: Path) -> Iterator[Window]:
    settings = Settings(state, port=8000, workers=1, runs=runs)
    with TestClient(
        create_app(settings), ADDRESS, client=("127.0.0.1", 1), headers={"accept": "text/html"}
    ) as client:
        client.get("/enter", params={"token": settings.entry_token})
        yield Window(client)


@pytest.fixture(scope="module")
def window(year: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    yield from opened(year, state=tmp_path_factory.mktemp("state"))


def ask(run: Path, query: str) -> Any:
    """One value over the Parquet of a run."""
    tables = {name: f"read_parquet('{run}/{name}.parquet/*.parquet')" for name in ("scores", "totals")}
    funds = f"read_parquet('{run.parent}/funds.parquet')"
    indicators = f"read_parquet('{run.parent}/indicators.parquet', file_row_number=true)"
    found = duckdb.connect().execute(query.format(**tables, funds=funds, indicators=indicators)).fetchone()
    return found[0]


@pytest.mark.long
def test_a_year_of_three_thousand_is_drilled_down_to_a_form(window: Window, year: Path) -> None:
    page = window.get("/years/1")
    assert "<b>3,000</b><span>张自评表" in page
    assert ask(year, "SELECT count(*) FROM {totals}") == window.found("/years/1/forms") == 3_000
    body = re.search(r'href="(/years/1/forms\?body=[^"]*)">第1局', page)
    assert body
    ours = ask(year, "SELECT count(*) FROM {totals} JOIN {funds} USING (project_id) WHERE 主管部门 = '第1局'")
    assert window.found(body[1]) == ours
    (first, *_) = re.findall(r'href="(/years/1/form\?id=[^"]*)"', window.get(body[1]))
    form = window.get(first)
    project = first.rpartition("=")[2]
    for name in ("low", "high"):
        total = ask(
            year, f"SELECT coalesce(confirmed, {name}) FROM {{totals}} WHERE project_id = '{project}'"
        )
        assert f"{total:.2f}" in form
    assert form.count('class="status ') + form.count(" status ") >= 6
    assert "第1局" in form
    group = re.search(r'href="(/years/1/rows\?dimension=output[^"]*)"', page)
    assert group
    assert window.found(group[1]) > 0


def test_the_page_says_what_the_command_writes(window: Window, year: Path) -> None:
    table = year.parent
    write_summary(Run(year, table / "indicators.parquet", table / "funds.parquet"))
    written = html.unescape((year / "summary.html").read_text(encoding="utf-8"))
    page = window.get("/years/1")
    facts = re.search(r'<ul class="facts">.*?</ul>', written, re.S)
    assert facts
    assert facts[0] in page
    for heading in re.findall(r"<h2>[^<]*</h2>", written):
        assert heading in page


def test_two_runs_beside_each_other(
    year: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = ran(year.parent, 3_000, rules="cn-caiyu-2021-101", out="out-b")
    page_file = tmp_path / "compare.html"
    arguments = [str(year), str(other), "--table", str(year.parent / "indicators.parquet")]
    done = CliRunner().invoke(
        command_line,
        ["compare", *arguments, "--funds", str(year.parent / "funds.parquet"), "-o", str(page_file)],
    )
    assert page_file.is_file(), done.output
    written = html.unescape(page_file.read_text(encoding="utf-8"))
    for window in opened(year, other, state=tmp_path_factory.mktemp("state")):
        page = window.get("/years/beside", first="1", second="2")
        facts = re.search(r'<ul class="facts">.*?</ul>', written, re.S)
        assert facts
        assert facts[0] in page


@pytest.mark.long
def test_a_million_rows_by_the_page(tmp_path: Path) -> None:
    run = ran(tmp_path, 100_000, 10)
    for window in opened(run, state=tmp_path / "state"):
        assert window.found("/years/1/rows") == ask(run, "SELECT count(*) FROM {scores}") == 1_000_000
        for status in ("equal", "within", "differs"):
            wanted = ask(run, f"SELECT count(*) FROM {{scores}} WHERE status = '{status}'")
            assert window.found("/years/1/rows", status=status) == wanted, status
        query = """SELECT count(*) FROM {scores} s JOIN {indicators} i ON i.file_row_number = s.row
          JOIN {funds} f ON f.project_id = s.project_id
          WHERE s.status = 'differs' AND i.level2 = '质量指标' AND f.主管部门 = '第7局'"""
        asked = {"status": "differs", "category": "quality", "body": "第7局"}
        assert window.found("/years/1/rows", **asked) == ask(run, query) > 200
        page = window.get("/years/1/rows", **asked, page="2")
        assert page.count("/years/1/form?id=") == 200
        second = (
            duckdb.connect()
            .execute(
                query.replace("count(*)", "s.project_id").format(
                    scores=f"read_parquet('{run}/scores.parquet/*.parquet')",
                    funds=f"read_parquet('{tmp_path}/funds.parquet')",
                    indicators=f"read_parquet('{tmp_path}/indicators.parquet', file_row_number=true)",
                )
                + " ORDER BY s.row LIMIT 200 OFFSET 200"
            )
            .fetchall()
        )
        assert re.findall(r"form\?id=(P\d+)", page) == [project for (project,) in second]
        assert window.found("/years/1/rows", q="民生项目4242 合格率") == ask(
            run, "SELECT 2 * count(*) FROM {funds} WHERE 项目名称 LIKE '%民生项目4242%'"
        )


def test_documents_are_drilled_down_to_their_findings(tmp_path: Path) -> None:
    run_batch(Job(FORMS, Options(), workers=1), tmp_path / "out")
    for window in opened(tmp_path / "out", state=tmp_path / "state"):
        page = window.get("/years/1/rows", status="differs")
        assert window.found("/years/1/rows", status="differs") == ask(
            tmp_path / "out", "SELECT count(*) FROM {scores} WHERE status = 'differs' AND row > 0"
        )
        (form, *_) = re.findall(r'href="(/years/1/form\?id=[^"]*)"', page)
        assert "score-differs" in window.get(form)


def test_a_form_handed_in_twice_shows_its_findings_once(tmp_path: Path) -> None:
    for name in ("甲.yaml", "乙.yaml"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(form_file("retired")[1])
    run_batch(Job(tmp_path / "in", Options(), workers=1), tmp_path / "out")
    for window in opened(tmp_path / "out", state=tmp_path / "state"):
        (form,) = set(re.findall(r'href="(/years/1/form\?id=[^"]*)"', window.get("/years/1/forms")))
        assert window.get(form).count('href="/codes?q=score-differs"') == 4


def test_a_folder_that_is_no_run_is_said(tmp_path: Path) -> None:
    for window in opened(tmp_path, state=tmp_path / "state"):
        answer = window.client.get("/years/1")
        assert answer.status_code == 422
        assert "不是完成的批量运行" in answer.text
        assert window.client.get("/years/2").status_code == 404
        assert window.client.get("/years/beside", params={"first": "1", "second": "7"}).status_code == 404
