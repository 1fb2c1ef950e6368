"""What a reviewer typed into the working papers (复核得分), beside the claim and the recomputation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perfeval.core.problems import Place


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """One row of the working papers; `reviewed` is None where the reviewer typed nothing.

    `low` and `high` are the ends of the recomputed score, `codes` the problem codes that the papers name,
    `subject` the fingerprint (指纹) by which the record knows the row.
    """

    form: str
    row: int
    name: str
    points: Fraction | None
    submitted: Fraction | None
    low: Fraction | None
    high: Fraction | None
    reviewed: Fraction | None
    reason: str = ""
    codes: tuple[str, ...] = ()
    place: Place | None = None
    subject: str = ""

    @property
    def deduction(self) -> Fraction:
        """What the reviewer takes off the claim (核减), zero where nothing is taken off."""
        if self.reviewed is None or self.submitted is None:
            return Fraction(0)
        return max(self.submitted - self.reviewed, Fraction(0))


@dataclass(frozen=True, slots=True)
class ReviewedFinding:
    """One line of the list of findings (问题清单): how the reviewer dealt with it (处理), why, and a remark (备注)."""

    subject: str
    treatment: str
    reason: str = ""
    comment: str = ""
    place: Place | None = None
