"""A province added as docs/rules.md says: by writing YAML alone, in a directory of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfeval.rulebook.library import load_file, rule_files
from perfeval.rulebook.lint import lint_all
from perfeval.uses.checking import Options, check_files, open_rulebook

GUIDE = (Path(__file__).parent.parent.parent / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """The files of the guide, copied literally: each fenced block whose first line names a file."""
    for name, text in re.findall(r"```\w*\n[#<]\S* (\S+\.(?:yaml|md))(?: -->)?\n(.*?)```", GUIDE, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_guide_has_a_rule_file_clauses_and_a_form(province: Path) -> None:
    names = sorted(path.relative_to(province).as_posix() for path in province.rglob("*.*"))
    assert names == [
        "form.yaml",
        "my-rules/cn-yunmeng/form-2024/2024-01-01.yaml",
        "my-rules/cn-yunmeng/form-2024/clauses.md",
    ]


def test_its_rules_are_clean(province: Path) -> None:
    files = rule_files(province / "my-rules")
    assert len(files) == 1
    assert lint_all([load_file(path) for path in files]) == ()


def test_its_rules_are_chosen_and_score_the_form(province: Path) -> None:
    options = Options(rules_dirs=(province / "my-rules",))
    (checked,) = check_files([province / "form.yaml"], options, open_rulebook(options)).forms
    assert checked.result.ruleset.id == "cn-yunmeng-form-2024"
    assert checked.chosen == "jurisdiction"
    scores = [str(row.score.low) for row in checked.result.rows if row.score]
    assert scores == re.findall(r"\| (\d+\.\d\d) \|$", GUIDE, re.MULTILINE)


def test_without_them_the_national_set_applies(province: Path) -> None:
    (checked,) = check_files([province / "form.yaml"], Options(), open_rulebook(Options())).forms
    assert checked.result.ruleset.id == "cn-caiyu-2020-10"
