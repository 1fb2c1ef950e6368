"""Every kind of bad rule file is found at its line and column; the shipped rule files are clean."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from perfeval.core.codes import CODES
from perfeval.rulebook.library import load_file, rule_files, shipped_rules
from perfeval.rulebook.lint import LINTS, LINTS_TOGETHER, explain_lint, lint, lint_all, lint_page
from perfeval.rulebook.load import Loaded, load_ruleset

BAD = Path(__file__).parent / "bad_rules"
DOCS = Path(__file__).parent.parent.parent / "docs" / "lints.md"
GOOD = (BAD / "good.yaml").read_text(encoding="utf-8")
CLAUSES = (BAD / "clauses.md").read_text(encoding="utf-8")
BAD_FILES = sorted(path for path in BAD.glob("*.yaml") if path.name != "good.yaml")
HEADINGS = ("## What it does", "## Why", "## Example", "## Source")


def read(path: Path) -> Loaded:
    clauses = path.with_name(f"{path.stem}.clauses.md")
    text = (clauses if clauses.is_file() else BAD / "clauses.md").read_text(encoding="utf-8")
    return load_ruleset(path.read_text(encoding="utf-8"), text, str(path))


def test_the_file_that_all_bad_ones_were_made_from_is_good() -> None:
    assert lint(load_ruleset(GOOD, CLAUSES, "good.yaml")) == ()


@pytest.mark.parametrize("path", BAD_FILES, ids=lambda path: path.stem)
def test_one_mistake_gives_one_finding_at_its_place(path: Path) -> None:
    expected = re.match(r"# expects: (\S+)@(\d+):(\d+)", path.read_text(encoding="utf-8"))
    assert expected is not None
    (found,) = lint(read(path))
    assert found.place is not None
    assert (found.code, found.place.line, found.place.column) == (
        expected[1],
        int(expected[2]),
        int(expected[3]),
    )
    assert found.message("zh")
    assert found.message("en")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("number-with-percent-sign", "60% 写 0.6"),
        ("interval-without-brackets", "应为区间"),
        ("interval-reversed", "左端应小于右端"),
        ("source-of-both-kinds", "依据只写一个"),
        ("share-without-end", "不能写 inf"),
        ("points-at-one-place", "至少要有两个点"),
        ("no-tiers", "至少要有 1 项"),
        ("step-of-zero", "应大于 0"),
        ("unknown-key", "不认识的键「issuer」"),
        ("mode-unknown", "可取：'half_up'"),
    ],
)
def test_the_chinese_message_says_what_to_write(name: str, reason: str) -> None:
    (found,) = lint(read(BAD / f"{name}.yaml"))
    assert reason in found.message("zh")


def test_at_least_forty_kinds_of_mistakes() -> None:
    assert len(BAD_FILES) >= 40


def test_every_lint_of_one_file_has_a_bad_file() -> None:
    first_lines = [path.read_text(encoding="utf-8").splitlines()[0] for path in BAD_FILES]
    missing = [name for name in LINTS if not any(f"lint-{name}@" in line for line in first_lines)]
    assert missing == []


@pytest.mark.parametrize("name", [*LINTS, *LINTS_TOGETHER])
def test_every_lint_is_documented_under_the_same_headings(name: str) -> None:
    check = LINTS.get(name) or LINTS_TOGETHER[name]
    text = inspect.getdoc(check) or ""
    places = [text.find(heading) for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    assert f"lint-{name}" in CODES


def test_the_documentation_is_that_of_the_functions() -> None:
    assert DOCS.read_text(encoding="utf-8") == lint_page()


def test_an_unknown_lint_has_no_explanation() -> None:
    assert explain_lint("no-such-lint") is None


def test_the_shipped_rules_are_clean() -> None:
    assert lint_all([load_file(path) for path in rule_files(shipped_rules())]) == ()


def test_a_printed_coefficient_scores_every_kind_of_row() -> None:
    text = GOOD.replace("method: {kind: all_or_nothing}", "method: {kind: coefficient_column}")
    assert lint(load_ruleset(text, CLAUSES, "good.yaml")) == ()


def another(identity: str, years: str, jurisdiction: str = "toyland", more: str = "") -> Loaded:
    """The good rule set under another id, for other years, in its proper folder."""
    text = GOOD.replace("id: toyland-good", f"id: {identity}\n{more}").replace("'[2020, inf)'", f"'{years}'")
    text = text.replace("jurisdiction: toyland", f"jurisdiction: {jurisdiction}")
    return load_ruleset(text, CLAUSES, f"rules/{jurisdiction.replace('/', '-')}/{identity}/2020-01-01.yaml")


def codes_together(*loaded: Loaded) -> list[str]:
    return [problem.code for problem in lint_all(loaded)]


def test_two_defaults_for_one_form_are_found() -> None:
    assert codes_together(another("one", "[2020, inf)"), another("two", "[2023, inf)")) == [
        "lint-defaults-overlap"
    ]


def test_years_one_after_the_other_and_other_places_are_fine() -> None:
    assert codes_together(another("one", "[2020, 2022]"), another("two", "[2023, inf)")) == []
    assert codes_together(another("one", "[2020, inf)"), another("two", "[2020, inf)", "toyland/north")) == []


def test_a_year_that_no_version_covers_is_found_once() -> None:
    found = lint_all((another("one", "[2020, 2021]"), another("two", "[2023, inf)")))
    assert [problem.code for problem in found] == ["lint-defaults-gap"]
    assert found[0].values["year"] == "2022"


@pytest.mark.parametrize(
    ("older", "found"),
    [
        ("one", []),
        ("two", ["lint-supersedes-unknown"]),  # itself
        ("none-such", ["lint-supersedes-unknown"]),
    ],
)
def test_a_superseded_set_must_be_there_and_must_have_ended(older: str, found: list[str]) -> None:
    later = another("two", "[2023, inf)", more=f"supersedes: {older}")
    assert codes_together(another("one", "[2020, 2022]"), later) == found


def test_a_superseded_set_that_still_applies_is_found() -> None:
    later = another("two", "[2023, inf)", more="supersedes: one")
    assert codes_together(another("one", "[2020, inf)"), later) == [
        "lint-defaults-overlap",
        "lint-supersedes-unknown",
    ]


@pytest.mark.parametrize("file", ["rules/toyland/one/new.yaml", "rules/elsewhere/one/2020-01-01.yaml"])
def test_a_file_in_the_wrong_place_is_found(file: str) -> None:
    assert codes_together(load_ruleset(GOOD, CLAUSES, file)) == ["lint-file-misplaced"]


def test_an_unreadable_file_is_reported_and_the_others_are_still_linted() -> None:
    broken = load_ruleset("id: [", CLAUSES, "rules/toyland/one/2020-01-01.yaml")
    assert codes_together(broken, another("two", "[2020, inf)")) == ["yaml-syntax"]


def test_findings_about_other_files_are_not_reported() -> None:
    mine = another("mine", "[2020, inf)", "toyland/north")
    shipped = another("one", "[2020, inf)"), another("two", "[2023, inf)")
    assert lint_all([mine], shipped) == ()
