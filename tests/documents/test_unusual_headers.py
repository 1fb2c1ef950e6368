"""Headers with columns that are rare (少见的表头): marks of the levels, split targets, rules in brackets, weights."""

import pytest
from layouts_as_rows import grid

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Document
from perfeval.documents.read import Reading
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]


def read(*rows: list[Cellish], width: int = 8) -> Reading:
    name: list[Cellish] = ["项目名称", ("青禾渠修复", 1, width - 1)]
    return recognise(Document((grid([name, *rows], ("项目支出绩效自评表",)),)), "f.docx")


def only(reading: Reading) -> SelfEvaluationForm:
    (form,) = reading.forms
    return form


def rows(reading: Reading) -> list[tuple[str | None, ...]]:
    return [
        (row.name, row.target, row.actual, row.points, row.submitted_score)
        for row in only(reading).indicators
    ]


# --- marks of the levels -------------------------------------------------------------------------------------


def test_marks_of_every_level() -> None:
    """湖南: each level is followed by its marks; those of a merged level are no shared marks of its rows."""
    reading = read(
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "年度指标值", "实际完成值", "得分"],
        [
            ("产出", 2, 1),
            ("60", 2, 1),
            ("数量", 2, 1),
            ("60", 2, 1),
            *("渠道", "40", "≥5千米", "6千米", "40"),
        ],
        ["闸门", "20", "3座", "2座", "13"],
        ["效益", "40", "社会效益", "40", "受益户", "40", "≥90户", "92户", "40"],
        ["合计", "100", "", "100", "", "100", "", "", "93"],
        width=9,
    )
    assert rows(reading) == [
        ("渠道", "≥5千米", "6千米", "40", "40"),
        ("闸门", "3座", "2座", "20", "13"),
        ("受益户", "≥90户", "92户", "40", "40"),
    ]
    assert [row.block for row in only(reading).indicators] == [None] * 3
    assert only(reading).indicators[0].extra == {"一级指标分值": "60", "二级指标分值": "60"}
    assert (only(reading).submitted_points, only(reading).submitted_score) == ("100", "93")
    assert reading.problems == ()


def test_marks_beside_each_label_of_a_level() -> None:
    reading = read(
        [("一级指标", 1, 2), ("二级指标", 1, 2), ("三级指标", 1, 2), ("自评得分", 2, 1), ("扣分原因", 2, 1)],
        ["指标", "分值", "指标", "分值", "指标", "分值"],
        [("决策", 2, 1), ("20", 2, 1), ("立项", 2, 1), ("20", 2, 1), "充分性", "10", "10", ""],
        ["规范性", "10", "9", "缺批复"],
        ["合计", "20", "", "20", "", "20", "19", ""],
    )
    assert rows(reading) == [("充分性", None, None, "10", "10"), ("规范性", None, None, "10", "9")]
    assert reading.problems == ()


def test_marks_left_of_the_names_alone_are_those_of_the_rows() -> None:
    reading = read(
        ["分值", "三级指标", "年度指标值", "实际完成值", ("得分", 1, 4)],
        ["100", "渠道", "≥5千米", "6千米", ("100", 1, 4)],
        ["100", ("总分", 1, 3), ("100", 1, 4)],
    )
    assert rows(reading) == [("渠道", "≥5千米", "6千米", "100", "100")]


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "score"),
    [("应得分", "实得分"), ("应得分值", "实得分值"), ("配分", "得分情况"), ("权重系数", "得分")],
)
@pytest.mark.parametrize(("target", "actual"), [("年度目标", "完成结果"), ("标准值", "实际达成值")])
def test_words_of_columns(target: str, actual: str, points: str, score: str) -> None:
    reading = read(
        ["一级指标", "二级指标", "三级指标", target, actual, points, score, "备注"],
        ["产出指标", "数量指标", "渠道", "≥5千米", "4千米", "100", "80", ""],
        [("总分", 1, 5), "100", "80", ""],
    )
    assert rows(reading) == [("渠道", "≥5千米", "4千米", "100", "80")]
    assert reading.problems == ()


def test_marks_that_could_be_had_are_not_taken_for_the_score() -> None:
    reading = read(
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "本项应得分",
            "本项实际得分",
            "备注",
        ],
        ["产出指标", "数量指标", "渠道", "≥5千米", "4千米", "100", "80", ""],
        [("总分", 1, 5), "100", "80", ""],
    )
    assert rows(reading) == [("渠道", "≥5千米", "4千米", "100", "80")]
    assert [problem.code for problem in reading.problems] == ["columns-guessed"]


@pytest.mark.parametrize(
    "rule",
    [
        "得分（计分原则：定量指标完成指标值的，记该指标所赋全部分值；未完成的，按照完成值与指标值的比例记分；定性指标根据完成情况分为三档）",
        "得分\n（定量指标：完成值（B）与指标值（A）之比，乘以该指标所赋的全部分值，最高不得超过分值上限；定性指标分为三档，按档计分）",
    ],
)
def test_a_rule_in_brackets_does_not_hide_the_word_before_it(rule: str) -> None:
    reading = read(
        ["一级指标", "二级指标", "三级指标", "年度指标值（A）", "实际完成值（B）", "分值", rule, "备注"],
        ["产出指标", "数量指标", "渠道", "≥5千米", "4千米", "100", "80", ""],
        [("总分", 1, 5), "100", "80", ""],
    )
    assert rows(reading) == [("渠道", "≥5千米", "4千米", "100", "80")]
