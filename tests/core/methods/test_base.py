"""What all methods share."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import method, row

from perfeval.core.methods import METHODS, AnyMethod, readings
from perfeval.core.methods.base import Method, share_in_words, share_of_points
from perfeval.core.span import Span


def test_the_base_is_no_method() -> None:
    with pytest.raises(TypeError):
        Method(kind="any")  # type: ignore[abstract]


@pytest.mark.parametrize("kind", METHODS)
def test_every_method_explains_itself_in_both_languages(kind: str) -> None:
    for told in (METHODS[kind].sentence, METHODS[kind].formula):
        assert set(told) == {"zh", "en"}


def test_the_table_and_the_union_hold_the_same_methods() -> None:
    members = AnyMethod.__args__[0].__args__  # type: ignore[attr-defined]
    assert set(members) == set(METHODS.values())


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.6", "3/5"), ("60%", "3/5"), ("60％", "3/5"), (" 1 ", "1"), ("六成", None), ("%", None)],
)
def test_a_share_that_a_person_recorded(text: str, share: str | None) -> None:
    found = share_in_words(text)
    assert (None if found is None else str(found)) == share


def test_a_share_of_the_marks_must_be_bounded() -> None:
    with pytest.raises(ValueError, match="bounded"):
        share_of_points(row("1"), Span(Fraction(0), None, high_open=True))


def test_a_method_in_which_nothing_is_open_is_its_only_reading() -> None:
    stated = method("proportional", ratio="actual/target")
    assert list(readings(stated, row("1"))) == [(stated, ())]


def test_everything_open_is_combined() -> None:
    both = method("proportional", ratio="unstated", cap="unstated")
    notes = [each for _, each in readings(both, row("1"))]
    assert len(notes) == 6
    assert notes[0] == ("ratio=actual/target", "cap=1")
