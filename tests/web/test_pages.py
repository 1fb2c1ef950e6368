"""The reviewer's pages: upload, overview, form, derivation, decisions, undo."""

from __future__ import annotations

import io
import json
import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner
from web_server import FORMS, OWN, form_file

from perfeval.cli import app as command_line
from perfeval.uses.checking import Options, check_files, open_rulebook
from perfeval.web.app import create_app
from perfeval.web.settings import Settings

HTMX = {**OWN, "hx-request": "true"}
SET = "urumqi-giit-2023"


def upload(client: TestClient, *parts: str) -> None:
    files = [("file", form_file(part)) for part in parts]
    assert client.post("/documents", files=files, headers=OWN).status_code == 200
    for _ in range(300):
        if 'aria-busy="false"' in client.get("/queue").text:
            return
        time.sleep(0.1)
    raise AssertionError("never checked")


def marks(page: str) -> list[str]:
    return re.findall(r'data-finding="(\w+)"', page)


def known(page: str, mark: str) -> str:
    found = re.search(rf'action="/findings/{mark}".*?name="mark" value="([^"]*)"', page, re.S)
    assert found
    return found[1]


def decide(client: TestClient, mark: str, seen: str, state: str, reason: str = "") -> tuple[int, str]:
    answer = client.post(
        f"/findings/{mark}", data={"mark": seen, "state": state, "reason": reason, "at": "/"}, headers=HTMX
    )
    return answer.status_code, answer.text


@pytest.mark.slow
def test_a_form_is_shown_with_its_recomputed_scores(client: TestClient) -> None:
    upload(client, "yimin")
    overview = client.get("/").text
    assert "2023年益民大厦信息系统运维项目" in overview
    page = client.get("/documents/1/forms/1", params={"rules": SET}).text
    assert "91.06" in page
    row = client.get("/documents/1/forms/1/rows/0", params={"rules": SET}, headers=HTMX).text
    assert "400 ÷ 2180" in row
    assert "<html" not in row
    whole = client.get("/documents/1/forms/1/rows/0", params={"rules": SET})
    assert "400 ÷ 2180" in whole.text  # without JavaScript the link opens the page with the row unfolded
    assert "<html" in whole.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["/documents/9/forms/1", "/documents/1/forms/9", "/documents/1/forms/1/rows/99"]
)
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    upload(client, "yimin")
    answer = client.get(path, headers={"hx-request": "true"})
    assert answer.status_code == 404


@pytest.mark.slow
def test_decisions_stay_and_are_undone(client: TestClient) -> None:
    upload(client, "retired")
    page = client.get("/").text
    mark, *_ = marks(page)
    total = len(marks(page))
    assert f"已处理 0 / {total} 条" in page
    assert decide(client, mark, "", "wrong")[0] == 422  # a reason is needed
    status, text = decide(client, mark, "", "wrong", "口径不同")
    assert status == 200
    assert "口径不同" in text
    assert f"已处理 1 / {total} 条" in text  # told out of band, the list stands still
    assert "不采纳：口径不同" in client.get("/history").text
    assert client.post("/undo", headers=HTMX).status_code == 200
    assert "撤销：不采纳：口径不同" in client.get("/history").text
    assert f"已处理 0 / {total} 条" in client.get("/").text
    (event,) = re.findall(r'name="event" value="(\w+)"', client.get("/history").text)
    client.post("/undo", data={"event": event}, headers=OWN)  # the undo is undone
    assert f"已处理 1 / {total} 条" in client.get("/").text


@pytest.mark.slow
def test_the_later_of_two_people_is_told(client: TestClient) -> None:
    upload(client, "retired")
    mark = marks(client.get("/").text)[0]
    assert decide(client, mark, "", "confirmed")[0] == 200
    status, text = decide(client, mark, "", "accepted")
    assert status == 409
    assert "张三" in text
    assert decide(client, mark, known(text, mark), "accepted")[0] == 200


@pytest.mark.slow
def test_bulk_takes_exactly_what_was_shown(client: TestClient) -> None:
    upload(client, "retired")
    wanted = {"code": "score-differs"}
    page = client.get("/", params=wanted).text
    count = len(marks(page))
    assert count > 1
    send = {"state": "confirmed", "reason": ""}
    refused = client.post("/findings", params=wanted, data={**send, "count": str(count + 1)}, headers=HTMX)
    assert refused.status_code == 409
    assert (
        client.post("/findings", params=wanted, data={**send, "count": str(count)}, headers=HTMX).status_code
        == 200
    )
    assert f"已处理 {count} /" in client.get("/").text
    client.post("/undo", headers=HTMX)  # one undo for all of them
    assert "已处理 0 /" in client.get("/").text


@pytest.mark.slow
def test_facets_count_what_they_would_show(client: TestClient) -> None:
    upload(client, "retired", "travel")
    page = client.get("/").text
    for href, count in re.findall(
        r'<a href="(/\?[^"]*)"[^>]*><span class="mark"[^>]*>☐</span>.*?</a> <span class="quiet">(\d+)</span>',
        page,
    ):
        assert len(marks(client.get(href.replace("&amp;", "&")).text)) == int(count), href


@pytest.mark.slow
def test_switching_the_rule_set_shows_what_changes(client: TestClient) -> None:
    upload(client, "retired")
    client.get("/", params={"rules": SET})
    for _ in range(100):
        page = client.get("/", params={"rules": SET}).text
        if "行与默认规则下不同" in page:
            break
        time.sleep(0.1)
    both = [
        check_files([FORMS / form_file("retired")[0]], Options(each), open_rulebook(Options()))
        for each in (None, SET)
    ]
    rows = zip(*(each.forms[0].result.rows for each in both), strict=True)
    changed = sum((one.status, one.score) != (other.status, other.score) for one, other in rows)
    assert changed >= 4
    assert f"{changed} 行与默认规则下不同" in page


@pytest.mark.slow
def test_what_was_typed_and_decided_survives_the_server(settings: Settings) -> None:
    def open_again() -> TestClient:
        app = create_app(settings)
        return TestClient(
            app, "http://127.0.0.1:8000", client=("127.0.0.1", 1), headers={"accept": "text/html"}
        )

    with open_again() as client:
        client.get("/enter", params={"token": settings.entry_token})
        cookies = dict(client.cookies)
        upload(client, "retired")
        first, second, *_ = marks(client.get("/").text)
        decide(client, first, "", "confirmed")
        client.post(f"/drafts/{second}", data={"reason": "写到一半"}, headers=HTMX)
    with open_again() as client:
        client.cookies.update(cookies)  # the browser of before is let in
        page = client.get("/").text
        for _ in range(100):
            if marks(page):
                break
            time.sleep(0.1)
            page = client.get("/").text
        assert 'value="写到一半"' in page
        assert "已处理 1 /" in page


@pytest.mark.slow
def test_the_record_leaves_and_comes_back(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    upload(client, "retired")
    mark = marks(client.get("/").text)[0]
    decide(client, mark, "", "referred", "请单位说明")
    record = client.get("/record.review.json").content
    assert json.loads(record)["format"] == "perfeval.review/1"
    other = Settings(tmp_path_factory.mktemp("other"), port=8000, workers=1)
    with TestClient(create_app(other), "http://127.0.0.1:8000", client=("127.0.0.1", 1)) as elsewhere:
        elsewhere.get("/enter", params={"token": other.entry_token})
        elsewhere.post("/record", files={"file": ("r.review.json", record)}, headers=OWN)
        assert elsewhere.get("/record.review.json").content == record
        refused = elsewhere.post("/record", files={"file": ("r.json", b"{}")}, headers=OWN)
        assert refused.status_code == 422


@pytest.mark.slow
def test_markup_in_every_field_stays_text(client: TestClient) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&{{7*7}}"
    case = {
        "form": {
            "name": evil,
            "body": evil,
            "funds": {"budget": "100", "executed": "50", "points": "10", "score": "9"},
            "goal": {"expected": evil, "achieved": evil},
            "indicators": [
                {
                    "name": evil,
                    "dimension": evil,
                    "category": evil,
                    "target": evil,
                    "actual": evil,
                    "points": "90",
                    "score": "95",
                    "note": evil,
                }
            ],
        }
    }
    client.post("/documents", files={"file": (f"{evil[:20]}.json", json.dumps(case).encode())}, headers=OWN)
    for _ in range(100):
        if 'aria-busy="false"' in client.get("/queue").text:
            break
        time.sleep(0.1)
    mark = marks(client.get("/").text)[0]
    decide(client, mark, "", "wrong", evil)
    for path in (
        "/",
        "/documents/1/forms/1",
        "/documents/1/forms/1/rows/1",
        "/history",
        "/?q=" + evil,
        "/?file=" + evil,
    ):
        page = client.get(path).text
        assert "<img" not in page
        assert "49" not in re.findall(r"&amp;(\d+)", page)


@pytest.mark.slow
def test_an_archive_gives_its_documents(client: TestClient) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in ("retired", "yimin"):
            name, content = form_file(part)
            archive.writestr(f"甲单位/{name}", content)
        archive.writestr("甲单位/照片.png", b"\x89PNG")
        archive.writestr("__MACOSX/._a", b"x")
    head = {**OWN, "accept": "application/json"}
    sent = {"file": ("报送.zip", packed.getvalue())}
    told = client.post("/documents", files=sent, headers=head).json()
    assert [each["name"].split("/")[:2] for each in told["documents"]] == [["报送.zip", "甲单位"]] * 2
    assert len(told["refused"]) == 1
    assert "报送.zip/甲单位/照片.png" in told["refused"][0]
    broken = client.post("/documents", files={"file": ("坏.zip", b"PK\3\4")}, headers=head).json()
    assert [each["name"] for each in broken["documents"]] == ["坏.zip"]  # listed, with why it was not read


def test_english_by_switch(client: TestClient) -> None:
    assert client.get("/language", params={"to": "en", "back": "/"}).text.count("Review") > 1
    assert 'lang="en"' in client.get("/").text


@pytest.mark.slow
def test_papers_and_letter_are_those_of_the_command_line(client: TestClient, tmp_path: Path) -> None:
    upload(client, "retired")
    mark = marks(client.get("/", params={"code": "score-differs"}).text)[0]
    decide(client, mark, "", "confirmed")
    record = tmp_path / "r.review.json"
    record.write_bytes(client.get("/record.review.json").content)
    form = FORMS / form_file("retired")[0]
    letter = tmp_path / "letter.docx"
    done = CliRunner().invoke(command_line, ["review", "letter", str(record), str(form), "-o", str(letter)])
    assert letter.exists(), done.output
    given = client.get("/letter.docx")
    assert text_of(given.content) == text_of(letter.read_bytes())
    assert "绩效自评复核意见" in text_of(given.content)
    assert client.get("/papers.xlsx").content[:2] == b"PK"


def text_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in document.paragraphs] + cells)
