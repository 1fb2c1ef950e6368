"""Indicators in columns, marks of two kinds in one cell, values of parts, sums among the rows, hidden columns."""

from dataclasses import replace

import pytest
from one_form import COLUMNS, MARKS, TABLE, Cellish, only, reading, rows, titled


@pytest.mark.parametrize(
    "table",
    [
        [
            ["三级指标", "渠道长度", "合格率"],
            ["年度指标值", "≥5千米", "100%"],
            ["实际完成值", "6千米", "99%"],
            ["分值", "60", "40"],
            ["得分", "60", "39.6"],
            ["责任人", "张三", "李四"],
            ["备注", "", "改"],
        ],
        [
            *(
                ["指标一", "渠道长度"],
                ["指标值", "≥5千米"],
                ["完成值", "6千米"],
                ["分值", "60"],
                ["得分", "60"],
            ),
            *(["指标二", "合格率"], ["指标值", "100%"], ["完成值", "99%"], ["分值", "40"], ["得分", "39.6"]),
        ],
    ],
)
def test_labels_below_each_other_are_a_header_and_each_column_of_values_is_an_indicator(
    table: list[list[Cellish]],
) -> None:
    read = reading(titled(["预算数", "50万元"], ["执行数", "45万元"], *table, ["总分", "99.6"]))
    form = only(read)
    assert rows(form) == MARKS
    assert form.submitted_score == "99.6"
    assert form.funds is not None
    assert (form.funds.budget, form.funds.executed) == ("50万元", "45万元")
    assert read.problems == ()
    assert form.indicators[1].extra in ({"责任人": "李四", "备注": "改"}, {})


@pytest.mark.parametrize(("word", "order"), [("分值/得分", (0, 1)), ("得分/分值", (1, 0))])
def test_full_marks_and_score_in_one_cell(word: str, order: tuple[int, int]) -> None:
    def both(*marks: str) -> str:
        return "/".join(marks[at] for at in order)

    header: list[Cellish] = ["三级指标", "指标值", "完成值", word, "备注"]
    table = [[*row[:3], both(*row[3:]), "无误"] for row in MARKS]
    form = only(reading(titled(header, *table, [("总分", 1, 3), both("100", "99.6"), ""])))
    assert rows(form) == MARKS
    assert (form.submitted_points, form.submitted_score) == ("100", "99.6")
    assert form.indicators[0].extra == {"备注": "无误"}


def test_a_cell_of_two_marks_of_which_one_or_both_are_missing() -> None:
    table = [["渠道", "5", "6", "60/"], ["合格率", "/", "/", "/"], ["工期", "5月", "5月", "40/40"]]
    form = only(reading(titled(["三级指标", "指标值", "完成值", "分值/得分"], *table)))
    assert [row[3:] for row in rows(form)] == [("60", None), (None, None), ("40", "40")]


def test_a_column_of_other_pairs_is_left_as_it_is() -> None:
    read = reading(titled(["三级指标", "指标值", "完成值", "分值/得分"], ["渠道", "5", "6", "60"]))
    assert only(read).indicators[0].submitted_score == "60"
    assert "columns-guessed" in [problem.code for problem in read.problems]


@pytest.mark.parametrize(
    ("parts", "at"),
    [(["一季度", "二季度", "全年"], 2), (["上半年", "下半年", "累计"], 2), (["年末", "1-6月"], 0)],
)
def test_the_value_of_a_part_of_the_year_is_not_that_of_the_year(parts: list[str], at: int) -> None:
    values = ["2", "3", "5"][: len(parts)]
    wide = len(parts)
    read = reading(
        titled(
            [("三级指标", 2, 1), ("指标值", 2, 1), ("实际完成情况", 1, wide), ("分值", 2, 1), ("得分", 2, 1)],
            list(parts),
            ["渠道", "≥5", *values, "60", "60"],
            [("合计", 1, 2), *[""] * wide, "60", "60"],
        )
    )
    row = only(read).indicators[0]
    assert row.actual == values[at]
    assert row.extra == {
        word: value for word, value in zip(parts, values, strict=True) if value != row.actual
    }
    assert [problem.code for problem in read.problems if problem.code.startswith("column")] == []


def test_without_a_value_of_the_year_those_of_its_parts_are_no_actual_value() -> None:
    read = reading(
        titled(
            [("三级指标", 2, 1), ("指标值", 2, 1), ("完成情况", 1, 2), ("分值", 2, 1), ("得分", 2, 1)],
            ["一季度", "二季度"],
            ["渠道", "≥5", "2", "3", "60", "60"],
        )
    )
    row = only(read).indicators[0]
    assert (row.actual, row.extra) == (None, {"一季度": "2", "二季度": "3"})


def test_a_hidden_column_gives_way_to_one_that_is_shown() -> None:
    table = titled(
        ["三级指标", "指标值", "完成值", "分值", "得分", "得分"],
        ["渠道", "≥5", "6", "60", "40", "60"],
        ["合计", "", "", "60", "40", "60"],
    )
    form = only(reading(replace(table, hidden_columns=frozenset({5}))))
    assert form.indicators[0].submitted_score == form.submitted_score == "60"
    assert form.indicators[0].extra == {"得分": "40"}


@pytest.mark.parametrize(("parts", "actual"), [(["甲县", "乙县", "小计"], "5"), (["甲县", "乙县"], None)])
def test_the_value_of_a_county_is_not_that_of_all(parts: list[str], actual: str | None) -> None:
    values = ["3", "2", "5"][: len(parts)]
    header: list[Cellish] = [("三级指标", 2, 1), ("指标值", 2, 1), ("完成值", 1, len(parts)), ("得分", 2, 1)]
    row = only(reading(titled(header, list(parts), ["渠道", "≥5", *values, "60"]))).indicators[0]
    assert row.actual == actual
    assert row.extra == {"甲县": "3", "乙县": "2"}


@pytest.mark.parametrize(("sum_of_all", "total"), [("100", ("100", "99.6")), ("40", (None, None))])
def test_a_subtotal_below_all_rows_is_the_total_where_it_is_their_sum(
    sum_of_all: str, total: tuple[str | None, str | None]
) -> None:
    form = only(reading(titled(*TABLE, [("小计", 1, 3), sum_of_all, "99.6"])))
    assert (form.submitted_points, form.submitted_score) == total


def test_a_page_number_between_rows_says_nothing() -> None:
    read = reading(titled(*TABLE[:2], ["- 1 -"], *TABLE[2:], ["总分", "", "", "100", "99.6"]))
    assert rows(only(read)) == MARKS
    assert read.problems == ()


def test_rows_of_levels_with_the_sums_of_their_rows_are_no_indicators() -> None:
    first, second = (list(map(str, row)) for row in MARKS)
    table: list[list[Cellish]] = [
        *(["产出类", "", "", "60", "60"], [*first], ["质量类", "", "", "40", "39.6"], [*second]),
        ["合计", "", "", "100", "99.6"],
    ]
    form = only(reading(titled(COLUMNS, *table)))
    assert rows(form) == MARKS
    assert [row.dimension for row in form.indicators] == ["产出类", "质量类"]
    table[-1][3] = "200"
    assert len(only(reading(titled(COLUMNS, *table))).indicators) == 4


@pytest.mark.parametrize("marks", [["/", "/"], ["60", ""], ["", ""]])
def test_an_indicator_without_values_is_no_sum(marks: list[str]) -> None:
    table = [["工期", "", "", *marks], *TABLE[1:], ["合计", "", "", "100", "99.6"]]
    assert "工期" in [row.name for row in only(reading(titled(COLUMNS, *table))).indicators]


def test_two_projects_in_columns_beside_each_other_are_named() -> None:
    header: list[Cellish] = ["指标", "指标值", "分值", "完成值", "得分", "完成值", "得分"]
    read = reading(titled(header, ["渠道", "≥5", "60", "6", "60", "5", "60"]))
    assert "columns-repeated" in [problem.code for problem in read.problems]


def test_a_numbered_line_with_marks_over_its_rows_is_their_level() -> None:
    first, second = (list(map(str, row)) for row in MARKS)
    lines: list[list[Cellish]] = [[("（一）履职效能（60分）", 1, 5)], [("二、社会满意（40分）", 1, 5)]]
    read = reading(titled(COLUMNS, lines[0], [*first], lines[1], [*second], ["合计", "", "", "100", "99.6"]))
    assert [row.dimension for row in only(read).indicators] == ["履职效能（60分）", "社会满意（40分）"]
    assert (rows(only(read)), read.problems, read.unread) == (MARKS, (), ())
