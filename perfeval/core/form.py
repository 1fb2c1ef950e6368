"""The self-evaluation form (绩效自评表) as it was filled in: text as printed, nothing computed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from perfeval.core.problems import Place

FormKind = Literal["project", "department", "transfer"]
"""项目支出 · 部门整体支出 · 转移支付."""


class Frozen(BaseModel):
    """Base of every model of a document or rule file: immutable, and an unknown key is an error."""

    # Validators are built when they are first needed: a command that reads no file starts without them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FundLine(Frozen):
    """One source of funds (资金来源), e.g. 其中：当年财政拨款; amounts in the form's money unit, as printed."""

    name: str
    initial_budget: str | None = None
    budget: str | None = None
    executed: str | None = None
    submitted_rate: str | None = None
    points: str | None = None
    submitted_score: str | None = None
    extra: dict[str, str] = {}
    """Cells of columns that the engine does not use (结余, 到位资金, 备注), under the form's own words."""
    place: Place | None = None


class Funds(Frozen):
    """The execution row (预算执行, 年度资金总额), as printed; `sources` are its 其中 lines, never scored rows.

    `unread` is what looks like the form's money and could not be read as such: the execution is then refused.
    """

    initial_budget: str | None = None
    budget: str | None = None
    executed: str | None = None
    points: str | None = None
    submitted_rate: str | None = None
    submitted_score: str | None = None
    sources: tuple[FundLine, ...] = ()
    money_unit: str = "万元"
    extra: dict[str, str] = {}
    unread: str | None = None
    place: Place | None = None


class Indicator(Frozen):
    """One level-3 indicator row (三级指标), as printed; merged level cells are already filled down.

    `points` is the full mark (分值). `graded_targets` holds the target values of a form that prints one for each
    grade, best first. `block` numbers the rows that share one merged score cell (合并得分): the first row of a
    block carries the points and the score. `ignored` gives the reason code of a row that is not scored
    (e.g. "breakdown", "template-leftover", "not-applicable"). `facts` holds what no form prints and a person
    recorded (e.g. {"target_too_low": "yes"}). `extra` keeps cells of columns that the engine does not use.
    """

    name: str
    dimension: str = ""
    category: str = ""
    target: str | None = None
    initial_target: str | None = None
    actual: str | None = None
    points: str | None = None
    submitted_score: str | None = None
    submitted_completion: str | None = None
    coefficient: str | None = None
    deviation_note: str | None = None
    graded_targets: tuple[str, ...] = ()
    block: int | None = None
    ignored: str | None = None
    facts: dict[str, str] = {}
    extra: dict[str, str] = {}
    place: Place | None = None
    places: dict[str, Place] = {}
    """Address of single cells by field name (target, actual, points, submitted_score …), where known."""


class Goal(Frozen):
    """Annual goal (年度总体目标): what was expected and what is reported as achieved."""

    expected: str | None = None
    achieved: str | None = None


class SelfEvaluationForm(Frozen):
    """One self-evaluation form (绩效自评表) as submitted.

    `name` is the project (项目名称) or, on a department form, the department; `body` is the implementing unit
    (实施单位), `department` the responsible one (主管部门). `jurisdiction` is a path such as "cn/xinjiang/urumqi",
    only when stated, never guessed. `has_note_column` says whether the layout has a cell for deviation notes.
    `extra` keeps what the engine does not use (项目负责人, 项目类别), under the form's own labels.
    """

    kind: FormKind = "project"
    name: str = ""
    body: str | None = None
    department: str | None = None
    year: int | None = None
    jurisdiction: str | None = None
    filer: Literal["central", "local", "unit"] | None = None
    layout: str | None = None
    funds: Funds | None = None
    goal: Goal = Goal()
    indicators: tuple[Indicator, ...] = ()
    submitted_points: str | None = None
    submitted_score: str | None = None
    total_place: Place | None = None
    has_note_column: bool = True
    facts: dict[str, str] = {}
    extra: dict[str, str] = {}
    file: str | None = None
    place: Place | None = None
