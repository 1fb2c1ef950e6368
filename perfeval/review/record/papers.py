"""Working papers into the record (底稿取回): what a reviewer typed becomes events after those that the papers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perfeval.core.exact import show
from perfeval.core.problems import Problem
from perfeval.core.reviewed import ReviewedFinding, ReviewedRow
from perfeval.review.record.changes import Judged, RowSubject
from perfeval.review.record.events import STATE_WORDS, Decided, Scored, State, What
from perfeval.review.record.record import Record, act, undo

TREATMENTS: dict[str, State] = {words.zh: state for state, words in STATE_WORDS.items()}
"""What may stand in the column 处理, and the state it means."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The record with what the papers say, how many decisions and scores are new, and what could not be taken in."""

    record: Record
    decided: int = 0
    scored: int = 0
    problems: tuple[Problem, ...] = ()


def printed_subject(subject: RowSubject | Judged) -> str:
    """Text of the column 指纹: the fingerprint, for a row what it claims, and the events that the papers show."""
    if isinstance(subject, Judged):
        return " ".join((subject.finding.fingerprint, *subject.after))
    return " ".join((subject.key, subject.claim, *subject.after))


def take_in(
    record: Record,
    rows: Sequence[ReviewedRow],
    findings: Sequence[ReviewedFinding],
    who: str,
    at: str,
) -> Taken:
    """Everything that was typed, as events; what somebody else decided since the papers were written stays.

    A score that no row can have (below zero, above its marks) stays out; `review_reviewer` names it.
    """
    taken = Taken(record)
    for finding in findings:
        taken = _finding(taken, finding, who, at)
    for row in rows:
        taken = _row(taken, row, who, at)
    return taken


def _finding(taken: Taken, typed: ReviewedFinding, who: str, at: str) -> Taken:
    subject, *after = typed.subject.split()
    treatment = typed.treatment.strip()
    state = TREATMENTS.get(treatment)
    if treatment and state is None:
        values = {"text": treatment, "known": "、".join(TREATMENTS)}
        return _refused(taken, Problem("review-treatment-unknown", values, typed.place))
    what = Decided(state or "open", typed.reason.strip(), typed.comment.strip())
    if not treatment and what.reason and not _shown(taken.record, after):
        return _refused(taken, Problem("review-reason-alone", {"text": what.reason}, typed.place))
    record = _with(taken.record, subject, tuple(after), what if treatment else None, who, at)
    return replace(taken, record=record, decided=taken.decided + (record != taken.record))


def _row(taken: Taken, typed: ReviewedRow, who: str, at: str) -> Taken:
    subject, *more = typed.subject.split() or [""]
    if not more:
        return taken
    claim, *after = more
    if typed.reviewed is not None and not 0 <= typed.reviewed <= (typed.points or typed.reviewed):
        return taken
    what = None if typed.reviewed is None else Scored(show(typed.reviewed), typed.reason.strip(), claim)
    if what is None and typed.reason.strip() and not _shown(taken.record, after):
        values = {"text": typed.reason.strip()}
        return _refused(taken, Problem("review-reason-alone", values, typed.place, row=typed.row))
    record = _with(taken.record, subject, tuple(after), what, who, at)
    return replace(taken, record=record, scored=taken.scored + (record != taken.record))


def _shown(record: Record, after: Sequence[str]) -> list[str]:
    """The events that the papers were filled in with."""
    return [name for name in after if name in record.by_id and not record.is_undone(record.by_id[name])]


def _with(
    record: Record, subject: str, after: tuple[str, ...], what: What | None, who: str, at: str
) -> Record:
    """The record with what was typed; a cell that was emptied undoes what it showed, an unchanged one is no event."""
    shown = [record.by_id[name] for name in _shown(record, after)]
    if any(event.what == what for event in shown):
        return record
    if what is not None:
        return act(record, subject, what, who, at, after)
    is_open = all(isinstance(event.what, Decided) and event.what.state == "open" for event in shown)
    if len(shown) == 1 and not is_open:
        return undo(record, shown[0], who, at)
    return record


def _refused(taken: Taken, problem: Problem) -> Taken:
    return replace(taken, problems=(*taken.problems, problem))
