"""Methods and rows for the tests of scoring methods, written as short as on paper."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from pydantic import TypeAdapter

from perfeval.core.comparators import Comparator, is_met
from perfeval.core.exact import exact
from perfeval.core.methods import AnyMethod
from perfeval.core.methods.base import Method
from perfeval.core.rules.evaluate import evaluate
from perfeval.core.rules.resolve import resolve
from perfeval.core.rules.row import Marks, Outcome, Refusal, Row
from perfeval.core.trace import holds

_METHOD: TypeAdapter[Any] = TypeAdapter(AnyMethod)


def method(kind: str, **parameters: object) -> Method:
    """A method as a rule file would write it."""
    made = _METHOD.validate_python({"kind": kind, **parameters})
    assert isinstance(made, Method)
    return made


FORWARD = {"kind": "proportional", "ratio": "actual/target"}
REVERSE = {"kind": "proportional", "ratio": "2-actual/target"}
TIERS = [
    {"when": "[1, inf)", "share": "[1, 1]"},
    {"when": "[0.6, 1)", "share": "[0.5, 0.7]"},
    {"when": "[0, 0.6)", "share": "[0, 0]"},
]
LEVELS = [{"name": "完成", "words": ["完成"], "share": "[0.8, 1]"}]
EXAMPLES: tuple[tuple[Comparator, Method], ...] = (
    ("at_least", method("all_or_nothing", unmet="[0.1, 0.3]")),
    ("equal_to", method("all_or_nothing")),
    ("at_most", method("any_of", methods=[REVERSE, {"kind": "proportional", "ratio": "target/actual"}])),
    ("at_least", method("bands", levels=LEVELS)),
    ("at_least", method("by_fact", fact="done", cases={"yes": FORWARD, "no": {"kind": "all_or_nothing"}})),
    ("at_least", method("coefficient_column")),
    ("at_least", method("deduct", of="shortfall", per="0.05", take="1", steps="whole")),
    ("at_most", method("deduct", of="gap", per="3", take="0.5", steps="proportional", floor="0.2")),
    ("equal_to", method("deduct", of="absolute_deviation", per="0.03", take="1", steps="unstated")),
    ("at_least", method("fixed_coefficients", words={"完成": "1", "未完成": "0.5"})),
    ("at_least", method("full_when_met", otherwise=FORWARD)),
    ("at_most", method("full_when_met", otherwise="unstated")),
    ("equal_to", method("full_when_met", otherwise={"kind": "symmetric_deviation"})),
    ("at_least", method("interpolate", of="completion", points=[["0.6", "0.6"], ["1", "1"]])),
    ("at_most", method("interpolate", of="completion", points=[["1", "1"], ["2", "0"]])),
    ("at_least", method("limit", marks="5", method=FORWARD)),
    ("at_least", method("nearest_edge", outside="unstated")),
    ("at_least", method("pass_threshold", threshold="unstated", reached=FORWARD)),
    ("at_least", method("piecewise", pieces=[{"when": "[0, inf)", "method": FORWARD}])),
    ("at_least", method("proportional", ratio="actual/target", cap="none")),
    ("at_most", method("proportional", ratio="target/actual")),
    ("at_most", method("proportional", ratio="2-actual/target", floor="0.1")),
    ("at_least", method("recorded_deduction", fact="deduction", method=FORWARD)),
    ("equal_to", method("symmetric_deviation", tolerance="0.1")),
    ("at_least", method("tiers", tiers=TIERS)),
)
"""A method of every kind, and a comparator under which it is used."""


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


def scored(method: Method, row: Row) -> Outcome:
    """What a method gives a row for which nothing in it is open."""
    ((rule, _),) = resolve(method.rule, row)
    return evaluate(rule, row)


def ends(outcome: Outcome) -> tuple[str, str] | str:
    """The two ends of the marks as text, or the code of the refusal; every step must recompute."""
    if isinstance(outcome, Refusal):
        return outcome.code
    assert all(holds(step) for step in outcome.steps)
    return str(outcome.low), str(outcome.high)


def score(method: Method, row: Row) -> str:
    """The one number that a method gives, or the code of the refusal."""
    found = ends(scored(method, row))
    if isinstance(found, str):
        return found
    low, high = found
    assert low == high
    return low


def hull(method: Method, row: Row) -> tuple[Fraction, Fraction]:
    """What all readings of a method span."""
    outcomes = [evaluate(each, row) for each, _ in resolve(method.rule, row)]
    marks = [each for each in outcomes if isinstance(each, Marks)]
    assert len(marks) == len(outcomes)
    return min(each.low for each in marks), max(each.high for each in marks)
