from __future__ import annotations

import pytest

from perfeval.core.actual import ActualSyntaxError, GradeWord, Words, parse_actual
from perfeval.core.calendar import CalendarDate
from perfeval.core.quantity import parse_quantity
from perfeval.core.target import parse_target


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
        "满意度95%",
        "2个项目完成验收",
        "50%未完成",
        "2023年1月-12月",
    ],
)
def test_words_against_a_quantity_stay_words(text: str) -> None:
    assert parse_actual(f" {text}\n", parse_target(">=90%")) == Words(text)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("90％％", "percent-doubled"),
        ("1 000", "space-in-number"),
        ("约30个", "approximate"),
        ("95%,98%", "trailing"),
        ("≥", "number-expected"),
        ("√", "number-expected"),
        ("", "number-expected"),
        ("2023年2月30日", "date-impossible"),
        ("90%（45户）", "note-unclear"),
    ],
)
def test_a_number_that_cannot_be_read_is_a_mistake(text: str, mistake: str) -> None:
    with pytest.raises(ActualSyntaxError) as caught:
        parse_actual(text, parse_target(">=90%"))
    assert caught.value.mistake == mistake


def test_a_date_against_a_quantity_stays_a_date() -> None:
    assert parse_actual("2023年12月31日", parse_target(">=90%")) == CalendarDate(2023, 12, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7月", CalendarDate(None, 7)),
        ("2023年7月31日", CalendarDate(2023, 7, 31)),
        ("已于2023年7月完成", CalendarDate(2023, 7)),
        ("2023-07-31", CalendarDate(2023, 7, 31)),
        ("9月前", Words("9月前")),  # says no date
        ("已完成", Words("已完成")),
        ("100%", Words("100%")),
    ],
)
def test_against_a_deadline(text: str, expected: CalendarDate | Words) -> None:
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
