"""The totals of a table are those of its forms, scored one by one: for every shipped rule set, as a law."""

from __future__ import annotations

import pyarrow as pa
import pytest
from batch.tables import NAMES, Row, each_ruleset
from batch.test_kernel import CATEGORIES, CELLS, CLAIMS, POINTS, QUANTITIES
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.batch.columnar.scorer import FUND_COLUMNS, Scorer
from perfeval.batch.columnar.texts import texts_of
from perfeval.batch.table.project_totals import runs_of, totals_table, with_execution
from perfeval.core.form import Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form

pytestmark = pytest.mark.slow

Execution = tuple[str | None, str | None, str | None, str | None]
"""Budget, executed, marks, submitted score."""
Project = tuple[list[Row], Execution]
AMOUNTS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.decimals(0, 10**6, places=2).map(str),
    st.sampled_from(("2,180.00", "0", "", "400万元", "-3", "1e3", None)),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(CATEGORIES),
        st.one_of(QUANTITIES, CELLS),
        st.one_of(QUANTITIES, CELLS),
        POINTS,
        st.sampled_from(CLAIMS),
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: [(*category, *cells) for category, *cells in rows])
PROJECTS = st.lists(
    st.tuples(ROWS, st.tuples(AMOUNTS, AMOUNTS, st.sampled_from(("10", "20", "")), st.sampled_from(CLAIMS))),
    min_size=1,
    max_size=4,
)
Total = tuple[object, ...]


def form_of(project: Project) -> SelfEvaluationForm:
    rows, (budget, executed, points, submitted) = project
    return SelfEvaluationForm(
        funds=Funds(budget=budget, executed=executed, points=points, submitted_score=submitted),
        indicators=tuple(
            Indicator(
                name="",
                dimension=level1 or "",
                category=level2 or "",
                target=target,
                actual=actual,
                points=marks,
                submitted_score=claim,
            )
            for level1, level2, target, actual, marks, claim in rows
        ),
    )


def by_core(project: Project, rules: Ruleset) -> Total:
    result: FormResult = score_form(form_of(project), rules)
    total, coverage = result.total, result.coverage
    score, determined = total.score, total.determined
    return (
        *((score.low, score.high, score.low_open, score.high_open) if score else (None, None)),
        total.confirmed,
        *((determined.low, determined.high) if determined else (None, None)),
        *(total.grade, total.grade_low, total.grade_high),
        *(coverage.scored, coverage.refused, coverage.ignored),
    )


def by_batch(projects: list[Project], rules: Ruleset) -> list[Total]:
    scorer = Scorer(rules)
    flat = [row for rows, _ in projects for row in rows]
    rows = pa.table(
        {
            name: pa.array(cells, pa.string())
            for name, cells in zip(NAMES, zip(*flat, strict=True), strict=True)
        }
    )
    names = pa.chunked_array([[f"P{at}" for at, (rows, _) in enumerate(projects) for _ in rows]])
    amounts = zip(*(execution for _, execution in projects), strict=True)
    given_names = tuple(name for name in FUND_COLUMNS if name != "initial_budget")
    funds = pa.table(
        {name: pa.array(cells, pa.string()) for name, cells in zip(given_names, amounts, strict=True)}
    )
    runs = with_execution(runs_of(texts_of(names), scorer.score(rows)), [scorer.score_funds(funds)])
    found = []
    for each in totals_table(runs, rules, scorer.places).to_pylist():
        is_known = each["low"] is not None
        ends = (each["low"], each["high"], each["low_open"], each["high_open"]) if is_known else (None, None)
        found.append(
            (
                *ends,
                each["confirmed"],
                *(each["determined_low"], each["determined_high"]),
                *(each["grade"], each["grade_low"], each["grade_high"]),
                *(each["scored"], each["refused"], each["ignored"]),
            )
        )
    return found


@pytest.mark.property
@pytest.mark.parametrize("rules", each_ruleset())
@settings(max_examples=12)
@given(projects=PROJECTS)
def test_totals_are_those_of_the_forms(rules: Ruleset, projects: list[Project]) -> None:
    assert by_batch(projects, rules) == [by_core(project, rules) for project in projects]
