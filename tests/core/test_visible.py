from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.core.visible import json_visible, visible, visible_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("95%", "95%"),
        ("95%\x1b[2J", "95%␛[2J"),
        ("\x1b]0;PWNED\x07", "␛]0;PWNED␇"),
        ("a\x9b31mb", "a‹U+009B›31mb"),
        ("a\x7f", "a␡"),
        ("a\u202eb\u2066c", "a‹U+202E›b‹U+2066›c"),
        ("9\u200e场\u200f", "9场"),
        ("两行\n一个\t格", "两行\n一个\t格"),
        ("a\rb", "a␍b"),
        ("\ud800", "‹U+D800›"),
    ],
)
def test_what_steers_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_name_stays_on_its_line() -> None:
    assert visible_line("a\nb\tc\x1b") == "a␊b␉c␛"


@given(st.text())
def test_nothing_that_steers_is_left(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not {"\x1b", "\x07", "\u202e", "\u2066", "\r", "\x9b"} & set(shown)


def test_json_shows_what_steers_as_an_escape() -> None:
    assert json_visible('{"a": "\x9b\u202e"}\n\t') == r'{"a": "\u009b\u202e"}' + "\n\t"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_the_same(text: str) -> None:
    written = json_visible(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(written) == {"a": text}
    assert not {"\x9b", "\u202e", "\u2066"} & set(written)
