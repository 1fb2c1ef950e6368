"""Forms of invented bodies in layouts that few print, and what must be read of each, cell for cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layouts_as_rows import Rows, dump, grid
from table_writers import Box, to_docx, to_html, to_xlsx

Layout = Sequence[Sequence[str | tuple[str, int, int]]]
Read = tuple[str | None, ...]


@dataclass(frozen=True)
class Kind:
    """A layout; who is who; budget, executed, marks, rate and score; the rows; what else is kept; problem codes."""

    rows: Layout
    who: tuple[str, str | None, str | None, int]
    """Name, body, department, year."""
    funds: Read | None
    indicators: tuple[Read, ...] = (
        ("产出指标", "渠道长度", "≥5千米", "6千米", "60", "60"),
        ("产出指标", "合格率", "100%", "100%", "30", "30"),
    )
    extra: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    needs_spans: bool = False
    """Whether nobody can read it where merged cells are lost, as in a text dump."""


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
WIDE: Layout = [[*row, ""] for row in TABLE]
DEPARTMENT: Layout = [[("2023年度部门整体支出绩效自评表", 1, 8)], ["部门名称", ("甲县水利局", 1, 7)]]
BODY = ("甲县水利局", None, None, 2023)

KINDS: Mapping[str, Kind] = {
    "tasks and their sum with marks": Kind(
        [
            *DEPARTMENT,
            [
                ("年度主要任务", 4, 1),
                "任务名称",
                "主要内容",
                "全年预算数",
                "全年执行数",
                "分值",
                "执行率",
                "得分",
            ],
            ["防汛", "值守", "100", "100", "", "100%", ""],
            ["灌溉", "放水", "100", "80", "", "80%", ""],
            [("金额合计", 1, 2), "200", "180", "10", "90%", "9"],
            *WIDE,
        ],
        BODY,
        ("200", "180", "10", "90%", "9"),
    ),
    "tasks, and the execution among the indicators": Kind(
        [
            *DEPARTMENT,
            [("年度主要任务", 4, 1), "任务名称", "主要内容", ("全年预算数", 1, 2), ("全年执行数", 1, 3)],
            ["防汛", "值守", ("100", 1, 2), ("100", 1, 3)],
            ["灌溉", "放水", ("100", 1, 2), ("80", 1, 3)],
            [("金额合计", 1, 2), ("200", 1, 2), ("180", 1, 3)],
            WIDE[0],
            ["投入指标", "预算执行", "预算执行率", "100%", "90%", "10", "9", ""],
            *WIDE[1:],
        ],
        BODY,
        ("200", "180", "10", "90%", "9"),
    ),
    "资金总额 and 实际支出 in a header": Kind(
        [
            *HEAD,
            ["项目资金（万元）", ("资金总额", 1, 2), ("实际支出", 1, 2), ("得分（10分）", 1, 2)],
            ["", ("200", 1, 2), ("180", 1, 2), ("9", 1, 2)],
            *TABLE,
        ],
        WHO,
        ("200", "180", "10", None, "9"),
    ),
    "资金总额 and 实际支出 in rows of their own": Kind(
        [
            *HEAD,
            [("项目资金（万元）", 3, 1), ("资金总额", 1, 2), ("200", 1, 4)],
            [("实际支出", 1, 2), ("180", 1, 4)],
            [("得分（10分）", 1, 2), ("9", 1, 4)],
            *TABLE,
        ],
        WHO,
        ("200", "180", "10", None, "9"),
    ),
    "财政拨款数 and 实际支付数": Kind(
        [
            *HEAD,
            ["项目资金（万元）", "财政拨款数", "实际支付数", "资金结余", "分值", "执行率", "得分"],
            ["年度资金总额", "200", "180", "20", "10", "90%", "9"],
            *TABLE,
        ],
        WHO,
        ("200", "180", "10", "90%", "9"),
    ),
    "计划安排, 到位, 支出, 结余": Kind(
        [
            *HEAD,
            ["资金情况（万元）", "计划安排资金", "实际到位", "实际支出", "结余", "执行率", "得分（10分）"],
            ["", "200", "190", "180", "20", "90%", "9"],
            *TABLE,
        ],
        WHO,
        ("200", "180", "10", "90%", "9"),
    ),
    "a header over three rows": Kind(
        [
            *HEAD,
            [
                ("资金情况（万元）", 3, 1),
                *(("全年预算数", 1, 3), ("全年执行资金", 2, 1), ("执行率", 2, 1), ("得分（10分）", 2, 1)),
            ],
            ["合计", "中央", "县级"],
            ["(A)", "(B)", "(C)", "(E)", "(E/A)", ""],
            ["年度资金总额", "200", "150", "50", "180", "90%", "9"],
            *TABLE,
        ],
        WHO,
        ("200", "180", "10", "90%", "9"),
        needs_spans=True,
    ),
    "a transfer without marks": Kind(
        [
            [("转移支付区域绩效目标自评表（2022年度）", 1, 7)],
            ["转移支付(项目)名称", ("林业补助资金", 1, 6)],
            ["中央主管部门", ("国家林草局", 1, 6)],
            ["地方主管部门", ("甲省林业局", 1, 2), "资金使用单位", ("乙县林业局", 1, 3)],
            [
                ("资金投入情况（万元）", 2, 1),
                *("", ("全年预算数（A）", 1, 2), ("全年执行数（B）", 1, 2), "预算执行率（B/A）"),
            ],
            ["年度资金总额", ("300", 1, 2), ("270", 1, 2), "90%"],
            [("资金管理情况", 2, 1), "", ("情况说明", 1, 3), ("存在问题和改进措施", 1, 2)],
            ["分配科学性", ("按因素法分配", 1, 3), ("无", 1, 2)],
            [("总体目标完成情况", 2, 1), ("总体目标", 1, 3), ("全年实际完成情况", 1, 3)],
            [("造林5万亩", 1, 3), ("造林5.1万亩", 1, 3)],
            [
                ("绩效指标", 2, 1),
                *("一级指标", "二级指标", "三级指标", "指标值", "全年实际完成值", "未完成原因和改进措施"),
            ],
            ["产出指标", "数量指标", "造林面积", "≥5万亩", "5.1万亩", ""],
        ],
        ("林业补助资金", "乙县林业局", "甲省林业局", 2022),
        ("300", "270", None, "90%", None),
        (("产出指标", "造林面积", "≥5万亩", "5.1万亩", None, None),),
        (("中央主管部门", "国家林草局"), ("分配科学性", "按因素法分配；无")),
    ),
    "labels of a region": Kind(
        [
            [("自治区项目支出绩效自评表", 1, 7)],
            ["项目支出名称", ("渠道修复", 1, 2), "项目年份", ("2022", 1, 3)],
            ["自治区主管部门", ("自治区水利厅", 1, 2), "县级主管部门", ("甲县水利局", 1, 3)],
            ["项目实施单位", ("乙站", 1, 6)],
            *TABLE,
        ],
        ("渠道修复", "乙站", "甲县水利局", 2022),
        None,
        extra=(("自治区主管部门", "自治区水利厅"),),
    ),
    "the name and the year in the title": Kind(
        [
            [("二〇二一年度河道清淤项目支出绩效自评表", 1, 7)],
            [("填报单位：甲县水利局        单位：万元", 1, 7)],
            *TABLE,
        ],
        ("河道清淤项目", "甲县水利局", None, 2021),
        None,
    ),
    "a level in 类别, other words for the columns": Kind(
        [
            *HEAD,
            ["类别", "指标内容", "年初设定目标", "全年完成情况", "分值", "自评分值", "未达标原因说明"],
            ["产出", "渠道", "≥5千米", "6千米", "60", "60", ""],
            ["效益", "受益户", "≥90户", "80户", "40", "35", "外出"],
            [("合计", 1, 4), "100", "95", ""],
        ],
        WHO,
        None,
        (("产出", "渠道", "≥5千米", "6千米", "60", "60"), ("效益", "受益户", "≥90户", "80户", "40", "35")),
    ),
    "no marks at all": Kind(
        [
            *HEAD,
            ["类别", "指标", ("目标值", 1, 2), "完成值", ("完成率", 1, 2)],
            ["产出", "渠道", ("≥5千米", 1, 2), "6千米", ("120%", 1, 2)],
        ],
        WHO,
        None,
        (("产出", "渠道", "≥5千米", "6千米", None, None),),
    ),
    "two years side by side": Kind(
        [
            *HEAD,
            [("指标", 2, 2), ("2022年", 1, 2), ("2023年", 1, 2), ("得分", 2, 1)],
            ["目标值", "完成值", "目标值", "完成值"],
            ["产出指标", "渠道", "≥4千米", "4千米", "≥5千米", "6千米", "60"],
            [("总分", 1, 6), "60"],
        ],
        WHO,
        None,
        (("产出指标", "渠道", "≥5千米", "6千米", None, "60"),),
        codes=("years-side-by-side",),
        needs_spans=True,
    ),
}


def boxes(rows: Layout) -> list[Box]:
    """The layout as cells with spans."""
    return [
        Box(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in grid(rows).cells
    ]


def without_spans(rows: Layout) -> Rows:
    """The layout as a dump keeps it: below a merged cell an empty one, to its right nothing."""
    lines: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in grid(rows).cells:
        for row in range(cell.row, cell.row + cell.row_span):
            lines[row][cell.column] = cell.text if row == cell.row else ""
    return [[text for _, text in sorted(lines[row].items())] for row in sorted(lines)]


WRITERS = {
    "docx": lambda rows: to_docx(boxes(rows)),
    "xlsx": lambda rows: to_xlsx(boxes(rows)),
    "html": lambda rows: to_html(boxes(rows)),
    "txt": lambda rows: dump(without_spans(rows)).encode(),
}
"""Suffix -> writer of a layout."""
