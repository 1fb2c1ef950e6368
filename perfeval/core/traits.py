"""The traits of a row that decide which rule applies to it (适用条件)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from pydantic import Field

from perfeval.core.category import CATEGORIES, DIMENSIONS, KINDS, Category, Dimension, Kind
from perfeval.core.form import Frozen
from perfeval.core.many import Many
from perfeval.core.target import Comparator, TargetKind

ActualKind = Literal["quantity", "date", "grade", "words"]
"""What the actual cell holds: 数值 · 日期 · 等次 · 文字."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a rule can ask about a row; `comparator` is None where the target is no quantity."""

    dimension: Dimension
    category: Category
    kind: Kind
    target: TargetKind
    comparator: Comparator | None
    actual: ActualKind


CategoryOrKind = Literal[Category, Kind]


class Attributes(Frozen):
    """A conjunction over traits: every attribute that is given must hold one of its values."""

    dimension: Many[Dimension] | None = None
    category: Many[CategoryOrKind] | None = None
    target: Many[TargetKind] | None = None
    comparator: Many[Comparator] | None = None
    actual: Many[ActualKind] | None = None

    def matches(self, traits: Traits) -> bool:
        """Whether every given attribute holds; a category also by its finer kind (经济成本)."""
        return (
            _allows(self.dimension, traits.dimension)
            and (_allows(self.category, traits.category) or _allows(self.category, traits.kind))
            and _allows(self.target, traits.target)
            and _allows(self.comparator, traits.comparator)
            and _allows(self.actual, traits.actual)
        )


class Condition(Attributes):
    """Which rows a rule applies to: all attributes hold, and none of the exceptions does."""

    exceptions: tuple[Attributes, ...] = Field(default=(), alias="except")

    def holds(self, traits: Traits) -> bool:
        """Whether a rule under this condition applies to a row with these traits."""
        return self.matches(traits) and not any(each.matches(traits) for each in self.exceptions)


def _allows(values: tuple[str, ...] | None, value: str | None) -> bool:
    return values is None or value in values


COMPARATORS: tuple[Comparator, ...] = get_args(Comparator)
_ACTUALS: dict[TargetKind, tuple[ActualKind, ...]] = {
    "quantity": ("quantity",),
    "range": ("quantity",),
    "date": ("date", "words"),
    "grade": ("grade", "words"),
    "qualitative": ("words",),
}


def every_row() -> tuple[Traits, ...]:
    """All traits that a row which can be scored may have: what the rules of a set should cover, each once."""
    found: list[Traits] = []
    for dimension, category in product(DIMENSIONS, CATEGORIES):
        for kind, target in product(KINDS[category], _ACTUALS):
            comparators = COMPARATORS if target == "quantity" else (None,)
            for comparator, actual in product(comparators, _ACTUALS[target]):
                found.append(Traits(dimension, category, kind, target, comparator, actual))
    return tuple(found)
