from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.comparators import (
    Comparator,
    is_lower_bound,
    is_met,
    is_upper_bound,
    on_one_side,
    read_comparator,
    read_suffix,
    with_inclusion,
)
from perfeval.core.cursor import Cursor
from perfeval.core.notation import NotationError

COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys([">=", "≥", "≧", "⩾", "＞＝", "》＝", "〉＝", "=>", "≥=", "≥＝", ">＝"], "at_least"),
    **dict.fromkeys(
        ["大于等于", "大于或等于", "不低于", "不少于", "不小于", "不得低于", "不得少于", "不得小于", "至少"],
        "at_least",
    ),
    **dict.fromkeys([">", "＞", "﹥", "》", "大于", "超过"], "more_than"),
    **dict.fromkeys(["<=", "≤", "≦", "⩽", "＜＝", "《＝", "=<", "≤="], "at_most"),
    **dict.fromkeys(
        ["小于等于", "小于或等于", "不超过", "不高于", "不大于", "不多于", "不超出", "不得超过", "至多"],
        "at_most",
    ),
    **dict.fromkeys(["<", "＜", "﹤", "小于"], "less_than"),
    **dict.fromkeys(["=", "＝", "﹦", "═", "==", "等于"], "equal_to"),
}


@pytest.mark.parametrize(("text", "comparator"), COMPARATORS.items())
def test_glyphs_and_words(text: str, comparator: Comparator) -> None:
    cursor = Cursor(text + "90%", NotationError)
    assert read_comparator(cursor) == comparator
    assert cursor.rest == "90%"


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("达到95%", "at_least"),
        ("达100%", "at_least"),
        ("最低3次", "at_least"),
        ("高于5%", "more_than"),
        ("控制在5%", "at_most"),
        ("最高90分", "at_most"),
        ("低于百分之五", "less_than"),
    ],
)
def test_words_that_compare_before_digits(text: str, comparator: Comparator) -> None:
    assert read_comparator(Cursor(text, NotationError)) == comparator


@pytest.mark.parametrize(
    "text", ["达到预期", "达到一流水平", "最低生活保障全覆盖", "《办法》印发", "90%", "稳步增长", ""]
)
def test_what_begins_no_comparison(text: str) -> None:
    cursor = Cursor(text, NotationError)
    assert read_comparator(cursor) is None
    assert cursor.at == 0


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("以上", "at_least"),
        ("及以上", "at_least"),
        ("以下", "at_most"),
        ("以内", "at_most"),
        ("之内", "at_most"),
        ("内", "at_most"),
        ("以外", None),
    ],
)
def test_suffixes(text: str, comparator: Comparator | None) -> None:
    assert read_suffix(Cursor(text, NotationError)) == comparator


def test_a_note_may_include_or_exclude_the_number() -> None:
    assert with_inclusion("at_least", "不含") == "more_than"
    assert with_inclusion("at_most", "不含") == "less_than"
    assert with_inclusion("more_than", "含") == "at_least"
    assert with_inclusion("less_than", "含") == "at_most"
    assert with_inclusion("equal_to", "不含") == "equal_to"
    assert with_inclusion("at_least", "") == "at_least"


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
        ("equal_to", False, True, False),
    ],
)
def test_is_met(comparator: Comparator, below: bool, at: bool, above: bool) -> None:
    found = tuple(is_met(comparator, Fraction(2), Fraction(actual)) for actual in (1, 2, 3))
    assert found == (below, at, above)


def test_sides() -> None:
    assert is_lower_bound("more_than")
    assert is_upper_bound("less_than")
    assert on_one_side("at_least", "more_than")
    assert on_one_side("at_most", "less_than")
    assert not on_one_side("at_least", "at_most")
    assert not on_one_side("equal_to", "equal_to")
