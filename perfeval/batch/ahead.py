"""Work done a little ahead of its use, in order, by threads or processes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def ahead(pool: Executor, work: Callable[[Item], Found], items: Iterable[Item], most: int) -> Iterator[Found]:
    """The results in the order of the items, with at most `most` of them in work or waiting to be used."""
    waiting: deque[Future[Found]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
