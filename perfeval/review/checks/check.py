"""What a check is (复核检查): one function with a code, over one form or over a whole document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

from perfeval.core.codes import CODES, Severity
from perfeval.core.problems import Place, Problem
from perfeval.core.results import FormResult, RowResult
from perfeval.core.ruleset import Text

Mode = Literal["A", "B", "C"]
"""自动 (from the form alone) · 需另一份材料 (a second document at hand) · 建议 (a proposal; a person decides)."""


@dataclass(frozen=True, slots=True)
class Report:
    """All forms of one document, recomputed, and the prose around them, line by line (整份报告)."""

    results: tuple[FormResult, ...]
    prose: tuple[tuple[Place, str], ...] = ()
    file: str | None = None


S = TypeVar("S", FormResult, Report)


@dataclass(frozen=True, slots=True)
class Check(Generic[S]):
    """One check: its function's name is its code, its docstring is its page."""

    find: Callable[[S], Iterable[Problem]] = field(repr=False)
    mode: Mode
    title: Text

    @property
    def code(self) -> str:
        """Code of every problem it finds."""
        return self.find.__name__.replace("_", "-")

    @property
    def number(self) -> str | None:
        """Number in the reviewers' checklist (复核清单)."""
        return CODES[self.code].check

    @property
    def severity(self) -> Severity:
        """Severity unless a finding says otherwise."""
        return CODES[self.code].severity

    @property
    def page(self) -> str:
        """The docstring: What it does, Why, Example, Source."""
        return self.find.__doc__ or ""

    def __call__(self, subject: S) -> tuple[Problem, ...]:
        """Everything that the check finds."""
        return tuple(self.find(subject))


def check(mode: Mode, zh: str, en: str) -> Callable[[Callable[[S], Iterable[Problem]]], Check[S]]:
    """Make a function a check with a title in two languages."""
    return lambda find: Check(find, mode, Text(zh=zh, en=en))


def checks_in(*modules: ModuleType) -> tuple[Any, ...]:
    """The checks that stand in modules, in their order."""
    return tuple(
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, Check) and each.find.__module__ == module.__name__
    )


def of_row(
    code: str,
    result: FormResult,
    row: RowResult,
    cell: str = "actual",
    **values: str,
) -> Problem:
    """A finding about one row, at the address of a cell where it is known."""
    place = row.indicator.places.get(cell, row.place) if row.indicator else row.place
    return Problem(code, values, place, result.form.file, row.row, row.name)


def of_rows(
    code: str, result: FormResult, rows: Sequence[RowResult], cell: str = "target", **values: str
) -> Problem:
    """One finding about several rows with the same defect, at the cell to mend of the row with the most marks."""
    first = max(rows, key=lambda row: (row.points or Fraction(0), -row.row))
    filled = {**values, "rows": listed(rows), "count": str(len(rows))}
    place = first.indicator.places.get(cell, first.place) if first.indicator else first.place
    return Problem(code, filled, place, result.form.file, first.row, first.name)


def of_form(code: str, result: FormResult, place: Place | None = None, **values: str) -> Problem:
    """A finding about the form as a whole."""
    return Problem(code, values, place or result.form.place, result.form.file)


def noted(problem: Problem, result: FormResult) -> Problem:
    """A finding about a missing note: information only where the form has no cell for notes."""
    return problem if result.form.has_note_column else replace(problem, severity_override="info")


def listed(rows: Sequence[RowResult]) -> str:
    """Rows by number and name."""
    return "；".join(f"{row.row} {row.name}" for row in rows)
