"""Laws of words around numbers and of negations: a label says nothing of a number, a negation never reaches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.core.actual import parse_actual
from perfeval.core.attainment import REACHED, place
from perfeval.core.target import parse_target
from perfeval.core.words.attainment import LEXICON

LABELS = ("满意度为", "合格率", "已完成", "共", "累计培训", "全年实际完成", "覆盖率达到", "本年度")
UNITS = ("%", "人", "次", "场次", "平方米", "万元", "户")
BRACKETS = ("", "（其中：甲1{unit}，乙2{unit}）", "（含上年结转）", "（见附件）")
NEGATIONS = ("未", "没有", "尚未", "未能", "并未")
WANTED = sorted(word for word, role in LEXICON.items() if role in ("reach", "good", "timely", "better"))


@pytest.mark.property
@given(st.integers(0, 999_999), st.sampled_from(UNITS), st.sampled_from(LABELS), st.sampled_from(BRACKETS))
def test_a_cell_reads_the_same_with_its_label_its_brackets_and_its_thousands_mark(
    number: int, unit: str, label: str, bracket: str
) -> None:
    """The words before a number, the brackets behind it and what groups it say nothing of it."""
    for target in (parse_target(f"≥{number}{unit}"), parse_target(f"{number}{unit}")):
        plain = parse_actual(f"{number}{unit}", target)
        assert parse_actual(f"{label}{number}{unit}", target) == plain
        assert parse_actual(f"{number}{unit}{bracket.format(unit=unit)}", target) == plain
        assert parse_actual(f"{number:,}{unit}", target) == plain
        assert parse_actual(f"{number:,}{unit}".replace(",", " "), target) == plain


def test_a_negated_word_never_reaches_the_level_of_the_word() -> None:
    """Whatever the target asks for: the word itself, or what the word says alone."""
    wrong = [
        (negation, word)
        for word in WANTED
        for negation in NEGATIONS
        for target in (word, "显著提升", "")
        if place(word, target) == REACHED and place(f"{negation}{word}", target) == REACHED
    ]
    assert wrong == []
    alone = [word for word in WANTED if place(word, word) is None and place(f"未{word}", word) == REACHED]
    assert alone == []
    assert sum(place(word) == REACHED for word in WANTED) > 100
