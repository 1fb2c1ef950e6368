"""What scoring returns: rows, totals and coverage, frozen (复算结果)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self, get_args

from perfeval.core.actual import Actual
from perfeval.core.comparators import Comparator
from perfeval.core.direction import Direction
from perfeval.core.form import Indicator, SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.core.ruleset import Ruleset
from perfeval.core.target import Target
from perfeval.core.trace import Step

Status = Literal["equal", "within", "differs", "undecided", "unsubmitted", "refused", "unmarked", "ignored"]
"""equal 一致 · within 在区间内 · differs 不一致 · undecided 待判断 · unsubmitted 未填得分 · refused 无法复算 ·
unmarked 没有分值 · ignored 不计分."""

SCORED: tuple[Status, ...] = ("equal", "within", "differs", "undecided", "unsubmitted")
STATUSES: tuple[Status, ...] = get_args(Status)
Verdict = Literal[Status, "error"]
"""What is said of a whole form: the status of its worst row or its total, or that something else is an error."""
WORST_FIRST: tuple[Verdict, ...] = (
    "differs",
    "refused",
    "error",
    "undecided",
    "unsubmitted",
    "within",
    "equal",
    "unmarked",
    "ignored",
)
"""The order in which a form's verdict is made (从重)."""
CONSISTENT: tuple[Verdict, ...] = ("equal", "within", "unsubmitted", "unmarked", "ignored")
"""Statuses that leave nothing to look at."""
Selected = Literal["named", "jurisdiction", "national"]
"""How the rule set of a form was selected: by its id, by the form's jurisdiction, or because no other applies."""

Origin = Literal["law", "cells"]
"""Where an alternative comes from: the law leaves room (规则未定), or the cells can be read so (表格可这样读)."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One score that a row may have, in 分, rounded as the rule set says: a number, or an interval.

    `readings` are what was assumed for it, a text for each way that leads to it; `cells` is the reading of the cells
    that it belongs to, and `exact_low`, `exact_high` are its ends before the rounding; none of this counts when scores
    are compared.
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False
    readings: tuple[str, ...] = field(default=(), compare=False)
    origin: Origin = field(default="law", compare=False)
    cells: str = field(default="", compare=False)
    exact_low: Fraction | None = field(default=None, compare=False)
    exact_high: Fraction | None = field(default=None, compare=False)

    @property
    def is_point(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def holds(self, value: Fraction) -> bool:
        """Whether a score lies inside, open ends left out."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return above and below

    def distance(self, value: Fraction) -> Fraction:
        """Signed distance of a score from the nearest end: zero inside, and at an open end."""
        return max(value - Fraction(self.high), Fraction(0)) or min(value - Fraction(self.low), Fraction(0))

    @property
    def ends(self) -> tuple[Decimal, Decimal, bool, bool]:
        """What it says, apart from how it came about."""
        return self.low, self.high, self.low_open, self.high_open


@dataclass(frozen=True, slots=True)
class Score:
    """A recomputed score (复算得分): the union of its alternatives; `low` and `high` are its outermost ends."""

    alternatives: tuple[Alternative, ...]

    @classmethod
    def of(cls, low: Decimal, high: Decimal, low_open: bool = False, high_open: bool = False) -> Self:
        """The score that is one interval, or with equal ends one number."""
        is_point = low == high
        return cls((Alternative(low, high, low_open and not is_point, high_open and not is_point),))

    @property
    def low(self) -> Decimal:
        """The lowest end of any alternative."""
        return min(each.low for each in self.alternatives)

    @property
    def high(self) -> Decimal:
        """The highest end of any alternative."""
        return max(each.high for each in self.alternatives)

    @property
    def low_open(self) -> bool:
        """Whether no alternative reaches the lowest end."""
        return all(each.low_open for each in self.alternatives if each.low == self.low)

    @property
    def high_open(self) -> bool:
        """Whether no alternative reaches the highest end."""
        return all(each.high_open for each in self.alternatives if each.high == self.high)

    @property
    def exact_low(self) -> Fraction:
        """The lowest end before the rounding of the score rule."""
        return min(
            Fraction(each.low) if each.exact_low is None else each.exact_low for each in self.alternatives
        )

    @property
    def exact_high(self) -> Fraction:
        """The highest end before the rounding of the score rule."""
        return max(
            Fraction(each.high) if each.exact_high is None else each.exact_high for each in self.alternatives
        )

    @property
    def is_point(self) -> bool:
        """Whether one number is left."""
        return self.low == self.high

    @property
    def numbers(self) -> int:
        """How many different scores or intervals are left."""
        return len({each.ends for each in self.alternatives})

    def holds(self, value: Fraction) -> bool:
        """Whether a score lies in one of the alternatives."""
        return any(each.holds(value) for each in self.alternatives)

    def is_held_by_all_cells(self, value: Fraction) -> bool:
        """Whether a score lies in an alternative, whichever way the cells are read."""
        held = {each.cells for each in self.alternatives if each.holds(value)}
        return held == {each.cells for each in self.alternatives}

    def distance(self, value: Fraction) -> Fraction:
        """Signed distance of a score from the nearest end of any alternative: zero inside."""
        return min((each.distance(value) for each in self.alternatives), key=abs)


@dataclass(frozen=True, slots=True)
class Read:
    """What the cells of a row say in one reading (所读): `goal` and `reached` are numbers of one unit.

    `comparator` is the one that was judged by, inferred or printed; `met` is None where nobody can say.
    """

    target: Target
    actual: Actual
    comparator: Comparator | None = None
    goal: Fraction | None = None
    reached: Fraction | None = None
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row recomputed: claim beside computation. Row 0 is the execution row.

    `readings` are the ways in which its cells may be read, `direction` how its target was compared, `met` whether it
    is met however the cells are read.
    """

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
    readings: tuple[Read, ...] = ()
    direction: Direction | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where nobody can say, or the readings of the cells disagree."""
        found = {each.met for each in self.readings}
        return found.pop() if len(found) == 1 else None

    @property
    def difference(self) -> Fraction | None:
        """Submitted less recomputed (差异): signed distance to the nearest end of the interval."""
        if self.score is None or self.submitted is None:
            return None
        return self.score.distance(self.submitted)

    @property
    def confirmed(self) -> Decimal | Fraction | None:
        """What an evaluator can sign for this row (复核得分): its one number, or the submitted score that lies in an
        alternative; None where a person must choose.
        """
        if self.score is None or self.status == "undecided":
            return None
        if self.score.is_point:
            return self.score.low
        return self.submitted if self.status in ("equal", "within") else None


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
    """The total (总分): printed, recomputed, and the one that an evaluator can sign (`confirmed`).

    `is_whole`: the rows' marks make up the whole that the rule set states (分值合计 100), rows that do not apply aside.
    """

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
    is_whole: bool = False

    @property
    def difference(self) -> Fraction | None:
        """Printed total less the confirmed one."""
        if self.submitted is None or self.confirmed is None:
            return None
        return self.submitted - Fraction(self.confirmed)

    @property
    def gap(self) -> Fraction | None:
        """Printed total less the confirmed one; where there is none, less the nearest end of what was recomputed."""
        if self.difference is not None or self.score is None or self.submitted is None:
            return self.difference
        return self.score.distance(self.submitted)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Row counts: `rows` = scored + refused + unmarked + ignored."""

    rows: int = 0
    scored: int = 0
    refused: int = 0
    unmarked: int = 0
    ignored: int = 0

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.rows + other.rows,
            self.scored + other.scored,
            self.refused + other.refused,
            self.unmarked + other.unmarked,
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
        """How many rows were scored, refused, left without marks and ignored."""
        statuses = [row.status for row in self.rows]
        scored = sum(status in SCORED for status in statuses)
        others = (statuses.count(status) for status in ("refused", "unmarked", "ignored"))
        return Coverage(len(statuses), scored, *others)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses of all rows, then that of the total."""
        return (*(row.status for row in self.rows), self.total.status)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Problems of the form, then of its rows in order."""
        return self.problems + tuple(problem for row in self.rows for problem in row.problems)


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """A form recomputed and reviewed: the result, how its rule set was chosen, and the findings of the checks."""

    result: FormResult
    chosen: Selected
    findings: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found: by reading and scoring, then by the checks."""
        return self.result.all_problems + self.findings

    @property
    def verdict(self) -> Verdict:
        """Verdict on the form: the worst of its rows, its total and its errors (结论)."""
        found: set[Verdict] = {*self.result.statuses}
        if any(problem.severity == "error" for problem in self.problems):
            found.add("error")
        return next(verdict for verdict in WORST_FIRST if verdict in found)

    @property
    def is_clean(self) -> bool:
        """No row or total differs, is undecided or refused, and nothing found is an error (exit code 0)."""
        return self.verdict in CONSISTENT
