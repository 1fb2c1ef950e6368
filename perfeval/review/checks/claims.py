"""Numbers claimed in words, held against the rows (文字与数字). RC-40, RC-57, issue 5 item 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.exact import round_to, show
from perfeval.core.form import FundLine, Funds
from perfeval.core.notation import NotationError
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, parse_quantity, same_unit
from perfeval.core.results import FormResult
from perfeval.review.checks.base import check, number, of_form, of_row, percent
from perfeval.review.claims import (
    Side,
    SurplusClaim,
    TextClaim,
    amount_claims,
    broken_promise,
    contradictions,
    deviation_claims,
    exceeding_words,
    last_year_results,
    other_years,
    rate_claims,
    shared,
    surplus_claims,
    uncarried,
)
from perfeval.review.measured import Measured, measured_rows, note_of
from perfeval.review.mentions import says_the_same


@check("A", "说明中的完成率与数字不符", "a claimed completion rate")
def claimed_rate_wrong(subject: FormResult) -> Iterator[Problem]:
    """The note claims a completion rate that target and actual do not give.

    What it does
        Reads 完成率111%, 只完成目标75.06% and the like and compares with actual ÷ target at the claim's own decimals,
        rounded or cut off. The actual value itself is true too, where it is a percentage.
    Why
        The explanation explains another number than the one reported.
    Example
        ≤8.90万元, actual 2.22万元, note: 只完成目标75.06% (it is 24.94 %; 75.06 % is what was not done).
    Source
        Issue 5, item 2; RC-57
    """
    for each in measured_rows(subject):
        ratio = each.ratio
        for claim in rate_claims(each.note, each.row.name) if ratio is not None else ():
            assert ratio is not None
            if claim.says(ratio) or (each.is_percentage and claim.value == each.actual.value):
                continue
            values = {"claim": claim.text, "computed": percent(ratio), "hint_zh": "", "hint_en": ""}
            if claim.says(1 - ratio):
                values |= {
                    "hint_zh": "（所写是未完成的比例）",
                    "hint_en": " (the claim is the share not done)",
                }
            yield of_row("claimed-rate-wrong", subject, each.row, "deviation_note", **values)


@check("A", "说明中的偏差率与数字不符", "a claimed deviation")
def claimed_deviation_wrong(subject: FormResult) -> Iterator[Problem]:
    """The note claims a deviation in per cent that target and actual do not give.

    What it does
        Reads 偏差率为11%, 超额完成20% and compares with the distance of actual ÷ target from 1.
    Why
        Thresholds for explanations are set on this number.
    Example
        ≥90%, actual 100%, note: 偏差率为20% (it is 11.11 %).
    Source
        Issue 5, item 2; RC-31
    """
    for each in measured_rows(subject):
        ratio = each.ratio
        for claim in deviation_claims(each.note, each.row.name) if ratio is not None else ():
            assert ratio is not None
            points = abs(each.reached - each.goal) / 100 if each.is_percentage else None
            if not claim.says(abs(ratio - 1)) and (points is None or not claim.says(points)):
                values = {"claim": claim.text, "computed": percent(abs(ratio - 1))}
                yield of_row("claimed-deviation-wrong", subject, each.row, "deviation_note", **values)


@check("A", "说明中的超额数量与数字不符", "a claimed surplus")
def claimed_surplus_wrong(subject: FormResult) -> Iterator[Problem]:
    """The note claims so many more or fewer than planned, and the row does not show them.

    What it does
        Reads 多出22人次 and compares with actual - target in the same unit. In another unit only a surplus claimed
        on a row that was met to the last digit is reported, and only if the clause speaks of that indicator.
    Why
        Either the actual value or the explanation is wrong.
    Example
        ≥100人次, actual 100人次, note: 发放专家人数多出22人次.
    Source
        Issue 5, item 2
    """
    for each in measured_rows(subject):
        if not each.note:
            continue
        claims = list(surplus_claims(each.note))
        own = [
            claim for claim in claims if same_unit(each.target, claim.quantity).note in ("same", "converted")
        ]
        if own:
            wrong = [claim for claim in own if _surplus(claim, each) != each.reached - each.goal]
        else:
            wrong = [claim for claim in claims if each.is_exact and shared(claim.clause, each.row.name) >= 2]
        if wrong:
            difference = number(each.reached - each.goal)
            values = {"claim": wrong[0].clause, "difference": difference}
            yield of_row("claimed-surplus-wrong", subject, each.row, "deviation_note", **values)


def _surplus(claim: SurplusClaim, each: Measured) -> Fraction:
    """A claimed surplus in the target's unit."""
    return claim.sign * same_unit(each.target, claim.quantity).actual_value


@check("A", "说明中的实际数与完成值不符", "a claimed amount")
def claimed_amount_wrong(subject: FormResult) -> Iterator[Problem]:
    """The note says what was really paid or done, and the actual value says another number.

    What it does
        Reads 实际支付2.22万元 and compares with the actual value where the units convert.
    Why
        One of the two is wrong, and the score follows the actual value.
    Example
        actual 2.22万元, note: 实际支付2.32万元.
    Source
        Issue 5, item 2; RC-51
    """
    for each in measured_rows(subject):
        claims = [
            claim for claim in amount_claims(each.note) if says_the_same(each.actual, claim[0]) is not None
        ]
        if claims and not any(_rounds_to(each.actual, quantity) for quantity, _ in claims):
            values = {"claim": claims[0][1], "actual": each.actual.text}
            yield of_row("claimed-amount-wrong", subject, each.row, "deviation_note", **values)


def _rounds_to(own: Quantity, claimed: Quantity) -> bool:
    """Whether a claimed quantity is the row's, rounded to the claim's own decimals."""
    match = same_unit(claimed, own)
    places = len(show(match.target_value).partition(".")[2])
    return Fraction(round_to(match.actual_value, places, "half_up")) == match.target_value


@check("A", "说明有偏差而数字恰好完成", "a deviation explained where there is none")
def claimed_deviation_none(subject: FormResult) -> Iterator[Problem]:
    """The note explains a deviation, and actual and target are the same.

    What it does
        Looks for 超过预期目标, 出现偏差 and the like on rows that were met to the last digit.
    Why
        The actual value was copied from the target, or the note belongs to another row.
    Example
        ≥1家, actual 1家, note: 依据上一年度情况分析，出现偏差.
    Source
        Issue 5, item 2; RC-30
    """
    for each in measured_rows(subject):
        words = exceeding_words(each.note) if each.is_exact else None
        if words:
            yield of_row(
                "claimed-deviation-none",
                subject,
                each.row,
                "deviation_note",
                words=words,
                actual=each.actual.text,
            )


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
    names = " ".join([form.name, *(row.name for row in subject.indicators), *_cells(subject)])
    rows = tuple(measured_rows(subject))
    texts = [each for each in (form.goal.expected, form.goal.achieved) if each]
    found = list(
        dict.fromkeys(words for text in texts for words in uncarried(text, rows, _amounts(subject), names))
    )
    if found:
        yield of_form("number-not-carried", subject, words="；".join(found), count=str(len(found)))


def _cells(subject: FormResult) -> Iterator[str]:
    for row in subject.indicators:
        if row.indicator:
            yield from (text for text in (row.indicator.target, row.indicator.actual) if text)


def _amounts(subject: FormResult) -> tuple[Quantity, ...]:
    funds = subject.form.funds
    if funds is None:
        return ()
    lines: tuple[Funds | FundLine, ...] = (funds, *funds.sources)
    texts = [text for line in lines for text in (line.initial_budget, line.budget, line.executed) if text]
    return tuple(found for text in texts if (found := _money(text, funds.money_unit)) is not None)


def _money(text: str, unit: str) -> Quantity | None:
    try:
        return parse_quantity(text if re.search("元", text) else f"{text.strip()}{unit}")
    except NotationError:
        return None


@check("A", "文字写的是其他年度", "a text about another year")
def other_year(subject: FormResult) -> Iterator[Problem]:
    """A goal, an achievement or a note speaks of another year than the form's.

    What it does
        Looks for years that are not the form's; comparisons, sources, periods, money carried over, plans for later
        and years in the project's name are left out. In the achievement also for last year's result that equals a
        row's actual value.
    Why
        The text was copied from another year's form, or reports another year's result.
    Example
        A form of 2023: 提升我市2022年度信息化项目整体水平.
    Source
        Issue 5, item 2; RC-3
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
        for clause in other_years(note_of(row), form.year, f"{form.name}{row.name}"):
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
        Issue 5, item 2; RC-40
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


CHECKS = (
    claimed_rate_wrong,
    claimed_deviation_wrong,
    claimed_surplus_wrong,
    claimed_amount_wrong,
    claimed_deviation_none,
    goal_contradicts_row,
    achievement_contradicts_row,
    number_not_carried,
    other_year,
    promise_not_measured,
)
