"""A kind of layout: the cells of a form of invented bodies, and what must be read of them; written in each format."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from layouts_as_rows import Rows, dump, grid
from office_files import cell, docx_of, paragraph, table
from table_writers import Box, to_html, to_xlsx

Layout = Sequence[Sequence[str | tuple[str, int, int]]]
Read = tuple[str | None, ...]

ROWS: tuple[Read, ...] = (
    ("产出指标", "渠道长度", "≥5千米", "6千米", "60", "60"),
    ("产出指标", "合格率", "100%", "100%", "30", "30"),
)


@dataclass(frozen=True)
class Kind:
    """A layout; who is who; budget, executed, marks, rate and score; the rows; what else is kept; problem codes.

    A row that is a text is a line between two tables, for which a sheet has one wide cell.
    """

    rows: Sequence[str | Sequence[str | tuple[str, int, int]]]
    who: tuple[str, str | None, str | None, int | None]
    """Name, body, department, year."""
    funds: Read | None
    twin: str
    """The text of the cell that holds a word which nobody knows in the kind's twin."""
    indicators: tuple[Read, ...] = ROWS
    extra: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    goal: tuple[str, str | None] | None = None

    def with_word(self, word: str) -> Kind:
        """The twin of this kind."""
        rows = [
            row if isinstance(row, str) else [_with(cell, self.twin, word) for cell in row]
            for row in self.rows
        ]
        assert rows != list(map(list, self.rows)), self.twin
        return replace(self, rows=rows)


def _with(cell: str | tuple[str, int, int], text: str, word: str) -> str | tuple[str, int, int]:
    if isinstance(cell, str):
        return word if cell == text else cell
    return (word, *cell[1:]) if cell[0] == text else cell


WHO = ("渠道修复", "乙站", "甲县水利局", 2023)
TITLE: Layout = [[("项目支出绩效自评表（2023年度）", 1, 7)]]
HEAD: Layout = [
    *TITLE,
    ["项目名称", ("渠道修复", 1, 6)],
    ["主管部门", ("甲县水利局", 1, 2), "实施单位", ("乙站", 1, 3)],
]
TABLE: Layout = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    [("产出指标", 2, 1), "数量指标", "渠道长度", "≥5千米", "6千米", "60", "60"],
    ["质量指标", "合格率", "100%", "100%", "30", "30"],
    [("总分", 1, 5), "100", "99"],
]


def parts(kind: Kind) -> Iterator[tuple[list[str], Layout]]:
    """The tables of a kind, each with the lines above it."""
    lines: list[str] = []
    rows: list[Sequence[str | tuple[str, int, int]]] = []
    for row in kind.rows:
        if isinstance(row, str) and rows:
            yield lines, rows
            lines, rows = [], []
        if isinstance(row, str):
            lines.append(row)
        else:
            rows.append(row)
    yield lines, rows


def boxes(rows: Layout) -> list[Box]:
    """The layout as cells with spans."""
    return [
        Box(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid(rows).cells
    ]


def without_spans(rows: Layout) -> Rows:
    """The layout as a dump keeps it: below a merged cell an empty one, to its right nothing."""
    lines: dict[int, dict[int, str]] = defaultdict(dict)
    for each in grid(rows).cells:
        for row in range(each.row, each.row + each.row_span):
            lines[row][each.column] = each.text if row == each.row else ""
    return [[text for _, text in sorted(lines[row].items())] for row in sorted(lines)]


def _docx(kind: Kind) -> bytes:
    return docx_of("".join("".join(map(paragraph, lines)) + _word_table(rows) for lines, rows in parts(kind)))


def _word_table(rows: Layout) -> str:
    made = grid(rows)
    lines: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for each in made.cells:
        for row in range(each.row, each.row + each.row_span):
            begins = row == each.row
            restart = ' w:val="restart"' if begins else ""
            merged = f"<w:vMerge{restart}/>" if each.row_span > 1 else ""
            properties = f'<w:gridSpan w:val="{each.column_span}"/>{merged}'
            lines[row].append((each.column, cell(each.text if begins else "", properties=properties)))
    written = ("".join(text for _, text in sorted(lines[row])) for row in range(1, made.height + 1))
    return table(*written) + paragraph()


def _xlsx(kind: Kind) -> bytes:
    width = max(grid(rows).width for _, rows in parts(kind))
    return to_xlsx(boxes([[(row, 1, width)] if isinstance(row, str) else row for row in kind.rows]))


def _html(kind: Kind) -> bytes:
    return b"".join(to_html(boxes(rows), before=lines) for lines, rows in parts(kind))


def _txt(kind: Kind) -> bytes:
    tables = ("\n".join([*lines, "", dump(without_spans(rows))]) for lines, rows in parts(kind))
    return "\n".join(tables).encode()


WRITERS: Mapping[str, Callable[[Kind], bytes]] = {"docx": _docx, "xlsx": _xlsx, "html": _html, "txt": _txt}
"""Suffix -> writer of a kind."""
