"""A run beside the review record, for programs (与复核记录对照): what is new, decided, gone and changed."""

from __future__ import annotations

from perfeval.documents.writers.report.report_shape import (
    ChangeShape,
    DecisionEventShape,
    DecisionShape,
    FormReviewShape,
    GoneShape,
    JudgedShape,
    ScoreEventShape,
    SeenRowShape,
)
from perfeval.review.record.changes import FormReview, Gone, Judged, RowChange
from perfeval.review.record.events import Decided, Event, Scored, SeenRow, State

NOT_HELD: JudgedShape = {"since": None, "decision": None}
"""What a problem says without a record, and where it is a detail of a finding that says it."""


def judged_json(judged: Judged) -> JudgedShape:
    """`since` (new, unchanged, back; null for a remark, which no version records) and the decision on a finding."""
    since = None if judged.finding.severity == "info" else judged.since
    return {"since": since, "decision": _decision(judged.state, judged.decisions)}


def gone_json(gone: Gone) -> GoneShape:
    """A finding of the last version that this one has no more, as the record names it."""
    finding = gone.finding
    return {
        "fingerprint": finding.fingerprint,
        "code": finding.code,
        "severity": finding.severity,
        "indicator": finding.indicator,
        "message": finding.message,
        "since": "gone",
        "decision": _decision(gone.state, gone.decisions),
    }


def form_review_json(review: FormReview) -> FormReviewShape:
    """What is gone from a form and changed in it since the last version, and its reviewed scores by row."""
    return {
        "gone": [gone_json(each) for each in review.gone],
        "changes": [_change(each) for each in review.changes],
        "submitted_before": review.submitted_before,
        "scores": [
            {"row": row, "holds": score.holds, "events": [_score_event(each) for each in score.events]}
            for row, score in sorted(review.scores.items())
        ],
    }


def _decision(state: State, events: tuple[Event, ...]) -> DecisionShape | None:
    """The decision in force; of several events, which contradict each other, the state is open."""
    return {"state": state, "events": [_decision_event(each) for each in events]} if events else None


def _decision_event(event: Event) -> DecisionEventShape:
    what = event.what
    assert isinstance(what, Decided)  # nothing else is in force on a finding
    return {
        "id": event.id,
        "who": event.who,
        "at": event.at,
        "state": what.state,
        "reason": what.reason,
        "comment": what.comment,
    }


def _score_event(event: Event) -> ScoreEventShape:
    what = event.what
    assert isinstance(what, Scored)  # nothing else is in force as a row's score
    return {
        "id": event.id,
        "who": event.who,
        "at": event.at,
        "score": what.score,
        "reason": what.reason,
        "claim": what.claim,
    }


def _change(change: RowChange) -> ChangeShape:
    return {"before": _row(change.before), "now": _row(change.now)}


def _row(row: SeenRow | None) -> SeenRowShape | None:
    if row is None:
        return None
    return {
        "key": row.key,
        "name": row.name,
        "target": row.target,
        "actual": row.actual,
        "points": row.points,
        "submitted": row.submitted,
        "status": row.status,
    }
