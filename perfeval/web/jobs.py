"""Documents being checked (排队复核): read in processes of their own, scored here, kept while they are of use.

Nothing here has to survive: a result that is gone is computed again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any, Literal, TypeVar

from perfeval.documents.files_below import FoundFile
from perfeval.documents.read import FileForms
from perfeval.documents.unpacked import Unpacked
from perfeval.uses.checking import Checking, Options, check_readings
from perfeval.web.rules import Rules
from perfeval.web.settings import Settings
from perfeval.web.work import open_worker, read_document, unpack_archive, warm_worker

Kept = TypeVar("Kept")
Done = TypeVar("Done")
State = Literal["waiting", "running", "done", "failed"]
Key = tuple[str, str, Options]
"""A check: hash of the content, name of the file, options."""

_KEPT = 512
"""Results that are kept; the oldest goes first."""


class BusyError(Exception):
    """More documents wait than the server takes."""


class LostError(Exception):
    """The process that read the document ended, or took too long."""


class Jobs:
    """Reads documents in processes of their own, so that a hostile one costs itself and nobody else."""

    def __init__(self, settings: Settings, rules: Rules) -> None:
        self._settings = settings
        self._rules = rules
        self._pool: ProcessPoolExecutor | None = None
        self._turn = asyncio.Semaphore(settings.workers + 1)
        self._alone = asyncio.Lock()
        self._waiting = 0
        self._readings: OrderedDict[tuple[str, str], FileForms] = OrderedDict()
        self._kept: OrderedDict[Key, Checking | LostError] = OrderedDict()
        self._under_way: dict[Key, asyncio.Task[Checking]] = {}

    def warm(self) -> None:
        """Start the processes, so that the first document does not wait for them."""
        for _ in range(self._settings.workers):
            self._running().submit(warm_worker)

    def close(self) -> None:
        """End the processes; what they were doing is done again when it is asked for."""
        if self._pool is not None:
            for process in active_children():
                process.terminate()
            self._pool.shutdown(cancel_futures=True)

    def state(self, key: Key) -> State:
        """How far the check of a document is."""
        if key in self._kept:
            return "failed" if isinstance(self._kept[key], LostError) else "done"
        return "running" if key in self._under_way else "waiting"

    def found(self, key: Key) -> Checking | None:
        """The result, where there is one already."""
        kept = self._kept.get(key)
        if kept is None or isinstance(kept, LostError):
            return None
        self._kept.move_to_end(key)
        return kept

    def begin(self, key: Key, content: Callable[[], bytes]) -> None:
        """See to it that a document gets checked; asked twice, it is checked once."""
        if key not in self._kept and key not in self._under_way:
            task = asyncio.get_running_loop().create_task(self._check(key, content))
            self._under_way[key] = task
            task.add_done_callback(lambda done: None if done.cancelled() else done.exception())

    async def check(self, key: Key, content: Callable[[], bytes]) -> Checking:
        """The result, waited for; raises LostError, or BusyError where many wait."""
        kept = self._kept.get(key)
        if isinstance(kept, LostError):
            raise kept
        if kept is not None:
            return kept
        self.begin(key, content)
        return await asyncio.shield(self._under_way[key])

    async def read(self, content: bytes, name: str) -> FileForms:
        """The forms of a document; raises LostError, or BusyError where too many wait already."""
        if self._waiting >= self._settings.waiting:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                return await self._read(content, name)
        finally:
            self._waiting -= 1

    async def unpack(self, content: bytes, name: str) -> Unpacked:
        """The files of an archive; raises LostError where the process that unpacked it ended."""
        async with self._turn:
            return await self._done(unpack_archive, content, name)

    async def check_now(self, content: bytes, name: str, options: Options) -> Checking:
        """A document that is not kept, checked; raises LostError, or BusyError where too many wait already."""
        return await self._score(await self.read(content, name), name, options)

    async def _check(self, key: Key, content: Callable[[], bytes]) -> Checking:
        digest, name, options = key
        try:
            reading = self._readings.get((digest, name))
            if reading is None:
                async with self._turn:
                    reading = await self._read(content(), name)
                _keep(self._readings, (digest, name), reading)
            found = await self._score(reading, name, options)
        except LostError as lost:
            _keep(self._kept, key, lost)
            raise
        finally:
            del self._under_way[key]
        _keep(self._kept, key, found)
        return found

    async def _score(self, reading: FileForms, name: str, options: Options) -> Checking:
        readings = [(FoundFile(Path(name), name), reading)]
        return await asyncio.to_thread(check_readings, readings, options, self._rules.rulebook)

    async def _read(self, content: bytes, name: str) -> FileForms:
        return await self._done(read_document, content, name)

    async def _done(self, work: Callable[[bytes, str], Done], content: bytes, name: str) -> Done:
        """A document through a function of `work`, in a process of its own."""
        try:
            return await asyncio.wrap_future(self._running().submit(work, content, name))
        except BrokenProcessPool:
            # A process that ends takes the work of its neighbours with it: each is done again, alone.
            self._pool = None
        async with self._alone:
            pool = self._new_pool(1)
            try:
                return await asyncio.wrap_future(pool.submit(work, content, name))
            except BrokenProcessPool as error:
                raise LostError(name) from error
            finally:
                pool.shutdown(wait=False)

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = self._new_pool(self._settings.workers)
        return self._pool

    def _new_pool(self, count: int) -> ProcessPoolExecutor:
        # A forked child would inherit the locks of this process's threads.
        return ProcessPoolExecutor(
            count, get_context("spawn"), open_worker, (self._settings.checking_seconds,)
        )


def _keep(kept: OrderedDict[Any, Kept], key: object, found: Kept) -> None:
    kept[key] = found
    while len(kept) > _KEPT:
        kept.popitem(last=False)
