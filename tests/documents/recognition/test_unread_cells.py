"""What a form leaves unread is said: money, labels where something lacks, columns, and all the rest once."""

from layout_kind import HEAD, TABLE, TITLE, Layout
from layouts_as_rows import document, grid

from perfeval.core.problems import Problem
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise


def read(*rows: Layout) -> FileForms:
    return recognise(document(grid([row for part in rows for row in part])), "f")


def only(reading: FileForms) -> Problem:
    (problem,) = reading.problems
    return problem


def left_over(reading: FileForms) -> list[str]:
    return [cell.text for cell in reading.unread]


def test_money_in_words_that_nothing_knows_leaves_the_execution_open() -> None:
    reading = read(HEAD, [["渠道盘子", ("200", 1, 2), "已花掉", ("180", 1, 2), "9"]], TABLE)
    assert (only(reading).code, only(reading).values["text"]) == (
        "funds-not-read",
        "渠道盘子 200 已花掉 180 9",
    )
    assert reading.forms[0].funds is not None
    assert reading.forms[0].funds.unread == "渠道盘子 200 已花掉 180 9"


def test_rows_whose_marks_are_the_whole_leave_nothing_open() -> None:
    table = [TABLE[0], ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "100", "100"], TABLE[3]]
    reading = read(HEAD, [["合同金额", ("200", 1, 6)]], table)
    assert only(reading).code == "funds-not-read"
    assert reading.forms[0].funds is None


def test_a_malformed_amount_is_kept_to_be_refused() -> None:
    money: Layout = [
        ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "7,00.0,77", "7,00.0,77", "180", "10", "90%", "9"],
    ]
    (form,) = read(HEAD, money, TABLE).forms
    assert form.funds is not None
    assert (form.funds.initial_budget, form.funds.budget) == ("7,00.0,77", "7,00.0,77")


def test_the_sign_of_yuan_under_a_header_in_ten_thousands_is_asked_about() -> None:
    money: Layout = [
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "¥1,250.00", "¥1,250.00", "¥1,250.00", "10", "100%", "10"],
    ]
    problem = only(read(HEAD, money, TABLE))
    assert (problem.code, problem.values) == ("amount-currency", {"text": "¥1,250.00", "unit": "万元"})
    in_yuan = [["项目资金（元）", *money[0][1:]], money[1]]
    assert read(HEAD, in_yuan, TABLE).problems == ()


def test_a_label_that_may_tell_what_lacks_is_named() -> None:
    head: Layout = [*TITLE, ["项目叫法", ("渠道修复", 1, 6)], *HEAD[2:]]
    problem = only(read(head, TABLE))
    assert problem.code == "labels-unknown"
    assert problem.values == {"missing": "项目名称", "text": "项目叫法：渠道修复"}


def test_a_label_that_cannot_tell_what_lacks_is_only_counted() -> None:
    reading = read(HEAD, [["分管领导", ("张三", 1, 6)]], TABLE)
    assert (only(reading).code, only(reading).values) == (
        "cells-not-read",
        {"count": "2", "text": "分管领导"},
    )
    assert left_over(reading) == ["分管领导", "张三"]


def test_a_column_that_nothing_knows_is_named_once_with_what_it_may_be() -> None:
    table = [[*TABLE[0], "进展"], [*TABLE[1], "顺利"], [*TABLE[2], "顺利"], [*TABLE[3], ""]]
    reading = read(HEAD, table)
    assert only(reading).code == "column-not-understood"
    assert only(reading).values == {"word": "进展", "missing": "偏差原因分析及改进措施"}
    assert [row.extra for row in reading.forms[0].indicators] == [{"进展": "顺利"}] * 2


def test_tasks_without_their_sum_are_no_funds() -> None:
    tasks: Layout = [
        ["任务名称", ("全年预算数", 1, 3), ("全年执行数", 1, 3)],
        ["防汛", ("100", 1, 3), ("90", 1, 3)],
    ]
    reading = read(HEAD, tasks, TABLE)
    assert only(reading).code == "funds-not-read"
    funds = reading.forms[0].funds
    assert funds
    assert (funds.budget, funds.executed) == (None, None)
    assert funds.unread


def test_sources_without_their_sum_are_no_funds() -> None:
    money: Layout = [
        ["", ("全年预算数", 1, 2), ("全年执行数", 1, 2), "分值", "得分"],
        ["财政拨款", ("100", 1, 2), ("90", 1, 2), "", ""],
        ["自筹资金", ("50", 1, 2), ("50", 1, 2), "", ""],
    ]
    reading = read(HEAD, money, TABLE)
    assert [problem.code for problem in reading.problems] == ["funds-not-read"]
    assert reading.forms[0].funds is not None
    assert reading.forms[0].funds.budget is None


def test_the_label_of_the_block_is_no_column() -> None:
    money: Layout = [
        [("项目资金（万元）", 2, 1), "", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "200", "180", "10", "90%", "9"],
    ]
    (form,) = read(HEAD, money, TABLE).forms
    assert form.funds is not None
    assert (form.funds.budget, form.funds.extra) == ("200", {})


def test_what_a_cell_of_the_funds_tells_by_itself_is_kept() -> None:
    money: Layout = [
        ["", ("全年预算数", 1, 2), ("全年执行数", 1, 2), "分值", "得分"],
        ["年度资金总额", ("200", 1, 2), ("180", 1, 2), "10", "9"],
        [("按收入性质分：200", 1, 3), ("按支出性质分：180", 1, 4)],
        [("其中：一般公共预算：150", 1, 3), ("其中：基本支出：80", 1, 4)],
    ]
    reading = read(HEAD, money, TABLE)
    assert (reading.problems, reading.unread) == ((), ())
    assert reading.forms[0].extra == {
        "按收入性质分": "200",
        "按支出性质分": "180",
        "其中：一般公共预算": "150",
        "其中：基本支出": "80",
    }


def test_words_over_texts_are_headers_of_goals_whatever_they_are() -> None:
    """年度目标 | 完成综述 over two texts: the second word is no goal."""
    goals: Layout = [
        [("目标", 2, 1), ("年度目标", 1, 3), ("完成综述", 1, 3)],
        [("修好渠道", 1, 3), ("修好了", 1, 3)],
    ]
    reading = read(HEAD, goals, TABLE)
    assert reading.forms[0].goal.expected == "修好渠道"
    assert left_over(reading) == ["修好了"]


def test_a_line_that_says_that_the_table_goes_on_is_no_row() -> None:
    reading = read(HEAD, TABLE[:3], [[("续表", 1, 7)]], TABLE[:1], TABLE[3:])
    assert (reading.problems, reading.unread) == ((), ())


def test_a_tick_under_the_reasons_stands_for_the_word_over_it() -> None:
    table: Layout = [
        [*((word, 2, 1) for word in TABLE[0]), ("偏差原因分析", 1, 3)],
        ["人员保障", "经费保障", "其他"],
        ["产出指标", "数量指标", "渠道", "≥5千米", "4千米", "100", "80", "√", "", "雨季"],
        [("总分", 1, 5), "100", "80", ("", 1, 3)],
    ]
    (form,) = read(HEAD, table).forms
    assert form.indicators[0].deviation_note == "人员保障√\n雨季"


def test_the_sum_of_marks_under_a_table_that_ends_with_an_empty_column() -> None:
    """A sheet leaves the last empty cell out: 100% still stands under the weights."""
    table = [[*row[:5], *row[5:], "备注"] if row is TABLE[0] else row for row in TABLE]
    rows = [
        table[0],
        [*TABLE[1][:5], "70%", "60", ""],
        [*TABLE[2][:4], "30%", "30", ""],
        [("总分", 1, 5), "100%", "90"],
    ]
    (form,) = read(HEAD, rows).forms
    assert (form.submitted_points, form.submitted_score) == ("100", "90")


def test_two_departments() -> None:
    rows: Layout = [["中央主管部门", ("财政部", 1, 2), "县级主管部门", ("甲县财政局", 1, 3)]]
    (form,) = read(HEAD[:2], rows, TABLE).forms
    assert (form.department, form.extra) == ("甲县财政局", {"中央主管部门": "财政部"})


def test_a_table_for_each_level_is_one_form() -> None:
    header = ["三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    first = grid(
        [header, ["渠道", "≥5千米", "6千米", "60", "60"], ["合计", "", "", "60", "60"]],
        ("项目支出绩效自评表（2023年度）", "项目名称：渠道修复", "一、产出指标"),
    )
    second = grid(
        [
            header,
            ["收入", "≥5万元", "6万元", "40", "40"],
            ["合计", "", "", "40", "40"],
            ["总分", "", "", "100", "100"],
        ],
        ("二、效益指标",),
    )
    (form,) = recognise(document(first, second), "f").forms
    assert [(row.dimension, row.name) for row in form.indicators] == [
        ("产出指标", "渠道"),
        ("效益指标", "收入"),
    ]
    assert (form.submitted_points, form.submitted_score) == ("100", "100")


def test_an_empty_year_is_no_text() -> None:
    reading = read([*HEAD[:1], [("（　　　年度）", 1, 7)], *HEAD[1:]], TABLE)
    assert (reading.problems, reading.unread) == ((), ())


def test_rows_below_a_missing_header_are_named_as_rows() -> None:
    reading = read(TABLE[1:])
    assert reading.forms == ()
    assert only(reading).code == "rows-without-header"
    assert only(reading).values["text"] == "产出指标 数量指标 渠道长度 ≥5千米 6千米 60 60"
