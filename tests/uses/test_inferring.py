"""`perfeval infer` on files: the report, the draft, the exit code."""

from __future__ import annotations

from pathlib import Path

from invented import form, funds, indicator
from typer.testing import CliRunner

from perfeval.cli import app
from perfeval.documents.writers.case.write_cases import write_forms
from perfeval.rulebook.load import load_ruleset

RUN = CliRunner()


def case(folder: Path) -> Path:
    row = indicator("≥40人次", "37人次", points="5", submitted_score="4.63")
    path = folder / "示例.yaml"
    money = funds("2180", "400", submitted_score="1.84")
    path.write_text(write_forms([form(row, funds=money)], "yaml"), encoding="utf-8")
    return path


def test_a_draft_is_written_and_loads(tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    done = RUN.invoke(app, ["infer", str(case(tmp_path)), "-o", str(draft), "--id", "drafted"])
    assert done.exit_code == 0
    assert "正向指标未达到" in done.stdout
    loaded = load_ruleset(draft.read_text(encoding="utf-8"), None)
    assert loaded.problems == ()
    assert loaded.ruleset is not None
    assert loaded.ruleset.id == "drafted"


def test_the_report_in_english(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["infer", str(case(tmp_path)), "--lang", "en"])
    assert "at-least rows below target: determined" in done.stdout


def test_the_standard_input_is_read(tmp_path: Path) -> None:
    text = case(tmp_path).read_text(encoding="utf-8")
    assert RUN.invoke(app, ["infer", "-"], input=text).exit_code == 0


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert RUN.invoke(app, ["infer", str(tmp_path / "none.txt")]).exit_code == 2
