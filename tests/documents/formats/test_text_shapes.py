"""How the cells of a text are kept apart: bars, blanks, semicolons, labelled lines; and what has no cells."""

import pytest
from layout_kind import HEAD, TABLE, without_spans

from perfeval.documents.formats.text import read_text
from perfeval.documents.read import FileForms, read_bytes

ROWS = without_spans([*HEAD, *TABLE])
TITLE, *CELLS = ROWS


def markdown() -> str:
    lines = [f"| {' | '.join(row)} |" for row in CELLS]
    return "\n".join([TITLE[0], "", lines[0], "|---|:--:|", *lines[1:]])


def drawn() -> str:
    lines = [f"│{'│'.join(row)}│" for row in CELLS]
    return "\n".join([TITLE[0], "┌──┬──┐", *lines, "└──┴──┘"])


def apart() -> str:
    return (
        "项目支出绩效自评表（2023年度）\n项目名称：渠道修复    主管部门：甲县水利局\n实施单位：乙站\n\n"
        "一级指标    二级指标    三级指标    年度指标值    实际完成值    分值    得分\n"
        "产出指标    数量指标    渠道长度    ≥5千米        6千米         60      60\n"
        "            质量指标    合格率      100%          100%          30      30\n"
        "总分                                                            100     99\n"
    )


def labelled() -> str:
    records = [dict(zip(TABLE[0][1:], row[-6:], strict=True)) for row in TABLE[1:3]]
    rows = "\n\n".join("\n".join(f"{label}：{value}" for label, value in each.items()) for each in records)
    return f"{TITLE[0]}\n项目名称：渠道修复\n主管部门：甲县水利局\n实施单位：乙站\n\n{rows}\n总分：99\n"


SHAPES = {
    "Markdown": markdown(),
    "bars without a frame": "\n".join("|".join(row) for row in ROWS),
    "bars of a terminal": drawn(),
    "semicolons": "\n".join(";".join(row) for row in ROWS),
    "blanks": apart(),
    "one label and value a line": labelled(),
}


def read(text: str) -> FileForms:
    return read_bytes(text.encode(), "f.txt")


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_form_in_every_shape(name: str) -> None:
    (form,) = read(SHAPES[name]).forms
    assert (form.name, form.body, form.department, form.year) == ("渠道修复", "乙站", "甲县水利局", 2023)
    assert [
        (row.category, row.name, row.target, row.actual, row.points, row.submitted_score)
        for row in form.indicators
    ] == [
        ("数量指标", "渠道长度", "≥5千米", "6千米", "60", "60"),
        ("质量指标", "合格率", "100%", "100%", "30", "30"),
    ]
    assert form.submitted_score == "99"
    assert [problem.code for problem in read(SHAPES[name]).problems] == []


@pytest.mark.parametrize("name", SHAPES)
def test_an_unknown_word_is_named_in_every_shape(name: str) -> None:
    reading = read(SHAPES[name].replace("实际完成值", "天书五个字"))
    assert any("天书五个字" in str(problem.values) for problem in reading.problems)


def test_places_are_lines_and_columns_of_the_file() -> None:
    (grid,) = read_text("a | bb | 值\nc | d | 5\n".encode(), "f.txt").grids
    assert [(cell.text, cell.place.line, cell.place.column) for cell in grid.cells if cell.place] == [
        *(("a", 1, 1), ("bb", 1, 5), ("值", 1, 10)),
        *(("c", 2, 1), ("d", 2, 5), ("5", 2, 9)),
    ]


@pytest.mark.parametrize("between", [" ", "\n"])
def test_words_without_cells_are_said_to_be_that(between: str) -> None:
    rows = ["三级指标 年度指标值 实际完成值 分值 得分", "渠道 ≥5千米 6千米 60 60", ""]
    reading = read("\n".join(rows).replace(" ", between))
    (problem,) = reading.problems
    assert (reading.forms, problem.code) == ((), "cells-not-separated")
    assert problem.values["words"] == "三级指标、年度指标值、实际完成值、分值、得分"


def test_prose_with_a_bar_or_two_stays_prose() -> None:
    document = read_text("见附件|附表。\n分号；逗号；都不是表格。\n今年的总结。\n".encode(), "f.txt")
    assert document.grids == ()
    assert len(document.prose) == 3
