"""The execution row (预算执行得分): the rate, where it is rounded, and the marks it earns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from perfeval.core.exact import Mode
from perfeval.core.form import FundLine, Funds, SelfEvaluationForm
from perfeval.core.notation import NotationError
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.rules.resolve import budget_columns, rate_readings, zero_budget_treatments
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Execution, Ruleset
from perfeval.core.target import is_blank
from perfeval.core.trace import Step, capped, divided, rounded

SOURCE = "execution"
FISCAL_WORDS = ("财政", "中央", "自治区", "省级", "市级", "县级", "区级", "安排", "结转")
"""Words by which a line of the funds is one of public money (财政资金)."""


@dataclass(frozen=True, slots=True)
class RateReading:
    """One reading of the execution row: the row for the method, or marks that a special case fixes as a share."""

    row: Row
    share: Fraction | None
    steps: tuple[Step, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparedExecution:
    """All readings of the execution row, and the exact rate (executed ÷ budget)."""

    readings: tuple[RateReading, ...]
    rate: Fraction | None
    problems: tuple[Problem, ...] = ()


def prepare_execution(
    form: SelfEvaluationForm, points: Fraction, ruleset: Ruleset
) -> PreparedExecution | Problem:
    """Every reading of the execution row under the rule set, or the problem that refuses it."""
    funds, execution = form.funds, ruleset.execution
    assert funds is not None
    if execution is None:
        return Problem("execution-rule-missing", {"ruleset": ruleset.id}, funds.place)
    row = Row(points=points, comparator="at_least", facts=form.facts)
    readings: list[RateReading] = []
    rates: list[Fraction | None] = []
    problems: tuple[Problem, ...] = ()
    for column in _columns(funds, execution):
        amounts = _amounts(funds, column, execution)
        if isinstance(amounts, Problem):
            return amounts
        budget, executed, read = amounts
        assumed = (f"executed_over={column}",) if execution.rate.executed_over == "unstated" else ()
        found = _readings(row, budget, executed, execution)
        if isinstance(found, Problem):
            return replace(found, place=funds.place)
        readings += [
            replace(each, steps=(*read, *each.steps), assumed=(*assumed, *each.assumed)) for each in found
        ]
        rates.append(executed / budget if budget > 0 else None)
        if executed > budget > 0 and not problems:
            values = {"budget": str(getattr(funds, column)), "executed": str(funds.executed)}
            problems = (Problem("over-execution", values, funds.place),)
    return PreparedExecution(tuple(readings), rates[0], problems)


def _columns(funds: Funds, execution: Execution) -> tuple[Literal["budget", "initial_budget"], ...]:
    """The budget columns that may be meant: one where both say the same, or only one is filled in."""
    columns = budget_columns(execution.rate)
    filled = tuple(column for column in columns if not _empty(getattr(funds, column)))
    if len(filled) == 2 and funds.budget == funds.initial_budget:
        return filled[:1]
    return filled or columns[:1]


def _empty(text: str | None) -> bool:
    return text is None or is_blank(text)


def _amounts(
    funds: Funds, column: Literal["budget", "initial_budget"], execution: Execution
) -> tuple[Fraction, Fraction, tuple[Step, ...]] | Problem:
    lines: tuple[Funds | FundLine, ...] = (funds,)
    if execution.rate.funds == "fiscal":
        fiscal = tuple(each for each in funds.sources if any(word in each.name for word in FISCAL_WORDS))
        lines = fiscal or lines
    sums: list[Fraction] = []
    for name in (column, "executed"):
        total = Fraction(0)
        for line in lines:
            amount = _amount(getattr(line, name), name, funds)
            if isinstance(amount, Problem):
                return amount
            total += amount
        sums.append(total)
    budget, executed = sums
    if budget < 0 or executed < 0:
        return Problem(
            "funds-negative", {"budget": str(funds.budget), "executed": str(funds.executed)}, funds.place
        )
    read = (
        Step("read", column, budget, detail=str(getattr(funds, column))),
        Step("read", "executed", executed, detail=str(funds.executed)),
    )
    return budget, executed, read


def _amount(text: str | None, name: str, funds: Funds) -> Fraction | Problem:
    """An amount in the form's money unit; ¥ before it says the currency, and nothing of 元 or 万元."""
    if _empty(text):
        return Problem(f"{name.replace('_', '-')}-missing", {}, funds.place)
    try:
        amount = parse_quantity(str(text).strip().lstrip("¥￥"))
        unit = parse_quantity(f"1{funds.money_unit}")
    except NotationError as error:
        values = {"text": error.text, "mistake_zh": error.message("zh"), "mistake_en": error.message("en")}
        return Problem("amount-unreadable", {**values, "caret": error.caret()}, funds.place)
    return _in_money_unit(amount, unit, funds)


def _in_money_unit(amount: Quantity, unit: Quantity, funds: Funds) -> Fraction | Problem:
    if amount.unit is None:
        return bare_amount(amount, unit)
    match_ = same_unit(unit, amount)
    if match_.note in ("mismatch", "percent-scale"):
        return Problem("amount-unit", {"text": amount.text, "unit": funds.money_unit}, funds.place)
    return match_.actual_value / match_.target_value


def bare_amount(amount: Quantity, unit: Quantity) -> Fraction:
    """An amount without 元, in the money unit; 100万 in a column of 万元 is a million 元, for nobody counts 万万元."""
    return amount.value / (unit.value if amount.scale != 1 else 1)


def _readings(
    row: Row, budget: Fraction, executed: Fraction, execution: Execution
) -> tuple[RateReading, ...] | Problem:
    if budget == 0:
        return _zero_budget(row, executed, execution)
    ratio = divided("execution_rate", ("executed", executed), ("budget", budget))
    found: list[RateReading] = []
    for way in rate_readings(execution.rate, exceeds=ratio.value > 1):
        one = _one(row, ratio, way.places, way.above_one, execution.rate.mode)
        if isinstance(one, Problem):
            return one
        found.append(replace(one, row=replace(one.row, target=budget, actual=executed), assumed=way.assumed))
    return tuple(found)


def _one(row: Row, ratio: Step, places: int | None, above_one: str, mode: Mode) -> RateReading | Problem:
    steps, rate = [ratio], ratio.value
    if places is not None:
        # The printed percentage has `places` decimals, so the ratio has two more.
        cut = rounded("execution_rate", ("execution_rate", rate), places + 2, mode, SOURCE)
        steps, rate = [*steps, cut], cut.value
    share: Fraction | None = None
    if rate > 1 and above_one == "refuse":
        return Problem("over-execution-refused", {"rate": str(rate)})
    if rate > 1 and above_one == "no_marks":
        share = Fraction(0)
    if rate > 1 and above_one == "cap":
        limit = capped("execution_rate", ("execution_rate", rate), Fraction(1))
        steps, rate = [*steps, limit], limit.value
    return RateReading(replace(row, ratio=rate, met=rate >= 1), share, tuple(steps), ())


def _zero_budget(row: Row, executed: Fraction, execution: Execution) -> tuple[RateReading, ...] | Problem:
    then = execution.rate.zero_budget
    if then == "refuse":
        return Problem("zero-budget", {"executed": str(executed)})
    treatments = zero_budget_treatments(execution.rate)
    return tuple(_without_budget(row, executed, treatment, then) for treatment in treatments)


def _without_budget(row: Row, executed: Fraction, treatment: str, then: str) -> RateReading:
    notes = (f"zero_budget={treatment}",) if then == "unstated" else ()
    step = Step("assume", "zero_budget", Fraction(0), detail=treatment)
    if treatment == "divisor_one":
        ratio = divided("execution_rate", ("executed", executed), ("one", Fraction(1)))
        limit = capped("execution_rate", ("execution_rate", ratio.value), Fraction(1))
        return RateReading(replace(row, ratio=limit.value), None, (step, ratio, limit), notes)
    share = Fraction(1) if treatment == "full_marks" else Fraction(0)
    return RateReading(row, share, (step,), notes)
