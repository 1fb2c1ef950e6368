"""Words for assumptions: those that the glossary knows whole, those it knows by part, and those it does not know."""

from __future__ import annotations

import pytest

from perfeval.core.glossary import assumption_words, word


@pytest.mark.parametrize(
    ("assumption", "zh"),
    [
        ("ratio=actual/target", "比例：按完成值/指标值"),
        ("otherwise=all_or_nothing", "未完成时：不得分"),
        ("places=2", "places：2"),
    ],
)
def test_an_assumption_in_words(assumption: str, zh: str) -> None:
    assert assumption_words(assumption, "zh").replace("小数位数", "places") == zh


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert word("no-such-key", "zh") == word("no-such-key", "en") == "no-such-key"
