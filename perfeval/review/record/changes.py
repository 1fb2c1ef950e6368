"""Today's findings beside the record (新增、未变、已消除、重现), and what changed since the last version of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from perfeval.core.exact import show
from perfeval.core.problems import Problem
from perfeval.core.results import CheckedForm, FormResult, RowResult
from perfeval.review.findings import Finding, document_findings, form_findings, forms_by_file
from perfeval.review.record.events import Event, Scored, Seen, SeenFinding, SeenRow, State
from perfeval.review.record.fingerprints import document_key, form_key, normal, row_keys
from perfeval.review.record.record import Record, act, latest

Since = Literal["new", "unchanged", "back", "gone"]
"""新增 · 未变 · 重现 (gone before, or decided and gone) · 已消除."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with what became of it since the last version, and the decisions in force: none, one, or a conflict.

    `after` are the events that whoever decides next has seen.
    """

    finding: Finding
    since: Since
    decisions: tuple[Event, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """The decision's state; open where there is none or people contradict each other, or it came back."""
        return _state(self.decisions)

    @property
    def is_open(self) -> bool:
        """Whether a person still has to decide."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Gone:
    """A finding of the last version that the current version no longer has."""

    finding: SeenFinding
    decisions: tuple[Event, ...] = ()

    @property
    def state(self) -> State:
        """The decision's state."""
        return _state(self.decisions)


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that changed since the last version; None where it is new or was taken out."""

    before: SeenRow | None
    now: SeenRow | None


@dataclass(frozen=True, slots=True)
class RowScore:
    """The reviewed scores in force of a row; `holds` tells whether the row still says what it said then."""

    events: tuple[Event, ...]
    holds: bool

    @property
    def score(self) -> Scored | None:
        """The reviewed score, where there is one, nobody contradicts it and the row has not changed."""
        what = self.events[0].what if len(self.events) == 1 and self.holds else None
        return what if isinstance(what, Scored) else None


@dataclass(frozen=True, slots=True)
class RowSubject:
    """A row as the record knows it: its key, what it claims now, the events that whoever scores it has seen."""

    key: str
    claim: str
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormReview:
    """A form beside the record: its number in the run, findings, what is gone, changed rows, reviewed scores by row."""

    number: int
    checked: CheckedForm
    key: str
    findings: tuple[Judged, ...]
    gone: tuple[Gone, ...]
    changes: tuple[RowChange, ...]
    submitted_before: str | None
    scores: Mapping[int, RowScore]
    rows: Mapping[int, RowSubject]


@dataclass(frozen=True, slots=True)
class Review:
    """A run beside the record; `others` and `others_gone` belong to documents and no form."""

    forms: tuple[FormReview, ...]
    others: tuple[Judged, ...]
    others_gone: tuple[Gone, ...]
    record: Record

    @property
    def findings(self) -> tuple[Judged, ...]:
        """Every finding, those of the forms first."""
        return tuple(each for form in self.forms for each in form.findings) + self.others

    @property
    def gone(self) -> tuple[Gone, ...]:
        """Every finding that is gone."""
        return tuple(each for form in self.forms for each in form.gone) + self.others_gone


def review_of(record: Record, forms: Sequence[CheckedForm], problems: Sequence[Problem] = ()) -> Review:
    """The findings of checked forms, and of documents without a form, beside the record."""
    versions = seen_now(forms, problems)
    history = {key: _History(record, key, version) for key, version in versions.items()}
    judged = tuple(
        _form(number, each, record, history[form_key(each.result.form)])
        for number, each in enumerate(forms, 1)
    )
    owners = _documents(forms, problems)
    others: list[Judged] = []
    for key, several in owners.items():
        others += [_judged(each, record, history[key]) for each in document_findings(several, forms)]
    gone = tuple(each for key in owners for each in history[key].gone(record))
    return Review(judged, tuple(others), gone, record)


def remember(record: Record, forms: Sequence[CheckedForm], problems: Sequence[Problem] = ()) -> Record:
    """The record with this version of each form and document, where it is another than the last."""
    for key, version in seen_now(forms, problems).items():
        known = [event.what for event in record.in_force.get(key, ())]
        is_empty = not (version.rows or version.findings or known)
        if not is_empty and not any(isinstance(each, Seen) and each.is_same(version) for each in known):
            record = act(record, key, version)
    return record


def seen_now(forms: Sequence[CheckedForm], problems: Sequence[Problem] = ()) -> dict[str, Seen]:
    """What this run sees of each form and document, by key; forms of one identity are put together."""
    found: dict[str, Seen] = {}
    for each in forms:
        key = form_key(each.result.form)
        found[key] = _together(found[key], _seen(each)) if key in found else _seen(each)
    for key, several in _documents(forms, problems).items():
        findings = document_findings(several, forms)
        found[key] = Seen("", "", "", (), _sorted_findings(findings))
    return found


def _documents(forms: Sequence[CheckedForm], problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """The problems of each document by its key; documents without any are there too, so that what is gone is seen."""
    by_file = forms_by_file(forms)
    files = dict.fromkeys((*by_file, *(problem.file for problem in problems)))
    keys = {file: document_key(by_file.get(file or "", ()), file) for file in files}
    found: dict[str, list[Problem]] = {key: [] for key in keys.values()}
    for problem in problems:
        found[keys[problem.file]].append(problem)
    return found


class _History:
    """The version to compare with: the last one whose content differs from today's."""

    def __init__(self, record: Record, key: str, now: Seen) -> None:
        own = [(event, event.what) for event in record.by_id.values() if event.subject == key]
        versions = {event.id: what for event, what in own if isinstance(what, Seen)}
        current = {event.id: event for event in record.in_force.get(key, ()) if event.id in versions}
        is_known = any(versions[name].is_same(now) for name in current)
        earlier = {each for event in current.values() for each in event.after if each in versions}
        self.now = now
        self.last = [versions[name] for name in sorted((is_known and earlier) or current)]
        others = [what for name, what in versions.items() if not (is_known and name in current)]
        self.ever = {each.fingerprint for version in others for each in version.findings}

    @property
    def before(self) -> dict[str, SeenFinding]:
        return {each.fingerprint: each for version in self.last for each in version.findings}

    def since(self, fingerprint: str) -> Since:
        if fingerprint in self.before:
            return "unchanged"
        return "back" if fingerprint in self.ever else "new"

    def gone(self, record: Record) -> tuple[Gone, ...]:
        now = {each.fingerprint for each in self.now.findings}
        return tuple(
            Gone(each, record.decisions(name)) for name, each in self.before.items() if name not in now
        )

    @property
    def changes(self) -> tuple[RowChange, ...]:
        if not self.last:
            return ()
        before = {row.key: row for version in self.last for row in version.rows}
        now = {row.key: row for row in self.now.rows}
        keys = [*now, *(key for key in before if key not in now)]
        return tuple(
            RowChange(before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)
        )


def _form(number: int, checked: CheckedForm, record: Record, history: _History) -> FormReview:
    result = checked.result
    rows = {
        row: RowSubject(seen.key, seen.claim, _after(record, seen.key))
        for row, seen in seen_rows(result).items()
    }
    scores = {
        number: RowScore(events, any(_claim(event) == row.claim for event in events))
        for number, row in rows.items()
        if (events := record.scores(row.key))
    }
    submitted = history.last[0].submitted if history.last else None
    return FormReview(
        number,
        checked,
        form_key(result.form),
        tuple(_judged(each, record, history) for each in form_findings(checked)),
        history.gone(record),
        history.changes,
        submitted if submitted != history.now.submitted else None,
        scores,
        rows,
    )


def _judged(finding: Finding, record: Record, history: _History) -> Judged:
    name = finding.fingerprint
    return Judged(finding, history.since(name), record.decisions(name), _after(record, name))


def _after(record: Record, subject: str) -> tuple[str, ...]:
    return tuple(sorted(event.id for event in record.in_force.get(subject, ()))) or latest(record, subject)


def _claim(event: Event) -> str:
    return event.what.claim if isinstance(event.what, Scored) else ""


def _state(decisions: tuple[Event, ...]) -> State:
    what = decisions[0].what if len(decisions) == 1 else None
    return "open" if what is None or isinstance(what, Seen) else getattr(what, "state", "open")


def _seen(checked: CheckedForm) -> Seen:
    result = checked.result
    rows = tuple(sorted(seen_rows(result).values(), key=lambda row: row.key))
    total = result.total.submitted
    return Seen(
        result.form.name,
        f"{result.ruleset.id} v{result.ruleset.version}",
        "" if total is None else show(total),
        rows,
        _sorted_findings(form_findings(checked)),
    )


def seen_rows(result: FormResult) -> dict[int, SeenRow]:
    """Each row by its number, as a version records it."""
    keys = row_keys(result)
    return {row.row: _row(row, result, keys[row.row]) for row in result.rows}


def _row(row: RowResult, result: FormResult, key: str) -> SeenRow:
    indicator, funds = row.indicator, result.form.funds
    texts: tuple[str | None, ...] = (None,) * 4
    if indicator is not None:
        texts = (indicator.target, indicator.actual, indicator.points, indicator.submitted_score)
    elif funds is not None:
        texts = (funds.budget, funds.executed, funds.points, funds.submitted_score)
    target, actual, points, submitted = (normal(text) for text in texts)
    return SeenRow(key, normal(row.name), target, actual, points, submitted, row.status)


def _sorted_findings(findings: Iterable[Finding]) -> tuple[SeenFinding, ...]:
    found = {
        each.fingerprint: SeenFinding(
            each.fingerprint,
            each.problem.code,
            each.severity,
            each.problem.indicator or "",
            each.problem.message("zh").split("\n")[0],
        )
        for each in findings
        if each.severity != "info"
    }
    return tuple(found[name] for name in sorted(found))


def _together(first: Seen, second: Seen) -> Seen:
    rows = {*first.rows, *second.rows}
    findings = {each.fingerprint: each for each in (*first.findings, *second.findings)}
    return Seen(
        first.name,
        first.ruleset,
        max(first.submitted, second.submitted),
        tuple(sorted(rows, key=_place)),
        tuple(findings[name] for name in sorted(findings)),
    )


def _place(row: SeenRow) -> tuple[str, ...]:
    """By every field, for a set has no order of its own: the same run writes the same bytes."""
    return (row.key, row.actual, row.target, row.submitted, row.points, row.status, row.name)
