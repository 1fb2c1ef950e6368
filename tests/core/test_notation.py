"""Errors of notation: the fault under the caret, the mistake in words, the characters behind both."""

from __future__ import annotations

import pickle
import string
from collections.abc import Callable
from functools import partial

import pytest

from perfeval.core.actual import parse_actual
from perfeval.core.cursor import Cursor
from perfeval.core.glyphs import columns, plain, without_blanks
from perfeval.core.notation import MISTAKES, NotationError
from perfeval.core.quantity import parse_quantity
from perfeval.core.target import TargetSyntaxError, parse_target


@pytest.mark.parametrize(
    ("text", "caret"),
    [
        (">=90%%", ">=90%%\n     ^"),
        (">=90％％", ">=90％％\n      ~^"),  # ％ takes two columns
        ("＞＝９０％％", "＞＝９０％％\n          ~^"),
        ("≥", "≥\n ^"),  # the fault is the end of the text
        ("≥ 五个.个", "≥ 五个.个\n      ~~^"),  # the space counts
        ("1\n000个", "1 000个\n~~~~^"),  # a line break in a cell is shown as a space
        ("≥9\u200b0%%", "≥90%%\n    ^"),  # a zero-width space is neither shown nor counted
        ("e\u0301≥5!", "e\u0301≥5!\n   ^"),  # an accent takes no column
        ("≥90%　!", "≥90% !\n     ^"),  # the wide space is shown as one
    ],
)
def test_the_caret_stands_under_the_fault(text: str, caret: str) -> None:
    with pytest.raises(TargetSyntaxError) as caught:
        parse_target(text)
    assert caught.value.caret() == caret


def test_a_long_text_is_cut_around_the_fault() -> None:
    error = NotationError("甲" * 40 + "%%" + "乙" * 40, 40, 2, "trailing", {"rest": ""})
    assert error.caret() == "…" + "甲" * 30 + "%%" + "乙" * 30 + "…\n" + " " * 61 + "~^"


def test_a_long_fault_is_cut_too() -> None:
    error = NotationError("≥" + "很" * 70, 1, 70, "number-missing", {"after": "≥"})
    assert error.caret() == "≥" + "很" * 60 + "…\n " + "~" * 59 + "^"


def test_the_message_names_the_mistake_and_what_to_write() -> None:
    with pytest.raises(TargetSyntaxError) as caught:
        parse_target("≥")
    assert caught.value.mistake == "number-missing"
    assert caught.value.message() == "「≥」后面需要一个数，例如「≥90%」"
    assert caught.value.message("en") == 'a number must follow "≥", such as "≥90%"'
    assert str(caught.value) == 'a number must follow "≥", such as "≥90%"\n≥\n ^'


# One text for every mistake: where the fault begins, and how many characters it has.
FAULTS = [
    ("empty", " \n", 2, 0),
    ("number-expected", "100±", 4, 0),
    ("number-expected", "$300", 0, 4),
    ("units-differ", "¥300%", 0, 5),
    ("number-missing", "不低于项", 3, 1),
    ("number-too-long", "9" * 101, 0, 101),
    ("number-too-long", "≥" + "9" * 16 + "亿", 1, 17),
    ("number-too-long", "≥0." + "9" * 19, 1, 21),
    ("space-in-number", "1 00个", 0, 4),
    ("numbered", "1．1200人", 0, 6),
    ("digit-odd", "9½场", 1, 1),
    ("digit-struck", "9\u0336场", 0, 2),
    ("comma-misplaced", "12,34个", 2, 1),
    ("numeral-malformed", "≥一百二", 1, 3),
    ("numeral-malformed", "≥千克", 1, 1),
    ("percent-doubled", ">=70％％", 5, 1),
    ("unit-unknown", "50亩高标准农田建设", 3, 7),
    ("unit-incomplete", "5元/万", 3, 1),
    ("trailing", "95%,98%", 3, 4),
    ("magnitude-doubled", "3万万元", 1, 2),
    ("approximate", "10余家", 2, 1),
    ("approximate", "约30个", 0, 1),
    ("approximate", "30个左右", 3, 2),
    ("note-unclear", "5家（6家）", 2, 4),
    ("note-unclear", "5家（含", 2, 1),
    ("comparators-contradict", "≥98%以下", 4, 2),
    ("comparators-contradict", "≥5,≥6", 0, 5),
    ("range-reversed", "10-5", 0, 4),
    ("units-differ", "5家-10%", 0, 6),
    ("tolerance-alone", "≥±5", 1, 2),
    ("tolerance-negative", "100±-5", 0, 6),
    ("date-impossible", "2023年2月30日前", 0, 10),
    ("bound-only", "不足95%", 0, 2),
]


@pytest.mark.parametrize(("mistake", "text", "position", "length"), FAULTS)
def test_every_mistake_points_at_its_fault(mistake: str, text: str, position: int, length: int) -> None:
    # As a target, a number with a long word after it is a phrase.
    parse: Callable[[str], object] = parse_quantity if mistake == "unit-unknown" else parse_target
    if mistake == "bound-only":
        parse = partial(parse_actual, target=parse_target("≥95%"))
    with pytest.raises(NotationError) as caught:
        parse(text)
    assert (caught.value.mistake, caught.value.position, caught.value.length) == (mistake, position, length)
    assert caught.value.text == text


def test_what_is_only_about_is_pointed_at_behind_a_comparator() -> None:
    with pytest.raises(NotationError) as caught:
        parse_actual("≥约9%", parse_target("≥9%"))
    assert (caught.value.mistake, caught.value.position, caught.value.length) == ("approximate", 1, 1)


def test_every_mistake_has_an_example() -> None:
    assert {mistake for mistake, *_ in FAULTS} == set(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_both_languages_are_filled_from_the_same_values(mistake: str) -> None:
    zh, en = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in MISTAKES[mistake]
    )
    assert zh == en


def test_an_error_survives_pickling() -> None:
    """A process pool sends errors between processes."""
    with pytest.raises(TargetSyntaxError) as caught:
        parse_target("≥")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.mistake, copy.caret(), copy.values) == (caught.value.mistake, "≥\n ^", {"after": "≥"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("＞＝９０％", ">=90%"),
        ("﹦═≧≦〉", "==≥≤》"),
        ("－–−", "---"),
        ("—～", "~~"),
        ("５～１０萬畝", "5~10万亩"),
        ("稳步增长", "稳步增长"),
        ("｟", "｟"),  # just behind the full-width ASCII
    ],
)
def test_look_alikes_become_one_each_in_its_place(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_blanks_of_every_width_print_nothing() -> None:
    assert without_blanks(" 1\u3000\u00a0\t\n\u200b\ufeff2\u2009") == "12"


@pytest.mark.parametrize(
    ("text", "width"), [("a9%", 3), ("年％", 4), ("e\u0301", 1), ("1\u20dd", 1), ("≥", 1)]
)
def test_columns_on_the_screen(text: str, width: int) -> None:
    assert columns(text) == width


def test_a_cursor_on_a_part_points_into_the_whole() -> None:
    cursor = Cursor("[5, ab]", NotationError).between(3, 5)
    assert cursor.rest == "ab"
    error = cursor.mistake("trailing", 3, 5, rest="ab")
    assert (error.position, error.length) == (4, 2)


def test_what_is_missing_behind_a_long_text_is_missing_at_its_end() -> None:
    assert Cursor("长" * 300, NotationError).mistake("trailing", 300, 300, rest="").position == 300


@pytest.mark.parametrize(("after", "cut"), [(30, False), (31, True)])
def test_a_text_that_fits_is_not_cut(after: int, cut: bool) -> None:
    for before in (0, 29, 30, 31):
        shown = NotationError("a" * before + "%" + "b" * after, before, 1, "trailing", {"rest": ""}).caret()
        assert (shown.partition("\n")[0].endswith("…"), shown.startswith("…")) == (cut, before > 30)
