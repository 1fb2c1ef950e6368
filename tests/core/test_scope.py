"""Words at a number that make it count more than the row asks for."""

from __future__ import annotations

import pytest

from perfeval.core.counted import has_unknown_words
from perfeval.core.scope import counts_more, may_be_all, place_of, was_remedied


@pytest.mark.parametrize(
    ("words", "row", "is_more"),
    [
        ("全省受益群众", "全县受益群众5万人", True),
        ("截至目前全省受益群众", "受益群众5万人全县", True),
        ("全县受益群众", "全县受益群众5万人", False),
        ("全镇受益群众", "全县受益群众5万人", False),
        ("全市受益群众", "全省受益群众5万人全县", False),
        ("全国受益群众", "全省受益群众5万人全县", True),
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
        ("新建", "公厕改造30座", True),
        ("新建", "公厕新建30座", False),
        ("购置", "公共租赁住房30套", False),
        ("销售", "农膜回收量≥500吨", True),
        ("采购", "农药发放2000瓶", True),
        ("发放", "农药采购2000瓶", False),
        ("隐患", "安全事故数0起", True),
        ("隐患", "事故隐患排查30处", False),
        ("编外聘用", "编制内教师120人", True),
        ("新增投诉", "投诉处理量≥100件", True),
        ("新发现违建", "违建拆除面积≥3000平方米", True),
        ("新增", "污水处理设施3套", False),
        ("绿地总面积", "新增绿地面积20公顷", True),
        ("当年新建", "累计建成高标准农田80万亩", True),
        ("毕业生人数", "毕业生就业人数800人", True),
        ("参加", "举办论坛3场", True),
        ("参加", "举办或参加论坛3场", False),
        ("承办", "举办论坛3场", False),
        ("采购苗木", "种植苗木500株", True),
        ("采购栽植苗木", "种植苗木500株", False),
        ("参与制定", "制定标准5项", True),
        ("走访慰问", "帮扶职工50户", False),
        ("培训人数", "培训人数800人", False),
        ("购置彩超等设备", "购置彩超等设备5台", False),
    ],
)
def test_words_that_count_more_than_the_row(words: str, row: str, is_more: bool) -> None:
    assert counts_more(words, row) is is_more
    assert has_unknown_words(f"{words}5") or not is_more


@pytest.mark.parametrize(
    ("words", "row", "may_be"),
    [
        ("累计", "新增床位200张", True),
        ("累计达", "新增床位200张", True),
        ("年末就业人数", "新增就业人数≥2000人", True),
        ("累计新增", "新增床位200张", False),
        ("累计完成", "新增床位200张", False),
        ("累计", "床位数200张", False),
    ],
)
def test_words_that_may_tell_all_where_new_ones_are_asked(words: str, row: str, may_be: bool) -> None:
    assert may_be_all(words, row) is may_be
    assert has_unknown_words(f"{words}5") or not may_be


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


@pytest.mark.parametrize(
    ("words", "row", "is_remedied"),
    [
        ("调解", "矛盾纠纷数量≤50起", True),
        ("调解", "矛盾纠纷调解数量≥50起", False),
        ("救助", "受灾群众人数5000人", False),
        ("受理", "投诉件数≤50件", False),
        ("发生", "矛盾纠纷数量≤50起", False),
    ],
)
def test_words_that_tell_what_was_put_right(words: str, row: str, is_remedied: bool) -> None:
    assert was_remedied(words, row) is is_remedied
    assert has_unknown_words(f"{words}5") or not is_remedied
