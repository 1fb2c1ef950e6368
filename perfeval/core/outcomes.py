"""From marks to a score: rounding under each reading, and what the readings span (取整与区间)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.results import Score
from perfeval.core.rules.resolve import rounding_modes
from perfeval.core.rules.row import Marks
from perfeval.core.ruleset import Decimals
from perfeval.core.trace import Step, rounded


@dataclass(frozen=True, slots=True)
class Reached:
    """Marks under one reading, before and after the rounding of the score rule."""

    marks: Marks
    score: Score
    steps: tuple[Step, ...]
    assumed: tuple[str, ...]


def sourced(steps: Iterable[Step], source: str) -> tuple[Step, ...]:
    """Steps that name no source of their own, with this one."""
    return tuple(step if step.source else replace(step, source=source) for step in steps)


def reached(marks: Marks, assumed: tuple[str, ...], decimals: Decimals, source: str) -> Iterator[Reached]:
    """The marks rounded as the rule set says; in every known mode where it leaves the mode open."""
    modes = rounding_modes(decimals.mode)
    for mode in modes:
        note = (f"mode={mode}",) if len(modes) > 1 else ()
        steps, ends = list(marks.steps), []
        for label, value in (("score_low", marks.low), ("score", marks.high)):
            if label == "score_low" and marks.low == marks.high:
                continue
            if decimals.places == "none":
                ends.append(value)
                continue
            step = rounded(label, ("marks", value), decimals.places, mode, source)
            steps.append(step)
            ends.append(step.value)
        places = 12 if decimals.places == "none" else decimals.places
        low, high = (round_to(end, places, mode) for end in (ends[0], ends[-1]))
        opens = (False, False) if low == high else (marks.low_open, marks.high_open)
        yield Reached(marks, Score(low, high, *opens), tuple(steps), (*assumed, *note))


def hull(outcomes: list[Reached]) -> tuple[Score, tuple[Step, ...]]:
    """What the readings span: a point where they agree. An end is open only if every reading at it is."""
    outcomes = _distinct(outcomes)
    if len(outcomes) == 1:
        return outcomes[0].score, outcomes[0].steps
    low = min(each.score.low for each in outcomes)
    high = max(each.score.high for each in outcomes)
    low_open = low != high and all(each.score.low_open for each in outcomes if each.score.low == low)
    high_open = low != high and all(each.score.high_open for each in outcomes if each.score.high == high)
    children = tuple(
        Step(
            "assume",
            "reading",
            Fraction(each.score.low),
            detail="; ".join(each.assumed),
            high=Fraction(each.score.high),
            children=each.steps,
        )
        for each in outcomes
    )
    ends = tuple(("reading", Fraction(end)) for each in outcomes for end in (each.score.low, each.score.high))
    step = Step("hull", "score", Fraction(low), ends, high=Fraction(high), children=children)
    return Score(low, high, low_open, high_open), (step,)


def _distinct(outcomes: list[Reached]) -> list[Reached]:
    """Readings that compute the very same thing are one: what they do not share was not needed for this row."""
    by_steps: dict[tuple[Step, ...], Reached] = {}
    for each in outcomes:
        same = by_steps.get(each.steps)
        shared = (
            each.assumed if same is None else tuple(note for note in same.assumed if note in each.assumed)
        )
        by_steps[each.steps] = replace(each, assumed=shared)
    return list(by_steps.values())
