"""Headers with columns that are rare (少见的表头): marks of the levels, split targets, rules in brackets, weights."""

import pytest
from layouts_as_rows import grid

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Document
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]


def read(*rows: list[Cellish], width: int = 8) -> FileForms:
    name: list[Cellish] = ["项目名称", ("青禾渠修复", 1, width - 1)]
    return recognise(Document((grid([name, *rows], ("项目支出绩效自评表",)),)), "f.docx")


def only(reading: FileForms) -> SelfEvaluationForm:
    (form,) = reading.forms
    return form


def rows(reading: FileForms) -> list[tuple[str | None, ...]]:
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


# --- marks that the header does not tell ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("权重", "分值", ("60%", "60", "40%", "40")),
        ("权重", "分值", ("0.6", "60", "0.4", "40")),
        ("分值", "权重", ("60", "60%", "40", "40%")),
        ("分值（权重）", "标准分", ("60%", "60", "40%", "40")),
    ],
)
def test_of_weights_and_marks_the_marks_count(first: str, second: str, values: tuple[str, ...]) -> None:
    reading = read(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", first, second, "得分"],
        ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", *values[:2], "60"],
        ["效益指标", "社会效益", "受益户", "≥90户", "92户", *values[2:], "40"],
        [("总分", 1, 7), "100"],
    )
    assert [row.points for row in only(reading).indicators] == ["60", "40"]
    other = next(text for text in values if text != "60")
    assert other in only(reading).indicators[0].extra.values()
    assert reading.problems == ()


WEIGHTS: list[Cellish] = [
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "权重",
    "得分",
    "备注",
]


@pytest.mark.parametrize(
    ("shares", "read_as"), [(("60%", "40%"), ["60", "40"]), (("60%", "30%"), ["60%", "30%"])]
)
def test_weights_that_add_up_to_a_hundred_percent_are_marks(
    shares: tuple[str, str], read_as: list[str]
) -> None:
    reading = read(
        WEIGHTS,
        ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", shares[0], "60", ""],
        ["", "", "其中：支渠", "≥5千米", "6千米", "—", "", ""],
        ["效益指标", "社会效益", "受益户", "≥90户", "92户", shares[1], "40", ""],
        [("总分", 1, 5), "100%", "100", ""],
    )
    form = only(reading)
    assert [row.points for row in form.indicators if not row.ignored] == read_as
    are_marks = read_as[0] == "60"
    assert form.submitted_points == ("100" if are_marks else "100%")
    assert [problem.code for problem in reading.problems] == ["shares-as-marks"] * are_marks


def test_weights_that_need_the_execution_to_add_up_to_a_hundred() -> None:
    reading = read(
        ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "10", "10", "10", "10", "100%", "10"],
        WEIGHTS,
        ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "90%", "90", ""],
        [("总分", 1, 5), "100%", "100", ""],
    )
    assert [row.points for row in only(reading).indicators] == ["90"]


def test_marks_in_the_names_of_a_form_without_a_column_for_them() -> None:
    header: list[Cellish] = ["一级指标", "二级指标", "三级指标", ("得分", 1, 5)]
    reading = read(
        header,
        ["决策（25分）", "目标（15分）", "相关性（5分）", ("5", 1, 5)],
        ["", "", "明确性(10.5 分)", ("9", 1, 5)],
        ["", "", "公开", ("9", 1, 5)],
        [("总分", 1, 3), ("23", 1, 5)],
    )
    assert rows(reading) == [
        ("相关性（5分）", None, None, "5", "5"),
        ("明确性(10.5 分)", None, None, "10.5", "9"),
        ("公开", None, None, None, "9"),
    ]


def test_a_column_of_marks_goes_before_marks_in_names() -> None:
    reading = read(
        WEIGHTS,
        ["产出指标", "数量指标", "渠道（5分）", "≥5千米", "6千米", "100", "100", ""],
        [("总分", 1, 5), "100", "100", ""],
    )
    assert [row.points for row in only(reading).indicators] == ["100"]


# --- cells that split a header ----------------------------------------------------------------------------------


def split(parent: str, first: str, second: str, scores: tuple[str, str]) -> list[list[Cellish]]:
    return [
        [
            ("一级指标", 2, 1),
            ("三级指标", 2, 1),
            (parent, 1, 2),
            ("实际完成值", 2, 1),
            ("分值", 2, 1),
            ("得分", 1, 2),
        ],
        [first, second, *scores],
        ["产出指标", "渠道", "4千米", "≥5千米", "6千米", "60", "60", "59"],
        ["效益指标", "受益户", "≥90户", "", "92户", "40", "40", "39"],
        [("总分", 1, 5), "100", "100", "98"],
    ]


@pytest.mark.parametrize("parent", ["指标值", "年度指标值", "年度绩效指标值"])
@pytest.mark.parametrize(
    "words", [("年初", "调整后"), ("年初设定", "全年"), ("原", "调整"), ("调整前", "调整后")]
)
@pytest.mark.parametrize("scores", [("自评得分", "财政复核"), ("自评", "主管部门审核")])
def test_words_under_a_header_cell_are_read_with_it(
    parent: str, words: tuple[str, str], scores: tuple[str, str]
) -> None:
    reading = read(*split(parent, *words, scores))
    assert rows(reading) == [
        ("渠道", "≥5千米", "6千米", "60", "60"),
        ("受益户", "≥90户", "92户", "40", "40"),
    ]
    assert only(reading).indicators[0].initial_target == "4千米"
    assert only(reading).indicators[0].extra == {scores[1]: "59"}
    assert only(reading).submitted_score == "100"


def test_a_guess_under_a_header_cell_is_named() -> None:
    reading = read(*split("指标值", "年初", "九月调整", ("自评得分", "财政复核")))
    assert only(reading).indicators[0].target == "≥5千米"
    assert [(problem.code, problem.values) for problem in reading.problems] == [
        ("columns-guessed", {"words": "九月调整"})
    ]


def test_the_first_row_under_a_plain_header_is_no_part_of_it() -> None:
    reading = read(
        ["一级指标", "二级指标", ("三级指标", 1, 2), "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "渠道", "主渠", "≥5千米", "6千米", "100", "100"],
        [("总分", 1, 6), "100", "100"],
    )
    assert rows(reading) == [("渠道主渠", "≥5千米", "6千米", "100", "100")]


def test_a_word_under_a_wider_one_goes_on_with_it() -> None:
    """名称 under 指标 is 指标名称, 自评 under 评分 what the body gave itself."""
    reading = read(
        [("指标", 1, 2), ("指标值", 1, 2), ("评分", 1, 2), ("备注", 2, 2)],
        ["类别", "名称", "年初目标", "年末完成", "满分", "自评"],
        ["数量指标", "渠道", "≥5千米", "6千米", "60", "60", ("", 1, 2)],
        ["质量指标", "合格率", "100%", "95%", "40", "38", ("返工", 1, 2)],
    )
    assert rows(reading) == [
        ("渠道", "≥5千米", "6千米", "60", "60"),
        ("合格率", "100%", "95%", "40", "38"),
    ]
    assert [row.category for row in only(reading).indicators] == ["数量指标", "质量指标"]


def test_goals_right_of_the_names_are_targets_and_left_of_them_a_section() -> None:
    right = read(
        ["一级指标", "指标内容", "绩效目标", "完成情况", "权重", ("自评得分", 1, 3)],
        ["产出", "渠道", "≥5千米", "6千米", "100", ("100", 1, 3)],
    )
    assert rows(right) == [("渠道", "≥5千米", "6千米", "100", "100")]
    left = read(
        [("绩效目标", 2, 1), "三级指标", "完成值", "分值", ("得分", 1, 4)],
        ["渠道", "6千米", "100", ("100", 1, 4)],
    )
    assert rows(left) == [("渠道", None, "6千米", "100", "100")]


def test_what_was_achieved_is_the_actual_value() -> None:
    """Shanghai: 目标值 beside 业绩值."""
    reading = read(
        ["一级指标", "三级指标", "权重", "目标值", "业绩值", ("得分", 1, 3)],
        ["产出", "渠道", "100", "≥5千米", "6千米", ("100", 1, 3)],
    )
    assert rows(reading) == [("渠道", "≥5千米", "6千米", "100", "100")]


def test_values_split_below_a_header_that_does_not_reach_down() -> None:
    """数值 and 单位 under 指标值 and 完成值, beside cells that a form leaves empty."""
    reading = read(
        ["三级指标", ("指标值", 1, 2), ("完成值", 1, 2), "权重", "得分", "备注"],
        ["", "数值", "单位", "数值", "单位", "", "", ""],
        ["保安", "60", "人", "58", "人", "50", "48.33", ""],
        ["巡逻", "365", "次", "365", "次", "50", "50", ""],
    )
    assert rows(reading) == [
        ("保安", "60人", "58人", "50", "48.33"),
        ("巡逻", "365次", "365次", "50", "50"),
    ]
    assert [each.code for each in reading.problems] == ["form-without-total"]


def test_a_level_with_its_marks_in_a_line_is_no_indicator() -> None:
    reading = read(
        [("产出指标（50分）", 1, 8)],
        ["指标名称", "目标值", "完成值", "分值", ("得分", 1, 4)],
        ["渠道", "≥5千米", "6千米", "50", ("50", 1, 4)],
        ["效益指标（50分）", ("", 1, 7)],
        ["受益户", "≥90户", "92户", "50", ("50", 1, 4)],
    )
    assert [(row.dimension, row.name) for row in only(reading).indicators] == [
        ("产出指标（50分）", "渠道"),
        ("效益指标（50分）", "受益户"),
    ]
