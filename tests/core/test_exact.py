from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfeval.core.exact import MAX_LENGTH, ExactnessError, Mode, exact, round_to, show


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", Fraction(0)),
        ("18.35", Fraction(367, 20)),
        ("-3", Fraction(-3)),
        ("+5", Fraction(5)),
        ("010", Fraction(10)),  # decimal, not YAML's octal
        (" 90 ", Fraction(90)),
        ("2,180.00", Fraction(2180)),
        ("1,234,567", Fraction(1234567)),
        ("１２．５", Fraction(25, 2)),
        ("－３", Fraction(-3)),
        ("2/37", Fraction(2, 37)),
        ("-2/4", Fraction(-1, 2)),
        ("9" * MAX_LENGTH, Fraction(10**MAX_LENGTH - 1)),
        (7, Fraction(7)),
        (Decimal("0.10"), Fraction(1, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_exact_reads_plain_numbers(value: str | int | Decimal | Fraction, expected: Fraction) -> None:
    assert exact(value) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing"),
        ("abc", "words"),
        ("90%", "a percent sign is a unit"),
        ("1_000", "an underscore is Python's, not a form's"),
        ("1 000", "one number or two"),
        ("1e3", "an exponent"),
        (".5", "a digit may be lost"),
        ("5.", "a digit may be lost"),
        ("1.2.3", "two points"),
        ("12,34", "no group of three"),
        ("1,2345", "a group of four"),
        ("1/0", "no number"),
        ("1/-2", "a sign below"),
        ("0x10", "hexadecimal"),
        ("٣", "Arabic-Indic digits: \\d would match them"),
        ("nan", "Fraction() itself would not read it, Decimal() would"),
        ("inf", "as above"),
        ("9" * (MAX_LENGTH + 1), "longer than any amount"),
    ],
)
def test_exact_refuses_other_text(text: str, reason: str) -> None:
    with pytest.raises(ExactnessError):
        exact(text)


@pytest.mark.parametrize("value", [0.1, 1.0, True, None, Decimal("NaN"), Decimal("Infinity")])
def test_exact_refuses_what_is_not_exact(value: object) -> None:
    with pytest.raises(ExactnessError):
        exact(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        ("1.835", 2, "half_up", "1.84"),  # 18.35 % of ten marks
        ("1.835", 2, "down", "1.83"),
        ("1.831", 2, "up", "1.84"),
        ("1.83", 2, "up", "1.83"),
        ("4.625", 2, "half_up", "4.63"),  # 37 of 40 for five marks
        ("4.625", 2, "half_even", "4.62"),
        ("4.635", 2, "half_even", "4.64"),
        ("4.6251", 2, "half_even", "4.63"),
        ("0.475", 2, "half_up", "0.48"),  # 3.8/24 × 3: a 28-digit quotient gives 0.47
        ("2/3", 2, "half_up", "0.67"),
        ("-1.835", 2, "half_up", "-1.84"),  # away from zero
        ("-1.831", 2, "down", "-1.83"),
        ("-1.831", 2, "up", "-1.84"),
        ("-0.001", 2, "half_up", "0.00"),  # no negative zero
        ("10", 2, "half_up", "10.00"),
        ("0.5", 0, "half_up", "1"),
        ("0.5", 0, "half_even", "0"),
        ("1.5", 0, "half_even", "2"),
        ("3.5", 0, "half_even", "4"),
        ("4.5", 0, "half_even", "4"),
        ("0.5", 0, "up", "1"),
        ("0.5", 0, "down", "0"),
        ("-0.5", 0, "half_up", "-1"),
        ("123456789012345678901234567890.125", 2, "half_up", "123456789012345678901234567890.13"),
    ],
)
def test_round_to(value: str, places: int, mode: Mode, expected: str) -> None:
    assert str(round_to(exact(value), places, mode)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(0), 12, "0"),
        (Fraction(5, 2), 12, "2.5"),
        (Fraction(-5, 2), 12, "-2.5"),
        (Fraction(1, 3), 12, "1/3"),
        (Fraction(-1, 3), 12, "-1/3"),
        (Fraction(1, 10**12), 12, "0.000000000001"),  # never 1E-12
        (Fraction(1, 8), 2, "1/8"),  # ends, but not within two places
        (Fraction(10**30), 12, "1" + "0" * 30),
    ],
)
def test_show(value: Fraction, places: int, expected: str) -> None:
    assert show(value, places) == expected
