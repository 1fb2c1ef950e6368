"""The result of comparing a year under two rule sets (比较结果): rows and totals that change, and sums by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from perfeval.batch.body_names import one_writing
from perfeval.batch.parts import Output
from perfeval.batch.year.aligned import by_name
from perfeval.batch.year.moves import KINDS, Foremost, Groups, bin_of
from perfeval.documents.writers.comparison.year_comparison import (
    FALLS,
    RISES,
    ComparedSet,
    Mover,
    Moves,
    YearComparison,
)
from perfeval.review.compare import Kind, labels
from perfeval.rulebook.rule_terms import VALUES

TABLES = ("changed_totals.parquet", "changed_rows.parquet", "by_department.parquet", "by_category.parquet")
MOVERS = 15
"""Winners, and losers, that are named on the page; the table of changed totals has all."""
_UNCHANGED: tuple[Kind, ...] = ("same", "neither")
_GROUPS = pa.schema(
    [
        ("name", pa.string()),
        *((kind, pa.int64()) for kind in KINDS),
        ("low", pa.decimal128(38, 12)),
        ("high", pa.decimal128(38, 12)),
    ]
)


class Tally:
    """Accumulates totals and rows with their moves, batch by batch, and writes those that change."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._parts: dict[str, int] = defaultdict(int)
        self._files: set[str] = set()
        self._duplicates = 0
        self._departments = Groups(("department",))
        self._categories = Groups(("dimension", "category"))
        self._bins = Groups(("bin",))
        self._winners = Foremost("both", "descending", MOVERS)
        self._losers = Foremost("both", "ascending", MOVERS)
        self._unsure = Foremost("width", "descending", MOVERS)

    def add_totals(self, moves: pa.Table) -> None:
        """Count some totals; of documents `counted` says which, so that a project counts once."""
        if "counted" in moves.column_names:
            self._files.update(moves["file"].unique().to_pylist())
            counted = moves.filter(moves["counted"]).drop_columns("counted")
            self._duplicates += len(moves) - len(counted)
            moves = counted
        self._departments.add(moves)
        compared = moves.filter(pc.is_valid(moves["high"]))
        self._bins.add(compared.append_column("bin", bin_of(compared["high"])))
        both = compared.append_column("both", pc.add(compared["low"], compared["high"]))
        self._winners.add(both.filter(_is_in(both, RISES)))
        self._losers.add(both.filter(_is_in(both, FALLS)))
        apart = compared.filter(_is_in(compared, ("apart",)))
        width = pc.abs(pc.subtract(apart["high"], apart["low"]))
        self._unsure.add(apart.append_column("width", width))
        self._write("changed_totals.parquet", moves)

    def add_rows(self, moves: pa.Table, groups: pa.Table) -> None:
        """Count some rows; `groups` has the dimension and category of each, by their keys."""
        self._categories.add(pa.table({**by_name(groups), **by_name(moves.select(["low", "high", "kind"]))}))
        self._write("changed_rows.parquet", moves)

    def finished(self, first: ComparedSet, second: ComparedSet, inputs: Sequence[str]) -> YearComparison:
        """Write the sums by group; all that is shown. `inputs` are the names of the files."""
        departments = sorted(_moves(self._departments, self._bodies()), key=_mean)
        categories = sorted(_moves(self._categories, _category), key=_mean)
        for name, groups in (("by_department", departments), ("by_category", categories)):
            rows = [
                {"name": each.name[0], **each.counts, "low": each.low, "high": each.high} for each in groups
            ]
            filled = [{**dict.fromkeys(KINDS, 0), **row} for row in rows]
            self._output.write(f"{name}.parquet", 0, pa.Table.from_pylist(filled, _GROUPS))
        return YearComparison(
            first,
            second,
            len(inputs),
            sorted({*inputs} - self._files) if self._files else [],
            _together(departments, ("总分", "totals")),
            _together(categories, ("行", "rows")),
            [each for each in departments if each.name[0] or len(departments) > 1],
            categories,
            _distribution(self._bins),
            _movers(self._winners),
            _movers(self._losers),
            _movers(self._unsure),
            duplicates=self._duplicates,
        )

    def _bodies(self) -> Callable[[str | None], tuple[str, str]]:
        """What a department is called, however its forms write it."""
        forms = Counter[str]()
        for row in self._departments.rows():
            forms[row["department"] or ""] += row["count_all"]
        names = one_writing(forms)
        return lambda name: (names[name or ""],) * 2

    def _write(self, name: str, moves: pa.Table) -> None:
        changed = moves.filter(pc.invert(_is_in(moves, _UNCHANGED)))
        if len(changed):
            self._output.write(name, self._parts[name], changed)
            self._parts[name] += 1


def _is_in(moves: pa.Table, kinds: Sequence[str]) -> pa.ChunkedArray:
    return pc.is_in(moves["kind"], pa.array(kinds))


def _category(dimension: str, category: str) -> tuple[str, str]:
    """The words of a dimension and a category, or of the dimension alone where the category says the same."""
    words = VALUES["dimension"].get(dimension), VALUES["category"].get(category)
    pairs = [each for each in dict.fromkeys(words) if each is not None]
    return "·".join(zh for zh, _ in pairs), " · ".join(en for _, en in pairs)


def _moves(groups: Groups, name: Callable[..., tuple[str, str]]) -> list[Moves]:
    """One `Moves` for each group, from its counts by kind."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in groups.rows():
        found[name(*(row[key] for key in groups.keys))].append(row)
    return [_of(name, rows) for name, rows in sorted(found.items())]


def _of(name: tuple[str, str], rows: Sequence[dict[str, Any]]) -> Moves:
    counts = {kind: sum(row["count_all"] for row in rows if row["kind"] == kind) for kind in KINDS}
    return Moves(
        name,
        {kind: count for kind, count in counts.items() if count},
        *(
            sum((row[end] for row in rows if row[end] is not None), Decimal(0))
            for end in ("low_sum", "high_sum")
        ),
    )


def _together(groups: Sequence[Moves], name: tuple[str, str]) -> Moves:
    counts = {kind: sum(each.of(kind) for each in groups) for kind in KINDS}
    low, high = (sum((getattr(each, end) for each in groups), Decimal(0)) for end in ("low", "high"))
    return Moves(name, {kind: count for kind, count in counts.items() if count}, low, high)


def _mean(moves: Moves) -> tuple[Decimal, tuple[str, str]]:
    """Sort key of a group: its mean move per form, the greatest loss first."""
    return (moves.low + moves.high) / max(moves.compared, 1), moves.name


def _distribution(bins: Groups) -> list[tuple[str, Moves]]:
    """The groups of `review.compare.distribution`, each with its kinds."""
    rows = bins.rows()
    return [
        (label, _of((label, label), [row for row in rows if row["bin"] == number]))
        for number, label in enumerate(labels())
    ]


def _movers(foremost: Foremost) -> list[Mover]:
    rows = [] if foremost.rows is None else foremost.rows.to_pylist()
    return [
        Mover(
            row["project"] or "",
            row["department"] or "",
            (row["first_low"], row["first_high"]),
            (row["second_low"], row["second_high"]),
            row["low"],
            row["high"],
            row["kind"],
        )
        for row in rows
    ]
