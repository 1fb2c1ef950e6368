"""分段计分: the interval that a number falls into decides which method scores the row."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.form import Frozen
from perfeval.core.methods.any_of import union
from perfeval.core.methods.base import Direction, Interval, Method, Outcome, Refusal, Row
from perfeval.core.methods.measure import Measure, measured
from perfeval.core.span import Span
from perfeval.core.target import Comparator
from perfeval.core.trace import Step

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class Piece(Frozen):
    """One piece: rows whose measure lies in `when` are scored by `method`."""

    when: Interval
    method: AnyMethod


class Piecewise(Method):
    """The piece whose interval holds the measure scores the row."""

    sentence: ClassVar = {"zh": "按{of}分段：{pieces}", "en": "by {of}: {pieces}"}
    formula: ClassVar = {"zh": "{of}：{pieces}", "en": "{of}: {pieces}"}

    kind: Literal["piecewise"] = "piecewise"
    of: Measure = "completion"
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]

    def piece(self, row: Row) -> Piece | None:
        """The piece that holds the row's measure; None where there is no measure, or no piece for it."""
        found = measured(self.of, row)
        return None if found is None else next((each for each in self.pieces if found[0] in each.when), None)

    def score(self, row: Row) -> Outcome:
        """Refuses a row without the measure, and a number that no piece holds."""
        found = measured(self.of, row)
        if found is None:
            return Refusal("target-not-positive")
        value, steps = found
        piece = self.piece(row)
        if piece is None:
            return Refusal("no-tier", {"value": str(value)})
        outcome = piece.method.score(row)
        if isinstance(outcome, Refusal):
            return outcome
        chosen = Step("within", "tier", Fraction(1), ((self.of, value),), str(piece.when))
        return replace(outcome, steps=(*steps, chosen, *outcome.steps))

    def span(self) -> Span:
        """What the methods of all pieces span."""
        return union([each.method.span() for each in self.pieces])

    def direction(self, comparator: Comparator | None) -> Direction:
        """No promise: the score may jump either way from one piece to the next."""
        return "none"
