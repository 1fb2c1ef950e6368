"""Do the amounts add up (资金)? RC-12, RC-14, RC-16."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from perfeval.core.exact import round_to, show
from perfeval.core.figures import nearly
from perfeval.core.form import Funds
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.review.amounts import MONEY_COLUMNS, MoneyColumn, amount, has_amounts, sources_sum
from perfeval.review.checks.check import check, of_form

_TOLERANCE = Fraction(1, 100)
_COLUMN_WORDS: dict[MoneyColumn, str] = {
    "initial_budget": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
}


@check("A", "执行率算错", "the printed execution rate")
def rate_not_computed(subject: FormResult) -> Iterator[Problem]:
    """The printed execution rate is not executed ÷ budget at its own number of decimals.

    What it does
        Rounds the exact rate to as many decimals as are printed and compares; 100%, 100 and 1 are the same rate. The
        initial budget is a basis too where the rule set does not settle on the budget.
    Why
        The score of the row is computed from this number.
    Example
        215,457.6 of 250,000 printed as 86.19% (it is 86.18%).
    Source
        RC-12, P55
    """
    funds = subject.form.funds
    if funds is None or not funds.submitted_rate:
        return
    text = funds.submitted_rate.strip().rstrip("%％").strip()
    has_sign = text != funds.submitted_rate.strip()
    places, printed = len(text.partition(".")[2]), amount(text, funds)
    rates = list(_rates(subject, funds))
    if not rates or printed is None:
        return
    shown = {Fraction(round_to(rate * 100, places, "half_up")) for rate in rates}
    if not has_sign:
        shown |= {Fraction(round_to(rate, places, "half_up")) for rate in rates}
    if printed not in shown:
        right = f"{round_to(rates[0] * 100, max(places, 2), 'half_up')}%"
        yield of_form("rate-not-computed", subject, funds.place, printed=funds.submitted_rate, rate=right)


def _rates(subject: FormResult, funds: Funds) -> Iterator[Fraction]:
    """The exact rate over the budget, and over the initial budget where the rule set allows that basis."""
    executed, rule = amount(funds.executed, funds), subject.ruleset.execution
    columns = [funds.budget]
    if rule is not None and rule.rate.executed_over != "budget":
        columns.append(funds.initial_budget)
    for column in columns:
        budget = amount(column, funds)
        if budget and executed is not None:
            yield executed / budget


@check("A", "资金来源与总额不符", "fund sources against the total")
def funds_not_sum(subject: FormResult) -> Iterator[Problem]:
    """The sources of funds do not add up to the total, in one or more of the three columns.

    What it does
        Adds the 其中 lines of each column and compares with the total; 0.01 of the form's money unit is rounding.
        Lines that may break the line above them down are counted or not, whichever agrees. A sum below the total
        counts only where every line is filled in: a source may be left out, but none can be more than the whole.
        One finding names all columns: a source that is missing is missing in each.
    Why
        The execution rate is computed from the total; if a source is missing there, it is wrong.
    Example
        年度资金总额 100.00 over 财政拨款 90.00 and 其他资金 0.00.
    Source
        RC-14
    """
    funds = subject.form.funds
    if funds is None or not funds.sources:
        return
    found = [each for column in MONEY_COLUMNS if (each := _apart(funds, column))]
    if found:
        columns, sums, totals, differences = ("、".join(each) for each in zip(*found, strict=True))
        values = {"columns": columns, "sum": sums, "total": totals, "difference": differences}
        yield of_form("funds-not-sum", subject, funds.place, **values, unit=funds.money_unit)


def _apart(funds: Funds, column: MoneyColumn) -> tuple[str, str, str, str] | None:
    """The column, the sum of its sources, its total and the difference, where the two disagree."""
    total, parts = amount(getattr(funds, column), funds), sources_sum(funds, column)
    if not total or parts is None or any(abs(total - each) <= _TOLERANCE for each in parts.sums):
        return None
    least = min(parts.sums)
    if least <= total and not parts.is_complete:
        return None
    return _COLUMN_WORDS[column], nearly(least), nearly(total), show(total - least)


@check("A", "资金总额为零而来源不为零", "a zero total over filled sources")
def funds_total_blank(subject: FormResult) -> Iterator[Problem]:
    """The total of the funds is zero or blank although its sources are filled in.

    What it does
        Looks for a total of nothing over 其中 lines with amounts.
    Why
        The marks for execution are lost, or won, by a cell that nobody filled in.
    Example
        年度资金总额 0 / 0, 财政拨款 90 / 89.974, score 0.
    Source
        RC-14; scoring-rules 5.4 no. 2
    """
    funds = subject.form.funds
    if funds is None:
        return
    blank = [column for column in MONEY_COLUMNS if not amount(getattr(funds, column), funds)]
    filled = [column for column in blank if has_amounts(funds, column)]
    if filled and not amount(funds.budget, funds):
        columns = "、".join(_COLUMN_WORDS[column] for column in filled)
        yield of_form("funds-total-blank", subject, funds.place, columns=columns)


@check("A", "金额单位疑似差一万倍", "amounts ten thousand times apart")
def money_scale(subject: FormResult) -> Iterator[Problem]:
    """Two amounts of the execution row are about ten thousand times apart.

    What it does
        Compares 年初预算数, 全年预算数 and 全年执行数 with each other.
    Why
        元 was typed where 万元 is meant, or the other way round.
    Example
        全年预算数 480.00（万元）, 全年执行数 4,800,000.
    Source
        RC-16
    """
    funds = subject.form.funds
    if funds is None:
        return
    values = [(column, amount(getattr(funds, column), funds)) for column in MONEY_COLUMNS]
    known = [(column, value) for column, value in values if value]
    for (first, a), (second, b) in pairwise(known):
        if 5000 <= max(a / b, b / a) <= 20000:
            amounts = {
                "first": _COLUMN_WORDS[first],
                "a": nearly(a),
                "second": _COLUMN_WORDS[second],
                "b": nearly(b),
            }
            yield of_form("money-scale", subject, funds.place, **amounts)
