"""A form carried over to the next year: which year that is, and what is said of replaced scores."""

from __future__ import annotations

import invented

from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.core.scoring import score_form
from perfeval.uses.writing import of_next_year, replaced


def test_a_form_without_a_year_asks_for_one() -> None:
    result = scored(invented.form(invented.indicator("≥10家", "10家"), year=None))
    problem = of_next_year([result], None)
    assert isinstance(problem, Problem)
    assert problem.code == "next-year-unknown"
    (planned,) = of_next_year([result], 2030)  # type: ignore[misc]  # no problem: a year was given
    assert planned.form.year == 2030


def test_replaced_scores_are_said_once_a_form() -> None:
    form = invented.form(
        invented.indicator("≥40人次", "37人次", points="5", submitted_score="5"),
        invented.indicator("≥10家", "10家", points="5", submitted_score="5", name="家数"),
    )
    (problem,) = replaced([scored(form)])
    assert (problem.code, problem.values["count"], problem.values["rows_zh"]) == (
        "scores-replaced",
        "1",
        "第 1 行 5 → 4.63",
    )


def scored(form: SelfEvaluationForm) -> FormResult:
    return score_form(form, invented.ruleset())
