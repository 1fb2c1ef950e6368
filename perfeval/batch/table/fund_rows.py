"""The execution rows of a year (资金表): taken in the order of the projects, or matched with them at the end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from perfeval.batch.columnar.scorer import Scored, joined, not_scored
from perfeval.batch.problem_table import Found
from perfeval.core.problems import Problem

FundsSlice = tuple[pa.StringArray, Scored]
"""Consecutive execution rows: their projects, their scores."""


class ScatteredError(Exception):
    """A project's rows do not stand together in rising order, or the funds come in another order."""


def let_go(
    begin: Callable[[int], Future[deque[FundsSlice]]], chunks: range, begun: list[Future[deque[FundsSlice]]]
) -> Iterator[FundsSlice]:
    """The slices of every row group, none kept once it is given; the next group is begun in the last quarter of one."""
    for chunk in chunks:
        parts = begun.pop().result()
        late = len(parts) // 4
        for left in range(len(parts), 0, -1):
            if left == max(late, 1) and chunk + 1 in chunks:
                begun.append(begin(chunk + 1))
            yield parts.popleft()


class InOrder:
    """Execution rows taken in the order of the table's projects, of which `passed` are done already."""

    def __init__(self, chunks: Iterator[FundsSlice], passed: int) -> None:
        self._chunks = chunks
        self._held: deque[FundsSlice] = deque()
        while passed:
            passed -= len(self._next(passed)[0])

    def take(self, ids: pa.StringArray) -> list[Scored]:
        """The next rows, which must be those of `ids`."""
        parts, at = list[Scored](), 0
        while at < len(ids) or not parts:
            found, scored = self._next(len(ids) - at)
            if not ids[at : at + len(found)].equals(found):
                raise ScatteredError
            at += len(found)
            parts.append(scored)
        return parts

    def left(self) -> bool:
        """Whether there are rows that no project asked for."""
        self._held.extend(islice(self._chunks, 1))
        return any(len(ids) for ids, _ in self._held)

    def _next(self, most: int) -> tuple[pa.StringArray, Scored]:
        """The next rows that stand together, at most so many."""
        if not self._held:
            self._held.extend(islice(self._chunks, 1))
        if not self._held:
            raise ScatteredError
        ids, scored = self._held.popleft()
        if len(ids) > most:
            self._held.appendleft((ids[most:], scored.part(most, len(ids))))
        return ids[:most], scored.part(0, most)


def matched(ids: pa.StringArray, funds: list[FundsSlice]) -> tuple[Scored, list[Found]]:
    """The execution row of each project, an ignored one where it has none; what does not match is a problem."""
    of = pa.concat_arrays([each for each, _ in funds])
    scored = joined([each for _, each in funds])
    where = pc.index_in(ids, of)
    problems: list[Found] = [
        (each, None, Problem("project-without-funds", {"project": each}))
        for each in ids.filter(pc.is_null(where)).to_pylist()
    ]
    unknown = of.filter(pc.is_null(pc.index_in(of, ids))).to_pylist()
    problems += [(each, None, Problem("project-without-indicators", {"project": each})) for each in unknown]
    counted = pc.value_counts(of)
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1)).to_pylist()
    problems += [(each, None, Problem("funds-repeated", {"project": each})) for each in repeated]
    rows = pc.fill_null(where, len(of)).to_numpy(zero_copy_only=False)
    return joined([scored, not_scored()]).pick(rows), problems
