from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.core.units import UnitSyntaxError, conversion, parse_unit
from perfeval.core.words.units import MEASURES, may_count_the_same


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("万元", "万元"),
        ("百万元", "百万元"),
        ("％", "%"),
        ("百分比", "%"),
        ("个百分点", "%"),
        ("km", "千米"),
        ("M", "米"),
        ("千米", "千米"),  # a name, not a thousand metres
        ("千户", "千户"),
        ("kVA", "千伏安"),
        ("tb", "TB"),
        ("日", "天"),
        ("月", "个月"),
        ("元/人次", "元/人次"),
        ("元／㎡", "元/平方米"),
        ("元/人*月", "元/人/个月"),  # everything after the stroke divides
        ("元/人·半天", "元/人/半天"),
        ("万吨/年", "万吨/年"),
        ("元/百公里", "元/百千米"),
        ("元每亩", "元/亩"),
        ("kW·h", "千瓦·小时"),
        ("/亩", "/亩"),
        ("元/%", "元/%"),
        ("mode", "mode"),  # m is a metre only as a whole word
        ("某某", "某某"),  # a counter of its own
        ("家企业", "家"),
    ],
)
def test_units(text: str, canonical: str) -> None:
    assert str(parse_unit(text)) == canonical
    assert parse_unit(canonical) == parse_unit(text)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "empty"),
        ("5", "unit-unknown"),
        ("元/", "unit-unknown"),
        ("元/万", "unit-incomplete"),
        ("以上", "unit-unknown"),
        ("万", "unit-unknown"),
        ("O场", "unit-unknown"),
    ],
)
def test_what_is_no_unit(text: str, mistake: str) -> None:
    with pytest.raises(UnitSyntaxError) as caught:
        parse_unit(text)
    assert caught.value.mistake == mistake
    assert mistake != "unit-incomplete" or caught.value.values == {"after": "万"}


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("万元", "元", Fraction(10000)),
        ("亿元", "万元", Fraction(10000)),
        ("角", "元", Fraction(1, 10)),
        ("公里", "米", Fraction(1000)),
        ("厘米", "米", Fraction(1, 100)),
        ("亩", "公顷", Fraction(1, 15)),
        ("平方公里", "㎡", Fraction(10**6)),
        ("公斤", "吨", Fraction(1, 1000)),
        ("‰", "%", Fraction(1, 10)),
        ("小时", "天", Fraction(1, 24)),
        ("周", "日", Fraction(7)),
        ("年", "个月", Fraction(12)),
        ("季度", "月", Fraction(3)),
        ("万元/人", "元/人", Fraction(10000)),
        ("元/公斤", "元/吨", Fraction(1000)),
        ("元/天/人", "元/人/日", Fraction(1)),  # the order of divisors says nothing
        ("万人次", "人次", Fraction(10000)),
        ("千瓦", "kw", Fraction(1)),
    ],
)
def test_conversion_is_exact(source: str, target: str, factor: Fraction) -> None:
    assert conversion(parse_unit(source), parse_unit(target)) == factor


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("月", "天", "months differ in length"),
        ("家", "户", "every counter is its own"),
        ("人", "人次", "a person may come twice"),
        ("元/人次", "元/人/半天", "not the same quotient"),
        ("TB", "GB", "1000 or 1024"),
        ("分", "元", "marks, not money"),
        ("分", "分钟", "marks, not minutes"),
        ("%", "个", "no dimension in common"),
        ("美元", "元", "no exchange rate is printed"),
        ("工作日", "天", "which days were worked is not printed"),
    ],
)
def test_what_does_not_convert(first: str, second: str, reason: str) -> None:
    assert conversion(parse_unit(first), parse_unit(second)) is None


@pytest.mark.parametrize("text", ["%", "‰", "百分比", "百分点"])
def test_percentages(text: str) -> None:
    assert parse_unit(text).is_percent


@pytest.mark.parametrize("text", ["万元", "%/年"])
def test_what_is_no_percentage(text: str) -> None:
    assert not parse_unit(text).is_percent


def test_every_name_of_the_table_reads_as_itself() -> None:
    for name, measure in MEASURES.items():
        assert parse_unit(name).over == (measure.name,)


@pytest.mark.parametrize(
    ("text", "counts"), [("人", True), ("人*天", False), ("公里", False), ("元", False), ("%", False)]
)
def test_what_counts_and_measures_nothing(text: str, counts: bool) -> None:
    assert parse_unit(text).is_counter == counts


def test_units_that_cancel_do_not_count() -> None:
    assert conversion(parse_unit("元*人/人"), parse_unit("元")) == 1
    assert conversion(parse_unit("万元*人/人"), parse_unit("元")) == 10000
    assert conversion(parse_unit("元/人"), parse_unit("元")) is None


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        ("家", "个", True),
        ("人", "名", True),
        ("套", "台", True),
        ("人", "人次", False),
        ("篇", "次", False),
        ("家", "笔", False),
        ("课时", "学时", True),  # of which the table knows nothing
    ],
)
def test_counters_that_may_count_the_same(one: str, other: str, may: bool) -> None:
    assert may_count_the_same(one, other) is may
    assert may_count_the_same(other, one) is may
