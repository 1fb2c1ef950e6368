"""A form while its rows are still coming (正在识别的表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from perfeval.core.form import FormKind, Funds, Goal, SelfEvaluationForm
from perfeval.core.problems import Place, Problem
from perfeval.documents.grid import Cell
from perfeval.documents.recognition.cell_text import mark, one_line
from perfeval.documents.recognition.evenness import uneven_rows
from perfeval.documents.recognition.full_marks import (
    marks_before_shares,
    marks_in_names,
    shares_as_marks,
    straighten,
    without_percent,
)
from perfeval.documents.recognition.fund_headers import unread_columns
from perfeval.documents.recognition.funds import Amounts, funds
from perfeval.documents.recognition.headers import AMOUNTS, Header
from perfeval.documents.recognition.identity import Told
from perfeval.documents.recognition.indicators import Record, indicators
from perfeval.documents.recognition.layouts import (
    EXECUTION_ROWS,
    KIND_WORDS,
    LAYOUT_WORDS,
    LIST_TITLE,
    YEAR_ALONE,
    folded,
    header_word,
)

_TWICE = 3
"""Repeated words in a header that are more than a second column of scores."""
_NEEDED = {"target": "年度指标值", "actual": "实际完成值", "points": "分值", "score": "得分"}
"""Columns that scoring and checking need, in words."""

Section = Literal["head", "funds", "goals", "indicators", "closed"]


@dataclass
class Draft:
    """What has been read of one form; `section` tells what the next row may be."""

    section: Section = "head"
    title: str = ""
    has_title: bool = False
    """Whether the title is the form's own, and not that of the form before."""
    year: int | None = None
    place: Place | None = None
    identity: dict[str, Cell] = field(default_factory=dict)
    above: list[Told] = field(default_factory=list)
    """What lines above the table tell: it counts where the table does not tell it, and begins no form."""
    name_label: str = ""
    fund_header: Header | None = None
    fund_lines: list[Amounts] = field(default_factory=list)
    unread_funds: Problem | None = None
    """A header that looked like that of the funds and could not be read as one."""
    labels: list[str] = field(default_factory=list)
    goal_columns: dict[int, str] = field(default_factory=dict)
    goal_width: int = 0
    goals: dict[str, list[str]] = field(default_factory=dict)
    header: Header | None = None
    records: list[Record] = field(default_factory=list)
    level_lines: dict[str, str] = field(default_factory=dict)
    """Levels that stand over their rows in lines of their own, by role: those that hold for the next row."""
    widths: list[tuple[int, Place | None]] = field(default_factory=list)
    """Cells of each row of the indicator table, where a lost cell would move all others."""
    total: tuple[str | None, str | None] | None = None
    total_place: Place | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything but a title has been read."""
        return bool(self.identity or self.fund_lines or self.header)

    @property
    def is_only_funds(self) -> bool:
        """Whether nothing but money was read, as of 三公经费 or a list of projects: no sign of a form of its own."""
        is_list = bool(LIST_TITLE.search(self.title))
        has_marks = bool(self.fund_header and self.fund_header.scored_roles & {"points", "score"})
        return not (self.identity or self.header) and (is_list or not (self.has_title or has_marks))

    @property
    def kind(self) -> FormKind:
        """Kind of form, by its title and the label of its name."""
        words = self.title + self.name_label
        found = next((kind for word, kind in KIND_WORDS if word in words), None)
        whole_body = self.identity.keys() & {"name", "unit"} == {"unit"}
        return found or ("department" if whole_body else "project")

    @property
    def layout(self) -> str | None:
        """The layout that the title names, where rule sets know one by it."""
        return next((layout for word, layout in LAYOUT_WORDS if word in self.title), None)

    def identify(self, told: Sequence[Told]) -> None:
        """Take what a row tells.

        Label and value in one cell (填报单位：…) stand over other tables, too: there, only a name begins a form.
        """
        begun = self.is_begun or any(each.role == "name" for each in told)
        for each in told:
            if each.in_one and not begun:
                self.above.append(each)
            elif each.role != "other":
                self._take(each)

    def _take(self, told: Told) -> None:
        self.identity.setdefault(told.role, told.value)
        if told.role == "name":
            self.name_label = header_word(told.label.text)
        if told.role == "year" and (year := YEAR_ALONE.fullmatch(folded(told.value.text))):
            self.year = int(year.group(1))

    def known(self, role: str) -> Cell | None:
        """Value of a role, in the table or else in a line above it."""
        return self.identity.get(role) or next((each.value for each in self.above if each.role == role), None)

    def _take_above(self) -> None:
        """Take what only the lines above the table tell; 填报单位 there makes no form one about a whole body."""
        whole_body = self.kind == "department" or self.known("name") is not None
        for told in self.above:
            if told.role not in (*self.identity, "other") and (whole_body or told.role != "unit"):
                self._take(told)

    def record_above(self) -> Record | None:
        """The record that the next row may take its levels from: the last one, if under the same line of a level."""
        last = self.records[-1] if self.records else None
        return last if last and last.dimension == self.level_lines.get("dimension", last.dimension) else None

    def leave_table(self) -> None:
        """The next table does not carry on this one: what follows is not part of its rows."""
        self.section = "closed" if self.section in ("indicators", "closed") else "head"

    def next_form(self) -> Draft:
        """A form that begins without a title of its own stands under the same one."""
        return Draft(title=self.title, year=self.year, labels=[self.title])

    def text(self, role: str) -> str | None:
        """Value beside an identity label, on one line."""
        return one_line(self.identity[role].text) or None if role in self.identity else None

    def printed_total(self) -> tuple[str | None, str | None]:
        """Sums of marks and scores; beside another 自评总分 at the top, the last row sums only the rows."""
        at_top = self.text("submitted_score")
        at_end = self.total or (None, None)
        return at_end if at_top is None or mark(at_top) == mark(at_end[1] or "") else (None, at_top)

    def _whole_body(self) -> str | None:
        """The name of a form about a whole department that states it under 主管部门 alone."""
        return self.text("department") if self.kind == "department" else None

    def form(self, file: str) -> tuple[SelfEvaluationForm, tuple[Problem, ...]]:
        """The form, and what is wrong with its table as a whole."""
        assert self.header is not None
        self._take_above()
        printed = funds(self.fund_lines, self.fund_header, self.labels)
        records, swapped = straighten(self.records, self.header)
        records = marks_in_names(marks_before_shares(records, self.header), self.header)
        records, shares = shares_as_marks(records, printed.points if printed else None, self.header)
        points, score = self.printed_total()
        points = without_percent(points) if points and shares else points
        rows, scored = _without_execution(records, printed, points)
        form = SelfEvaluationForm(
            kind=self.kind,
            name=self.text("name") or self.text("unit") or self._whole_body() or "",
            body=self.text("body") or (self.text("unit") if self.text("name") else None),
            department=self.text("department"),
            year=self.year,
            layout=self.layout,
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
        problems = [each for each in (swapped, shares, _unknown_columns(self.header)) if each]
        problems += _doubtful_columns(self.header)
        problems += _doubtful_funds(self)
        problems += uneven_rows(self.widths, self.header)
        if not records:
            problems.append(Problem("form-without-rows", {"name": form.name}, self.header.place))
        elif self.total is None and score is None and self.header.scored_roles & {"points", "score"}:
            problems.append(Problem("form-without-total", {"name": form.name}, records[-1].place))
        return form, tuple(replace(problem, file=file) for problem in problems)


def _unknown_columns(header: Header) -> Problem | None:
    """Columns whose words no layout names, where a column that the score needs was not found."""
    missing = [
        word
        for role, word in _NEEDED.items()
        if not header.columns(role) and not (role == "target" and header.columns("initial_target"))
    ]
    if not missing or not header.unknown_words:
        return None
    values = {"missing": "、".join(missing), "unknown": "、".join(header.unknown_words)}
    return Problem("columns-unknown", values, header.place)


def _doubtful_columns(header: Header) -> Iterator[Problem]:
    """Columns that were read by the form of their words, and headers that tell the same columns twice."""
    if header.guessed:
        yield Problem("columns-guessed", {"words": "、".join(header.guessed)}, header.place)
    if len(header.repeated_words) >= _TWICE:
        yield Problem("columns-repeated", {"words": "、".join(header.repeated_words)}, header.place)


def _doubtful_funds(draft: Draft) -> Iterator[Problem]:
    """Money that was read by the form of its words, and money that was not read."""
    header, lines = draft.fund_header, draft.fund_lines
    if header and header.guessed:
        yield Problem("columns-guessed", {"words": "、".join(header.guessed)}, header.place)
    for line in lines:
        if line.guessed:
            yield Problem("columns-guessed", {"words": "、".join(line.guessed)}, line.place)
        if line.unread:
            yield Problem("funds-not-read", {"text": "、".join(line.unread)}, line.place)
    if header and (unread := unread_columns(header)):
        yield unread
    if draft.unread_funds and not any(line.cells.keys() & {*AMOUNTS} for line in lines):
        yield draft.unread_funds


def _without_execution(
    records: list[Record], printed: Funds | None, total: str | None
) -> tuple[list[Record], Funds | None]:
    """Take an execution row printed among the indicators to the funds that it scores: it counts once."""
    if printed is None:
        return records, printed
    for position, record in enumerate(records):
        if header_word(record.text("name")) not in EXECUTION_ROWS or not record.value("points"):
            continue
        rest = records[:position] + records[position + 1 :]
        if printed.points is None:
            found = {
                "points": record.value("points"),
                "submitted_score": record.value("score"),
                "submitted_rate": printed.submitted_rate or record.value("actual"),
                "place": record.place_of("score"),
            }
            return rest, printed.model_copy(update=found)
        if _is_printed_twice(record, printed, records, total):
            return rest, printed
    return records, printed


def _is_printed_twice(record: Record, printed: Funds, records: list[Record], total: str | None) -> bool:
    """Whether the fund block prints the same execution marks: then the rows alone make the total."""
    same = (mark(record.text("points")), mark(record.text("score"))) == (
        mark(printed.points or ""),
        mark(printed.submitted_score or ""),
    )
    points = [mark(each.text("points")) or 0 for each in records]
    return same and sum(points) == mark(total or "")
