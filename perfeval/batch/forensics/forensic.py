"""What a forensic check is (全年排查): one query over a year, with its page, its sentence and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from perfeval.batch.year.year import Fact
from perfeval.batch.year.year_schema import OF
from perfeval.core.ruleset import Text

__all__ = ["OF", "Forensic", "Steps", "forensic", "stepped"]


@dataclass(frozen=True, slots=True)
class Steps:
    """A query of which the parts, taken together, need more memory than there is: tables made one after another."""

    tables: Mapping[str, str]
    query: str


@dataclass(frozen=True, slots=True)
class Forensic:
    """One check: its function's name is its code, its docstring its page, its result a query.

    The query gives for each finding: `weight` 1 留意, 2 建议核实, 3 优先核实; `size`, by which the findings of one
    weight are sorted; `title`, whom it is about; `department`; `figures`, the numbers of the sentence; `forms` and
    `rows`, the numbers of the forms and rows behind it, most telling first; `counts`, whether it counts against
    each of these forms in the ranking.
    """

    query: Callable[[], str | Steps] = field(repr=False)
    rc: str
    title: Text
    says: Text
    needs: tuple[Fact, ...]

    @property
    def code(self) -> str:
        """Code of its findings."""
        return self.query.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """The docstring: What it does, Why, Example, Source."""
        return self.query.__doc__ or ""


def forensic(
    rc: str, title: tuple[str, str], says: tuple[str, str], needs: tuple[Fact, ...] = ()
) -> Callable[[Callable[[], str | Steps]], Forensic]:
    """Make a function that returns a query a forensic check; texts in Chinese and English."""
    return lambda query: Forensic(
        query, rc, Text(zh=title[0], en=title[1]), Text(zh=says[0], en=says[1]), needs
    )


def stepped(value: str, second: int | str, third: int | str) -> str:
    """The weight of a value: 1, from `second` on 2, from `third` on 3."""
    return f"CASE WHEN {value} >= {third} THEN 3 WHEN {value} >= {second} THEN 2 ELSE 1 END"
