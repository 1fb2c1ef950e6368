"""Texts as forms contain them: numbers, units, targets, noise."""

from __future__ import annotations

from hypothesis import strategies as st

from perfeval.core.numerals import written

UNITS = [
    *("", "%", "％", "‰", "百分比", "个百分点"),
    *("元", "元/人次", "元/户", "吨/年", "元/人*月", "元/百公里"),
    *("家", "人", "人次", "次", "个", "台", "期", "个工作日", "天", "日", "小时", "个月", "年", "季度"),
    *("亩", "公顷", "平方米", "米", "公里", "km", "吨", "公斤", "TB", "kVA", "某某"),
]
MAGNITUDES = ["", "", "", "十", "百", "千", "万", "百万", "亿"]
COMPARATORS = [
    *(">=", "≥", "≧", ">", "<=", "≤", "<", "=", "﹦"),
    *("不低于", "不少于", "不超过", "大于", "小于", "等于"),
]
SUFFIXES = ["以上", "及以上", "以下", "以内", "之内", "内"]
PHRASES = [
    *("稳步增长", "良好", "达到预期目标", "一次性验收合格"),
    *("7×24小时运维保障服务响应", "2个项目完成验收"),
]


digits = st.integers(0, 10**9).map(str) | st.integers(0, 10**9).map("{:,}".format)
decimals = st.builds("{}.{}".format, digits, st.from_regex("[0-9]{1,4}", fullmatch=True))
signs = st.sampled_from(["", "", "", "-", "+"])
numbers = st.builds("{}{}".format, signs, digits | decimals)
numerals = st.integers(0, 99_999).map(written)
quantities = st.builds("{}{}{}".format, numbers, st.sampled_from(MAGNITUDES), st.sampled_from(UNITS))
spoken = st.builds("{}{}".format, numerals, st.sampled_from(["家", "次", "个", "人", "万元", "%", "个月"]))
shares = st.builds("{}分之{}".format, st.sampled_from(["百", "千", "三", "7"]), st.integers(0, 10**6))

_any_quantity = quantities | spoken | shares
_days = st.builds(
    "{}年{}月{}日".format, st.integers(1990, 2100), st.integers(1, 12), st.integers(1, 28)
) | st.builds("{}月{}日".format, st.integers(1, 12), st.integers(1, 28))
_months = st.builds("{}月".format, st.integers(1, 12))
_years = st.builds("{}年".format, st.integers(1990, 2100))

targets = st.one_of(
    st.builds("{}{}".format, st.sampled_from(COMPARATORS), _any_quantity),
    st.builds("{}{}".format, _any_quantity, st.sampled_from(SUFFIXES)),
    _any_quantity,
    st.builds("{}{}{}".format, _any_quantity, st.sampled_from(["-", "~", "～", "—", "至"]), _any_quantity),
    st.builds("{}{},{}{}".format, st.sampled_from("[("), quantities, quantities, st.sampled_from("])")),
    st.builds("{}±{}".format, quantities, quantities),
    st.builds("{}{}".format, _days, st.sampled_from(["", "前", "之前", "前完成"])),
    st.builds("{}{}".format, _months | _years, st.sampled_from(["前", "底前", "底", "末", "完成"])),
    st.builds("{}{}".format, st.sampled_from(COMPARATORS), _days | _months | _years),
    st.builds("{}¥{}{}".format, st.sampled_from(["", *COMPARATORS]), numbers, st.sampled_from(MAGNITUDES)),
    st.sampled_from(["L0", "L2", "l3", "甲级", "一级", "优良中低差", "好坏"]),
    st.sampled_from(PHRASES),
)
"""Texts of every kind of target; some cannot be read (5家-10%), as in forms."""

_SIGNS = "¥￥0123456789０５.,，。；、:/-—~～±×*()（）[]［］%％‰?!# 　\n\u200b"
_LETTERS = "至到且和每约近余多半零一二三十百千分之含不年月日底前级L优"
noise = st.lists(
    st.sampled_from([*COMPARATORS, *SUFFIXES, *UNITS, *MAGNITUDES, *PHRASES, *_SIGNS, *_LETTERS]), max_size=12
).map("".join)
"""Pieces of forms in any order."""
