"""Numbers claimed in words: what is true is never flagged, what is false is."""

from __future__ import annotations

import pytest
from invented import form, indicator, ruleset

from perfeval.core.form import Goal
from perfeval.core.scoring import score_form
from perfeval.review.checks import claims, goals
from perfeval.review.checks.check import checks_in

# target, actual, note, why it is true
TRUE = (
    (">=90%", "100%", "满意度均为100%，实际完成率111%", "100/90 is 111.11 %"),
    (">=90%", "100%", "完成值为111%", "may mean the rate"),
    (">=90%", "100%", "实际完成率111%，造成偏差率为11%", "both are true"),
    (">=95%", "100%", "所以该指标完成率为105%", "105.26 % cut or rounded"),
    (">=95%", "100%", "完成率105.3%，偏差率5.26%", "rounded at its own decimals"),
    (">=95%", "100%", "超额完成5%", "percentage points"),
    (">=80%", "100%", "完成率为125%", "exact"),
    (">=3次", "2次", "完成率66.66%", "cut off instead of rounded"),
    (">=90%", "98%", "培训任务完成率98%", "the actual value is a rate itself"),
    (">=90%", "100%", "完成率100%以上", "a bound is no claim"),
    (">=90%", "100%", "预算执行完成率96%", "about something else"),
    (">=100人次", "120人次", "其中一期完成率80%，二期完成率160%", "about a part"),
    (">=100人次", "120人次", "完成年度目标的120%，超额完成20%", "both are true"),
    (">=100人次", "120人次", "比计划多培训20人次", "the difference"),
    (
        ">=100人次",
        "122人次",
        "因全年多召开7场评审会，故多出22人次",
        "7场 is the cause, 22人次 the difference",
    ),
    (">=100人次", "120人次", "较上年多30人次", "compared with last year"),
    (">=100人次", "100人次", "多部门联合检查5次，多达30人参加", "not more than planned"),
    (">=100人次", "100人次", "与计划一致，没有出现偏差", "denied"),
    (">=100人次", "100人次", "不存在偏差，未超过预期目标", "denied"),
    (">=40人", "37人", "少带动3人", "the shortfall"),
    (">=40人", "37人", "至少新增3人", "not a shortfall"),
    ("<=8.90万元", "2.22万元", "实际支付2.22万元，只完成目标24.94%", "2.22/8.90"),
    ("<=8.90万元", "2.22万元", "实际支付22200元", "the same in another unit"),
    ("<=8.90万元", "2.22万元", "实际支付约2.2万元", "about"),
    ("<=8.90万元", "2.22万元", "实际支出2.2万元，节约75.06%", "rounded; savings"),
    ("<=8.90万元", "2.22万元", "每人实际支付300元", "for each"),
    ("<=8.90万元", "2.22万元", "比计划少用6.68万元", "the shortfall, in the row's own magnitude"),
    ("<=8.90万元", "2.22万元", "比计划少用66800元", "the shortfall in another unit"),
    (">=20家", "21家", "将支持数量调整为21家", "the actual value"),
    (">=90%", "100%", "超过预期目标值", "it is above"),
    ("=1辆", "0辆", "车辆维护费不从工作经费中出。", "no number"),
    (">=2839个", "2875个", "前期设置指标时，勘查项目未完成，目前已经完成", "no number"),
    (">=4次", "4次", "预计2024年继续开展", "a plan for later"),
    (">=4次", "4次", "依据2022年工作总结，较2022年持平", "a source, a comparison"),
    (">=4次", "4次", "合同于2022年12月签订", "a date in the story"),
    (">=4次", "4次", "因2022年疫情影响开工推迟", "the story of an earlier year"),
    (">=4次", "4次", "2022年签订合同，2023年完成", "the form's own year stands beside it"),
    (">=4次", "4次", "2021—2025年规划，2022年结转资金支付", "a period, money carried over"),
)

# target, actual, note, the one code
FALSE = (
    (">=90%", "100%", "居民满意度100%，完成率105%", "claimed-rate-wrong"),
    (">=1次", "2次", "调研考察2次，完成率150%", "claimed-rate-wrong"),
    ("<=8.90万元", "2.22万元", "只完成目标75.06%", "claimed-rate-wrong"),
    ("<=11.60万元", "5.26万元", "只完成年度目标54.66%", "claimed-rate-wrong"),
    (">=90%", "100%", "偏差率为21%", "claimed-deviation-wrong"),
    (">=100人次", "120人次", "超额完成30%", "claimed-deviation-wrong"),
    (">=100人次", "100人次", "人数多出22人次", "claimed-surplus-wrong"),
    (">=100人次", "115人次", "比计划多培训20人次", "claimed-surplus-wrong"),
    (">=40人", "37人", "少带动5人", "claimed-surplus-wrong"),
    (">=20次", "20次", "故比预计多召开7场示例会", "claimed-surplus-wrong"),
    ("<=8.90万元", "2.22万元", "实际支付2.32万元", "claimed-amount-wrong"),
    (">=20家", "21家", "实际完成22家", "claimed-amount-wrong"),
    (">=1家", "1家", "依据上年情况分析，出现偏差", "claimed-deviation-none"),
    (">=20家", "20家", "超额完成目标任务", "claimed-deviation-none"),
    (">=4次", "4次", "因2024年力度加大", "other-year"),
    (">=4次", "4次", "完成2022年度计划", "other-year"),
)


def found(
    target: str, actual: str, note: str, goal: Goal | None = None, name: str = "召开示例会次数"
) -> list[str]:
    row = indicator(target, actual, name=name, deviation_note=note, submitted_score="10")
    one = form(row, goal=goal or Goal())
    result = score_form(one, ruleset())
    return [problem.code for check in checks_in(claims, goals) for problem in check(result)]


@pytest.mark.parametrize(
    ("target", "actual", "note"), [row[:3] for row in TRUE], ids=[row[3] for row in TRUE]
)
def test_a_true_claim_is_never_flagged(target: str, actual: str, note: str) -> None:
    assert found(target, actual, note) == []


@pytest.mark.parametrize(("target", "actual", "note", "code"), FALSE)
def test_a_false_claim_is_flagged(target: str, actual: str, note: str, code: str) -> None:
    assert found(target, actual, note) == [code]


# name, target, actual, goal, achievement: all of them agree
AGREEING = (
    ("服务对象满意度", ">=90%", "96%", "服务对象满意度达到90%以上", "服务对象满意度达96%"),
    ("服务对象满意度", ">=90%", "96%", "", "服务对象满意度大于90%"),
    (
        "培训基层人员人次",
        ">=100人次",
        "102人次",
        "培训基层人员100人次",
        "一季度培训基层人员30人次，培训基层人员共102人次",
    ),
    ("新建10千伏线路长度", ">=2千米", "2千米", "新建10千伏线路2000米", "新建10千伏线路2公里"),
    ("示例会次数", ">=20次", "20次", "", "召开各类示例会20余次"),
    ("新建35千伏线路长度", ">=3千米", "3千米", "", "新建10千伏线路2千米"),
)


@pytest.mark.parametrize(("name", "target", "actual", "goal", "achieved"), AGREEING)
def test_texts_that_agree_with_their_row_are_never_contradictions(
    name: str, target: str, actual: str, goal: str, achieved: str
) -> None:
    codes = found(target, actual, "", Goal(expected=goal, achieved=achieved), name)
    assert not {"goal-contradicts-row", "achievement-contradicts-row"} & set(codes)


CONTRADICTING = (
    ("操作人员培训覆盖率", ">=75%", "100%", "操作人员培训覆盖率75%"),
    ("从业人员满意度", ">=95%", "95%", "从业人员满意度：100%"),
    ("专家意见建议采用率", ">=70%", "70%", "专家意见采用率大于70%"),
    ("新建35千伏电缆线路长度", ">=100米", "100米", "35千伏电缆线路3千米"),
)


@pytest.mark.parametrize(("name", "target", "actual", "achieved"), CONTRADICTING)
def test_an_achievement_that_contradicts_its_row_is_found(
    name: str, target: str, actual: str, achieved: str
) -> None:
    assert "achievement-contradicts-row" in found(target, actual, "", Goal(achieved=achieved), name)


def test_last_years_result_is_no_result_of_this_year() -> None:
    text = "上一年度累计发放262笔"
    assert "other-year" in found("=262笔", "262笔", "", Goal(achieved=text), "融资担保业务笔数")
    assert "other-year" not in found(
        "=262笔", "262笔", "", Goal(achieved="较上一年度多262笔"), "融资担保业务笔数"
    )


@pytest.mark.parametrize(
    ("name", "promise", "flagged"),
    [
        ("较大及以上事故起数", "确保全年零事故", True),
        ("安全生产事故起数", "确保全年零事故", False),
        ("示例指标", "不发生安全事故", True),
        ("示例指标", "不发生较大安全事故", False),
    ],
)
def test_a_promise_of_no_accident_needs_an_indicator_of_all_accidents(
    name: str, promise: str, flagged: bool
) -> None:
    codes = found("=0起", "0起", "", Goal(expected=promise), name)
    assert ("promise-not-measured" in codes) == flagged
