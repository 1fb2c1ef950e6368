from __future__ import annotations

import pytest

from perfeval.core.grades import (
    WATER_SCALE,
    grade_of,
    grade_reached,
    is_reached,
    rating_scale,
    water_class,
    worse_grade,
)


@pytest.mark.parametrize("text", ["优良中低差", "优 良 中 低 差", "优、良、中、低、差", "优/良/中/低/差"])
def test_a_rating_scale_printed_whole(text: str) -> None:
    assert rating_scale(text) == ("优", "良", "中", "低", "差")


@pytest.mark.parametrize("text", ["优", "良好", "优良率", "高中低"])
def test_what_is_no_rating_scale(text: str) -> None:
    """高中低 has no best word: a high risk is no good one."""
    assert rating_scale(text) is None


def test_levels_count_upwards_and_classes_downwards() -> None:
    level, levels = grade_of("Ｌ２") or ("", ())
    assert level == "L2"
    assert levels.index("L3") < levels.index("L2")
    assert (levels[0], levels[-1]) == ("L9", "L0")
    assert grade_of("l3级") == ("L3", levels)
    name, classes = grade_of("甲级") or ("", ())
    assert name == "甲级"
    assert classes.index("甲级") < classes.index("乙级")


def test_ranks_have_no_known_order() -> None:
    assert grade_of("一级") == ("一级", ())


@pytest.mark.parametrize("text", ["良好", "一级标准", "L", "甲", "3级"])
def test_what_is_no_grade(text: str) -> None:
    assert grade_of(text) is None


@pytest.mark.parametrize(
    ("text", "target", "grade"),
    [
        ("L2", "L2", "L2"),
        ("L3级", "L2", "L3"),
        ("乙级", "甲级", "乙级"),
        ("二级", "一级", "二级"),
        ("L2", "甲级", None),
        ("完全达到预期", "L2", None),
    ],
)
def test_the_grade_reached(text: str, target: str, grade: str | None) -> None:
    value, scale = grade_of(target) or ("", ())
    assert grade_reached(text, value, scale) == grade


def test_a_word_of_a_rating_scale_is_reached_the_whole_scale_is_not() -> None:
    scale = rating_scale("优良中差") or ()
    assert grade_reached("良", "优", scale) == "良"
    assert grade_reached("优良中差", "优", scale) is None


@pytest.mark.parametrize(
    ("target", "actual", "reached"),
    [
        ("良", "优", True),
        ("优", "良", False),
        ("优秀", "良好", False),
        ("优秀", "评定为优秀", True),
        ("优", "优等", True),
        ("良以上", "优", True),
        ("良好及以上", "优秀", True),
        ("良好及以上", "合格", False),
        ("不低于良", "中", False),
        ("L2", "L3", True),
        ("优良及以上", "合格", False),
    ],
)
def test_a_grade_is_held_against_the_one_that_was_asked_for(target: str, actual: str, reached: bool) -> None:
    asked = grade_of(target)
    assert asked is not None
    given = grade_reached(actual, *asked)
    assert given is not None
    assert is_reached(*asked, given) is reached


@pytest.mark.parametrize(
    ("target", "actual", "worse"), [("良好", "一般", True), ("良好", "优秀", False), ("好", "较好", True)]
)
def test_grade_words_that_may_be_praise_are_worse_or_not(target: str, actual: str, worse: bool) -> None:
    assert (worse_grade(target, actual) is not None) is worse


@pytest.mark.parametrize("classes", ["Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ", "I II III IV V", "一 二 三 四 五"])
def test_classes_of_water_in_every_spelling(classes: str) -> None:
    assert tuple(water_class(f"{each}类") for each in classes.split()) == WATER_SCALE[:5]
