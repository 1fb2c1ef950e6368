"""Headers that lost their merged cells: put over their columns again where only one way fits, and else left alone."""

from collections.abc import Sequence

import pytest

from perfeval.documents.grid import Cell, Grid
from perfeval.documents.recognition.grid_rows import Row, rows_of
from perfeval.documents.recognition.lost_spans import with_spans

TOP = ["指标", "2022年", "2023年", "得分"]
BELOW = ["", "目标值", "完成值", "目标值", "完成值", ""]
ROW = ["渠道", "≥4千米", "4千米", "≥5千米", "6千米", "60"]


def rows(*lines: Sequence[str | None]) -> tuple[Row, ...]:
    """Rows of cells; None is a column without a cell, as a sheet leaves it."""
    cells = (
        Cell(row, column, text)
        for row, line in enumerate(lines, 1)
        for column, text in enumerate(line, 1)
        if text is not None
    )
    return rows_of(Grid(tuple(cells)))


def spans(row: Row) -> list[tuple[str, int, int, int]]:
    """Text, first column, and rows and columns spanned of the cells that begin in a row."""
    return [(cell.text, cell.column, cell.row_span, cell.column_span) for cell in row.own]


def test_years_over_their_columns() -> None:
    top, below, values = with_spans(rows(TOP, BELOW, ROW))
    assert spans(top) == [("指标", 1, 2, 1), ("2022年", 2, 1, 2), ("2023年", 4, 1, 2), ("得分", 6, 2, 1)]
    assert [cell.text for cell in below.cells.values()] == [
        "指标",
        "目标值",
        "完成值",
        "目标值",
        "完成值",
        "得分",
    ]
    assert [cell.text for cell in values.own] == ROW


def test_one_word_over_the_levels() -> None:
    top, _ = with_spans(rows(["指标", "目标值", "完成值", "得分"], ["产出", "渠道", "≥5千米", "6千米", "60"]))
    assert spans(top) == [("指标", 1, 1, 2), ("目标值", 3, 1, 1), ("完成值", 4, 1, 1), ("得分", 5, 1, 1)]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([TOP, [None, *BELOW[1:]], ROW], id="no cell under the first word"),
        pytest.param([TOP, [*BELOW[:2], None, *BELOW[3:]], ROW], id="no cell between the words"),
        pytest.param(
            [["指标", "目标值", None, "完成值", "得分"], ["产出", "渠道", "", "≥5千米", "6千米", "60"]],
            id="no cell between the words over the levels",
        ),
        pytest.param(
            [[None, "指标", "目标值", "完成值", "得分"], ["", "产出", "渠道", "≥5千米", "6千米", "60"]],
            id="no cell left of the words over the levels",
        ),
        pytest.param(
            [TOP, ["", "一次", "二次", "三次", "四次", "五次", "六次"], ROW], id="more than one way fits"
        ),
    ],
)
def test_a_sheet_with_holes_keeps_its_header_as_it_is(lines: list[list[str | None]]) -> None:
    """Where a column has no cell, nobody can count over how many columns a word stands."""
    given = rows(*lines)
    assert with_spans(given) == given
