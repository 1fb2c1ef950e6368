"""Whose form it is (项目名称), wherever a form tells it."""

import pytest
from layouts_as_rows import grid

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Document, Grid
from perfeval.documents.read import FileForms
from perfeval.documents.recognition.recognise import recognise

Cellish = str | tuple[str, int, int]

TABLE: list[list[Cellish]] = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"],
    ["产出指标", "数量指标", "渠道", "≥5千米", "6千米", "100", "100", ""],
    [("总分", 1, 5), "100", "100", ""],
]
TITLE = "项目支出绩效自评表"


def read(*grids: Grid) -> FileForms:
    return recognise(Document(grids), "f.docx")


def only(reading: FileForms) -> SelfEvaluationForm:
    assert reading.problems == ()
    (form,) = reading.forms
    return form


@pytest.mark.parametrize(
    "row",
    [
        ["项目编码", "220001", ("项目名称", 1, 2), ("青禾渠修复", 1, 4)],
        ["预算单位", ("青禾县水利局", 1, 2), "项目名称", ("青禾渠修复", 1, 4)],
        ["主管部门", ("青禾县水利局", 1, 2), "项目名称", ("青禾渠修复", 1, 4)],
        ["建设地点", ("青禾县", 1, 2), "项目名称", ("青禾渠修复", 1, 4)],
        [("项目名称：青禾渠修复", 1, 4), ("主管部门：青禾县水利局", 1, 4)],
        [("项目名称:青禾渠修复\n主管部门:青禾县水利局", 1, 8)],
        ["市级项目编码及名称", "", "项目编码及名称", ("青禾渠修复", 1, 5)],
    ],
)
def test_the_name_stands_behind_another_label_or_in_one_cell_with_its_own(row: list[Cellish]) -> None:
    form = only(read(grid([row, *TABLE], (TITLE,))))
    assert (form.kind, form.name) == ("project", "青禾渠修复")


def test_everything_in_one_cell_each() -> None:
    head: list[list[Cellish]] = [
        [("项目名称：青禾渠修复", 1, 4), ("评价年度：2023年", 1, 4)],
        [("主管部门：青禾县水利局", 1, 4), ("实施单位：青禾县灌区管理所", 1, 4)],
    ]
    form = only(read(grid([*head, *TABLE], (TITLE,))))
    assert (form.name, form.year) == ("青禾渠修复", 2023)
    assert (form.department, form.body) == ("青禾县水利局", "青禾县灌区管理所")


def test_a_line_above_the_table() -> None:
    form = only(
        read(grid(TABLE, (TITLE, "项目名称：青禾渠修复        金额单位：万元", "填报单位：青禾县水利局")))
    )
    assert (form.kind, form.name, form.body) == ("project", "青禾渠修复", "青禾县水利局")


def test_what_the_table_tells_goes_before_the_line_above() -> None:
    name: list[Cellish] = ["项目名称", ("青禾渠修复", 1, 7)]
    form = only(read(grid([name, *TABLE], (TITLE, "项目名称：甲"))))
    assert form.name == "青禾渠修复"


def test_the_unit_above_a_table_is_the_name_of_a_form_about_a_whole_body_alone() -> None:
    line = "部门名称：青禾县水利局"
    assert only(read(grid(TABLE, ("部门整体支出绩效自评表", line)))).name == "青禾县水利局"
    form = only(read(grid(TABLE, (TITLE, line))))
    assert (form.kind, form.name) == ("project", "")


def test_another_name_above_a_table_begins_another_form() -> None:
    reading = read(grid(TABLE, (TITLE, "项目名称：甲")), grid(TABLE, ("项目名称：乙",)))
    assert [(form.name, len(form.indicators)) for form in reading.forms] == [("甲", 1), ("乙", 1)]


def test_the_same_name_above_the_next_page_does_not() -> None:
    reading = read(grid(TABLE[:2], (TITLE, "项目名称：甲")), grid(TABLE, ("项目名称：甲",)))
    assert [(form.name, len(form.indicators)) for form in reading.forms] == [("甲", 2)]


@pytest.mark.parametrize(
    "row",
    [
        ["预算单位", "项目名称", "金额", "", "", "", "", ""],
        ["序号", "单位", "项目名称", "金额", "", "", "", ""],
        [("填报单位：青禾县水利局", 1, 4), ("单位：万元", 1, 4)],
        ["项目编码", "项目名称", "金额", "", "", "", "", ""],
    ],
)
def test_other_tables_begin_no_form(row: list[Cellish]) -> None:
    other = grid([row, ["1", "甲", "100", "", "", "", "", ""]])
    name: list[Cellish] = ["项目名称", ("青禾渠修复", 1, 7)]
    assert only(read(other, grid([name, *TABLE], (TITLE,)))).name == "青禾渠修复"


def test_a_unit_at_the_foot_begins_no_form() -> None:
    name: list[Cellish] = ["项目名称", ("青禾渠修复", 1, 7)]
    foot: list[Cellish] = [("填报单位：青禾县水利局", 1, 4), ("主管部门：青禾县", 1, 4)]
    assert only(read(grid([name, *TABLE, foot], (TITLE,)))).name == "青禾渠修复"
