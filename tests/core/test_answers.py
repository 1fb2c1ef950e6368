"""What an actual cell answers: the number among remarks, what words say of a quantity, and what nobody can tell."""

from __future__ import annotations

import pytest

from perfeval.core.answers import depends_on_the_row
from perfeval.core.compared import compared
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.results import RowResult
from perfeval.core.scoring import score_form
from perfeval.rulebook.library import load_library

RULES = load_library().find("cn-caiyu-2020-10")


def scored(name: str, target: str, actual: str, category: str = "数量指标") -> RowResult:
    dimension = "成本指标" if category.startswith("成本") else "产出指标"
    row = Indicator(
        name=name, dimension=dimension, category=category, target=target, actual=actual, points="10"
    )
    found = score_form(SelfEvaluationForm(year=2023, indicators=(row,)), RULES).indicators  # type: ignore[arg-type]
    return found[0]


@pytest.mark.parametrize(
    ("target", "actual", "low"),
    [
        ("12座", "11座，1座在建", "9.17"),
        ("12座", "11座，剩余一座正在施工", "9.17"),
        ("4次", "因疫情影响，仅开展2次", "5.00"),
        ("4次", "2次，受疫情影响未能全部开展", "5.00"),
        ("300盏", "270盏，完成率90%", "9.00"),
        ("300盏", "已完成（285盏）", "9.50"),
        ("3辆", "计划3辆，实际2辆", "6.67"),
        ("15台", "电脑8台，打印机4台，合计12台", "8.00"),
        ("12次", "月均0.5次", "5.00"),
    ],
)
def test_the_number_is_told_apart_from_remarks(target: str, actual: str, low: str) -> None:
    found = scored("建设数量", target, actual)
    assert found.score is not None
    assert (str(found.score.low), found.score.is_point) == (low, True)
    assert {"counted-as", "parts-summed", "frequency-over-year"} & {each.code for each in found.problems}


@pytest.mark.parametrize(
    ("name", "target", "actual", "read"),
    [
        ("公厕", "12座", "11座，1座在建", "11座"),
        ("公厕", "12", "11，完成率91.67%", "11"),
        ("合格率", "≥95%", "19/20", "19/20"),
        ("结案率", "≥90%", "受理120件，结案114件", "受理120件，结案114件"),
        ("游客", "≥50万人次", "50余万人次", "50万人次"),
        ("补助", "≥500元", "约550元", "550元"),
        ("办结时限", "≤3个工作日", "当日办结", "当日办结"),
        ("讲座", "1次", "已举办", "1次"),
        ("完成时间", "12月底前", "11月30日，提前31天", "11月30日"),
    ],
)
def test_it_is_told_what_was_read(name: str, target: str, actual: str, read: str) -> None:
    notes = [each.values for each in scored(name, target, actual).problems if each.code == "counted-as"]
    assert [each["read"] for each in notes] == [read]


@pytest.mark.parametrize(
    "actual",
    [
        *(
            "12座，其中1座在建",
            "12座（1座在建）",
            "12座（未完工）",
            "12座，尚未验收",
            "12座（预计）",
            "约12座",
        ),
        *(
            "12座，完成率90%",
            "12座，结余3座",
            "开工12座，完工10座",
            "新建8座、改建4座",
            "9,5",
            "12座，应为11座",
        ),
    ],
)
def test_what_may_say_something_else_is_refused(actual: str) -> None:
    assert scored("新建公厕", "12座", actual).status == "refused"


@pytest.mark.parametrize(("name", "low"), [("10", "10.00"), ("率", "10.00"), ("数量", "10.00")])
def test_a_name_is_read_past_and_a_number_is_none(name: str, low: str) -> None:
    row = scored(name, "≥100个", f"{name}达100个" if not name.isdigit() else "100个")
    assert row.score is not None
    assert str(row.score.low) == low


def test_a_number_that_its_words_deny_is_asked_about() -> None:
    assert [
        each.code for each in scored("公厕", "12座", "12座，尚未验收").problems if each.severity == "error"
    ] == ["remark-contradicts"]


@pytest.mark.parametrize(
    ("name", "target", "actual"),
    [
        ("隐患化解率", "100%", "未全部化解"),
        ("故障修复及时率", "100%", "逾期修复"),
        ("维修路灯", "300盏", "未完成"),
        ("办公费", "≤5万元", "超支"),
        ("办公费", "≤5万元", "超出预算3万元"),
    ],
)
def test_words_that_tell_that_it_was_missed_leave_less_than_full_marks(
    name: str, target: str, actual: str
) -> None:
    found = scored(name, target, actual, "成本指标" if "万元" in target else "数量指标")
    assert found.score is not None
    assert (str(found.score.low), str(found.score.high), found.score.holds(found.points or 0)) == (
        "0.00",
        "10.00",
        False,
    )
    assert "short-in-words" in {each.code for each in found.problems}


@pytest.mark.parametrize(
    ("target", "actual", "status"),
    [
        ("50万人次", "50余万人次", "unsubmitted"),
        ("60万人次", "50余万人次", "refused"),
        ("≥95%", "90%以上", "refused"),
        ("≤5天", "不超过7天", "refused"),
        ("≤5天", "不超过5天", "unsubmitted"),
    ],
)
def test_a_bound_answers_only_a_weaker_one(target: str, actual: str, status: str) -> None:
    assert scored("接待游客", target, actual).status == status


@pytest.mark.parametrize(
    ("actual", "depends"),
    [
        ("月均1次", True),
        ("结余1.5万元", True),
        ("12座已开工", True),
        ("人均3次", True),
        ("12座", False),
        ("已开工", False),
    ],
)
def test_whether_a_number_depends_on_its_row(actual: str, depends: bool) -> None:
    assert depends_on_the_row(actual) is depends


def test_a_limit_that_words_say_was_kept_is_met_and_not_zero() -> None:
    found = scored("办公费", "≤5万元", "未超支", "成本指标")
    assert found.score is not None
    assert (str(found.score.low), found.readings[0].met) == ("10.00", True)
    assert found.readings[0].reached is None
    assert "kept-in-words" in {each.code for each in found.problems}
    told = compared(found)
    assert told is not None
    assert (told.comparator, told.goal, told.reached) == ("at_most", None, None)


def test_a_level_does_not_answer_a_change() -> None:
    found = scored("优良率", "提升2个百分点", "92%", "质量指标")
    assert (found.status, found.reason) == ("refused", "level-against-change")
