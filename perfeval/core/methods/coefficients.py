"""系数计分: a coefficient, fixed for a word or printed in the row, times the full mark."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.methods.base import Direction, Exact, Method, Outcome, Refusal, Row, share_of_points
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step


class FixedCoefficients(Method):
    """Marks = full mark × the coefficient that the rule set fixes for the word in the actual cell
    (优良中低差).
    """

    sentence: ClassVar = {
        "zh": "得分 = 分值 × 等次系数：{words}",
        "en": "score = marks × the coefficient of the grade: {words}",
    }
    formula: ClassVar = {"zh": "w × ({words})", "en": "w × ({words})"}

    kind: Literal["fixed_coefficients"] = "fixed_coefficients"
    words: Annotated[dict[str, Exact], Field(min_length=1)]

    def score(self, row: Row) -> Outcome:
        """Refuses a word that has no coefficient."""
        if row.words is None or row.words not in self.words:
            known = "、".join(self.words)
            question = {"question_zh": f"请改用：{known}", "question_en": f"use one of: {known}"}
            return Refusal("level-unknown", {"words": row.words or "", **question})
        share = self.words[row.words]
        return share_of_points(
            row, Span(share, share), (Step("read", "level", Fraction(1), detail=row.words),)
        )

    def span(self) -> Span:
        """From the lowest to the highest coefficient."""
        return Span(min(self.words.values()), max(self.words.values()))

    def direction(self, comparator: Comparator | None) -> Direction:
        """Words have no direction."""
        return "none"


class CoefficientColumn(Method):
    """Marks = full mark × the coefficient that the form prints in the row (得分系数, 100% = 1)."""

    sentence: ClassVar = {
        "zh": "得分 = 分值 × 表中得分系数",
        "en": "score = marks × the row's printed coefficient",
    }
    formula: ClassVar = {"zh": "w × 得分系数", "en": "w × coefficient"}

    kind: Literal["coefficient_column"] = "coefficient_column"
    cap: Exact = Fraction(1)

    def score(self, row: Row) -> Outcome:
        """Refuses a row that prints no coefficient, or one beyond the cap."""
        if row.coefficient is None or not 0 <= row.coefficient <= self.cap:
            return Refusal("coefficient-missing")
        return share_of_points(row, Span(row.coefficient, row.coefficient))

    def span(self) -> Span:
        """From nothing to the cap."""
        return Span(Fraction(0), self.cap)

    def direction(self, comparator: Comparator | None) -> Direction:
        """The actual value does not enter."""
        return "none"
