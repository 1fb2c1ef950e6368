"""Scoring (复算): a form and a rule set in, every row's score and the total out. Pure; nothing raises on data."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perfeval.core.blocks import scored_with_block, without_marks
from perfeval.core.claim import (
    addressed,
    full_marks,
    held_against_claim,
    problem_of,
    refused,
    says_nothing,
    submitted_score,
)
from perfeval.core.execution import SOURCE as EXECUTION
from perfeval.core.execution import prepare_execution
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.outcomes import Reached, reached, sourced, union
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.core.rows import score_indicator
from perfeval.core.rules.evaluate import evaluate, share_marks
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Refusal
from perfeval.core.ruleset import Ruleset
from perfeval.core.span import Span
from perfeval.core.totals import dimension_sums, total_of


def score_form(form: SelfEvaluationForm, ruleset: Ruleset) -> FormResult:
    """Recompute every row and the total of a form (复算一张自评表). The rows keep the form's order."""
    execution, rate = _score_execution(form, ruleset)
    rows = tuple(
        score_indicator(number, indicator, form, ruleset)
        for number, indicator in enumerate(form.indicators, 1)
    )
    rows = tuple(scored_with_block(rows, row, form, ruleset) for row in rows)
    every = ((execution,) if execution else ()) + rows
    total, problems = total_of(form, ruleset, every)
    problems = (*without_marks(form, every), *problems)
    return FormResult(form, ruleset, execution, rate, rows, dimension_sums(rows), total, problems)


def _rate(form: SelfEvaluationForm, ruleset: Ruleset) -> Fraction | None:
    """The rate of a form that gives its execution no marks; None where the amounts tell none."""
    prepared = prepare_execution(form, Fraction(0), ruleset)
    return None if isinstance(prepared, Problem) else prepared.rate


def _score_execution(form: SelfEvaluationForm, ruleset: Ruleset) -> tuple[RowResult | None, Fraction | None]:
    """The execution row, where the form scores it: where it prints marks or a score for it."""
    funds = form.funds
    unread = funds.unread if funds else None
    if funds is None:
        return None, None
    if says_nothing(funds.points) and says_nothing(funds.submitted_score) and not unread:
        return None, _rate(form, ruleset)
    submitted, unreadable = submitted_score(funds.submitted_score, None, funds.place)
    bare = RowResult(0, "预算执行率", "refused", submitted=submitted, place=funds.place)
    if unread:
        return addressed(refused(bare, Problem("funds-not-read", {"text": unread}, funds.place))), None
    if says_nothing(funds.points):
        rate = _rate(form, ruleset)
        return addressed(replace(bare, status="unmarked", completion_ratio=rate, problems=unreadable)), rate
    points = full_marks(funds.points, funds.place)
    if isinstance(points, Problem):
        return addressed(refused(bare, points, unreadable)), None
    bare = replace(bare, points=points)
    prepared = prepare_execution(form, points, ruleset)
    if isinstance(prepared, Problem):
        return addressed(refused(bare, prepared, unreadable)), None
    execution = ruleset.execution
    assert execution is not None  # prepare_execution refused the row otherwise
    outcomes: list[Reached] = []
    decimals = ruleset.rounding.execution or ruleset.rounding.score
    for reading in prepared.readings:
        for meant, assumed in resolve(execution.method.rule, reading.row):
            share = reading.share
            marks = evaluate(meant, reading.row) if share is None else share_marks(points, Span(share, share))
            if isinstance(marks, Refusal):
                return addressed(
                    refused(bare, problem_of(marks, bare, bare.place), unreadable)
                ), prepared.rate
            steps = (*sourced(reading.steps, EXECUTION), *sourced(marks.steps, EXECUTION))
            notes = (*reading.assumed, *assumed)
            outcomes += reached(replace(marks, steps=steps), notes, decimals, "rounding")
    score, steps = union(outcomes)
    result = replace(
        bare,
        score=score,
        steps=steps,
        rule="execution",
        completion_ratio=prepared.rate,
        problems=(*unreadable, *prepared.problems),
    )
    return addressed(held_against_claim(result)), prepared.rate
