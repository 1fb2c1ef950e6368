"""依事实计分: a fact that no form prints (is the project finished?) decides which method applies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from perfeval.core.methods.any_of import union
from perfeval.core.methods.base import Direction, Method, Outcome, Refusal, Row
from perfeval.core.span import Span
from perfeval.core.target import Comparator

if TYPE_CHECKING:
    from perfeval.core.methods.base import AnyMethod


class ByFact(Method):
    """The method under the value of `fact` scores the row.

    Until a person records the fact, every value counts, and the score is what they span; `assume` names the
    value that holds unless recorded otherwise.
    """

    sentence: ClassVar = {"zh": "视“{fact}”而定：{cases}", "en": 'depends on "{fact}": {cases}'}
    formula: ClassVar = {"zh": "{fact}：{cases}", "en": "{fact}: {cases}"}

    kind: Literal["by_fact"] = "by_fact"
    fact: str
    cases: Annotated[dict[str, AnyMethod], Field(min_length=1)]
    assume: str | None = None

    def score(self, row: Row) -> Outcome:
        """Refuses a value of the fact that the rule does not know."""
        value = row.facts.get(self.fact, self.assume)
        if value not in self.cases:
            known = "、".join(self.cases)
            return Refusal("fact-unknown", {"fact": self.fact, "value": value or "", "known": known})
        return self.cases[value].score(row)

    def span(self) -> Span:
        """What the methods of all values span."""
        return union([case.span() for case in self.cases.values()])

    def direction(self, comparator: Comparator | None) -> Direction:
        """The direction that all values share; else no promise."""
        directions = {case.direction(comparator) for case in self.cases.values()}
        return directions.pop() if len(directions) == 1 else "none"
