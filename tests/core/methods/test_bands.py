"""定性指标分档."""

from __future__ import annotations

import pytest
from method_rows import ends, method, score, scored, words

from perfeval.core.rules.derive import direction_of, span_of

LEVELS = [
    {"name": "达成", "words": ["达成", "完成"], "share": "[0.8, 1]"},
    {"name": "部分达成", "words": ["部分达成"], "share": "[0.6, 0.8)"},
    {"name": "未达成", "words": ["未达成"], "share": "[0, 0.6)"},
]
BANDS = method("bands", levels=LEVELS)


@pytest.mark.parametrize(
    ("text", "low", "high", "opens"),
    [
        ("完成", "12", "15", (False, False)),
        ("部分达成", "9", "12", (False, True)),
        ("未达成", "0", "9", (False, True)),
    ],
)
def test_a_level_leaves_an_interval(text: str, low: str, high: str, opens: tuple[bool, bool]) -> None:
    marks = scored(BANDS, words(text, points="15"))
    assert ends(marks) == (low, high)
    assert (marks.low_open, marks.high_open) == opens  # type: ignore[union-attr]


@pytest.mark.parametrize(("gives", "marks"), [("top", "10"), ("middle", "9"), ("bottom", "8")])
def test_a_document_may_fix_a_point_of_the_band(gives: str, marks: str) -> None:
    assert score(method("bands", levels=LEVELS, gives=gives), words("达成")) == marks


def test_words_that_name_no_level_are_refused_and_told_which_are_known() -> None:
    refused = scored(BANDS, words("良好"))
    assert ends(refused) == "level-unknown"
    assert refused.values["question_zh"] == "请改用：达成、完成、部分达成、未达成"  # type: ignore[union-attr]
    assert ends(scored(BANDS, words(None))) == "level-unknown"


def test_an_actual_value_that_repeats_the_target() -> None:
    assert ends(scored(BANDS, words("良好", "良好"))) == "level-unknown"
    assert ends(scored(method("bands", levels=LEVELS, repeats_target="达成"), words("良好", "良好"))) == (
        "8",
        "10",
    )


def test_span_and_direction() -> None:
    assert str(span_of(BANDS.rule)) == "[0, 1]"
    assert direction_of(BANDS.rule, "at_least") == "none"
