"""依事实计分: a fact that no form prints (is the project finished?) decides which method applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from perfeval.core.methods.base import Method
from perfeval.core.rules.expressions import Fact, Node

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class ByFact(Method):
    """The method under the value of `fact` scores the row.

    Until a person records the fact, every value counts, and the score is what they span; `assume` names the
    value that holds unless recorded otherwise.
    """

    kind: Literal["by_fact"] = "by_fact"
    fact: str
    cases: Annotated[dict[str, AnyMethod], Field(min_length=1)]
    assume: str | None = None

    def compiled(self) -> Node:
        """Refuses a value of the fact that the rule does not know."""
        cases = tuple(method.rule for method in self.cases.values())
        return Fact(self.fact, tuple(self.cases), cases, self.assume)
