"""The commands for rule sets, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from perfeval.cli import app
from perfeval.core.problems import Problem
from perfeval.rulebook.library import load_library

ROOT = Path(__file__).parent.parent.parent
BAD = ROOT / "tests" / "rulebook" / "bad_rules"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.slow
def test_the_shipped_rules_are_clean() -> None:
    result = run("rules", "lint")
    assert (result.exit_code, result.stdout) == (0, "12 个规则文件，0 个问题\n")


def test_a_bad_file_is_told_with_its_line_and_column() -> None:
    result = run("rules", "lint", str(BAD / "tiers-gap.yaml"), "--lang", "en")
    assert result.exit_code == 1
    assert "the tiers leave a gap: [0, 0.6) – (0.6, inf)" in result.stderr
    assert "line 34, column 7" in result.stderr


def test_a_directory_without_rules_is_wrong_usage(tmp_path: Path) -> None:
    assert run("rules", "lint", str(tmp_path)).exit_code == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = run("rules", "lint", str(tmp_path / "nowhere.yaml"))
    assert result.exit_code == 2
    assert "nowhere.yaml" in result.stderr


def test_a_lint_explains_itself() -> None:
    result = run("rules", "lint", "--explain", "tiers-gap")
    assert result.exit_code == 0
    assert "## Why" in result.stdout
    assert run("rules", "lint", "--explain", "no-such").exit_code == 2


def test_two_sets_compared() -> None:
    result = run("rules", "diff", "cn-caiyu-2020-10", "cn-caiyu-2021-101")
    assert result.exit_code == 0
    assert "## 预算执行率 · 计分" in result.stdout
    data = json.loads(run("rules", "diff", "in-rfd-2009", "cn-form-2017", "--format", "json").stdout)
    assert data["format"] == "perfeval.diff/1"


@pytest.mark.slow
def test_an_unknown_set_is_wrong_usage() -> None:
    for command in (("diff", "cn-caiyu-2020-10"), ("show",)):
        result = run("rules", *command, "no-such")
        assert result.exit_code == 2
        assert "cn-caiyu-2020-10" in result.stderr
    unknown = load_library().find("no-such")
    assert isinstance(unknown, Problem)
    assert unknown.code == "ruleset-unknown"


@pytest.mark.slow
def test_every_rule_is_covered(tmp_path: Path) -> None:
    assert run("rules", "coverage", str(ROOT / "cases")).exit_code == 0
    result = run("rules", "coverage", str(tmp_path), "--lang", "en")
    assert result.exit_code == 1
    assert "no case" in result.stdout


def test_list_and_show() -> None:
    assert "cn-linking-funds" in run("rules", "list").stdout
    listed = json.loads(run("rules", "list", "--format", "json").stdout)
    assert {each["id"] for each in listed} >= {"cn-form-2017", "urumqi-giit-2023"}
    assert "# Footnotes of the 2017" in run("rules", "show", "cn-form-2017", "--lang", "en").stdout


@pytest.mark.parametrize("kind", ["form", "ruleset", "report"])
def test_schemas_are_exported(kind: str, tmp_path: Path) -> None:
    written = tmp_path / "schema.json"
    assert run("schema", kind, "-o", str(written)).exit_code == 0
    assert json.loads(written.read_text(encoding="utf-8"))["$id"].startswith("perfeval.")


NOBODY_SAYS = str(ROOT / "cases" / "cn" / "constructed" / "caiyu-2021-101-nobody-says.yaml")


@pytest.mark.parametrize(
    ("facts", "low", "high"),
    [
        ((), "0.00", "10.00"),
        (("finished=yes",), "10.00", "10.00"),
        (("finished=no", "pass_threshold=60%"), "0.00", "0.00"),
    ],
)
def test_a_fact_that_no_form_prints_can_be_given(facts: tuple[str, ...], low: str, high: str) -> None:
    options = [part for fact in facts for part in ("--fact", fact)]
    result = run("check", NOBODY_SAYS, "--rules", "cn-caiyu-2021-101", "--format", "json", *options)
    execution = json.loads(result.stdout)["forms"][0]["execution"]
    assert (execution["low"], execution["high"]) == (low, high)


@pytest.mark.parametrize("fact", ["finished", "=yes", "finishd=yes"])
def test_a_fact_that_no_rule_asks_for_is_wrong_usage(fact: str) -> None:
    assert run("score", NOBODY_SAYS, "--fact", fact).exit_code == 2
