"""Filling in a form in the window, asked without a browser: cells, rows, undo, carry-over, trial, export."""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner
from web_server import ADDRESS, FORMS, OWN, form_file

from perfeval.cli import app as command_line
from perfeval.web.app import create_app
from perfeval.web.settings import Settings
from perfeval.web.store import Store

HTMX = {**OWN, "hx-request": "true"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One browser that has come in, for all tests: each fills in a sheet of its own."""
    settings = Settings(tmp_path_factory.mktemp("state"), port=8000, user="张三", workers=1)
    with TestClient(create_app(settings), ADDRESS, client=("127.0.0.1", 50000)) as browser:
        browser.get("/enter", params={"token": settings.entry_token})
        yield browser


def begin(client: TestClient, part: str = "yimin", **more: str) -> str:
    """A sheet begun with a real form; its address."""
    answer = client.post("/sheets", files={"file": form_file(part)}, data=more, headers=OWN)
    assert answer.status_code == 200, answer.text
    return answer.url.path


def post(client: TestClient, address: str, **said: str) -> str:
    answer = client.post(address, data=said, headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


def cell(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}"[^>]*>([^<]*)</textarea>', page)
    assert found, name
    return html.unescape(found[1])


def hidden(page: str) -> dict[str, str]:
    """What a page sends with everything typed into it: the acts it has seen, and its own mark."""
    return dict(re.findall(r'<input type="hidden" name="(seen|tab)" value="([^"]+)"', page))


def without_mark(page: str) -> str:
    return page.replace(hidden(page)["tab"], "")


def due(page: str, key: str) -> str:
    found = re.search(rf'id="due-{key}"[^>]*>([^<]*)<', page)
    assert found, key
    return found[1]


def test_an_empty_form_of_each_kind(client: TestClient) -> None:
    for kind, title in (("project", "项目支出"), ("department", "整体支出"), ("transfer", "转移支付")):
        answer = client.post("/sheets", data={"kind": kind, "year": "2024"}, headers=OWN)
        assert title in answer.text
        assert cell(answer.text, "year") == "2024"
        assert f'href="{answer.url.path}"' in client.get("/sheets").text
    assert client.post("/sheets", data={"kind": "other"}, headers=OWN).status_code == 422


def test_a_typed_cell_is_saved_and_scored(client: TestClient) -> None:
    address = begin(client)
    live = post(client, address, **{"r1.actual": "28台"})
    assert due(live, "r1") == "4.00"
    assert "已保存" in live
    assert "<textarea" not in live  # a cell is never swapped under the hands that type in it
    assert cell(client.get(address).text, "r1.actual") == "28台"


@pytest.mark.slow
def test_rows_come_go_move_and_come_back(client: TestClient) -> None:
    address = begin(client)
    page = post(client, address, do="row r1")
    assert re.search(r'name="r12.name"[^>]*autofocus', page)
    post(client, address, **{"r12.name": "新指标"})
    page = post(client, address, do="remove r12")
    assert "新指标" not in page
    assert "新指标" in post(client, address, do="undo")
    order = re.findall(r'name="(r\d+)\.name"', post(client, address, do="up r12"))
    assert order[:2] == ["r12", "r1"]
    assert client.post(address, data={"do": "burn r1"}, headers=HTMX).status_code == 422


@pytest.mark.slow
def test_typing_into_a_row_that_is_gone_is_said(client: TestClient) -> None:
    address = begin(client)
    post(client, address, do="remove r1")
    answer = client.post(address, data={"r1.name": "还在写", "r2.name": "也在写"}, headers=HTMX)
    assert answer.status_code == 409
    assert "撤销可恢复" in answer.text
    assert cell(client.get(address).text, "r2.name") == "也在写"  # what can be saved is


def test_without_javascript_the_whole_form_is_sent_and_only_changes_count(client: TestClient) -> None:
    address = begin(client)
    page = client.get(address).text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    names = re.findall(r'<textarea name="([^"]+)"', page)
    everything = {name: cell(page, name) for name in names} | {"seen": seen[1], "r1.actual": "28台"}
    post(client, address, **{"r2.actual": "7台"})  # somebody else, meanwhile
    answer = client.post(address, data=everything, headers=OWN)
    assert cell(answer.text, "r1.actual") == "28台"
    assert cell(answer.text, "r2.actual") == "7台"


@pytest.mark.slow
def test_the_later_of_two_pages_is_told_and_nothing_is_lost(client: TestClient) -> None:
    address = begin(client)
    one, other = (hidden(client.get(address).text) for _ in range(2))
    assert 'id="elsewhere" role="alert" hx-swap-oob="true"></div>' in post(
        client, address, **one, **{"r1.actual": "28台"}
    )
    live = post(client, address, **other, **{"r1.actual": "30"})
    live = post(
        client, address, **other, **{"r1.actual": "30台"}
    )  # told for as long as the page is not drawn anew
    assert "张三" in live
    assert "刚在「第 1 行 实际完成值」写了下面这些，您写的替换了它" in live
    assert "<blockquote>28台</blockquote>" in live
    assert cell(client.get(address).text, "r1.actual") == "30台"
    assert "在别的页面上也改过" in post(client, address, **one, **{"r2.actual": "7台"})
    page = post(client, address, **{"r1.actual": "28台", "do": "show"})  # put back
    assert cell(page, "r1.actual") == "28台"
    assert "<blockquote>" not in page
    answer = client.post(address, data={**one, "r1.actual": "29台"}, headers=OWN)  # without JavaScript
    assert "<blockquote>28台</blockquote>" in answer.text
    assert cell(answer.text, "r1.actual") == "29台"


@pytest.mark.slow
def test_an_untouched_form_is_to_be_filled_in_as_the_command_says(client: TestClient, tmp_path: Path) -> None:
    page = client.post("/sheets", data={"kind": "project"}, headers=OWN).text
    empty = tmp_path / "空表.xlsx"
    CliRunner().invoke(command_line, ["form", "--blank", "-o", str(empty)])
    said = CliRunner().invoke(command_line, ["score", str(empty)]).output
    assert "待填" in said
    assert due(page, "funds") == "待填"
    assert 'class="finding error"' not in page
    (line,) = (each for each in said.splitlines() if each.startswith("总分还定不下来"))
    assert line in page
    assert "可用「规则集」另行指定" in page  # the place on the page, where the command names an option


@pytest.mark.slow
def test_a_trial_changes_nothing_and_says_what_the_command_says(client: TestClient, tmp_path: Path) -> None:
    address = begin(client)
    page = client.get(address, params={"try": "1", "to": "28台"}).text
    form = FORMS / form_file("yimin")[0]
    said = CliRunner().invoke(command_line, ["score", str(form), "--set", "1=28台"]).output
    (line,) = (each for each in said.splitlines() if each.startswith("试算"))
    assert html.escape(line) in page
    assert cell(client.get(address).text, "r1.actual") == "=35台"
    assert "没有第 99 行" in client.get(address, params={"try": "99", "to": "1"}).text


def test_marks_that_do_not_add_up_are_red(client: TestClient) -> None:
    address = begin(client)
    assert 'class="wrong"' not in client.get(address).text
    live = post(client, address, **{"r1.points": "4"})
    assert "各部分分值合计 99.00，应为 100.00" in live
    assert 'id="sum-marks" class="wrong"' in live


def test_last_year_is_carried_over(client: TestClient) -> None:
    address = begin(client, next="1")
    page = client.get(address).text
    assert cell(page, "year") == "2024"
    assert cell(page, "name") == "2024年益民大厦信息系统运维项目"
    assert cell(page, "r1.target") == "=35台"
    assert cell(page, "r1.actual") == ""
    assert cell(client.get(begin(client, next="1", year="2030")).text, "year") == "2030"


@pytest.mark.slow
def test_the_written_form_is_that_of_the_command(client: TestClient, tmp_path: Path) -> None:
    address = begin(client)
    post(client, address, **{"r1.actual": "28台", "r9.submitted_score": "13"})
    case = tmp_path / "表.yaml"
    case.write_bytes(client.get(f"{address}/form.yaml").content)
    for suffix in ("xlsx", "docx"):
        out = tmp_path / f"表.{suffix}"
        done = CliRunner().invoke(command_line, ["form", str(case), "-o", str(out)])
        assert done.exit_code == 0, done.output
        assert client.get(f"{address}/form.{suffix}").content == out.read_bytes()
    assert client.get(f"{address}/form.exe").status_code == 404


def test_everything_typed_is_there_after_a_restart(settings: Settings) -> None:
    def opened() -> TestClient:
        return TestClient(create_app(settings), "http://127.0.0.1:8000", client=("127.0.0.1", 1))

    with opened() as client:
        client.get("/enter", params={"token": settings.entry_token})
        cookies = dict(client.cookies)
        address = client.post("/sheets", data={"kind": "project"}, headers=OWN).url.path
        post(client, address, do="row r1")
        post(client, address, **{"r10.name": "写到一半的"})
        post(client, address, do="remove r2")
        post(client, address, do="undo")
        before = without_mark(client.get(address).text)
    with opened() as client:
        client.cookies.update(cookies)
        assert without_mark(client.get(address).text) == before


def test_a_file_without_a_form_is_refused_in_words(client: TestClient) -> None:
    answer = client.post("/sheets", files={"file": ("a.txt", "没有表".encode())}, headers=OWN)
    assert answer.status_code == 422
    assert "没有找到绩效自评表" in answer.text


def test_what_reading_met_with_is_said_in_the_page(client: TestClient) -> None:
    name, content = form_file("yimin")
    odd = content.decode().replace(
        "category: 数量指标, target: =35台", "category: 数量指标, initial: =30台, target: =35台"
    )
    answer = client.post("/sheets", files={"file": (name, odd.encode())}, headers=OWN)
    assert "年初指标值" in answer.text  # the official form has no cell for it
    client.get(answer.url.path)
    assert "年初指标值" in post(client, answer.url.path, **{"r1.actual": "28台"})


def test_a_sheet_put_aside_leaves_the_list(client: TestClient) -> None:
    address = begin(client)
    client.post(address, data={"do": "aside"}, headers=OWN)
    assert address not in client.get("/sheets").text
    assert address in client.get("/sheets", params={"aside": "1"}).text
    client.post(address, data={"do": "undo"}, headers=OWN)
    assert address in client.get("/sheets").text
    assert client.get("/sheets/99").status_code == 404


def test_a_file_of_the_first_version_is_carried_on(tmp_path: Path) -> None:
    path = tmp_path / "perfeval.sqlite3"
    first = Store(path)
    first.add_document("a.yaml", b"x", "张三")
    first.close()
    with sqlite3.connect(path) as old:
        old.executescript("drop table act; pragma user_version = 1;")
    old.close()
    later = Store(path)
    assert later.keep_act(None, "张三", "{}").sheet == 1
    assert [each.name for each in later.uploads()] == ["a.yaml"]
    later.close()
