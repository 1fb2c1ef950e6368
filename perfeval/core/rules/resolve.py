"""Everything that a source leaves open (口径), resolved in one place: expressions, execution rates, rounding modes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Literal

from perfeval.core.exact import ExactnessError, Mode, exact
from perfeval.core.rules import expressions as ex
from perfeval.core.rules.evaluate import measured
from perfeval.core.rules.expressions import Node, every, parts, with_parts
from perfeval.core.rules.row import Row
from perfeval.core.ruleset import Rate

Resolved = tuple[Node, tuple[str, ...]]
"""An expression in which nothing is open, and what was assumed, such as "otherwise=all_or_nothing"."""


def resolve(rule: Node, row: Row, recorded: bool = True) -> Iterator[Resolved]:
    """Every reading of an expression for a row; the expression itself, without assumptions, where nothing is open.

    A fact that nobody recorded counts as open too. Where the row tells which part of the rule scores it, only what
    is open in that part is resolved. With `recorded` False, numbers that a person may still record stay in.
    """
    if not _is_open(rule):
        yield rule, ()
        return
    match rule:
        case ex.Open():
            for note, reading in rule.known(row.comparator):
                yield from _noted(f"{rule.name}={note}", resolve(reading, row, recorded))
        case ex.Fact():
            yield from _fact(rule, row, recorded)
        case ex.Recorded():
            if recorded:
                yield from resolve(_number(rule, row), row)
            else:
                yield rule, ()
        case ex.WhenMet() if row.met is not None:
            yield from resolve(rule.met if row.met else rule.unmet, row, recorded)
        case ex.Pick() if (chosen := _chosen(rule, row)) is not None:
            for piece, notes in resolve(rule.pieces[chosen], row, recorded):
                yield replace(rule, whens=(rule.whens[chosen],), pieces=(piece,)), notes
        case _:
            for combination in product(*(tuple(resolve(part, row, recorded)) for part in parts(rule))):
                made = with_parts(rule, tuple(part for part, _ in combination))
                yield _without_absent(made), tuple(note for _, notes in combination for note in notes)


# Pure, and a rule set's expressions are the same for every row.
@lru_cache(maxsize=4096)
def _is_open(rule: Node) -> bool:
    """Whether anything below an expression has several readings, or waits for what a person may record."""
    return any(isinstance(node, ex.Open | ex.Fact | ex.Recorded) for node in every(rule))


def _noted(note: str, readings: Iterator[Resolved]) -> Iterator[Resolved]:
    yield from ((rule, (note, *notes)) for rule, notes in readings)


def _fact(rule: ex.Fact, row: Row, recorded: bool) -> Iterator[Resolved]:
    value = row.facts.get(rule.fact, rule.assume)
    cases = dict(zip(rule.values, rule.cases, strict=True))
    if value is None:
        for each, case in cases.items():
            yield from _noted(f"{rule.fact}={each}", resolve(case, row, recorded))
    elif value in cases:
        yield from resolve(cases[value], row, recorded)
    else:
        known = "、".join(cases)
        yield ex.Refuse("fact-unknown", {"fact": rule.fact, "value": value, "known": known}), ()


def _chosen(rule: ex.Pick, row: Row) -> int | None:
    """The piece that scores the row; None where it has no measure, or no piece holds it."""
    value = measured(rule.of, row)
    if value is None:
        return None
    return next((number for number, when in enumerate(rule.whens) if value in when), None)


def _without_absent(node: Node) -> Node:
    return node.first if isinstance(node, ex.Op) and isinstance(node.second, ex.Absent) else node


def _number(rule: ex.Recorded, row: Row) -> Node:
    text = row.facts.get(rule.fact)
    if text is None:
        return rule.otherwise
    value = share_in_words(text) if rule.scale == "share" else _marks_in_words(text)
    if value is None:
        known = "0.6, 60%" if rule.scale == "share" else "0, 2.5"
        return ex.Refuse("fact-unknown", {"fact": rule.fact, "value": text, "known": known})
    return ex.Const(value, "plain" if rule.scale == "share" else "marks")


def share_in_words(text: str) -> Fraction | None:
    """A share that a person recorded as a fact, "0.6" or "60%"; None where it cannot be read."""
    percent = text.strip().endswith(("%", "％"))
    try:
        value = exact(text.strip().rstrip("%％"))
    except ExactnessError:
        return None
    return value / 100 if percent else value


def _marks_in_words(text: str) -> Fraction | None:
    try:
        value = exact(text.strip().removesuffix("分").strip())
    except ExactnessError:
        return None
    return value if value >= 0 else None


_MODES: tuple[Mode, ...] = ("half_up", "half_even", "down")


def rounding_modes(mode: Mode | Literal["unstated"]) -> tuple[Mode, ...]:
    """The modes in which a score may be rounded (舍入方式): every usual one where the source names none."""
    return _MODES if mode == "unstated" else (mode,)


@dataclass(frozen=True, slots=True)
class RateReading:
    """One reading of the execution rate: decimals of its percentage (None: exact), what happens above 100 %."""

    places: int | None
    above_one: str
    assumed: tuple[str, ...]


def rate_readings(rate: Rate, exceeds: bool = True) -> Iterator[RateReading]:
    """Every reading of the execution rate (预算执行率); `exceeds`: whether it is, or can be, above 100 %."""
    places: tuple[int | None, ...] = (
        (None, 2) if rate.places == "unstated" else (None if rate.places == "none" else rate.places,)
    )
    is_open = rate.above_one == "unstated" and exceeds
    treatments = ("cap", "allow", "no_marks") if is_open else (rate.above_one,)
    for decimals, treatment in product(places, treatments):
        notes = (f"places={'none' if decimals is None else decimals}",) if len(places) > 1 else ()
        yield RateReading(decimals, treatment, (*notes, *((f"above_one={treatment}",) if is_open else ())))


def budget_columns(rate: Rate) -> tuple[Literal["budget", "initial_budget"], ...]:
    """The amounts that may be meant as the budget (分母)."""
    return ("budget", "initial_budget") if rate.executed_over == "unstated" else (rate.executed_over,)


def zero_budget_treatments(rate: Rate) -> tuple[str, ...]:
    """What may become of a budget of zero (零预算)."""
    return ("no_marks", "full_marks") if rate.zero_budget == "unstated" else (rate.zero_budget,)
