"""Are the values plausible (数值)? RC-28 to RC-32."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from perfeval.core.figures import percent
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult
from perfeval.review.checks.check import check, noted, of_form, of_row, of_rows
from perfeval.review.measured import Measured, is_full, measured_rows
from perfeval.review.numbering import bare_name
from perfeval.review.reviewer_pack import over_completion_limit

_UNBOUNDED = re.compile(
    r"增|升|降|减|超|同比|环比|收益|利润|回报|杠杆|负债|偏差|差异|完成率|执行率|倍|比例|比重|产销"
)
_AVERAGE = re.compile(r"平均|[人户亩生校村县车]均|均次|每|密度")
_COUNTED = re.compile("人次|[人名位家户个次份台套辆场期基座篇本件头只株棵艘册起例班架]")
_YEAR = re.compile(r"(20\d\d)\s*年|(?<!\d)(20\d\d)[-./]\d{1,2}")


@check("A", "比率超出0–100%", "a rate outside 0–100 %")
def rate_out_of_range(subject: FormResult) -> Iterator[Problem]:
    """A rate of a whole is above 100 % or below zero.

    What it does
        Looks at rows in per cent whose name ends with 率 or 满意度; rates that may pass 100 % (growth, completion,
        returns) are left out, and rows whose target is itself above 100 %.
    Why
        No more than all can be qualified, satisfied or paid; the number is a typing mistake or another measure.
    Example
        验收合格率 ≥95%, actual 950%.
    Source
        RC-28
    """
    for each in measured_rows(subject):
        if _is_out_of_range(each):
            yield of_row("rate-out-of-range", subject, each.row, actual=each.actual.text)


def _is_out_of_range(each: Measured) -> bool:
    name = bare_name(each.row.name)
    is_part = each.is_percentage and name.endswith(("率", "满意度")) and not _UNBOUNDED.search(name)
    return is_part and each.goal <= 100 and not 0 <= each.reached <= 100


@check("A", "完成日期晚于本年度", "done after the end of the year")
def done_after_year(subject: FormResult) -> Iterator[Problem]:
    """The date of completion lies after the form's year.

    What it does
        Reads the year in the actual value of a row whose target is a date.
    Why
        What was finished in the next year is no result of this one.
    Example
        A form of 2023 reports 完成时间 2024年3月.
    Source
        RC-29
    """
    year = subject.form.year
    for row in subject.indicators:
        indicator = row.indicator
        if year is None or indicator is None or not indicator.target or not indicator.actual:
            continue
        found = _YEAR.search(indicator.actual)
        if _YEAR.search(indicator.target) and found and int(found[1] or found[2]) > year:
            yield of_row("done-after-year", subject, row, actual=indicator.actual, year=str(year))


@check("A", "全部恰好完成", "everything met to the last digit")
def all_exactly_met(subject: FormResult) -> Iterator[Problem]:
    """Every quantitative row was met exactly, and the whole budget was spent.

    What it does
        Looks at forms with at least three quantitative rows.
    Why
        Plans are rarely met to the last digit; the actual values may have been copied from the targets.
    Example
        Twelve rows, every actual value equal to its target, execution 100 %.
    Source
        RC-30
    """
    rows = list(measured_rows(subject))
    if len(rows) >= 3 and subject.execution_rate == 1 and all(each.is_exact for each in rows):
        yield of_form("all-exactly-met", subject, count=str(len(rows)))


@check("A", "超额完成未说明", "over-completion without a reason")
def over_completion_unexplained(subject: FormResult) -> Iterator[Problem]:
    """Targets were passed by far and no reason is given.

    What it does
        Lists, in one line a form, positive rows whose completion reaches the rule set's threshold, or the reviewer
        pack's 130 %, and whose note is empty. Information where the form has no cell for notes.
    Why
        The target may have been set too low, which some rules answer with fewer marks.
    Example
        培育企业 ≥20家, actual 40家, no note.
    Source
        RC-31, RC-56; L-15 and R-01 (130 %)
    """
    rows = [each for each in _far_above(subject) if not each.note]
    if rows:
        yield noted(_over("over-completion-unexplained", subject, rows), subject)


@check("A", "超额完成清单", "over-completion with its reason")
def over_completion_listed(subject: FormResult) -> Iterator[Problem]:
    """Rows far above their target, with the reason that is given.

    What it does
        Lists, in one line a form, positive rows from the same threshold on that have a note.
    Why
        The reviewer decides whether the reason holds or the target was set too low; the marks stay.
    Example
        研究报告 ≥3份, actual 60份: 每个单位出具一份意见书.
    Source
        RC-31; R-01, L-15 (130 %)
    """
    rows = [each for each in _far_above(subject) if each.note]
    if rows:
        yield _over("over-completion-listed", subject, rows)


def _far_above(subject: FormResult) -> list[Measured]:
    limit = over_completion_limit(subject.ruleset)
    return [
        each
        for each in measured_rows(subject)
        if each.is_floor
        and not _is_out_of_range(each)
        and each.ratio is not None
        and limit.is_reached(each.ratio)
    ]


def _over(code: str, subject: FormResult, found: list[Measured]) -> Problem:
    first = max(found, key=lambda each: (each.row.points or Fraction(0), -each.row.row)).row
    rows = "；".join(f"{each.row.row} {each.row.name} {percent(each.ratio or Fraction(0))}" for each in found)
    values = {"rows": rows, **over_completion_limit(subject.ruleset).shown()}
    return of_row(code, subject, first, **values)


@check("A", "计数不是整数", "a count that is no whole number")
def count_not_whole(subject: FormResult) -> Iterator[Problem]:
    """People, sites or meetings come in fractions.

    What it does
        Looks at rows counted in 人, 家, 次 and the like (averages left out).
    Why
        Half a meeting is a typing mistake or an average under the wrong name.
    Example
        培训人数 95.5人.
    Source
        RC-32
    """
    for each in measured_rows(subject):
        unit = each.actual.unit or each.target.unit
        if unit is None or not _COUNTED.fullmatch(str(unit)) or _AVERAGE.search(each.row.name):
            continue
        if each.actual.value.denominator != 1:
            yield of_row("count-not-whole", subject, each.row, actual=each.actual.text)


@check("C", "正向指标疑似用了≤", "an output with ≤")
def direction_doubtful(subject: FormResult) -> Iterator[Problem]:
    """A quantity that should be large has a ceiling for a target.

    What it does
        Proposes rows under 数量指标 that are counted, have "≤" or "<", were met exactly and earn full marks.
    Why
        With ≤ doing nothing at all would earn full marks as well.
    Example
        开展精品示范村建设数量 ≤4, actual 4.
    Source
        RC-18, RC-37; seen in published forms
    """
    rows = [
        each.row
        for each in measured_rows(subject)
        if each.is_printed
        and each.is_ceiling
        and each.row.indicator is not None
        and "数量" in each.row.indicator.category
        and each.is_exact
        and not each.is_percentage
        and is_full(each.row)
        and re.search(r"数量?$|次数$|人数$|面积$|里程$|长度$", bare_name(each.row.name))
    ]
    if rows:
        yield of_rows("direction-doubtful", subject, rows)
