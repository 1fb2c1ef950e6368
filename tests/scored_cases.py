"""The published forms of the case collection, scored: what the tests of writers write."""

from functools import cache
from pathlib import Path

from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.documents.cases import read_case
from perfeval.rulebook.library import load_library

_CASES = Path(__file__).parents[1] / "cases" / "cn-xinjiang" / "urumqi-giit-2023"


@cache
def scored_cases(identity: str = "urumqi-giit-2023") -> tuple[FormResult, ...]:
    """The fifteen forms of the Urumqi report under a shipped rule set."""
    ruleset = load_library(()).find(identity)
    assert isinstance(ruleset, Ruleset)
    read = [read_case(path.read_text("utf-8"), path.name)[0] for path in sorted(_CASES.glob("*.yaml"))]
    return tuple(score_form(form, ruleset) for case in read if case for form in case.forms)
