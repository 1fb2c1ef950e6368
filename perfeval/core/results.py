"""What scoring returns: rows, totals and coverage, frozen (复算结果)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Ruleset
from perfeval.core.trace import Step

Status = Literal["equal", "within", "differs", "unsubmitted", "refused", "ignored"]
"""equal 一致 · within 在区间内 · differs 不一致 · unsubmitted 未填得分 · refused 无法复算 · ignored 不计分."""

SCORED: tuple[Status, ...] = ("equal", "within", "differs", "unsubmitted")


@dataclass(frozen=True, slots=True)
class Score:
    """A recomputed score (复算得分) in 分, rounded as the rule set says: one number, or an interval."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        """Whether the rule leaves one number."""
        return self.low == self.high

    def holds(self, value: Fraction) -> bool:
        """Whether a submitted score lies inside, open ends left out."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def distance(self, value: Fraction) -> Fraction:
        """Signed distance of a submitted score from the nearest end: zero inside."""
        if value > Fraction(self.high) or (self.high_open and value == self.high):
            return value - Fraction(self.high)
        return min(value - Fraction(self.low), Fraction(0))


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row recomputed: claim beside computation. Row 0 is the execution row."""

    row: int
    name: str
    status: Status
    points: Fraction | None = None
    submitted: Fraction | None = None
    score: Score | None = None
    completion_ratio: Fraction | None = None
    rule: str | None = None
    level: str | None = None
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    reason: str | None = None
    indicator: Indicator | None = None
    place: Place | None = None

    @property
    def difference(self) -> Fraction | None:
        """Submitted less recomputed (差异): signed distance to the nearest end of the interval."""
        if self.score is None or self.submitted is None:
            return None
        return self.score.distance(self.submitted)

    @property
    def confirmed(self) -> Decimal | Fraction | None:
        """What an evaluator can sign for this row (复核得分); None where a band has no submitted score."""
        if self.score is None:
            return None
        if self.score.is_point:
            return self.score.low
        if self.submitted is None:
            return None
        if self.score.holds(self.submitted):
            return self.submitted
        return self.score.low if self.submitted <= self.score.low else self.score.high


@dataclass(frozen=True, slots=True)
class Determined:
    """Sums over the rows that could be scored, where not all could."""

    points: Fraction
    submitted: Fraction
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class DimensionSum:
    """Sums of one level-1 dimension (一级指标小计); low and high are None where a row of it was refused."""

    name: str
    points: Fraction
    submitted: Fraction
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class TotalResult:
    """The total (总分): printed, recomputed, and the one that an evaluator can sign (`confirmed`)."""

    points: Fraction
    status: Status
    submitted: Fraction | None = None
    submitted_points: Fraction | None = None
    score: Score | None = None
    confirmed: Decimal | None = None
    determined: Determined | None = None
    grade: str | None = None
    grade_low: str | None = None
    grade_high: str | None = None

    @property
    def difference(self) -> Fraction | None:
        """Printed total less the confirmed one."""
        if self.submitted is None or self.confirmed is None:
            return None
        return self.submitted - Fraction(self.confirmed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Row counts: `rows` = scored + refused + ignored."""

    rows: int = 0
    scored: int = 0
    refused: int = 0
    ignored: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.rows + other.rows,
            self.scored + other.scored,
            self.refused + other.refused,
            self.ignored + other.ignored,
        )


@dataclass(frozen=True, slots=True)
class FormResult:
    """One form recomputed under one rule set."""

    form: SelfEvaluationForm
    ruleset: Ruleset
    execution: RowResult | None
    execution_rate: Fraction | None
    indicators: tuple[RowResult, ...]
    dimensions: tuple[DimensionSum, ...]
    total: TotalResult
    problems: tuple[Problem, ...] = ()

    @property
    def rows(self) -> tuple[RowResult, ...]:
        """The execution row, where the form scores it, then the indicator rows."""
        return (() if self.execution is None else (self.execution,)) + self.indicators

    @property
    def coverage(self) -> Coverage:
        """How many rows were scored, refused and ignored."""
        statuses = [row.status for row in self.rows]
        scored = sum(status in SCORED for status in statuses)
        return Coverage(len(statuses), scored, statuses.count("refused"), statuses.count("ignored"))

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the form, then of its rows in order."""
        return self.problems + tuple(problem for row in self.rows for problem in row.problems)


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form recomputed and reviewed: the result, how its rule set was chosen, and the findings of the checks."""

    result: FormResult
    chosen: Literal["named", "jurisdiction", "national"]
    findings: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found: by reading and scoring, then by the checks."""
        return self.result.all_problems + self.findings

    @property
    def is_clean(self) -> bool:
        """No row or total differs or is refused, and nothing found is an error (exit code 0)."""
        statuses = [row.status for row in self.result.rows] + [self.result.total.status]
        bad = any(status in ("differs", "refused") for status in statuses)
        return not bad and all(problem.severity != "error" for problem in self.problems)
