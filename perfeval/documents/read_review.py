"""The working papers read back (复核底稿): scores, decisions and reasons of the reviewer, found by header words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from perfeval.core.exact import ExactnessError, exact
from perfeval.core.problems import Problem
from perfeval.core.reviewed import ReviewedFinding, ReviewedRow
from perfeval.documents.grid import Cell, Document, Grid

_COLUMNS = {
    "行": "row",
    "三级指标": "name",
    "分值": "points",
    "填报得分": "submitted",
    "复算下限": "low",
    "复算上限": "high",
    "复核得分": "reviewed",
    "核减理由": "reason",
    "问题代码": "codes",
    "指纹": "subject",
    "处理": "treatment",
    "处理理由": "why",
    "备注": "comment",
}
_NUMBERS = ("points", "submitted", "low", "high", "reviewed")


@dataclass(frozen=True, slots=True)
class Review:
    """Rows and findings of the working papers in sheet order, and what could not be read."""

    rows: tuple[ReviewedRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: tuple[ReviewedFinding, ...] = ()


def read_review(document: Document, file: str) -> Review:
    """The rows of every sheet that has the columns 复核得分 and 填报得分, the findings of one with 处理 and 指纹."""
    rows: list[ReviewedRow] = []
    findings: list[ReviewedFinding] = []
    problems = list(document.problems)
    for grid in document.grids:
        for found in _lines(grid):
            match found:
                case Problem():
                    problems.append(replace(found, file=file))
                case ReviewedRow():
                    rows.append(found)
                case _:
                    findings.append(found)
    if not rows:
        problems.append(Problem("review-not-found", {"file": file}, file=file))
    return Review(tuple(rows), tuple(problems), tuple(findings))


def _lines(grid: Grid) -> Iterator[ReviewedRow | ReviewedFinding | Problem]:
    lines: dict[int, dict[int, Cell]] = {}
    for cell in grid.cells:
        lines.setdefault(cell.row, {})[cell.column] = cell
    header = next((number for number, cells in lines.items() if _roles(cells)), None)
    if header is None:
        return
    roles = _roles(lines[header])
    name = next((cell.text.strip() for cell in grid.cells if cell.text.strip()), "")
    for number, cells in sorted(lines.items()):
        found = {role: cells[column] for column, role in roles.items() if column in cells}
        if number <= header:
            continue
        if "treatment" in roles.values():
            yield from _finding(found)
        elif "row" in found and found["row"].text.strip().isdigit():
            yield from _row(name, found)


def _finding(found: Mapping[str, Cell]) -> Iterator[ReviewedFinding]:
    texts = {
        role: found[role].text.strip() if role in found else ""
        for role in ("subject", "treatment", "why", "comment")
    }
    if texts["subject"]:
        place = (found.get("treatment") or found["subject"]).place
        yield ReviewedFinding(texts["subject"], texts["treatment"], texts["why"], texts["comment"], place)


def _roles(cells: Mapping[int, Cell]) -> dict[int, str]:
    roles = {
        column: _COLUMNS[word] for column, cell in cells.items() if (word := cell.text.strip()) in _COLUMNS
    }
    known = set(roles.values())
    return roles if {"row", "submitted", "reviewed"} <= known or {"treatment", "subject"} <= known else {}


def _row(form: str, found: Mapping[str, Cell]) -> Iterator[ReviewedRow | Problem]:
    numbers: dict[str, Fraction | None] = {}
    for role in _NUMBERS:
        cell = found.get(role)
        text = cell.text.strip() if cell else ""
        try:
            numbers[role] = exact(text.removesuffix("分").strip()) if text else None
        except ExactnessError:
            numbers[role] = None
            if role == "reviewed" and cell is not None:
                yield Problem("review-unreadable", {"text": text}, cell.place)
    texts = {
        role: found[role].text.strip() if role in found else ""
        for role in ("name", "reason", "codes", "subject")
    }
    reviewed = found.get("reviewed")
    yield ReviewedRow(
        form=form,
        row=int(found["row"].text.strip()),
        name=texts["name"],
        reason=texts["reason"],
        codes=tuple(texts["codes"].split()),
        subject=texts["subject"],
        place=(reviewed or found["row"]).place,
        **numbers,
    )
