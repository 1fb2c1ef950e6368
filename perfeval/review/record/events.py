"""Events of the review record (事件): a version seen, a finding decided, a row scored, an event undone."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, Literal

from perfeval.core.problems import Lang, Severity
from perfeval.core.ruleset import Text
from perfeval.review.record.fingerprints import digest

State = Literal["open", "confirmed", "wrong", "accepted", "referred"]
"""未决 · 采纳 (it goes into the letter) · 不采纳 (the finding is wrong) · 认可 (true, and left as it is) ·
转核实 (the unit is to answer). `open` takes a decision back with a comment."""

STATES: tuple[State, ...] = ("open", "confirmed", "wrong", "accepted", "referred")


STATE_WORDS: dict[State, Text] = {
    "open": Text(zh="未决", en="open"),
    "confirmed": Text(zh="采纳", en="confirmed"),
    "wrong": Text(zh="不采纳", en="wrong"),
    "accepted": Text(zh="认可", en="accepted"),
    "referred": Text(zh="转核实", en="referred"),
}
"""The words of the working papers and of the screen."""


@dataclass(frozen=True, slots=True)
class SeenFinding:
    """A finding of one version of a form or document: its fingerprint, and what is needed to name it later."""

    fingerprint: str
    code: str
    severity: Severity
    indicator: str
    message: str


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of one version of a form, as printed: identity, name, target, actual value, marks, score, status."""

    key: str
    name: str
    target: str
    actual: str
    points: str
    submitted: str
    status: str

    @property
    def claim(self) -> str:
        """What the form says in the row, as one short text: a reviewed score holds only while it is the same."""
        return digest("claim", self.target, self.actual, self.points, self.submitted)


@dataclass(frozen=True, slots=True)
class Seen:
    """A version of a form or document (版本): its rows and findings under a rule set, and the printed total."""

    name: str
    ruleset: str
    submitted: str
    rows: tuple[SeenRow, ...]
    findings: tuple[SeenFinding, ...]

    def is_same(self, other: Seen) -> bool:
        """Whether two versions say the same, however their findings are worded."""
        prints = [[each.fingerprint for each in version.findings] for version in (self, other)]
        return prints[0] == prints[1] and (self.rows, self.submitted) == (other.rows, other.submitted)


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision on a finding (处理): state, reason and comment."""

    state: State
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A row's reviewed score (复核得分), as text, with its reason (理由); `claim` is what the row said then."""

    score: str
    reason: str
    claim: str


@dataclass(frozen=True, slots=True)
class Undone:
    """An event taken back (撤销); undoing this one brings that one into force again."""

    event: str


What = Seen | Decided | Scored | Undone
KINDS: dict[str, type[What]] = {"seen": Seen, "decide": Decided, "score": Scored, "undo": Undone}
_KIND_OF = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Event:
    """What was seen, or done by `who` at `at` (UTC, 2023-12-31T08:00:00Z); a version seen has neither.

    `subject` is the fingerprint of a finding, or the key of a row, form or document. `after` are the latest
    events on the subject that were known then: what two people did without knowing of each other stays apart.
    """

    subject: str
    what: What
    after: tuple[str, ...] = ()
    who: str = ""
    at: str = ""

    @property
    def kind(self) -> str:
        """The name of what happened: seen, decide, score, undo."""
        return _KIND_OF[type(self.what)]

    @property
    def id(self) -> str:
        """The event's own fingerprint, from everything that it says."""
        return digest(json.dumps(event_data(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def event_data(event: Event) -> dict[str, Any]:
    """The event as plain data, without its id; what says nothing is left out."""
    data: dict[str, Any] = {"kind": event.kind, "subject": event.subject, "after": list(event.after)}
    data.update({name: value for name, value in (("who", event.who), ("at", event.at)) if value})
    for name in (each.name for each in fields(event.what)):
        value = getattr(event.what, name)
        if name == "rows":
            data[name] = [[getattr(row, each.name) for each in fields(SeenRow)] for row in value]
        elif name == "findings":
            data[name] = [[getattr(one, each.name) for each in fields(SeenFinding)] for one in value]
        elif value or name in ("state", "score"):
            data[name] = value
    return data


def said_by(event: Event, lang: Lang = "zh") -> str:
    """A decision or score in words: 采纳：理由."""
    what = event.what
    if isinstance(what, Decided):
        said = (STATE_WORDS[what.state].of(lang), what.reason, what.comment)
    elif isinstance(what, Scored):
        said = (f"复核得分 {what.score}" if lang == "zh" else f"reviewed score {what.score}", what.reason, "")
    else:
        return ""
    return ("：" if lang == "zh" else ": ").join(part for part in said if part)
