"""Numbers, years and promises of goals and achievements (目标与指标). RC-3, RC-40."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.core.form import FundLine, Funds
from perfeval.core.glyphs import plain
from perfeval.core.notation import NotationError
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, parse_quantity
from perfeval.core.results import FormResult
from perfeval.core.target_kinds import quantities_of
from perfeval.review.checks.check import check, of_form, of_row
from perfeval.review.goal_claims import (
    Side,
    TextClaim,
    broken_promise,
    contradictions,
    last_year_results,
    other_years,
    uncarried,
)
from perfeval.review.measured import measured_rows, note_of


@check("A", "目标文字与指标值不符", "the goal contradicts a row")
def goal_contradicts_row(subject: FormResult) -> Iterator[Problem]:
    """The goal states another number than the target of the row that it names.

    What it does
        Reads the numbers of 预期目标 whose words are clearly the name of one indicator and compares with its target.
    Why
        What was promised and what is measured differ.
    Example
        Goal: 培训人员200人; row 培训人员 ≥100人.
    Source
        RC-40
    """
    yield from _contradictions("goal-contradicts-row", subject, subject.form.goal.expected, "expected")


@check("A", "完成情况文字与完成值不符", "the achievement contradicts a row")
def achievement_contradicts_row(subject: FormResult) -> Iterator[Problem]:
    """The achievement states another number than the actual value of the row that it names.

    What it does
        Reads the numbers of 实际完成情况 whose words are clearly the name of one indicator and compares.
    Why
        One of the two is wrong, and the score follows the row.
    Example
        Text: 培训覆盖率75%; row 培训覆盖率, actual 100%.
    Source
        RC-40
    """
    yield from _contradictions("achievement-contradicts-row", subject, subject.form.goal.achieved, "achieved")


def _contradictions(code: str, subject: FormResult, text: str | None, side: Side) -> Iterator[Problem]:
    rows = tuple(measured_rows(subject))
    by_row: dict[int, list[TextClaim]] = {}
    for claim in contradictions(text or "", rows, side):
        by_row.setdefault(claim.row.row.row, []).append(claim)
    for claims in by_row.values():
        words = "；".join(claim.text for claim in claims)
        cell = "target" if side == "expected" else "actual"
        yield of_row(code, subject, claims[0].row.row, cell, claim=words, own=claims[0].own)


@check("C", "文字中的数字没有对应指标", "a number that no row carries")
def number_not_carried(subject: FormResult) -> Iterator[Problem]:
    """The goal or the achievement states a number that no indicator carries.

    What it does
        Proposes numbers with a unit that are no target, actual value or amount of the form.
    Why
        What is promised and not measured is not evaluated.
    Example
        Goal: 担保费率不超过2%; the form has no row on the rate.
    Source
        RC-40
    """
    form = subject.form
    names = plain(" ".join([form.name, *(row.name for row in subject.indicators), *_cells(subject)]))
    rows = tuple(measured_rows(subject))
    texts = [each for each in (form.goal.expected, form.goal.achieved) if each]
    found = list(
        dict.fromkeys(words for text in texts for words in uncarried(text, rows, _numbers(subject), names))
    )
    if found:
        yield of_form("number-not-carried", subject, words="；".join(found), count=str(len(found)))


def _cells(subject: FormResult) -> Iterator[str]:
    for row in subject.indicators:
        if row.indicator:
            yield from (text for text in (row.indicator.target, row.indicator.actual) if text)


def _numbers(subject: FormResult) -> tuple[Quantity, ...]:
    """Every number that the rows and the funds of a form carry."""
    read = [each for row in subject.indicators for each in row.readings]
    found = [number for each in read for number in (*quantities_of(each.target), each.actual)]
    funds = subject.form.funds
    lines: tuple[Funds | FundLine, ...] = (funds, *funds.sources) if funds else ()
    texts = [text for line in lines for text in (line.initial_budget, line.budget, line.executed) if text]
    money = [_money(text, funds.money_unit) for text in texts if funds]
    return tuple(each for each in (*found, *money) if isinstance(each, Quantity))


def _money(text: str, unit: str) -> Quantity | None:
    try:
        return parse_quantity(text if re.search("元", text) else f"{text.strip()}{unit}")
    except NotationError:
        return None


@check("A", "文字写的是其他年度", "a text about another year")
def other_year(subject: FormResult) -> Iterator[Problem]:
    """A goal, an achievement or a note speaks of another year than the form's.

    What it does
        Looks for years that are not the form's in texts that do not name the form's own; comparisons, sources, periods,
        money carried over, plans for later, years in the project's name, and in notes the story of earlier years
        are left out. In the achievement also for last year's result that equals a row's actual value.
    Why
        The text was copied from another year's form, or reports another year's result.
    Example
        A form of 2023: 提升我市2022年度信息化项目整体水平.
    Source
        RC-3
    """
    form = subject.form
    if form.year is None:
        return
    rows = tuple(measured_rows(subject))
    for where, text in (("年度总体目标", form.goal.expected), ("总体目标完成情况", form.goal.achieved)):
        found = list(other_years(text or "", form.year, form.name))
        found += list(last_year_results(text or "", rows)) if where == "总体目标完成情况" else []
        for clause in dict.fromkeys(found):
            yield of_form("other-year", subject, where=where, clause=clause, year=str(form.year))
    for row in subject.indicators:
        for clause in other_years(note_of(row), form.year, f"{form.name}{row.name}", is_note=True):
            values = {"where": "偏差原因说明", "clause": clause, "year": str(form.year)}
            yield of_row("other-year", subject, row, "deviation_note", **values)


@check("A", "承诺零事故而指标不全", "a promise of no accident")
def promise_not_measured(subject: FormResult) -> Iterator[Problem]:
    """The goal promises no accident at all, and no indicator counts them all.

    What it does
        Looks for 零事故, 不发生…事故 in the goal, and for an indicator of accidents that is not limited to grave ones.
    Why
        An accident below the limit would break the promise and cost no mark.
    Example
        Goal: 确保全年零事故; row: 较大及以上生产安全事故起数 =0起.
    Source
        RC-40
    """
    names = tuple(row.name for row in subject.indicators)
    promise = broken_promise(subject.form.goal.expected or "", names)
    if promise is not None:
        words, only = promise
        measured = f"指标只统计“{only}”" if only else "没有事故方面的指标"
        measured_en = f'the indicator counts only "{only}"' if only else "no indicator counts accidents"
        yield of_form(
            "promise-not-measured", subject, words=words, measured_zh=measured, measured_en=measured_en
        )
