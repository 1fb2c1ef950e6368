"""Small tables of rows that a year of forms contains, and the core's own answer for each."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from perfeval.batch.columnar.scorer import Scored, Scorer, code_texts
from perfeval.core.compared import compared
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_indicator
from perfeval.rulebook.library import load_library

TOYLAND = Path(__file__).parent.parent / "toyland" / "rules"
Row = tuple[str | None, str | None, str | None, str | None, str | None, str | None]
"""Level 1, level 2, target, actual value, marks, submitted score."""
NAMES = ("level1", "level2", "target", "actual", "points", "submitted_score")


@cache
def rulesets() -> tuple[Ruleset, ...]:
    return load_library((TOYLAND,)).rulesets


def each_ruleset() -> list[Any]:
    """Every rule set as a case of a test: the national one and the invented one always, the others slow."""
    always = {"cn-caiyu-2020-10", TOYLAND.stem}
    return [
        pytest.param(each, id=each.id, marks=() if each.id in always else pytest.mark.slow)
        for each in rulesets()
    ]


def ruleset(identity: str) -> Ruleset:
    return next(each for each in rulesets() if each.id == identity)


def table(rows: Iterable[Row], coded: bool) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = {name: pa.array(column, pa.string()) for name, column in zip(NAMES, columns, strict=True)}
    return pa.table({name: each.dictionary_encode() if coded else each for name, each in arrays.items()})


def by_core(row: Row, rules: Ruleset) -> tuple[object, ...]:
    """Score, open ends, status, problem codes and what was compared of one row, by the core."""
    level1, level2, target, actual, points, submitted = row
    indicator = Indicator(
        name="",
        dimension=level1 or "",
        category=level2 or "",
        target=target,
        actual=actual,
        points=points,
        submitted_score=submitted,
    )
    found = score_indicator(1, indicator, SelfEvaluationForm(), rules)
    ends = (None,) * 4
    if found.score is not None:
        ends = (found.score.low, found.score.high, found.score.low_open, found.score.high_open)
    codes = ";".join(each.code for each in found.problems) or None
    points = None if not found.points or "score-too-large" in (codes or "") else found.points
    return (*ends, found.status, codes, points, *how_compared(found))


def how_compared(row: RowResult) -> tuple[object, ...]:
    """Comparator, evidence, goal, reached and unit; numbers only where a column of amounts has room for both."""
    found = compared(row)
    if found is None:
        return (None,) * 5
    numbers = [found.goal, found.reached]
    fit = all(each is not None and (each * 10**6).denominator == 1 and abs(each) < 10**12 for each in numbers)
    return (found.comparator, found.evidence, *(numbers if fit else (None, None)), found.unit)


def by_batch(rows: list[Row], rules: Ruleset, coded: bool) -> tuple[list[tuple[object, ...]], Scored]:
    """The same of all rows, by the batch."""
    from perfeval.batch.table.project_totals import rows_table

    scorer = Scorer(rules)
    scored = scorer.score(table(rows, coded))
    written = rows_table(scored, code_texts(scored), scorer.places, scorer.units()).to_pylist()
    for each in written:
        if each["low"] is None:
            each["low_open"] = each["high_open"] = None
        for name in ("points", "goal", "reached"):
            each[name] = None if each[name] is None else Fraction(each[name])
    return [tuple(each.values()) for each in written], scored
