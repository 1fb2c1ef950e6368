"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfeval.core.figures import exact_percent, nearly, number, percent, signed, two_decimals


@pytest.mark.parametrize(
    ("value", "shown"),
    [("4.625", "4.63"), ("4.624", "4.62"), ("-4.625", "-4.63"), ("5", "5.00"), ("0.999", "1.00")],
)
def test_two_decimals(value: str, shown: str) -> None:
    assert two_decimals(Fraction(value)) == two_decimals(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("4.6", "4.60"), ("4.625", "4.625"), ("1/3", "1/3"), ("0", "0.00")]
)
def test_a_number_is_as_long_as_it_is_exact(value: str, shown: str) -> None:
    assert number(Fraction(value)) == shown


def test_no_number_is_a_dash_or_what_is_asked_for() -> None:
    assert (number(None), number(None, ""), number(Fraction(0), "")) == ("—", "", "0.00")


@pytest.mark.parametrize(
    ("value", "shown"), [("0", "0.00"), ("0.5", "+0.50"), ("-0.125", "-0.13"), ("0.001", "+0.00")]
)
def test_a_difference_has_a_sign_unless_there_is_none(value: str, shown: str) -> None:
    assert signed(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("share", "rounded", "exactly"),
    [
        ("0.8", "80.00%", "80%"),
        ("0.18345", "18.35%", "18.345%"),
        ("1/3", "33.33%", "1/3"),
        ("2", "200.00%", "200%"),
    ],
)
def test_a_share_in_per_cent(share: str, rounded: str, exactly: str) -> None:
    assert (percent(Fraction(share)), exact_percent(Fraction(share))) == (rounded, exactly)
    assert percent(Fraction(1, 8), 0) == "13%"


@pytest.mark.parametrize(("value", "shown"), [("0.25", "0.25"), ("2/3", "≈0.666667"), ("12", "12")])
def test_nearly(value: str, shown: str) -> None:
    assert nearly(Fraction(value)) == shown
