"""Lints of marks by dimension (权重)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from perfeval.core.exact import show
from perfeval.core.ruleset import Ruleset, Shape
from perfeval.rulebook.lint.finding import Finding

_SHAPES: tuple[tuple[Shape, Shape], ...] = (
    ("with_cost", "without_cost"),
    ("with_satisfaction", "without_satisfaction"),
)


def weights_sum(ruleset: Ruleset) -> Iterator[Finding]:
    """Marks by dimension that do not add up.

    ## What it does
    Reports a weight profile whose blocks do not add up to `total.points`; a `free` one may stay below it.

    ## Why
    A form that follows the profile could never reach the total.

    ## Example
    execution 10, output 50, benefit 30, satisfaction 20

    ## Source
    scoring-rules.md 5.4: a footnote of 50/30/10/10 over rows that add up to 110.
    """
    weights = ruleset.weights
    for number, profile in enumerate(weights.profiles if weights else ()):
        added = sum(profile.blocks.values(), Fraction(0))
        is_part = weights is not None and weights.strict == "free" and added < ruleset.total.points
        if added != ruleset.total.points and not is_part:
            values = {"sum": show(added), "total": show(ruleset.total.points)}
            yield Finding(("weights", "profiles", number, "blocks"), values)


def weights_execution(ruleset: Ruleset) -> Iterator[Finding]:
    """Two different marks for execution.

    ## What it does
    Reports a weight profile whose `execution` is not the `points` of the execution rule.

    ## Why
    One of the two is wrong.

    ## Example
    `execution: {points: '20', …}` and `blocks: {execution: '10', …}`

    ## Source
    scoring-rules.md P12.
    """
    points = ruleset.execution.points if ruleset.execution else None
    for number, profile in enumerate(ruleset.weights.profiles if ruleset.weights else ()):
        marks = profile.blocks.get("execution")
        if points is not None and marks is not None and marks != points:
            values = {"profile": show(marks), "execution": show(points)}
            yield Finding(("weights", "profiles", number, "blocks"), values)


def profiles_conflict(ruleset: Ruleset) -> Iterator[Finding]:
    """Weight profiles that hold together, or never.

    ## What it does
    Reports a form shape for which two profiles hold, and a profile for a shape that no form has.

    ## Why
    A form is held against one profile.

    ## Example
    `{when: with_cost, …}` beside `{when: with_satisfaction, …}`: a form with both has two.

    ## Source
    scoring-rules.md P14.
    """
    profiles = ruleset.weights.profiles if ruleset.weights else ()
    for number, profile in enumerate(profiles):
        if any(set(pair) <= set(profile.when) for pair in _SHAPES):
            yield Finding(("weights", "profiles", number), {"when": ", ".join(profile.when)})
    for shape in product(*_SHAPES):
        holding = [number for number, profile in enumerate(profiles) if set(profile.when) <= set(shape)]
        if len(holding) > 1:
            yield Finding(("weights", "profiles", holding[1]), {"when": ", ".join(shape)})
            return
