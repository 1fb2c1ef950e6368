"""The same form under two rule sets (口径比较): which rows and totals change, by how much, under which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from perfeval.core.direction import Direction
from perfeval.core.glossary import word
from perfeval.core.language import Lang, either
from perfeval.core.results import FormResult, RowResult, Score, Status
from perfeval.core.ruleset import Evidence, Rule, Ruleset, Text

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
    title: Text
    clause: str
    evidence: Evidence

    def __str__(self) -> str:
        return f"{self.title.zh} · {self.clause}（{self.evidence}）"

    def shown(self, lang: Lang) -> str:
        """Rule, clause and how that is known, as a reader wants them: 正向指标 · 第十六条（凭记忆）."""
        evidence = word(self.evidence, lang)
        aside = "" if self.clause == "interpretation" else either(lang, f"（{evidence}）", f" ({evidence})")
        return f"{self.title.of(lang)} · {word(self.clause, lang)}{aside}"


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
    """One form under two rule sets: its name, the rows that change, and the total (row None)."""

    form: str
    rows: tuple[Change, ...]
    total: Change


def compare_results(first: FormResult, second: FormResult) -> Comparison:
    """Compare two results of the same form; raises ValueError for results of different forms."""
    if first.form != second.form:
        raise ValueError("only two results of the same form can be compared")
    by_row = {row.row: row for row in second.rows}
    rows = tuple(_change(row, by_row[row.row], first.ruleset, second.ruleset) for row in first.rows)
    total = Change(None, first.form.name, first.total.score, second.total.score)
    return Comparison(first.form.name, tuple(row for row in rows if row.is_change), total)


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
    title = part.title if part and part.title else Text(zh=row.rule, en=row.rule)
    clause = ruleset.clauses.get(source.clause or "")
    return Ground(row.rule, title, clause.title if clause else str(source), ruleset.evidence_of(source))


@dataclass(frozen=True, slots=True)
class SetsCompared:
    """Forms under two rule sets, and what the moves of their totals come to."""

    first: Ruleset
    second: Ruleset
    forms: tuple[Comparison, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many totals rise, fall, stay or cannot be told, and how many rows change.

        Those that rise or fall surely, wherever in its bands a person decides, are counted among the others too.
        """
        kinds = Counter[Kind](kind_of(each.total.first, each.total.second) for each in self.forms)
        return {
            "rise": kinds["rise"] + kinds["surely_rise"],
            "fall": kinds["fall"] + kinds["surely_fall"],
            "same": kinds["same"],
            "unknown": sum(kinds[each] for each in ("apart", "only_first", "only_second", "neither")),
            "surely_rise": kinds["surely_rise"],
            "surely_fall": kinds["surely_fall"],
            "rows": sum(len(each.rows) for each in self.forms),
        }

    @property
    def moves(self) -> list[tuple[Fraction, Fraction]]:
        """How far the ends of each total move that both sets give."""
        return [move for each in self.forms if (move := each.total.rise) is not None]

    @property
    def rise(self) -> tuple[Fraction, Fraction]:
        """The sums of the moves of the low and of the high ends."""
        low, high = (sum((move[end] for move in self.moves), Fraction(0)) for end in (0, 1))
        return low, high


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


def labels() -> tuple[str, ...]:
    """The groups of the distribution in their order: < -20, -20 … -10, … 0 …, > 20."""
    between = [[f"{low} … {high}", *(["0"] if high == 0 else [])] for low, high in pairwise(EDGES)]
    return (f"< {EDGES[0]}", *(label for group in between for label in group), f"> {EDGES[-1]}")


def distribution(moves: Sequence[tuple[Fraction, Fraction]]) -> tuple[tuple[str, int], ...]:
    """How many totals move by how much, by their high end, which is what a form without lost judgement gets."""
    # An edge belongs to the group beside it that lies towards zero, so that zero is alone.
    places = [
        sum(high >= edge for edge in EDGES if edge <= 0) + sum(high > edge for edge in EDGES if edge >= 0)
        for _, high in moves
    ]
    return tuple((label, places.count(place)) for place, label in enumerate(labels()))
