"""The words before a number."""

from __future__ import annotations

import pytest

from perfeval.core.labels import change_in


@pytest.mark.parametrize(
    ("words", "change"), [("比上年减少", "down"), ("收入提高", "up"), ("工业增加值", ""), ("完成", "")]
)
def test_whether_words_tell_of_a_change(words: str, change: str) -> None:
    assert change_in(words) == change
