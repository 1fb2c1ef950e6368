"""Target expressions: every row a text that forms contain or could contain."""

from __future__ import annotations

import pytest

from perfeval.core.actual import parse_actual
from perfeval.core.calendar import CalendarDate
from perfeval.core.cursor import Cursor
from perfeval.core.notation import NotationError
from perfeval.core.quantity import Quantity, read_quantity
from perfeval.core.target import (
    Bare,
    Bound,
    Comparator,
    Deadline,
    Grade,
    Qualitative,
    Range,
    TargetKind,
    TargetSyntaxError,
    Tolerance,
    is_blank,
    is_not_applicable,
    kind_of,
    on_time,
    parse_target,
)


def q(text: str) -> Quantity:
    return read_quantity(Cursor(text, NotationError), loose=True)


@pytest.mark.parametrize(
    ("text", "comparator", "quantity"),
    [
        (">=90%", "at_least", "90%"),
        ("≥100百分比", "at_least", "100%"),
        ("≧20000亩", "at_least", "20000亩"),
        ("》＝ ９０％", "at_least", "90%"),
        ("﹦72890元", "equal_to", "72890元"),
        ("═100%", "equal_to", "100%"),
        ("≤0", "at_most", "0"),
        ("≤-5%", "at_most", "-5%"),
        ("≥30000元/吨", "at_least", "30000元/吨"),
        ("=300元/人/半天", "equal_to", "300元/人/半天"),
        ("≥每亩300元", "at_least", "300元/亩"),
        (">=三家", "at_least", "3家"),
        (">=九十", "at_least", "90"),
        ("不少于2次", "at_least", "2次"),
        ("至少一次", "at_least", "1次"),
        ("不超过5万元", "at_most", "50000元"),
        ("≤9月", "at_most", "9个月"),  # a month alone may as well be a number of months
        ("≤￥5万", "at_most", "50000元"),
        ("控制在¥5万以内", "at_most", "50000元"),
        ("成本≤¥300/人", "at_most", "300元/人"),
        ("达到95%", "at_least", "95%"),
        # suffixes
        ("98%以上", "at_least", "98%"),
        ("98%及以上", "at_least", "98%"),
        ("三分之二以上", "at_least", "三分之二"),
        ("30日内", "at_most", "30天"),
        ("3个工作日以内", "at_most", "3工作日"),
        ("10%以下", "at_most", "10%"),
        ("控制在5%以内", "at_most", "5%"),
        ("≥98%以上", "at_least", "98%"),
        ("≥90%，其中A类95%", "at_least", "90%"),
        # 含 and 不含
        (">=20家（含）", "at_least", "20家"),
        ("98%（含）以上", "at_least", "98%"),
        ("98%以上（含98%）", "at_least", "98%"),
        ("98%以上（不含）", "more_than", "98%"),
        ("超过5家（含5家）", "at_least", "5家"),
        # the indicator's name before the comparison
        ("满意度≥90%", "at_least", "90%"),
        ("绿化株数≥500", "at_least", "500"),
        ("每年≥2次", "at_least", "2次"),
        # names, verbs and periods
        ("合格率不低于95%", "at_least", "95%"),
        ("成本控制在5%以内", "at_most", "5%"),
        ("不突破5万元", "at_most", "5万元"),
        ("≯5万元", "at_most", "5万元"),
        ("低于八十％", "less_than", "80%"),
        ("≥十二千米", "at_least", "12千米"),
        ("≥三万台", "at_least", "30000台"),
        ("≥3万5千台", "at_least", "35000台"),
        ("达到九成以上", "at_least", "90%"),
        ("每季度≥1次", "at_least", "1次/季度"),
        ("每月至少1次", "at_least", "1次/月"),
        ("不少于1次/月", "at_least", "1次/月"),
        ("每周2次以上", "at_least", "2次/周"),
        ("每人每天不超过300元", "at_most", "300元/人/天"),
        # after a comparator, any noun may follow the unit
        ("≥3条高标准自动化生产线", "at_least", "3条"),
        ("≤3个月内办结", "at_most", "3个月"),
        ("≥3高标准自动化生产线", "at_least", "3高标准自动化生产线"),
    ],
)
def test_bounds(text: str, comparator: Comparator, quantity: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Bound)
    assert target.comparator == comparator
    assert target.quantity == q(quantity)
    assert target.text == text


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("29.5亩", "29.5亩"),
        ("43.2", "43.2"),
        ("0次", "0次"),
        ("-5%", "-5%"),
        ("100%覆盖", "100%"),
        ("10家企业", "10家"),
        ("每亩300", "每亩300"),
        ("30日", "30天"),
        ("12个月", "12个月"),
        ("12月", "12个月"),  # twelve months, or December: a deadline would say 前 or 底
        ("三家", "3家"),
        ("5万", "50000"),
        ("五十四千克", "54千克"),
        ("三万台", "30000台"),
        ("1亿2000万元", "1.2亿元"),
        ("九成", "90%"),
        ("九成五", "95%"),
        ("1 234人", "1234人"),
        ("3个（其中：甲1个，乙2个）", "3个"),
        ("满意度95%", "95%"),
        ("完成培训3期", "3期"),
        ("开展三次", "3次"),
        ("2023年举办培训3期", "3期"),
        ("未成年人救助30人", "30人"),
        ("提升改造道路5公里", "5公里"),
        ("每年召开会议2次", "2次"),
        ("每季度1次", "1次/季度"),
        ("每月一次", "1次/月"),
        ("每半年一次", "1次/半年"),
        ("每季度开展1次", "1次/季度"),
        ("每两个月检查1次", "0.5次/月"),
        ("每两周1次", "0.5次/周"),
    ],
)
def test_bare_quantities(text: str, quantity: str) -> None:
    assert parse_target(text) == Bare(q(quantity))


@pytest.mark.parametrize(
    ("text", "low", "high", "opened"),
    [
        ("90%-95%", "90%", "95%", (False, False)),
        ("90-95%", "90%", "95%", (False, False)),
        ("5～10家", "5家", "10家", (False, False)),
        ("5至10", "5", "10", (False, False)),
        ("三至五家", "3家", "5家", (False, False)),
        ("5—10万元", "5万元", "10万元", (False, False)),
        ("5——10万元", "5万元", "10万元", (False, False)),
        ("9千-1万元", "9000元", "1万元", (False, False)),
        ("5000元-1万元", "5000元", "10000元", (False, False)),
        ("500米-1公里", "500米", "1000米", (False, False)),
        ("-5%--3%", "-5%", "-3%", (False, False)),
        ("[5,10]", "5", "10", (False, False)),
        ("[5，10)家", "5家", "10家", (False, True)),
        ("(5,10]万元", "5万元", "10万元", (True, False)),
        ("[100,200]", "100", "200", (False, False)),  # no thousands comma
        ("≥90%且≤95%", "90%", "95%", (False, False)),
        (">5，<10", "5", "10", (True, True)),
        ("≤10次≥5次", "5次", "10次", (False, False)),
        ("5家以上10家以下", "5家", "10家", (False, False)),
        ("60%（含）以上、80%（不含）以下", "60%", "80%", (False, True)),
        ("5-10家（含）", "5家", "10家", (False, False)),
        ("80%≤X≤90%", "80%", "90%", (False, False)),
        ("5<增长率≤10%", "5%", "10%", (True, False)),
        ("90≥X>80", "80", "90", (True, False)),
    ],
)
def test_ranges(text: str, low: str, high: str, opened: tuple[bool, bool]) -> None:
    target = parse_target(text)
    assert target == Range(q(low), q(high), *opened)
    assert isinstance(target, Range)
    assert target.low.scale == target.high.scale  # both ends print in one unit


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("100±5", "95", "105"),
        ("100个±5", "95个", "105个"),
        ("100±5个", "95个", "105个"),
        ("10万元±5000元", "95000元", "105000元"),
        ("200±5%", "190", "210"),  # of the centre
        ("200个±5‰", "199个", "201个"),
        ("-200±5%", "-210", "-190"),
        ("90%±5%", "85%", "95%"),  # percentage points
        ("±5%", "-5%", "5%"),
        ("≤±5%", "-5%", "5%"),
        ("0±0", "0", "0"),
    ],
)
def test_tolerances(text: str, low: str, high: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Tolerance)
    assert (target.lower_quantity, target.upper_quantity) == (q(low), q(high))


@pytest.mark.parametrize(
    ("text", "date", "inclusive"),
    [
        ("2021年12月31日", CalendarDate(2021, 12, 31), True),
        ("2023年12月31日前", CalendarDate(2023, 12, 31), True),
        ("2023-12-31之前", CalendarDate(2023, 12, 31), True),
        ("12月底前", CalendarDate(None, 12), True),
        ("12月底前完成", CalendarDate(None, 12), True),
        ("2023年12月31日前完成全部建设任务", CalendarDate(2023, 12, 31), True),
        ("完成时间：2023年12月底前", CalendarDate(2023, 12), True),
        ("第四季度", CalendarDate(None, 10, months=3), True),
        ("2023年第2季度前", CalendarDate(2023, 4, months=3), False),
        ("Q3", CalendarDate(None, 7, months=3), True),
        ("上半年", CalendarDate(None, 1, months=6), True),
        ("2023年下半年", CalendarDate(2023, 7, months=6), True),
        ("12月中旬", CalendarDate(None, 12, 11, days=10), True),
        ("每月15日前", CalendarDate(day=15, every="每月"), True),
        ("次月5日前", CalendarDate(day=5, every="次月"), True),
        ("每月底前", CalendarDate(every="每月"), True),
        ("每年6月30日前", CalendarDate(None, 6, 30), True),
        ("9月前", CalendarDate(None, 9), False),
        ("2023年前", CalendarDate(2023), False),
        ("2023年", CalendarDate(2023), True),
        ("年底前", CalendarDate(None, 12), True),
        ("≤2023年12月31日", CalendarDate(2023, 12, 31), True),
        ("完成时间<=12月31日", CalendarDate(None, 12, 31), True),
        ("不超过2023年6月", CalendarDate(2023, 6), True),
        ("≤2023年", CalendarDate(2023), True),
    ],
)
def test_deadlines(text: str, date: CalendarDate, inclusive: bool) -> None:
    assert parse_target(text) == Deadline(date, inclusive)


def test_grades() -> None:
    assert parse_target("Ｌ２") == parse_target("L2")
    assert isinstance(parse_target("一级"), Grade)
    assert parse_target("优良中低差") == Grade("优", ("优", "良", "中", "低", "差"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("稳步增长", "words"),
        ("良好", "words, answered by words"),
        ("全年", "words"),
        ("7×24小时运维保障服务响应", "a digit inside a phrase"),
        ("7×24小时", "a service level, no number of hours"),
        ("24小时响应", "a service level"),
        ("2个项目完成验收", "a phrase that begins with a number"),
        ("3个工作日内完成", "a phrase"),
        ("1.完成建设；2.通过验收", "an enumeration"),
        ("（1）完成建设", "an enumeration"),
        ("每年", "words"),
        ("5家以上，10家", "a phrase"),
        ("一般", "no numeral: it has no unit of the table"),
        ("一次性验收合格", "a word, not once"),
        ("两不愁三保障", "a name"),
        ("三五家", "three to five"),
        ("半数以上", "no number"),
        ("近三年稳步增长", "words"),
        ("达到预期目标", "达到 compares only before digits"),
        ("最低生活保障全覆盖", "as above"),
        ("《办法》印发", "a title"),
        ("二级以上", "the order of ranks is unknown"),
        ("15日前", "a day of which month?"),
        ("达到国家2级标准", "a name"),
        ("第3名", "an order"),
        ("前10名", "an order"),
        ("不超过市场价", "a limit in words"),
        ("不低于平均水平", "a limit in words"),
        ("超过平均水平", "a limit in words"),
        ("一期工程", "a name"),
        ("符合GB50300-2013标准", "a name"),
        ("不断提升", "words"),
        ("半成品", "a name"),
        ("不突破", "words, until a number follows"),
        ("每月", "words"),
        ("每季度≤6月30日", "no one day"),
        ("1-12月", "a period"),
        ("2023年1月-12月", "a period"),
        ("2023年1月1日至2023年12月31日", "a period"),
        ("2023-2025年", "a period"),
        ("2023.1-2023.12", "a period"),
        ("(2023-2025)规划", "a name"),
    ],
)
def test_phrases_are_qualitative(text: str, reason: str) -> None:
    assert parse_target(f" {text} ") == Qualitative(text)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        # what begins with a comparator is never quietly qualitative
        (">=90％％", "percent-doubled"),
        ("≥", "number-missing"),
        ("不得>预算", "number-missing"),
        ("≥稳步增长", "number-missing"),
        (">=九十abc?", "trailing"),
        (">=2023年12月31日", "trailing"),
        ("=2023年12月31日", "trailing"),
        ("≤2023年13月31日", "date-impossible"),
        ("¥5家", "units-differ"),
        ("≥三级", "trailing"),
        ("≥90%，A类95%", "trailing"),
        ("≥5-10%", "trailing"),
        ("≥1..5", "trailing"),
        ("≥98%以下", "comparators-contradict"),
        ("=98%以上", "comparators-contradict"),
        ("≥5%且≥6%", "comparators-contradict"),
        ("≤5%且=6%", "comparators-contradict"),
        ("5≤X≥10", "comparators-contradict"),
        ("满意度≥90%%", "percent-doubled"),
        # nor is what is wholly a number with something like a unit
        ("90％％", "percent-doubled"),
        ("12,34个", "comma-misplaced"),
        ("1 00个", "space-in-number"),
        ("≥½", "digit-odd"),
        ("≥9①场", "digit-odd"),
        ("3万5台", "magnitude-doubled"),
        ("2023年12月32日", "date-impossible"),
        ("12月32日前", "date-impossible"),
        ("每月32日前", "date-impossible"),
        ("95%,98%", "trailing"),
        ("1:18", "trailing"),
        ("7×24", "trailing"),
        ("约30个", "approximate"),
        ("30个左右", "approximate"),
        ("10余家", "approximate"),
        ("10-5", "range-reversed"),
        ("(5,5]", "range-reversed"),
        ("[5,10", "number-expected"),
        ("[5,10]]", "trailing"),
        ("[5x!,10]", "trailing"),
        ("5家-10%", "units-differ"),
        ("100个±5元", "units-differ"),
        ("100±-5", "tolerance-negative"),
        ("100±", "number-expected"),
        ("≥±5%", "tolerance-alone"),
        ("2023年13月前", "date-impossible"),
        # one unit does for both, which may make a number too long
        ("0米±20000000亿里", "number-too-long"),
        ("-200000000000-1亿元", "number-too-long"),
        # digits and signs alone
        ("$300", "number-expected"),
        ("(5)", "number-expected"),
        ("/", "number-expected"),
        ("", "empty"),
    ],
)
def test_a_quantity_that_cannot_be_read_is_a_mistake(text: str, mistake: str) -> None:
    with pytest.raises(TargetSyntaxError) as caught:
        parse_target(text)
    assert caught.value.mistake == mistake


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (">= ９０ ％", "≥90%"),
        ("不超过1.2万亩", "≤12000亩"),
        ("5～10家", "[5家~10家]"),
        ("(5,10]万元", "(50000元~100000元]"),
        ("100±5％", "100±5%"),
        ("9月以前", "9月前"),
        ("2023年", "2023年底前"),
        ("2023-12-31", "2023年12月31日前"),
        ("Ｌ２", "L2"),
        ("优、良、中、差", "优良中差"),
        ("三分之一", "3分之1"),
        ("1.9千年", "1,900年"),  # no date
        (" 稳步增长 ", "稳步增长"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    assert str(parse_target(text)) == canonical
    assert parse_target(canonical) == parse_target(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("≥90%", "quantity"),
        ("90%", "quantity"),
        ("5-10家", "range"),
        ("100±5", "range"),
        ("9月前", "date"),
        ("L2", "grade"),
        ("稳步增长", "qualitative"),
    ],
)
def test_kind_of(text: str, kind: TargetKind) -> None:
    assert kind_of(parse_target(text)) == kind


@pytest.mark.parametrize(
    ("deadline", "actual", "year", "kept"),
    [
        ("2023年12月31日前", CalendarDate(2023, 12, 31), 2023, True),
        ("2023年12月31日前", CalendarDate(2024, 1, 1), 2023, False),
        ("12月31日前", CalendarDate(2023, 11), 2023, True),
        ("9月前", CalendarDate(None, 7), 2023, True),
        ("9月前", CalendarDate(None, 7), None, True),
        ("9月前", CalendarDate(None, 9), 2023, None),  # September itself: usage differs
        ("9月前", CalendarDate(None, 9, 1), 2023, None),  # its first day too
        ("9月前", CalendarDate(None, 10), 2023, False),
        ("9月底前", CalendarDate(None, 9), 2023, True),
        ("6月15日前", CalendarDate(None, 6), 2023, None),  # the first half of June, or the second
        ("6月15日前", CalendarDate(None, 6, 16), 2023, False),
        ("9月前", CalendarDate(2024, 1), 2023, False),
        ("9月前", CalendarDate(2024, 1), None, None),  # of which year?
        ("2023年底前", CalendarDate(None, 12, 1), 2023, True),
        ("2023年底前", CalendarDate(None, 12, 1), None, None),
        ("每月15日前", CalendarDate(every="每月"), 2023, None),  # some day of every month
    ],
)
def test_on_time(deadline: str, actual: CalendarDate, year: int | None, kept: bool | None) -> None:
    target = parse_target(deadline)
    assert isinstance(target, Deadline)
    assert on_time(target, actual, year) is kept


@pytest.mark.parametrize(
    ("deadline", "answer", "kept"),
    [
        ("2023年12月前", "2023年12月前", True),  # repeated, as a number may be
        ("11月前", "11月前完成", True),
        ("11月前", "10月前完成", True),
        ("11月前", "12月前完成", None),  # some day before December
        ("第四季度", "2023年12月", True),
        ("第四季度", "9月", True),
        ("第三季度", "2023年10月", False),
        ("上半年", "7月", False),
        ("上半年", "第二季度", True),
        ("每月15日前", "每月10日", True),
        ("每月15日前", "10日", True),
        ("每月15日前", "每月20日", False),
        ("每月15日前", "次月10日", None),
        ("12月中旬", "12月下旬", False),
        ("2023年6月30日", "2023年6月", True),  # which ends with that day
        ("2023年2月28日", "2023年2月下旬", True),
        ("2023年12月31日前", "2023年1-12月", True),
    ],
)
def test_answers_to_a_deadline(deadline: str, answer: str, kept: bool | None) -> None:
    target = parse_target(deadline)
    assert isinstance(target, Deadline)
    actual = parse_actual(answer, target)
    assert isinstance(actual, CalendarDate | Deadline)
    assert on_time(target, actual, 2023) is kept


@pytest.mark.parametrize(
    ("text", "canonical", "change"),
    [
        ("提升10%", "提升≥10%", "up"),
        ("比上年增长5%", "提升≥5%", "up"),
        ("年均增长不低于5%", "提升≥5%", "up"),
        ("人均增收1000元", "提升≥1000元", "up"),
        ("下降≥3%", "下降≥3%", "down"),
        ("比上年减少10%", "下降≥10%", "down"),
        ("降低成本5%", "下降≥5%", "down"),
        ("能耗下降率3%", "下降≥3%", "down"),
        ("节约3万元", "下降≥30000元", "down"),
    ],
)
def test_growth_and_decline_are_floors_of_the_change(text: str, canonical: str, change: str) -> None:
    target = parse_target(text)
    assert isinstance(target, Bound)
    assert (str(target), target.comparator, target.quantity.change) == (canonical, "at_least", change)
    assert parse_target(canonical) == target


@pytest.mark.parametrize("text", ["第四季度", "上半年", "12月中旬", "每月15日前", "每月底前", "增长5%-8%"])
def test_canonical_text_of_parts_of_the_calendar_and_of_changes_reads_back(text: str) -> None:
    assert parse_target(str(parse_target(text))) == parse_target(text)


def test_a_deadline_on_a_day_counts_the_day() -> None:
    with pytest.raises(ValueError, match="counts the day"):
        Deadline(CalendarDate(2023, 12, 31), inclusive=False)


@pytest.mark.parametrize("text", ["", " ", "\n\u3000", "/", "—", "--", "\u200b"])
def test_blank_cells(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "无", "稳步增长"])
def test_cells_that_say_something(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("text", ["不适用", " 不涉及 ", "N/A", "ｎａ"])
def test_rows_declared_not_applicable(text: str) -> None:
    assert is_not_applicable(text)


@pytest.mark.parametrize("text", ["/", "无", "不适用于本年", "0"])
def test_what_declares_nothing(text: str) -> None:
    assert not is_not_applicable(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5家(不含)以上", ">5家"),
        ("5家以上(不含)", ">5家"),
        ("5家以下(不含)", "<5家"),
        ("5家以下（含）", "≤5家"),
        ("≥5家（不含）", ">5家"),
        ("5家以上10家以下(不含)", "[5家~10家)"),
        ("5家(不含)以上10家(不含)以下", "(5家~10家)"),
    ],
)
def test_an_end_that_is_left_out_is_open(text: str, shown: str) -> None:
    assert str(parse_target(text)) == shown


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("1克±900000000000000吨", "number-too-long"),
        ("1克-900000000000000吨", "number-too-long"),
        ("10-5公里", "range-reversed"),
        ("[5,5)", "range-reversed"),
        ("5家-10公里", "units-differ"),
        ("100±-5", "tolerance-negative"),
        (">=10且>=5", "comparators-contradict"),
    ],
)
def test_a_fault_of_the_whole_target_is_shown_under_all_of_it(text: str, mistake: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_target(text)
    assert (caught.value.mistake, caught.value.position, caught.value.length) == (mistake, 0, len(text))
