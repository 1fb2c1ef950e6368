"""Invented years, put straight into a year's tables: what a check is asked about, without a run before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from perfeval.batch.year.year import Year, gather_forms, prepare, put_aside, year_of
from perfeval.batch.year.year_load import take_read_rows


@dataclass(frozen=True)
class Line:
    """One indicator row: full marks unless said otherwise, target met to the digit."""

    name: str = "数量"
    goal: str | None = "10"
    reached: str | None = "10"
    points: str = "18"
    claimed: str | None = "18"
    earned: str | None = None
    comparator: str = "at_least"
    unit: str = "个"
    category: str = "数量指标"
    level: str | None = None
    note: str | None = None

    def row(self) -> Mapping[str, Any]:
        measured = self.goal is not None and self.reached is not None
        return {
            "dimension": "产出指标",
            "category": self.category,
            "name": self.name,
            "target": f"{self.goal}{self.unit}" if measured else "持续",
            "actual": f"{self.reached}{self.unit}" if measured else self.level,
            "points": self.points,
            "claimed": self.claimed,
            "earned": self.earned or self.claimed,
            "status": "equal",
            "comparator": self.comparator if measured else None,
            "goal": self.goal,
            "reached": self.reached,
            "unit": self.unit if measured else None,
            "level": self.level,
            "note": self.note,
        }


def five(prefix: str = "", **changes: Any) -> tuple[Line, ...]:
    """Five rows of 18 marks that differ in name."""
    return tuple(Line(name=f"{prefix}指标{number}", **changes) for number in range(5))


@dataclass(frozen=True)
class Filled:
    """One form: its total is the sum of its rows and its execution row unless said otherwise."""

    project: str
    lines: tuple[Line, ...] = field(default_factory=five)
    department: str | None = "甲局"
    printed: str | None = None
    confirmed: str | None = None
    budget: str | None = "100"
    executed: str | None = "90"
    execution: str = "9"
    expected: str | None = None
    achieved: str | None = None
    copies: int = 0
    copies_apart: bool = True


def invented(forms: Iterable[Filled], last: Iterable[Filled] | None = None) -> Year:
    """A year of these forms, and last year's beside it."""
    database = duckdb.connect(config={"threads": 1})
    prepare(database)
    if last is not None:
        _fill(database, last)
        put_aside(database)
    _fill(database, forms)
    manifest = {"counts": {"files": 1}, "rulesets": {"toyland": {"version": "1"}}, "inputs": {}}
    return year_of(database, manifest, last is not None)


def _fill(database: duckdb.DuckDBPyConnection, forms: Iterable[Filled]) -> None:
    ours = "dimension_key, category_key, is_floor, is_unread, piece"
    database.execute(
        f"CREATE TEMP TABLE read_rows AS SELECT * EXCLUDE ({ours}), '' AS comparator, '' AS unit FROM rows LIMIT 0"
    )
    number = 0
    for f, form in enumerate(forms, 1):
        scores = [line.claimed for line in form.lines] + [form.execution]
        total = (
            form.printed
            or database.execute(
                "SELECT sum(x::DECIMAL(18,6)) FROM (SELECT unnest(?::VARCHAR[]) AS x)", [scores]
            ).fetchone()
        )
        total = total if isinstance(total, str) else str(total[0] if total else None)
        _insert(
            database,
            "raw_forms",
            {
                "f": f,
                "project_id": f"P{f}",
                "file": f"{f:03d}.yaml",
                "form": 1,
                "project": form.project,
                "department": form.department,
                "kind": "project",
                "ruleset": "toyland",
                "year": 2030,
                "whole": True,
                "full_points": "100",
                "undecided": 0,
                "points": "100",
                "printed": None if None in scores else total,
                "confirmed": form.confirmed or total,
                "refused": 0,
                "budget": form.budget,
                "executed": form.executed,
                "execution_points": "10",
                "execution_claimed": form.execution,
                "execution_earned": form.execution,
                "execution_status": "equal",
                "expected": form.expected,
                "achieved": form.achieved,
            },
        )
        for copy in range(form.copies):
            left_out = {"file": f"{f:03d}-{copy}.yaml", "form": 1, "same": not form.copies_apart}
            _insert(database, "duplicates", {"project_id": f"P{f}", **left_out})
        for row, line in enumerate(form.lines, 1):
            number += 1
            _insert(database, "read_rows", {"f": f, "r": number, "row": row, **line.row()})
    take_read_rows(database)
    gather_forms(database)


def _insert(database: duckdb.DuckDBPyConnection, table: str, values: Mapping[str, Any]) -> None:
    marks = ", ".join("?" for _ in values)
    database.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
