"""分段计分: the interval that a number falls into decides which method scores the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from perfeval.core.form import Frozen
from perfeval.core.methods.base import Interval, Method
from perfeval.core.methods.measure import Measure, measure
from perfeval.core.rules.expressions import Node, Pick

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class Piece(Frozen):
    """One piece: rows whose measure lies in `when` are scored by `method`."""

    when: Interval
    method: AnyMethod


class Piecewise(Method):
    """The piece whose interval holds the measure scores the row."""

    kind: Literal["piecewise"] = "piecewise"
    of: Measure = "completion"
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]

    def compiled(self) -> Node:
        """Refuses a row without the measure, and a number that no piece holds."""
        whens = tuple(piece.when for piece in self.pieces)
        return Pick(
            measure(self.of), self.of, whens, tuple(piece.method.rule for piece in self.pieces), label="tier"
        )
