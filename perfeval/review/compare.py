"""The same form under two rule sets (口径比较): which rows and totals change, by how much, under which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from perfeval.core.direction import Direction
from perfeval.core.results import FormResult, RowResult, Score, Status
from perfeval.core.ruleset import Rule, Ruleset

Kind = Literal[
    "surely_fall",
    "fall",
    "apart",
    "same",
    "rise",
    "surely_rise",
    "only_first",
    "only_second",
    "neither",
]
"""How a score moves from the first set to the second: surely, whatever is judged inside the bands; both ends the same
way; the ends apart, so that it cannot be told; not at all; or computed under one set alone, or under none."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The rule that scored a row: its id, its words, its clause or "interpretation", and how that is known."""

    rule: str
    title: str
    clause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row or total under both sets; `rise` holds how far each end moves from the first set to the second, in 分.

    None where one of the two could not be computed. `direction` is how the row's target was compared under the first
    set, else under the second.
    """

    row: int | None
    name: str
    first: Score | None
    second: Score | None
    first_ground: Ground | None = None
    second_ground: Ground | None = None
    first_status: Status | None = None
    second_status: Status | None = None
    direction: Direction | None = None

    @property
    def rise(self) -> tuple[Fraction, Fraction] | None:
        """Signed move of the low and of the high end."""
        if self.first is None or self.second is None:
            return None
        return Fraction(self.second.low) - Fraction(self.first.low), Fraction(self.second.high) - Fraction(
            self.first.high
        )

    @property
    def is_change(self) -> bool:
        """Whether the two sets say anything different."""
        return self.first != self.second


@dataclass(frozen=True, slots=True)
class Comparison:
    """One form under two rule sets: the rows that change, and the total (row None)."""

    first: FormResult
    second: FormResult
    rows: tuple[Change, ...]
    total: Change


def compare_results(first: FormResult, second: FormResult) -> Comparison:
    """Compare two results of the same form; raises ValueError for results of different forms."""
    if first.form != second.form:
        raise ValueError("only two results of the same form can be compared")
    by_row = {row.row: row for row in second.rows}
    rows = tuple(_change(row, by_row[row.row], first.ruleset, second.ruleset) for row in first.rows)
    total = Change(None, first.form.name, first.total.score, second.total.score)
    return Comparison(first, second, tuple(row for row in rows if row.is_change), total)


def _change(first: RowResult, second: RowResult, before: Ruleset, after: Ruleset) -> Change:
    return Change(
        first.row,
        first.name,
        first.score,
        second.score,
        _ground(first, before),
        _ground(second, after),
        first.status,
        second.status,
        first.direction or second.direction,
    )


def _ground(row: RowResult, ruleset: Ruleset) -> Ground | None:
    part: Rule | None = next((rule for rule in ruleset.rules if rule.id == row.rule), None)
    source = ruleset.source_of(row.rule, row.met)
    if row.rule is None or source is None:
        return None
    title = part.title.zh if part and part.title else row.rule
    clause = ruleset.clauses.get(source.clause or "")
    return Ground(row.rule, title, clause.title if clause else str(source), ruleset.evidence_of(source))


@dataclass(frozen=True, slots=True)
class Summary:
    """Sums over forms: how many totals rise, fall, stay or cannot be told, and by how much in all.

    Those that rise or fall surely, wherever in its bands a person decides, are counted among the others too.
    """

    rise: int
    fall: int
    same: int
    unknown: int
    surely_rise: int
    surely_fall: int
    low: Fraction
    high: Fraction
    rows: int


def summarise(comparisons: Sequence[Comparison]) -> Summary:
    """Sums of the moves of the totals; a total whose ends move apart counts as unknown."""
    moves = [move for each in comparisons if (move := each.total.rise) is not None]
    kinds = Counter[Kind](kind_of(each.total.first, each.total.second) for each in comparisons)
    return Summary(
        kinds["rise"] + kinds["surely_rise"],
        kinds["fall"] + kinds["surely_fall"],
        kinds["same"],
        sum(kinds[each] for each in ("apart", "only_first", "only_second", "neither")),
        kinds["surely_rise"],
        kinds["surely_fall"],
        sum((low for low, _ in moves), Fraction(0)),
        sum((high for _, high in moves), Fraction(0)),
        sum(len(each.rows) for each in comparisons),
    )


def kind_of(first: Score | None, second: Score | None) -> Kind:
    """How a score moves (升降); open ends count as closed, so that nothing is called sure that is not."""
    if first is None or second is None:
        return "neither" if first is second else "only_second" if first is None else "only_first"
    if first.low == second.low and first.high == second.high:
        return "same"
    if second.low > first.high:
        return "surely_rise"
    if second.high < first.low:
        return "surely_fall"
    if second.low >= first.low and second.high >= first.high:
        return "rise"
    return "fall" if second.low <= first.low and second.high <= first.high else "apart"


EDGES: tuple[int, ...] = (-20, -10, -5, -2, 0, 2, 5, 10, 20)
"""Edges, in 分, of the groups in the picture of the distribution; zero has a group of its own."""


def distribution(comparisons: Sequence[Comparison]) -> tuple[tuple[str, int], ...]:
    """How many totals move by how much, by their high end, which is what a form without lost judgement gets."""
    moves = [move[1] for each in comparisons if (move := each.total.rise) is not None]
    groups: list[tuple[str, int]] = [(f"< {EDGES[0]}", sum(move < EDGES[0] for move in moves))]
    for low, high in pairwise(EDGES):
        inside = [move for move in moves if (low <= move < high if high <= 0 else low < move <= high)]
        groups.append((f"{low} … {high}", sum(move != 0 for move in inside)))
        if high == 0:
            groups.append(("0", sum(move == 0 for move in moves)))
    groups.append((f"> {EDGES[-1]}", sum(move > EDGES[-1] for move in moves)))
    return tuple(groups)
