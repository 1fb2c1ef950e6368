"""Projects in a column of one table: each is a form of its own, with its money, its sum and its department."""

from table_writers import Box, to_xlsx

from perfeval.documents.read import FileForms, read_bytes

HEAD = "项目名称,一级指标,三级指标,年度指标值,实际完成值,分值,得分"
ROWS = (
    "甲项目,产出指标,培训场次,≥10场,12场,60,60",
    "甲项目,效益指标,知晓率,≥90%,95%,40,40",
    "乙项目,产出指标,修路里程,≥10公里,8公里,60,48",
    "乙项目,效益指标,满意度,≥90%,95%,40,40",
)


def read(*lines: str) -> FileForms:
    return read_bytes("\n".join(lines).encode(), "f.csv")


def told(reading: FileForms) -> list[tuple[str, tuple[str, ...]]]:
    return [(form.name, tuple(row.name for row in form.indicators)) for form in reading.forms]


TWO = [("甲项目", ("培训场次", "知晓率")), ("乙项目", ("修路里程", "满意度"))]


def test_each_project_is_a_form() -> None:
    reading = read("2023年度项目支出绩效自评表,,,,,,", HEAD, *ROWS)
    assert told(reading) == TWO
    assert {form.year for form in reading.forms} == {2023}
    assert reading.unread == ()
    assert [each.code for each in reading.problems] == ["form-without-total"] * 2
    places = [row.place.line for form in reading.forms for row in form.indicators if row.place]
    assert places == [3, 4, 5, 6]


def test_rows_that_lie_apart_come_together() -> None:
    assert told(read(HEAD, ROWS[0], ROWS[2], ROWS[1], ROWS[3])) == TWO


def test_a_name_that_is_told_once_holds_for_the_rows_below() -> None:
    assert (
        told(read(HEAD, ROWS[0], ROWS[1].replace("甲项目", ""), ROWS[2], ROWS[3].replace("乙项目", "")))
        == TWO
    )


def test_sums_of_each_project_and_of_all() -> None:
    reading = read(
        HEAD, *ROWS[:2], "甲项目,总分,,,,100,100", *ROWS[2:], "乙项目,总分,,,,100,88", "合计,,,,,200,188"
    )
    assert [form.submitted_score for form in reading.forms] == ["100", "88"]
    assert told(reading) == TWO
    assert reading.problems == ()


def test_what_a_project_tells_in_columns_is_read() -> None:
    head = f"序号,主管部门,年度,全年预算数,全年执行数,预算执行率,{HEAD}"
    rows = [f"{at},甲局,2022,100,{90 + at // 3},{90 + at // 3}%,{row}" for at, row in enumerate(ROWS, 1)]
    reading = read(head, *rows[:2], rows[2].replace(",91,91%", ",80,80%"), rows[3].replace(",91,91%", ",,"))
    assert [(form.department, form.year) for form in reading.forms] == [("甲局", 2022)] * 2
    funds = [form.funds for form in reading.forms]
    assert [each and (each.budget, each.executed, each.submitted_rate) for each in funds] == [
        ("100", "90", "90%"),
        ("100", "80", "80%"),
    ]
    assert reading.unread == ()


def test_names_merged_down_a_sheet() -> None:
    boxes = [Box(1, at, text) for at, text in enumerate(HEAD.split(","), 1)]
    for number, row in enumerate(ROWS, 2):
        name, *texts = row.split(",")
        boxes += [Box(number, 1, name, 2, 1)] if number % 2 == 0 else []
        boxes += [Box(number, at, text) for at, text in enumerate(texts, 2)]
    assert told(read_bytes(to_xlsx(boxes), "f.xlsx")) == TWO


def test_parts_of_one_form_are_not_cut_apart() -> None:
    """Together they have a hundred marks, and the form has a name of its own."""
    rows = [row.replace(",60,", ",30,").replace(",40,", ",20,") for row in ROWS]
    assert [form.name for form in read("项目名称：全县工程", HEAD, *ROWS).forms] == ["全县工程"]
    assert len(read(HEAD, *rows, "总分,,,,,100,98").forms) == 1
