"""Every row of every form as CSV (逐行明细), one line a row, for spreadsheets and pipes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from perfeval.core.problems import Lang
from perfeval.core.results import CheckedForm, RowResult
from perfeval.documents.writers.report.write_json import clause_of
from perfeval.documents.writers.report.write_json import number as as_text

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
)


def check_csv(forms: Sequence[CheckedForm], lang: Lang) -> str:
    """The rows as CSV with a header line; what a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, checked in enumerate(forms, 1):
        verdict = checked.verdict
        for row in checked.result.rows:
            cells = [*_cells(checked, row, lang), str(number), verdict]
            writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


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
