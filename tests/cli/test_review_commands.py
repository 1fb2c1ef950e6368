"""A round of review at the command line: papers filled in, taken in, prefilled; a corrected document; the letter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from inbox import URUMQI, WRITERS, form_of
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner, Result

from perfeval.cli import app

RULES = ("--rules", "cn-caiyu-2020-10")
BY = ("--who", "李", "--at", "2024-03-01T08:00:00Z")
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """perfeval in a folder with one document: a form whose cost rows differ from the national rules."""
    monkeypatch.chdir(tmp_path)
    write("a.docx")

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(app, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def write(name: str, **cells: str) -> None:
    """The research form, with other cells in its eighth row."""
    form = form_of(URUMQI / "08-research-travel.yaml")
    rows = [row.model_copy(update=cells) if at == 8 else row for at, row in enumerate(form.indicators, 1)]
    Path(name).write_bytes(WRITERS[Path(name).suffix](form.model_copy(update={"indicators": tuple(rows)})))


def columns(sheet: Worksheet, line: int) -> dict[Any, int]:
    return {cell.value: cell.column for cell in sheet[line] if cell.value}


def fill(path: str, decisions: dict[str, tuple[str, str]], scores: dict[str, tuple[float, str]]) -> None:
    """Type into the papers: decisions by problem code and row name, reviewed scores by row name."""
    book = openpyxl.load_workbook(path)
    listed, form = book.worksheets[1], book.worksheets[2]
    at = columns(listed, 3)
    for line in range(4, listed.max_row + 1):
        key = listed.cell(line, at["问题代码"]).value
        if key in decisions:
            listed.cell(line, at["处理"]).value, listed.cell(line, at["处理理由"]).value = decisions[key]
    at = columns(form, 4)
    for line in range(5, form.max_row):
        key = form.cell(line, at["行"]).value
        if key in scores:
            form.cell(line, at["复核得分"]).value, form.cell(line, at["核减理由"]).value = scores[key]
    book.save(path)


def state_of(run: Run, code: str) -> set[str]:
    lines = json.loads(run("review", "list", "r.review.json", "--format", "json").stdout)
    return {line["state"] for line in lines if line["code"] == code}


DECISIONS = {"score-differs": ("采纳", "未超上限，应得满分"), "claimed-rate-wrong": ("认可", "")}
SCORES = {"11": (4.5, "票据不全")}


@pytest.mark.slow
def test_a_full_round(run: Run) -> None:
    first = run("check", "a.docx", *RULES, "--review", "r.review.json", "-o", "p.xlsx")
    assert first.exit_code == 1
    fill("p.xlsx", DECISIONS, SCORES)
    taken = run("check", "--reviewed", "p.xlsx", "--review", "r.review.json", *BY)
    assert "登记处理 5 条，复核得分 1 行" in taken.stdout
    assert state_of(run, "score-differs") == {"confirmed"}
    kept = Path("r.review.json").read_bytes()
    again = run("check", "--reviewed", "p.xlsx", "--review", "r.review.json", *BY)
    assert "登记处理 0 条，复核得分 0 行" in again.stdout
    assert Path("r.review.json").read_bytes() == kept

    second = run("check", "a.docx", *RULES, "--review", "r.review.json")
    assert second.exit_code == 0  # no error is open
    assert "已处理 5 条，加 --all 显示" in second.stdout
    assert "score-differs" not in second.stdout
    assert "score-differs" in run("check", "a.docx", *RULES, "--review", "r.review.json", "--all").stdout
    run("check", "a.docx", *RULES, "--review", "r.review.json", "-o", "p2.xlsx")
    prefilled = openpyxl.load_workbook("p2.xlsx")
    at = columns(prefilled.worksheets[1], 3)
    treated = [row[at["处理"] - 1].value for row in prefilled.worksheets[1].iter_rows(min_row=4)]
    assert (treated.count("采纳"), treated.count("认可")) == (4, 1)
    at = columns(prefilled.worksheets[2], 4)
    assert [row[at["复核得分"] - 1].value for row in prefilled.worksheets[2].iter_rows(min_row=5)].count(
        4.5
    ) == 1

    held = ("check", "a.docx", *RULES, "--review", "r.review.json")
    (form,) = json.loads(run(*held, "--format", "json").stdout)["forms"]
    told = {(each["code"], each["since"], (each["decision"] or {}).get("state")) for each in form["problems"]}
    assert ("score-differs", "unchanged", "confirmed") in told
    assert ("difference-caused", None, None) in told  # a detail
    assert [score["events"][0]["score"] for score in form["review"]["scores"]] == ["4.5"]
    lines = list(csv.DictReader(io.StringIO(run(*held, "--format", "csv").stdout)))
    decided = {line["findings"]: (line["since"], line["decision"]) for line in lines if line["findings"]}
    assert decided["score-differs"] == ("unchanged", "confirmed")
    assert decided["cost-rows-against-executed"] == ("unchanged", "open")  # of no row of its own

    write(
        "b.html", submitted_score="6", deviation_note="说明"
    )  # corrected, in another format, under another name
    third = run("check", "b.html", *RULES, "--review", "r.review.json")
    assert third.exit_code == 1
    assert "[已消除]" in third.stdout
    assert "新增" in third.stdout
    assert "得分 3.45 → 6" in third.stdout
    held = ("check", "b.html", *RULES, "--review", "r.review.json")
    (form,) = json.loads(run(*held, "--format", "json").stdout)["forms"]
    assert {each["since"] for each in form["problems"]} >= {None, "new", "unchanged"}
    assert [(each["code"], each["decision"]["state"]) for each in form["review"]["gone"]] == [
        ("score-differs", "confirmed")
    ]
    assert [
        (each["before"]["submitted"], each["now"]["submitted"]) for each in form["review"]["changes"]
    ] == [("3.45", "6")]
    lines = csv.DictReader(io.StringIO(run(*held, "--format", "csv").stdout))
    assert [line["decision"] for line in lines if line["since"] == "gone"] == ["confirmed"]


@pytest.mark.slow
def test_the_same_round_without_papers_gives_the_same_file(run: Run) -> None:
    for record in ("r.review.json", "s.review.json"):
        run("check", "a.docx", *RULES, "--review", record, "-o", f"{record}.xlsx")
    fill("r.review.json.xlsx", DECISIONS, SCORES)
    run("check", "--reviewed", "r.review.json.xlsx", "--review", "r.review.json", *BY)
    lines = json.loads(run("review", "list", "s.review.json", "--format", "json").stdout)
    for code, reason, state in (
        ("score-differs", "未超上限，应得满分", "confirmed"),
        ("claimed-rate-wrong", "", "accepted"),
    ):
        prints = [line["fingerprint"] for line in lines if line["code"] == code]
        assert (
            run(
                "review", "decide", "s.review.json", *prints, "--as", state, "--reason", reason, *BY
            ).exit_code
            == 0
        )
    rows = json.loads(run("review", "list", "s.review.json", "--rows", "--format", "json").stdout)
    (key,) = (
        row["fingerprint"]
        for row in rows
        if row["indicator"]
        and "上级单位指派" in row["indicator"]
        and row["points"] == "5"
        and row["submitted_score"] == "4.9"
    )
    assert (
        run("review", "decide", "s.review.json", key, "--score", "4.5", "--reason", "票据不全", *BY).exit_code
        == 0
    )
    assert Path("r.review.json").read_bytes() == Path("s.review.json").read_bytes()


@pytest.mark.slow
def test_undo_and_undo_of_undo(run: Run) -> None:
    run("check", "a.docx", *RULES, "--review", "r.review.json")
    lines = json.loads(run("review", "list", "r.review.json", "--format", "json").stdout)
    fingerprint = next(line["fingerprint"] for line in lines if line["code"] == "claimed-rate-wrong")
    run("review", "decide", "r.review.json", fingerprint[:8], "--as", "wrong", *BY)
    for state in ("open", "wrong", "open"):
        assert run("review", "undo", "r.review.json", *BY).exit_code == 0
        assert state_of(run, "claimed-rate-wrong") == {state}
    assert len(json.loads(Path("r.review.json").read_text())["events"]) == 1 + 1 + 3


@pytest.mark.slow
def test_two_peoples_files_merge_and_contradictions_are_named(run: Run) -> None:
    run("check", "a.docx", *RULES, "--review", "r.review.json")
    Path("w.review.json").write_bytes(Path("r.review.json").read_bytes())
    lines = json.loads(run("review", "list", "r.review.json", "--format", "json").stdout)
    fingerprint = next(line["fingerprint"] for line in lines if line["code"] == "claimed-rate-wrong")
    run("review", "decide", "r.review.json", fingerprint, "--as", "wrong", *BY)
    run(
        "review",
        "decide",
        "w.review.json",
        fingerprint,
        "--as",
        "confirmed",
        "--who",
        "王",
        "--at",
        "2024-03-02",
    )
    Path("r2.review.json").write_bytes(Path("r.review.json").read_bytes())
    one = run("review", "merge", "r.review.json", "w.review.json")
    run("review", "merge", "w.review.json", "r2.review.json")
    assert Path("r.review.json").read_bytes() == Path("w.review.json").read_bytes()
    assert one.exit_code == 1
    assert "李" in one.stderr
    assert "王" in one.stderr
    assert state_of(run, "claimed-rate-wrong") == {"open"}


@pytest.mark.slow
def test_papers_that_are_behind_the_record_make_a_contradiction_and_lose_nothing(run: Run) -> None:
    run("check", "a.docx", *RULES, "--review", "r.review.json", "-o", "p.xlsx")
    fill("p.xlsx", {"claimed-rate-wrong": ("采纳", "")}, {})
    lines = json.loads(run("review", "list", "r.review.json", "--format", "json").stdout)
    fingerprint = next(line["fingerprint"] for line in lines if line["code"] == "claimed-rate-wrong")
    run(
        "review", "decide", "r.review.json", fingerprint, "--as", "wrong", "--who", "王", "--at", "2024-03-02"
    )
    taken = run("check", "--reviewed", "p.xlsx", "--review", "r.review.json", *BY)
    assert "复核意见不一致" in taken.stderr
    assert taken.exit_code == 1
    (line,) = json.loads(run("review", "list", "r.review.json", "--format", "json", "--form", "调研").stdout)[
        -1:
    ]
    assert line is not None
    decided = next(
        each
        for each in json.loads(run("review", "list", "r.review.json", "--format", "json").stdout)
        if each["fingerprint"] == fingerprint
    )
    assert {event["who"] for event in decided["events"]} == {"李", "王"}


@pytest.mark.slow
def test_the_letter_holds_what_was_confirmed_and_counts_the_rest(run: Run) -> None:
    run("check", "a.docx", *RULES, "--review", "r.review.json", "-o", "p.xlsx")
    fill("p.xlsx", {"score-differs": ("采纳", "未超上限，应得满分")}, SCORES)
    run("check", "--reviewed", "p.xlsx", "--review", "r.review.json", *BY)
    assert run("review", "letter", "r.review.json", "a.docx", *RULES, "-o", "信.docx").exit_code == 0
    run("review", "letter", "r.review.json", "a.docx", *RULES, "-o", "信.html")
    document = docx.Document(io.BytesIO(Path("信.docx").read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    page = Path("信.html").read_text(encoding="utf-8")
    for said in (
        "乌鲁木齐市工业和信息化局本级：",
        "填报得分 1.50，复算应为 5.00",
        "第十六条 定量指标完成",
        "未超上限，应得满分",
        "另有2条发现尚未定论",
        "（单位盖章）",
    ):
        assert said in text
        assert said in page
    assert "完成率150%" not in text  # found, and not decided
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["参加由上级单位指派的调研使用经费", "5.00", "4.90", "4.50", "-0.40", "票据不全"] in cells
    assert ["1", "工业和信息化项目调研经费", "94.60", "99.50", "+4.90", "优"] in cells


def test_a_file_that_is_no_record_is_left_alone(run: Run) -> None:
    Path("r.review.json").write_text("我的笔记", encoding="utf-8")
    result = run("check", "a.docx", *RULES, "--review", "r.review.json")
    assert result.exit_code == 2
    assert Path("r.review.json").read_text(encoding="utf-8") == "我的笔记"
    assert run("review", "list", "没有.json").exit_code == 2
