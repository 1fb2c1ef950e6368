"""Provincial layouts, with exact spans as Word and Excel keep them, and as a dump that lost them."""

import pytest
from layouts_as_rows import dump, grid

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.documents.grid import Document, Grid
from perfeval.documents.read import FileForms, read_bytes
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]


def read(
    *rows: list[Cellish], heading: tuple[str, ...] = ("项目支出绩效自评表", "（2023年度）")
) -> FileForms:
    return recognise(Document((grid(rows, heading),)), "f.docx")


def only(reading: FileForms) -> SelfEvaluationForm:
    assert reading.problems == ()
    (form,) = reading.forms
    return form


def marks(row: Indicator) -> tuple[object, ...]:
    return (row.name, row.target, row.actual, row.points, row.submitted_score)


NAME: list[Cellish] = ["项目名称", ("青禾渠修复", 1, 7)]


def test_ministry_with_merged_cells() -> None:
    form = only(
        read(
            NAME,
            [
                ("项目资金（万元）", 3, 1),
                "",
                "年初预算数",
                "全年预算数（A）",
                "全年执行数（B）",
                "分值",
                "执行率（B/A）",
                "得分",
            ],
            ["年度资金总额", "9", "10", "8", "10", "80%", "8"],
            ["其中：当年财政拨款", "9", "9", "7", "—", "—", "—"],
            [("年度总体目标", 2, 1), ("预期目标", 1, 4), ("实际完成情况", 1, 3)],
            [("修复", 1, 4), ("已修复", 1, 3)],
            [
                ("绩效指标", 4, 1),
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "分值",
                "得分",
            ],
            [("产出指标（50分）", 2, 1), ("数量指标", 2, 1), "渠道", "≥5千米", "6千米", "30", "30"],
            ["闸门", "3座", "3座", "20", "20"],
            ["满意度\n指标", "服务对象\n满意度", "农户\n满意度", "≥90%", "92%", "40", "40"],
            [("总分", 1, 6), "100", "98"],
        )
    )
    assert form.funds is not None
    assert (form.funds.budget, form.funds.executed, form.funds.submitted_rate) == ("10", "8", "80%")
    assert [line.name for line in form.funds.sources] == ["其中：当年财政拨款"]
    assert (form.goal.expected, form.goal.achieved) == ("修复", "已修复")
    assert [(row.dimension, row.category, row.name) for row in form.indicators] == [
        ("产出指标（50分）", "数量指标", "渠道"),
        ("产出指标（50分）", "数量指标", "闸门"),
        ("满意度指标", "服务对象满意度", "农户满意度"),
    ]
    assert (form.submitted_points, form.submitted_score) == ("100", "98")


def test_marks_before_the_target_with_breakdowns() -> None:
    """衔接资金."""
    form = only(
        read(
            NAME,
            [
                "一级指标",
                "二级指标",
                "三级指标",
                "分值",
                "年度指标值",
                "全年完成值",
                "得分",
                "未完成原因和改进措施",
            ],
            [
                ("产 出 指 标 (50分)", 3, 1),
                ("数量\n指标", 3, 1),
                "★补助面积",
                "20",
                "29.5亩",
                "29.5亩",
                "20",
                "",
            ],
            ["其中桃树", "", "1.5亩", "1.5亩", "", ""],
            ["苹果树", "", "28亩", "28亩", "", ""],
            ["总分", "", "", "20", "", "", "20", ""],
        )
    )
    assert [(*marks(row), row.ignored) for row in form.indicators] == [
        ("★补助面积", "29.5亩", "29.5亩", "20", "20", None),
        ("其中桃树", "1.5亩", "1.5亩", None, None, "breakdown"),
        ("苹果树", "28亩", "28亩", None, None, "breakdown"),
    ]
    assert form.indicators[0].dimension == "产出指标(50分)"


HUBEI: list[list[Cellish]] = [
    [
        "预算执行情况（万元）（20分）",
        "",
        "预算数（A）",
        "执行数（B）",
        "执行率（B/A）",
        "得分（20分×执行率）",
    ],
    ["", "年度财政资金总额", "5", "4", "80%", "16"],
    ["一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
    [("产出指标（40分）", 3, 1), ("数量指标", 2, 1), "备份器", "25TB", "25TB", ("10", 2, 1)],
    ["无线网络", "100%覆盖", "100%覆盖"],
    ["质量指标", "资源更新", "≥360天", "≥360天", "30"],
    [("总分", 1, 5), "56"],
]


def test_no_marks_column_and_one_score_over_several_rows() -> None:
    """Hubei."""
    form = only(read(NAME[:2], *HUBEI))
    assert form.funds is not None
    assert (form.funds.points, form.funds.submitted_score) == ("20", "16")
    assert [(row.name, row.target, row.submitted_score, row.block) for row in form.indicators] == [
        ("备份器", "25TB", "10", 1),
        ("无线网络", "100%覆盖", None, 1),
        ("资源更新", "≥360天", "30", None),
    ]
    assert {row.points for row in form.indicators} == {None}
    assert form.submitted_score == "56"


def test_the_same_where_the_spans_are_lost() -> None:
    rows = [
        ["项目名称", "青禾渠修复"],
        *([each if isinstance(each, str) else each[0] for each in row] for row in HUBEI),
    ]
    rows[5] = ["", "", "无线网络", "100%覆盖", "100%覆盖", ""]
    rows[6] = ["", *rows[6]]
    form = only(read_bytes(dump([["项目支出绩效自评表"], *rows]).encode(), "f.txt"))
    assert [(row.dimension, row.name, row.block) for row in form.indicators] == [
        ("产出指标（40分）", "备份器", 1),
        ("产出指标（40分）", "无线网络", 1),
        ("产出指标（40分）", "资源更新", None),
    ]


@pytest.mark.parametrize(
    ("cells", "target"),
    [
        (("≥", "95", "%"), "≥95%"),
        (("﹦", "72890", "元"), "﹦72890元"),
        (("≥", "≥95%", "%"), "≥95%"),  # written out in the value as well
        (("定性", "好坏", ""), "好坏"),
        (("正向指标", "30", "人"), "≥30人"),
        (("反向指标", "30", "万元"), "≤30万元"),
        (("", "优良中低差", "/"), "优良中低差"),
        (("≥", "", "%"), "≥"),  # no value: refused later, never guessed
        (("", "", ""), None),
    ],
)
def test_comparator_value_and_unit_in_columns_of_their_own(
    cells: tuple[str, str, str], target: str | None
) -> None:
    """Sichuan, Yunnan: a header of two rows."""
    form = only(
        read(
            NAME,
            [
                ("一级指标", 2, 1),
                ("二级指标", 2, 1),
                ("三级指标", 2, 1),
                ("年度指标值", 1, 3),
                ("完成值", 2, 1),
                ("分值", 2, 1),
                ("得分", 2, 1),
            ],
            ["指标性质", "指标值", "度量单位"],
            ["产出指标", "数量指标", "讲座", *cells, "95", "5", "5"],
            [("总分", 1, 7), "5", "5"],
        )
    )
    assert marks(form.indicators[0]) == ("讲座", target, "95", "5", "5")


def test_coefficient_and_adjusted_target() -> None:
    """Chongqing, a department form; its total stands at the top."""
    form = only(
        read(
            ["部门名称", "青禾县科协", "自评总分", "98.5"],
            [
                "部门预算执行情况",
                "年初预算数",
                "全年（调整）预算数",
                "全年执行数",
                "执行率（%）",
                "执行率权重",
                "执行率得分",
            ],
            ["", "100.00", "200.00", "150.00", "75", "10.00", "7.5"],
            [
                "指标名称",
                "计量单位",
                "指标性质",
                "年初指标值",
                "调整指标值",
                "全年完成值",
                "得分系数（%）",
                "指标权重",
                "指标得分",
                "是否核心指标",
            ],
            ["采购执行率", "%", "≥", "90", "100", "72.74", "100", "20", "20", "是"],
            ["培训人数", "人", "≥", "90", "", "95", "100", "20", "20", "否"],
            ["合计", "", "", "", "", "", "", "40", "40", ""],
            heading=("2021年度部门整体绩效自评表",),
        )
    )
    assert (form.kind, form.name, form.year) == ("department", "青禾县科协", 2021)
    assert form.funds is not None
    assert (form.funds.budget, form.funds.points, form.funds.submitted_score) == ("200.00", "10.00", "7.5")
    assert [(row.initial_target, row.target, row.coefficient) for row in form.indicators] == [
        ("90", "≥100%", "100"),
        ("90", "≥90人", "100"),  # not adjusted
    ]
    assert form.indicators[0].extra["是否核心指标"] == "是"


def test_execution_among_the_indicators_counts_once() -> None:
    """Ningxia."""
    form = only(
        read(
            NAME,
            ["资金", "年初预算数", "全年预算数", "全年执行数", "执行率"],
            ["年度资金总额", "9", "10", "8", "80%"],
            [
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "分值",
                "自评得分",
                "财政审核评分",
            ],
            [("过程", 2, 1), ("管理", 2, 1), "制度执行", "健全", "健全", "15", "15", "14"],
            ["预算执行率", "100%", "80%", "10", "8", "8"],
            [("合计", 1, 5), "25", "23", "22"],
        )
    )
    assert form.funds is not None
    assert (form.funds.points, form.funds.submitted_score, form.funds.submitted_rate) == ("10", "8", "80%")
    assert [row.name for row in form.indicators] == ["制度执行"]
    assert form.indicators[0].extra == {"财政审核评分": "14"}
    assert (form.submitted_points, form.submitted_score) == ("25", "23")


@pytest.mark.parametrize(
    ("points", "score", "total", "rows"),
    [
        ("10", "8", "100", 1),  # the rows alone make 100: printed twice
        ("10", "8", "110", 2),  # rows and funds make 110: two different things
        ("10", "9", "100", 2),  # another score: never dropped
    ],
)
def test_execution_printed_twice_counts_once(points: str, score: str, total: str, rows: int) -> None:
    form = only(
        read(
            NAME,
            ["资金", "年初预算数", "全年预算数", "全年执行数", "执行率", "分值", "得分"],
            ["年度资金总额", "9", "10", "8", "80%", "10", "8"],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["预算执行率", "预算执行率", "预算执行率", "100%", "80%", points, score],
            ["产出", "数量", "渠道", "5", "5", "90", "90"],
            [("总分", 1, 5), total, "98"],
        )
    )
    assert len(form.indicators) == rows
    assert form.funds is not None
    assert (form.funds.points, form.funds.submitted_score) == ("10", "8")


def test_second_column_of_scores_is_kept_apart() -> None:
    form = only(
        read(
            NAME,
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "自评得分", "实际得分"],
            ["产出", "数量", "渠道", "5", "5", "90", "90", "85"],
            [("总分", 1, 5), "90", "90", "85"],
        )
    )
    assert (form.indicators[0].submitted_score, form.indicators[0].extra) == ("90", {"实际得分": "85"})


def test_columns_for_rule_completion_and_evidence_are_kept() -> None:
    """Xinjiang 2023."""
    form = only(
        read(
            NAME,
            [
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "指标完成率",
                "指标赋分规则",
                "分值",
                "得分",
                "佐证资料",
            ],
            ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "120%", "按比例", "30", "30", "验收单"],
            [("总分", 1, 7), "30", "30", ""],
        )
    )
    row = form.indicators[0]
    assert row.submitted_completion == "120%"
    assert row.extra == {"指标赋分规则": "按比例", "佐证资料": "验收单"}


def test_transfer_form_without_marks() -> None:
    """Funds as labels followed by their values; the levels under one header cell."""
    reading = read(
        ["专项资金名称", ("食品监管补助", 1, 5)],
        ["全年预算数（A）", "2.38", "全年执行数（B）", "2.38", "执行率（B/A）", "100%"],
        [("指标", 1, 3), "年度指标值", "全年完成值", "未完成原因和改进措施"],
        [("产出指标", 2, 1), ("数量指标", 2, 1), "指标1：抽检批次", "≥5批", "6批", ""],
        ["……", "", "", ""],
        heading=("转移支付区域绩效自评表", "2021年度"),
    )
    (form,) = reading.forms
    assert [problem.code for problem in reading.problems] == []
    assert (form.kind, form.name, form.year) == ("transfer", "食品监管补助", 2021)
    assert form.funds is not None
    assert (form.funds.budget, form.funds.executed, form.funds.submitted_rate) == ("2.38", "2.38", "100%")
    assert [(row.dimension, row.category, row.name, row.ignored) for row in form.indicators] == [
        ("产出指标", "数量指标", "指标1：抽检批次", None),
        ("产出指标", "数量指标", "……", "template-leftover"),
    ]


def test_goal_only_in_the_name() -> None:
    form = only(
        read(
            NAME,
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出", "时效", "指标1：支付完成率100%", "", "", "10", "10"],
            ["产出", "数量", "公猪舍（≥**平方米）", ">=80平方米", "80平方米", "10", "10"],
            [("总分", 1, 5), "20", "20"],
        )
    )
    assert [marks(row)[:3] for row in form.indicators] == [
        ("指标1：支付完成率100%", None, None),
        ("公猪舍（≥**平方米）", ">=80平方米", "80平方米"),
    ]


def test_spaces_breaks_and_traditional_characters_in_header_words() -> None:
    form = only(
        read(
            ["項目名稱", ("衛片執法", 1, 6)],
            ["一 級\n指 標", "二級指標", "三級指標", "年度指標值（A）", "實際完成值（B）", "分 值", "得　分"],
            ["產出指標", "數量指標", "補助經費", "﹦72890元", "72890", "10.00", "9.00"],
            [("總分", 1, 5), "10.00", "9.00"],
            heading=("項目支出績效自評表（2020年度）",),
        )
    )
    assert (form.name, form.year) == ("衛片執法", 2020)
    assert marks(form.indicators[0]) == ("補助經費", "﹦72890元", "72890", "10.00", "9.00")


def test_target_values_for_each_grade() -> None:
    form = only(
        read(
            NAME,
            [("三级指标", 2, 1), ("指标值", 1, 4), ("实际完成值", 2, 1), ("分值", 2, 1), ("得分", 2, 1)],
            ["优", "良", "中", "差"],
            ["培训人数", "≥90", "≥80", "≥60", "<60", "85", "10", "8"],
            [("总分", 1, 6), "10", "8"],
        )
    )
    assert form.indicators[0].graded_targets == ("≥90", "≥80", "≥60", "<60")


def test_four_levels() -> None:
    form = only(
        read(
            NAME,
            ["一级指标", "二级指标", "三级指标", "四级指标", "指标值", "实际完成值", "分值", "得分"],
            ["产出", "数量", "修复", "渠道", "5", "5", "10", "10"],
            [("总分", 1, 6), "10", "10"],
        )
    )
    assert (form.indicators[0].name, form.indicators[0].extra) == ("渠道", {"三级指标": "修复"})


def test_rule_text_inside_the_row() -> None:
    """Hunan, Shouxian: the level-3 row holds its rule."""
    form = only(
        read(
            NAME,
            ["一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明"],
            ["投入", "目标设定", "目标合理性", "符合规划得2分", "2", "1.5", "未细化"],
            [("总分", 1, 4), "2", "1.5", ""],
        )
    )
    row = form.indicators[0]
    assert (row.target, row.actual, row.points, row.submitted_score) == (None, None, "2", "1.5")
    assert (row.deviation_note, row.extra) == ("未细化", {"评分标准": "符合规划得2分"})


def test_cells_that_a_format_leaves_out_when_empty() -> None:
    """Excel without merged cells: an empty cell is no cell, and the row is whole all the same."""
    full = grid(
        [
            [*NAME[:1], "修复"],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出", "数量", "渠道", "5", "5", "50", "50"],
            ["", "", "闸门", "5", "5", "50", ""],
            ["总分", "", "", "", "", "100", "50"],
        ],
        ("项目支出绩效自评表",),
    )
    sparse = Grid(tuple(cell for cell in full.cells if cell.text), full.heading)
    form = only(recognise(Document((sparse,)), "f.xlsx"))
    assert [(row.dimension, row.points, row.submitted_score, row.block) for row in form.indicators] == [
        ("产出", "50", "50", None),
        ("产出", "50", None, None),
    ]


# --- documents that no layout was made for -------------------------------------------------------------------

LEVELS = ["一级指标", "二级指标", "三级指标"]
COLUMNS = [*LEVELS, "年度指标值", "实际完成值", "分值", "得分"]
ROW = ["产出", "数量", "渠道", "5", "5", "60", "60"]
OTHER = ["效益", "社会", "人口", "9", "8", "40", "30"]
TOTAL: list[Cellish] = [("总分", 1, 5), "100", "90"]


def names(reading: FileForms) -> list[list[str]]:
    return [[row.name for row in form.indicators] for form in reading.forms]


def test_columns_in_any_order_with_others_between() -> None:
    words = ["得分", "责任人", "三级指标", "实际完成值", "分值", "备注", "年度指标值"]
    form = only(read(words, ["60", "张三", "渠道", "6", "60", "", "5"], ["59", "", "总分", "", "60", "", ""]))
    assert (form.submitted_points, form.submitted_score) == ("60", "59")
    assert marks(form.indicators[0]) == ("渠道", "5", "6", "60", "60")
    assert form.indicators[0].extra == {"责任人": "张三"}


def test_header_words_that_no_layout_names_are_read_by_their_form_and_that_is_said() -> None:
    words = [*LEVELS, "乙方绩效目标值", "截至三季度完成情况", "分值", "评价得分", "财政审核得分"]
    reading = read(words, [*ROW, "50"], [*TOTAL, "80"])
    assert [(problem.code, problem.values["words"]) for problem in reading.problems] == [
        ("columns-guessed", "乙方绩效目标值、截至三季度完成情况、评价得分")
    ]
    assert marks(reading.forms[0].indicators[0]) == ("渠道", "5", "5", "60", "60")
    assert reading.forms[0].indicators[0].extra == {"财政审核得分": "50"}


def test_two_columns_under_the_same_word() -> None:
    form = only(read([*COLUMNS, "得分"], [*ROW, "55"], [*TOTAL, "55"]))
    assert (form.indicators[0].submitted_score, form.indicators[0].extra) == ("60", {"得分": "55"})


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_forms_side_by_side_under_one_title(gap: int) -> None:
    between = [""] * gap
    name: list[Cellish] = ["项目名称", ("甲", 1, 6), *between, "项目名称", ("乙", 1, 6)]
    rows: list[list[Cellish]] = [
        [("2023年度项目支出绩效自评表", 1, 14 + gap)],
        name,
        [*COLUMNS, *between, *COLUMNS],
        [*ROW, *between, *OTHER],
        [*TOTAL, *between, *TOTAL],
        [("注：两表合用", 1, 14 + gap)],
    ]
    reading = read(*rows, heading=())
    assert reading.problems == ()
    assert [(form.name, form.year, form.submitted_score) for form in reading.forms] == [
        ("甲", 2023, "90"),
        ("乙", 2023, "90"),
    ]
    assert [marks(form.indicators[0])[0] for form in reading.forms] == ["渠道", "人口"]


def test_forms_side_by_side_that_cannot_be_told_apart_are_named() -> None:
    across: list[Cellish] = [*ROW[:-1], ("60", 1, 2), *OTHER[1:]]
    reading = read([*COLUMNS, *COLUMNS], across, [*TOTAL, *TOTAL])
    assert [problem.code for problem in reading.problems] == ["columns-repeated"]
    assert names(reading) == [["渠道"]]


def test_a_form_whose_head_is_printed_again_on_the_next_page_is_one() -> None:
    unit: list[Cellish] = ["主管部门", "甲局", "实施单位", ("乙所", 1, 4)]
    heading = ("项目支出绩效自评表",)
    head = [NAME[:2], unit, COLUMNS]
    pages = (grid([*head, ROW], heading), grid([*head, OTHER, TOTAL], heading))
    form = only(recognise(Document(pages), "f.docx"))
    assert [row.name for row in form.indicators] == ["渠道", "人口"]
    assert (form.submitted_score, form.body) == ("90", "乙所")


def test_rows_below_the_total_are_read_and_the_total_is_kept() -> None:
    reading = read(COLUMNS, ROW, TOTAL, OTHER)
    assert [problem.code for problem in reading.problems] == ["rows-after-total"]
    assert names(reading) == [["渠道", "人口"]]
    assert reading.forms[0].submitted_score == "90"


def test_budgets_of_the_years_tasks_are_not_the_forms_funds() -> None:
    """年度主要任务 of a department form, before its funds or after them."""
    tasks: list[list[Cellish]] = [
        [("主要任务", 3, 1), "任务名称", ("主要内容", 1, 2), ("预算数", 1, 2), ("执行数", 1, 2)],
        ["任务一", ("养护", 1, 2), ("100", 1, 2), ("90", 1, 2)],
        ["合计", ("", 1, 2), ("100", 1, 2), ("90", 1, 2)],
    ]
    money: list[list[Cellish]] = [
        ["资金", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "140", "150", "140", "10", "93.33%", "9.33"],
        ["", "其中：基本支出", "40", "50", "50", "", "", ""],
    ]
    for blocks in (tasks + money, money + tasks):
        form = only(read(NAME, *blocks, COLUMNS, ROW, TOTAL))
        assert form.funds is not None
        assert (form.funds.budget, form.funds.executed, form.funds.points) == ("150", "140", "10")
        assert [line.name for line in form.funds.sources] == ["其中：基本支出"]


def test_a_page_without_html_tag_is_a_page() -> None:
    cells = "".join(f"<td>{word}</td>" for word in COLUMNS)
    page = f"<p>项目支出绩效自评表</p><table><tr>{cells}</tr></table>"
    assert [problem.code for problem in read_bytes(page.encode(), "f.html").problems] == ["form-without-rows"]
