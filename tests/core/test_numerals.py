from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.numerals import numeral, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("三", 3),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百零九", 109),
        ("一百一十二", 112),
        ("两百", 200),
        ("一千零一十", 1010),
        ("一万二千", 12000),
        ("二十万零五百", 200500),
        ("一亿三千万", 130_000_000),
        ("一万亿", 10**12),
        ("壹佰贰拾", 120),
        ("〇", 0),
        ("九十五点五", Fraction(191, 2)),
    ],
)
def test_numerals(text: str, value: int | Fraction) -> None:
    assert numeral(text) == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("三五", "three to five, or thirty-five"),
        ("一百二", "colloquial for 120"),
        ("两千五", "colloquial for 2500"),
        ("百", "vague: some hundred"),
        ("百千", "no number"),
        ("二〇二三", "a year, digit by digit"),
        ("一零五", "digit by digit"),
        ("亿" * 31, "longer than any number"),
    ],
)
def test_what_is_no_well_formed_numeral(text: str, reason: str) -> None:
    assert numeral(text) is None


def test_every_number_up_to_twenty_thousand_comes_back() -> None:
    assert all(numeral(written(number)) == number for number in range(20_000))
