"""Every row of every form as CSV (逐行明细), one line a row, for spreadsheets and pipes.

Beside a review record, each finding that belongs to no row of its own, and each that is gone, is a line too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from perfeval.core.problems import Lang
from perfeval.core.results import CheckedForm, RowResult
from perfeval.documents.writers.report.write_json import clause_of
from perfeval.documents.writers.report.write_json import number as as_text
from perfeval.review.record.changes import FormReview, Judged, Review

COLUMNS = (
    "file",
    "form",
    "row",
    "indicator",
    "dimension",
    "category",
    "target",
    "actual",
    "points",
    "submitted_score",
    "low",
    "high",
    "status",
    "difference",
    "rule",
    "clause",
    "problems",
    "place",
    "number",
    "verdict",
    "findings",
    "since",
    "decision",
)
"""The last three are lists in step: the findings of the line, since when each is there, and what was decided."""


def check_csv(forms: Sequence[CheckedForm], lang: Lang, review: Review | None = None) -> str:
    """The rows as CSV with a header line; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    reviews: Sequence[FormReview | None] = review.forms if review else [None] * len(forms)
    for number, (checked, held) in enumerate(zip(forms, reviews, strict=True), 1):
        about = [str(number), checked.verdict]
        findings = _told(held.findings) if held else []
        rows = [row.row for row in checked.result.rows]
        for row in checked.result.rows:
            own = [each for each in findings if each.finding.problem.row == row.row]
            _write(writer, [*_cells(checked, row, lang), *about, *_held(own)])
        file, name = checked.result.form.file or "", checked.result.form.name
        for each in findings:
            if each.finding.problem.row not in rows:
                place = each.finding.problem.place
                said = _said(each.finding.problem.code, place.describe(lang) if place else "")
                _write(writer, [file, name, *said, *about, *_held([each])])
        for gone in held.gone if held else ():
            said = _said(gone.finding.code, "", gone.finding.indicator)
            _write(writer, [file, name, *said, *about, gone.finding.code, "gone", gone.state])
    for each in _told(review.others) if review else ():
        problem = each.finding.problem
        _write(writer, [problem.file or "", "", *_said(problem.code), "", "", *_held([each])])
    for gone in review.others_gone if review else ():
        _write(writer, ["", "", *_said(gone.finding.code), "", "", gone.finding.code, "gone", gone.state])
    return out.getvalue()


def _write(writer: Any, cells: Sequence[str]) -> None:
    writer.writerow([_harmless(cell) for cell in cells])


def _said(code: str, place: str = "", indicator: str = "") -> list[str]:
    """The columns from `row` to `place` of a finding without a row."""
    return ["", indicator, *[""] * 12, code, place]


def _told(findings: Sequence[Judged]) -> list[Judged]:
    """The findings without remarks, which no version records."""
    return [each for each in findings if each.finding.severity != "info"]


def _held(findings: Sequence[Judged]) -> list[str]:
    return [
        " ".join(each.finding.problem.code for each in findings),
        " ".join(each.since for each in findings),
        " ".join(each.state for each in findings),
    ]


def _cells(checked: CheckedForm, row: RowResult, lang: Lang) -> list[str]:
    form, indicator, score = checked.result.form, row.indicator, row.score
    codes = [problem.code for problem in checked.problems if problem.row == row.row]
    return [
        form.file or "",
        form.name,
        str(row.row),
        row.name,
        indicator.dimension if indicator else "",
        indicator.category if indicator else "",
        (indicator.target or "") if indicator else "",
        (indicator.actual or "") if indicator else "",
        as_text(row.points) or "",
        as_text(row.submitted) or "",
        str(score.low) if score else "",
        str(score.high) if score else "",
        row.status,
        as_text(row.difference, places=2) or "",
        row.rule or "",
        clause_of(row, checked.result.ruleset) or "",
        " ".join(dict.fromkeys(codes)),
        row.place.describe(lang) if row.place else "",
    ]


def _harmless(cell: str) -> str:
    """`=`, `+`, `@` and a minus that begins no number would run as a formula in a spreadsheet."""
    is_number = cell[1:].replace(".", "", 1).isdigit()
    return (
        f"'{cell}"
        if cell.startswith(("=", "@", "\t")) or (cell[:1] in "+-" and cell and not is_number)
        else cell
    )
