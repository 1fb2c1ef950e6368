"""The published forms of ../shared as forms: every cell as printed, nothing added but what their notes state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from perfeval.core.form import FundLine, Funds, Indicator, SelfEvaluationForm

SHARED = Path(__file__).parents[3] / "shared"
FORMS = SHARED / "public-forms" / "forms.jsonl"

# The note of F01: the line under the total reads 90 / 89.974.
SOURCES = {"F01": (FundLine(name="其中：本年财政拨款", initial_budget="90", budget="90", executed="89.974"),)}


def published() -> dict[str, SelfEvaluationForm]:
    """Every form by its id; empty where ../shared is absent."""
    lines = FORMS.read_text("utf-8").splitlines() if FORMS.is_file() else []
    return {record["id"]: _form(record) for record in map(json.loads, lines)}


def _form(record: dict[str, Any]) -> SelfEvaluationForm:
    funds = record["funds"]
    return SelfEvaluationForm(
        kind=record["kind"],
        name=record["project"] or "",
        body=record["body"],
        year=int(record["year"]) if record["year"] else None,
        funds=Funds(
            budget=funds["annual_budget"],
            executed=funds["executed"],
            points=funds["weight"],
            submitted_rate=funds["rate"],
            submitted_score=funds["score"],
            sources=SOURCES.get(record["id"], ()),
        ),
        indicators=tuple(_indicator(row) for row in record["indicators"]),
        submitted_points=record["total_weight"],
        submitted_score=record["total_score"],
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    sign = row.get("comparator") or ""
    target = row["target"]
    if target is not None and sign != "定性":
        target = f"{sign}{target}{row.get('unit') or ''}"
    return Indicator(
        name=row["level3"],
        dimension=row["level1"] or "",
        category=row["level2"] or "",
        target=target,
        actual=row["actual"],
        points=row["weight"],
        submitted_score=row["score"],
    )
