"""The rows with a person's verdict, for every way in which they are judged."""

from __future__ import annotations

import json
from pathlib import Path

from perfeval.core.form import Indicator

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "field" / "rows.jsonl").read_text(encoding="utf-8").splitlines()
]
_FIELDS = ("category", "name", "target", "actual", "score", "verdict", "result", "why")


def _kinds() -> list[dict[str, str]]:
    lines = (Path(__file__).parent / "field" / "kinds.txt").read_text(encoding="utf-8").splitlines()
    rows = [
        dict(zip(_FIELDS, (part.strip() for part in line.split("|")), strict=True))
        for line in lines
        if line.strip() and not line.startswith("#")
    ]
    whole = {"满意度": "服务对象满意度"}
    return [
        {
            **row,
            "id": f"K{number}",
            "category": f"{whole.get(row['category'], row['category'])}指标",
            "points": "10",
        }
        for number, row in enumerate(rows, 1)
    ]


KINDS = _kinds()
"""Rows of every kind that field/kinds.txt lists, with the verdict that a person gives."""
FIFTIES = {
    f"{rows[0]['id']}-{rows[-1]['id']}": rows
    for rows in (KINDS[n : n + 50] for n in range(0, len(KINDS), 50))
}
"""The same, fifty at a time."""
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


def write_rows(rows: list[dict[str, str]], path: Path) -> None:
    """The rows as a tidy table with names, each a project of its own."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    columns = {
        "project_id": [row["id"] for row in rows],
        "name": [row["name"] for row in rows],
        "level1": [DIMENSIONS.get(row["category"][0], "产出指标") for row in rows],
        "level2": [row["category"] for row in rows],
        "target": [row["target"] for row in rows],
        "actual": [row["actual"] for row in rows],
        "points": [row["points"] for row in rows],
        "submitted_score": [row["score"] for row in rows],
    }
    parquet.write_table(pa.table(columns), path)
