"""One finding as its template wants it (一条发现): what it says, where, and what was typed beside it."""

from __future__ import annotations

from dataclasses import dataclass

from perfeval.core.problems import Lang
from perfeval.review.record.changes import FormReview, Judged
from perfeval.web.desk import Desk


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding to be shown: `mark` is what the desk knows of it now, `problem` why the last decision was refused."""

    judged: Judged
    where: str
    cell: str
    link: str
    mark: str
    draft: str
    problem: str = ""


def shown_finding(
    judged: Judged,
    form: FormReview | None,
    file: str,
    link: str,
    desk: Desk,
    drafts: dict[str, str],
    lang: Lang,
    problem: str = "",
) -> ShownFinding:
    """A finding with the name of its form and document, its cell and what this person had typed."""
    found = judged.finding.problem
    names = (file, form.checked.result.form.name if form else "", _row(found.row, found.indicator, lang))
    cell = found.place.describe(lang) if found.place else ""
    mark = judged.finding.fingerprint
    return ShownFinding(
        judged,
        " · ".join(name for name in names if name),
        cell,
        link,
        desk.seen(mark),
        drafts.get(mark, ""),
        problem,
    )


def _row(row: int | None, name: str | None, lang: Lang) -> str:
    if row is None:
        return name or ""
    return f"{row} {name}" if name else str(row)
