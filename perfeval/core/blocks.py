"""Rows without marks of their own (没有分值): a merged score over several rows, and forms that print no marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from perfeval.core.claim import held_against_claim, says_nothing
from perfeval.core.form import SelfEvaluationForm
from perfeval.core.problems import Problem
from perfeval.core.results import Alternative, RowResult, Score
from perfeval.core.rows import judged_without_marks, score_indicator
from perfeval.core.ruleset import Ruleset
from perfeval.core.trace import Step


def scored_with_block(
    rows: tuple[RowResult, ...], row: RowResult, form: SelfEvaluationForm, ruleset: Ruleset
) -> RowResult:
    """A row of a block under one merged score (合并得分): the row that prints the marks carries the block's score,
    the others are only judged met or missed. Any other row as it is.
    """
    block = row.indicator.block if row.indicator else None
    if block is None or row.indicator is None or row.status == "ignored":
        return row
    members = [
        each
        for each in rows
        if each.indicator is not None and each.indicator.block == block and each.status != "ignored"
    ]
    carrier = next(
        (each for each in members if each.indicator and not says_nothing(each.indicator.points)), None
    )
    if len(members) == 1 or carrier is None or carrier.points is None:
        return row
    if carrier.row != row.row:
        return replace(judged_without_marks(row, form, ruleset), reason="scored-with-block")
    return _carrying(row, members, form, ruleset)


def _carrying(
    row: RowResult, members: list[RowResult], form: SelfEvaluationForm, ruleset: Ruleset
) -> RowResult:
    """The block's score, held against what its rows did.

    How the marks are divided among the rows is printed nowhere: the score lies between the worst and the best row's
    share of them, and short of both where they differ, for every row has some part in it.
    """
    assert row.indicator is not None
    shared = {"points": row.indicator.points, "submitted_score": None, "block": None}
    scored = [
        score_indicator(each.row, each.indicator.model_copy(update=shared), form, ruleset)
        for each in members
        if each.indicator is not None
    ]
    unscored = [each for each in scored if each.score is None]
    if unscored:
        problems = tuple(problem for each in unscored for problem in each.problems)
        return replace(row, status="refused", reason=unscored[0].reason, problems=problems, score=None)
    read = [(each, each.score) for each in scored if each.score is not None]
    scores = [score for _, score in read]
    low, high = min(each.low for each in scores), max(each.high for each in scores)
    one = Alternative(
        low,
        high,
        any(each.low > low or each.low_open for each in scores),
        any(each.high < high or each.high_open for each in scores),
    )
    children = tuple(
        Step(
            "assume",
            "reading",
            Fraction(score.low),
            detail=each.name,
            high=Fraction(score.high),
            children=each.steps,
        )
        for each, score in read
    )
    ends = tuple(("reading", Fraction(end)) for each in scores for end in (each.low, each.high))
    step = Step("hull", "score", Fraction(low), ends, high=Fraction(high), children=children)
    problems = tuple(problem for each in scored if each.row == row.row for problem in each.problems)
    missed = [each.name for each in scored if each.met is False]
    if missed and row.submitted == row.points:
        problems = (*problems, Problem("block-missed-full", {"names": "、".join(missed)}))
    result = replace(
        row, score=Score((one,)), steps=(step,), problems=problems, reason=None, level=None, rule=None
    )
    return held_against_claim(result)


def without_marks(form: SelfEvaluationForm, rows: tuple[RowResult, ...]) -> Iterator[Problem]:
    """What is said once of a form whose rows, or some of them, print no marks."""
    bare = [row for row in rows if row.status == "unmarked" and row.reason != "scored-with-block"]
    if not bare:
        return
    marked = [row for row in rows if row.points is not None and row.row > 0]
    claimed = [row for row in bare if row.submitted is not None]
    values = {
        "rows": "、".join(str(row.row) for row in bare),
        "count": str(len(bare)),
        "claimed": str(len(claimed)),
        "met": str(sum(row.met is True for row in bare)),
        "missed": str(sum(row.met is False for row in bare)),
        "unknown": str(sum(row.met is None for row in bare)),
    }
    if claimed:
        yield Problem("scores-without-marks", values, form.place)
    else:
        yield Problem("rows-without-marks" if marked else "form-without-marks", values, form.place)
