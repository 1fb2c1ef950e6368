"""A form while its rows are still coming (正在识别的表)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from perfeval.core.form import FormKind, Funds, Goal, SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.cells import one_line
from perfeval.documents.funds import Amounts, funds
from perfeval.documents.grid import Cell
from perfeval.documents.headers import Header
from perfeval.documents.indicators import Record, indicators, straighten
from perfeval.documents.layouts import EXECUTION_ROWS, KIND_WORDS, folded, header_word

Section = Literal["head", "funds", "goals", "indicators", "closed"]


@dataclass
class Draft:
    """What has been read of one form; `section` tells what the next row may be."""

    section: Section = "head"
    title: str = ""
    year: int | None = None
    place: Place | None = None
    identity: dict[str, Cell] = field(default_factory=dict)
    name_label: str = ""
    fund_header: Header | None = None
    fund_lines: list[Amounts] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    goal_columns: dict[int, str] = field(default_factory=dict)
    goals: dict[str, list[str]] = field(default_factory=dict)
    header: Header | None = None
    records: list[Record] = field(default_factory=list)
    total: tuple[str | None, str | None] | None = None
    total_place: Place | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything but a title has been read."""
        return bool(self.identity or self.fund_lines or self.header)

    @property
    def kind(self) -> FormKind:
        """Kind of form, by its title and the label of its name."""
        words = folded(self.title) + self.name_label
        return next((kind for word, kind in KIND_WORDS if word in words), "project")

    def text(self, label: str) -> str | None:
        """Value beside an identity label, on one line."""
        return one_line(self.identity[label].text) or None if label in self.identity else None

    def form(self, file: str) -> tuple[SelfEvaluationForm, tuple[Problem, ...]]:
        """The form, and what is wrong with its table as a whole."""
        assert self.header is not None
        records, swapped = straighten(self.records, self.header)
        rows, scored = _without_execution(records, funds(self.fund_lines, self.fund_header, self.labels))
        points, score = self.total or (None, self.text("submitted_score"))
        form = SelfEvaluationForm(
            kind=self.kind,
            name=self.text("name") or "",
            body=self.text("body"),
            department=self.text("department"),
            year=self.year,
            funds=scored,
            goal=Goal(**{side: "\n".join(texts) for side, texts in self.goals.items() if texts}),
            indicators=indicators(rows, self.header),
            submitted_points=points,
            submitted_score=score,
            total_place=self.total_place,
            has_note_column=bool(self.header.columns("note")),
            file=file,
            place=self.place,
        )
        problems = [swapped] if swapped else []
        if not records:
            problems.append(Problem("form-without-rows", {"name": form.name}, self.header.place))
        elif self.total is None:
            problems.append(Problem("form-without-total", {"name": form.name}, records[-1].place))
        return form, tuple(replace(problem, file=file) for problem in problems)


def _without_execution(records: list[Record], printed: Funds | None) -> tuple[list[Record], Funds | None]:
    """Move an execution row printed among the indicators to the funds that it scores: it counts once."""
    if printed is None or printed.points is not None:
        return records, printed
    for position, record in enumerate(records):
        if header_word(record.text("name")) in EXECUTION_ROWS and record.value("points"):
            scored = printed.model_copy(
                update={
                    "points": record.value("points"),
                    "submitted_score": record.value("score"),
                    "submitted_rate": printed.submitted_rate or record.value("actual"),
                    "place": record.place_of("score"),
                }
            )
            return records[:position] + records[position + 1 :], scored
    return records, printed
