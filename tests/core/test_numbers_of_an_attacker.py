"""Twins of the numbers with which an attacker changed a score in silence: other words, other places, other cells."""

import pytest
from core.test_scoring import scored


@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("≥三万台", "25000", "8.33"),
        ("≥3万台", "25000", "8.33"),
        ("≥三万台", "25000台", "8.33"),
        ("≥三万台", "30000", "10.00"),
        ("≥十万元", "50000", "5.00"),
        ("≤5万元", "50000", "10.00"),
        ("≥2百万元", "1500000", "7.50"),
        ("≥三千人", "2500", "8.33"),
        ("≥1.2亿元", "90000000", "7.50"),
        ("≤六万元", "48000", "10.00"),
        ("≥两万株", "15000株", "7.50"),
        ("≥3万亩", "2.5", "8.33"),
        ("≥十二万平方米", "110000", "9.17"),
        ("≥4万册", "35000", "8.75"),
        ("≥十二公里", "一万一千米", "9.17"),
        ("≥三千千米", "二千五百千米", "8.33"),
    ],
)
def test_a_magnitude_belongs_to_the_number(target: str, actual: str, score: str) -> None:
    row = scored(target, actual)
    assert row.score is not None
    assert (str(row.score.low), str(row.score.high)) == (score, score)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥1200人", "1. 1200人"),
        ("≥12次", "2.\n12次"),
        ("≥1200人", "11 00人"),
        ("≥1200人", "1,2 00人"),
        ("≥95%", "示例指标 1. 96%"),
        ("90%-98%", "9 5%"),
        ("≥12次", "上半年1. 6次，下半年6次"),
    ],
)
def test_a_blank_inside_a_number_is_not_dropped(target: str, actual: str) -> None:
    row = scored(target, actual)
    assert (row.status, row.reason) == ("refused", "actual-unreadable")


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥95%", "九成七"),
        ("≥95%", "达到九成五以上"),
        ("≤5万元", "48,000.00元整"),
        ("≤5万元", "人民币4.8万元"),
        ("≥1200人", "1 200 人"),
        ("≥1200人", "共 1,200 人"),
    ],
)
def test_what_a_person_reads_at_a_glance_is_read(target: str, actual: str) -> None:
    row = scored(target, actual)
    assert row.score is not None
    assert str(row.score.low) == "10.00"


@pytest.mark.parametrize(
    "target", ["五十四千克", "九成", "六十三吨", "三成五", "两百户", "十二公里", "百分之九十五", "三分之二"]
)
def test_a_numeral_never_becomes_words(target: str) -> None:
    row = scored(target, "完成")
    assert (row.status, row.reason) == ("refused", "actual-not-number")


@pytest.mark.parametrize("points", ["10/10", "１０／１０", "10÷2", "5+5", "10-", "约10", "10~12"])
def test_marks_are_one_number(points: str) -> None:
    assert scored("≥10个", "9个", points=points).reason == "points-unreadable"


@pytest.mark.parametrize("score", ["8/10分", "9／10", "9÷10", "约9", "8+1"])
def test_a_score_is_one_number(score: str) -> None:
    row = scored("≥10个", "9个", submitted_score=score)
    assert (row.submitted, [problem.code for problem in row.problems]) == (None, ["score-unreadable"])


@pytest.mark.parametrize(
    "number",
    [
        "9½",
        "9①",
        "9¼",
        "⑨",
        "9⅔",
        "⒐",
        "9㊀",
        "Ⅸ",
        "9₅",
        "9⁵",
        "9。5",
        "9·5",
        "9,5",
        "O",
        "1O",
        "l0",
        "🄉9",
        "٩",
        "٩9",
        "९",
    ],
)
@pytest.mark.parametrize("cell", ["target", "actual"])
def test_an_odd_digit_is_no_number_and_no_unit(number: str, cell: str) -> None:
    cells = (f"≥{number}场", "9场") if cell == "target" else ("≥10场", f"{number}场")
    row = scored(*cells)
    assert (row.status, row.score) == ("refused", None)


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("不>10天", "9天", True),
        ("不＞10天", "11天", False),
        ("不得>10天", "10天", True),
        ("不<95%", "94%", False),
        ("未≥10次", "10次", False),
        ("不≤10次", "11次", True),
        ("事故率不>5%", "4%", True),
        ("不能超过10天", "9天", True),
        ("不应低于10次", "9次", False),
        ("不宜高于10万元", "8万元", True),
        ("高于等于10次", "10次", True),
        ("少于或等于10次", "11次", False),
        ("违约率不大于5%", "6%", False),
    ],
)
def test_a_denied_comparison_is_its_opposite(target: str, actual: str, met: bool) -> None:
    assert scored(target, actual).met is met


@pytest.mark.parametrize("target", ["没有≥10次", "并非≥10次", "不=3次", "严禁>3次", "不是≥3次"])
def test_a_comparison_turned_round_as_nobody_writes_it_is_refused(target: str) -> None:
    assert scored(target, "9次").reason == "target-unreadable"


@pytest.mark.parametrize("target", ["不满意率≤3%", "不合格≤3%", "未检≤3%", "非正常≤3%", "无故障率≥3%"])
def test_a_name_that_denies_is_a_name(target: str) -> None:
    assert scored(target, "3%").met is True
