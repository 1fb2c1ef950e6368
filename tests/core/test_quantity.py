from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.quantity import (
    Quantity,
    QuantitySyntaxError,
    in_unit,
    parse_quantity,
    same_unit,
)
from perfeval.core.units import parse_unit


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0", "0", None),
        ("43.2", "216/5", None),
        ("2,180.00", "2180", None),
        ("１２", "12", None),
        ("-3", "-3", None),
        ("+5%", "5", "%"),
        ("±0", "0", None),
        ("90％", "90", "%"),
        ("100百分比", "100", "%"),
        ("5个百分点", "5", "%"),
        ("百分之九十", "90", "%"),
        ("百分之95.5", "191/2", "%"),
        ("百分百", "100", "%"),
        ("千分之三", "3/10", "%"),
        ("3‰", "3", "‰"),
        ("三分之二", "2/3", None),
        ("-3分之1", "-1/3", None),
        ("1.2万亩", "12000", "亩"),
        ("1.5万亿元", "1500000000000", "元"),
        ("2.6亿元", "260000000", "元"),
        ("5万", "50000", None),
        ("三万元", "30000", "元"),
        ("一万二千元", "12000", "元"),
        ("3千米", "3", "千米"),
        ("3千户", "3000", "户"),
        ("300元/百公里", "3", "元/公里"),
        ("三家", "3", "家"),
        ("两次", "2", "次"),
        ("十二个", "12", "个"),
        ("一百二十人", "120", "人"),
        ("零次", "0", "次"),
        ("九十", "90", None),
        ("半年", "1/2", "年"),
        ("半个月", "1/2", "个月"),
        ("12个月", "12", "月"),
        ("30日", "30", "天"),
        ("12 个\n月", "12", "个月"),  # a cell breaks its lines anywhere
        ("每亩300元", "300", "元/亩"),
        ("每人每天300元", "300", "元/人/天"),
        ("每亩300", "300", "/亩"),
        ("5(家)", "5", "家"),
        ("¥5万", "50000", "元"),
        ("￥5万元", "50000", "元"),
        ("￥1,234.50", "2469/2", "元"),
        ("¥5角", "5", "角"),
        ("¥300/人次", "300", "元/人次"),
        ("每亩¥300", "300", "元/亩"),
        ("5（万元）", "50000", "元"),
        ("5（已完成）", "5", None),
        ("5家（含）", "5", "家"),
        ("100万元（含税）", "1000000", "元"),
        ("100%覆盖", "100", "%"),  # a short noun adds nothing
        ("10家企业", "10", "家"),
        ("5投诉", "5", "投诉"),  # an unknown counter is its own unit
        ("95。", "95", None),
        ("9\u200b0", "90", None),  # zero-width space
    ],
)
def test_quantities(text: str, value: str, unit: str | None) -> None:
    quantity = parse_quantity(text)
    assert quantity == Quantity(Fraction(value), parse_unit(unit) if unit else None)
    assert parse_quantity(str(quantity)) == quantity


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "number-expected"),
        ("abc", "number-expected"),
        ("半数", "number-expected"),
        ("三分之", "number-expected"),
        ("0分之1", "number-expected"),
        ("12,34", "comma-misplaced"),
        ("1234,567", "comma-misplaced"),
        ("1 00", "space-in-number"),
        ("90％％", "percent-doubled"),
        ("百分之90%", "percent-doubled"),
        ("±3", "tolerance-alone"),
        ("10余家", "approximate"),
        ("100多万", "approximate"),
        ("3万余户", "approximate"),
        ("十几家", "approximate"),
        ("30个左右", "approximate"),
        ("一级", "trailing"),  # a numeral needs a unit of the table
        ("三多三少", "trailing"),
        ("一次性", "trailing"),
        ("24小时响应", "trailing"),  # what follows a time is a phrase
        ("3家以外", "trailing"),
        ("50%未完成", "trailing"),
        ("7×24小时", "trailing"),
        ("1/3", "trailing"),  # 50/50 would be one
        ("1.2.3", "trailing"),
        ("50亩高标准农田建设", "unit-unknown"),
        ("5高标准农田", "unit-unknown"),
        ("5(家", "note-unclear"),
        ("5()万", "trailing"),
        ("5家（6家）", "note-unclear"),
        ("半个工作日办结", "trailing"),
        ("5元/以上", "unit-incomplete"),
    ],
)
def test_what_is_no_quantity(text: str, mistake: str) -> None:
    with pytest.raises(QuantitySyntaxError) as caught:
        parse_quantity(text)
    assert caught.value.mistake == mistake


def test_the_magnitude_is_multiplied_out_and_remembered() -> None:
    quantity = parse_quantity("2.6 亿元")
    assert quantity == parse_quantity("26000万元") == parse_quantity("260000000元")
    assert quantity.value / quantity.scale == Fraction("2.6")
    assert quantity.text == "2.6 亿元"


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1.5公里", "米", 1500),
        ("90万元", "亿元", Fraction(9, 1000)),
        ("90", "万元", None),
        ("3家", "户", None),
    ],
)
def test_in_unit(text: str, unit: str, number: Fraction | None) -> None:
    assert in_unit(parse_quantity(text), parse_unit(unit)) == number


@pytest.mark.parametrize(
    ("target", "actual", "numbers", "note"),
    [
        ("20家", "40家", ("20", "40"), "same"),
        ("4", "3", ("4", "3"), "same"),
        ("90万元", "89.5万元", ("90", "89.5"), "same"),
        ("5万", "4万", ("5", "4"), "same"),
        # converted into the target's unit, as it is printed
        ("90万元", "895000元", ("90", "89.5"), "converted"),
        ("1公里", "1500米", ("1", "1.5"), "converted"),
        ("1.2万亩", "12000亩", ("1.2", "1.2"), "converted"),
        ("5‰", "0.6%", ("5", "6"), "converted"),
        ("1年", "11个月", ("1", "11/12"), "converted"),
        # one unit missing: the other's, magnitude included
        ("50个", "50", ("50", "50"), "assumed"),
        ("90万元", "90", ("90", "90"), "assumed"),
        ("90", "90万元", ("90", "90"), "assumed"),
        ("100", "100百分比", ("100", "100"), "assumed"),
        ("0次", "0", ("0", "0"), "assumed"),
        # a number with its own magnitude takes the unit without it
        ("200万", "195.5万元", ("200", "195.5"), "assumed"),
        ("195.5万元", "200万", ("195.5", "200"), "assumed"),
        # no unit at all: 万 is part of the number
        ("5万", "50000", ("50000", "50000"), "assumed"),
        ("50000", "5万", ("50000", "50000"), "assumed"),
        # a share or a percentage?
        ("95%", "0.95", ("95", "0.95"), "percent-scale"),
        ("1", "100%", ("1", "100"), "percent-scale"),
        ("95%", "-0.5", ("95", "-0.5"), "percent-scale"),
        ("5‰", "1", ("5", "1"), "percent-scale"),
        ("95%", "0", ("95", "0"), "assumed"),  # zero is zero on either scale
        ("0", "0%", ("0", "0"), "assumed"),
        ("95%", "1.01", ("95", "1.01"), "assumed"),
        ("0.9", "0.95", ("0.9", "0.95"), "same"),
        # number by number, magnitudes multiplied out
        ("300元/人次", "300元/人/半天", ("300", "300"), "mismatch"),
        ("3万吨/年", "30000吨", ("30000", "30000"), "mismatch"),
        ("3家", "3户", ("3", "3"), "mismatch"),
        ("95%", "95个", ("95", "95"), "mismatch"),
    ],
)
def test_same_unit(target: str, actual: str, numbers: tuple[str, str], note: str) -> None:
    match = same_unit(parse_quantity(target), parse_quantity(actual))
    assert (match.target_value, match.actual_value) == tuple(map(Fraction, numbers))
    assert match.note == note
