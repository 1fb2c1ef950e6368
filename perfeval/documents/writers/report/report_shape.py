"""The shape of the check report (perfeval.check/1) as types: what another program may rely on.

Numbers are text. Keys may be added, never renamed; every key is always there, null where unknown. The writer builds
these very types, so that mypy holds it to them.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from perfeval.core.comparators import Comparator
from perfeval.core.direction import Evidence as DirectionEvidence
from perfeval.core.problems import Severity
from perfeval.core.results import Origin, Selected, Status
from perfeval.core.ruleset import Evidence
from perfeval.core.trace import Operation
from perfeval.review.record.changes import Since
from perfeval.review.record.events import State


class SourceShape(TypedDict):
    """Where a form was read."""

    file: str | None
    place: str | None


class RulesetShape(TypedDict):
    """The rule set that scored a form, and how it was chosen."""

    id: str
    version: str
    sha256: str
    evidence: Evidence
    chosen: Selected


class OperandShape(TypedDict):
    """One operand of a step."""

    label: str
    value: str


class StepShape(TypedDict):
    """One operation of a computation; `children` are the steps of each reading under a hull."""

    operation: Operation
    label: str
    value: str
    high: str | None
    operands: list[OperandShape]
    detail: str | None
    source: str | None
    children: list[StepShape]


class AlternativeShape(TypedDict):
    """One score that a row may have: a number or an interval; `reading` is what was assumed for it."""

    low: str
    high: str
    low_open: bool
    high_open: bool
    reading: str | None
    origin: Origin


class DirectionShape(TypedDict):
    """How a target was compared, and what told so."""

    comparator: Literal[Comparator, "contested"]
    evidence: DirectionEvidence
    words: str | None


class ScoreShape(TypedDict):
    """The alternatives that rules and cells leave a row, their outermost ends, and whether its target is met."""

    low: str | None
    high: str | None
    low_open: bool
    high_open: bool
    alternatives: list[AlternativeShape]
    met: bool | None


class ScoredShape(ScoreShape):
    """What every scored row says beside its score: the claim, how both compare, the clause, the derivation."""

    points: str | None
    submitted_score: str | None
    status: Status
    reason: str | None
    difference: str | None
    clause: str | None
    place: str | None
    steps: list[StepShape]


class FundLineShape(TypedDict):
    """One source of funds."""

    name: str
    initial_budget: str | None
    budget: str | None
    executed: str | None
    place: str | None


class FundsShape(TypedDict):
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


class DimensionShape(TypedDict):
    """The sums of one level-1 dimension."""

    name: str
    points: str | None
    submitted: str | None
    low: str | None
    high: str | None


class DeterminedShape(TypedDict):
    """The sums of the rows that could be scored, where no total can be signed."""

    points: str | None
    submitted: str | None
    low: str
    high: str


class TotalShape(TypedDict):
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


class DecisionEventShape(TypedDict):
    """A decision on a finding (处理): who, when (UTC), state, reason and comment."""

    id: str
    who: str
    at: str
    state: State
    reason: str
    comment: str


class DecisionShape(TypedDict):
    """The decision in force; of several events, which contradict each other, the state is open."""

    state: State
    events: list[DecisionEventShape]


class JudgedShape(TypedDict):
    """What a review record says of a finding; both null without a record."""

    since: Since | None
    decision: DecisionShape | None


class GoneShape(TypedDict):
    """A finding of the last version that this one has no more, as the record names it."""

    fingerprint: str
    code: str
    severity: Severity
    indicator: str
    message: str
    since: Literal["gone"]
    decision: DecisionShape | None


class SeenRowShape(TypedDict):
    """A row of one version, as printed."""

    key: str
    name: str
    target: str
    actual: str
    points: str
    submitted: str
    status: str


class ChangeShape(TypedDict):
    """A row that changed since the last version; null where it is new or was taken out."""

    before: SeenRowShape | None
    now: SeenRowShape | None


class ScoreEventShape(TypedDict):
    """A row's reviewed score (复核得分): who, when (UTC), score, reason; `claim` is what the row said then."""

    id: str
    who: str
    at: str
    score: str
    reason: str
    claim: str


class RowScoreShape(TypedDict):
    """The reviewed scores of a row; `holds` while the row says what it said then."""

    row: int
    holds: bool
    events: list[ScoreEventShape]


class FormReviewShape(TypedDict):
    """A form beside the review record: what is gone and changed since the last version, reviewed scores by row."""

    gone: list[GoneShape]
    changes: list[ChangeShape]
    submitted_before: str | None
    scores: list[RowScoreShape]


class MessageShape(TypedDict):
    """A problem in the language of the report."""

    code: str
    severity: Severity
    message: str
    row: int | None
    indicator: str | None
    file: str | None
    place: str | None
    check: str | None


class ProblemShape(MessageShape, JudgedShape):
    """One finding; `detail_of` is the fingerprint of the finding that it only repeats or explains."""

    fingerprint: str
    detail_of: str | None


class CoverageShape(TypedDict):
    """Row counts: rows = scored + refused + unmarked + ignored."""

    rows: int
    scored: int
    refused: int
    unmarked: int
    ignored: int


class FilesShape(TypedDict):
    """What became of every file: found = with_forms + without_forms + unread + own + system + archives."""

    found: int
    with_forms: int
    without_forms: int
    unread: int
    own: int
    system: int
    archives: int


class FormShape(TypedDict):
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
    review: FormReviewShape | None
    coverage: CoverageShape


class ReportShape(TypedDict):
    """The whole report."""

    format: Literal["perfeval.check/1"]
    engine: str
    forms: list[FormShape]
    problems: list[ProblemShape]
    gone: list[GoneShape] | None
    coverage: CoverageShape
    files: FilesShape | None
