"""The rows with a person's verdict, for every way in which they are judged."""

from __future__ import annotations

import json
from pathlib import Path

from perfeval.core.form import Indicator

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "field" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
]
STATUSES = {
    "accept": ("equal", "within"),
    "reject": ("differs",),
    "undecided": ("undecided",),
    "refuse": ("refused",),
}
DIMENSIONS = {"成": "成本指标", "服": "满意度指标", **dict.fromkeys("社经生可", "效益指标")}


def indicator_of(row: dict[str, str]) -> Indicator:
    """The row as an indicator of ten marks, in the dimension that its category belongs to."""
    return Indicator(
        name=row["name"],
        dimension=DIMENSIONS.get(row["category"][0], "产出指标"),
        category=row["category"],
        target=row["target"],
        actual=row["actual"],
        points="10",
        submitted_score=row["score"],
    )
