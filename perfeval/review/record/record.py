"""The record and what is in force in it (复核记录): decide, score, undo, merge; nothing is ever erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from perfeval.review.record.events import Decided, Event, Scored, Undone, What


@dataclass(frozen=True)
class Record:
    """Events by id: merging two records is their union. Build it with `record_of`."""

    by_id: Mapping[str, Event]

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event in a fixed order: by subject, then in the order in which each was known, then by time."""
        depth = self._depths
        return tuple(
            event
            for _, event in sorted(
                self.by_id.items(), key=lambda pair: (pair[1].subject, depth[pair[0]], pair[1].at, pair[0])
            )
        )

    @cached_property
    def in_force(self) -> Mapping[str, tuple[Event, ...]]:
        """For each subject the events in force: one, or several where people who did not know of each other differ.

        An event is out of force if it was undone, or if a later event in force replaces it; undoing an undo restores
        it.
        """
        undone = self._undone
        found: dict[str, list[Event]] = {}
        behind: set[str] = set()
        for name, event in self.by_id.items():
            if name not in undone and not isinstance(event.what, Undone):
                found.setdefault(event.subject, []).append(event)
                behind |= self._before(name)
        return {
            subject: kept
            for subject, events in found.items()
            if (kept := _distinct(event for event in events if event.id not in behind))
        }

    def decisions(self, subject: str) -> tuple[Event, ...]:
        """The decisions in force on a finding; more than one is a conflict that a further decision settles."""
        return tuple(e for e in self.in_force.get(subject, ()) if isinstance(e.what, Decided))

    def scores(self, subject: str) -> tuple[Event, ...]:
        """The reviewed scores in force of a row; more than one is a conflict."""
        return tuple(e for e in self.in_force.get(subject, ()) if isinstance(e.what, Scored))

    def is_undone(self, event: Event) -> bool:
        """Whether an undo in force has taken the event back."""
        return event.id in self._undone

    @property
    def conflicts(self) -> tuple[tuple[Event, ...], ...]:
        """The groups of decisions or scores in force that contradict each other, by subject."""
        return tuple(
            acts
            for _, events in sorted(self.in_force.items())
            if len(acts := tuple(e for e in events if isinstance(e.what, Decided | Scored))) > 1
        )

    @cached_property
    def _undone(self) -> frozenset[str]:
        undos: dict[str, list[str]] = {}
        for name, event in self.by_id.items():
            if isinstance(event.what, Undone):
                undos.setdefault(event.what.event, []).append(name)
        # An undo names an older event by its content, so that no two can undo each other in a circle: the last
        # undo of a chain is in force, the one before it is not, and so on down to the decision.
        found: set[str] = set()
        for name in sorted(undos, key=self._undos_below, reverse=True):
            if any(each not in found for each in undos[name]):
                found.add(name)
        return frozenset(found)

    def _undos_below(self, name: str) -> int:
        below = 0
        event = self.by_id.get(name)
        while event is not None and isinstance(event.what, Undone):
            below += 1
            event = self.by_id.get(event.what.event)
        return below

    def _before(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = list(self.by_id[name].after)
        while waiting:
            each = waiting.pop()
            if each not in found and each in self.by_id:
                found.add(each)
                waiting += self.by_id[each].after
        return found

    @cached_property
    def _depths(self) -> dict[str, int]:
        return {name: len(self._before(name)) for name in self.by_id}


EMPTY = Record({})


def record_of(events: Iterable[Event]) -> Record:
    """The record of these events."""
    return Record({event.id: event for event in events})


def merge(first: Record, second: Record) -> Record:
    """Both people's events; the same in either order, and nothing is lost."""
    return Record({**first.by_id, **second.by_id})


def act(
    record: Record,
    subject: str,
    what: What,
    who: str = "",
    at: str = "",
    after: tuple[str, ...] | None = None,
) -> Record:
    """The record with an event on a subject; itself where the one in force says the same already.

    `after` are the events that the person knew, by default the latest: an event that somebody else added meanwhile
    then stands beside this one, as a conflict.
    """
    now = record.in_force.get(subject, ())
    if len(now) == 1 and now[0].what == what:
        return record
    known = latest(record, subject) if after is None else after
    return _with(record, Event(subject, what, known, who, at))


def undo(record: Record, event: Event, who: str, at: str) -> Record:
    """The record with `event` undone; an undo is an event, and undoing it restores. Itself where that is so already."""
    if record.is_undone(event):
        return record
    # Naming the undos that were themselves undone keeps a second undo of the same event another event.
    past = sorted(
        name
        for name, each in record.by_id.items()
        if isinstance(each.what, Undone) and each.what.event == event.id
    )
    return _with(record, Event(event.subject, Undone(event.id), tuple(past), who, at))


def latest(record: Record, subject: str) -> tuple[str, ...]:
    """The newest events on a subject: those without a successor, undone ones included."""
    own = [
        name
        for name, event in record.by_id.items()
        if event.subject == subject and not isinstance(event.what, Undone)
    ]
    earlier = {each for name in own for each in record.by_id[name].after}
    return tuple(sorted(name for name in own if name not in earlier))


def _with(record: Record, event: Event) -> Record:
    return Record({**record.by_id, event.id: event})


def _distinct(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events without duplicates: of several with the same content the earliest is kept."""
    found: dict[What, Event] = {}
    for event in sorted(events, key=lambda each: (each.at, each.id)):
        found.setdefault(event.what, event)
    return tuple(found.values())
