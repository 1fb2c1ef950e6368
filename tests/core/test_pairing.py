"""Target and actual value read together: one way where the cells tell, several where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.core.actual import GradeWord, Words
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.notation import NotationError
from perfeval.core.pairing import Pair, pairs
from perfeval.core.problems import Place, Problem
from perfeval.core.quantity import Quantity
from perfeval.core.target import Bound, Grade, Range


def read(
    target: str, actual: str, name: str = "示例指标", category: str = "数量指标"
) -> tuple[Pair, ...] | Problem:
    dimension = {"成本指标": "成本指标", "服务对象满意度指标": "满意度指标"}.get(category, "产出指标")
    indicator = Indicator(name=name, dimension=dimension, category=category, target=target, actual=actual)
    return pairs(indicator, target, SelfEvaluationForm(year=2023))


def shown(found: tuple[Pair, ...] | Problem) -> list[tuple[str, str, str]]:
    """Target, actual value and name of each reading."""
    assert not isinstance(found, Problem), found
    return [(str(each.target), value_of(each), each.reading) for each in found]


def value_of(pair: Pair) -> str:
    match pair.actual:
        case Words():
            return str(pair.actual.level)
        case GradeWord():
            return pair.actual.value
        case _:
            return str(pair.actual)


@pytest.mark.parametrize(
    ("target", "actual", "read_target", "read_actual", "code"),
    [
        # frequencies over the year
        ("每季度1次", "4次", "4次", "4次", "frequency-over-year"),
        ("每月一次", "12次", "12次", "12次", "frequency-over-year"),
        ("每月至少两次", "12次", "≥24次", "12次", "frequency-over-year"),
        ("1次/月", "10次", "12次", "10次", "frequency-over-year"),
        ("每半年1次", "2次", "2次", "2次", "frequency-over-year"),
        ("每周至少1次", "50次", "≥52次", "50次", "frequency-over-year"),
        ("每两个月检查1次", "6次", "6次", "6次", "frequency-over-year"),
        ("每季度≥2次", "8", "≥8次", "8次", "frequency-over-year"),
        ("每旬1次", "36次", "36次", "36次", "frequency-over-year"),
        ("≥12次", "每月1次", "≥12次", "12次", "frequency-over-year"),
        ("4次/年", "5次", "4次", "5次", ""),
        ("每月1-2次", "15次", "[12次~24次]", "15次", "frequency-over-year"),
        ("每季度1次", "每季度1次", "1次/季度", "1次/季度", ""),
        ("每季度1次", "1", "1次/季度", "1次/季度", "unit-assumed"),
        # shares beside percentages
        ("≥95%", "0.956", "≥95%", "95.6%", "percent-scale"),
        ("100%", "1", "100%", "100%", "percent-scale"),
        ("≥0.95", "96%", "≥95%", "96%", "percent-scale"),
        ("≥95%", "96", "≥95%", "96", ""),
        ("下降0.5%", "0.6", "下降≥0.5%", "0.6", ""),
        # magnitudes
        ("≤5万元", "48000", "≤50000元", "48000元", "magnitude-assumed"),
        ("≤5万元", "4.8", "≤50000元", "48000元", "unit-assumed"),
        ("≥3万台", "25000", "≥30000台", "25000台", "magnitude-assumed"),
        ("≥三万台", "25000", "≥30000台", "25000", ""),
        ("≥3万", "25000", "≥30000", "25000", "magnitude-assumed"),
        # a completion rate that answers a count
        ("≥200户", "100%", "≥200户", "200户", "rate-answers-count"),
        ("≥200户", "95%", "≥200户", "190户", "rate-answers-count"),
        ("≥200", "95%", "≥200", "190", "rate-answers-count"),
        # growth and decline
        ("提升10%", "提升8%", "提升≥10%", "8%", ""),
        ("提升10%", "8%", "提升≥10%", "8%", ""),
        ("提升10%", "下降2%", "提升≥10%", "-2%", "change-opposite"),
        ("下降3%", "上升1%", "下降≥3%", "-1%", "change-opposite"),
        ("下降3%", "-4%", "下降≥3%", "4%", "decline-as-negative"),
        # nothing of it
        ("零投诉", "2起", "≤0起", "2起", "nothing-asked"),
        ("零事故", "0起", "≤0起", "0起", "nothing-asked"),
        ("无违规违纪现象", "发生1起", "≤0起", "1起", "nothing-asked"),
        ("不发生", "未发生", "≤0", "0", "nothing-asked"),
        ("不突破预算", "未突破预算", "≤0", "0", "nothing-asked"),
        ("杜绝安全事故", "2023年未发生安全事故", "≤0", "0", "nothing-asked"),
        ("0起", "未发生", "0起", "0起", "none-as-zero"),
        ("＝0起", "未发生", "=0起", "0起", "none-as-zero"),
        ("≥98%", "全部合格", "≥98%", "100%", "all-as-percent"),
        ("100%", "全覆盖", "100%", "100%", "all-as-percent"),
        ("≥200人次", "共培训210人次，其中女性100人次", "≥200人次", "210人次", ""),
        ("≤2人", "无", "≤2人", "0人", "none-as-zero"),
    ],
)
def test_one_reading(target: str, actual: str, read_target: str, read_actual: str, code: str) -> None:
    found = read(target, actual)
    assert shown(found) == [(read_target, read_actual, "")]
    assert isinstance(found, tuple)
    assert [each.code for each in found[0].problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("target", "actual", "ways"),
    [
        ("每月一次", "2", [("1次/个月", "2次/个月", "frequency=period"), ("12次", "2次", "frequency=year")]),
        ("≤3个月", "85天", [("≤84天", "85天", "month=28"), ("≤93天", "85天", "month=31")]),
        ("≤90天", "3个月", [("≤90天", "84天", "month=28"), ("≤90天", "93天", "month=31")]),
        (
            "每天1次",
            "250次",
            [("365次", "250次", "frequency=days"), ("250次", "250次", "frequency=workdays")],
        ),
        ("≤1%", "0.5", [("≤1%", "50%", "scale=share"), ("≤1%", "0.5%", "scale=percent")]),
        ("≥100%", "1.02", [("≥100%", "102%", "scale=share"), ("≥100%", "1.02%", "scale=percent")]),
        (
            "≤5万元",
            "300",
            [("≤50000元", "3000000元", "bare=3000000元"), ("≤50000元", "300元", "bare=300元")],
        ),
        ("5-10家", "12家", [("[5家~10家]", "12家", "range=exact"), ("≥5家", "12家", "range=at_least")]),
        # that a range begins at nothing makes it no ceiling
        ("0-10家", "12家", [("[0家~10家]", "12家", "range=exact"), ("≥0家", "12家", "range=at_least")]),
    ],
)
def test_several_readings(target: str, actual: str, ways: list[tuple[str, str, str]]) -> None:
    assert shown(read(target, actual)) == ways


@pytest.mark.parametrize(
    ("target", "actual", "code"),
    [
        ("≤5次", "95%", "rate-against-count"),
        ("=5期", "100%", "rate-against-count"),
        ("5-10家", "100%", "rate-against-count"),
        ("≥95%", "45户", "unit-mismatch-refused"),
        ("每工作日1次", "250次", "unit-mismatch-refused"),
        ("每工作日1次", "250", "unit-mismatch-refused"),
        ("≥95%", "提升2%", "change-unclear"),
        ("≥500人", "减少20人", "change-unclear"),
        ("≥95%", "不足95%", "actual-unreadable"),
        ("5-8座", "6座，1座在建", "remark-contradicts"),
        ("≥9½场", "9场", "target-unreadable"),
    ],
)
def test_what_nobody_can_tell_is_refused(target: str, actual: str, code: str) -> None:
    found = read(target, actual)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("target", "actual", "level"),
    [
        ("达标", "未达标", "missed"),
        ("是", "否", "missed"),
        ("零投诉", "有投诉", "missed"),
        ("不超预算", "超预算5万元", "missed"),
        ("零投诉", "达成预期指标", "reached"),
        ("不突破预算", "45万元", "None"),
        ("零投诉", "98%", "None"),
        ("不发生", "2023年12月", "None"),
        ("健全", "100%", "reached"),
        ("合规", "较好", "None"),
        ("2023年12月底前", "延期完成", "missed"),
        ("2023年12月底前", "100%", "reached"),
    ],
)
def test_answers_in_words_have_a_level_or_none(target: str, actual: str, level: str) -> None:
    ((_, found, _),) = shown(read(target, actual))
    assert found == level


@pytest.mark.parametrize(
    "answer", ["全部不合格", "未全部合格", "基本合格", "部分合格", "合格", "及时", "全部"]
)
def test_words_that_are_not_all_of_it_are_no_percentage(answer: str) -> None:
    ((_, found, _),) = shown(read("≥98%", answer, "合格率"))
    assert found == "None"


def test_a_bare_share_of_a_rate_is_a_share() -> None:
    assert shown(read("100", "0.98", "任务完成率")) == [("100%", "98%", "")]
    assert shown(read("100", "98%", "任务完成率")) == [("100", "98%", "")]
    assert shown(read("100", "0.98", "任务数量")) == [("100", "0.98", "")]


def test_a_plain_no_is_said() -> None:
    found = read("是", "否")
    assert isinstance(found, tuple)
    assert [each.code for each in found[0].problems] == ["answered-no"]


def test_a_worse_grade_word_is_a_grade_that_was_missed() -> None:
    found = read("良好", "一般")
    assert isinstance(found, tuple)
    assert isinstance(found[0].target, Grade)
    assert found[0].actual == GradeWord("一般")


def test_a_range_of_a_duration_is_a_ceiling_and_one_of_a_cost_has_two_readings_below() -> None:
    found = read("3-5天", "2天", "办理时限", "时效指标")
    assert shown(found) == [("≤5天", "2天", "")]
    assert isinstance(found, tuple)
    assert [each.code for each in found[0].problems] == ["range-as-ceiling"]
    below = read("5-10万元", "4万元", "项目总成本", "成本指标")
    assert isinstance(below, tuple)
    assert [type(each.target) for each in below] == [Range, Bound]


@pytest.mark.parametrize(
    ("name", "target", "actual", "read_target", "met"),
    [
        ("项目开工时间", "3月", "4月", "3月底前", False),
        ("项目开工时间", "3月", "3月", "3月底前", True),
        ("项目开工时间", "3月", "2月", "3月底前", True),
        ("完工日期", "10月", "2023年11月2日", "10月底前", False),
        ("交付时间节点", "十月", "9月", "10月底前", True),
    ],
)
def test_a_month_in_a_row_that_asks_when_is_one_of_the_calendar(
    name: str, target: str, actual: str, read_target: str, met: bool
) -> None:
    found = read(target, actual, name, "时效指标")
    assert isinstance(found, tuple)
    assert str(found[0].target) == read_target
    assert found[0].steps[0].value == met


@pytest.mark.parametrize("name", ["工期", "质保期", "建设周期", "服务时长", "平均办理时间"])
def test_a_month_in_a_row_that_asks_how_long_is_a_number_of_months(name: str) -> None:
    assert shown(read("6月", "5月", name, "时效指标")) == [("6个月", "5个月", "")]


def test_the_name_before_the_number_is_left_out_even_where_it_denies() -> None:
    assert shown(read("≤2%", "不合格率1.5%", "不合格率")) == [("≤2%", "1.5%", "")]
    assert shown(read("≤2%", "不合格率1.5%", "合格率")) == [("≤2%", "None", "")]


def test_a_stretch_of_a_year_that_no_cell_tells_is_words() -> None:
    row = Indicator(name="示例", target="7-9月", actual="8月15日")
    assert shown(pairs(row, "7-9月", SelfEvaluationForm())) == [("7-9月", "None", "")]


def test_two_dates_stand_side_by_side_in_a_step() -> None:
    found = read("2023年10月", "2023年12月", "完工时间", "时效指标")
    assert isinstance(found, tuple)
    (step,) = found[0].steps
    assert (step.operation, step.value, step.detail) == ("on_time", 0, "2023年12月|2023年10月底前")


NUMBERS = st.integers(1, 9999)
UNITS = st.sampled_from(["个", "次", "人", "家", "场", "台", "%", "元", "亩", "公里"])
BEFORE = st.sampled_from(
    ["已完成", "共", "共计", "实际完成", "合格率", "数量为", "已开展", "全年共", "完成情况："]
)
BEHIND = st.sampled_from(["", "（其中：甲1，乙2）", "（详见附件1）", "。"])


@given(NUMBERS, NUMBERS, UNITS, BEFORE, BEHIND)
def test_a_label_a_bracket_and_grouped_thousands_change_nothing(
    goal: int, done: int, unit: str, before: str, behind: str
) -> None:
    plainly = values(read(f"≥{goal}{unit}", f"{done}{unit}"))
    assert values(read(f"≥{goal}{unit}", f"{before}{done}{unit}{behind}")) == plainly
    assert values(read(f"≥{goal}{unit}{behind}", f"{done:,}{unit}")) == plainly
    assert values(read(f"示例指标≥{goal:,}{unit}", f"{done:,}{unit}".replace(",", " "))) == plainly


def values(found: tuple[Pair, ...] | Problem) -> list[object]:
    if isinstance(found, Problem):
        return [found.code]
    return [
        (each.target, each.actual.value if isinstance(each.actual, Quantity) else each.actual)
        for each in found
    ]


PIECES = st.sampled_from(
    [
        *(
            "≥",
            "≤",
            "95",
            "0.5",
            "1 234",
            "%",
            "个",
            "次",
            "万元",
            "每季度",
            "每月",
            "提升",
            "下降",
            "零",
            "无",
            "未",
        ),
        *(
            "完成",
            "达标",
            "好",
            "优",
            "第四季度",
            "12月",
            "15日前",
            "约",
            "共",
            "（其中1个）",
            "成",
            "三万",
            "是",
            "否",
            "投诉",
            "9½",
        ),
    ]
)
CELL = st.lists(PIECES, min_size=1, max_size=5).map("".join) | st.text(min_size=1, max_size=12)


@given(CELL, CELL)
def test_any_two_cells_give_readings_or_a_problem(target: str, actual: str) -> None:
    try:
        found = read(target, actual)
    except NotationError as error:  # pragma: no cover  # the test's own message
        raise AssertionError("a mistake of notation left pairs()") from error
    assert isinstance(found, Problem) or found


def test_months_against_days_are_noted() -> None:
    found = read("≤3个月", "80天")
    assert isinstance(found, tuple)
    assert [problem.code for each in found for problem in each.problems] == ["months-as-days"] * 2


@pytest.mark.parametrize(
    ("target", "actual", "name", "ways"),
    [
        # a number of its own unit is never too large for a percentage; a bare one is, from a size on
        ("≥95%", "4500%", "", [("≥95%", "4500%", "")]),
        ("≥95%", "1900", "", [("≥95%", "1900", "")]),
        ("≥2%", "1000", "", [("≥2%", "1000", "")]),
        # words that say nothing of a change are no change of nothing
        ("提升10%", "若干", "", [("提升≥10%", "None", "")]),
        ("提升10%", "持平", "", [("提升≥10%", "0%", "")]),
        # once a period, without saying how often
        ("每月召开例会", "12次", "", [("≥12次", "12次", "")]),
        ("每两月召开例会", "6次", "", [("≥6次", "6次", "")]),
        ("每月召开例会", "12", "", [("每月召开例会", "None", "")]),
        ("每月召开例会", "12个", "", [("每月召开例会", "None", "")]),
        ("每月召开例会", "每月召开例会", "", [("每月召开例会", "None", "")]),
        # last year's figure
        ("不低于上年", "不低于上年", "", [("不低于上年", "None", "")]),
        ("不低于上年", "上年的95%", "", [("≥100%", "95%", "")]),
        ("不低于上年", "完成", "", [("不低于上年", "reached", "")]),
        ("高于上年5%", "高于上年6%", "", [("≥105%", "106%", "")]),
        ("较上年下降", "减少15起", "", [("较上年下降", "reached", "")]),
        ("不低于上年", "增加0起", "", [("≥100%", "100%", "")]),
        # a stretch of the year
        ("7-9月", "8月15日", "", [("9月底前", "8月15日", "")]),
        ("7-9月", "7月", "", [("9月底前", "7月", "")]),
        ("7-9月", "已完成", "", [("7-9月", "reached", "")]),
        ("7-9月", "10月", "", [("9月底前", "10月", "")]),
        ("7-9月", "6月", "", [("7-9月", "None", "")]),
        ("7-9月", "7-9月", "", [("7-9月", "None", "")]),
        ("7-9月", "每月15日", "", [("7-9月", "None", "")]),
        # a time within which something is done
        ("30分钟内到达", "25分钟", "", [("≤30分钟", "25分钟", "")]),
        ("30分钟内到达", "25", "", [("≤30分钟", "25", "")]),
        ("30分钟内到达", "25公里", "", [("30分钟内到达", "None", "")]),
        # told with what was done: the same, in another word, or more than was asked for; not less
        ("30分钟内到达", "25分钟内到达", "", [("≤30分钟", "25分钟", "")]),
        ("30分钟内到达", "25分钟赶到", "", [("≤30分钟", "25分钟", "")]),
        ("1小时内响应", "25分钟到达", "", [("≤1小时", "25分钟", "")]),
        ("30分钟内到达", "5分钟响应", "", [("30分钟内到达", "None", "")]),
        ("24小时内修复", "2小时到达", "", [("24小时内修复", "None", "")]),
        ("24小时内到场修复", "2小时到场", "", [("24小时内到场修复", "None", "")]),
        ("5个工作日内办结", "1个工作日受理", "", [("5个工作日内办结", "None", "")]),
        ("5个工作日内办结", "3个工作日完成", "", [("≤5工作日", "3工作日", "")]),
        ("30分钟内到达", "30分钟内到达", "", [("30分钟内到达", "None", "")]),
        ("5个内到达", "4个", "", [("5个内到达", "None", "")]),
        # ranges: at an end, beside one, in other units and without
        ("5-10家", "5家", "", [("[5家~10家]", "5家", "")]),
        ("5-10家", "10家", "", [("[5家~10家]", "10家", "")]),
        ("5-10家", "4家", "", [("[5家~10家]", "4家", "")]),
        ("5-10家", "12", "", [("[5家~10家]", "12", "range=exact"), ("≥5家", "12", "range=at_least")]),
        (
            "5-10公里",
            "12000米",
            "",
            [("[5千米~10千米]", "12000米", "range=exact"), ("≥5千米", "12000米", "range=at_least")],
        ),
        ("5-10公里", "9000米", "", [("[5千米~10千米]", "9000米", "")]),
        ("≥5家且≤10家", "12家", "", [("[5家~10家]", "12家", "")]),
        ("500-600元/人", "480元/人", "每人补助标准", [("[500元/人~600元/人]", "480元/人", "")]),
        # classes of water, only where water is meant
        ("达到Ⅲ类", "Ⅱ类", "水质", [("Ⅲ类", "Ⅱ类", "")]),
        ("达到Ⅲ类", "劣Ⅴ类", "水质", [("Ⅲ类", "劣Ⅴ类", "")]),
        ("达到Ⅲ类", "达到Ⅲ类", "水质", [("达到Ⅲ类", "None", "")]),
        ("达到Ⅲ类", "良好", "水质", [("达到Ⅲ类", "None", "")]),
        ("达到Ⅲ类", "Ⅱ类", "建筑", [("达到Ⅲ类", "None", "")]),
        # none of it, all of it
        ("≥10个", "无", "", [("≥10个", "None", "")]),
        ("0个", "有", "", [("0个", "missed", "")]),
        ("≤10%", "全部合格", "", [("≤10%", "None", "")]),
        ("≥10个", "全部合格", "", [("≥10个", "None", "")]),
        ("95%", "合格", "产品合格率", [("95%", "None", "")]),
        ("100%", "合格", "产品合格率", [("100%", "100%", "")]),
        # told by parts of the year, each once and all of one kind
        ("≥2次", "上半年1次，下半年2次", "", [("≥2次", "3次", "")]),
        ("≥2次", "一季度1次，二季度2次", "", [("≥2次", "3次", "")]),
        ("≥2次", "3月1次、4月2次", "", [("≥2次", "3次", "")]),
        ("≥2次", "上半年1次，上半年2次", "", [("≥2次", "None", "")]),
        ("≥2次", "上半年1次，二季度2次", "", [("≥2次", "None", "")]),
        ("≥2次", "上半年1，下半年2", "", [("≥2次", "None", "")]),
        # a limit that is kept is no count
        ("不超编制", "3人", "", [("不超编制", "None", "")]),
        ("不突破预算", "45", "", [("不突破预算", "None", "")]),
        # notes and what else was counted
        ("≥10个", "10个（甲6个、乙4个）", "", [("≥10个", "10个", "")]),
        ("≥10个", "10个（45户）", "", [("≥10个", "10个", "")]),
        ("≥10场", "12场，受众3万人", "", [("≥10场", "12场", "")]),
        ("≥10场", "12场，受众3万场", "", [("≥10场", "None", "")]),
        # a range without a unit, of what is named as a duration
        ("3-5", "2", "办理时限", [("[3~5]", "2", "range=exact"), ("≤5", "2", "range=at_most")]),
        # nothing done of a count is none of it; of a length or an amount it is words
        ("≥5次", "未开展", "", [("≥5次", "0次", "")]),
        ("≥5", "未开展", "", [("≥5", "0", "")]),
        ("≥5公里", "未开展", "", [("≥5千米", "None", "")]),
        ("≥5万元", "未开展", "", [("≥50000元", "None", "")]),
        ("100%", "未开展", "", [("100%", "None", "")]),
        ("提升5%", "未开展", "", [("提升≥5%", "None", "")]),
        ("100%", "未全部完成", "", [("100%", "missed", "")]),
        ("95%", "未全部完成", "", [("95%", "None", "")]),
        ("95%", "未达标", "", [("95%", "missed", "")]),
        ("95%", "3项未达标", "", [("95%", "None", "")]),
        # so many on average
        ("≥52次", "周均1次", "", [("≥52次", "52次", "")]),
        ("≥4次", "季均1次", "", [("≥4次", "4次", "")]),
        ("≥12次", "月均1.5次", "", [("≥12次", "18次", "")]),
        # a date, and not how many
        ("≥12座", "2023年12月20日，尚未验收", "", [("≥12座", "2023年12月20日", "")]),
        # what the row names, and did happen, is no denial
        ("≤5起", "投诉3起，均已处理", "投诉", [("≤5起", "3起", "")]),
        # so many of so many
        ("≥95%", "受理1件，结案1件", "结案率", [("≥95%", "100%", "")]),
        # the act that was asked for
        ("3月15日前启动", "3月10日启动", "", [("3月15日前", "3月10日", "")]),
        # so many of each
        ("≤5万元/人", "人均4.8万元", "补助", [("≤50000元/人", "48000元", "")]),
        ("≤5万元", "人均4.8万元", "补助", [("≤50000元", "None", "")]),
        ("≤5", "人均4.8", "补助", [("≤5", "None", "")]),
        # at once
        ("≤3个工作日", "当日办结", "办理时限", [("≤3工作日", "1工作日", "")]),
        ("≤3个工作日", "即时办结", "办理时限", [("≤3工作日", "0工作日", "")]),
        ("≥3个工作日", "当日办结", "办理时限", [("≥3工作日", "None", "")]),
        ("≤3天/件", "当日办结", "办理时限", [("≤3天/件", "None", "")]),
        ("≤4小时", "当日办结", "办理时限", [("≤4小时", "None", "")]),
        ("≤3天·次", "当日办结", "办理时限", [("≤3天·次", "None", "")]),
        ("≤0.5小时", "即时办理", "办理时限", [("≤0.5小时", "0天", "")]),
        # a rate by a name that is not the row's
        ("≥90%", "回收率96%", "秋收进度率", [("≥90%", "None", "")]),
        ("≥95", "回收率96", "发放问卷", [("≥95", "None", "")]),
        # nothing, as a percentage
        ("零投诉", "0%", "", [("≤0%", "0%", "")]),
        # the name before the number
        ("≥10个", "示例指标为5个", "示例指标", [("≥10个", "5个", "")]),
        ("≥10个", "5个", "个", [("≥10个", "5个", "")]),
    ],
)
def test_readings_and_what_is_none(
    target: str, actual: str, name: str, ways: list[tuple[str, str, str]]
) -> None:
    category = {"标准": "成本指标", "时限": "时效指标"}.get(name[-2:], "数量指标")
    assert shown(read(target, actual, name or "示例指标", category)) == ways


@pytest.mark.parametrize(
    ("target", "actual", "code"),
    [
        ("≥95%", "1901", "unit-mismatch-refused"),  # more than twenty times
        ("≥2%", "1001", "unit-mismatch-refused"),  # and more than a thousand
        ("≤100", "95%", "actual"),  # that much may be a percentage itself
        ("≤101", "95%", "rate-against-count"),
        ("≥10个", "10个（甲6个、乙5个）", "actual-unreadable"),
        ("不低于上年", "98%", "last-year-unknown"),
        ("≥50%", "提升2%", "actual"),
        ("≥50.1%", "提升2%", "change-unclear"),
        ("≥500人", "增加20人", "actual"),
    ],
)
def test_where_refusing_begins(target: str, actual: str, code: str) -> None:
    found = read(target, actual)
    if code == "actual":
        assert [value for _, value, _ in shown(found)] == [actual.lstrip("提升增加")]
    else:
        assert isinstance(found, Problem)
        assert found.code == code


@pytest.mark.parametrize(
    ("target", "actual", "values"),
    [
        ("每季度1次", "4次", {"period": "季度", "times": "4"}),
        ("≤3个月", "80天", {"days": "28"}),
        ("≥95%", "0.956", {"bare": "0.956", "read": "95.6%"}),
        ("≤5万元", "48000", {"bare": "48000", "read": "48000元"}),
        ("不低于上年", "上年的95%", {"read": "95%"}),
        ("≥2次", "上半年1次，下半年2次", {"told": "上半年1次，下半年2次", "read": "3次"}),
    ],
)
def test_a_note_says_how_the_cell_was_read(target: str, actual: str, values: dict[str, str]) -> None:
    found = read(target, actual)
    assert isinstance(found, tuple)
    assert found[0].problems[0].values == {"target": target, "actual": actual, **values}


def test_a_refusal_shows_the_fault_at_its_cell() -> None:
    here, there = Place(cell="D5"), Place(cell="A5")
    row = Indicator(name="示例", target="≥9½场", actual="9½场", places={"target": here}, place=there)
    for target, place in (("≥9½场", here), ("≥9场", there)):
        found = pairs(row.model_copy(update={"target": target}), target, SelfEvaluationForm(year=2023))
        assert isinstance(found, Problem)
        assert found.place == place
        assert "½" in found.values["text"]
        assert "^" in found.values["caret"]
        assert found.values["mistake_zh"] != found.values["mistake_en"]


@pytest.mark.parametrize(
    ("target", "actual", "refused"),
    [
        ("20个工作日", "20天", False),  # at most as many working days
        ("20个工作日", "24天", True),
        ("30天", "19个工作日", False),  # twenty-nine days at the most
        ("30天", "21个工作日", True),
    ],
)
def test_days_against_working_days(target: str, actual: str, refused: bool) -> None:
    row = Indicator(name="办理时限", category="时效指标", target=target, actual=actual, points="10")
    found = pairs(row, target, SelfEvaluationForm(year=2023, indicators=(row,)))
    assert isinstance(found, Problem) is refused


@pytest.mark.parametrize(
    ("target", "actual", "name", "expected"),
    [
        ("135名", "同左", "护林员", "135名"),
        ("≥95%", "与目标值一致", "合格率", "95%"),
        ("≥95%", "与上年一致", "合格率", "None"),
        ("每季度末前", "每季度末前发放", "抚恤金发放时间", "None"),
        ("2辆", "本年未采购车辆", "采购车辆", "0辆"),
        ("2辆", "未采购设备", "采购车辆", "None"),
        ("2辆", "未全部采购", "采购车辆", "missed"),
        ("20名", "引进博士12名、硕士10名", "引进人才", "22名"),
        ("20名", "招聘博士12名、硕士10名", "引进人才", "None"),
    ],
)
def test_words_that_repeat_or_deny_what_was_asked(target: str, actual: str, name: str, expected: str) -> None:
    found = read(target, actual, name)
    assert not isinstance(found, Problem)
    assert [value_of(each) for each in found] == [expected]
