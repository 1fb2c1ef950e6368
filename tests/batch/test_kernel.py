"""The batch gives what the core gives, row by row: on hand-picked hard cells, for every shipped rule set, as a law."""

from __future__ import annotations

from itertools import product

import pytest
from batch.tables import Row, by_batch, by_core, each_ruleset, ruleset
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval.batch.columnar import spelling

CATEGORIES = (
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("成本指标", "经济成本指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
)
HARD: tuple[tuple[str | None, str | None, str, str], ...] = (
    (">=24", "3.8", "3", "exactly 0.475: a tie at half a cent"),
    (">=400", "37", "1.335", "marks with three decimals"),
    (">=3", "1", "10", "a quotient without end"),
    ("=0起", "=0起", "5", "a target of zero, met"),
    ("=0起", "=1起", "5", "a target of zero, not met"),
    (">=0", "0", "5", "zero of zero"),
    ("<=100", "-5", "5", "a negative value"),
    (">=-5", "3", "5", "a negative target"),
    (">=1,234", "1,000", "5", "thousands commas"),
    (">=1,234.50元", "1234.5元", "5", "one comma"),
    (">=９０%", "８５%", "5", "full-width digits"),
    (">=90％", "85%", "5", "a full-width percent sign"),
    (">=" + "9" * 40, "8" * 40, "5", "forty digits"),
    (">=999999999999", "999999999998", "100", "as many digits as the kernel takes"),
    (">=9999999999999", "9999999999998", "100", "one digit more"),
    ("<=123456789012亿元", "101亿元", "10", "too long once its magnitude is multiplied out"),
    (">=1亿元", "0.95亿元", "10", "a large magnitude"),
    ("=0%", "89.782%", "10", "a share of nothing"),
    (">=999999.999999", "999999.999998", "100", "as many decimals"),
    (">=0.000001", "0.0000009", "5", "seven decimals"),
    ("<=5万元", "60000元", "5", "a unit to convert"),
    ("<=5万元", "4.5", "5", "a unit on one side"),
    (">=90%", "0.9", "5", "a share or a percentage"),
    (">=90%", "95", "5", "a percentage without its sign"),
    (">=12个", "=11人", "5", "units that do not convert"),
    (">12个", "12个", "5", "more than"),
    ("<12个", "12个", "5", "less than"),
    ("≥12个", "11", "5", "a glyph"),
    ("不低于12个", "11个", "5", "a comparator in words"),
    ("12个以上", "11个", "5", "a suffix"),
    ("12个", "11个", "5", "no comparator"),
    ("12", "13", "5", "a bare number"),
    ("12月底前完成", "完全达到预期", "5", "a deadline and words"),
    ("12月底前完成", "11月", "5", "a deadline and a date"),
    ("12月底前完成", "12月底前完成", "5", "a deadline repeated"),
    ("2023年6月底前", "2023年7月3日", "5", "a deadline missed"),
    ("2023年6月底前", "7月3日", "5", "a deadline with a year against a date without"),
    ("6月15日前完成", "6月", "5", "a date coarser than the deadline"),
    ("2023年12月31日前", "2023年12月31日完成", "5", "a deadline kept on its last day"),
    ("2023年", "2023年", "5", "a year"),
    ("9月", "9月", "5", "a month, or nine"),
    ("90%-95%", "93%", "5", "a range"),
    ("100±5", "93", "5", "a tolerance"),
    ("L2", "L2", "5", "a grade"),
    ("优良中低差", "良", "5", "a scale"),
    ("持续提升", "达成预期指标", "5", "a level"),
    ("持续提升", "持续提升", "5", "words that repeat the target"),
    ("持续提升", "（持续 提升）", "5", "the same words otherwise"),
    ("持续提升", "很好", "5", "words that name no level"),
    ("持续提升", "90%", "5", "a number against words"),
    (">=90%", "完全达到预期", "5", "words against a number"),
    ("7×24小时运维", "完全达到预期", "5", "digits in a phrase"),
    (">=90％％", "95%", "5", "no target at all"),
    ("", "5", "5", "a blank target"),
    (None, "5", "5", "no target"),
    (">=5", None, "5", "no actual value"),
    (">=5", "/", "5", "a dash for a value"),
    ("不适用", "不适用", "5", "not applicable"),
    (">=0.000001", "99999999999", "0", "marks of zero, and a ratio beyond all others"),
    (">=99999999999", "0.000001", "99999.999999", "products beyond 64 bits"),
    (">=5", "4", "", "no marks"),
    (">=5", "4", "abc", "marks that are none"),
    (">=5", "4", "-3", "negative marks"),
    (">=5", "4", "5分", "marks with their unit"),
    (">=5", "4", "12345678.123456", "more marks than any form has"),
    (">=007", "006", "5", "zeros in front"),
    (">= 5 个", " 4 个 ", "5", "spaces"),
    (">=5个。", "4个", "5", "a full stop"),
    ("<=10", "0", "5", "nothing spent"),
    (">=10", "25", "5", "over-completion"),
    ("三家", "3家", "5", "a numeral"),
    ("3分之1", "1", "5", "a fraction"),
    ("每季度1次", "4次", "5", "a frequency"),
    ("1次/月", "10", "5", "a frequency and a bare number"),
    ("≤5万元", "48000", "5", "a bare number beside a magnitude"),
    ("≤5万元", "4.8", "5", "a bare number that takes the magnitude"),
    ("≥5千米", "4500", "5", "a bare number in metres"),
    ("≥5千米", "300", "5", "a bare number in either unit"),
    ("≥3吨", "2850", "5", "a bare number in kilograms"),
    ("≥100公顷", "1400", "5", "a bare number of mu, or not"),
    ("≥5000米", "4.8", "5", "a bare number in kilometres"),
    ("≥1500人次", "0.16", "5", "a broken count"),
    ("≤2小时", "90", "5", "minutes, or hours"),
    ("≥5", "4500米", "5", "a target without a unit"),
    ("≥500人", "20", "5", "a bare number far below"),
    ("≥95%", "4500", "5", "no percentage"),
    ("3万", "2.5万", "5", "magnitudes alone"),
    ("不低于上年", "较上年增长3%", "5", "last year"),
    ("不低于上年", "35万人次", "5", "last year, unknown"),
    ("较上年下降", "减少3起", "5", "a side of last year"),
    ("与上年持平", "与上年持平", "5", "last year repeated"),
    ("≤3个月", "85天", "5", "months and days"),
    ("5期", "300人次", "5", "counters far apart"),
    ("5套", "5台", "5", "counters alike"),
    ("5公里", "6万元", "5", "a length and money"),
    ("500元/课时", "500元", "5", "a rate and an amount"),
    ("=300元/人次", "=300元/人/半天", "5", "rates by other things"),
    ("≤15个工作日", "12天", "5", "working days"),
    ("30分钟内到达", "25分钟", "5", "a time within which"),
    ("30分钟内到达", "及时到达", "5", "a time within which, in words"),
    ("7-9月", "8月", "5", "a stretch of the year"),
    ("≥4次", "上半年2次，下半年2次", "5", "parts of the year"),
    ("达到Ⅲ类", "Ⅱ类", "5", "classes"),
    ("≥60场次", "62场次，受众3万人", "5", "something else behind"),
    ("3月底前", "3月15日启动", "5", "an act on a day"),
    ("≥三万台", "25000", "5", "a magnitude of a numeral"),
    ("≥95%", "0.956", "5", "a share"),
    ("≥200户", "95%", "5", "a completion rate"),
    ("提升10%", "下降2%", "5", "opposite changes"),
    ("下降≥3%", "下降4%", "5", "a decline"),
    ("≤5个", "不低于4个", "5", "an actual value that tells the other side only"),
    ("≥5个", "不足5个", "5", "an actual value that tells a side only"),
    ("≥5个", "已完成6个", "5", "a verb before the number"),
    ("≥95%", "合格率97%", "5", "a name before the number"),
    ("3月", "4月", "5", "months, of the calendar or not"),
    ("零投诉", "2起", "5", "nothing of it"),
    ("不发生", "未发生", "5", "nothing of it in words"),
    ("0起", "无", "5", "none"),
    ("优", "良", "5", "a grade"),
    ("良好", "一般", "5", "a grade that may be praise"),
    ("是", "否", "5", "no"),
    ("健全", "100%", "5", "words answered by all of it"),
    ("健全", "已建立健全", "5", "words of attainment"),
    ("达标", "未达标", "5", "a negation"),
    ("第四季度", "2023年12月", "5", "a quarter"),
    ("每月15日前", "每月10日", "5", "days of the month"),
    ("9月前", "9月前", "5", "a deadline repeated, its month not counted"),
    ("2023年12月底前", "延期完成", "5", "late in words"),
    ("3个（其中：甲1个，乙2个）", "3个", "5", "parts in brackets"),
    ("1 234人", "1234人", "5", "a blank that groups thousands"),
    ("≥9½场", "9场", "5", "a fraction of one character"),
    (">=5\x00", "4", "5", "a control character"),
)
CLAIMS = (None, "", "5", "4.5分", "3.33", "0", "4.125", "x")


def hard_rows() -> list[Row]:
    cells = [(target, actual, points) for target, actual, points, _ in HARD]
    spread = product(cells, CATEGORIES)
    return [
        (*category, *cell, CLAIMS[number % len(CLAIMS)]) for number, (cell, category) in enumerate(spread)
    ]


@pytest.mark.parametrize("coded", [True, False], ids=["dictionary", "plain"])
@pytest.mark.parametrize("rules", each_ruleset())
def test_every_rule_set_scores_hard_rows_as_the_core_does(rules, coded) -> None:
    rows = hard_rows()
    found, _ = by_batch(rows, rules, coded)
    assert list(zip(rows, found, strict=True)) == [(row, by_core(row, rules)) for row in rows]


def test_common_rows_are_compiled() -> None:
    rows: list[Row] = [
        ("产出指标", "数量指标", f"{sign}{goal}{unit}", f"={done}{unit}", "7.5", None)
        for sign, goal, done, unit in product(
            (">=", "≥", "<=", "="), (12, 30), (7, 12, 45), ("个", "万元", "%")
        )
    ]
    _, scored = by_batch(rows, ruleset("toyland-benchmark"), coded=True)
    assert scored.by_core == 0


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 3, 40])
def test_more_spellings_than_the_tables_hold_go_to_the_core(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "_MOST", most)
    rows: list[Row] = [
        (
            "产出指标",
            "数量指标",
            f">={12 + at}{'甲乙丙丁'[at % 4]}{at // 4}号",
            f"{at}次完成{at % 7}",
            "7.5",
            "7.5",
        )
        for at in range(120)
    ] + hard_rows()
    rules = ruleset("toyland-benchmark")
    found, scored = by_batch(rows, rules, coded=False)
    assert found == [by_core(row, rules) for row in rows]
    assert scored.by_core > 120


NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.decimals(0, 10**6, places=2).map(str),
    st.decimals(0, 100, places=4).map(str),
    st.sampled_from(("0", "100", "99.995", "1e3", "０", "1,234", "9" * 20)),
)
PREFIXES = st.sampled_from(
    (
        "",
        ">=",
        "≥",
        "＞＝",
        ">",
        "<=",
        "≤",
        "<",
        "=",
        "不低于",
        "不超过",
        "大于",
        "已完成",
        "每",
        "约",
        "-",
        "合格率≥",
        "每季度",
        "每月至少",
        "提升",
        "下降≥",
        "共",
        "满意度为",
        "不足",
        "未完成",
    )
)
# fmt: off
SUFFIXES = st.sampled_from(
    ("", "%", "‰", "％", "个", "人次", "万元", "元", "亿元", "万亩", "年", "月", "日", "月底前", "日前", "以上", "以内",
     "个月", "天", "级", "次/月", "成", "人次，其中",
     "分之一", "家企业", "（含）", "。", "左右", "个工作日内完成", "公里", "里", "号", "倍")
)
# fmt: on
QUANTITIES = st.builds("{}{}{}".format, PREFIXES, NUMBERS, SUFFIXES)
WORDS = st.sampled_from(
    (
        "完全达到预期",
        "达成预期指标",
        "部分达成预期指标并具有一定效果",
        "未达成预期指标且效果较差",
        "持续提升",
        "优",
        "良好",
        "未完成",
        "是",
        "否",
        "无",
        "零投诉",
        "未发生",
        "健全",
        "已按时完成",
        "第四季度",
        "每月15日前",
        "三万台",
        "—",
        "",
    )
)
DATES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("", "2023年", "2022年", "于2023年")),
    st.sampled_from(("1月", "6月", "12月", "6月15日", "12月31日", "13月", "2月30日")),
    st.sampled_from(("", "底", "前", "底前", "之前", "末")),
    st.sampled_from(("", "完成", "建成", "。")),
)
CELLS = st.one_of(QUANTITIES, DATES, WORDS, st.text(max_size=6), st.none())
POINTS = st.one_of(
    st.sampled_from(("5", "7.5", "8.33", "10", "0", "3.333")), st.text("0123456789.分 ", max_size=5)
)


@pytest.mark.slow
@pytest.mark.property
@pytest.mark.parametrize("rules", each_ruleset())
@settings(max_examples=15)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(CATEGORIES), CELLS, CELLS, POINTS, st.sampled_from(CLAIMS)),
        min_size=1,
        max_size=12,
    ),
    coded=st.booleans(),
)
def test_a_table_scores_as_its_rows_do(rules, rows, coded) -> None:
    flat: list[Row] = [(*category, *cells) for category, *cells in rows]  # type: ignore[misc]
    found, _ = by_batch(flat, rules, coded)
    assert found == [by_core(row, rules) for row in flat]
