"""The review record as text (复核记录文件, .review.json): one event a line, sorted, the same events the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from perfeval.core.exact import exact
from perfeval.core.problems import Place, Problem
from perfeval.review.record.events import (
    KINDS,
    STATES,
    Decided,
    Event,
    Scored,
    Seen,
    SeenFinding,
    SeenRow,
    Undone,
    What,
    event_data,
)
from perfeval.review.record.record import Record, record_of

FORMAT = "perfeval.review/1"
_SEVERITIES = ("error", "warning", "info")


def record_text(record: Record) -> str:
    """The record as the text of a file, fit for version control: each event is one line."""
    lines = [event_text(event) for event in record.events]
    body = ",\n".join(lines)
    return f'{{"format": "{FORMAT}", "events": [\n{body}\n]}}\n' if lines else _EMPTY


def event_text(event: Event) -> str:
    """One event as its line of the file."""
    return json.dumps({"id": event.id, **event_data(event)}, ensure_ascii=False, separators=(", ", ": "))


_EMPTY = f'{{"format": "{FORMAT}", "events": []}}\n'


def read_record(text: str, file: str | None = None) -> tuple[Record, tuple[Problem, ...]]:
    """The record that a text holds, and everything wrong in it; events that cannot be read are left out and named."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return record_of(()), (_wrong(str(error), file, line),)
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("events"), list):
        return record_of(()), (_wrong(f'"format": "{FORMAT}"', file, 1),)
    events, problems = [], []
    for number, each in enumerate(data["events"], 2):  # the first line of the file is its head
        found = _event(each)
        if isinstance(found, str):
            problems.append(_wrong(found, file, number))
        else:
            events.append(found)
    known = {event.id for event in events}
    problems += [
        _wrong(f"undo {event.what.event}", file, None)
        for event in events
        if isinstance(event.what, Undone) and event.what.event not in known
    ]
    return record_of(events), tuple(problems)


def _wrong(reason: str, file: str | None, line: int | None) -> Problem:
    return Problem("review-file-invalid", {"reason": reason}, Place(line=line) if line else None, file)


def _event(data: object) -> Event | str:
    """The event, or what is wrong with it."""
    if not isinstance(data, dict):
        return "event: {…}"
    kind = data.get("kind")
    if kind not in KINDS:
        return f"kind: {' | '.join(KINDS)}"
    given = {name: value for name, value in data.items() if name not in ("id", "kind")}
    frame = {name: given.pop(name, "") for name in ("subject", "who", "at")}
    after = given.pop("after", [])
    if not _are_texts([*frame.values()]) or not isinstance(after, list) or not _are_texts(after):
        return "subject, after, who, at"
    try:
        what = _what(KINDS[kind], given)
    except (TypeError, ValueError, KeyError) as error:
        return f"{kind}: {error}"
    event = Event(frame["subject"], what, tuple(after), frame["who"], frame["at"])
    return event if event.id == data.get("id") else f"id {data.get('id')} ≠ {event.id}"


def _what(kind: type[What], given: Mapping[str, Any]) -> What:
    if kind is Seen:
        rows = tuple(_line(SeenRow, each) for each in given.get("rows", ()))
        findings = tuple(_line(SeenFinding, each) for each in given.get("findings", ()))
        if any(each.severity not in _SEVERITIES for each in findings):
            raise ValueError(f"severity: {' | '.join(_SEVERITIES)}")
        texts = _filled(
            kind, {name: value for name, value in given.items() if name not in ("rows", "findings")}
        )
        return Seen(rows=rows, findings=findings, **texts)
    texts = _filled(kind, given)
    if kind is Decided and texts["state"] not in STATES:
        raise ValueError(f"state: {' | '.join(STATES)}")
    if kind is Scored:
        exact(texts["score"])
    return kind(**texts)


def _filled(kind: type[What], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every text of an event's kind, empty where the file leaves it out; a further key is an error."""
    names = [each.name for each in fields(kind) if each.name not in ("rows", "findings")]
    if unknown := sorted(set(given) - set(names)):
        raise ValueError(f"{'、'.join(unknown)}?")
    if not _are_texts([*given.values()]):
        raise ValueError("text")
    return {name: given.get(name, "") for name in names}


def _line(kind: type[SeenRow] | type[SeenFinding], values: object) -> Any:
    if not isinstance(values, list) or len(values) != len(fields(kind)) or not _are_texts(values):
        raise ValueError(f"{kind.__name__}: {', '.join(each.name for each in fields(kind))}")
    return kind(*values)


def _are_texts(values: list[Any]) -> bool:
    return all(isinstance(each, str) for each in values)
