"""What a page break cuts: rows, merged cells, headers. Each page is described by its rows of cells."""

import pytest

from perfeval.core.problems import Place
from perfeval.documents.formats.page_breaks import TablePart, joined
from perfeval.documents.formats.page_glyphs import Glyph, TextLine
from perfeval.documents.formats.ruling import Line, ruled_tables
from perfeval.documents.grid import Cell

WIDTH, HEIGHT, SIZE = 4000, 2000, 1000
"""A column holds four characters, a row one line."""


def part(page: int, cells: dict[tuple[int, int, int], str]) -> TablePart:
    """A page of a table: (row, column, rows) -> text; a row of the text is a line of the cell."""
    lines: list[Line] = []
    for row, column, rows in cells:
        left, top, bottom = column * WIDTH, -row * HEIGHT, -(row + rows) * HEIGHT
        right = left + WIDTH
        lines += [(left, top, right, top), (left, bottom, right, bottom)]
        lines += [(left, bottom, left, top), (right, bottom, right, top)]
    (table,) = ruled_tables(lines)
    texts = list(cells.values())
    by_cell = {
        table.cell_at(column * WIDTH + 100, -row * HEIGHT - 100): text
        for (row, column, _), text in zip(cells, texts, strict=True)
    }
    placed = {
        index: [_line(text, table.cells[index].box, number) for number, text in enumerate(text.split("\n"))]
        for index, text in by_cell.items()
        if index is not None and text
    }
    return TablePart(Place(page=page, table=1), table, placed, 0)


def _line(text: str, box: tuple[int, int, int, int], number: int) -> TextLine:
    top = box[3] - number * SIZE
    return TextLine(
        tuple(
            Glyph(character, box[0] + i * SIZE, top - SIZE, box[0] + (i + 1) * SIZE, top)
            for i, character in enumerate(text)
        )
    )


def short(cells: list[Cell]) -> list[tuple[int, int, int, str]]:
    return [(cell.row, cell.column, cell.row_span, cell.text) for cell in cells]


def test_whole_rows_follow_each_other() -> None:
    cells = joined([part(1, {(0, 0, 1): "甲", (0, 1, 1): "5"}), part(2, {(0, 0, 1): "乙", (0, 1, 1): "6"})])
    assert short(cells) == [(1, 1, 1, "甲"), (1, 2, 1, "5"), (2, 1, 1, "乙"), (2, 2, 1, "6")]
    assert [cell.place for cell in cells][2] == Place(page=2, table=1, row=1, column=1)


def test_a_row_cut_in_two_is_one_row() -> None:
    first = part(1, {(0, 0, 1): "有效发明", (0, 1, 1): "完全达到", (0, 2, 1): "5"})
    rest = part(2, {(0, 0, 1): "专利", (0, 1, 1): "预期", (0, 2, 1): ""})
    assert short(joined([first, rest])) == [
        (1, 1, 1, "有效发明专利"),
        (1, 2, 1, "完全达到预期"),
        (1, 3, 1, "5"),
    ]


def test_a_row_may_be_cut_where_a_line_was_ended_by_hand() -> None:
    first = part(1, {(0, 0, 1): "有效发明", (0, 1, 1): "一", (0, 2, 1): "5", (0, 3, 1): "6"})
    rest = part(2, {(0, 0, 1): "专利", (0, 1, 1): "二", (0, 2, 1): "", (0, 3, 1): ""})
    assert short(joined([first, rest]))[:2] == [(1, 1, 1, "有效发明专利"), (1, 2, 1, "一\n二")]


def test_a_row_that_only_looks_full_is_a_row_of_its_own() -> None:
    first = part(1, {(0, 0, 1): "有效发明", (0, 1, 1): "5"})
    rest = part(2, {(0, 0, 1): "资金", (0, 1, 1): "6"})
    assert [text for *_, text in short(joined([first, rest]))] == ["有效发明", "5", "资金", "6"]


@pytest.mark.parametrize(
    ("above", "below"),
    [("10.0", "10.0"), ("≥140", "≥62个")],
)
def test_two_marks_and_two_targets_are_two_rows_however_full(above: str, below: str) -> None:
    first = part(1, {(0, 0, 1): "控制点测", (0, 1, 1): above})
    rest = part(2, {(0, 0, 1): "地形测量", (0, 1, 1): below})
    assert [text for *_, text in short(joined([first, rest]))] == ["控制点测", above, "地形测量", below]


def test_a_line_with_room_for_another_was_not_cut_there() -> None:
    """A header ends the page, and its words are as wide as their columns."""
    first = part(1, {(0, 0, 1): "年度绩效\n指标", (0, 1, 2): "三级指", (1, 0, 1): "其他说明"})
    rest = part(2, {(0, 0, 1): "完成情况", (0, 1, 1): "受训人数"})
    assert [text for *_, text in short(joined([first, rest]))] == [
        "年度绩效指标",
        "三级指",
        "其他说明",
        "完成情况",
        "受训人数",
    ]


def test_a_number_cut_in_two_is_one() -> None:
    first = part(1, {(0, 0, 1): "≥203", (0, 1, 1): "5"})
    rest = part(2, {(0, 0, 1): "964万元", (0, 1, 1): ""})
    assert short(joined([first, rest])) == [(1, 1, 1, "≥203964万元"), (1, 2, 1, "5")]


def test_a_merged_cell_goes_on_empty() -> None:
    first = part(1, {(0, 0, 2): "产出指标", (0, 1, 1): "甲", (1, 1, 1): "乙"})
    rest = part(2, {(0, 0, 2): "", (0, 1, 1): "丙", (1, 1, 1): "丁"})
    assert short(joined([first, rest]))[0] == (1, 1, 4, "产出指标")
    third = part(3, {(0, 0, 1): "", (0, 1, 1): "戊"})
    assert short(joined([first, rest, third]))[0] == (1, 1, 5, "产出指标")


def test_an_empty_cell_is_its_own_where_its_column_has_blanks() -> None:
    first = part(1, {(0, 0, 1): "甲", (0, 1, 1): "", (1, 0, 1): "乙", (1, 1, 1): "说明"})
    rest = part(2, {(0, 0, 1): "丙", (0, 1, 1): ""})
    assert (3, 2, 1, "") in short(joined([first, rest]))


def test_an_empty_cell_goes_on_where_its_column_has_no_blanks() -> None:
    first = part(1, {(0, 0, 1): "数量", (0, 1, 1): "甲", (1, 0, 1): "质量", (1, 1, 1): "乙"})
    rest = part(2, {(0, 0, 1): "", (0, 1, 1): "丙", (1, 0, 1): "时效", (1, 1, 1): "丁"})
    assert (2, 1, 2, "质量") in short(joined([first, rest]))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (frozenset(), [(1, 1, 1, "经济成本"), (2, 1, 2, "指标")]),
        (frozenset({"经济成本指标"}), [(1, 1, 3, "经济成本指标")]),
    ],
)
def test_a_merged_cell_goes_on_with_text_that_makes_a_known_one(
    known: frozenset[str], expected: list[tuple[int, int, int, str]]
) -> None:
    first = part(1, {(0, 0, 1): "经济成本", (0, 1, 1): "甲"})
    rest = part(2, {(0, 0, 2): "指标", (0, 1, 1): "乙", (1, 1, 1): "丙"})
    assert [cell for cell in short(joined([first, rest], known)) if cell[1] == 1] == expected


def test_repeated_header_rows_are_left_out() -> None:
    header = {(0, 0, 1): "三级", (0, 1, 1): "得分"}
    first = part(1, {**header, (1, 0, 1): "甲", (1, 1, 1): "5"})
    rest = part(2, {**header, (1, 0, 1): "乙", (1, 1, 1): "6"})
    assert [text for *_, text in short(joined([first, rest]))] == ["三级", "得分", "甲", "5", "乙", "6"]


def test_a_row_that_happens_to_repeat_one_word_stays() -> None:
    first = part(1, {(0, 0, 1): "甲", (0, 1, 1): "", (1, 0, 1): "乙", (1, 1, 1): ""})
    assert len(joined([first, part(2, {(0, 0, 1): "甲", (0, 1, 1): ""})])) == 6


def test_columns_that_one_page_does_not_show() -> None:
    first = part(1, {(0, 0, 1): "甲", (0, 1, 1): "乙"})
    wide = TablePart(
        Place(page=2, table=1),
        ruled_tables([(0, 0, 8000, 0), (0, -2000, 8000, -2000), (0, -2000, 0, 0), (8000, -2000, 8000, 0)])[0],
        {},
        0,
    )
    cells = joined([first, wide])
    assert [(cell.row, cell.column, cell.column_span) for cell in cells] == [(1, 1, 1), (1, 2, 1), (2, 1, 2)]
    assert first.is_as_wide_as(wide)
