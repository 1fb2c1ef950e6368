"""How scores move between two rule sets (升降): `review.compare` for whole Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, get_args

import pyarrow as pa
import pyarrow.compute as pc

from perfeval.review.compare import EDGES, Kind

SCORE = pa.decimal128(28, 12)
"""Scores of any rule set: exact, and wide enough for their differences."""
ENDS = ("first_low", "first_high", "second_low", "second_high")
KINDS: tuple[Kind, ...] = get_args(Kind)


def with_moves(table: pa.Table) -> pa.Table:
    """A table with ENDS, and how far each end moves (`low`, `high`), and the kind of the move."""
    a_low, a_high, b_low, b_high = (table[name] for name in ENDS)
    moves = table.append_column("low", pc.subtract(b_low, a_low))
    moves = moves.append_column("high", pc.subtract(b_high, a_high))
    first, second = pc.is_valid(a_low), pc.is_valid(b_low)
    low, high = moves["low"], moves["high"]
    zero = pa.scalar(0, SCORE)
    cases: Sequence[tuple[Kind, pa.ChunkedArray]] = (
        ("neither", pc.invert(pc.or_(first, second))),
        ("only_second", pc.invert(first)),
        ("only_first", pc.invert(second)),
        ("same", pc.and_(pc.equal(low, zero), pc.equal(high, zero))),
        ("surely_rise", pc.greater(b_low, a_high)),
        ("surely_fall", pc.less(b_high, a_low)),
        ("rise", pc.and_(pc.greater_equal(low, zero), pc.greater_equal(high, zero))),
        ("fall", pc.and_(pc.less_equal(low, zero), pc.less_equal(high, zero))),
    )
    conditions = pa.StructArray.from_arrays(
        [pc.fill_null(condition.combine_chunks(), False) for _, condition in cases],
        names=[kind for kind, _ in cases],
    )
    return moves.append_column("kind", pc.case_when(conditions, *(kind for kind, _ in cases), "apart"))


def bin_of(moves: pa.ChunkedArray) -> pa.ChunkedArray:
    """The number of the group of `review.compare.distribution` that each move belongs to."""
    passed = [pc.greater_equal(moves, pa.scalar(edge, SCORE)) for edge in EDGES if edge <= 0]
    passed += [pc.greater(moves, pa.scalar(edge, SCORE)) for edge in EDGES if edge >= 0]
    return reduce(pc.add, (pc.cast(each, pa.int32()) for each in passed))


@dataclass(slots=True)
class Groups:
    """Counts and sums of moves, grouped by key columns and by kind, over any number of tables."""

    keys: tuple[str, ...]
    _sums: pa.Table | None = None

    def add(self, moves: pa.Table) -> None:
        """Count the rows of a table with moves."""
        keys = [*self.keys, "kind"]
        found = moves.group_by(keys).aggregate([("low", "sum"), ("high", "sum"), ([], "count_all")])
        found = found.select([*keys, "low_sum", "high_sum", "count_all"])
        if self._sums is not None:
            both = pa.concat_tables([self._sums, found.cast(self._sums.schema)])
            summed = both.group_by(keys).aggregate(
                [("low_sum", "sum"), ("high_sum", "sum"), ("count_all", "sum")]
            )
            names = [*keys, "low_sum_sum", "high_sum_sum", "count_all_sum"]
            found = summed.select(names).rename_columns(self._sums.column_names).cast(self._sums.schema)
        self._sums = found

    def rows(self) -> list[dict[str, Any]]:
        """A row for each group and kind: its keys, `kind`, `low_sum`, `high_sum`, `count_all`."""
        return [] if self._sums is None else self._sums.to_pylist()


@dataclass(slots=True)
class Foremost:
    """The rows with the smallest (or largest) values of a column, over any number of tables."""

    column: str
    order: str
    most: int
    rows: pa.Table | None = None

    def add(self, table: pa.Table) -> None:
        """Add the rows of another table; of equal rows the earlier ones come first."""
        both = table if self.rows is None else pa.concat_tables([self.rows, table])
        places = pc.array_sort_indices(both[self.column], order=self.order)
        self.rows = both.take(places[: self.most])
