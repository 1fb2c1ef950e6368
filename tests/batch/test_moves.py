"""How many scores move is what the core says of each of them."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.batch.year.aligned import UnequalLengthsError, aligned
from perfeval.batch.year.moves import ENDS, SCORE, Foremost, Groups, bin_of, with_moves
from perfeval.core.results import Score
from perfeval.review.compare import EDGES, kind_of

NUMBERS = st.integers(0, 12).map(lambda number: Decimal(number) / 4)
SCORES = st.one_of(
    st.none(),
    st.tuples(NUMBERS, NUMBERS).map(lambda ends: Score.of(min(ends), max(ends))),
    NUMBERS.map(lambda end: Score.of(end, end)),
)
PAIRS = st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=20)


def table(pairs: list[tuple[Score | None, Score | None]]) -> pa.Table:
    rows = [
        [end for score in pair for end in ((None, None) if score is None else (score.low, score.high))]
        for pair in pairs
    ]
    return pa.table(
        {name: pa.array(column, SCORE) for name, column in zip(ENDS, zip(*rows, strict=True), strict=True)}
    )


@pytest.mark.slow
@pytest.mark.property
@given(PAIRS)
def test_kinds_and_moves_are_those_of_the_core(pairs: list[tuple[Score | None, Score | None]]) -> None:
    found = with_moves(table(pairs)).to_pylist()
    assert [each["kind"] for each in found] == [kind_of(*pair) for pair in pairs]
    assert [(each["low"], each["high"]) for each in found] == [
        (None, None) if a is None or b is None else (b.low - a.low, b.high - a.high) for a, b in pairs
    ]


@pytest.mark.slow
@pytest.mark.property
@given(st.lists(PAIRS, min_size=1, max_size=4))
def test_sums_do_not_depend_on_how_the_table_is_cut(
    parts: list[list[tuple[Score | None, Score | None]]],
) -> None:
    cut, whole = Groups(()), Groups(())
    for part in parts:
        cut.add(with_moves(table(part)))
    whole.add(with_moves(table([pair for part in parts for pair in part])))

    def key(row: dict[str, object]) -> str:
        return str(row["kind"])

    assert sorted(cut.rows(), key=key) == sorted(whole.rows(), key=key)


def test_a_move_at_an_edge_is_in_the_group_towards_zero() -> None:
    moves = [
        Decimal(each) for each in ("-20.01", "-20", "-10", "-0.01", "0", "0.01", "2", "2.01", "20", "20.01")
    ]
    found = bin_of(pa.chunked_array([pa.array(moves, SCORE)])).to_pylist()
    assert found == [0, 1, 2, 4, 5, 6, 6, 7, 9, 10]
    assert max(found) == len(EDGES) + 1


def test_the_foremost_are_kept_and_the_earlier_before_equal_ones() -> None:
    foremost = Foremost("both", "descending", 2)
    for names, values in ((["a", "b"], [1, 3]), (["c", "d"], [3, 2])):
        foremost.add(pa.table({"name": names, "both": values}))
    assert foremost.rows is not None
    assert foremost.rows["name"].to_pylist() == ["b", "c"]


def test_streams_are_cut_alike_and_a_missing_row_is_seen() -> None:
    def stream(*lengths: int):
        at = 0
        for length in lengths:
            yield pa.table({"n": list(range(at, at + length))})
            at += length

    pieces = list(aligned(stream(3, 4), stream(2, 2, 3)))
    assert [(len(a), a.equals(b)) for a, b in pieces] == [(2, True), (1, True), (1, True), (3, True)]
    with pytest.raises(UnequalLengthsError):
        list(aligned(stream(3), stream(4)))
