"""What a reviewer takes off: the claim less the reviewed score, never below zero."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.reviewed import ReviewedRow


@pytest.mark.parametrize(
    ("submitted", "reviewed", "deduction"),
    [("10", "8", "2"), ("8", "10", "0"), ("10", None, "0"), (None, "8", "0")],
)
def test_the_deduction(submitted: str | None, reviewed: str | None, deduction: str) -> None:
    def number(text: str | None) -> Fraction | None:
        return None if text is None else Fraction(text)

    row = ReviewedRow(
        form="示例项目",
        row=1,
        name="示例指标",
        points=Fraction(10),
        submitted=number(submitted),
        low=Fraction(0),
        high=Fraction(10),
        reviewed=number(reviewed),
    )
    assert row.deduction == Fraction(deduction)
