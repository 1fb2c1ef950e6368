"""Forms that go on in the next table or begin in lines above it; money and goals beside words of few forms."""

from dataclasses import replace

import pytest
from layouts_as_rows import grid
from one_form import COLUMNS, MARKS, NAME, TABLE, Cellish, only, reading, rows, titled

from perfeval.core.problems import Place
from perfeval.documents.grid import Document
from perfeval.documents.recognition.recognise import recognise


def test_units_over_the_columns_of_money_that_differ_stay_with_the_amounts() -> None:
    table = [["三级指标", "指标值", "完成值", "分值", "得分"], ["渠道", "≥5", "6", "60", "60"]]
    funds = only(reading(titled(["预算数（元）", "1,500,000", "执行数（万元）", "142.5"], *table))).funds
    assert funds is not None
    assert (funds.budget, funds.executed) == ("1,500,000元", "142.5万元")
    funds = only(reading(titled(["预算数（元）", "1,500,000", "执行数（元）", "142.5"], *table))).funds
    assert funds is not None
    assert (funds.budget, funds.executed, funds.money_unit) == ("1,500,000", "142.5", "元")


def test_amounts_in_a_goal_are_part_of_the_goal() -> None:
    table = [["三级指标", "指标值", "完成值", "分值", "得分"], ["渠道", "≥5", "6", "60", "60"]]
    text = "年度预算300万元；实际支出280万元"
    form = only(reading(titled(["年度总体目标", text], *table)))
    assert (form.goal.expected, form.funds) == (text, None)
    below = [["年度总体目标", "完成情况"], ["建设50套", text]]
    form = only(reading(titled(*below, *table)))
    assert (form.goal.achieved, form.funds) == (text, None)


UNSCORED: list[Cellish] = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "原因"]


def test_a_table_without_header_carries_on_one_without_marks() -> None:
    first = titled(UNSCORED, ["产出指标", "数量指标", "渠道", "5", "6", ""])
    second = grid(
        [["产出指标", "质量指标", "合格率", "100%", "100%", ""], ["", "", "工期", "5月", "5月", ""]], ()
    )
    assert [row[0] for row in rows(only(reading(first, second)))] == ["渠道", "合格率", "工期"]


def test_rows_of_another_table_that_may_carry_on_the_form_are_named() -> None:
    first = titled(UNSCORED, ["履职", "任务", "渠道", "5", "6", ""])
    second = grid([["履职", "任务", "合格率", "100%", "100%", ""]], ())
    read = reading(first, second)
    assert [problem.code for problem in read.problems] == ["rows-without-header"]
    assert "合格率" in read.problems[0].values["text"]


def test_the_total_in_a_table_of_its_own() -> None:
    first = titled(["三级指标", "指标值", "完成值", "分值", "得分"], ["渠道", "≥5", "6", "60", "60"])
    form = only(reading(first, grid([["自评总分", "98"], ["自评等级", "优"], ["存在问题", "无人管护"]], ())))
    assert form.submitted_score == "98"
    assert form.extra == {"自评等级": "优", "存在问题": "无人管护"}


def test_words_in_two_languages_and_in_traditional_characters() -> None:
    header: list[Cellish] = [
        "Indicator 三級指標",
        "Target 目標值",
        "Actual 實際完成情況",
        "Weight 分值",
        "Score 得分",
    ]
    table = grid(
        [["Project 項目名稱", "渠道修復"], header, ["渠道", "≥5", "6", "60", "60"]], ("項目支出績效自評表",)
    )
    form = only(reading(table))
    assert form.name == "渠道修復"
    assert rows(form) == [("渠道", "≥5", "6", "60", "60")]


def test_money_in_a_line_above_the_table_is_named_at_the_place_of_the_line() -> None:
    line = "本年共投入80万元，其中财政70万元，其余自筹"
    table = [NAME, ["三级指标", "指标值", "完成值", "分值", "得分"], ["渠道", "≥5", "6", "60", "60"]]
    title = "2023年度项目支出绩效自评表"
    prose = ((Place(line=1), title), (Place(line=2), line))
    whole = replace(grid(table, (title, line)), place=Place(table=1))
    problems = recognise(Document((whole,), prose), "f.docx").problems
    assert [each.place for each in problems if each.code == "funds-not-read"] == [Place(line=2)]


@pytest.mark.parametrize("parted", [False, True])
def test_values_and_marks_in_a_table_each_are_one_row_where_all_names_are_the_same(parted: bool) -> None:
    values = titled(["指标", "指标值", "完成值"], *(list(map(str, row[:3])) for row in MARKS))
    names = ["渠道长度", "工期" if parted else "合格率"]
    marks = [[name, *map(str, row[3:])] for name, row in zip(names, MARKS, strict=True)]
    form = only(reading(values, grid([["指标", "分值", "得分"], *marks, ["合计", "100", "99.6"]], ())))
    assert rows(form) == MARKS if not parted else len(form.indicators) == 4
    assert form.submitted_score == "99.6"


@pytest.mark.parametrize(
    "line",
    [
        "预算数：150万元；执行数：141万元；执行率94%；得分9.4分",
        "- 预算数：150万元，执行数：141万元，执行率：94%，得分：9.4分",
    ],
)
def test_labels_with_and_without_a_colon_in_a_line_of_money(line: str) -> None:
    read = recognise(Document((grid([NAME, *TABLE], ("2023年度项目支出绩效自评表", line)),)), "f.docx")
    funds = only(read).funds
    assert funds is not None
    assert (funds.budget, funds.executed, funds.submitted_rate) == ("150万元", "141万元", "94%")
    assert funds.submitted_score == "9.4分"


def test_marks_of_a_level_in_a_line_above_its_table_are_not_those_of_the_execution() -> None:
    money = "预算数：45万元，执行数：45万元，得分：10分"
    first = grid([NAME, *TABLE[:2]], ("2023年度项目支出绩效自评表", money, "一、产出指标（60分）"))
    form = only(reading(first, grid([TABLE[0], TABLE[2]], ("二、效益指标（40分）",))))
    assert form.funds is not None
    assert (form.funds.points, form.funds.submitted_score) == (None, "10分")
    assert [row.dimension for row in form.indicators] == ["产出指标（60分）", "效益指标（40分）"]


def test_the_name_in_a_numbered_heading_and_money_in_the_sentence_below_it() -> None:
    lines = ("（一）公厕维护项目", "预算50万元，支出48万元，执行率96%。")
    first = grid(TABLE, ("2023年度项目绩效自评情况", *lines))
    read = reading(first, grid(TABLE, ("（二）路灯维护项目", lines[1])))
    assert [(form.name, form.year) for form in read.forms] == [("公厕维护项目", 2023), ("路灯维护项目", 2023)]
    money = [form.funds for form in read.forms if form.funds]
    assert [(each.budget, each.executed, each.submitted_rate) for each in money] == [
        ("50万元", "48万元", "96%")
    ] * 2


@pytest.mark.parametrize("title", ["表2 2023年度项目支出绩效自评表", "附件3：二〇二三年度项目支出绩效自评表"])
def test_the_number_of_a_table_is_no_part_of_the_year_behind_it(title: str) -> None:
    assert only(reading(grid([NAME, *TABLE], (title,)))).year == 2023


def test_units_in_a_row_of_their_own_below_a_header() -> None:
    funds: list[list[Cellish]] = [
        ["", "预算数", "执行数", "执行率", "分值", "得分"],
        ["", "（元）", "（元）", "（%）", "（分）", "（分）"],
        ["年度资金总额", "500", "480", "96", "10", "9.6"],
    ]
    units: list[Cellish] = ["", "", "", "（分）", "（分）"]
    read = reading(titled(*funds, COLUMNS, units, *TABLE[1:], ["合计", "", "", "100", "99.6"]))
    form = only(read)
    assert rows(form) == MARKS
    assert form.funds is not None
    assert (form.funds.budget, form.funds.money_unit, form.funds.submitted_score) == ("500", "元", "9.6")
    assert (read.problems, read.unread) == ((), ())


def test_a_goal_of_several_rows_beside_its_label() -> None:
    goal: list[list[Cellish]] = [[("年度总体目标", 2, 1), "修渠5千米"], ["预算300万元，支出280万元"]]
    read = reading(titled(*goal, *TABLE, ["合计", "", "", "100", "99.6"]))
    assert only(read).goal.expected == "修渠5千米\n预算300万元，支出280万元"
    assert (read.problems, read.unread) == ((), ())


def test_a_list_with_a_header_of_its_own_does_not_carry_on_the_form() -> None:
    contracts = grid(
        [
            ["合同", "日期", "收款方", "发票", "张数"],
            ["水泥", "3月", "甲公司", "有", "2"],
            ["合计", "", "", "", "2"],
        ],
        ("附：合同",),
    )
    read = reading(titled(*TABLE), contracts)
    assert (rows(only(read)), only(read).submitted_score) == (MARKS, None)
    assert [problem.code for problem in read.problems] == ["form-without-total"]
