"""Are the indicators any good (指标设置)? RC-41 to RC-50."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfeval.core.figures import nearly
from perfeval.core.form import Indicator
from perfeval.core.problems import Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.core.target import Qualitative
from perfeval.review.checks.check import check, of_form, of_row, of_rows
from perfeval.review.measured import category, measured_rows
from perfeval.review.numbering import bare_name, without_number
from perfeval.review.reviewer_pack import REVIEWER_PACK, stated

_PAYMENT = re.compile(
    r"(?:资金|经费|预算|补助|款项|费用).{0,6}(?:支付|拨付|执行|到位|支出|兑付|发放)(?:及时)?(?:率|进度)$|^执行率$"
)
_MEASURE = re.compile(r"(?:(?<!效)率|数量|次数|人数|户数|人次|面积|金额|里程|长度|个数|件数)$")
_DEGREE = re.compile(
    r"(?:进一步|显著|明显|有效|不断|逐步|稳步|持续|大幅|较大|长期|充分|切实|全面|良好|较好)*"
    r"(?:提高|提升|增强|改善|加强|减少|降低|增长|完善|保障|推动|促进|强化|优化|确保|显著|明显|良好|较好|有效)?"
)
_SURVEY = re.compile(r"问卷|调查|抽样|样本|访谈|走访|回访|电话|测评|评议|评价|投诉|\d+(?:家|人|名|户|份)")


@check("C", "数量指标下是比率", "a rate under 数量指标")
def rate_under_quantity(subject: FormResult) -> Iterator[Problem]:
    """A rate stands under 数量指标.

    What it does
        Proposes rows in per cent under 数量指标 for another category.
    Why
        数量指标 say how much is delivered; a rate says how well or how far.
    Example
        数量指标: 设备设施数字化率 ≥35%.
    Source
        RC-41
    """
    rows = [
        each.row for each in measured_rows(subject) if each.is_percentage and category(each.row) == "quantity"
    ]
    rows = [row for row in rows if not _PAYMENT.search(bare_name(row.name))]
    if rows:
        yield of_rows("rate-under-quantity", subject, rows, "name")


@check("A", "数量指标下是资金支付", "payment under 数量指标")
def payment_under_quantity(subject: FormResult) -> Iterator[Problem]:
    """How the money was paid out stands under 数量指标.

    What it does
        Looks under 数量指标 for names such as 资金支付率, 预算执行率 and 拨付进度.
    Why
        Payment is no output, and the execution row scores it already. One rubric gives such a row nothing.
    Example
        数量指标: 资金支付率 100%.
    Source
        RC-41, P85, R-01
    """
    rows = [row for row in subject.indicators if row.status != "ignored" and row.indicator]
    rows = [row for row in rows if category(row) == "quantity" and _PAYMENT.search(bare_name(row.name))]
    if rows:
        yield of_rows("payment-under-quantity", subject, rows, "name")


@check("A", "同一指标重复", "the same indicator twice")
def indicator_twice(subject: FormResult) -> Iterator[Problem]:
    """Two rows of the form have the same indicator.

    What it does
        Compares names without numbering and brackets, and targets. Rows of one category whose names are the same to
        the last bracket are found whatever their targets say.
    Why
        One result earns marks twice; one rubric counts only one of them. Two targets for one thing contradict each
        other.
    Example
        培训人数 ≥100人 under 产出指标 and again under 效益指标.
    Source
        RC-42, R-01
    """
    found: dict[tuple[int, ...], list[RowResult]] = {}
    for key in (_name_and_target, _name_and_category):
        groups: dict[tuple[str, str], list[RowResult]] = {}
        for row in subject.indicators:
            if row.indicator and row.status != "ignored" and row.indicator.target and bare_name(row.name):
                groups.setdefault(key(row.name, row.indicator), []).append(row)
        found |= {tuple(row.row for row in rows): rows for rows in groups.values() if len(rows) > 1}
    for rows in found.values():
        if not any({row.row for row in rows} < set(other) for other in found):
            yield of_rows("indicator-twice", subject, rows, "name")


def _name_and_target(name: str, indicator: Indicator) -> tuple[str, str]:
    return bare_name(name), "".join((indicator.target or "").split())


def _name_and_category(name: str, indicator: Indicator) -> tuple[str, str]:
    return without_number(name), "".join(indicator.category.split())


@check("A", "可量化的指标写成定性", "a measure declared in words")
def measure_in_words(subject: FormResult) -> Iterator[Problem]:
    """The name promises a number and the target is words.

    What it does
        Looks for names that end with 率, 数量, 次数 and the like over a qualitative target.
    Why
        The marks then depend on a judgement although the thing can be counted.
    Example
        有效发明专利并实际应用数量: 稳步增长.
    Source
        RC-45, RC-44
    """
    rows = [row for row in subject.indicators if row.status != "ignored" and _is_qualitative(row)]
    rows = [row for row in rows if _MEASURE.search(bare_name(row.name))]
    if rows:
        yield of_rows("measure-in-words", subject, rows)


@check("C", "定性指标没有衡量尺度", "words without a measure")
def words_not_measurable(subject: FormResult) -> Iterator[Problem]:
    """A qualitative target is nothing but an adverb and a verb of improvement.

    What it does
        Proposes rows whose whole target is words such as 显著提高 or 不断强化.
    Why
        Nobody can tell when it is reached, so everybody reaches it.
    Example
        园区科技服务水平: 显著提高.
    Source
        RC-44
    """
    rows = [row for row in subject.indicators if row.status != "ignored" and _is_qualitative(row)]
    rows = [row for row in rows if row.indicator and _DEGREE.fullmatch(_plain(row.indicator.target))]
    if rows:
        yield of_rows("words-not-measurable", subject, rows)


@check("A", "单个指标分值过高", "one row carries too much")
def one_row_heavy(subject: FormResult) -> Iterator[Problem]:
    """One row carries more than half of all marks.

    What it does
        Compares the marks of each row with the total that the rule set gives a form.
    Why
        The form then measures one thing.
    Example
        成本控制数 90 of 100.
    Source
        RC-48
    """
    limit, whole = REVIEWER_PACK["heavy_row_above"], subject.ruleset.total.points
    for row in subject.indicators:
        if row.points is not None and limit.is_reached(row.points / whole):
            yield of_row("one-row-heavy", subject, row, "points", points=nearly(row.points), **limit.shown())


@check("A", "三级指标过少", "too few indicators")
def too_few_indicators(subject: FormResult) -> Iterator[Problem]:
    """The form has fewer level-3 indicators than the rule set asks for.

    What it does
        Counts the scored rows; silent where the rule set states no number.
    Why
        Two rows cannot show what a year's money did.
    Example
        Two rows where the rule set asks for three.
    Source
        RC-48, P16, L-14
    """
    limit = stated("fewest_indicators", subject.ruleset)
    count = sum(row.status != "ignored" for row in subject.indicators)
    if limit is not None and count < limit.value:
        values = {"count": str(count), "limit": nearly(limit.value), "limit_source": limit.source.zh}
        yield of_form("too-few-indicators", subject, subject.form.place, **values)


@check("A", "满意度指标值过低", "a satisfaction target set low")
def satisfaction_target_low(subject: FormResult) -> Iterator[Problem]:
    """A satisfaction target lies below what the rule set asks for.

    What it does
        Looks at rows of the satisfaction dimension in per cent; silent where the rule set states no number.
    Why
        A low target is met without effort.
    Example
        服务对象满意度 ≥80% where the rule set asks for 90 %.
    Source
        RC-46, P62
    """
    limit = stated("satisfaction_least", subject.ruleset)
    for each in measured_rows(subject):
        if limit is None or not each.is_percentage or category(each.row) != "satisfaction":
            continue
        if not limit.is_reached(each.goal / 100):
            yield of_row(
                "satisfaction-target-low",
                subject,
                each.row,
                "target",
                target=each.target.text,
                **limit.shown(),
            )


@check("C", "满意度100%而无调查说明", "all satisfied, and no survey named")
def satisfaction_unproven(subject: FormResult) -> Iterator[Problem]:
    """Everybody is satisfied, and the form does not say who was asked.

    What it does
        Proposes satisfaction rows with an actual value of 100 % whose note names no survey and no number of
        people asked.
    Why
        Where nobody complained is not where everybody was asked; one rubric gives such a row nothing.
    Example
        受益群众满意度 ≥90%, actual 100%, no word on a survey.
    Source
        RC-50, P63, U-23, R-01
    """
    rows = [
        each.row
        for each in measured_rows(subject)
        if category(each.row) == "satisfaction"
        and each.is_percentage
        and each.reached == 100
        and "满意" in each.row.name
        and not _SURVEY.search(each.note)
    ]
    if rows:
        yield of_rows("satisfaction-unproven", subject, rows, "actual")


def _is_qualitative(row: RowResult) -> bool:
    return any(isinstance(each.target, Qualitative) for each in row.readings)


def _plain(text: str | None) -> str:
    return "".join((text or "").split()).strip("。.；;")
