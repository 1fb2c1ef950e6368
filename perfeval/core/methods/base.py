"""What every scoring method (计分方法) receives, returns and declares."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from perfeval.core.attainment import Level as Attainment
from perfeval.core.exact import ExactnessError, exact, show
from perfeval.core.form import Frozen
from perfeval.core.span import Span, parse_span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step

Direction = Literal["rising", "falling", "peak", "none"]
"""How the score moves as the actual value grows: never down, never up, up to the target and down after it, or
not described by the actual value at all (words, facts)."""

Unstated = Literal["unstated"]
"""A parameter that the source leaves open: the score is what its known readings span."""


def _exact(value: object) -> object:
    return exact(value) if isinstance(value, str | int) and not isinstance(value, bool) else value


def _span(value: object) -> object:
    return parse_span(value) if isinstance(value, str) else value


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(show, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}),
]
"""A number as rule files write it: decimal text, or a fraction such as 2/3; exact."""

Interval = Annotated[
    Span,
    BeforeValidator(_span),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^[\[(].+,.+[\])]$"}),
]
"""An interval as rule files write it: `[0.8, 1]`."""


def _bounded(span: Span) -> Span:
    if span.low is None or span.high is None:
        raise ValueError(f"a share of the marks needs two ends: {span}")
    return span


Share = Annotated[Interval, AfterValidator(_bounded)]
"""An interval of shares of the full mark; both ends finite."""


Readings = tuple[Any, ...] | Mapping[Comparator | None, tuple[Any, ...]]
"""The values that a parameter is known to take; by comparator where they differ."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row ready to be scored: every number exact, the units of target and actual already the same.

    `points` is the full mark in 分; `ratio` the completion ratio (完成率) after the rule set's rounding, None
    where there is none (zero target, words); `met` whether the target is satisfied; `words` the actual
    value of a qualitative row, already normalised, and `attained` the level that they name; `percent` the
    actual value in per cent, where it is a percentage.
    """

    points: Fraction
    comparator: Comparator | None = None
    target: Fraction | None = None
    actual: Fraction | None = None
    ratio: Fraction | None = None
    percent: Fraction | None = None
    met: bool | None = None
    words: str | None = None
    attained: Attainment | None = None
    target_words: str | None = None
    edges: Span | None = None
    graded_targets: tuple[Fraction, ...] = ()
    coefficient: Fraction | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a method gives, in 分 and not yet rounded: an interval from low to high, and how it came about."""

    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False
    steps: tuple[Step, ...] = ()
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a method cannot give marks: a problem code and the values of its message."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


Outcome = Marks | Refusal


class Method(Frozen):
    """Base of the parameters of a method; one subclass, one file, one entry in the table for each method.

    `readings` lists, for every parameter that may be `unstated`, the values that it is known to take.
    `sentence` explains the method in one sentence, zh and en, with its parameters in braces; `formula`
    writes it with w (分值), A (指标值), B (实际完成值).
    """

    readings: ClassVar[Mapping[str, Readings]] = {}
    sentence: ClassVar[Mapping[str, str]] = {}
    formula: ClassVar[Mapping[str, str]] = {}

    kind: str

    @abstractmethod
    def score(self, row: Row) -> Outcome:
        """Marks for `row`; pure. Every `unstated` parameter must have been given one of its readings."""

    @abstractmethod
    def span(self) -> Span:
        """The shares of the full mark that the method can give."""

    @abstractmethod
    def direction(self, comparator: Comparator | None) -> Direction:
        """How the marks move with the actual value (rising, falling, peak, none), for a target above zero."""


if TYPE_CHECKING:
    AnyMethod: TypeAlias = Method
    """Any method of the table; the discriminated union itself is made in methods/__init__.py."""


def stated(method: Method | str) -> Method:
    """A nested method; raises ValueError where it is still unstated, which only a programmer can cause."""
    if isinstance(method, Method):
        return method
    raise ValueError("an unstated method must be given one of its readings before scoring")


def whole(row: Row) -> Marks:
    """The full mark (满分)."""
    return exactly(row.points, (Step("read", "full_marks", row.points),))


def exactly(value: Fraction, steps: tuple[Step, ...]) -> Marks:
    """Marks that leave no choice."""
    return Marks(value, value, steps=steps)


def share_of_points(row: Row, share: Span, before: tuple[Step, ...] = ()) -> Marks:
    """The interval of marks that an interval of shares (档位区间) gives; both ends must be finite."""
    if share.low is None or share.high is None:
        raise ValueError(f"a share of the marks must be bounded: {share}")
    low, high = share.low * row.points, share.high * row.points
    steps = [Step("multiply", "marks", high, (("share", share.high), ("points", row.points)))]
    if low != high:
        steps.insert(0, Step("multiply", "marks_low", low, (("share", share.low), ("points", row.points))))
    is_point = low == high
    return Marks(
        low, high, share.low_open and not is_point, share.high_open and not is_point, (*before, *steps)
    )


def stated_span(share: Span | Unstated) -> Span:
    """A share that may be unstated in a rule file; raises ValueError where it still is."""
    if isinstance(share, Span):
        return share
    raise ValueError("an unstated share must be given one of its readings before scoring")


def share_in_words(text: str) -> Fraction | None:
    """A share that a person recorded as a fact, "0.6" or "60%"; None where it cannot be read."""
    percent = text.strip().endswith(("%", "％"))
    try:
        value = exact(text.strip().rstrip("%％"))
    except ExactnessError:
        return None
    return value / 100 if percent else value
