"""系数计分: a coefficient, fixed for a word or printed in the row, times the full mark."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from perfeval.core.methods.base import Exact, Method
from perfeval.core.rules.expressions import POINTS, Input, Node, Op, Pick, Refuse, Words, share_of_points
from perfeval.core.span import Span


class FixedCoefficients(Method):
    """Marks = full mark × the coefficient that the rule set fixes for the word in the actual cell
    (优良中低差).
    """

    kind: Literal["fixed_coefficients"] = "fixed_coefficients"
    words: Annotated[dict[str, Exact], Field(min_length=1)]

    def compiled(self) -> Node:
        """Refuses a word that has no coefficient."""
        known = "、".join(self.words)
        question = {"question_zh": f"请改用：{known}", "question_en": f"use one of: {known}"}
        cases = tuple(share_of_points(Span(share, share)) for share in self.words.values())
        return Words("grade", tuple(self.words), tuple((word,) for word in self.words), cases, question)


class CoefficientColumn(Method):
    """Marks = full mark × the coefficient that the form prints in the row (得分系数, 100% = 1)."""

    kind: Literal["coefficient_column"] = "coefficient_column"
    cap: Exact = Fraction(1)

    def compiled(self) -> Node:
        """Refuses a row that prints no coefficient, or one beyond the cap."""
        printed = Input("coefficient")
        marks = Op("multiply", "marks", ("share", "points"), printed, POINTS)
        allowed = (Span(Fraction(0), self.cap),)
        return Pick(printed, "coefficient", allowed, (marks,), Refuse("coefficient-missing", {}))
