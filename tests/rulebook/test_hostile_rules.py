"""Rule files that would break scoring are refused where they are read: lint and check agree."""

from __future__ import annotations

import pytest

from perfeval.rulebook.library import shipped_rules
from perfeval.rulebook.load import load_ruleset

FOLDER = shipped_rules() / "cn/form-2017"
TEXT = (FOLDER / "2017-01-01.yaml").read_text(encoding="utf-8")
CLAUSES = (FOLDER / "clauses.md").read_text(encoding="utf-8")
UNMET = "    method: {kind: full_when_met, otherwise: {kind: proportional, ratio: actual/target}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\ntotal:\n", "\ntotal:\n  points: '0'\n"),
        ("\ntotal:\n", "\ntotal:\n  points: '-100'\n"),
        ("id: cn-form-2017", "id: ../../x"),
        ("id: cn-form-2017", "id: /etc/passwd"),
        ("id: cn-form-2017", r"id: a\b"),
        (UNMET, "    method: {kind: all_or_nothing, unmet: '[5, 6]'}"),
        (UNMET, "    method: {kind: all_or_nothing, unmet: '[-5, -1]'}"),
    ],
)
def test_it_is_no_rule_set(before: str, after: str) -> None:
    assert before in TEXT
    loaded = load_ruleset(TEXT.replace(before, after, 1), CLAUSES, "f.yaml")
    assert loaded.ruleset is None
    assert [problem.code for problem in loaded.problems] == ["rule-file-invalid"]


def test_the_file_itself_is_sound() -> None:
    assert load_ruleset(TEXT, CLAUSES, "f.yaml").ruleset is not None
