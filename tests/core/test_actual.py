from __future__ import annotations

import pytest

from perfeval.core.actual import ActualSyntaxError, GradeWord, Words, parse_actual
from perfeval.core.calendar import CalendarDate
from perfeval.core.quantity import parse_quantity
from perfeval.core.target import Deadline, parse_target


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("37人次", "37人次"),
        ("=37人次", "37人次"),  # the target's comparator repeated
        ("≥360天", "360天"),
        ("98%以上", "98%"),
        ("98%（含）", "98%"),
        ("不低于90%", "90%"),
        ("达到95%", "95%"),
        ("已完成37人次", "37人次"),
        ("实际完成3家", "3家"),
        ("满意度=95%", "95%"),
        ("100%覆盖", "100%"),
        ("三家", "3家"),
        ("0", "0"),
        ("12月", "12个月"),
        ("-3%", "-3%"),
        # names, verbs and brackets around the number
        ("满意度95%", "95%"),
        ("满意度为96%", "96%"),
        ("总体满意率：98.5%", "98.5%"),
        ("合格率达到97%", "97%"),
        ("已开展6次", "6次"),
        ("共6场", "6场"),
        ("2023年共举办培训6期", "6期"),
        ("已举办三期", "3期"),
        ("完成6次培训", "6次"),
        ("实际支付2.22万元", "2.22万元"),
        ("未成年人救助30人", "30人"),
        ("无障碍设施5处", "5处"),
        ("按计划完成3项", "3项"),
        ("LED灯6套", "6套"),
        ("90%（45户）", "90%"),
        ("6次（其中上半年2次，下半年4次）", "6次"),
        ("3个(甲1个、乙2个)", "3个"),
        ("1 234人", "1234人"),
        ("每季度开展1次", "1次/季度"),
    ],
)
@pytest.mark.parametrize("target", [">=90%", "90%", "80%-90%", "100±5"])
def test_numbers_against_a_quantity(text: str, quantity: str, target: str) -> None:
    assert parse_actual(text, parse_target(target)) == parse_quantity(quantity)


@pytest.mark.parametrize(
    "text",
    [
        "完成",
        "已完成",
        "完全达到预期(目标)",
        "超过预期目标",
        "一般",
        "十分满意",
        "2个项目完成验收",
        "50%未完成",
        "2023年1月-12月",
        # the number is not what was reached
        "未完成3个",
        "还差2个",
        "剩余2个",
        "原计划5次",
        "上年5次",
        "延期3天",
        "提前3天",
        "第3名",
        "分3期",
        "达到国家2级标准",
        "符合GB50300-2013标准",
    ],
)
def test_words_against_a_quantity_stay_words(text: str) -> None:
    assert parse_actual(f" {text}\n", parse_target(">=90%")) == Words(text)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("90％％", "percent-doubled"),
        ("1 00", "space-in-number"),
        ("1\n000", "space-in-number"),  # a line break may part two numbers
        ("约30个", "approximate"),
        ("95%,98%", "trailing"),
        ("≥", "number-expected"),
        ("√", "number-expected"),
        ("", "number-expected"),
        ("2023年2月30日", "date-impossible"),
        ("90%（95%）", "note-unclear"),
        ("5次（调整后3次）", "note-unclear"),
        ("不足95%", "bound-only"),
        ("合格率低于95%", "bound-only"),
        ("9²场", "digit-odd"),
        ("9½场", "digit-odd"),
        ("9①场", "digit-odd"),
        ("9\u0336场", "digit-struck"),
    ],
)
def test_a_number_that_cannot_be_read_is_a_mistake(text: str, mistake: str) -> None:
    with pytest.raises(ActualSyntaxError) as caught:
        parse_actual(text, parse_target(">=90%"))
    assert caught.value.mistake == mistake


@pytest.mark.parametrize("target", ["100人", "80-100人"])
def test_a_side_alone_does_not_answer_a_target_without_one(target: str) -> None:
    with pytest.raises(ActualSyntaxError) as caught:
        parse_actual("超过90人", parse_target(target))
    assert caught.value.mistake == "bound-only"


def test_a_date_against_a_quantity_stays_a_date() -> None:
    assert parse_actual("2023年12月31日", parse_target(">=90%")) == CalendarDate(2023, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7月", CalendarDate(None, 7)),
        ("2023年7月31日", CalendarDate(2023, 7, 31)),
        ("已于2023年7月完成", CalendarDate(2023, 7)),
        ("2023-07-31", CalendarDate(2023, 7, 31)),
        ("9月前", Deadline(CalendarDate(None, 9), inclusive=False)),  # repeated
        ("8月底前完成", Deadline(CalendarDate(None, 8))),
        ("第二季度", CalendarDate(None, 4, months=3)),
        ("1-8月", CalendarDate(None, 8)),
        ("完成时间：7月", CalendarDate(None, 7)),
        ("2023年7月15日完成全部任务", CalendarDate(2023, 7, 15)),
        ("7月前未完成", Words("7月前未完成")),
        ("已完成", Words("已完成")),
        ("100%", Words("100%")),
    ],
)
def test_against_a_deadline(text: str, expected: CalendarDate | Deadline | Words) -> None:
    assert parse_actual(text, parse_target("9月前")) == expected


def test_an_impossible_date_against_a_deadline_is_a_mistake() -> None:
    with pytest.raises(ActualSyntaxError):
        parse_actual("2月30日", parse_target("9月前"))


@pytest.mark.parametrize(
    ("text", "target", "expected"),
    [
        ("L2", "L2", GradeWord("L2")),
        ("ｌ３", "L2", GradeWord("L3")),
        ("优", "优良中低差", GradeWord("优")),
        ("优良中低差", "优良中低差", Words("优良中低差")),  # chose none
        ("完全达到预期", "L2", Words("完全达到预期")),
    ],
)
def test_against_a_grade(text: str, target: str, expected: GradeWord | Words) -> None:
    assert parse_actual(text, parse_target(target)) == expected


@pytest.mark.parametrize("text", ["完全达到预期", "100%", "90％％", "2月30日", ""])
def test_against_words_everything_is_words(text: str) -> None:
    assert parse_actual(text, parse_target("稳步增长")) == Words(text)
