"""Toyland: each reading of each open point gives exactly the numbers of scoring-rules.md, section 8."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from perfeval.core.form import Funds, Indicator, SelfEvaluationForm
from perfeval.core.results import FormResult, RowResult, Score
from perfeval.core.rollup import UnitRow, roll_up
from perfeval.core.ruleset import Ruleset
from perfeval.core.scoring import score_form
from perfeval.core.trace import holds
from perfeval.plain.yaml_lines import compose

HERE = Path(__file__).parent
Plain = Any
SOURCE = {"interpretation": "invented"}


def read(name: str) -> Plain:
    document = compose((HERE / name).read_text(encoding="utf-8"), name)
    assert document.problems == ()
    return document.value


BASE, READINGS = read("base.yaml"), read("readings.yaml")


def changed(base: Plain, change: Plain) -> Plain:
    """The base with a change laid over it; a method is replaced as a whole."""
    if not isinstance(base, dict) or not isinstance(change, dict) or "kind" in change:
        return change
    return {**base, **{key: changed(base.get(key), each) for key, each in change.items()}}


def toyland(change: Plain) -> Ruleset:
    plain = changed(BASE, change or {})
    rules = [{"id": name, "source": SOURCE, **rule} for name, rule in plain["rules"].items()]
    return Ruleset.model_validate({**plain, "rules": rules})


def cases() -> Iterator[tuple[str, Plain]]:
    for point, readings in READINGS.items():
        for reading, case in readings.items():
            yield f"{point}: {reading}", case


def shown(row: RowResult) -> str:
    assert all(holds(step) for step in row.steps)
    return row.status if row.status == "ignored" else interval(row.score) or str(row.reason)


def interval(score: Score | None) -> str:
    if score is None:
        return ""
    return str(score.low) if score.is_point else f"{score.low}–{score.high}"


def scored(case: Plain, rows: list[list[str]]) -> FormResult:
    points = case.get("points", "10")
    indicators = tuple(
        Indicator(
            name="row",
            target=target,
            actual=actual,
            points=points if isinstance(points, str) else points[number],
            initial_target=case.get("initial"),
            submitted_score=case.get("submitted"),
            facts=case.get("facts") or {},
        )
        for number, (target, actual, *_) in enumerate(rows)
    )
    return score_form(SelfEvaluationForm(indicators=indicators), toyland(case["change"]))


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in cases()])
def test_a_reading_gives_its_numbers(case: Plain) -> None:
    for initial, budget, executed, expected in case.get("funds") or ():
        funds = Funds(initial_budget=initial, budget=budget, executed=executed, points="10")
        result = score_form(SelfEvaluationForm(funds=funds), toyland(case["change"]))
        assert result.execution is not None
        assert shown(result.execution) == expected
    rows = (case.get("rows") or []) * int(case.get("times", 1))
    result = scored(case, rows)
    for row, (_, _, expected, *more) in zip(result.indicators, rows, strict=True):
        assert shown(row) == expected
        if more and more[0] in ("within", "differs"):
            assert row.status == more[0]
        elif more:
            assert ",".join(problem.code for problem in row.problems) == more[0]
    if "total" in case:
        assert interval(result.total.score) == case["total"]
    for row, grade in zip(rows, case.get("grades") or (), strict=False):
        assert scored(case, [row]).total.grade == grade


def units(*rows: tuple[str, str, int]) -> list[UnitRow]:
    made = [
        (Indicator(name="row", target=target, actual=actual, points="10"), funds)
        for target, actual, funds in rows
    ]
    return [UnitRow(indicator, Fraction(funds)) for indicator, funds in made]


OVER_AND_UNDER = units((">=100个", "150个", 1), (">=100个", "50个", 1))
ONE_LARGER = units((">=100个", "100个", 1), (">=300个", "150个", 9))
SHARES = units((">=90%", "90%", 1), (">=90%", "80%", 9))


@pytest.mark.parametrize(
    ("rows", "scores", "expected"),
    [
        (OVER_AND_UNDER, "pooled", "10.00"),  # the overshoot hides the gap
        (OVER_AND_UNDER, "averaged", "7.50"),
        (ONE_LARGER, "pooled", "6.25"),
        (ONE_LARGER, "averaged", "7.50"),
        (ONE_LARGER, "funds_weighted", "5.50"),
        (ONE_LARGER, "unstated", "5.50–7.50"),
        (SHARES, "pooled", "9.00"),  # 81 % of 90 %: percentages are weighted by funds
    ],
)
def test_u_18_several_units(rows: list[UnitRow], scores: str, expected: str) -> None:
    ruleset = toyland({"roll_up": {"scores": scores, "source": SOURCE}})
    found = roll_up(rows, SelfEvaluationForm(), ruleset)
    assert isinstance(found, Score)
    assert interval(found) == expected


@pytest.mark.parametrize("actual", ["many", "5％％"])
def test_u_18_a_unit_that_cannot_be_scored_is_a_problem(actual: str) -> None:
    for scores in ("pooled", "averaged"):
        ruleset = toyland({"roll_up": {"scores": scores, "source": SOURCE}})
        found = roll_up(units((">=10个", "10个", 1), (">=10个", actual, 1)), SelfEvaluationForm(), ruleset)
        assert not isinstance(found, Score)
        assert found.code.startswith("actual-")


def test_u_18_units_with_words_are_not_pooled() -> None:
    ruleset = toyland({"roll_up": {"scores": "pooled", "source": SOURCE}})
    found = roll_up(units((">=10个", "10个", 1), ("稳步提高", "10个", 1)), SelfEvaluationForm(), ruleset)
    assert not isinstance(found, Score)


def test_u_18_nothing_to_roll_up() -> None:
    with pytest.raises(ValueError, match="roll up"):
        roll_up([], SelfEvaluationForm(), toyland({"roll_up": {"scores": "pooled", "source": SOURCE}}))
    with pytest.raises(ValueError, match="rule"):
        roll_up(OVER_AND_UNDER, SelfEvaluationForm(), toyland({}))


def test_u_24_the_rows_govern_and_the_footnote_is_said_to_differ() -> None:
    weights = {
        "profiles": [{"blocks": {"execution": "10", "output": "50", "benefit": "30", "satisfaction": "10"}}],
        "strict": "fixed",
        "source": SOURCE,
    }
    rules = toyland({"weights": weights})
    rows = [("产出指标", "70"), ("效益指标", "20"), ("满意度指标", "10")]
    indicators = tuple(
        Indicator(name=name, dimension=name, target=">=1", actual="1", points=points) for name, points in rows
    )
    funds = Funds(budget="1", executed="1", points="10")
    form = SelfEvaluationForm(funds=funds, indicators=indicators, submitted_points="100")
    result = score_form(form, rules)
    assert result.total.points == 110
    assert rules.weights is not None
    assert sum(rules.weights.profiles[0].blocks.values()) == 100
    assert [problem.code for problem in result.problems] == ["points-not-sum"]
