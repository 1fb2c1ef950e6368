"""The reviewer's desk (复核台): the documents at hand, checked, beside what was decided about them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm
from perfeval.review.record.changes import FormReview, Review, remember, review_of
from perfeval.review.record.events import Decided, Event, Undone, What
from perfeval.review.record.record import Record, act, merge, undo
from perfeval.uses.checking import Checking, Options
from perfeval.web.jobs import Jobs, Key, LostError, State
from perfeval.web.rules import Rules
from perfeval.web.store import Store, Upload


class StaleError(Exception):
    """Somebody else decided since this person looked; `events` are the decisions in force."""

    def __init__(self, events: tuple[Event, ...]) -> None:
        super().__init__()
        self.events = events


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document and how far its check is."""

    upload: Upload
    state: State
    forms: int = 0
    rows: int = 0

    @property
    def is_without_form(self) -> bool:
        """Whether nothing of it can be checked: it could not be read, or holds no form."""
        return self.state == "failed" or (self.state == "done" and not self.forms)


@dataclass(frozen=True, slots=True)
class Queue:
    """Every document under the same options, and how far each is."""

    documents: tuple[Waiting, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is waited for."""
        return all(each.state in ("done", "failed") for each in self.documents)


@dataclass(frozen=True, slots=True)
class View(Queue):
    """The queue, and the review of the documents that are done."""

    review: Review
    owners: dict[int, tuple[Upload, int]]
    """By the number of a form in the review: its document, and its number there from 1."""


class Desk:
    """What the pages show and change; everything that must last is in the store before an answer goes out."""

    def __init__(self, store: Store, jobs: Jobs, rules: Rules) -> None:
        self.store, self.jobs, self.rules = store, jobs, rules
        self._record = store.record()
        self._changing = asyncio.Lock()
        self._remembered: set[Key] = set()

    @property
    def record(self) -> Record:
        """The review record as it stands."""
        return self._record

    def key(self, upload: Upload, options: Options) -> Key:
        """The check of a document under options."""
        return (upload.sha256, upload.name, options)

    def begin(self, upload: Upload, options: Options) -> None:
        """See to it that a document is being checked."""
        self.jobs.begin(self.key(upload, options), partial(self.store.content, upload.sha256))

    async def checked(self, upload: Upload, options: Options) -> Checking:
        """One document checked, waited for; raises LostError where its reader was cut off."""
        return await self.jobs.check(self.key(upload, options), partial(self.store.content, upload.sha256))

    def queue(self, options: Options) -> Queue:
        """How far all documents are under these options; those that nobody has begun are begun."""
        documents: list[Waiting] = []
        for upload in self.store.uploads():
            self.begin(upload, options)
            key = self.key(upload, options)
            found = self.jobs.found(key)
            if found is None:
                documents.append(Waiting(upload, self.jobs.state(key)))
            else:
                documents.append(Waiting(upload, "done", len(found.forms), found.coverage.rows))
        return Queue(tuple(documents))

    def view(self, options: Options) -> View:
        """All documents under these options, as far as they are; the rest is begun."""
        forms: list[CheckedForm] = []
        problems: list[Problem] = []
        owners: dict[int, tuple[Upload, int]] = {}
        queue = self.queue(options)
        for each in queue.documents:
            found = self.jobs.found(self.key(each.upload, options))
            if found is None:
                if each.state == "failed":
                    problems.append(Problem("reader-killed", file=each.upload.name))
                continue
            for number, form in enumerate(found.forms, 1):
                forms.append(form)
                owners[len(forms)] = (each.upload, number)
            problems += [replace(one, file=one.file or each.upload.name) for one in found.problems]
        return View(queue.documents, review_of(self._record, forms, problems), owners)

    async def settled(self, options: Options) -> View:
        """All documents under these options, every check waited for: after a start nothing is kept yet."""
        for upload in self.store.uploads():
            with suppress(LostError):  # the view names the document
                await self.checked(upload, options)
        return self.view(options)

    async def form(self, upload: Upload, number: int, options: Options) -> FormReview | None:
        """One form of a document beside the record; None where the document has fewer."""
        found = await self.checked(upload, options)
        if not 1 <= number <= len(found.forms):
            return None
        return review_of(self._record, [found.forms[number - 1]]).forms[0]

    async def remember(self, upload: Upload) -> None:
        """Note the version of each form of a document in the record, so that a later one shows what changed."""
        try:
            found = await self.checked(upload, Options(rules_dirs=self.rules.folders))
        except LostError:
            return  # the overview names the document
        async with self._changing:
            self._keep(remember(self._record, found.forms, found.problems))

    # --- decisions ----------------------------------------------------------------------------------------

    def seen(self, subject: str) -> str:
        """What a page shows of the decisions on a subject, as a mark that is sent back with the next decision."""
        return "-".join(sorted(event.id for event in self._record.in_force.get(subject, ())))

    async def decide(
        self, decisions: Sequence[tuple[str, str | None]], what: What, who: str
    ) -> tuple[Event, ...]:
        """Decide on findings, each with the mark that its page showed (None: whatever stands); one batch for undo.

        Raises StaleError, and changes nothing, where somebody decided on one of them since.
        """
        async with self._changing:
            for subject, mark in decisions:
                if mark is not None and mark != self.seen(subject):
                    raise StaleError(self._record.in_force.get(subject, ()))
            record, at = self._record, now()
            for subject, _ in decisions:
                record = act(record, subject, what, who, at)
            return self._keep(record)

    async def undo(self, who: str, event: Event | None = None) -> tuple[Event, ...]:
        """Take back the last act of a person that still stands, or one event; several decided at once go together."""
        async with self._changing:
            record, at = self._record, now()
            for each in (event,) if event is not None else self._last_act(who):
                record = undo(record, each, who, at)
            return self._keep(record)

    def _last_act(self, who: str) -> tuple[Event, ...]:
        for batch in reversed(self.store.batches()):
            standing = tuple(
                event
                for event in (self._record.by_id[name] for name in batch)
                if event.who == who
                and not isinstance(event.what, Undone)
                and not self._record.is_undone(event)
            )
            if any(isinstance(event.what, Decided) for event in standing):
                return standing
        return ()

    async def take_in(self, other: Record) -> tuple[Event, ...]:
        """Merge another person's record into this one."""
        async with self._changing:
            return self._keep(merge(self._record, other))

    def _keep(self, record: Record) -> tuple[Event, ...]:
        fresh = tuple(event for name, event in record.by_id.items() if name not in self._record.by_id)
        if fresh:
            self.store.append(fresh)
            self._record = record
        return fresh


def now() -> str:
    """The time as the record writes it, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
