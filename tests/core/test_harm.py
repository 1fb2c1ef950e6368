"""Targets of nothing, and whether the bad thing happened."""

from __future__ import annotations

import pytest

from perfeval.core.harm import happened, is_nothing


@pytest.mark.parametrize(
    "target",
    [
        "零投诉",
        "无事故",
        "不发生",
        "杜绝",
        "不突破预算",
        "无",
        "零事故",
        "无重大安全事故",
        "不发生安全事故",
        "杜绝安全事故发生",
        "无违规违纪现象",
        "不超预算",
        "不拖欠",
        "不逾期",
        "0投诉",
        "零差错",
        "零发生",
        "未突破预算",
        "全年无事故",
        "2023年无重大舆情",
        "无群体性事件",
    ],
)
def test_targets_of_nothing(target: str) -> None:
    assert is_nothing(target)


@pytest.mark.parametrize(
    "target",
    [
        "不断提升",
        "无障碍",
        "未成年人",
        "不低于",
        "零距离",
        "无纸化",
        "零增长",
        "无缝衔接",
        "不断减少",
        "无人机",
        "非常满意",
        "不满意",
        "零容忍",
        "未达标",
        "不健全",
        "否",
        "减少事故",
        "无公害农产品认证",
        "是否发生事故",
        "无害化处理",
    ],
)
def test_targets_that_begin_like_nothing(target: str) -> None:
    assert not is_nothing(target)


@pytest.mark.parametrize(
    ("words", "did"),
    [
        ("未发生", False),
        ("无", False),
        ("否", False),
        ("未突破预算", False),
        ("零投诉", False),
        ("全年未发生安全事故", False),
        ("没有发生过", False),
        ("发生", True),
        ("突破预算", True),
        ("有", True),
        ("完成", None),
        ("部分发生", None),
        ("发生1起", None),
    ],
)
def test_whether_something_bad_happened(words: str, did: bool | None) -> None:
    assert happened(words) is did


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("全年杜绝现象", True),
        ("学校防止大班额", True),
        ("杜绝完成", False),
        ("0事故", True),
        ("不发生2起以上事故", False),
        ("是否违规", False),
    ],
)
def test_targets_of_nothing_whatever_stands_before(target: str, expected: bool) -> None:
    assert is_nothing(target) == expected


@pytest.mark.parametrize(
    ("words", "did"),
    [
        ("超预算5万元", True),
        ("未超预算", False),
        ("超预算但已整改", None),
        ("无投诉1起", None),
        ("收到投诉", True),
        ("未收到投诉", False),
        ("没有未发生", None),
        ("2023年以来未发生", False),
        ("未发生、未出现", False),
        ("迟报", True),
        ("事故减少", None),
        ("部分投诉", None),
    ],
)
def test_whether_it_happened_and_where_nobody_can_tell(words: str, did: bool | None) -> None:
    assert happened(words) is did
