"""Every check says what it does, and the manual says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perfeval.cli import app
from perfeval.core.codes import CODES
from perfeval.core.results import FormResult
from perfeval.review.checks import CHECKS, Check, Report, find_check
from perfeval.review.checks.pages import NOT_AUTOMATED, code_page, manual
from perfeval.review.checks.precision import READ

ROOT = Path(__file__).parents[2]
CHECKLIST = {f"RC-{number}" for number in range(1, 71)}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_has_its_four_headings_and_its_message(check: Check[FormResult] | Check[Report]) -> None:
    lines = [line.strip() for line in check.page.splitlines()]
    assert [line for line in lines if line in ("What it does", "Why", "Example", "Source")] == [
        "What it does",
        "Why",
        "Example",
        "Source",
    ]
    assert CODES[check.code].check in CHECKLIST


def test_codes_of_checks_are_unique() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)


def test_the_manual_is_what_the_docstrings_say() -> None:
    """Made anew with: python -c 'from perfeval.review.checks.pages import manual; print(manual(), end="")'."""
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == manual()


def test_every_number_of_the_checklist_is_automated_or_has_a_reason() -> None:
    made = {code.check for code in CODES.values() if code.check}
    assert made | set(NOT_AUTOMATED) >= CHECKLIST


def test_the_commands_list_and_show() -> None:
    listed = CliRunner().invoke(app, ["checks", "list"])
    assert listed.exit_code == 0
    assert all(check.code in listed.stdout for check in CHECKS)
    shown = CliRunner().invoke(app, ["checks", "show", "claimed-rate-wrong", "--lang", "en"])
    assert "What it does" in shown.stdout
    assert CliRunner().invoke(app, ["checks", "show", "no-such-check"]).exit_code == 2
    assert find_check("no-such-check") is None


def test_every_code_has_a_page_in_the_language_asked_for() -> None:
    for code in CODES:
        chinese, english = ("\n".join(code_page(code, lang)) for lang in ("zh", "en"))
        about = re.sub(r"\{[^}]*\}|perfeval [a-z -]+", "", chinese.partition("\n\n")[2])
        assert not re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}", about), about
        assert min(chinese.count("\n"), english.count("\n")) >= 4, code
        if find_check(code) is not None:
            told = ("\n做法：" in chinese, "\n理由：" in chinese, "What it does" in english)
            assert told == (True, True, True), code


def test_a_page_is_shown_of_codes_that_are_no_check() -> None:
    shown = CliRunner().invoke(app, ["checks", "show", "score-differs"])
    assert shown.exit_code == 0
    assert "做法：按所用规则集逐行复算" in shown.stdout
    assert "Recomputes" in CliRunner().invoke(app, ["checks", "show", "score-differs", "--lang", "en"]).stdout


def test_a_check_that_is_wrong_more_than_once_in_five_only_remarks() -> None:
    for code, (right, found) in READ.items():
        if 5 * right < 4 * found and code != "execution-points-differ":
            assert CODES[code].severity == "info", code
