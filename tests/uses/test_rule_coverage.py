"""Every rule of every shipped rule set scores a row of some case."""

from __future__ import annotations

from pathlib import Path

from perfeval.rulebook.library import load_library
from perfeval.uses.rule_coverage import rule_coverage

CASES = Path(__file__).parent.parent.parent / "cases"


def test_every_rule_of_every_shipped_set_is_exercised() -> None:
    missing = [
        f"{each.ruleset} {each.rule}" for each in rule_coverage(load_library(), CASES) if not each.cases
    ]
    assert missing == []


def test_without_cases_nothing_is_exercised(tmp_path: Path) -> None:
    covered = rule_coverage(load_library(), tmp_path)
    assert covered
    assert not any(each.cases for each in covered)


def test_cases_of_unknown_rule_sets_do_not_count(tmp_path: Path) -> None:
    case = ["case: {origin: constructed, ruleset: nowhere}", "form: {name: 某项目}"]
    (tmp_path / "case.yaml").write_text("\n".join(case), encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("case: [", encoding="utf-8")
    assert not any(each.cases for each in rule_coverage(load_library(), tmp_path))
