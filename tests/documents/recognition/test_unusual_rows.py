"""Rows between and below the indicators (表中其他行): subtotals, notes and remarks are none; no indicator is lost."""

import pytest
from layouts_as_rows import dump, grid

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Document
from perfeval.documents.read import FileForms, read_bytes
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]

NAME: list[Cellish] = ["项目名称", ("青禾渠修复", 1, 7)]
HEADER: list[Cellish] = [
    *("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析",
]
OUTPUT: list[Cellish] = ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "50", "50", ""]
BENEFIT: list[Cellish] = ["效益指标", "社会效益指标", "受益户", "≥90户", "92户", "50", "48", "迁出"]
UNSCORED: list[Cellish] = ["效益指标", "生态效益指标", "水质", "Ⅲ类", "Ⅲ类", "", "", ""]
TOTAL: list[Cellish] = [("总分", 1, 5), "100", "98", ""]


def read(*rows: list[Cellish]) -> FileForms:
    return recognise(Document((grid([NAME, HEADER, *rows], ("项目支出绩效自评表",)),)), "f.docx")


def only(reading: FileForms) -> SelfEvaluationForm:
    (form,) = reading.forms
    return form


def names(reading: FileForms) -> list[str]:
    return [row.name for row in only(reading).indicators]


def codes(reading: FileForms) -> list[str]:
    return [problem.code for problem in reading.problems]


@pytest.mark.parametrize("note", ["注：以下由第三方测评。", "说明：下同", "备注"])
@pytest.mark.parametrize(
    "row",
    [
        UNSCORED,
        ["效益指标", "生态效益指标", "水质", "Ⅲ类", "", "", "", ""],
        ["效益指标", "生态效益指标", "水质", "Ⅲ类", "", "", "（待测评）", ""],
        ["效益指标", "生态效益指标", "水质", "", "", "", "", ""],
    ],
)
def test_a_note_between_indicators_loses_none(note: str, row: list[Cellish]) -> None:
    reading = read(OUTPUT, [(note, 1, 8)], row, BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "水质", "受益户"]
    assert only(reading).indicators[1].ignored is None
    assert reading.problems == ()


def test_an_indicator_without_marks_below_the_total_is_read_and_named() -> None:
    reading = read(OUTPUT, [("合计", 1, 5), "50", "50", ""], UNSCORED, BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "水质", "受益户"]
    assert codes(reading) == ["rows-after-total"]
    assert (only(reading).submitted_points, only(reading).submitted_score) == ("100", "98")


def test_an_indicator_below_a_note_and_an_empty_row_is_named() -> None:
    """What stands apart from a table may be another one: it is not read, but it is not passed over."""
    reading = read(OUTPUT, [("注：以下由第三方测评。", 1, 8)], [""] * 8, UNSCORED)
    assert names(reading) == ["渠道"]
    assert codes(reading) == ["row-not-understood", "form-without-total"]
    assert "水质" in str(reading.problems[0].values)


@pytest.mark.parametrize(
    "foot",
    [
        [("填报人：王某", 1, 3), ("联系电话：0000", 1, 5)],
        [("经办人", 1, 2), ("王某", 1, 2), ("审核人", 1, 2), ("李某", 1, 2)],
        ["填报人", "王某", "联系电话", "0000", "填报日期", "3月1日", "", ""],
        ["自评等级", ("优", 1, 7)],
        ["评价结论", ("总体较好", 1, 7)],
        [("2.未完成的说明原因。", 1, 8)],
        [("单位公章", 1, 3), ("年 月 日", 1, 5)],
        ["制表", "王某", "复核", "李某", "", "", "", ""],
    ],
)
def test_the_foot_of_the_paper_is_no_indicator(foot: list[Cellish]) -> None:
    reading = read(OUTPUT, BENEFIT, TOTAL, foot)
    assert names(reading) == ["渠道", "受益户"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "subtotal",
    [
        [("产出指标小计", 1, 5), "50", "50", ""],
        [("产出指标合计", 1, 5), "50", "50", ""],
        [("产出分计：", 1, 5), "50", "50", ""],
        ["产出指标", ("合计", 1, 4), "50", "50", ""],
        ["产出指标", ("小计", 1, 2), "/", "/", "50", "50", ""],
        ["", "", "产出指标小计", "", "", "50", "50", ""],
    ],
)
def test_the_sum_of_a_level_is_no_indicator_and_no_total(subtotal: list[Cellish]) -> None:
    reading = read(OUTPUT, subtotal, UNSCORED, BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "水质", "受益户"]
    assert reading.problems == ()


def test_the_sum_below_a_merged_level() -> None:
    first: list[Cellish] = [("产出指标", 2, 1), *OUTPUT[1:]]
    reading = read(first, [("合计", 1, 4), "50", "50", ""], BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "受益户"]
    assert reading.problems == ()


def test_the_sum_of_a_level_in_a_dump() -> None:
    rows = [["项目名称", "渠道"], [str(cell) for cell in HEADER], [str(cell) for cell in OUTPUT]]
    rows += [["产出指标小计", "50", "50", ""], [str(cell) for cell in BENEFIT], ["总分", "100", "98", ""]]
    reading = read_bytes(dump([["项目支出绩效自评表"], *rows]).encode(), "f.txt")
    assert names(reading) == ["渠道", "受益户"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "row",
    [
        ["成本指标", "经济成本指标", "三公经费合计", "≤5万元", "4万元", "50", "48", ""],
        ["成本指标", "经济成本指标", "三公经费合计", "", "", "50", "48", ""],
    ],
)
def test_an_indicator_may_be_called_a_sum(row: list[Cellish]) -> None:
    assert names(read(OUTPUT, row, TOTAL)) == ["渠道", "三公经费合计"]


@pytest.mark.parametrize("text", ["部分活动延至次年。", "无"])
def test_a_known_label_with_a_text_is_no_indicator(text: str) -> None:
    reading = read(OUTPUT, BENEFIT, [("其他需要说明的事项", 1, 3), (text, 1, 5)], TOTAL)
    assert names(reading) == ["渠道", "受益户"]
    assert only(reading).submitted_score == "98"
    assert reading.problems == ()


@pytest.mark.parametrize("row", [[("资金结转情况", 1, 3), ("结转两万元", 1, 5)], ["资金结转", ("无", 1, 7)]])
def test_an_unknown_label_with_a_text_is_named(row: list[Cellish]) -> None:
    reading = read(OUTPUT, row, BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "受益户"]
    assert codes(reading) == ["row-not-understood"]


@pytest.mark.parametrize(("text", "reason"), [("不涉及", "not-applicable"), ("本年未开展", None)])
def test_a_text_in_place_of_the_values_of_an_indicator(text: str, reason: str | None) -> None:
    reading = read(OUTPUT, ["效益指标", "生态效益指标", "水质", (text, 1, 4), ""], BENEFIT, TOTAL)
    assert names(reading) == ["渠道", "水质", "受益户"]
    assert only(reading).indicators[1].ignored == reason


def test_a_level_with_a_text_is_not_applicable() -> None:
    reading = read(OUTPUT, [("生态效益指标", 1, 3), ("不涉及", 1, 4), ""], BENEFIT, TOTAL)
    assert only(reading).indicators[1].ignored == "not-applicable"


@pytest.mark.parametrize("foot", [[("注：下同", 1, 8)], [("注：", 1, 2), ("下同", 1, 6)]])
def test_a_note_before_the_foot_of_a_form_without_total(foot: list[Cellish]) -> None:
    signed: list[Cellish] = [("单位公章", 1, 3), ("年 月 日", 1, 5)]
    reading = read(OUTPUT, foot, [("2.第二条说明。", 1, 8)], signed)
    assert names(reading) == ["渠道"]
    assert codes(reading) == ["form-without-total"]


# --- the total -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "printed"),
    [
        ([("总分", 1, 5), "100", "98.33（优）", ""], ("100", "98.33")),
        ([("总分", 1, 5), "100分", "98.33分", ""], ("100分", "98.33分")),
        ([("自评得分合计", 1, 5), "100", "98", ""], ("100", "98")),
        ([("综合得分", 1, 5), "100", "98", ""], ("100", "98")),
        ([("自评得分", 1, 6), "98", ""], (None, "98")),
        ([("自评总分：98.5分", 1, 4), ("自评等级：优", 1, 4)], (None, "98.5分")),
    ],
)
def test_the_total_is_read_beside_its_grade_and_under_its_other_names(
    total: list[Cellish], printed: tuple[str | None, str]
) -> None:
    reading = read(OUTPUT, BENEFIT, total)
    form = only(reading)
    assert (form.submitted_points, form.submitted_score) == printed
    assert len(form.indicators) == 2
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("total", "printed"),
    [
        ([("总分", 1, 5), "100", "优秀", ""], ("100", "优秀")),
        ([("总分", 1, 5), "100", "98 / 99", ""], ("100", "98 / 99")),
        ([("总分", 1, 5), "满分", "98", ""], ("满分", "98")),
        ([("总分", 1, 5), "100", "", ""], ("100", None)),
        ([("总分", 1, 5), "100", "/", "见附件2"], ("100", None)),
    ],
)
def test_a_total_that_is_no_number_is_kept_and_named_by_the_check(
    total: list[Cellish], printed: tuple[str | None, str | None]
) -> None:
    form = only(read(OUTPUT, BENEFIT, total))
    assert (form.submitted_points, form.submitted_score) == printed


def test_an_indicator_may_be_called_a_score() -> None:
    row: list[Cellish] = ["效益指标", "社会效益指标", "自评得分", "≥90分", "92分", "50", "50", ""]
    assert names(read(OUTPUT, row, TOTAL)) == ["渠道", "自评得分"]


# --- levels in lines of their own ---------------------------------------------------------------------------------


def test_levels_stand_over_their_rows() -> None:
    header: list[Cellish] = ["序号", "绩效指标", "年度指标值", "实际完成值", "分值", "得分", ("备注", 1, 2)]
    table: list[list[Cellish]] = [
        header,
        [("一、产出指标（60分）", 1, 8)],
        [("（一）数量指标", 1, 8)],
        ["1", "渠道", "≥5千米", "6千米", "30", "30", ("", 1, 2)],
        [("（二）质量指标", 1, 8)],
        ["2", "合格率", "100%", "100%", "30", "30", ("", 1, 2)],
        ["二、满意度指标", *[""] * 7],
        ["3", "农户满意度", "≥90%", "92%", "40", "40", ("", 1, 2)],
        [("合计", 1, 4), "100", "100", ("", 1, 2)],
    ]
    reading = recognise(Document((grid([NAME, *table], ("项目支出绩效自评表",)),)), "f.docx")
    assert [(row.dimension, row.category, row.name) for row in only(reading).indicators] == [
        ("产出指标（60分）", "数量指标", "渠道"),
        ("产出指标（60分）", "质量指标", "合格率"),
        ("满意度指标", "", "农户满意度"),
    ]
    assert reading.problems == ()


def test_a_line_with_a_level_that_has_a_column_is_named() -> None:
    reading = read([("一、产出指标", 1, 8)], OUTPUT, TOTAL)
    assert names(reading) == ["渠道"]
    assert codes(reading) == ["row-not-understood"]


def test_an_execution_row_named_in_the_column_of_a_level() -> None:
    funds: list[list[Cellish]] = [
        ["项目资金", "", "年初预算数", "全年预算数", "全年执行数", ("执行率", 1, 3)],
        ["", "年度资金总额", "10", "10", "9", ("90%", 1, 3)],
    ]
    execution: list[Cellish] = ["预算执行率（10分）", "", "", "100%", "90%", "10", "9", ""]
    rows = [NAME, *funds, HEADER, execution, OUTPUT, TOTAL]
    reading = recognise(Document((grid(rows, ("项目支出绩效自评表",)),)), "f.docx")
    found = only(reading).funds
    assert found is not None
    assert (found.points, found.submitted_score) == ("10", "9")
    assert names(reading) == ["渠道"]
    assert reading.problems == ()


FEET: list[list[Cellish]] = [
    ["单位负责人", ("王某", 1, 2), "填报人", "李某", "联系电话", "1380000", ""],
    ["填表人", "张某", "联系电话", "123", "填表日期", "2024", "3", ""],
    ["自评单位意见", ("同意", 1, 2), "主管部门意见", ("同意", 1, 4)],
    ["绩效自评综合得分", ("99", 1, 3), "评价等次", ("优", 1, 3)],
    ["评价人员（签字）", "姓名", "职务", "单位", "张某", "科长", "某局", ""],
]


@pytest.mark.parametrize("foot", FEET, ids=lambda row: row[0])
def test_labels_and_names_at_the_foot_are_no_indicators(foot: list[Cellish]) -> None:
    """Labels and what is written beside them below the total, a telephone number among them."""
    reading = read(OUTPUT, BENEFIT, TOTAL, foot)
    assert names(reading) == ["渠道", "受益户"]
    assert reading.problems == ()


def test_a_year_in_the_heading_over_several_forms() -> None:
    """附件：2023年度… stands once over the tables; a title with a year of its own keeps it."""
    titles = ("附件：2023年度项目支出绩效自评表", "（一）校舍维修项目支出绩效自评表")
    rows = [NAME, HEADER, OUTPUT, BENEFIT, TOTAL]
    grids = (
        grid(rows, titles),
        grid(rows, ("（二）食堂改造项目支出绩效自评表",)),
        grid(rows, ("（三）2022年度操场项目支出绩效自评表",)),
    )
    assert [form.year for form in recognise(Document(grids), "f.docx").forms] == [2023, 2023, 2022]


def test_a_form_about_a_department_has_its_name() -> None:
    rows: list[list[Cellish]] = [["主管部门", ("某区教育局", 1, 7)], HEADER, OUTPUT, BENEFIT, TOTAL]
    (form,) = recognise(Document((grid(rows, ("部门整体支出绩效自评表",)),)), "f.docx").forms
    assert (form.kind, form.name) == ("department", "某区教育局")


def test_an_equals_sign_before_words_says_nothing() -> None:
    """A form with 指标性质 in a column of its own fills it in for words, too."""
    header: list[Cellish] = [*HEADER[:3], "指标性质", "指标值", "度量单位", *HEADER[4:7]]
    words: list[Cellish] = ["效益指标", "社会效益指标", "环境", "=", "明显改善", "", "明显改善", "50", "50"]
    number: list[Cellish] = ["产出指标", "数量指标", "渠道", "=", "5", "千米", "5千米", "50", "50"]
    rows = [NAME, header, number, words, [("总分", 1, 7), "100", "100"]]
    (form,) = recognise(Document((grid(rows, ("项目支出绩效自评表",)),)), "f.docx").forms
    assert [row.target for row in form.indicators] == ["=5千米", "明显改善"]


def test_a_row_that_lost_a_cell_is_named_where_only_the_order_of_cells_is_known() -> None:
    rows = [[str(cell) for cell in row] for row in (HEADER, OUTPUT, OUTPUT, BENEFIT)]
    rows[-1].pop(4)
    reading = read_bytes(dump([["项目支出绩效自评表"], ["项目名称", "渠道"], *rows]).encode(), "f.txt")
    (found,) = (problem for problem in reading.problems if problem.code == "row-width-differs")
    assert (found.values, found.place and found.place.line) == ({"found": "7", "usual": "8"}, 33)


def test_indicators_one_a_line_in_the_same_cells() -> None:
    """One indicator a line: name, target, actual value and marks in as many lines each."""
    two = ["产出指标", "数量指标", "渠道\n闸门", "≥5千米\n3座", "6千米\n2座", "40\n10", "40\n6.67", ""]
    reading = read(two, BENEFIT, TOTAL)
    assert [
        (row.name, row.target, row.actual, row.points, row.submitted_score)
        for row in only(reading).indicators
    ] == [
        ("渠道", "≥5千米", "6千米", "40", "40"),
        ("闸门", "3座", "2座", "10", "6.67"),
        ("受益户", "≥90户", "92户", "50", "48"),
    ]
    assert [row.category for row in only(reading).indicators[:2]] == ["数量指标"] * 2


@pytest.mark.parametrize(
    "row",
    [
        ["产出指标", "数量指标", "新建和\n改建渠道", "≥5千米", "6千米", "50", "50", ""],
        ["产出指标", "数量指标", "渠道\n闸门", "≥5千米\n3座", "6千米", "40\n10", "40\n6.67", ""],
        ["产出指标", "数量指标", "渠道\n闸门", "≥5千米\n3座", "6千米\n2座", "40\n10", "46.67", ""],
    ],
)
def test_lines_that_do_not_answer_each_other_are_one_indicator(row: list[Cellish]) -> None:
    assert len(only(read(row, BENEFIT, TOTAL)).indicators) == 2
