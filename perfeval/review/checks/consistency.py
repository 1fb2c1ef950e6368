"""Do the parts of the form agree (表内一致)? RC-34 to RC-38."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.figures import nearly, percent
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.review.amounts import amount, in_money_unit
from perfeval.review.checks.check import check, of_form, of_row
from perfeval.review.measured import Measured, category, is_full, measured_rows
from perfeval.review.reviewer_pack import REVIEWER_PACK, stated

_TOLERANCE = Fraction(1, 100)


@check("A", "指标完成远高于预算执行", "work done, money unspent")
def done_but_unspent(subject: FormResult) -> Iterator[Problem]:
    """The indicators score far better than the budget was executed.

    What it does
        Where more than a fifth of the budget is unspent, compares the share of marks that the indicators earn with
        the execution rate; the distance is measured against the indicators, as the systems do.
    Why
        If the work is done and the money is not spent, either the budget was too high or the work is not done.
    Example
        Indicators 89 of 90, execution 18 %.
    Source
        RC-34, S-14 (5 %, and 20 % unspent)
    """
    execution = subject.execution
    limit = REVIEWER_PACK["completion_ahead_above"]
    scored = [row for row in subject.indicators if row.points and row.submitted is not None]
    points = sum((row.points for row in scored if row.points), Fraction(0))
    marks = sum((row.submitted for row in scored if row.submitted), Fraction(0))
    if execution is None or not points or not marks:
        return
    spent = subject.execution_rate
    if spent is None:
        return  # no budget, no rate: funds-total-blank and zero-budget say so
    done = marks / points
    unspent = stated("unspent_warning_above", subject.ruleset) or REVIEWER_PACK["unspent_above"]
    if limit.is_reached((done - spent) / done) and unspent.is_reached(1 - spent):
        values = {"done": percent(done), "spent": percent(spent), **limit.shown()}
        yield of_form("done-but-unspent", subject, execution.place, **values)


@check("A", "未验收而数量满分", "not accepted, yet the quantity earns full marks")
def accepted_none(subject: FormResult) -> Iterator[Problem]:
    """Nothing was accepted, but the quantities earn full marks.

    What it does
        Looks for a row on 验收 whose actual value is zero beside rows under 数量指标 with full marks.
    Why
        Completed means accepted, not contracted or delivered.
    Example
        工程验收合格率 ≥95%, actual 0%; 新建管网 10千米, full marks.
    Source
        RC-36
    """
    rows = list(measured_rows(subject))
    quantity = [each for each in rows if category(each.row) == "quantity" and is_full(each.row)]
    for each in rows:
        if "验收" in each.row.name and each.goal > 0 and each.reached == 0 and quantity:
            yield of_row("accepted-none", subject, each.row, quantity=quantity[0].row.name)


@check("A", "成本指标用了≥", "a cost row with ≥")
def cost_at_least(subject: FormResult) -> Iterator[Problem]:
    """A cost is to be at least as high as its target.

    What it does
        Looks at cost rows in money with "≥" or ">"; savings are left out.
    Why
        The sign rewards spending more.
    Example
        项目总成本 ≥90万元.
    Source
        RC-37, P84, R-01
    """
    for each in measured_rows(subject):
        is_cost = (
            category(each.row) == "cost" and in_money(each) and not re.search("节约|节省|降低", each.row.name)
        )
        if is_cost and each.is_printed and each.is_floor:
            yield of_row("cost-at-least", subject, each.row, "target", target=each.target.text)


@check("A", "成本超出仍得满分", "a cost above its target at full marks")
def cost_over_target(subject: FormResult) -> Iterator[Problem]:
    """The cost is above its ceiling and the row still earns full marks, or more.

    What it does
        Looks at cost rows that are a ceiling, printed or inferred, whose actual value is above the target.
    Why
        The row measures that the ceiling is kept.
    Example
        救助标准 ≤5300元/户, actual 5830元/户, 10 of 10.
    Source
        RC-38; scoring-rules 5.4 no. 8
    """
    for each in measured_rows(subject):
        row = each.row
        if (
            each.is_ceiling
            and each.reached > each.goal
            and category(row) == "cost"
            and row.points
            and row.submitted is not None
            and row.submitted >= row.points
        ):
            values = {
                "target": each.target.text,
                "actual": each.actual.text,
                "submitted": nearly(row.submitted),
            }
            yield of_row("cost-over-target", subject, row, "submitted_score", **values)


@check("A", "成本明细与执行数不符", "cost rows against the executed amount")
def cost_rows_against_executed(subject: FormResult) -> Iterator[Problem]:
    """The cost rows divide the budget among them, but what they spent is not what was executed.

    What it does
        Where all cost rows are in money and their targets add up to the budget, adds their actual values and
        compares with the executed amount; 0.01 of the money unit is allowed for each row.
    Why
        Either the executed amount or an actual value is wrong.
    Example
        Targets 1 + 2 + 1 + 4.03 = budget 8.03; spent 6.19, executed 8.03.
    Source
        RC-14
    """
    funds = subject.form.funds
    rows = [row for row in subject.indicators if row.status != "ignored" and category(row) == "cost"]
    costs = [each for each in measured_rows(subject) if category(each.row) == "cost"]
    if funds is None or len(costs) < 2 or len(costs) < len(rows):
        return
    targets = [in_money_unit(each.target, funds.money_unit) for each in costs]
    actuals = [_spent(each, funds.money_unit) for each in costs]
    budget, executed = amount(funds.budget, funds), amount(funds.executed, funds)
    if None in targets or None in actuals or budget is None or executed is None:
        return
    planned, spent = (sum((each for each in values if each), Fraction(0)) for values in (targets, actuals))
    if abs(planned - budget) > _TOLERANCE or abs(spent - executed) <= _TOLERANCE * len(costs):
        return
    values = {"planned": nearly(planned), "spent": nearly(spent), "executed": nearly(executed)}
    difference = nearly(abs(executed - spent))
    place = costs[0].row.place
    yield of_form(
        "cost-rows-against-executed", subject, place, **values, difference=difference, unit=funds.money_unit
    )


def _spent(each: Measured, unit: str) -> Fraction | None:
    target = in_money_unit(each.target, unit)
    return None if target is None or each.ratio is None else target * each.ratio


def in_money(each: Measured) -> bool:
    """Whether a row is in money, or in money for each of something."""
    unit = each.target.unit or each.actual.unit
    return unit is not None and "元" in str(unit)
