"""The review file in use (复核记录): opened, held beside a run, decided in, saved without losing what others added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfeval.core.exact import ExactnessError, exact, show
from perfeval.core.problems import Problem
from perfeval.documents.formats.xlsx import read_xlsx
from perfeval.documents.read_review import read_review
from perfeval.files.whole import write_whole
from perfeval.review.record.changes import Review, remember, review_of
from perfeval.review.record.events import Decided, Event, Scored, Seen, SeenFinding, SeenRow, Undone, said_by
from perfeval.review.record.papers import Taken, take_in
from perfeval.review.record.record import EMPTY, Record, act, merge
from perfeval.review.record.text import read_record, record_text
from perfeval.uses.checking import Checking


@dataclass(frozen=True, slots=True)
class Opened:
    """A review file: its record, and what is wrong with it. A file that is not there yet is an empty record."""

    record: Record = EMPTY
    problems: tuple[Problem, ...] = ()


def open_record(path: Path) -> Opened:
    """Read a review file."""
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Opened()
    except OSError as error:
        values = {"file": name, "reason": error.strerror or str(error)}
        return Opened(problems=(Problem("file-unreadable", values, file=name),))
    except UnicodeDecodeError:
        return Opened(problems=(Problem("review-file-invalid", {"reason": "UTF-8"}, file=name),))
    return Opened(*read_record(text, name))


def save_record(path: Path, record: Record) -> Opened:
    """Write a review file whole, together with what others put there meanwhile; an unreadable one is left alone."""
    there = open_record(path)
    if there.problems:
        return there
    together = merge(there.record, record)
    if together != there.record or not path.exists():
        write_whole(path, record_text(together).encode())
    return Opened(together)


def held_beside(record: Record, checking: Checking) -> Review:
    """A run beside its record; `remembered` says what the record becomes with it."""
    return review_of(record, checking.forms, checking.problems)


def remembered(record: Record, checking: Checking) -> Record:
    """The record with the versions that this run saw."""
    return remember(record, checking.forms, checking.problems)


def open_exit_code(review: Review, unreadable: Sequence[str]) -> int:
    """0 no error is open; 1 one is; 2 there is no form; 3 a file was not read."""
    if unreadable or not review.forms:
        return 3 if review.forms else 2
    if any(each.is_open and each.finding.severity == "error" for each in review.findings):
        return 1
    return 0


def take_in_papers(path: Path, record: Record, who: str, at: str) -> Taken:
    """What a reviewer typed into working papers, as events of the record; with the conflicts that it makes."""
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        values = {"file": name, "reason": error.strerror or str(error)}
        return Taken(record, problems=(Problem("file-unreadable", values, file=name),))
    return papers_taken_in(data, name, record, who, at)


def papers_taken_in(data: bytes, name: str, record: Record, who: str, at: str) -> Taken:
    """What a reviewer typed into working papers whose content is at hand."""
    papers = read_review(read_xlsx(data, name), name)
    return take_in(record, papers.rows, papers.findings, who, at)


def conflicts(record: Record) -> Iterator[Problem]:
    """Every finding or row on which people contradict each other, by its name."""
    for events in record.conflicts:
        said = "；".join(f"{event.who}（{event.at[:10]}）{said_by(event)}" for event in events)
        yield Problem("review-conflict", {"decisions": said}, indicator=_name(record, events[0].subject))


def _name(record: Record, subject: str) -> str:
    for version, finding in latest_findings(record):
        if finding.fingerprint == subject:
            return f"《{version.name}》{finding.message}"
    for version, row in latest_rows(record):
        if row.key == subject:
            return f"《{version.name}》{row.name or '预算执行率'}"
    return subject


def latest_findings(record: Record) -> Iterator[tuple[Seen, SeenFinding]]:
    """The findings of the last version of each form and document."""
    return ((version, each) for version in _versions(record) for each in version.findings)


def latest_rows(record: Record) -> Iterator[tuple[Seen, SeenRow]]:
    """The rows of the last version of each form."""
    return ((version, each) for version in _versions(record) for each in version.rows)


def _versions(record: Record) -> list[Seen]:
    versions = [
        event.what for events in record.in_force.values() for event in events if isinstance(event.what, Seen)
    ]
    return sorted(versions, key=lambda each: (each.name, each.ruleset))


def subjects(record: Record, start: str) -> list[str]:
    """Fingerprints of findings and keys of rows that begin so."""
    known = {each.fingerprint for _, each in latest_findings(record)} | {
        each.key for _, each in latest_rows(record)
    }
    known |= {event.subject for event in record.events if isinstance(event.what, Decided | Scored)}
    return sorted(each for each in known if each.startswith(start))


def scored(record: Record, key: str, score: str, reason: str, who: str, at: str) -> Record | Problem:
    """The record with a reviewed score for a row that a version of its form shows."""
    rows = {row for _, row in latest_rows(record) if row.key == key}
    try:
        value = show(exact(score.strip().removesuffix("分")))
    except ExactnessError:
        return Problem("review-unreadable", {"text": score})
    if len(rows) != 1:
        return Problem("review-row-unclear", {"key": key, "count": str(len(rows))})
    return act(record, key, Scored(value, reason, next(iter(rows)).claim), who, at)


def undoable(record: Record, start: str | None) -> list[Event]:
    """The events that an undo can mean: by id, the decision in force of a finding or row, or else the latest event."""
    acts = [
        event for event in record.events if not isinstance(event.what, Seen) and not record.is_undone(event)
    ]
    if start is None:
        return sorted(acts, key=lambda event: (event.at, len(_chain(record, event))))[-1:]
    by_id = [event for event in acts if event.id.startswith(start)]
    if by_id:
        return by_id
    return [
        event
        for event in acts
        if event.subject.startswith(start) and event in record.in_force.get(event.subject, ())
    ]


def _chain(record: Record, event: Event) -> list[Event]:
    """The events that an undo, or an undo of an undo, goes back to."""
    found = []
    while isinstance(event.what, Undone) and event.what.event in record.by_id:
        event = record.by_id[event.what.event]
        found.append(event)
    return found
