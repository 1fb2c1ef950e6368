"""Text dumps -> forms: every row of a form is read, ignored with its reason, or named in a problem."""

import pytest
from layouts_as_rows import HEADER, Rows, dump, tabbed

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.read import FileForms, read_bytes

TITLE: Rows = [["项目支出绩效自评表"], ["（2023年度）"]]
IDENTITY: Rows = [["项目名称", "灌溉渠修复"], ["主管部门", "青禾县水利局", "实施单位", "青禾县灌区管理所"]]
FUNDS: Rows = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "1,200.00", "1,300.50", "1,100.00", "10", "84.58%", "8.46分"],
    ["", "其中：当年财政拨款", "1,200.00", "1,200.00", "1,000.00", "—", "—", "—"],
    ["", "  其他资金", "0.00", "100.50", "100.00", "—", "—", "—"],
]
GOALS: Rows = [["年度总体目标", "预期目标", "实际完成情况"], ["", "修复渠道。\n\n保障灌溉。", "已修复。"]]
INDICATORS: Rows = [
    HEADER,
    [""] * 9,
    ["年度绩效指标", "产出指标", "数量指标", "修复渠道长度", ">=12千米", "=13千米", "20", "20.00", ""],
    ["", "", "", "修复闸门", "=3座", "=2座", "20", "13.33", "汛期停工"],
    ["", "", "质量指标", "验收合格率", "=100%", "=100%", "20", "20.00", ""],
    ["", "满意度指标", "满意度指标", "农户满意度", ">=90%", "=88%", "30", "29.33", "\u3000"],
]
TOTAL: Rows = [["总分", "100", "91.12分", "\u3000"]]
FORM = TITLE + IDENTITY + FUNDS + GOALS + INDICATORS + TOTAL


def read(*rows: Rows) -> FileForms:
    """Tables one after the other, two empty lines between them."""
    return read_bytes("\n\n".join(dump(each) for each in rows).encode(), "f.txt")


def only(reading: FileForms) -> SelfEvaluationForm:
    (form,) = reading.forms
    return form


def codes(reading: FileForms) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place and problem.place.line) for problem in reading.problems]


def test_a_form_is_read_cell_by_cell() -> None:
    reading = read(FORM)
    form = only(reading)
    assert reading.problems == ()
    assert (form.kind, form.name, form.year) == ("project", "灌溉渠修复", 2023)
    assert (form.department, form.body) == ("青禾县水利局", "青禾县灌区管理所")
    assert (form.submitted_points, form.submitted_score) == ("100", "91.12分")
    assert form.goal.expected == "修复渠道。\n\n保障灌溉。"
    assert form.goal.achieved == "已修复。"
    funds = form.funds
    assert funds is not None
    assert (funds.initial_budget, funds.budget, funds.executed) == ("1,200.00", "1,300.50", "1,100.00")
    assert (funds.points, funds.submitted_rate, funds.submitted_score) == ("10", "84.58%", "8.46分")
    assert [(line.name, line.budget, line.points) for line in funds.sources] == [
        ("其中：当年财政拨款", "1,200.00", "—"),
        ("其他资金", "100.50", "—"),
    ]
    rows = [
        (row.dimension, row.category, row.name, row.target, row.actual, row.points, row.submitted_score)
        for row in form.indicators
    ]
    assert rows == [
        ("产出指标", "数量指标", "修复渠道长度", ">=12千米", "=13千米", "20", "20.00"),
        ("产出指标", "数量指标", "修复闸门", "=3座", "=2座", "20", "13.33"),
        ("产出指标", "质量指标", "验收合格率", "=100%", "=100%", "20", "20.00"),
        ("满意度指标", "满意度指标", "农户满意度", ">=90%", "=88%", "30", "29.33"),
    ]
    assert [row.deviation_note for row in form.indicators] == [None, "汛期停工", None, None]


def test_every_cell_has_its_line() -> None:
    form = only(read(FORM))
    lines = dump(FORM).split("\n")
    for row in form.indicators:
        for field in ("target", "actual", "points", "submitted_score"):
            place = row.places[field]
            assert place.line is not None
            assert lines[place.line - 1] == f"\t{getattr(row, field)}"
    assert form.place is not None
    assert form.place.line == 1
    assert form.total_place is not None
    assert lines[(form.total_place.line or 0) - 1] == "\t总分"


def test_a_missing_value_is_none_and_keeps_its_address() -> None:
    rows = [list(row) for row in FORM]
    rows[rows.index(INDICATORS[3])][5] = ""
    row = only(read(rows)).indicators[1]
    assert row.actual is None
    assert row.places["actual"].line == (row.places["target"].line or 0) + 1


def test_the_same_rows_on_one_line_each() -> None:
    wide = [[cell.replace("\n", "") for cell in row] for row in FORM]
    one, other = only(read(wide)), only(read_bytes(tabbed(wide).encode(), "f.tsv"))
    assert [row.model_dump(exclude={"place", "places"}) for row in one.indicators] == [
        row.model_dump(exclude={"place", "places"}) for row in other.indicators
    ]


def test_columns_under_each_others_header_are_read_by_content() -> None:
    """A published department form prints 实际完成值 before 分值 in its header and after it in its rows."""
    rows = [row if row == HEADER or len(row) < 9 else [*row[:5], row[6], row[5], *row[7:]] for row in FORM]
    reading = read(rows)
    assert (only(reading).indicators[0].actual, only(reading).indicators[0].points) == ("=13千米", "20")
    assert [code for code, _ in codes(reading)] == ["columns-swapped"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "", "", "其中：干渠", "5千米", "5千米", "", "", ""], "breakdown"),
        (["", "", "", "★其中支渠", "5千米", "5千米", "", "", ""], "breakdown"),
        (["", "", "", "……", "", "", "", "", ""], "template-leftover"),
        (["", "", "", "指标1：", "", "", "", "", ""], "template-leftover"),
        (["", "", "生态效益指标", "", "", "", "", "", ""], "template-leftover"),
        (["", "", "生态效益指标", "/", "/", "/", "", "", ""], "not-applicable"),
        (["", "", "生态效益指标", "水土保持", "不涉及", "", "", "", ""], "not-applicable"),
        (["", "", "", "灌溉面积", ">=5亩", "5亩", "", "", ""], None),  # refused later: no marks
        (["", "", "", "其中：干渠", "5千米", "5千米", "5", "5", ""], None),  # has marks of its own
        (["", "", "", "灌溉面积", "", "", "5", "5", ""], None),  # the goal stands in the name
    ],
)
def test_rows_that_are_not_scored_say_why(row: list[str], reason: str | None) -> None:
    reading = read(TITLE + IDENTITY + FUNDS + INDICATORS[:4] + [row] + INDICATORS[4:] + TOTAL)
    read_rows = only(reading).indicators
    assert len(read_rows) == 5
    assert read_rows[2].ignored == reason
    assert reading.problems == ()


def test_rows_after_a_breakdown_belong_to_it_until_the_next_marks() -> None:
    parts = [["", "", "", name, "5", "5", "", "", ""] for name in ("其中：干渠", "支渠")]
    rows = only(read(TITLE + IDENTITY + FUNDS + INDICATORS[:4] + parts + INDICATORS[4:] + TOTAL)).indicators
    assert [row.ignored for row in rows] == [None, None, "breakdown", "breakdown", None, None]


def test_subtotals_are_no_rows_and_the_last_total_counts() -> None:
    subtotal = [["", "小计", "", "", "", "", "60", "53.33", ""]]
    early = [["合计", "90", "82.66分", ""]]
    tail = [["", "效益指标", "经济效益", "节水量", ">=1万吨", "1万吨", "5", "5", ""]]
    form = only(
        read(TITLE + IDENTITY + FUNDS + INDICATORS[:5] + subtotal + INDICATORS[5:] + early + tail + TOTAL)
    )
    assert len(form.indicators) == 5
    assert form.submitted_score == "91.12分"


# --- several forms, several tables --------------------------------------------------------------------------


def renamed(name: str) -> Rows:
    return [["项目名称", name], *IDENTITY[1:]]


@pytest.mark.parametrize(
    "rows",
    [
        [FORM, TITLE + renamed("乙") + FORM[4:]],  # a table each
        [FORM + TITLE + renamed("乙") + FORM[4:]],  # one sheet for all
        [FORM + renamed("乙") + FORM[4:]],  # without titles
    ],
)
def test_several_forms(rows: list[Rows]) -> None:
    reading = read(*rows)
    assert [(form.name, len(form.indicators)) for form in reading.forms] == [("灌溉渠修复", 4), ("乙", 4)]
    assert reading.problems == ()


@pytest.mark.parametrize("repeated", [[], [HEADER]])
def test_one_form_over_two_tables(repeated: Rows) -> None:
    cut = FORM.index(INDICATORS[4])
    form = only(read(FORM[:cut], repeated + FORM[cut:]))
    assert [(row.dimension, row.category) for row in form.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("满意度指标", "满意度指标"),
    ]


def test_head_and_indicators_in_tables_of_their_own() -> None:
    form = only(read(TITLE, IDENTITY + FUNDS, GOALS, INDICATORS + TOTAL))
    assert (form.name, form.funds and form.funds.points, len(form.indicators)) == ("灌溉渠修复", "10", 4)


def test_prose_and_other_tables_are_passed_over() -> None:
    budget = [["科目", "年初预算", "决算"], ["农林水支出", "120.00", "118.00"]]
    text = f"附绩效自评表及自评报告，共1张表。\n\n\n{dump(budget)}\n\n正文。\n\n\n{dump(FORM)}\n\n名词解释\n"
    reading = read_bytes(text.encode(), "f.txt")
    assert [(form.name, len(form.indicators)) for form in reading.forms] == [("灌溉渠修复", 4)]
    assert reading.problems == ()


def test_title_and_year_in_the_prose_before_the_table() -> None:
    text = f"附件2\n2022年度部门整体支出绩效自评表\n\n{dump([['部门名称', '青禾县水利局'], *FORM[4:]])}"
    form = only(read_bytes(text.encode(), "f.txt"))
    assert (form.kind, form.name, form.year) == ("department", "青禾县水利局", 2022)


@pytest.mark.parametrize("again", [TITLE[:1], [["项目支出绩效自评表（续表）"]]])
def test_title_that_repeats_over_a_page_begins_no_form(again: Rows) -> None:
    cut = FORM.index(INDICATORS[4])
    form = only(read(FORM[:cut], [*again, HEADER, *FORM[cut:]]))
    assert len(form.indicators) == 4


def test_same_title_over_the_next_form_after_one_without_total() -> None:
    reading = read(FORM[:-1], TITLE + renamed("乙") + FORM[4:])
    assert [(form.name, form.year, len(form.indicators)) for form in reading.forms] == [
        ("灌溉渠修复", 2023, 4),
        ("乙", 2023, 4),
    ]
    assert [code for code, _ in codes(reading)] == ["form-without-total"]


def test_sums_of_other_tables_are_not_the_total() -> None:
    budget = [["科目", "年初预算", "决算"], ["水利", "5", "5"], ["合计", "120.00", "118.00"]]
    assert only(read(FORM, budget)).submitted_score == "91.12分"
    reading = read(FORM[:-1], budget)
    assert only(reading).submitted_score is None
    assert [code for code, _ in codes(reading)] == ["form-without-total"]


def test_unit_beside_the_project_is_the_body() -> None:
    rows = [["单位名称", "青禾县水利局"], ["项目名称", "灌溉渠修复"], ["主管部门", "青禾县"], *FORM[4:]]
    form = only(read(rows))
    assert (form.kind, form.name, form.body, form.department) == (
        "project",
        "灌溉渠修复",
        "青禾县水利局",
        "青禾县",
    )


def test_indicator_with_the_name_of_a_fund_column() -> None:
    row = ["", "", "成本指标", "实际支出", "<=30万元", "28万元", "0", "0", ""]
    form = only(read(TITLE + IDENTITY + FUNDS + INDICATORS[:4] + [row] + INDICATORS[4:] + TOTAL))
    assert [each.name for each in form.indicators][2] == "实际支出"
    assert len(form.indicators) == 5


def test_total_of_the_funds_left_blank_is_still_the_total() -> None:
    rows = [
        ["", "年度资金总额", "", "", "", "10", "", ""] if row[:2] == ["", "年度资金总额"] else row
        for row in FORM
    ]
    funds = only(read(rows)).funds
    assert funds is not None
    assert (funds.budget, funds.points, len(funds.sources)) == (None, "10", 2)


def test_marks_in_percent_are_not_taken_for_actual_values() -> None:
    rows = [[*row[:5], "13", "20%", *row[7:]] if row in INDICATORS[2:] else row for row in FORM]
    reading = read(rows)
    assert {row.points for row in only(reading).indicators} == {"20%"}


def test_money_unit_from_the_line_above_the_table() -> None:
    rows = [["项目资金", *row[1:]] if row[0] == "项目资金（万元）" else row for row in FORM]
    form = only(read_bytes(f"金额单位：元\n\n{dump(rows)}".encode(), "f.txt"))
    assert form.funds is not None
    assert form.funds.money_unit == "元"


@pytest.mark.parametrize(
    "second",
    [
        FUNDS + GOALS + INDICATORS + TOTAL,  # begins with its funds
        INDICATORS + TOTAL,  # begins with its header
    ],
)
def test_next_form_without_a_head(second: Rows) -> None:
    forms = read([*FORM, *second]).forms
    assert [(form.name, form.year, len(form.indicators)) for form in forms] == [
        ("灌溉渠修复", 2023, 4),
        ("", 2023, 4),
    ]


def test_signatures_and_notes_below_the_table_are_not_rows() -> None:
    paper = [["填报人：某某", "联系电话：略"], ["注：本表一式三份"], ["单位（盖章）", "", "2024年3月"]]
    form = only(read([*FORM, *paper]))
    assert form.extra == {
        "填报人": "某某",
        "联系电话": "略",
        "单位（盖章）": "2024年3月",
    }
    assert form.model_copy(update={"extra": {}}) == only(read(FORM))
    reading = read([*FORM[:-1], *paper])
    assert len(only(reading).indicators) == 4
    assert [code for code, _ in codes(reading)] == ["form-without-total"]


@pytest.mark.parametrize(
    ("total", "points", "score"),
    [
        (["总分", "100", "91.12分", ""], "100", "91.12分"),
        (["总  分", "91.12分", ""], None, "91.12分"),
        (["合计", "100", "", ""], "100", None),  # by its column from the right
        (["总得分", "", "", ""], None, None),
        (["", "", "", "总分", "", "", "100", "91.12", ""], "100", "91.12"),
    ],
)
def test_totals(total: list[str], points: str | None, score: str | None) -> None:
    form = only(read([*FORM[:-1], total]))
    assert (form.submitted_points, form.submitted_score) == (points, score)


# --- what is wrong with a document --------------------------------------------------------------------------


def test_form_without_total() -> None:
    reading = read(FORM[:-1])
    assert [code for code, _ in codes(reading)] == ["form-without-total"]
    assert len(only(reading).indicators) == 4


def test_form_cut_off_in_the_middle_of_a_row() -> None:
    text = dump(FORM)
    cut = text.index("\t13.33")
    reading = read_bytes(text[:cut].encode(), "f.txt")
    last = only(reading).indicators[-1]
    assert (last.name, last.actual, last.submitted_score) == ("修复闸门", "=2座", None)
    line = text[: text.index("修复闸门")].count("\n") + 1
    assert codes(reading) == [("row-incomplete", line), ("form-without-total", line)]
    assert reading.problems[0].values["missing"] == "得分"


def fields_of(form: SelfEvaluationForm) -> dict[str, object]:
    """Everything that the form says, by its address inside the form."""
    rows = {
        f"{number} {name}": value
        for number, row in enumerate(form.indicators)
        for name, value in row.model_dump(exclude={"place", "places"}).items()
    }
    funds = form.funds.model_dump(exclude={"place", "sources"}) if form.funds else {"funds": "none"}
    lines = [line.model_dump(exclude={"place"}) for line in form.funds.sources] if form.funds else []
    money = {
        f"{number} {name}": text for number, line in enumerate(lines, 1000) for name, text in line.items()
    }
    whole = form.model_dump(exclude={"indicators", "funds", "place", "total_place", "goal"})
    return {**rows, **money, **funds, **whole, **form.goal.model_dump()}


def test_a_lost_line_is_named_or_loses_no_more_than_itself() -> None:
    """Whichever cell of the dump is lost: the form is the same, or lacks what the cell said, or the fault is named."""
    lines = dump(FORM).split("\n")
    whole = fields_of(only(read(FORM)))
    named = 0
    for position, line in enumerate(lines):
        if not line.startswith("\t"):
            continue
        text = "\n".join(lines[:position] + lines[position + 1 :])
        reading = read_bytes(text.encode(), "f.txt")
        if any(problem.severity != "info" for problem in reading.problems):
            named += 1
            continue
        found = fields_of(only(reading))
        different = [name for name in {*whole, *found} if whole.get(name) != found.get(name)]
        # A lost label loses the two values that stand behind it.
        assert all(not found.get(name) for name in different), (line, different)
        assert len(different) <= 2, (line, different)
    assert named > 40


def test_a_level_in_the_place_of_the_name_is_named() -> None:
    """Merged levels leave no cell here, so that the number of cells tells nothing."""
    first, *rest = [[cell for cell in row[:4] if cell] + row[4:] for row in INDICATORS[2:]]
    first.remove("修复渠道长度")
    reading = read(TITLE + IDENTITY + FUNDS + [HEADER, first, *rest] + TOTAL)
    assert [code for code, _ in codes(reading)] == ["name-is-level"]


def test_form_without_rows() -> None:
    reading = read(TITLE + IDENTITY + FUNDS + [HEADER])
    assert [code for code, _ in codes(reading)] == ["form-without-rows"]


def test_table_that_only_looks_like_a_form_is_named() -> None:
    plan = [
        ["项目支出绩效目标申报表"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出", "数量", "渠道", "5"],
    ]
    reading = read(plan)
    assert codes(reading) == [("form-not-recognised", 3)]
    assert reading.problems[0].values["missing"] == "实际完成值/得分"


def test_head_of_a_form_without_its_table_is_named() -> None:
    assert codes(read(TITLE + IDENTITY + FUNDS)) == [("form-not-recognised", 1)]


def test_row_of_prose_inside_the_table_is_named() -> None:
    reading = read(
        TITLE + IDENTITY + FUNDS + INDICATORS[:3] + [["以下指标由乡镇填报"]] + INDICATORS[3:] + TOTAL
    )
    assert [problem.values["text"] for problem in reading.problems] == ["以下指标由乡镇填报"]
    assert len(only(reading).indicators) == 4


def test_row_without_a_name_is_named_and_kept() -> None:
    nameless = [["", "", "", "", ">=5亩", "5亩", "5", "5", ""]]
    reading = read(TITLE + IDENTITY + FUNDS + INDICATORS[:4] + nameless + INDICATORS[4:] + TOTAL)
    assert [code for code, _ in codes(reading)] == ["indicator-without-name"]
    assert len(only(reading).indicators) == 5


@pytest.mark.parametrize("text", ["正文\n", "\t科目\n\t金额\n", "科目,年初预算,决算\n"])
def test_no_form(text: str) -> None:
    assert codes(read_bytes(text.encode(), "f.txt")) == [("no-form-found", None)]


@pytest.mark.parametrize(
    ("title", "layout"),
    [
        ("财政衔接推进乡村振兴补助资金项目绩效自评表", "linking-funds"),
        ("衔接资金项目绩效自评表", "linking-funds"),
        ("项目支出绩效自评表", None),
    ],
)
def test_the_title_names_the_layout_that_a_rule_set_is_for(title: str, layout: str | None) -> None:
    assert only(read([[title], *FORM[1:]])).layout == layout


@pytest.mark.parametrize(
    ("printed", "missing"), [("得分", "得分"), ("年度指标值", "年度指标值"), ("分值", "分值")]
)
def test_unknown_header_over_a_needed_column_is_named(printed: str, missing: str) -> None:
    # Without a word the scores under a header like 打分情况 would be read as not submitted.
    header = ["打某某" if word == printed else word for word in HEADER]
    reading = read(TITLE + IDENTITY + [header] + INDICATORS[2:] + TOTAL)
    (problem,) = (each for each in reading.problems if each.code == "columns-unknown")
    assert problem.values == {"missing": missing, "unknown": "打某某"}
    assert problem.place is not None
