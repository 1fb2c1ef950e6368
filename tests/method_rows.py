"""Methods and rows for the tests of scoring methods, written as short as on paper."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from perfeval.core.comparators import Comparator, is_met
from perfeval.core.exact import exact
from perfeval.core.methods import AnyMethod, readings
from perfeval.core.methods.base import Marks, Method, Outcome, Refusal, Row
from perfeval.core.trace import holds

_METHOD: TypeAdapter[Any] = TypeAdapter(AnyMethod)


def method(kind: str, **parameters: object) -> Method:
    """A method as a rule file would write it."""
    made = _METHOD.validate_python({"kind": kind, **parameters})
    assert isinstance(made, Method)
    return made


def row(
    actual: str | None,
    target: str | None = "10",
    comparator: Comparator | None = "at_least",
    points: str = "10",
    **more: Any,
) -> Row:
    """A row with numbers of one unit; the ratio and whether it is met follow from them."""
    goal = None if target is None else exact(target)
    value = None if actual is None else exact(actual)
    known: dict[str, Any] = {
        "points": exact(points),
        "comparator": comparator,
        "target": goal,
        "actual": value,
    }
    if goal is not None and value is not None and comparator is not None:
        known["met"] = is_met(comparator, goal, value)
        known["ratio"] = value / goal if goal > 0 else None
    return Row(**{**known, **more})


def words(text: str | None, target_words: str | None = None, points: str = "10") -> Row:
    """A row whose actual value is in words."""
    return Row(points=exact(points), words=text, target_words=target_words)


def ends(outcome: Outcome) -> tuple[str, str] | str:
    """The two ends of the marks as text, or the code of the refusal; every step must recompute."""
    if isinstance(outcome, Refusal):
        return outcome.code
    assert all(holds(step) for step in outcome.steps)
    return str(outcome.low), str(outcome.high)


def score(method: Method, row: Row) -> str:
    """The one number that a method gives, or the code of the refusal."""
    found = ends(method.score(row))
    if isinstance(found, str):
        return found
    low, high = found
    assert low == high
    return low


def hull(method: Method, row: Row) -> tuple[Fraction, Fraction]:
    """What all readings of a method span."""
    outcomes = [each.score(row) for each, _ in readings(method, row)]
    marks = [each for each in outcomes if isinstance(each, Marks)]
    assert len(marks) == len(outcomes)
    return min(each.low for each in marks), max(each.high for each in marks)
