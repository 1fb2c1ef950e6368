"""Directions of targets without comparator: names as forms print them, and the order of evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from perfeval.core.category import category_of
from perfeval.core.direction import Direction, Size, comparator_in, direction_of, size_of
from perfeval.core.indicator_names import Measure, Says, Spoken, spoken
from perfeval.core.target import Bare, parse_target
from perfeval.core.words import directions, name_parts

DATA = Path(__file__).parent / "data"
FIELD = [json.loads(line) for line in (DATA / "field-directions.jsonl").read_text("utf-8").splitlines()]
NAMES = [
    [part.strip() for part in line.split("|")]
    for line in (DATA / "directions.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
EXPECTED: dict[str, Says] = {
    **dict.fromkeys(("GOOD", "ACT", "REMEDY", "REACTIVE", "FEWER", "MORE", "FLOOR", "SPAN"), "more"),
    **dict.fromkeys(
        ("BAD", "ISSUE", "WRONG", "LATE", "DRIFT", "OCCURS", "WAIT", "LIMIT", "MILESTONE"), "less"
    ),
    "STANDARD": "neither",
}


def direction(name: str, category: str, target: str, **extra: str) -> Direction:
    read = parse_target(target)
    assert isinstance(read, Bare), read
    return direction_of(name, category_of(category, "other")[0], read.quantity, extra)


def test_names_of_the_field_are_read_as_a_person_reads_them() -> None:
    names = [(case["name"], case["category"], case["target"], case["direction"]) for case in FIELD]
    assert names
    assert otherwise(names) == []


def test_names_from_many_fields_of_work() -> None:
    assert NAMES
    assert otherwise(NAMES) == []


def otherwise(names: Iterable[Sequence[str]]) -> list[str]:
    """Names that are read otherwise than a person reads them, and how."""
    return [
        f"{name} {target}: {found}, not {expected}"
        for name, category, target, expected in names
        if (found := direction(name, category, target).name) != expected
    ]


@pytest.mark.parametrize("table", EXPECTED)
def test_every_word_decides_its_example(table: str) -> None:
    for word, example in getattr(directions, table).items():
        measure: Measure = (
            "duration"
            if table in ("SPAN", "MILESTONE")
            else "rate"
            if example.endswith(("率", "性", "度", "比例"))
            else "other"
        )
        said = spoken(example, measure)
        assert word in example
        assert said is not None, example
        assert said.says == EXPECTED[table], example


def test_no_word_stands_twice_in_one_table_and_every_example_holds_its_word() -> None:
    for module in (directions, name_parts):
        for table, words in vars(module).items():
            if table.isupper():
                assert all(word in example for word, example in words.items()), table


def test_the_strongest_evidence_decides() -> None:
    assert direction("设备故障率（≥）", "质量", "2%") == Direction(("at_least",), "comparator", "≥")
    assert direction("设备故障率", "质量", "2%", 指标性质="正向指标") == Direction(
        ("at_least",), "column", "正向指标"
    )
    assert direction("设备故障率", "成本", "2%") == Direction(("at_most",), "name", "故障")
    assert direction("甲项", "成本指标", "2万元") == Direction(("at_most",), "category", "cost")
    assert direction("甲项", "时效指标", "2天") == Direction(("at_most",), "category", "timeliness")
    assert direction("甲项", "时效指标", "95%") == Direction(("at_least",), "category", "timeliness")
    assert direction("甲项", "质量指标", "0个") == Direction(("at_most",), "value", "0")
    assert direction("甲项", "质量指标", "3起") == Direction(("at_most",), "value", "起")
    assert direction("甲项", "质量指标", "9个") == Direction(("at_least",), "default")


def test_a_few_of_something_unknown_are_left_to_a_person() -> None:
    assert direction("甲项", "质量指标", "3个") == Direction(("at_least", "at_most"), "value", "≤5")
    assert direction("甲项", "数量指标", "3个").name == "at_least"
    assert direction("培育甲项", "社会效益指标", "3个").name == "at_least"


def test_a_small_rate_of_something_unknown_is_left_to_a_person() -> None:
    assert direction("甲乙率", "质量指标", "2%").is_contested
    assert direction("甲乙率", "质量指标", "90%").name == "at_least"


def test_none_of_something_bad_is_a_ceiling_as_a_count_and_a_floor_as_a_rate() -> None:
    assert direction("零投诉", "质量", "0起").name == "at_most"
    assert direction("零投诉率", "质量", "100%").name == "at_least"
    assert direction("无事故天数", "质量", "365天").name == "at_least"


def test_without_a_name_category_and_value_decide() -> None:
    assert direction("", "成本指标", "30万元").name == "at_most"
    assert direction("", "质量指标", "0").name == "at_most"
    assert direction("", "满意度指标", "95%").name == "at_least"


@pytest.mark.parametrize(
    ("name", "measure", "says", "words"),
    [
        ("达标率", "rate", "more", "达标"),
        ("不达标率", "rate", "less", "不达标"),
        ("未增加率", "rate", "less", "未增加"),
        ("投诉增长率", "rate", "less", "增长"),
        ("等待时长增长率", "rate", "less", "增长"),
        ("收入下降率", "rate", "less", "下降"),
        ("事故下降率", "rate", "more", "下降"),
        ("按期完成率", "rate", "more", "完成"),
        ("未按期完成率", "rate", "less", "未按期完成"),
        ("逾期办结数", "other", "less", "逾期办结"),
        ("投诉办结率", "rate", "more", "办结"),
        ("审结行政复议案件", "other", "more", "复议"),
        ("治理石漠化面积", "other", "more", "治理石漠"),
        ("投诉办理时长", "duration", "less", "办理"),
        ("竣工天数", "duration", "less", "竣工"),
        ("提前竣工天数", "duration", "more", "竣工"),
        ("提前完工天数", "duration", "more", "完工"),
        ("平均提前完工天数", "duration", "more", "完工"),
        ("提前完成率", "rate", "more", "完成"),
        ("保障天数", "duration", "more", "保障"),
        ("抢险时间", "duration", "less", "抢险"),
        ("压减审批时间", "duration", "less", "压减审批"),
        ("压减建设数", "other", "more", "压减建设"),
        ("故障恢复时间", "duration", "less", "恢复"),
        ("无事故村数", "other", "free", "无事故"),
        ("未延误率", "rate", "free", "未延误"),
        ("延误率", "rate", "less", "延误"),
        ("发生率", "rate", "less", "发生"),
        ("未发生率", "rate", "more", "未发生"),
        ("投诉控制数", "other", "more", "控制"),
        ("三公经费控制率", "rate", "less", "控制"),
        ("减少违规投诉数", "other", "more", "违规投诉"),
        ("控制事故数", "other", "less", "控制事故"),
        ("限额", "other", "less", "限额"),
        ("压减限额", "other", "more", "压减限额"),
        ("补助标准", "each", "neither", "补助"),
        ("重大事故救援次数", "other", "conflict", "事故…救援"),
        ("事故隐患举报核查数", "other", "conflict", "隐患…举报"),
        ("重大事故救援次数", "rate", "more", "救援"),
        ("受理投诉数", "other", "conflict", "受理投诉"),
    ],
)
def test_what_a_name_says_and_by_which_word(name: str, measure: Measure, says: Says, words: str) -> None:
    assert spoken(name, measure) == Spoken(says, words)


@pytest.mark.parametrize("name", ["感染科床位数", "救灾帐篷数", "示例数", "无违规使用次数"])
def test_names_that_say_nothing(name: str) -> None:
    assert spoken(name, "other") is None


@pytest.mark.parametrize("name", ["发布《管理办法》数量", "《规划》编制率", "合格率="])
def test_marks_of_a_title_state_no_comparator(name: str) -> None:
    assert comparator_in(name) is None


@pytest.mark.parametrize(
    ("name", "target", "size"),
    [
        ("示例率", "20%", "small_rate"),
        ("示例率", "20.1%", "other"),
        ("示例", "20%", "other"),
        ("示例率", "0%", "zero"),
        ("示例", "3起", "cases"),
    ],
)
def test_what_the_size_of_a_target_tells(name: str, target: str, size: Size) -> None:
    asked = parse_target(target)
    assert isinstance(asked, Bare)
    assert size_of(name, asked.quantity) == size
