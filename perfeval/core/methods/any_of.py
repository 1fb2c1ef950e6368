"""口径未定: the source leaves open which of the listed methods is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from perfeval.core.methods.base import Method
from perfeval.core.rules.expressions import Node, Open

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class AnyOf(Method):
    """Every one of `methods` is a reading of the source; the score is what they span."""

    kind: Literal["any_of"] = "any_of"
    methods: Annotated[tuple[AnyMethod, ...], Field(min_length=1)]

    def compiled(self) -> Node:
        """Readings named by their methods; numbered, where two have one name."""
        names = tuple(method.said for method in self.methods)
        if len(set(names)) < len(names):
            names = tuple(str(number) for number in range(1, len(names) + 1))
        return Open("reading", names, tuple(method.rule for method in self.methods))
