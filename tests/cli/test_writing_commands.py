"""Files out of the command line: the official form, the working papers, the report, and the papers read back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from perfeval.cli import app

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "cases" / "cn-xinjiang" / "urumqi-giit-2023"
CASE = CASES / "09-work-safety.yaml"
RULES = ("--rules", "urumqi-giit-2023")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_a_form_that_was_written_is_scored_alike(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"form{suffix}"
    written = run("form", CASE, *RULES, "-o", out)
    assert written.exit_code == 0
    before, after = (run("score", path, *RULES) for path in (CASE, out))
    assert after.exit_code == 0
    first, second = (
        [line for line in found.stdout.splitlines() if "合计" in line] for found in (before, after)
    )
    assert first == second


@pytest.mark.slow
def test_an_empty_form_needs_no_file(tmp_path: Path) -> None:
    out = tmp_path / "empty.xlsx"
    assert run("form", "--blank", "-o", out).exit_code == 0
    words = {cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row}
    assert {"项目支出绩效自评表", "数量指标"} <= words


@pytest.mark.slow
def test_a_filled_in_empty_form_is_scored(tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert run("form", CASE, "--blank", *RULES, "-o", out).exit_code == 0
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "全年执行数":
                sheet.cell(cell.row + 1, cell.column).value = 7.48
            if cell.value == ">=40人次":
                sheet.cell(cell.row, cell.column + 1).value = "37人次"
    book.save(out)
    scored = run("score", out, *RULES)
    line = next(each for each in scored.stdout.splitlines() if "37人次" in each)
    assert line.split()[-2:] == ["4.63", "0.37"]
    assert any("预算执行率" in each and "3.65" in each for each in scored.stdout.splitlines())


@pytest.mark.parametrize(
    "arguments", [("form", CASE), ("form", CASE, "-o", "x.pdf"), ("form", "-o", "x.xlsx"), ("check",)]
)
def test_wrong_usage_says_so(arguments: tuple[object, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.slow
def test_what_has_no_cell_is_said(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        CASE.read_text("utf-8").replace(
            "dimension: 产出指标", "extra: {佐证资料: 合同}, dimension: 产出指标", 1
        ),
        "utf-8",
    )
    written = run("form", case, *RULES, "-o", tmp_path / "form.xlsx")
    assert "佐证资料" in written.stderr


@pytest.mark.slow
def test_the_papers_and_the_report_by_suffix(tmp_path: Path) -> None:
    page, papers = tmp_path / "report.html", tmp_path / "papers.xlsx"
    assert run("check", CASE, *RULES, "-o", page).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert run("check", CASE, *RULES, "-o", papers).exit_code == 0
    assert openpyxl.load_workbook(papers).sheetnames[:2] == ["汇总", "问题清单"]
    assert run("check", CASE, *RULES, "--format", "xlsx").exit_code == 2


def test_the_reviewers_column_is_held_against_itself(tmp_path: Path) -> None:
    papers = tmp_path / "papers.xlsx"
    run("check", CASE, *RULES, "-o", papers)
    book = openpyxl.load_workbook(papers)
    sheet = book.worksheets[2]
    column = next(cell.column for cell in sheet[4] if cell.value == "复核得分")
    sheet.cell(5, column).value = 11
    sheet.cell(6, column).value = 4
    out = io.BytesIO()
    book.save(out)
    papers.write_bytes(out.getvalue())
    found = run("check", "--reviewed", papers)
    assert found.exit_code == 1
    assert "复核得分 11.00 超过分值 10.00" in found.stdout
    assert "没有写核减理由" in found.stdout


@pytest.mark.slow
def test_papers_that_are_none_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "form.xlsx"
    run("form", CASE, *RULES, "-o", out)
    assert run("check", "--reviewed", out).exit_code == 2
    assert run("check", "--reviewed", tmp_path / "missing.xlsx").exit_code == 2
