"""The shape of the check report (perfeval.check/1) as types: what another program may rely on.

Numbers are text. Keys may be added, never renamed; every key is always there, null where unknown.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from perfeval.core.comparators import Comparator
from perfeval.core.direction import Evidence as DirectionEvidence
from perfeval.core.problems import Severity
from perfeval.core.results import Origin, Status
from perfeval.core.ruleset import Evidence
from perfeval.core.trace import Operation


class Shape(BaseModel):
    """Base: every key is required, and further keys are allowed."""

    model_config = ConfigDict(extra="allow")


class SourceShape(Shape):
    """Where a form was read."""

    file: str | None
    place: str | None


class RulesetShape(Shape):
    """The rule set that scored a form, and how it was chosen."""

    id: str
    version: str
    sha256: str
    evidence: Evidence
    chosen: Literal["named", "jurisdiction", "national"]


class OperandShape(Shape):
    """One operand of a step."""

    label: str
    value: str


class StepShape(Shape):
    """One operation of a computation; `children` are the steps of each reading under a hull."""

    operation: Operation
    label: str
    value: str
    high: str | None
    operands: list[OperandShape]
    detail: str | None
    source: str | None
    children: list[StepShape]


class AlternativeShape(Shape):
    """One score that a row may have: a number or an interval; `reading` is what was assumed for it."""

    low: str
    high: str
    low_open: bool
    high_open: bool
    reading: str | None
    origin: Origin


class DirectionShape(Shape):
    """How a target was compared, and what told so."""

    comparator: Literal[Comparator, "contested"]
    evidence: DirectionEvidence
    words: str | None


class ScoredShape(Shape):
    """What every scored row says: the alternatives that rules and cells leave, their outermost ends, the claim."""

    points: str | None
    submitted_score: str | None
    low: str | None
    high: str | None
    low_open: bool
    high_open: bool
    alternatives: list[AlternativeShape]
    met: bool | None
    status: Status
    reason: str | None
    difference: str | None
    clause: str | None
    place: str | None
    steps: list[StepShape]


class FundLineShape(Shape):
    """One source of funds."""

    name: str
    initial_budget: str | None
    budget: str | None
    executed: str | None
    place: str | None


class FundsShape(Shape):
    """The money of a form, whether the form scores its execution or not; `rate` is executed ÷ budget in per cent."""

    initial: str | None
    budget: str | None
    executed: str | None
    rate: str | None
    submitted_rate: str | None
    unit: str
    place: str | None
    sources: list[FundLineShape]


class ExecutionShape(ScoredShape):
    """The execution row."""

    budget: str | None
    executed: str | None
    rate: str | None
    submitted_rate: str | None
    sources: list[FundLineShape]


class IndicatorShape(ScoredShape):
    """One indicator row."""

    row: int
    name: str
    dimension: str
    category: str
    target: str | None
    actual: str | None
    completion_ratio: str | None
    direction: DirectionShape | None
    block: int | None
    rule: str | None
    deviation_note: str | None


class DimensionShape(Shape):
    """The sums of one level-1 dimension."""

    name: str
    points: str | None
    submitted: str | None
    low: str | None
    high: str | None


class DeterminedShape(Shape):
    """The sums of the rows that could be scored, where no total can be signed."""

    points: str | None
    submitted: str | None
    low: str
    high: str


class TotalShape(Shape):
    """The total."""

    points: str | None
    submitted_points: str | None
    submitted_score: str | None
    low: str | None
    high: str | None
    confirmed: str | None
    determined: DeterminedShape | None
    difference: str | None
    status: Status
    grade: str | None
    grade_low: str | None
    grade_high: str | None


class ProblemShape(Shape):
    """One finding."""

    code: str
    severity: Severity
    message: str
    row: int | None
    indicator: str | None
    file: str | None
    place: str | None
    check: str | None
    fingerprint: str
    detail_of: str | None


class CoverageShape(Shape):
    """Row counts: rows = scored + refused + unmarked + ignored."""

    rows: int
    scored: int
    refused: int
    unmarked: int
    ignored: int


class FilesShape(Shape):
    """What became of every file: found = with_forms + without_forms + unread + own + system + archives."""

    found: int
    with_forms: int
    without_forms: int
    unread: int
    own: int
    system: int
    archives: int


class FormShape(Shape):
    """One form of the report."""

    source: SourceShape
    kind: Literal["project", "department", "transfer"]
    id: str
    name: str
    body: str | None
    department: str | None
    year: int | None
    ruleset: RulesetShape
    execution: ExecutionShape | None
    funds: FundsShape | None
    indicators: list[IndicatorShape]
    dimensions: list[DimensionShape]
    total: TotalShape
    problems: list[ProblemShape]
    coverage: CoverageShape


class ReportShape(Shape):
    """The whole report."""

    format: Literal["perfeval.check/1"]
    engine: str
    forms: list[FormShape]
    problems: list[ProblemShape]
    coverage: CoverageShape
    files: FilesShape | None
