"""Words of attainment: how far an answer in words says that its target was reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.core.attainment import Level, place, place_alone, restricts_level, says_all, says_the_name
from perfeval.core.harm import happened, is_nothing
from perfeval.core.words.attainment import LEXICON


@pytest.mark.parametrize(
    ("target", "answer", "level"),
    [
        # negations
        ("达标", "未达标", "missed"),
        ("达标排放", "超标排放1次", "missed"),
        ("达标排放", "未超标排放", "reached"),
        ("合格", "不合格", "missed"),
        ("通过", "未通过", "missed"),
        ("满意", "不满意", "missed"),
        ("及时", "不及时", "missed"),
        ("及时公开", "未及时公开", "missed"),
        ("健全", "未建立", "missed"),
        ("保障", "无法保障", "missed"),
        ("显著", "不够显著", "missed"),
        ("有效改善", "改善不明显", "missed"),
        ("减少", "未减少", "missed"),
        ("按时完成", "未按时完成", "missed"),
        ("按时完成", "延期完成", "missed"),
        ("合规", "违规", "missed"),
        ("合规", "存在违规问题", "missed"),
        # yes and no
        ("是", "否", "missed"),
        ("否", "是", "missed"),
        ("有", "无", "missed"),
        ("完成", "已全部未完成", "missed"),
        ("无", "有", "missed"),
        ("无", "没有", "reached"),
        ("未", "否", "reached"),
        ("完成", "√", "reached"),
        ("完成", "×", "missed"),
        # adverbs and synonyms
        ("按时完成", "已按时完成", "reached"),
        ("及时", "已按期完成", "reached"),
        ("提高", "有效提高", "reached"),
        ("有效改善", "得到有效改善", "reached"),
        ("完成", "已圆满完成全年目标任务", "reached"),
        ("完成", "全部按期完成", "reached"),
        ("健全", "制度健全，执行有效", "reached"),
        ("改善", "有效改善了当地基础设施条件，促进农民增收", "reached"),
        ("显著提升", "基本达到预期", "reached"),
        ("显著提升", "基本完成", "reached"),
        ("显著提升", "达到预期目标", "reached"),
        ("合规", "无违规", "reached"),
        ("合规", "未发现违规行为", "reached"),
        ("投诉减少", "投诉持续下降", "reached"),
        # answered by all of it, or by the best grade
        ("全部完成", "100%", "reached"),
        ("健全", "100.00％", "reached"),
        ("合规", "完成率100%", "reached"),
        ("合规", "好", "reached"),
        ("合规", "差", "missed"),
        ("良好", "优秀", "reached"),
        # opposites
        ("提升", "下降", "missed"),
        ("能耗下降", "能耗上升", "missed"),
        # parts
        ("完成", "部分完成", "partly"),
        ("完成", "大部分已完成", "partly"),
        # what begins like a negation and is none
        ("不断提升", "不断提高", "reached"),
        ("不断减少", "持续减少", "reached"),
        ("满意", "非常满意", "reached"),
        ("无障碍环境改善", "无障碍环境明显改善", "reached"),
        ("未成年人保护到位", "未成年人保护落实到位", "reached"),
        # two negations
        ("合规", "未发现不合规", "reached"),
        ("完成", "没有未完成", "reached"),
    ],
)
def test_an_answer_is_placed_in_the_light_of_its_target(target: str, answer: str, level: Level) -> None:
    found = place(answer, target)
    assert found is not None
    assert found.level == level


def test_the_nought_in_a_number_denies_nothing() -> None:
    found = place("3月启动，9月完成", "3月启动，10月完成")
    assert found is not None
    assert found.level == "reached"


@pytest.mark.parametrize(
    ("target", "answer"),
    [
        ("显著提升", "程度较高"),
        ("显著提升", "有所提升"),
        ("合规", "较好"),
        ("合规", "良好"),
        ("合规", "95%"),
        ("完成", "完成95%"),
        ("完善", "较完善"),
        ("满意", "基本满意"),
        ("完成", "未全部完成"),
        ("完成", "并非未完成"),
        ("完成", "正在推进"),
        ("完成建设", "完成招标"),
        ("完成", "已完成（除2个外）"),
        ("健全", "制度健全，但执行不到位"),
        ("完成", "延期完成"),
        ("合规", "无"),
        ("完成", "未完成，已验收合格"),
        ("完成", "已完成，未验收"),
        ("合规", "未发现不全部合规"),
        ("违规率", "否"),
        ("成效显著", "出现成效"),
        ("质量合格", "未按期验收"),
        ("公开", "未及时公开"),
        ("保障有力", "已产生效果"),
    ],
)
def test_what_a_person_would_have_to_judge_is_not_placed(target: str, answer: str) -> None:
    assert place(answer, target) is None


HEADS = sorted(word for word, role in LEXICON.items() if role in ("reach", "good", "timely", "better"))
ADVERBS = st.sampled_from(["", "已", "均", "全部", "得到", "有效", "基本", "较好", "按时", "圆满"])
NEGATIONS = st.sampled_from(["未", "没有", "不", "未能", "尚未", "无法", "并未", "没能"])
TARGETS = st.sampled_from(
    ["", "是", "完成", "按时完成", "健全", "合规", "提高", "有效改善", "达标", "显著提升"]
)


@pytest.mark.slow
@given(ADVERBS, NEGATIONS, ADVERBS, st.sampled_from(HEADS), TARGETS)
def test_a_negated_word_never_reaches_the_level_of_the_word(
    first: str, negation: str, second: str, head: str, target: str
) -> None:
    found = place(f"{first}{negation}{second}{head}", target)
    assert found is None or found.level != "reached"


@given(st.sampled_from(HEADS), TARGETS)
def test_words_that_stand_alone_mean_the_same_under_every_target(head: str, target: str) -> None:
    alone = place_alone(head)
    assert alone is None or place(head, target) == alone


@pytest.mark.slow
@given(st.text(max_size=30), st.text(max_size=20))
def test_any_words_are_placed_or_not(words: str, target: str) -> None:
    assert place(words, target) is None or place(words, target) == place(words, target, "")
    assert is_nothing(target) in (True, False)
    assert happened(words) in (True, False, None)


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("及时", "拨付及时率", True),
        ("一次性合格", "产品合格率", True),
        ("按期完成", "完成及时率", True),
        ("已按时完成", "完成及时率", True),
        ("首批按时", "完成及时率", False),
        ("应按时", "完成及时率", False),
        ("不合格", "合格率", False),
        ("合格", "及时率", False),
        ("好", "良好率", False),
        ("完成进度", "项目完成进度率", False),
    ],
)
def test_words_that_say_a_rate_by_its_own_name(words: str, name: str, expected: bool) -> None:
    assert says_the_name(words, name) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("全部合格", True),
        ("全覆盖", True),
        ("均合格", True),
        ("合格", False),
        ("全部不合格", False),
        ("全部延期完成", False),
    ],
)
def test_words_that_say_all_of_it(words: str, expected: bool) -> None:
    assert says_all(words) == expected


@pytest.mark.parametrize(
    ("words", "extent", "answers_no"),
    [
        ("全部完成", "wholly", False),
        ("基本完成", "nearly", False),
        ("基本完成，已验收", "nearly", False),
        ("已验收，基本完成", "nearly", False),
        ("部分完成", "partly", False),
        ("未完成", "not", False),
    ],
)
def test_how_far_inside_its_level(words: str, extent: str, answers_no: bool) -> None:
    found = place(words, "完成")
    assert found is not None
    assert (found.extent, found.answers_no) == (extent, answers_no)


def test_a_plain_no_answers_a_plain_question() -> None:
    for answer, target, answers_no in (("否", "是", True), ("无", "有", True), ("未完成", "完成", False)):
        found = place(answer, target)
        assert found is not None
        assert (found.level, found.answers_no) == ("missed", answers_no)


@pytest.mark.parametrize(
    ("words", "target", "name", "is_deadline", "level"),
    [
        # weaker than asked, late, or of something else
        ("有所改善", "改善", "", False, "reached"),
        ("有所改善", "显著改善", "", False, None),
        ("有所完善", "完善", "", False, "reached"),
        ("逾期完成", "完成", "", False, None),
        ("逾期完成", "按时完成", "", False, "missed"),
        ("逾期完成", "完成", "", True, "missed"),
        ("逾期完成", "完成", "完成及时率", False, "missed"),
        ("未逾期", "按时完成", "", False, "reached"),
        ("未逾期完成", "按时完成", "", False, None),
        ("未及时完成", "完成", "", False, None),
        ("未及时完成", "按时完成", "", False, "missed"),
        ("完成招标", "完成建设", "", False, None),
        ("完成招标", "完成", "招标", False, "reached"),
        # a word of doubt that is a part of the row's own
        ("校外已完成", "完成", "校外培训机构治理", False, "reached"),
        ("除校外已完成", "完成", "校外培训机构治理", False, None),
        # the other way
        ("投诉上升", "投诉下降", "", False, "missed"),
        ("能耗下降", "能耗增加", "", False, "missed"),
        ("提升", "成本下降", "", False, "missed"),
        ("未下降", "增加", "", False, None),
        ("增加", "不增加", "", False, "missed"),
        # bad things and how many
        ("发生事故3起", "无事故", "", False, "missed"),
        ("事故2次", "合规", "", False, "missed"),
        ("3起事故", "无事故", "", False, None),
        ("事故已发生", "合规", "", False, "missed"),
        ("第2次事故", "合规", "", False, None),
        ("事故2类", "合规", "", False, None),
        # parts that agree, disagree, or are listed under one negation
        ("未发现违规，制度健全", "合规", "", False, "reached"),
        ("制度健全，存在违规", "合规", "", False, None),
        ("无截留、挪用现象", "合规", "", False, "reached"),
        ("无截留、执行不到位", "合规", "", False, None),
        ("截留、挪用", "合规", "", False, "missed"),
        ("未完成，延至2024年3月", "完成", "", False, "missed"),
        ("已完成，预计3月付款", "完成", "", False, None),
        ("完成（含2个）", "完成", "", False, None),
        ("完成（目标）", "完成", "", False, "reached"),
        # numbers that say all of it, and others
        ("截至2023年底已完成", "完成", "", False, "reached"),
        ("完成率为100%", "完成", "", False, "reached"),
        ("99%完成", "完成", "", False, None),
        ("全部", "全部完成", "", False, "reached"),
        ("全部", "完成", "", False, None),
        # grades
        ("良", "优", "", False, None),
        ("优", "良", "", False, "reached"),
        ("差", "良", "", False, "missed"),
        ("未完成", "优", "", False, "missed"),
        # one word
        ("是", "零投诉", "", False, None),
        ("是", "否", "", False, "missed"),
        ("否", "违规", "", False, None),
        ("否", "", "违规率", False, None),
        ("有", "有无制度", "", False, "reached"),
        ("有", "具备", "", False, "reached"),
        ("完成除雪", "完成", "除雪里程", False, "reached"),
        ("垃圾清除完成", "完成", "垃圾清运和杂草清除", False, "reached"),
        ("没有完成不", "完成", "", False, None),
        ("有", "有无违规", "", False, "missed"),
        ("无", "有无违规", "", False, "reached"),
        ("若干", "无", "", False, None),
    ],
)
def test_what_words_say_in_the_light_of_a_row(
    words: str, target: str, name: str, is_deadline: bool, level: Level | None
) -> None:
    found = place(words, target, name, is_deadline)
    assert (None if found is None else found.level) == level


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("及时完成", "reached"),
        ("未及时完成", None),
        ("完成中", None),
        ("不好", None),
        ("完成" * 12, "reached"),
        ("完成" * 13, None),
    ],
)
def test_words_that_say_a_level_by_themselves(words: str, level: Level | None) -> None:
    found = place_alone(words)
    assert (None if found is None else found.level) == level


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *((each, False) for each in ("", "已完成", "效果明显", "全部到位", "及时", "2023年")),
        *((each, True) for each in ("未完成", "无", "部分完成", "有所提高", "基本完成", "但", "逾期")),
        *((each, True) for each in ("事故", "超标", "发生", "力争完成", "拟完成", "应完成", "较好")),
    ],
)
def test_words_that_restrict_what_they_say(words: str, expected: bool) -> None:
    assert restricts_level(words) is expected
