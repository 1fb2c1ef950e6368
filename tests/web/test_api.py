"""The API answers what the command line prints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner
from web_server import FORMS, form_file, running

from perfeval.cli import app as command_line
from perfeval.web.api_examples import FIRST, SECOND

SET = "urumqi-giit-2023"


def printed(*arguments: str) -> str:
    return CliRunner().invoke(command_line, arguments).stdout


def test_check_is_what_check_prints(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = form_file("yimin")
    monkeypatch.chdir(FORMS)
    answer = program.post("/api/v1/check", params={"rules": SET}, files={"file": (name, content)})
    assert answer.status_code == 200
    assert answer.text == printed("check", name, "--rules", SET, "--format", "json")


@pytest.mark.slow
def test_a_form_sent_as_json_is_scored(program: TestClient) -> None:
    name, content = form_file("yimin")
    case = program.post("/api/v1/read", files={"file": (name, content)}).json()["case"]
    report = program.post("/api/v1/score", params={"rules": SET}, json=case).json()
    assert report["forms"][0]["total"]["confirmed"] == "91.06"


@pytest.mark.slow
def test_explain_is_what_explain_prints(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = form_file("yimin")
    monkeypatch.chdir(FORMS)
    answer = program.post(
        "/api/v1/explain", params={"rules": SET, "row": "0"}, files={"file": (name, content)}
    )
    (row,) = answer.json()["rows"]
    assert "\n".join(row["lines"]) == printed("explain", name, "--rules", SET, "--row", "0").rstrip("\n")


def test_rules_are_what_rules_list_prints(program: TestClient) -> None:
    assert program.get("/api/v1/rules").text == printed("rules", "list", "--format", "json")
    assert program.get(f"/api/v1/rules/{SET}").json()["id"] == SET
    assert program.get("/api/v1/rules/none").status_code == 404


@pytest.mark.slow
def test_compare_is_what_compare_prints(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name, content = form_file("yimin")
    monkeypatch.chdir(FORMS)
    sets = ("cn-caiyu-2020-10", SET)
    answer = program.post(
        "/api/v1/compare", params={"first": sets[0], "second": sets[1]}, files={"file": (name, content)}
    )
    assert answer.text == printed("compare", name, "--rules", sets[0], "--rules", sets[1], "--format", "json")


@pytest.mark.parametrize(
    ("path", "parameters", "status", "code"),
    [
        ("/api/v1/check", {"rules": "none"}, 404, "ruleset-unknown"),
        ("/api/v1/check", {"fact": "none=yes"}, 404, "fact-unknown"),
        ("/api/v1/check", {"rule": "cn-caiyu-2020-10"}, 422, "request-invalid"),
        ("/api/v1/check", {"year": "soon"}, 422, "request-invalid"),
        ("/api/v1/compare", {"first": "none", "second": "none"}, 404, "ruleset-unknown"),
    ],
)
def test_wrong_parameters_are_a_problem(
    program: TestClient, path: str, parameters: dict[str, str], status: int, code: str
) -> None:
    answer = program.post(path, params=parameters, files={"file": ("a.txt", b"")})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == code


def test_a_missing_file_is_a_problem(program: TestClient) -> None:
    assert program.post("/api/v1/check").json()["title"] == "file-absent"


@pytest.mark.slow
def test_an_unreadable_document_is_a_report(program: TestClient) -> None:
    report = program.post("/api/v1/check", files={"file": ("a.docx", b"PK\3\4 broken")}).json()
    assert report["forms"] == []
    assert report["problems"]


def test_every_answer_is_described(program: TestClient) -> None:
    described = program.get("/api/v1/openapi.json").json()
    assert json.dumps(described).count('"HTTPValidationError"') == 0
    for path in described["paths"].values():
        for operation in path.values():
            assert set(operation["responses"]) >= {"200", "401", "413", "422"}


@pytest.mark.slow
def test_every_example_is_what_is_answered(program: TestClient) -> None:
    described = program.get("/api/v1/openapi.json").json()["paths"]
    asked = {
        "/check": {"rules": FIRST},
        "/score": {"rules": FIRST},
        "/explain": {"rules": FIRST, "row": "1"},
        "/compare": {"first": FIRST, "second": SECOND},
    }
    for path, operations in described.items():
        ((method, operation),) = operations.items()
        url = f"/api/v1{path}".replace("{identity}", FIRST).replace("{kind}", "form")
        body: dict[str, Any] = {}
        for media, content in operation.get("requestBody", {"content": {}})["content"].items():
            sent = content["example"]
            as_json = media == "application/json"
            body = {"content": json.dumps(sent, ensure_ascii=False)} if as_json else {"data": sent}
        answer = program.request(method, url, params=asked.get(path), **body).json()
        told = operation["responses"]["200"]["content"]["application/json"]["example"]
        if path == "/rules":
            answer = answer[:1]
        assert answer == told, path
        assert answer


def test_numbers_are_text(program: TestClient) -> None:
    """Counts and row numbers are whole numbers; whatever is computed is text, without a float anywhere."""
    described = program.get("/api/v1/openapi.json").json()
    examples = [
        operation["responses"]["200"]["content"]["application/json"]["example"]
        for path in described["paths"].values()
        for operation in path.values()
    ]
    found: list[float] = []
    json.loads(json.dumps(examples), parse_float=lambda text: found.append(float(text)))
    assert found == []


@pytest.mark.slow
def test_the_client_in_the_documentation_runs(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "web.md").read_text(encoding="utf-8")
    code = text.split("```python\n", 1)[1].split("```", 1)[0]
    with running(tmp_path) as (address, token):
        done = subprocess.run(
            [sys.executable, "-c", code, address, token],
            capture_output=True,
            text=True,
            check=True,
            encoding="utf-8",
        )
    assert done.stdout == "培训场次 81.00 81.00\n"
    assert done.stdout.strip() in text
