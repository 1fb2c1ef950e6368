"""The collection of cases: each form under its rule set comes to exactly the result that the case expects."""

from pathlib import Path

import pytest

from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.cases import Case, expected_of, read_case
from perfeval.rulebook.library import Library, load_library

CASES = Path(__file__).parents[1] / "cases"
FILES = sorted(CASES.rglob("*.yaml"))


def case_in(path: Path) -> Case:
    case, problems = read_case(path.read_text("utf-8"), str(path))
    assert problems == ()
    assert case is not None
    return case


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES)))
def test_case(path: Path, library: Library) -> None:
    case = case_in(path)
    assert case.case is not None
    assert case.case.ruleset is not None
    assert case.expect is not None
    (form,) = case.forms
    ruleset = library.find(case.case.ruleset)
    assert isinstance(ruleset, Ruleset)
    assert expected_of(score_form(form, ruleset)) == case.expect


def test_the_urumqi_report_is_there() -> None:
    forms = [form for path in FILES if path.parent.name == "urumqi-giit-2023" for form in case_in(path).forms]
    assert (len(forms), sum(len(form.indicators) for form in forms)) == (15, 153)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CASES)))
def test_cases_hold_facts_and_no_prose(path: Path) -> None:
    for form in case_in(path).forms:
        assert {form.goal.expected, form.goal.achieved} <= {None, "略"}
        for row in form.indicators:
            assert row.deviation_note is None or row.deviation_note.startswith("略")
