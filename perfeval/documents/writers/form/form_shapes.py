"""The shapes of the official forms (表式): their words and columns, one entry a kind.

Sources: project, the annex of 财预〔2020〕10号 as published forms show it; department, the form of a bureau's published
report of 2023, with a column for notes; transfer, the regional form of the yearly notices on central transfers
(转移支付区域绩效自评表) as county forms show it, which has no 分值 and no 得分 (scoring-rules.md 5.1 to 5.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from perfeval.core.form import FormKind, SelfEvaluationForm

TOTAL = "总分"
_BASIS = "指标值设定依据"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: its header, the field under it, where it begins and over how many columns it runs."""

    header: str
    field: str
    start: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class FormShape:
    """Words and columns of an official form; `widths` are those of the columns in millimetres.

    `head` are the rows above the funds: each label with the field beside it, and over how many columns the two run. A
    field that the form has not is looked up among its own words (`extra`). `management` are the lines on how the money
    was managed, `levels` the categories of the empty form by dimension.
    """

    title: str
    widths: tuple[int, ...]
    head: tuple[tuple[tuple[str, str, int, int], ...], ...]
    funds: str
    fund_total: str
    fund_sources: tuple[str, ...]
    fund_name: Column
    fund_columns: tuple[Column, ...]
    goals: str
    goal_columns: tuple[Column, ...]
    columns: tuple[Column, ...]
    indicators: str | None = None
    management: tuple[str, ...] = ()
    remarks: str | None = None
    levels: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def has_marks(self) -> bool:
        """Whether the form has columns for marks and scores (分值, 得分)."""
        return any(column.field == "points" for column in self.columns)

    @property
    def last(self) -> int:
        """The last column, counted from 0."""
        return len(self.widths) - 1

    def place(self, field: str) -> int:
        """The column of a field of the indicators, counted from 0."""
        return next(column.start for column in self.columns if column.field == field)

    def fund_place(self, field: str) -> int | None:
        """The column of a field of the funds; None where the form does not print it."""
        return next((column.start for column in self.fund_columns if column.field == field), None)


_OUTPUT = ("数量指标", "质量指标", "时效指标", "成本指标")
_EFFECT = (
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)

_PROJECT = FormShape(
    title="项目支出绩效自评表",
    widths=(12, 19, 20, 34, 23, 23, 12, 17, 30),
    head=(
        (("项目名称", "name", 3, 6),),
        (("主管部门", "department", 3, 2), ("实施单位", "body", 1, 3)),
    ),
    funds="项目资金（{unit}）",
    fund_total="年度资金总额",
    fund_sources=("其中：当年财政拨款", "上年结转资金", "其他资金"),
    fund_name=Column("", "name", 1, 2),
    fund_columns=(
        Column("年初预算数", "initial_budget", 3),
        Column("全年预算数", "budget", 4),
        Column("全年执行数", "executed", 5),
        Column("分值", "points", 6),
        Column("执行率", "rate", 7),
        Column("得分", "score", 8),
    ),
    goals="年度总体目标",
    goal_columns=(Column("预期目标", "expected", 1, 4), Column("实际完成情况", "achieved", 5, 4)),
    columns=(
        Column("一级指标", "dimension", 1),
        Column("二级指标", "category", 2),
        Column("三级指标", "name", 3),
        Column("年度指标值", "target", 4),
        Column("实际完成值", "actual", 5),
        Column("分值", "points", 6),
        Column("得分", "score", 7),
        Column("偏差原因分析及改进措施", "note", 8),
    ),
    indicators="绩效指标",
    levels=(("产出指标", _OUTPUT), *_EFFECT),
)

_DEPARTMENT = FormShape(
    title="部门（单位）整体支出绩效目标自评表",
    widths=(19, 21, 34, 22, 22, 22, 12, 17, 21),
    head=(
        (("部门（单位）名称", "name", 1, 8),),
        (("主管部门", "department", 1, 4), ("实施单位", "body", 1, 3)),
    ),
    funds="年度预算（{unit}）",
    fund_total="年度总资金",
    fund_sources=("其中：中央安排", "省级安排", "市县级安排", "其他资金"),
    fund_name=Column("资金来源", "name", 1, 2),
    fund_columns=(
        Column("年初预算数", "initial_budget", 3),
        Column("全年预算数", "budget", 4),
        Column("全年执行数", "executed", 5),
        Column("分值权重", "points", 6),
        Column("执行率", "rate", 7),
        Column("得分", "score", 8),
    ),
    goals="年度总体目标",
    goal_columns=(Column("预期目标", "expected", 1, 3), Column("实际完成情况", "achieved", 4, 5)),
    columns=(
        Column("一级指标", "dimension", 0),
        Column("二级指标", "category", 1),
        Column("三级指标", "name", 2),
        Column("预期指标值", "target", 3),
        Column(_BASIS, _BASIS, 4),
        Column("实际完成指标值", "actual", 5),
        Column("分值权重", "points", 6),
        Column("得分", "score", 7),
        Column("偏差原因分析及改进措施", "note", 8),
    ),
    levels=(("履职效能", _OUTPUT), *_EFFECT),
)

_TRANSFER = FormShape(
    title="转移支付区域绩效自评表",
    widths=(15, 19, 24, 41, 25, 28, 38),
    head=(
        (("转移支付（项目）名称", "name", 2, 5),),
        (("中央主管部门", "中央主管部门", 2, 5),),
        (("地方主管部门", "department", 2, 2), ("资金使用单位", "body", 1, 2)),
    ),
    funds="资金投入情况（{unit}）",
    fund_total="年度资金总额",
    fund_sources=("其中：中央财政资金", "地方资金", "其他资金"),
    fund_name=Column("", "name", 1, 2),
    fund_columns=(
        Column("全年预算数（A）", "budget", 3),
        Column("全年执行数（B）", "executed", 4, 2),
        Column("预算执行率（B/A×100%）", "rate", 6),
    ),
    goals="总体目标完成情况",
    goal_columns=(Column("总体目标", "expected", 1, 3), Column("全年实际完成情况", "achieved", 4, 3)),
    columns=(
        Column("一级指标", "dimension", 1),
        Column("二级指标", "category", 2),
        Column("三级指标", "name", 3),
        Column("指标值", "target", 4),
        Column("全年实际完成值", "actual", 5),
        Column("未完成原因和改进措施", "note", 6),
    ),
    indicators="绩效指标",
    management=(
        "分配科学性",
        "下达及时性",
        "拨付合规性",
        "使用规范性",
        "执行准确性",
        "预算绩效管理情况",
        "支出责任履行情况",
    ),
    remarks="说明",
    levels=(("产出指标", _OUTPUT), *_EFFECT),
)

_MARKED_TRANSFER = replace(
    _TRANSFER,
    widths=(14, 18, 20, 36, 24, 24, 12, 17, 25),
    head=(
        (("转移支付（项目）名称", "name", 2, 7),),
        (("中央主管部门", "中央主管部门", 2, 7),),
        (("地方主管部门", "department", 2, 2), ("资金使用单位", "body", 1, 4)),
    ),
    fund_columns=(
        Column("年初预算数", "initial_budget", 3),
        Column("全年预算数（A）", "budget", 4),
        Column("全年执行数（B）", "executed", 5),
        Column("分值", "points", 6),
        Column("预算执行率（B/A）", "rate", 7),
        Column("得分", "score", 8),
    ),
    goal_columns=(Column("总体目标", "expected", 1, 4), Column("全年实际完成情况", "achieved", 5, 4)),
    columns=(
        *_TRANSFER.columns[:-1],
        Column("分值", "points", 6),
        Column("得分", "score", 7),
        Column("未完成原因和改进措施", "note", 8),
    ),
)
"""The same where the form carries marks: several provinces add the two columns."""

_SHAPES: Mapping[FormKind, FormShape] = {
    "project": _PROJECT,
    "department": _DEPARTMENT,
    "transfer": _TRANSFER,
}


TITLES: Mapping[FormKind, str] = {kind: shape.title for kind, shape in _SHAPES.items()}
"""Title of each kind of form."""


def shape_of(form: SelfEvaluationForm) -> FormShape:
    """The shape in which a form is written; rows that the form has nothing for are left out of its head."""
    shape = _MARKED_TRANSFER if form.kind == "transfer" and _has_marks(form) else _SHAPES[form.kind]
    if form.kind == "department" and not (form.department or form.body):
        return replace(shape, head=shape.head[:1])
    return shape


def empty_shape(kind: FormKind) -> FormShape:
    """The shape of the form with nothing filled in."""
    return _SHAPES[kind]


def _has_marks(form: SelfEvaluationForm) -> bool:
    funds = form.funds
    rows = ((each.points, each.submitted_score) for each in form.indicators)
    of_funds = () if funds is None else (funds.points, funds.submitted_score, funds.initial_budget)
    return any(any(each) for each in rows) or any(of_funds) or bool(form.submitted_score)


def printed_labels(shape: FormShape) -> frozenset[str]:
    """Labels of cells that the shape prints out of a form's own words."""
    fields = {field for row in shape.head for _, field, _, _ in row} | {each.field for each in shape.columns}
    return frozenset((*fields, *shape.management, *((shape.remarks,) if shape.remarks else ())))
