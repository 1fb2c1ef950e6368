"""Work done a little ahead of its use, in order, by threads or processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def ahead(pool: Executor, work: Callable[[Item], Found], items: Iterable[Item], most: int) -> Iterator[Found]:
    """The results in the order of the items, with at most `most` of them in work or waiting; begun at once."""
    left = iter(items)
    waiting = deque(pool.submit(work, item) for item in islice(left, most))
    return _in_turn(pool, work, left, waiting)


def _in_turn(
    pool: Executor, work: Callable[[Item], Found], left: Iterator[Item], waiting: deque[Future[Found]]
) -> Iterator[Found]:
    while waiting:
        found = waiting.popleft().result()
        waiting.extend(pool.submit(work, item) for item in islice(left, 1))
        yield found
