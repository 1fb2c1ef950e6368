"""What all methods share."""

from __future__ import annotations

from fractions import Fraction

import pytest
from method_rows import method, row, score
from pydantic import ValidationError

from perfeval.core.methods import METHODS, AnyMethod
from perfeval.core.methods.base import Method
from perfeval.core.rules.resolve import resolve, share_in_words


def test_the_base_is_no_method() -> None:
    with pytest.raises(TypeError):
        Method(kind="any")  # type: ignore[abstract]


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


@pytest.mark.parametrize("share", ["[0, inf)", "(-inf, 1]"])
def test_a_share_of_the_marks_must_be_bounded(share: str) -> None:
    with pytest.raises(ValidationError, match="two ends"):
        method("all_or_nothing", unmet=share)


@pytest.mark.parametrize("number", ["1e-1", "0.1_0", "１０%", True, 0.1, None, ["0.1"]])
def test_a_parameter_is_exact_or_refused(number: object) -> None:
    with pytest.raises(ValidationError, match=r"not (an exact|a plain decimal) number"):
        method("symmetric_deviation", tolerance=number)


@pytest.mark.parametrize("number", ["0.1", "1/10", "０.１", Fraction(1, 10)])
def test_a_parameter_as_text_or_as_the_number_that_it_is(number: object) -> None:
    assert method("symmetric_deviation", tolerance=number).tolerance == Fraction(1, 10)


def test_a_copy_with_other_parameters_means_something_else() -> None:
    capped = method("proportional", ratio="actual/target")
    assert score(capped, row("12")) == "10"
    assert score(capped.model_copy(update={"cap": "none"}), row("12")) == "12"


def test_a_method_in_which_nothing_is_open_is_its_only_reading() -> None:
    stated = method("proportional", ratio="actual/target")
    assert list(resolve(stated.rule, row("1"))) == [(stated.rule, ())]


def test_everything_open_is_combined() -> None:
    both = method("proportional", ratio="unstated", cap="unstated")
    notes = [each for _, each in resolve(both.rule, row("1"))]
    assert len(notes) == 6
    assert notes[0] == ("ratio=actual/target", "cap=1")
