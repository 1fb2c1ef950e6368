"""What stands above and below a table: names, bodies, years, amounts, in lines and in rows; and whose they are."""

import pytest
from office_files import cell, docx_of, paragraph, table

from perfeval.documents.read import FileForms, read_bytes

HEAD = "一级指标|三级指标|年度指标值|实际完成值|分值|得分"
ROW = "产出指标|培训场次|≥10场|12场|100|100"
TOTAL = "总分||||100|100"
TABLE = "\n".join(f"|{line}|" for line in (HEAD, ROW, TOTAL))


def read(text: str, name: str = "f.md") -> FileForms:
    return read_bytes(text.encode(), name)


def word(*lines: str) -> FileForms:
    rows = ("".join(map(cell, line.split("|"))) for line in (HEAD, ROW, TOTAL))
    return read_bytes(docx_of(table(*rows) + "".join(map(paragraph, lines))), "f.docx")


BELOW = ("项目名称：青禾县技能培训", "主管部门：青禾县人社局  实施单位：青禾县就业中心")
READINGS = {
    "Markdown": lambda: read("\n".join([TABLE, "", *BELOW])),
    "Word": lambda: word(*BELOW),
    "HTML": lambda: read(
        "<table>"
        + "".join(
            f"<tr>{''.join(f'<td>{text}</td>' for text in line.split('|'))}</tr>"
            for line in (HEAD, ROW, TOTAL)
        )
        + f"</table><p>{BELOW[0]}</p><p>{BELOW[1]}</p>",
        "f.html",
    ),
    "rows of a sheet": lambda: read(
        "\n".join(
            line.replace("|", ",")
            for line in (
                HEAD,
                ROW,
                TOTAL,
                "项目名称,青禾县技能培训,,,,",
                "主管部门,青禾县人社局,,实施单位,青禾县就业中心,",
            )
        ),
        "f.csv",
    ),
}


@pytest.mark.parametrize("name", READINGS)
def test_a_name_below_its_table_is_read(name: str) -> None:
    reading = READINGS[name]()
    (form,) = reading.forms
    assert (form.name, form.body, form.department) == ("青禾县技能培训", "青禾县就业中心", "青禾县人社局")
    assert [row.name for row in form.indicators] == ["培训场次"]
    assert reading.problems == reading.unread == ()


def test_a_body_at_the_foot_of_a_form_is_its_body() -> None:
    (form,) = read(
        "\n".join(["项目名称：甲", "", TABLE, "|填报单位：青禾县就业中心||||填表人：张三||"])
    ).forms
    assert (form.name, form.body) == ("甲", "青禾县就业中心")
    assert form.extra == {"填报单位": "青禾县就业中心", "填表人": "张三"}


def test_what_a_table_says_itself_is_not_replaced() -> None:
    (form,) = read("\n".join(["项目名称：甲", "", TABLE, "", "项目名称：乙"])).forms
    assert form.name == "甲"


def test_names_below_several_tables_are_said_to_be_that() -> None:
    reading = read("\n".join([TABLE, "", "项目名称：甲", "", TABLE, "", "项目名称：乙"]))
    assert len(reading.forms) == 2
    assert [(each.code, each.values["text"]) for each in reading.problems] == [
        ("name-below-table", "项目名称：乙")
    ]


def test_the_last_of_several_forms_may_have_its_name_below() -> None:
    reading = read(
        "\n".join(["项目名称：甲", "", TABLE, "", "# 项目支出绩效自评表", "", TABLE, "", "项目名称：乙"])
    )
    assert [form.name for form in reading.forms] == ["甲", "乙"]
    assert reading.problems == ()


def test_a_year_that_differs_from_the_titles_is_said() -> None:
    head = "# 2022年度项目支出绩效自评表\n\n|项目名称|甲|年度|2023|\n\n"
    (form,), problems = (reading := read(head + TABLE)).forms, reading.problems
    assert form.year == 2023
    assert [(each.code, each.values) for each in problems] == [
        ("years-differ", {"year": "2023", "other": "2022"})
    ]
    assert [each.place.line for each in problems if each.place] == [3]


def test_a_line_of_another_year_below_the_title_is_said() -> None:
    reading = read(f"# 2022年度项目支出绩效自评表\n\n（2023年度）\n\n项目名称：甲\n\n{TABLE}")
    assert reading.forms[0].year == 2023
    assert [each.code for each in reading.problems] == ["years-differ"]


def test_the_year_of_one_form_is_not_held_against_the_next() -> None:
    forms = [f"|项目名称|{name}|年度|{year}|\n{TABLE}\n" for name, year in (("甲", 2023), ("乙", 2022))]
    reading = read("# 项目支出绩效自评表\n\n" + "\n".join(forms))
    assert [(form.name, form.year) for form in reading.forms] == [("甲", 2023), ("乙", 2022)]
    assert reading.problems == ()


def test_lines_below_a_form_belong_to_the_next() -> None:
    """A body and its money, above a table whose own row tells the name."""
    lines = "实施单位：乙站\n预算数：50万元　执行数：48万元"
    first, second = (f"|项目名称|{name}|||||\n{TABLE}\n" for name in ("甲", "乙"))
    one, two = read(f"{first}\n{lines}\n\n{second}").forms
    assert (one.name, one.body, one.funds) == ("甲", None, None)
    assert (two.name, two.body) == ("乙", "乙站")
    assert two.funds is not None
    assert (two.funds.budget, two.funds.executed) == ("50万元", "48万元")


def test_amounts_in_the_cells_of_their_labels() -> None:
    (form,) = (
        reading := read(f"项目名称：甲\n\n|预算数：50万元|执行数：48万元|执行率：96%||||\n{TABLE}")
    ).forms
    assert form.funds is not None
    assert (form.funds.budget, form.funds.executed, form.funds.submitted_rate) == ("50万元", "48万元", "96%")
    assert reading.unread == ()


def test_numbered_labels_a_line() -> None:
    lines = "项目名称：甲\n年度：2023\n全年预算数：86\n全年执行数：80\n"
    rows = (
        f"指标{at}：{name}\n目标值：≥90%\n完成值：95%\n分值：50\n得分：50\n"
        for at, name in enumerate(("合格率", "满意率"), 1)
    )
    (form,) = read(lines + "".join(rows), "f.txt").forms
    assert [(row.name, row.target, row.points) for row in form.indicators] == [
        ("合格率", "≥90%", "50"),
        ("满意率", "≥90%", "50"),
    ]
    assert form.funds is not None
    assert (form.funds.budget, form.funds.executed, form.year) == ("86", "80", 2023)


def with_line(line: str) -> FileForms:
    return read(f"2023年度项目支出绩效自评表\n\n项目名称：青禾县技能培训\n\n{line}\n\n{TABLE}")


@pytest.mark.parametrize(
    ("line", "amounts"),
    [
        ("资金（万元）  预算数 300  执行数 270  执行率 90%  得分 9", (None, "300", "270", "90%", "9")),
        ("年初预算80万元，全年预算75万元，实际执行72万元", ("80万元", "75万元", "72万元", None, None)),
        ("项目总投资1,200万元；本年度预算300万元；本年支出280万元", (None, "300万元", "280万元", None, None)),
    ],
)
def test_amounts_behind_their_labels_in_a_line(line: str, amounts: tuple[str | None, ...]) -> None:
    (form,) = with_line(line).forms
    assert form.funds
    assert (
        form.funds.initial_budget,
        form.funds.budget,
        form.funds.executed,
        form.funds.submitted_rate,
        form.funds.submitted_score,
    ) == amounts


@pytest.mark.parametrize(
    "line",
    [
        "本年度安排资金300万元，其中财政拨款200万元，全部支出完毕",
        "2023年预算300万元",
        "共投入约三批，投资300万元",
    ],
)
def test_money_in_a_sentence_is_named_and_the_total_left_open(line: str) -> None:
    reading = with_line(line)
    assert [each.code for each in reading.problems] == ["funds-not-read"]
    assert [(each.text, each.reason) for each in reading.unread] == [(line, "money")]


@pytest.mark.parametrize("line", ["2023年预算执行情况良好", "培训经费按季度拨付", "共完成培训300人次"])
def test_a_line_without_amounts_is_not_money(line: str) -> None:
    reading = with_line(line)
    assert (reading.problems, reading.unread) == ((), ())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("青禾县技能培训项目2023年自评", "青禾县技能培训项目"),
        ("2023年度技能培训绩效自评情况", "技能培训"),
        ("2023年技能培训经费绩效自评结果（县级）", "技能培训经费"),
    ],
)
def test_a_heading_of_a_year_is_a_title_where_no_form_has_begun(title: str, name: str) -> None:
    (form,) = read(f"{title}\n\n{TABLE}").forms
    assert (form.name, form.year) == (name, 2023)


def test_a_heading_below_a_title_is_none() -> None:
    text = f"2022年度项目支出绩效自评表\n\n2023年度自评情况\n\n项目名称：青禾县技能培训\n\n{TABLE}"
    assert [(form.name, form.year) for form in read(text).forms] == [("青禾县技能培训", 2022)]
