"""A number among remarks: which it is, whether something is left undone, and where a remark may change it."""

from __future__ import annotations

import pytest

from perfeval.core.actual import Words, parse_actual
from perfeval.core.notation import NotationError
from perfeval.core.remarks import Told, denies_the_name, fraction_of_all, tells_nothing_begun, told_apart
from perfeval.core.target import parse_target
from perfeval.core.target_kinds import quantities_of


def told(target: str, actual: str) -> Told | None:
    asked = parse_target(target)

    def read(text: str) -> object:
        try:
            found = parse_actual(text, asked)
        except NotationError:
            return None
        return None if isinstance(found, Words) else found

    return told_apart(actual, next(iter(quantities_of(asked)), None), read, target)


@pytest.mark.parametrize(
    ("target", "actual", "number", "is_undone"),
    [
        ("≥12座", "11座，1座在建", "11座", True),
        ("≥12座", "11座，剩余1座", "11座", True),
        ("≥12座", "15座，另有1座在建", "15座", False),
        ("≥12座", "已完成（11座），1座在建", "11座", True),
        ("≥12座", "11座，尚未验收", "11座", True),
        ("≥12座", "完成11座，未完成1座", "完成11座", True),
        ("≥12座", "因疫情，11座", "11座", False),
        ("≥12座", "已完成（11座）", "11座", False),
        ("≥12座", "11座，完成率91.67%", "11座", False),
        ("≥12", "11，完成率91.67%", "11", False),
        ("≥12座", "11座，上年10座", "11座", False),
        ("≥12座", "11座，受益3万人", "11座", False),
        ("≥12座", "12座，甲7座、乙5座", "12座", False),
        ("≥12座", "2023年，完成11座", "完成11座", False),
        ("≥12座", "11座。", "11座", False),
        ("≥3辆", "计划3辆，实际2辆", "实际2辆", False),
        ("≥95%", "500批次，合格率98%", "合格率98%", False),
        ("≥95%", "98%，不合格率2%", "98%", False),
        ("≥5万元", "4.5万元，结余0.5万元", "4.5万元", False),
        ("≥5公里", "4公里，剩余1000米", "4公里", True),
        ("12月底前", "11月30日，提前31天", "11月30日", False),
        ("≥90分", "92分，满分100分", "92分", False),
    ],
)
def test_the_number_and_what_is_left_undone(target: str, actual: str, number: str, is_undone: bool) -> None:
    assert told(target, actual) == Told(number, is_undone)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥12座", "11座，2座在建"),
        ("≥12座", "15座，1座在建"),
        ("≥12座", "2座未完成，11座"),
        ("≥12座", "未完成（11座）"),
        ("≥12座", "11座，完成率90%"),
        ("≥12座", "11座，完成率91.60%"),
        ("≥12座", "11处，完成率91.67%"),
        ("≥5公里", "4公里，剩余500米"),
        ("≥12座", "11座（其中1座在建）"),
        ("≥12座", "约11座"),
        ("≥12座", "11座，受益3万"),
        ("≥12座", "11座，受益3万人、4万"),
        ("≥12座", "12座，甲7座、乙4座"),
        ("≥12座", "12座，11/12"),
        ("≥3辆", "计划4辆，实际2辆"),
        ("≥5万元", "4.5万元，结余1万元"),
        ("12月底前", "12月31日，共3批"),
    ],
)
def test_a_remark_that_may_change_the_number(target: str, actual: str) -> None:
    assert told(target, actual) is None


@pytest.mark.parametrize(
    ("text", "share"), [("19/20", "95%"), ("20/19", None), ("0/0", None), ("19户/20户", None), ("19", None)]
)
def test_so_many_of_so_many(text: str, share: str | None) -> None:
    found = fraction_of_all(text)
    assert (None if found is None else str(found)) == share


@pytest.mark.parametrize(
    ("text", "expected"), [("0万元，项目未实施", True), ("0万元（项目未实施）", True), ("0万元", False)]
)
def test_work_that_was_not_begun(text: str, expected: bool) -> None:
    assert tells_nothing_begun(text) is expected


@pytest.mark.parametrize(
    ("actual", "denied"), [("3起，未发生投诉", True), ("3起，均已处理", False), ("未发生投诉", False)]
)
def test_one_part_that_denies_the_name_is_enough(actual: str, denied: bool) -> None:
    assert denies_the_name(actual, "投诉") is denied
