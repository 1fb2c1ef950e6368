"""The review file as lists (复核记录清单): findings with their decisions, rows with their reviewed scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from perfeval.core.glossary import word
from perfeval.core.problems import Lang
from perfeval.documents.writers.report.write_table import shorten, table
from perfeval.review.record.events import STATE_WORDS, Decided, Event, Scored, Seen, said_by
from perfeval.review.record.record import Record

Line = dict[str, Any]


def decision_lines(record: Record, wanted: str | None = None, form: str = "") -> list[Line]:
    """Each finding of the last versions, and each decided one that is gone: what a program reads of it."""
    found = []
    now = {each.fingerprint for version in _last(record) for each in version.findings}
    seen = {each.fingerprint: (version, each) for version in _ever(record) for each in version.findings}
    decided = {event.subject for event in record.events if isinstance(event.what, Decided)}
    for name in sorted(now | decided, key=lambda each: _order(seen.get(each), each)):
        version, finding = seen.get(name, (None, None))
        decisions = record.decisions(name)
        what = decisions[0].what if len(decisions) == 1 else None
        state = what.state if isinstance(what, Decided) else "open"
        if wanted not in (None, state) or form not in (version.name if version else ""):
            continue
        found.append(
            {
                "fingerprint": name,
                "form": version.name if version else None,
                "code": finding.code if finding else None,
                "severity": finding.severity if finding else None,
                "message": finding.message if finding else None,
                "indicator": finding.indicator if finding else None,
                "present": name in now,
                "state": state,
                "events": [event_line(each) for each in _history(record, name)],
            }
        )
    return found


def score_lines(record: Record, form: str = "") -> list[Line]:
    """Each row of the last versions with its reviewed scores in force."""
    return [
        {
            "fingerprint": row.key,
            "form": version.name,
            "indicator": row.name or None,
            "target": row.target,
            "actual": row.actual,
            "points": row.points,
            "submitted_score": row.submitted,
            "reviewed": [event_line(each) for each in record.scores(row.key)],
        }
        for version in _last(record)
        for row in version.rows
        if form in version.name
    ]


def event_line(event: Event) -> Line:
    """An event as plain data."""
    return {"id": event.id, "kind": event.kind, "who": event.who, "at": event.at, "says": said_by(event)}


def findings_table(record: Record, lines: Sequence[Line], lang: Lang) -> Iterator[str]:
    """The findings on a terminal, form by form, and how many are in which state."""
    form: object = ""
    for line in lines:
        if line["form"] != form:
            form = line["form"]
            yield f"■ {form}" if form else "■"
        marks = [
            word(line["severity"], lang) if line["severity"] else "?",
            STATE_WORDS[line["state"]].of(lang),
        ]
        marks += [] if line["present"] else [word("gone", lang)]
        yield f"  {line['fingerprint']} [{' · '.join(marks)}] {line['indicator'] or ''}  {line['message'] or ''}"
        for event in record.decisions(line["fingerprint"]):
            yield f"      {event.id} {event.who} {event.at} {said_by(event, lang)}"
    counts = [
        (sum(line["state"] == state for line in lines), words.of(lang))
        for state, words in STATE_WORDS.items()
    ]
    said = "，".join(f"{name} {count}" for count, name in counts if count)
    yield f"{len(lines)} 条：{said}" if lang == "zh" else f"{len(lines)} findings: {said}"


def rows_table(lines: Sequence[Line], lang: Lang) -> Iterator[str]:
    """The rows on a terminal."""
    heads = ("指纹", "自评表", "指标", "指标值", "完成值", "分值", "填报得分", "复核得分")
    english = ("fingerprint", "form", "indicator", "target", "actual", "marks", "submitted", "reviewed")
    rows = [
        [
            line["fingerprint"],
            shorten(line["form"], 24),
            shorten(line["indicator"] or "预算执行率", 24),
            shorten(line["target"], 12),
            shorten(line["actual"], 12),
            line["points"],
            line["submitted_score"],
            "；".join(each["says"] for each in line["reviewed"]),
        ]
        for line in lines
    ]
    yield table(rows, heads if lang == "zh" else english, ["left"] * 5 + ["right", "right", "left"])


def _last(record: Record) -> list[Seen]:
    found = [each.what for events in record.in_force.values() for each in events]
    return sorted(
        (each for each in found if isinstance(each, Seen)), key=lambda each: (each.name, each.ruleset)
    )


def _ever(record: Record) -> list[Seen]:
    return [each.what for each in record.events if isinstance(each.what, Seen)]


def _order(seen: tuple[Seen, Any] | None, name: str) -> tuple[str, int, str]:
    if seen is None:
        return ("", 0, name)
    return (seen[0].name, ("error", "warning", "info").index(seen[1].severity), name)


def _history(record: Record, subject: str) -> list[Event]:
    return [
        each for each in record.events if each.subject == subject and not isinstance(each.what, Seen | Scored)
    ]
