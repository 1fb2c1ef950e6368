"""What a person recorded takes the place of what nobody knows."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import pytest

from perfeval.core.rules import expressions as ex
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Row


@pytest.mark.parametrize(
    ("scale", "text", "number"),
    [("marks", "2.5", (Fraction(5, 2), "marks")), ("share", "60%", (Fraction(3, 5), "plain"))],
)
def test_a_recorded_number_is_so_many_marks_or_a_plain_share(
    scale: Literal["marks", "share"], text: str, number: tuple[Fraction, str]
) -> None:
    row = Row(Fraction(10), facts={"recorded": text})
    ((found, notes),) = resolve(ex.Recorded("recorded", scale, ex.ZERO), row)
    assert isinstance(found, ex.Const)
    assert (found.value, found.scale) == number
    assert notes == ()
