"""From marks to a score: rounding as the rule set says, and the union of all readings of a row (口径)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.exact import round_to
from perfeval.core.results import Alternative, Score
from perfeval.core.rules.resolve import rounding_modes
from perfeval.core.rules.row import Marks
from perfeval.core.ruleset import Decimals
from perfeval.core.trace import Step, rounded


@dataclass(frozen=True, slots=True)
class Reached:
    """Marks under one reading, before and after the rounding of the score rule.

    `assumed` is what the law leaves open, `cells` how the cells were read where they may be read in several ways.
    """

    marks: Marks
    score: Alternative
    steps: tuple[Step, ...]
    assumed: tuple[str, ...]
    cells: tuple[str, ...] = ()


def sourced(steps: Iterable[Step], source: str) -> tuple[Step, ...]:
    """Steps that name no source of their own, with this one."""
    return tuple(step if step.source else replace(step, source=source) for step in steps)


def reached(
    marks: Marks, assumed: tuple[str, ...], decimals: Decimals, source: str, cells: tuple[str, ...] = ()
) -> Iterator[Reached]:
    """The marks rounded as the rule set says; in every known mode where it leaves the mode open."""
    modes = rounding_modes(decimals.mode)
    for mode in modes:
        note = (f"mode={mode}",) if len(modes) > 1 else ()
        steps, ends = list(marks.steps), []
        labels = ("score",) if marks.low == marks.high else ("score_low", "score_high")
        for label, value in zip(labels, (marks.low, marks.high), strict=False):
            if decimals.places == "none":
                ends.append(value)
                continue
            step = rounded(label, ("marks", value), decimals.places, mode, source)
            steps.append(step)
            ends.append(step.value)
        places = 12 if decimals.places == "none" else decimals.places
        low, high = (round_to(end, places, mode) for end in (ends[0], ends[-1]))
        opens = (False, False) if low == high else (marks.low_open, marks.high_open)
        score = Alternative(low, high, *opens, exact_low=marks.low, exact_high=marks.high)
        yield Reached(marks, score, tuple(steps), (*assumed, *note), cells)


def union(outcomes: list[Reached]) -> tuple[Score, tuple[Step, ...]]:
    """The score of all readings together: one alternative for each score that differs, and for each way to read the
    cells; a point where all agree.
    """
    outcomes = _distinct(outcomes)
    if len(outcomes) == 1:
        return Score((outcomes[0].score,)), outcomes[0].steps
    by_cells = len({each.cells for each in outcomes}) > 1
    found: dict[object, Alternative] = {}
    for each in outcomes:
        cells, reading = "; ".join(each.cells), "; ".join((*each.cells, *each.assumed))
        one = replace(
            each.score,
            readings=(reading,) if reading else (),
            origin="cells" if by_cells else "law",
            cells=cells,
        )
        key = (one.ends, cells)
        same = found.get(key)
        found[key] = one if same is None else replace(same, readings=(*same.readings, *one.readings))
    score = Score(tuple(found.values()))
    ends = tuple(("reading", Fraction(end)) for each in outcomes for end in (each.score.low, each.score.high))
    children = tuple(map(_step, outcomes))
    step = Step("hull", "score", Fraction(score.low), ends, high=Fraction(score.high), children=children)
    return score, (step,)


def _step(each: Reached) -> Step:
    """One reading as a step with its own steps below it."""
    detail, low, high = "; ".join((*each.cells, *each.assumed)), each.score.low, each.score.high
    return Step("assume", "reading", Fraction(low), detail=detail, high=Fraction(high), children=each.steps)


def _distinct(outcomes: list[Reached]) -> list[Reached]:
    """Readings that compute the very same thing are one: what they do not share was not needed for this row."""
    if len(outcomes) == 1:
        return outcomes
    by_steps: dict[tuple[tuple[Step, ...], tuple[str, ...]], Reached] = {}
    for each in outcomes:
        key = each.steps, each.cells
        same = by_steps.get(key)
        shared = (
            each.assumed if same is None else tuple(note for note in same.assumed if note in each.assumed)
        )
        by_steps[key] = replace(each, assumed=shared)
    return list(by_steps.values())
