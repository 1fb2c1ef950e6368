"""Published text -> grids: cells, rows, tables and their addresses; nothing is known of forms here."""

import codecs

import pytest

from perfeval.documents.formats.text import decode, read_text


def shape(text: str) -> list[list[list[str]]]:
    """Texts of all grids, row by row."""
    grids = read_text(text.encode(), "f.txt").grids
    return [
        [
            [cell.text for cell in grid.cells if cell.row == row]
            for row in range(1, max(cell.row for cell in grid.cells) + 1)
        ]
        for grid in grids
    ]


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("\ta\n\tb\n\n\tc\n", [[["a", "b"], ["c"]]], "an empty line ends a row"),
        ("\ta\n\t\n\tb\n", [[["a", "", "b"]]], "an empty cell, as a merged one leaves it"),
        ("\t项目资金\n（万元）\n\tb\n", [[["项目资金\n（万元）", "b"]]], "a cell goes on over the next line"),
        ("\ta\n\nmore\n\tb\n", [[["a\n\nmore", "b"]]], "and over an empty line, inside a row"),
        ("\ta\n\tb\n\nmore\n\nlast\n\n\tc\n", [[["a", "b\n\nmore\n\nlast"], ["c"]]], "or at its end"),
        (
            "\ta\n\n\nmore\n\tb\n",
            [[["a\n\n\nmore", "b"]]],
            "even over two, where the row goes on without a gap",
        ),
        ("\ta\n\n\n\tb\n", [[["a"]], [["b"]]], "two empty lines end a table"),
        ("\ta\n\n\nprose\n\n\tb\n", [[["a"]], [["b"]]], "prose between tables"),
        (
            "\t[bookmark: OLE_1]38,544.43\n[bookmark: x]\tb\n",
            [[["38,544.43", "b"]]],
            "bookmarks are not text",
        ),
        ("\t\u3000\n\t  a \t\n", [[["", "a"]]], "wide spaces and a tab at the end are not text"),
        ("\ta\r\n\tb\r\n\r\n\tc\r\n", [[["a", "b"], ["c"]]], "Windows line ends"),
        ("x\ty\nz\tw\n\tv\n", [[["x", "y"], ["z", "w"], ["", "v"]]], "tabs between cells: one row on a line"),
        ("目录\t1\n\ta\n\tb\n\n\tc\n", [[["a", "b"], ["c"]]], "a dump with a tab in its contents list"),
        (
            "标题\nx\ty\n\n\t\tz\n",
            [[["标题"], ["x", "y"], [], ["", "", "z"]]],
            "a merged cell leaves an empty one",
        ),
        ('x\t"a\nb"\ty\nz\tw\tv\n', [[["x", "a\nb", "y"], ["z", "w", "v"]]], "a quoted cell over two lines"),
        ('x\t"a"b\ty\n', [[["x", '"a"b', "y"]]], "quotes that do not pair up are printed text"),
        ('x,"1,234",y\n', [[["x", "1,234", "y"]]], "commas"),
        ("只有文字，没有表格。\n第二行\n", [], "prose"),
    ],
)
def test_cells_rows_and_tables(text: str, expected: list[list[list[str]]], why: str) -> None:
    assert shape(text) == expected, why


def test_places_are_lines_and_columns() -> None:
    document = read_text("前言\n\n\t[bookmark: a] 甲\n\t\n续\n".encode(), "f.txt")
    (grid,) = document.grids
    assert [(str(cell.place), cell.text) for cell in grid.cells] == [
        ("line 3, column 16", "甲"),
        ("line 4, column 2", "续"),
    ]
    assert [(place.line, line) for place, line in document.prose] == [(1, "前言")]
    assert grid.heading == ("前言",)


def test_heading_is_the_prose_since_the_table_before() -> None:
    grids = read_text("一\n二\n\n\ta\n\n\n三\n\n\tb\n".encode(), "f.txt").grids
    assert [grid.heading for grid in grids] == [("一", "二"), ("三",)]


@pytest.mark.parametrize(
    "data",
    [
        "项目".encode(),
        codecs.BOM_UTF8 + "项目".encode(),
        "项目".encode("gb18030"),
        "项目".encode("utf-16"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert decode(data) == ("项目", ())


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "not-text", None),
        (b"a\0b", "not-text", None),
        (b"\xff\xff\xff\xff\xff", "not-text", None),
        ("第一行\n项目".encode()[:-1], "file-truncated", 2),
        ("第一行\n项目".encode("gb18030")[:-1], "file-truncated", 2),
    ],
)
def test_what_is_not_text_is_a_problem(data: bytes, code: str, line: int | None) -> None:
    (problem,) = read_text(data, "f.txt").problems
    assert (problem.code, problem.file, problem.place and problem.place.line) == (code, "f.txt", line)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("甲\n" * 400_001, "too-many-lines"),
        ("a,b,c\n" * 200_000, "too-many-cells"),
        ("\ta\tb\n" + "x\t" * 600_000, "too-many-cells"),
    ],
)
def test_text_beyond_the_limits_is_refused(text: str, code: str) -> None:
    document = read_text(text.encode(), "f.txt")
    assert document.grids == ()
    assert [problem.code for problem in document.problems] == [code]


@pytest.mark.parametrize("above", ["", "sep=,\n", "SEP=,\n"])
def test_commas_keep_cells_apart_though_a_cell_holds_a_tab(above: str) -> None:
    rows = "".join(f"a{row},b,c\n" for row in range(9))
    (grid,) = read_text((above + rows + "a,9\t场,c\n").encode(), "f.csv").grids
    assert [each.text for each in grid.cells][-3:] == ["a", "9\t场", "c"]
    assert len(grid.cells) == 30
