"""One indicator of several units as one (汇总计分): values pooled and then scored, or scores averaged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.outcomes import reached, union
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.results import RowResult, Score
from perfeval.core.rows import score_indicator
from perfeval.core.rules.row import Marks
from perfeval.core.ruleset import RollUp, Ruleset
from perfeval.core.target import Bare, Bound


@dataclass(frozen=True, slots=True)
class UnitRow:
    """The row of one unit (单位), and the funds that weigh it; one money unit for all."""

    indicator: Indicator
    funds: Fraction


_WAYS = ("pooled", "averaged", "funds_weighted")


def roll_up(units: Sequence[UnitRow], form: SelfEvaluationForm, ruleset: Ruleset) -> Score | Problem:
    """The score of an indicator over several units, as the rule set's `roll_up` says; what all ways span
    where it leaves the way open.

    pooled: absolute values are added, percentages weighted by funds, then scored once
    (先汇总完成数再计算得分).
    `form` gives the year and the facts. Raises ValueError without units, or under a set without `roll_up`.
    """
    if not units or ruleset.roll_up is None:
        raise ValueError("nothing to roll up, or no rule for it")
    stated: RollUp = ruleset.roll_up
    ways = _WAYS if stated.scores == "unstated" else (stated.scores,)
    found = [_by(way, units, form, ruleset) for way in ways]
    scores = [each for each in found if isinstance(each, Score)]
    problem = next((each for each in found if isinstance(each, Problem)), None)
    return problem or Score(tuple(one for each in scores for one in each.alternatives))


def _by(way: str, units: Sequence[UnitRow], form: SelfEvaluationForm, ruleset: Ruleset) -> Score | Problem:
    if way == "pooled":
        pooled = pool(units, form, ruleset)
        return pooled if isinstance(pooled, Problem) else _scored(pooled, form, ruleset)
    weights = [Fraction(1) if way == "averaged" else unit.funds for unit in units]
    scores = [_scored(unit.indicator, form, ruleset) for unit in units]
    problem = next((each for each in scores if isinstance(each, Problem)), None)
    if problem is not None:
        return problem
    known = [each for each in scores if isinstance(each, Score)]
    lows, highs = ([Fraction(end) for end in each] for each in zip(*map(_ends, known), strict=True))
    is_low_open, is_high_open = any(each.low_open for each in known), any(each.high_open for each in known)
    mean = Marks(_mean(lows, weights), _mean(highs, weights), is_low_open, is_high_open)
    score, _ = union([*reached(mean, (), ruleset.rounding.score, "rounding")])
    return score


def _ends(score: Score) -> tuple[Decimal, Decimal]:
    return score.low, score.high


def _scored(indicator: Indicator, form: SelfEvaluationForm, ruleset: Ruleset) -> Score | Problem:
    row: RowResult = score_indicator(1, indicator, form, ruleset)
    if row.score is not None:
        return row.score
    return row.problems[-1]


def pool(units: Sequence[UnitRow], form: SelfEvaluationForm, ruleset: Ruleset) -> Indicator | Problem:
    """One row whose target and actual value are those of all units together, in the first unit's unit of
    measure.
    """
    told = [_counted(score_indicator(1, unit.indicator, form, ruleset)) for unit in units]
    if None in told:
        return Problem("actual-not-number", _cells(units[told.index(None)].indicator))
    bounds, actuals = zip(*(each for each in told if each is not None), strict=True)
    funds = [unit.funds for unit in units]
    target = _pooled([each.quantity for each in bounds], funds)
    text = str(replace(bounds[0], quantity=target, text=""))
    pooled = {"target": text, "actual": str(_pooled(actuals, funds))}
    return units[0].indicator.model_copy(update=pooled)


def _counted(row: RowResult) -> tuple[Bound | Bare, Quantity] | None:
    """Target and actual value of a row that has numbers; None for words, dates, ranges and what was refused."""
    read = next(iter(row.readings), None)
    if read is None or not isinstance(read.target, Bound | Bare) or not isinstance(read.actual, Quantity):
        return None
    return read.target, read.actual


def _pooled(values: Sequence[Quantity], funds: Sequence[Fraction]) -> Quantity:
    """Percentages are weighted by funds, everything else is added up."""
    unit, scale = values[0].unit, values[0].scale
    numbers = [same_unit(values[0], each).actual_value * scale for each in values]
    if unit is not None and unit.is_percent:
        return Quantity(_mean(numbers, funds), unit)
    return Quantity(sum(numbers, Fraction(0)), unit)


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    weighted = (value * weight for value, weight in zip(values, weights, strict=True))
    return sum(weighted, Fraction(0)) / sum(weights, Fraction(0))


def _cells(indicator: Indicator) -> dict[str, str]:
    return {"name": indicator.name, "target": str(indicator.target), "actual": str(indicator.actual)}
