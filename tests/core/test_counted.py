"""Words at a number: what says that so many were done, what the row explains, and what a person is asked about."""

from __future__ import annotations

import pytest
from field_rows import KINDS

from perfeval.core.actual import parse_actual
from perfeval.core.counted import has_unknown_words, unknown_words, was_done
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.quantity import Quantity
from perfeval.core.scoring import score_form
from perfeval.core.target import parse_target
from perfeval.rulebook.library import load_library


def asked_about(name: str, target: str, actual: str) -> str:
    found = parse_actual(actual, parse_target(target))
    assert isinstance(found, Quantity)
    return unknown_words(actual, found, f"{name}{target}")


@pytest.mark.parametrize(
    ("name", "target", "actual", "words"),
    [
        ("新建公厕", "3座", "取消3座", "取消"),
        ("创建文明村", "3个", "创建中3个", "创建中"),
        ("集中供养人数", "3人", "集中供养3人", ""),
        ("师资培训", "≥90%", "九成以上", ""),
        ("新建公厕", "3座", "建成公厕3座", ""),
        ("新建公厕", "3座", "全年共3座", ""),
        ("新建公厕", "3座", "公厕3座", ""),
        ("新建公厕", "3座", "实际≥3座", ""),
        ("师资培训", "120人", "配额120人", "配额"),
        ("取消证明事项数", "≥10项", "取消12项", ""),
        ("旧设备拆除", "5台", "拆除5台", ""),
        ("设备购置", "5台", "拆除5台", "拆除"),
        ("控辍返校学生数", "≥9人", "辍学9人", "辍学"),
        ("补助发放户数", "≥300户", "停发补助300户", "停发补助"),
        ("补助追回户数", "≥300户", "追回补助300户", ""),
        ("道路修复", "≥8公里", "修复损坏路面8公里", ""),
        ("停车位建设", "≥300个", "建成停车位300个", ""),
        ("招生名额数", "120个", "下达名额120个", ""),
        ("招生人数", "120人", "下达名额120人", "下达名额"),
        ("见习人数", "≥50人", "50人报名", "报名"),
        ("见习人数", "≥50人", "50人参加", ""),
        ("安置房建设", "12栋", "12栋（烂尾）", "烂尾"),
        ("安置房建设", "12栋", "12栋（全部竣工）", ""),
        ("合格率", "≥95%", "设备到货验收合格率96%", ""),
        ("销售收入", "≥5万元", "客户黏度5万元", "客户黏度"),
        ("企业评级", "≥5家", "评为中5家", ""),
    ],
)
def test_words_are_read_past_where_it_is_plain_what_they_say(
    name: str, target: str, actual: str, words: str
) -> None:
    assert asked_about(name, target, actual) == words


@pytest.mark.parametrize(
    "actual", ["3座", "建成3座", "累计建成3座", "3座（全部竣工）", "不超过3座", "建成三座"]
)
def test_what_says_by_itself_that_it_was_done_needs_no_row(actual: str) -> None:
    assert not has_unknown_words(actual)


@pytest.mark.parametrize(
    "actual", ["取消3座", "驿站3座", "取消三座", "3座（烂尾）", "3座流标", "5座,3座流标"]
)
def test_what_only_the_row_explains_needs_it(actual: str) -> None:
    assert has_unknown_words(actual)


def test_a_person_is_asked_what_the_words_mean() -> None:
    rules = load_library().find("cn-caiyu-2020-10")
    assert rules is not None
    row = Indicator(name="新建公厕", target="3座", actual="搁置3座", points="10", submitted_score="10")
    found = score_form(SelfEvaluationForm(year=2023, indicators=(row,)), rules).indicators[0]  # type: ignore[arg-type]
    assert (found.status, [each.code for each in found.problems]) == ("refused", ["counted-unclear"])
    assert dict(found.problems[0].values)["words"] == "搁置"


@pytest.mark.parametrize(
    ("words", "is_done"),
    [
        ("均按时完成", True),
        ("已全部抽检完毕", True),
        ("学生获得资助", True),
        ("国家标准均已发布", False),
        ("已完成一半", False),
        ("正在建设", False),
        ("尚未发放到位", False),
        ("设备维修中", False),
        ("已完成招标", False),
    ],
)
def test_a_sentence_behind_a_number_may_say_that_it_was_done(words: str, is_done: bool) -> None:
    assert was_done(words, "实施项目数≥3个") is is_done


def test_what_the_row_itself_calls_a_stop_is_none() -> None:
    assert was_done("地方标准均已发布", "发布地方标准数量≥4项")


def test_what_a_row_is_asked_about_is_never_read_without_it() -> None:
    """The kernel asks the core about a spelling only where `has_unknown_words` says so."""
    asked = [row["actual"] for row in KINDS if row["result"] == "counted-unclear"]
    assert len(asked) > 200
    assert [actual for actual in asked if not has_unknown_words(actual)] == []


@pytest.mark.parametrize(
    ("name", "target", "actual", "words"),
    [
        ("城镇登记失业率", "≤4%", "3.6%（城镇调查失业率）", "城镇调查失业率"),
        ("入学率", "≥99%", "99.5%（巩固率）", "巩固率"),
        ("患者满意度", "≥85%", "92%（医务人员）", "医务人员"),
        ("患者管理人数", "≥6000人", "6230人（全市合计）", "全市合计"),
        ("采购台数", "≥3台", "3台（台式机）", ""),
        ("验收合格率", "≥95%", "96%（验收合格率）", ""),
        ("培训人数", "≥100人", "120人（含线上）", ""),
    ],
)
def test_notes_may_say_of_what_a_number_is(name: str, target: str, actual: str, words: str) -> None:
    assert asked_about(name, target, actual) == words
