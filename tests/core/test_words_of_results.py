"""What others read of a result by its name: labels of steps are words of the glossary, values fill every message.

`explain`, the live form and the JSON contract go by these names; a renamed one would show as itself or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

import pytest
from test_cases import FILES, case_in

from perfeval.core import glossary
from perfeval.core.codes import CODES
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import OPERATIONS, Step
from perfeval.rulebook.library import load_library

READ_ELSEWHERE = {
    *(
        "target",
        "actual",
        "completion_ratio",
        "met",
        "marks",
        "share",
        "score",
        "points",
        "places",
        "full_marks",
    ),
    *("execution_rate", "executed", "budget", "level", "reading", "direction", "cap", "tier"),
}


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from every_step(step.children)


@pytest.fixture(scope="module")
def results() -> list[FormResult]:
    library = load_library(())
    found = []
    for path in FILES:
        case = case_in(path)
        assert case.case is not None
        assert case.case.ruleset is not None
        ruleset = library.find(case.case.ruleset)
        assert isinstance(ruleset, Ruleset)
        found += [score_form(form, ruleset) for form in case.forms]
    return found


def test_labels_of_steps_are_words(results: list[FormResult]) -> None:
    steps = [step for result in results for row in result.rows for step in every_step(row.steps)]
    labels = {step.label for step in steps} | {label for step in steps for label, _ in step.operands}
    assert {label for label in labels if label not in glossary._WORDS} == {"grade"}  # A sentence of its own.
    assert labels >= READ_ELSEWHERE
    assert {step.operation for step in steps} <= set(OPERATIONS)


def named(message: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(message) if field}


def test_values_fill_their_messages(results: list[FormResult]) -> None:
    problems: list[Problem] = [problem for result in results for problem in result.all_problems]
    assert len({problem.code for problem in problems}) > 7
    for problem in problems:
        assert named(CODES[problem.code].zh) <= problem.values.keys()
        assert named(CODES[problem.code].en) <= problem.values.keys()
        assert all(problem.values[name] != "" for name in named(CODES[problem.code].en)), problem
