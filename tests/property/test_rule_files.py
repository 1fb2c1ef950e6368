"""Any change of a rule file gives a rule set or problems with a place, never another error."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import form, funds, indicator

from perfeval.core.scoring import score_form
from perfeval.rulebook.library import rule_files, shipped_rules
from perfeval.rulebook.lint import lint
from perfeval.rulebook.load import load_ruleset
from perfeval.rulebook.show import show_page

pytestmark = pytest.mark.property

FILES = rule_files(shipped_rules())
FORM = form(
    indicator("≥10个", "9个", facts={"pass_threshold": "60%"}),
    indicator("≤5%", "6%"),
    indicator("=8", "-1"),
    indicator("29.5亩", "29.5"),
    indicator("0", "1"),
    indicator("90-100元", "110元"),
    indicator("9月前", "10月"),
    indicator("L2", "L2"),
    indicator("稳步增长", "达成预期指标"),
    indicator("≥1项", "不适用"),
    indicator("100", "95", graded_targets=("100", "90", "80", "70", "60")),
    funds=funds("100", "108"),
)
TOKENS = (
    "[]",
    "{}",
    "''",
    "'0'",
    "'-1'",
    "unstated",
    "none",
    "'[0, 0]'",
    "'(-inf, inf)'",
    "~",
    "x",
    "0",
    "[x]",
)


def clauses_of(path: Path) -> str | None:
    beside = path.with_name("clauses.md")
    return beside.read_text(encoding="utf-8") if beside.is_file() else None


@st.composite
def changed(draw: st.DrawFn) -> tuple[Path, str]:
    """A shipped rule file with one line dropped, or one value replaced, or cut off somewhere."""
    path = draw(st.sampled_from(FILES))
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    number = draw(st.integers(0, len(lines) - 1))
    how = draw(st.sampled_from(["drop", "replace", "cut"]))
    if how == "drop":
        del lines[number]
    elif how == "cut":
        lines = lines[:number]
    else:
        key, colon, _ = lines[number].partition(": ")
        lines[number] = f"{key}{colon}{draw(st.sampled_from(TOKENS))}"
    return path, "\n".join(lines)


@given(changed())
def test_any_change_gives_a_rule_set_or_problems(change: tuple[Path, str]) -> None:
    path, text = change
    loaded = load_ruleset(text, clauses_of(path), str(path))
    for problem in lint(loaded):
        assert problem.message("zh")
        assert problem.message("en")
        assert problem.place is not None
    if loaded.ruleset is None:
        assert loaded.problems
    else:
        score_form(FORM, loaded.ruleset)
        assert show_page(loaded.ruleset, "zh")
        assert show_page(loaded.ruleset, "en")
