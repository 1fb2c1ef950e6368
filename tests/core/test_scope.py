"""Words at a number that make it count more than the row asks for."""

from __future__ import annotations

import pytest

from perfeval.core.counted import has_unknown_words
from perfeval.core.scope import counts_more, place_of


@pytest.mark.parametrize(
    ("words", "row", "is_more"),
    [
        ("全省受益群众", "全县受益群众5万人", True),
        ("截至目前全省受益群众", "受益群众5万人全县", True),
        ("全县受益群众", "全县受益群众5万人", False),
        ("全镇受益群众", "全县受益群众5万人", False),
        ("全省受益群众", "受益群众5万人", False),
        ("全省大赛获奖", "获奖数3项全县", False),
        ("现有床位", "新增床位200张", True),
        ("床位总数达到", "新增床位200张", True),
        ("新增床位总数", "新增床位200张", False),
        ("现有床位", "床位数200张", False),
        ("购置救护车等设备", "购置救护车5辆", True),
        ("省级奖项", "国家级奖项2项", True),
        ("国家级奖项", "省级以上奖项2项", False),
        ("市级奖项", "省级以上奖项2项", True),
        ("大专以上学历占比", "本科以上学历占比≥60%", True),
        ("硕士占比", "本科以上学历占比≥60%", False),
        ("城镇居民收入", "农村居民收入≥1.8万元", True),
        ("小学教师", "小学教师100人", False),
        ("购置彩超等设备", "购置医疗设备5台", False),
        ("购置彩超等设备", "购置彩超等设备5台", False),
    ],
)
def test_words_that_count_more_than_the_row(words: str, row: str, is_more: bool) -> None:
    assert counts_more(words, row) is is_more
    assert has_unknown_words(f"{words}5") or not is_more


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("某县教育局", "全县"),
        ("徐州市沛县水务局", "全县"),
        ("阿拉善盟阿拉善左旗财政局", "全旗"),
        ("某省住房和城乡建设厅", ""),
        ("新乡市教育局", ""),
        ("景德镇市教育局", ""),
        ("某市城市管理局", ""),
    ],
)
def test_the_place_of_a_body_below_the_prefecture(body: str, place: str) -> None:
    assert place_of(body) == place
