"""Numbers claimed in notes, held against their row (说明与数字). RC-51, RC-57."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.exact import round_to, show
from perfeval.core.figures import nearly, percent
from perfeval.core.problems import Problem
from perfeval.core.quantity import Quantity, same_unit
from perfeval.core.results import FormResult
from perfeval.review.checks.check import check, of_row
from perfeval.review.measured import Measured, measured_rows
from perfeval.review.mentions import says_the_same
from perfeval.review.note_claims import (
    SurplusClaim,
    amount_claims,
    deviation_claims,
    exceeding_words,
    rate_claims,
    shared,
    surplus_claims,
)


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
        RC-57
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
        RC-31
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
        The note and the row of one form must agree; no clause says so.
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
            difference = nearly(each.reached - each.goal)
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
        RC-51
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
        RC-30
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
