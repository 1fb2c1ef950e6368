"""A run beside the review record, for programs (与复核记录对照): what is new, decided, gone and changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from perfeval.review.record.changes import FormReview, Gone, Judged, RowChange
from perfeval.review.record.events import Decided, Event, Scored, SeenRow

Json = dict[str, Any]

NOT_HELD: Json = {"since": None, "decision": None}
"""What a problem says without a record, and where it is a detail of a finding that says it."""


def judged_json(judged: Judged) -> Json:
    """`since` (new, unchanged, back; null for a remark, which no version records) and the decision on a finding."""
    since = None if judged.finding.severity == "info" else judged.since
    return {"since": since, "decision": _decision(judged.state, judged.decisions)}


def gone_json(gone: Gone) -> Json:
    """A finding of the last version that this one has no more, as the record names it."""
    return {**asdict(gone.finding), "since": "gone", "decision": _decision(gone.state, gone.decisions)}


def form_review_json(review: FormReview) -> Json:
    """What is gone from a form and changed in it since the last version, and its reviewed scores by row."""
    return {
        "gone": [gone_json(each) for each in review.gone],
        "changes": [_change(each) for each in review.changes],
        "submitted_before": review.submitted_before,
        "scores": [
            {"row": row, "holds": score.holds, "events": [_event(each) for each in score.events]}
            for row, score in sorted(review.scores.items())
        ],
    }


def _decision(state: str, events: tuple[Event, ...]) -> Json | None:
    """The decision in force; of several events, which contradict each other, the state is open."""
    return {"state": state, "events": [_event(each) for each in events]} if events else None


def _event(event: Event) -> Json:
    assert isinstance(
        event.what, Decided | Scored
    )  # nothing else is in force on a finding or as a row's score
    return {"id": event.id, "who": event.who, "at": event.at, **asdict(event.what)}


def _change(change: RowChange) -> Json:
    return {"before": _row(change.before), "now": _row(change.now)}


def _row(row: SeenRow | None) -> Json | None:
    return None if row is None else asdict(row)
