"""Processes that survive what they read (工作进程): one that dies or hangs costs its file, never the run.

A file whose process is killed (a crash, no memory left) or takes longer than allowed is found by doing its part
again, each file alone. A worker ends when the process that started it does, whatever ended that.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Workers(Generic[Item, Found]):
    """How parts of items are done by `count` processes, each of which first calls `opening` with `given`.

    `work` turns items into what was found, `together` puts findings into one, `lost` says what is known of an item
    whose process ended, after so many seconds.
    """

    count: int
    opening: Callable[..., None]
    given: tuple[Any, ...]
    work: Callable[[Sequence[Item]], Found]
    together: Callable[[Sequence[Found]], Found]
    lost: Callable[[Item, float], Found]

    def in_order(self, parts: Iterable[Sequence[Item]]) -> Iterator[Found]:
        """What was found in each part, in their order, worked on a little ahead."""
        pool = self._pool(self.count)
        waiting: deque[tuple[Sequence[Item], Future[Found]]] = deque()
        remaining = iter(parts)
        try:
            while True:
                while len(waiting) < 2 * self.count and (part := next(remaining, None)) is not None:
                    waiting.append((part, _submitted(pool, self.work, part)))
                if not waiting:
                    return
                part, future = waiting.popleft()
                try:
                    found = future.result()
                except BrokenProcessPool:
                    # Every part that was waiting is lost with the process of one of them.
                    pool.shutdown(cancel_futures=True)
                    pool = self._pool(self.count)
                    waiting = deque((each, self._again(pool, each, done)) for each, done in waiting)
                    found = self._one_by_one(part)
                yield found
        finally:
            pool.shutdown(cancel_futures=True)

    def _pool(self, count: int) -> ProcessPoolExecutor:
        # A forked child would inherit the locks of this process's threads.
        return ProcessPoolExecutor(count, get_context("spawn"), _begin, (self.opening, *self.given))

    def _again(self, pool: ProcessPoolExecutor, part: Sequence[Item], future: Future[Found]) -> Future[Found]:
        is_whole = future.done() and not future.cancelled() and future.exception() is None
        return future if is_whole else _submitted(pool, self.work, part)

    def _one_by_one(self, part: Sequence[Item]) -> Found:
        found: list[Found] = []
        pool: ProcessPoolExecutor | None = None
        for item in part:
            pool = pool or self._pool(1)
            begun = time.monotonic()
            try:
                with _interrupts_held():
                    future = pool.submit(self.work, [item])
                found.append(future.result())
            except BrokenProcessPool:
                found.append(self.lost(item, time.monotonic() - begun))
                pool.shutdown()
                pool = None
        if pool is not None:
            pool.shutdown()
        return self.together(found)


def _submitted(
    pool: ProcessPoolExecutor, work: Callable[[Sequence[Item]], Found], part: Sequence[Item]
) -> Future[Found]:
    try:
        with _interrupts_held():
            return pool.submit(work, part)
    except BrokenProcessPool as error:
        # The pool broke since the last result was taken: this part is found broken like those before it.
        failed: Future[Found] = Future()
        failed.set_exception(error)
        return failed


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C reaches what is started inside only when it has begun, so that no half-loaded program complains of it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End this process if what is done inside takes longer, even in code that no exception can reach."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _begin(opening: Callable[..., None], *given: object) -> None:
    # Ctrl-C ends it without a word: the process that started it says what became of the run, unless it is deaf to it.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=end_with_parent, daemon=True).start()
    opening(*given)
    # What is loaded by now stays until the end, and need not be looked through for garbage.
    gc.freeze()


def end_with_parent() -> None:
    """End this process when the one that started it ends."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
