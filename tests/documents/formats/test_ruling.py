"""Ruled lines -> cells: doubled, dotted, missing and surplus lines; frames and hatching."""

from collections.abc import Iterable

import pytest

from perfeval.documents.formats.ruling import Line, RuledTable, TooManyLinesError, ruled_tables

POINT = 100


def grid(xs: Iterable[int], ys: Iterable[int]) -> list[Line]:
    """All lines of a grid, in points; y upwards."""
    xs, ys = [x * POINT for x in xs], [y * POINT for y in ys]
    flat = [(xs[0], y, xs[-1], y) for y in ys]
    return flat + [(x, ys[0], x, ys[-1]) for x in xs]


def cells(table: RuledTable) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells]


def one(lines: Iterable[Line]) -> RuledTable:
    (table,) = ruled_tables(lines)
    return table


TWO_BY_TWO = [(1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_rows_count_from_the_top() -> None:
    table = one(grid([0, 50, 100], [0, 20, 40]))
    assert cells(table) == TWO_BY_TWO
    assert table.cells[0].box == (0, 2000, 5000, 4000)
    assert table.cell_at(1000, 3000) == 0
    assert table.cell_at(9000, 1000) == 3
    assert table.cell_at(11000, 1000) is None
    assert table.cell_at(1000, 5000) is None


def test_a_missing_wall_merges_cells() -> None:
    lines = [line for line in grid([0, 50, 100], [0, 20, 40]) if line != (5000, 0, 5000, 4000)]
    assert cells(one([*lines, (5000, 0, 5000, 2000)])) == [(1, 1, 1, 2), (2, 1, 1, 1), (2, 2, 1, 1)]


def test_lines_drawn_double_dotted_or_a_little_off_are_one_line() -> None:
    double = [(x0, y0 + 80, x1, y1 + 80) for x0, y0, x1, y1 in grid([0, 50, 100], [0, 20, 40])]
    assert cells(one([*double, *grid([0, 50, 100], [0, 20, 40])])) == TWO_BY_TWO
    dots = [(x, y, x + 100, y) for y in (0, 2000, 4000) for x in range(0, 10000, 300)] + [
        (x, y, x, y + 100) for x in (0, 5000, 10000) for y in range(0, 4100, 300)
    ]
    assert cells(one(dots)) == TWO_BY_TWO


def test_a_table_open_at_its_sides_is_closed_by_its_rows() -> None:
    lines = [line for line in grid([0, 50, 100], [0, 20, 40]) if line[0] == 5000 or line[1] == line[3]]
    assert cells(one(lines)) == TWO_BY_TWO


def test_a_table_cut_off_by_the_page_is_closed_by_its_columns() -> None:
    lines = [line for line in grid([0, 50, 100], [0, 20, 40]) if line[1] != 0 or line[3] != 0]
    assert cells(one(lines)) == TWO_BY_TWO


def test_a_region_that_is_no_rectangle_is_cut_into_rows_at_its_walls() -> None:
    # three cells of two rows: the middle floor is missing except under the last column, and the upper walls too
    lines = [(0, 0, 9000, 0), (0, 4000, 9000, 4000), (6000, 2000, 9000, 2000)]
    lines += [(0, 0, 0, 4000), (9000, 0, 9000, 4000), (3000, 0, 3000, 2000), (6000, 0, 6000, 2000)]
    table = one(lines)
    assert table.is_irregular
    assert cells(table) == [(1, 1, 1, 3), (2, 1, 1, 1), (2, 2, 1, 1), (2, 3, 1, 1)]


def test_tables_stand_from_top_to_bottom() -> None:
    upper, lower = grid([0, 50], [100, 120]), grid([0, 50, 60], [0, 20])
    assert [len(table.cells) for table in ruled_tables([*lower, *upper])] == [1, 2]


def test_a_page_border_is_no_table() -> None:
    assert len(one([*grid([-10, 110], [-10, 90]), *grid([0, 50, 100], [0, 20, 40])]).cells) == 4


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [(0, 0, 5000, 0)],  # an underline
        [(0, 0, 5000, 0), (0, 1000, 5000, 1000)],
        [(0, 0, 100, 0), (0, 0, 0, 100)],  # too short for a cell
    ],
)
def test_lines_that_enclose_nothing_are_no_table(lines: list[Line]) -> None:
    assert ruled_tables(lines) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        grid(range(0, 4000, 4), range(0, 4000, 4)),  # a million slots
        [(x, y, x + 600, y) for x in range(0, 10**6, 1000) for y in range(0, 3000, 1000)]
        + [(x, y, x, y + 600) for x in range(0, 10**6, 1000) for y in range(0, 3000, 1000)],
    ],
)
def test_more_lines_than_any_table_has_are_refused(lines: list[Line]) -> None:
    with pytest.raises(TooManyLinesError):
        ruled_tables(lines)
