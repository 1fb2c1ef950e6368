"""Headers with columns that are rare (少见的表头): marks of the levels, split targets, rules in brackets, weights."""

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
