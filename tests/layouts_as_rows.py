"""Forms laid out as rows of cells, written independently of the readers; invented bodies only."""

from collections.abc import Sequence

from perfeval.core.form import SelfEvaluationForm
from perfeval.documents.grid import Cell, Document, Grid

Rows = list[list[str]]

HEADER = [
    *("", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    "偏差原因分析及改进措施",
]


def dump(rows: Rows) -> str:
    """Text dump of a Word table: a cell on a line behind a tab, an empty line after each row."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def tabbed(rows: Rows, delimiter: str = "\t") -> str:
    """One row on a line."""
    return "".join(delimiter.join(row) + "\n" for row in rows)


def ministry_rows(form: SelfEvaluationForm) -> Rows:
    """The ministry's layout of 2020; vertically merged cells leave empty ones, others leave nothing."""
    funds = form.funds
    assert funds is not None
    rows = [
        ["项 目 支 出 绩 效 自 评 表"],
        [f"（{form.year}年度）"],
        ["项目名称", form.name],
        ["主管部门", form.department or "", "实施单位", form.body or ""],
        ["项目资金\n（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ]
    for line in (funds, *funds.sources):
        money = [line.initial_budget, line.budget, line.executed, line.points, line.submitted_rate]
        label = "年度资金总额" if line is funds else line.name
        rows.append(["", label, *(text or "" for text in money), line.submitted_score or ""])
    rows.append(["年度总体目标", "预期目标", "实际完成情况"])
    rows.append(["", form.goal.expected or "", form.goal.achieved or ""])
    rows.append(HEADER)
    dimension = category = ""
    for indicator in form.indicators:
        same = indicator.dimension == dimension
        rows.append(
            [
                "年度绩效指标完成情况" if not dimension else "",
                "" if same else indicator.dimension,
                "" if same and indicator.category == category else indicator.category,
                *(indicator.name, indicator.target or "", indicator.actual or "", indicator.points or ""),
                *(indicator.submitted_score or "", indicator.deviation_note or ""),
            ]
        )
        dimension, category = indicator.dimension, indicator.category
    rows.append(["总分", form.submitted_points or "", form.submitted_score or "", ""])
    return rows


def grid(rows: Sequence[Sequence[str | tuple[str, int, int]]], heading: tuple[str, ...] = ()) -> Grid:
    """A grid with exact spans: a cell is its text, or text with row span and column span."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        column = 1
        for each in row:
            text, down, right = (each, 1, 1) if isinstance(each, str) else each
            while (number, column) in taken:
                column += 1
            cells.append(Cell(number, column, text, down, right))
            taken |= {(number + y, column + x) for y in range(down) for x in range(right)}
            column += right
    return Grid(tuple(cells), heading)


def document(*grids: Grid) -> Document:
    return Document(tuple(grids))
