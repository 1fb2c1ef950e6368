"""Fund blocks (项目资金) that few forms print: every amount is read from its own column, or its row is named."""

import pytest
from layouts_as_rows import grid

from perfeval.core.form import Funds
from perfeval.documents.grid import Document
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]
Rows = list[list[Cellish]]

TITLE = ("项目支出绩效自评表", "（2023年度）")
NAME: Rows = [["项目名称", ("青禾渠修复", 1, 9)]]
INDICATORS: Rows = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "90", "90"],
    [("总分", 1, 5), "100", "99"],
]


def read(*tables: Rows, heading: tuple[str, ...] = TITLE) -> FileForms:
    """Tables of one document, the first below the heading."""
    headings = (heading, *((),) * len(tables))
    return recognise(Document(tuple(map(grid, tables, headings))), "f.docx")


def with_funds(*rows: list[Cellish]) -> FileForms:
    return read([*NAME, *rows, *INDICATORS])


def funds_of(reading: FileForms) -> Funds:
    (form,) = reading.forms
    assert form.name == "青禾渠修复"
    assert form.funds is not None
    return form.funds


def amounts(funds: Funds) -> tuple[str | None, ...]:
    return (funds.initial_budget, funds.budget, funds.executed)


def sources(funds: Funds) -> list[tuple[str | None, ...]]:
    return [(line.name, line.budget, line.executed) for line in funds.sources]


def codes(reading: FileForms) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_header_of_money_over_the_labels() -> None:
    """Sichuan 510000_0013zp: 年度预算数 stands over 总额 and 其中：财政资金."""
    reading = with_funds(
        [
            ("预算执行情况（10分）", 4, 1),
            "年度预算数（万元）",
            ("年初预算", 1, 2),
            "调整后预算数",
            "预算执行数",
            "预算执行率",
            "权重",
            "得分",
        ],
        ["总额", ("200", 1, 2), "250", "225", "90%", "10", "9"],
        ["其中：财政资金", ("150", 1, 2), "200", "180", "90%", "/", "/"],
        ["其他资金", ("50", 1, 2), "—", "45", "—", "/", "/"],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert amounts(funds) == ("200", "250", "225")
    assert (funds.points, funds.submitted_rate, funds.submitted_score) == ("10", "90%", "9")
    assert sources(funds) == [("其中：财政资金", "200", "180"), ("其他资金", "—", "45")]


# --- words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "guessed", "expected"),
    [
        (("年初预算安排数", "调整后预算数", "实际支出金额"), [], ("200", "250", "225")),
        (("年初预算数", "年度预算金额", "全年实际支出数"), [], ("200", "250", "225")),
        (
            ("年初预算数", "预算下达金额", "截至三季度支付数"),
            ["预算下达金额、截至三季度支付数"],
            ("200", "250", "225"),
        ),
        (
            ("年初切块预算金额", "全年预算数", "本期使用额"),
            ["年初切块预算金额、本期使用额"],
            ("200", "250", "225"),
        ),
    ],
)
def test_words_of_money(words: tuple[str, ...], guessed: list[str], expected: tuple[str, ...]) -> None:
    reading = with_funds(
        [("项目资金（万元）", 2, 1), "", *words, "分值", "执行率", "得分"],
        ["年度资金总额", "200", "250", "225", "10", "90%", "9"],
    )
    assert amounts(funds_of(reading)) == expected
    assert [problem.values["words"] for problem in reading.problems] == guessed
    assert {*codes(reading)} <= {"columns-guessed"}


OTHER_MONEY = (
    *("预算结余数", "上年支出数", "预算执行率数", "支出计划数", "资金到位额"),
    *("预算执行差额", "预算支出数", "预算调整数", "使用人数"),
)


@pytest.mark.parametrize("word", OTHER_MONEY)
def test_other_money_is_not_guessed(word: str) -> None:
    reading = with_funds(
        [("项目资金（万元）", 2, 1), "", "年初预算数", "全年预算数", word, "分值", "执行率", "得分"],
        ["年度资金总额", "200", "250", "225", "10", "90%", "9"],
    )
    assert amounts(funds_of(reading)) == ("200", "250", None)
    (problem,) = reading.problems
    assert (problem.code, problem.values) == ("columns-unknown", {"missing": "全年执行数", "unknown": word})


def test_words_of_money_before_their_values() -> None:
    reading = with_funds(
        ["预算金额（万元）", "60", "截至三季度支付数", "57", "预算执行率", "95%", "得分（10分）", "9.5"]
    )
    funds = funds_of(reading)
    assert (funds.budget, funds.executed, funds.points, funds.submitted_score) == ("60", "57", "10", "9.5")
    assert [problem.values for problem in reading.problems] == [{"words": "截至三季度支付数"}]


def test_words_of_which_none_is_known() -> None:
    reading = with_funds(["项目预算总额", "60", "项目累计支付额", "57"])
    assert amounts(funds_of(reading)) == (None, "60", "57")
    assert codes(reading) == ["columns-guessed"]
    reading = with_funds(["合同金额", "60", "合同支付额", "57"])
    (problem,) = reading.problems
    assert (problem.code, problem.values["text"]) == ("funds-not-read", "合同金额 60 合同支付额 57")
    funds = funds_of(reading)
    assert (funds.unread, amounts(funds)) == ("合同金额 60 合同支付额 57", (None, None, None))


def test_header_of_funds_with_words_that_nothing_knows_is_named() -> None:
    reading = with_funds(
        [("预算执行情况", 2, 1), "全年盘子", "花了多少", "分值", "执行率", "得分"],
        ["250", "225", "10", "90%", "9"],
    )
    (problem,) = reading.problems
    assert problem.code == "columns-unknown"
    assert problem.values == {"missing": "全年预算数、全年执行数", "unknown": "全年盘子、花了多少"}


# --- sources in columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (("中央", "省级", "县级", "合计"), ("100", "50", "50", "200", "100", "40", "40", "180")),
        (("小计", "中央", "省级", "县级"), ("200", "100", "50", "50", "180", "100", "40", "40")),
        (("合计", "中央", "省级", "小计"), ("200", "100", "50", "50", "180", "100", "40", "40")),
    ],
)
def test_sources_under_each_amount(names: tuple[str, ...], values: tuple[str, ...]) -> None:
    reading = with_funds(
        [("资金来源", 2, 2), ("全年预算数（万元）", 1, 4), ("全年执行数（万元）", 1, 4), ("执行率", 2, 1)],
        [*names, *names],
        [("年度资金总额", 1, 2), *values, "90%"],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert (funds.budget, funds.executed, funds.submitted_rate) == ("200", "180", "90%")


def test_sources_without_their_sum_are_named_and_not_taken_for_it() -> None:
    reading = with_funds(
        ["资金来源", ("全年预算数", 1, 2), ("全年执行数", 1, 2), "执行率", "分值", "得分"],
        ["", "财政资金", "其他资金", "财政资金", "其他资金", "", "", ""],
        ["年度资金总额", "100", "20", "95", "10", "87.5%", "10", "8.75"],
    )
    funds = funds_of(reading)
    assert amounts(funds) == (None, None, None)
    assert (funds.points, funds.submitted_score) == ("10", "8.75")
    (problem,) = reading.problems
    assert problem.code == "columns-unknown"
    assert problem.values["missing"] == "全年预算数、全年执行数"


def test_columns_of_money_under_a_common_word() -> None:
    reading = with_funds(
        [("项目资金", 2, 1), ("预算数", 1, 2), ("执行数", 2, 1), ("分值", 2, 1), ("得分", 2, 1)],
        ["年初预算", "调整后预算"],
        ["年度资金总额", "200", "250", "225", "10", "9"],
    )
    assert codes(reading) == []
    assert amounts(funds_of(reading)) == ("200", "250", "225")


def test_merged_columns_are_no_sources() -> None:
    """Cells are merged to fit the columns of the indicators; the row below has words of its own."""
    reading = with_funds(
        ["", ("全年预算数", 1, 2), ("全年执行数", 1, 2), "分值", "得分"],
        ["年度资金总额", ("详见附件", 1, 2), ("详见附件", 1, 2), "10", "9"],
    )
    assert amounts(funds_of(reading)) == (None, "详见附件", "详见附件")


# --- labels beside the amounts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (["合计", "中央资金", "省级资金"], ["250 200 50", "225 180 45"]),
        (["中央资金", "省级资金", "合计"], ["200 50 250", "180 45 225"]),
        (["小计", "中央资金", "备注"], ["250 200 0", "225 180 0"]),
        (["", "中央资金", "省级资金"], ["250 200 50", "225 180 45"]),
        (["金额", "分值", "得分"], ["250 10 9", "225 10 9"]),
    ],
)
def test_transposed_block(head: list[str], rows: list[str]) -> None:
    reading = with_funds(
        [("资金情况（万元）", 3, 1), "", *head],
        ["全年预算数", *rows[0].split()],
        ["全年执行数", *rows[1].split()],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert amounts(funds) == (None, "250", "225")
    assert sources(funds) == []


def test_transposed_block_without_a_sum_is_named() -> None:
    reading = with_funds(
        [("资金情况（万元）", 3, 1), "", "中央资金", "省级资金"],
        ["全年预算数", "200", "50"],
        ["全年执行数", "180", "45"],
    )
    assert amounts(funds_of(reading)) == (None, None, None)
    assert [(problem.code, problem.values["text"]) for problem in reading.problems] == [
        ("funds-not-read", "全年预算数、全年执行数")
    ]


def test_sources_below_funds_in_pairs() -> None:
    """The form of the central departments of 2018."""
    reading = with_funds(
        [("预算执行情况（万元）", 3, 1), "预算数：", "250", "执行数：", "225"],
        ["其中：财政拨款", "200", "其中：财政拨款", "180"],
        ["其他资金", "50", "其他资金", "45"],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert amounts(funds) == (None, "250", "225")
    assert sources(funds) == [("其中：财政拨款", "200", "180"), ("其他资金", "50", "45")]


def test_one_pair_a_row() -> None:
    funds = funds_of(
        with_funds(["预算数", "250"], ["其中：财政拨款", "200"], ["执行数", "225"], ["其中：财政拨款", "180"])
    )
    assert amounts(funds) == (None, "250", "225")
    assert sources(funds) == [("其中：财政拨款", "200", "180")]


def test_sources_to_the_right_of_the_amount() -> None:
    reading = with_funds(
        ["全年预算数", "250", "其中：财政拨款", "200", "其他资金", "50"],
        ["全年执行数", "225", "其中：财政拨款", "180", "其他资金", "45"],
    )
    funds = funds_of(reading)
    assert codes(reading) == []
    assert amounts(funds) == (None, "250", "225")
    assert sources(funds) == [("其中：财政拨款", "200", "180"), ("其他资金", "50", "45")]


def test_sources_whose_place_is_not_plain_are_named() -> None:
    reading = with_funds(["预算数", "250", "执行数", "225"], ["其中：财政拨款", "200", "其他资金", "50"])
    funds = funds_of(reading)
    assert amounts(funds) == (None, "250", "225")
    assert sources(funds) == []
    (problem,) = reading.problems
    assert (problem.code, problem.values["text"]) == ("funds-not-read", "其中：财政拨款、200、其他资金、50")


@pytest.mark.parametrize(
    "row",
    [
        ["预算执行率", "90%", "分值：10分", "得分：9分"],
        ["执行率", "90%", "", "分值：10分，得分：9分"],
        ["预算执行率", "90%", "分值", "10"],
    ],
)
@pytest.mark.parametrize("is_paired", [False, True])
def test_marks_of_the_execution_in_a_row_of_their_own(row: list[str], is_paired: bool) -> None:
    block: Rows = [["", "年初预算数", "全年预算数", "全年执行数"], ["年度资金总额", "250", "250", "225"]]
    pairs: Rows = [["年初预算数", "250", "全年预算数", "250", "全年执行数", "225"]]
    reading = with_funds(*(pairs if is_paired else block), [*row])
    funds = funds_of(reading)
    assert amounts(funds) == ("250", "250", "225")
    assert sources(funds) == []
    assert funds.submitted_rate == "90%"
    assert (funds.points, funds.submitted_score) == ("10", None if row[2] == "分值" else "9")


# --- other tables with money ---------------------------------------------------------------------------------

FORM: Rows = [
    *NAME,
    ["主管部门", ("青禾县水利局", 1, 9)],
    ["", "年初预算数", "全年预算数", "全年执行数"],
    ["年度资金总额", "200", "250", "225"],
    *INDICATORS,
]
PUBLIC_EXPENSES: Rows = [["项目", "年初预算数", "全年预算数", "决算数"], ["合计", "10", "9", "8"]]
SUMMARY: Rows = [
    ["项目名称", "主管部门", "全年预算数", "全年执行数", "自评得分"],
    ["青禾渠修复", "青禾县财政局", "250", "225", "99"],
    ["合计", "", "250", "225", ""],
]
NUMBERED: Rows = [[str(number) if number else "序号", *row] for number, row in enumerate(SUMMARY)]


@pytest.mark.parametrize("table", [PUBLIC_EXPENSES, SUMMARY, NUMBERED])
@pytest.mark.parametrize("title", ["", "2023年度项目支出绩效自评情况汇总表"])
def test_tables_with_money_before_and_after_the_forms(table: Rows, title: str) -> None:
    reading = read(table, FORM, table, FORM, table, heading=(title,) if title else ())
    assert codes(reading) == []
    assert [(form.name, form.department) for form in reading.forms] == [("青禾渠修复", "青禾县水利局")] * 2
    for form in reading.forms:
        assert form.funds is not None
        assert amounts(form.funds) == ("200", "250", "225")
        assert form.funds.sources == ()


@pytest.mark.parametrize("table", [PUBLIC_EXPENSES, SUMMARY, NUMBERED])
def test_tables_with_money_alone_are_no_form(table: Rows) -> None:
    assert codes(read(table, heading=())) == ["no-form-found"]


def test_funds_under_the_title_of_a_form_are_one() -> None:
    assert codes(read(PUBLIC_EXPENSES)) == ["form-not-recognised"]


def test_marks_of_an_execution_are_a_sign_of_a_form() -> None:
    funds: Rows = [
        ["", "全年预算数", "全年执行数", "分值", "得分"],
        ["年度资金总额", "250", "225", "10", "9"],
    ]
    assert codes(read(funds, heading=())) == ["form-not-recognised"]


def test_list_where_the_funds_of_a_form_should_stand_is_named() -> None:
    reading = read([*SUMMARY, *INDICATORS])
    assert "funds-not-read" in codes(reading)


def test_list_below_the_name_of_a_form_tells_its_funds() -> None:
    """部门整体支出: the projects of the body, each with its budget."""
    unit: Rows = [["部门名称", ("青禾县水利局", 1, 6)]]
    (form,) = read([*unit, *SUMMARY, *INDICATORS]).forms
    assert form.name == "青禾县水利局"
    assert form.funds is not None
    assert amounts(form.funds) == (None, "250", "225")


def test_funds_without_any_header_are_named() -> None:
    reading = with_funds([("年度资金总额", 1, 3), "100", "100", "90"])
    assert codes(reading) == ["funds-without-header"]


def test_a_sum_of_the_sources_is_the_total_whatever_it_is_called() -> None:
    funds = funds_of(
        with_funds(
            ["资金来源", "预算安排", "实际执行", "执行率", "权重", ("得分", 1, 2)],
            ["财政资金", "400", "380", "95%", "", ("", 1, 2)],
            ["自筹资金", "100", "95", "95%", "", ("", 1, 2)],
            ["小计", "500", "475", "95%", "10", ("9.5", 1, 2)],
        )
    )
    assert amounts(funds) == (None, "500", "475")
    assert (funds.points, funds.submitted_score) == ("10", "9.5")
    assert [name for name, *_ in sources(funds)] == ["财政资金", "自筹资金"]


def test_a_score_beside_an_amount_is_that_of_the_execution() -> None:
    reading = with_funds(
        [("预算执行情况（10分）", 2, 1), "年度预算数（万元）", "500", "自评得分", ("9.5", 1, 3)],
        ["全年支出数（万元）", "475", "预算执行率", ("95%", 1, 3)],
    )
    assert (reading.forms[0].submitted_score, funds_of(reading).submitted_score) == ("99", "9.5")


def test_marks_in_a_row_of_their_own_right_above_the_header_of_indicators() -> None:
    funds = funds_of(
        with_funds(
            [("资金", 2, 1), "预算金额", "500", "决算金额", "475", ("预算完成率", 1, 1), "95%"],
            ["分值", "10", "得分", "9.5", "", ""],
        )
    )
    assert (*amounts(funds), funds.points, funds.submitted_score) == (None, "500", "475", "10", "9.5")


def test_a_difference_beside_the_amounts_is_other_money() -> None:
    reading = with_funds(
        ["2023年预算数", "2023年决算数", "差异", "执行率", "分值", "得分", "备注"],
        ["500", "475", "-25", "95%", "10", "9", "结余"],
    )
    assert funds_of(reading).extra == {"差异": "-25", "备注": "结余"}
    assert codes(reading) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["批复数", "500", "支出数", "475", "执行进度", ("95%（得9分）", 1, 3)]],
        [["资金来源", "预算数", "执行数", "得分"], ["甲", "400", "380", ""], ["乙", "90", "95", ""]],
    ],
)
def test_money_that_is_half_read_leaves_the_total_open(rows: Rows) -> None:
    """Marks of the total that only the execution can have earned are not missing from the rows."""
    reading = with_funds(*rows)
    assert "funds-not-read" in codes(reading)
    assert funds_of(reading).unread


def test_the_forms_own_score_beside_an_amount_is_not_the_executions() -> None:
    reading = with_funds(["预算资金", "300", "支出资金", "270", "自评得分", ("99", 1, 2)])
    assert (reading.forms[0].submitted_score, funds_of(reading).submitted_score) == ("99", None)
