"""What a rule receives and gives: the numbers of a row, marks (得分), or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perfeval.core.attainment import Level
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step


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
    attained: Level | None = None
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
